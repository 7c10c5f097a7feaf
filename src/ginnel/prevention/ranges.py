"""How firm a plan is: the choice made again at the low and the high end of every benefit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ginnel.prevention.options import SCENARIOS, Ints, Limits, Options
from ginnel.prevention.plan import Chosen, choose


@dataclass(frozen=True)
class Firmness:
    """Of the households chosen at low, middle or high benefit: how many get the same help in all three.

    `households` is how many are chosen in at least one of the three; `changed` how many of these are not chosen, or
    get other help, in at least one; `same` are the options of the middle plan that all three choose.
    """

    households: int
    changed: int
    same: frozenset[int]
    benefit: Mapping[str, float]

    @property
    def share(self) -> float:
        return self.changed / self.households if self.households else 0.0


def firmness(options: Options, limits: Limits, middle: Chosen) -> Firmness:
    """Choose at the low and at the high end too, and compare household by household."""
    plans = {s: middle if s == "mid" else choose(options, limits, scenario=s) for s in SCENARIOS}
    picks = np.stack([_by_household(options, p.chosen) for p in plans.values()])
    some = (picks >= 0).any(axis=0)
    equal = (picks == picks[0]).all(axis=0)
    same = {int(i) for i in middle.chosen if equal[options.household[i]]}
    # What the middle plan, as chosen, gives if benefits turn out low or high.
    benefit = {s: float(options.benefit(s)[middle.chosen].sum()) for s in SCENARIOS}
    return Firmness(int(some.sum()), int((some & ~equal).sum()), frozenset(same), benefit)


def _by_household(options: Options, chosen: Ints) -> Ints:
    """The option chosen for each household, -1 for none."""
    found = np.full(options.households, -1, dtype=np.int64)
    found[options.household[chosen]] = chosen
    return found
