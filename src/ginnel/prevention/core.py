"""Finishing a large plan: what the prices leave open is solved exactly, the rest stays as the prices say.

At good prices nearly every household has one clear best answer. The few for which two answers are nearly equal, the
core (Balas and Zemel 1980), decide whether the last pounds and slots are used well; they make a small problem.
"""

from __future__ import annotations

import numpy as np

from ginnel.prevention.dual import Prices, reduced
from ginnel.prevention.exact import solve
from ginnel.prevention.options import Floats, Ints, Limits, Options

SIZES = (400, 1200)
"""Households in the core; the larger one is tried when the smaller leaves a limit broken or nothing won."""
NODES = 300


def finish(options: Options, limits: Limits, benefit: Floats, prices: Prices, size: int) -> Ints | None:
    """Indices of a plan whose core is solved exactly; None when what is fixed leaves no room for the core."""
    worth = reduced(options, benefit, prices.budget, prices.capacity, prices.floor)
    open_ = _least_clear(options, worth, size)
    fixed = _clear(options, worth, open_)
    left = _left(options, limits, fixed)
    if left is None:
        return None
    inside = np.flatnonzero(open_[options.household])
    found = solve(_part(options, inside), left, benefit[inside], nodes=NODES)
    if found.chosen is None:
        return None
    return np.sort(np.concatenate([fixed, inside[found.chosen]]))


def _least_clear(options: Options, worth: Floats, size: int) -> np.ndarray:
    """A mask of households: those whose best answer is least ahead of the second best (nothing is an answer too)."""
    starts = options.starts
    best = np.maximum.reduceat(worth, starts)
    is_best = worth == best[options.household]
    second = np.maximum.reduceat(np.where(is_best, -np.inf, worth), starts)
    answers = np.stack([best, second, np.zeros(len(best))])
    answers.sort(axis=0)
    margin = answers[2] - answers[1]
    found = np.zeros(len(best), dtype=bool)
    found[np.argsort(margin, kind="stable")[:size]] = True
    return found


def _clear(options: Options, worth: Floats, open_: np.ndarray) -> Ints:
    """The best option of each household outside the core, where it is worth its prices."""
    order = np.lexsort((-worth, options.household))
    first = order[options.starts]
    return np.sort(first[(worth[first] > 0) & ~open_])


def _left(options: Options, limits: Limits, fixed: Ints) -> Limits | None:
    """What the fixed part leaves of each limit."""
    places, groups = len(limits.capacity), len(limits.floor)
    used = np.bincount(options.place[fixed] + 1, minlength=places + 1)[1:]
    spent = np.bincount(options.group[fixed] + 1, weights=options.cost[fixed], minlength=groups + 1)[1:]
    budget = limits.budget - float(options.cost[fixed].sum())
    capacity = (np.floor(limits.capacity + 1e-9) - used).astype(np.float64)
    if budget < 0 or (capacity < 0).any():
        return None
    return Limits(budget, capacity, np.maximum(0.0, limits.floor - spent))


def _part(options: Options, inside: Ints) -> Options:
    household = np.unique(options.household[inside], return_inverse=True)[1].astype(np.int64)
    rest = (
        options.help,
        options.cost,
        options.low,
        options.mid,
        options.high,
        options.place,
        options.group,
        options.lot,
    )
    return Options(household, *(column[inside] for column in rest))  # type: ignore[arg-type]
