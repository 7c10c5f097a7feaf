"""The plan: what is chosen, how good it could be at most, and what the limits are worth.

Prices come from the smoothed dual, the choice from a walk along them. A small choice is then finished exactly; of a
large one the part that the prices leave open is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ginnel.prevention.core import SIZES, finish
from ginnel.prevention.dual import Prices, bound_at, price
from ginnel.prevention.exact import margins, solve
from ginnel.prevention.fair import by_lot
from ginnel.prevention.options import Floats, Ints, Limits, Options, check_limits
from ginnel.prevention.primal import feasible, kept
from ginnel.vocabulary import BadInput, Problem

SMALL = 3_000
"""Up to so many options, HiGHS finishes the plan exactly (decision 0020)."""


@dataclass(frozen=True)
class Chosen:
    """A plan that keeps every limit. `bound` is proved: no plan under these limits has more benefit (pounds)."""

    chosen: Ints
    benefit: float
    spent: float
    bound: float
    prices: Prices
    exact: bool

    @property
    def gap(self) -> float:
        """The share of the bound that this plan may fall short of the best by, at most."""
        return max(0.0, (self.bound - self.benefit) / self.bound) if self.bound > 0 else 0.0


def choose(
    options: Options, limits: Limits, *, scenario: str = "mid", benefit: Floats | None = None, polish: bool = True
) -> Chosen:
    """The plan for the benefits of one scenario, or for `benefit`. Raises `BadInput` when no plan meets the floors.

    Without `polish`, the walk alone; for measuring what finishing it brings.
    """
    check_limits(options, limits)
    benefit = options.benefit(scenario) if benefit is None else benefit
    prices = price(options, limits, benefit)
    best = feasible(options, limits, benefit, prices)
    good, bound, proved, none = kept(options, limits, best), prices.bound, False, False
    if polish and len(options) <= SMALL:
        exact = solve(options, limits, benefit)
        none = exact.chosen is None and exact.proved
        bound = bound if none else min(bound, exact.bound)
        if _better(options, limits, benefit, exact.chosen, best, good):
            best, good, proved = _some(exact.chosen), True, exact.proved
    elif polish:
        for size in SIZES:
            found = finish(options, limits, benefit, prices, size)
            if _better(options, limits, benefit, found, best, good):
                best, good = _some(found), True
                break
    if not good:
        raise _no_plan(options, limits, proved=none)
    if polish and 0 < len(options) <= SMALL:
        prices = _exact_prices(options, limits, benefit, prices)
    best = by_lot(options, best)
    total = float(benefit[best].sum())
    return Chosen(best, total, float(options.cost[best].sum()), max(bound, total), prices, proved)


def _exact_prices(options: Options, limits: Limits, benefit: Floats, near: Prices) -> Prices:
    """The relaxation's own prices in place of the smoothed ones, which are near it and never quite nothing."""
    found = margins(options, limits, benefit)
    if found is None:
        return near
    return Prices(*found, bound_at(options, limits, benefit, *found))


def _some(chosen: Ints | None) -> Ints:
    return np.zeros(0, dtype=np.int64) if chosen is None else chosen


def _better(options: Options, limits: Limits, benefit: Floats, new: Ints | None, old: Ints, good: bool) -> bool:
    """Whether `new` keeps every limit and gives as much as `old`, which only counts if it is `good`."""
    if new is None or not kept(options, limits, new):
        return False
    return not good or bool(benefit[new].sum() >= benefit[old].sum() * (1 - 1e-12))


def _no_plan(options: Options, limits: Limits, *, proved: bool) -> BadInput:
    """Why no plan meets the floors: which one fails when they are tried one by one."""
    no = "no plan meets" if proved else "no plan was found that meets"
    for g, name in enumerate(limits.group_names):
        alone = np.zeros_like(limits.floor)
        alone[g] = limits.floor[g]
        only = Limits(limits.budget, limits.capacity, alone, limits.place_names, limits.group_names)
        benefit = options.mid + options.cost * (options.group == g) * 1e6
        if not kept(options, only, feasible(options, only, benefit, price(options, only, benefit))):
            return BadInput(
                Problem(f"{no} the floor for {name} within the budget and the capacities", key="floor",
                        found=f"£{limits.floor[g]:,.0f}", mend="lower this floor, or raise the capacity of its bodies")
            )  # fmt: skip
    return BadInput(
        Problem(f"{no} all floors together within the budget and the capacities", key="floor",
                mend="lower the floors, or raise the budget or the capacities")
    )  # fmt: skip


def order(options: Options, chosen: Chosen, scenario: str = "mid") -> Ints:
    """The chosen options in the order in which help is offered: most benefit for a pound first, ties by lot."""
    picked = chosen.chosen
    worth = options.benefit(scenario)[picked] / np.maximum(options.cost[picked], 1e-9)
    return picked[np.lexsort((picked, options.lot[picked], -worth))]
