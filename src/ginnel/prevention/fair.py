"""Ties, settled by lot: households that differ in nothing the plan may look at are offered help in the order drawn.

Solvers settle ties as their arithmetic falls. Here a choice is made the same for everybody alike: how many of a kind
of household get which help stays as chosen, who they are follows the lot. The total does not change.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from ginnel.prevention.options import Ints, Options


def by_lot(options: Options, chosen: Ints) -> Ints:
    """The same choice with alike households ordered by lot; indices ascending."""
    if not len(chosen):
        return chosen
    starts = options.starts
    ends = np.append(starts[1:], len(options))
    pick = np.full(options.households, -1, dtype=np.int64)
    pick[options.household[chosen]] = chosen - starts[options.household[chosen]]
    lot = np.minimum.reduceat(options.lot, starts)
    kinds = _alike(options, starts, ends)
    for households in kinds:
        if len(households) > 1:
            drawn = sorted(households, key=lambda h: (lot[h], h))
            pick[drawn] = sorted(pick[households], key=lambda p: (p < 0, p))
    has = np.flatnonzero(pick >= 0)
    return np.sort(starts[has] + pick[has])


def _alike(options: Options, starts: Ints, ends: Ints) -> list[list[int]]:
    """Households with the same options in every column but the lot."""
    columns = (options.help, options.cost, options.low, options.mid, options.high, options.place, options.group)
    packed = np.column_stack([c.astype(np.float64) for c in columns])
    found: dict[bytes, list[int]] = defaultdict(list)
    for household, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        found[packed[start:end].tobytes()].append(household)
    return list(found.values())
