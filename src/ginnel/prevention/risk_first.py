"""What is usually done, for comparison: whoever is at the highest risk first, until the money is gone.

Risk says how likely or how bad the trouble is; benefit says what help changes. The two orders differ, and the
difference is what this file measures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ginnel.prevention.options import Floats, Ints, Limits, Options
from ginnel.prevention.primal import SLACK


@dataclass(frozen=True)
class RiskFirst:
    """A list by risk: what it chooses and gives, and whether the floors happen to be met."""

    chosen: Ints
    benefit: float
    spent: float


def risk_first(options: Options, limits: Limits, risk: Floats) -> RiskFirst:
    """`risk` is one number an option's household, higher is worse. Each household gets its most helpful option.

    Keeps budget and capacities; knows nothing of floors.
    """
    order = np.lexsort((options.lot, -options.mid, -risk))
    left, slots = limits.budget, limits.capacity.tolist()
    done, taken = set(), []
    for i in order.tolist():
        h, c, k = int(options.household[i]), float(options.cost[i]), int(options.place[i])
        if h in done or c > left + SLACK or (k >= 0 and slots[k] < 1):
            continue
        done.add(h)
        taken.append(i)
        left -= c
        if k >= 0:
            slots[k] -= 1
    chosen = np.array(sorted(taken), dtype=np.int64)
    return RiskFirst(chosen, float(options.mid[chosen].sum()), float(options.cost[chosen].sum()))
