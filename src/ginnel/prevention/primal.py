"""From prices to a plan that keeps every limit: options are walked from the most worth down, and what fits is taken.

`walk` is plain Python over lists: at 400,000 options it takes well under a second, and it can be read.
"""

from __future__ import annotations

from itertools import chain

import numpy as np

from ginnel.prevention.dual import Prices, reduced
from ginnel.prevention.options import Floats, Ints, Limits, Options

DEPTH = 0.5
"""The walk goes down to minus this many mean benefits: below, an option is dearer than what it could give."""
SLACK = 1e-9


def feasible(options: Options, limits: Limits, benefit: Floats, prices: Prices) -> Ints:
    """Indices of the chosen options, ascending. Whether the floors are met is for the caller to check."""
    worth = reduced(options, benefit, prices.budget, prices.capacity, prices.floor)
    found = walk(options, limits, benefit, worth)
    if kept(options, limits, found):
        return found
    # 1. Options have prices of their own, so that a floor can end just unmet: keep one option's room more for it.
    # 2. If that fails too, whoever a floor is for comes first until it is met, then everybody else.
    found = walk(options, _roomier(options, limits), benefit, worth)
    if kept(options, limits, found):
        return found
    return walk(options, limits, benefit, worth, floors_first=True)


def _roomier(options: Options, limits: Limits) -> Limits:
    dearest = np.zeros(len(limits.floor))
    inside = options.group >= 0
    np.maximum.at(dearest, options.group[inside], options.cost[inside])
    floor = np.where(limits.floor > 0, limits.floor + dearest, 0.0)
    return Limits(limits.budget, limits.capacity, floor, limits.place_names, limits.group_names)


def walk(options: Options, limits: Limits, benefit: Floats, worth: Floats, *, floors_first: bool = False) -> Ints:
    """Take what fits, from the most worth down; equal worth by the lot, then by position."""
    if not len(options):
        return np.zeros(0, dtype=np.int64)
    deep = worth > -DEPTH * benefit.mean()
    # An option of a group whose floor binds may be worth little by itself and must still be within reach.
    keep = np.flatnonzero((deep & (benefit > 0)) | (options.group >= 0))
    order = keep[np.lexsort((keep, options.lot[keep], -worth[keep]))]
    taken = _take(options, limits, order, floors_first)
    return np.array(sorted(taken), dtype=np.int64)


def _take(options: Options, limits: Limits, order: Ints, floors_first: bool) -> list[int]:
    household, cost = options.household[order].tolist(), options.cost[order].tolist()
    place, group = options.place[order].tolist(), options.group[order].tolist()
    left, slots, owed = limits.budget, limits.capacity.tolist(), limits.floor.tolist()
    owing = float(sum(owed))
    done, taken = set(), []
    steps = [(i, floors_first) for i in range(len(order))] if floors_first else []
    for i, only_owed in chain(steps, ((i, False) for i in range(len(order)))):
        h, c, k, g = household[i], cost[i], place[i], group[i]
        if c > left + SLACK or h in done or (k >= 0 and slots[k] < 1):
            continue
        own = min(owed[g], c) if g >= 0 else 0.0
        if (only_owed and own <= 0) or c + owing - own > left + SLACK:
            continue
        left -= c
        done.add(h)
        taken.append(i)
        if k >= 0:
            slots[k] -= 1
        if g >= 0:
            owed[g] -= own
            owing -= own
    return [int(j) for j in order[np.array(taken, dtype=np.int64)]] if taken else []


def kept(options: Options, limits: Limits, chosen: Ints) -> bool:
    """Whether `chosen` keeps one for each household, the budget, every capacity and every floor."""
    if len(np.unique(options.household[chosen])) != len(chosen):
        return False
    tolerance = 1e-6 * max(1.0, limits.budget)
    if options.cost[chosen].sum() > limits.budget + tolerance:
        return False
    used = np.bincount(options.place[chosen] + 1, minlength=len(limits.capacity) + 1)[1:]
    spent = np.bincount(
        options.group[chosen] + 1, weights=options.cost[chosen], minlength=len(limits.floor) + 1
    )[1:]  # fmt: skip
    return bool((used <= np.floor(limits.capacity + SLACK)).all() and (spent >= limits.floor - tolerance).all())
