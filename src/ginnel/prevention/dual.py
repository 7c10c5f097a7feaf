"""How good a plan could be at most, and at which prices: the Lagrangian dual of the choice, smoothed to be minimised.

For any prices >= 0 the function `bound_at` is an upper bound on every plan's benefit: dropping a limit and charging a
price for it can only help the chooser. The prices that make it lowest are what the limits are worth at the margin.
The smoothing (a soft maximum with temperature `tau`) is only a way to find good prices: what is certified is the true
bound at the best prices seen (Nesterov 2005 for the smoothing; Geoffrion 1974 for the bound).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ginnel.prevention.options import Floats, Limits, Options

TEMPERATURES = (0.3, 0.1, 0.03, 0.01, 0.003)
"""Of the soft maximum, in mean benefits: each stage starts where the one before ended."""


@dataclass(frozen=True)
class Prices:
    """What one more is worth, in pounds of benefit: of `budget` (a pound), of each place's slot, of each floor's pound.

    No plan's benefit exceeds `bound`.
    """

    budget: float
    capacity: Floats
    floor: Floats
    bound: float


def reduced(options: Options, benefit: Floats, budget: float, capacity: Floats, floor: Floats) -> Floats:
    """What each option is worth after paying the prices."""
    found = benefit - budget * options.cost
    if len(floor):
        padded = np.append(floor, 0.0)
        found = found + options.cost * padded[options.group]
    if len(capacity):
        padded = np.append(capacity, 0.0)
        found = found - padded[options.place]
    return found


def bound_at(
    options: Options, limits: Limits, benefit: Floats, budget: float, capacity: Floats, floor: Floats
) -> float:
    """The upper bound at these prices: the best of each household, plus what the limits themselves are worth."""
    r = reduced(options, benefit, budget, capacity, floor)
    best = np.maximum(np.maximum.reduceat(r, options.starts), 0.0).sum() if len(r) else 0.0
    return float(best + budget * limits.budget + capacity @ limits.capacity - floor @ limits.floor)


def price(options: Options, limits: Limits, benefit: Floats, *, rounds: int = 60) -> Prices:
    """Prices near the best, with their true bound. No option or no benefit: nothing is worth anything."""
    places, groups = len(limits.capacity), len(limits.floor)
    if not len(options) or benefit.max() <= 0:
        return Prices(0.0, np.zeros(places), np.zeros(groups), 0.0)
    minimize = _minimiser()
    smooth = _Smooth(options, limits, benefit)
    x = np.zeros(1 + places + groups)
    x[0] = 0.5
    for temperature in TEMPERATURES:
        smooth.tau = temperature * smooth.unit
        found = minimize(
            smooth, x, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(x),
            options={"maxiter": rounds, "maxcor": 20},
        )  # fmt: skip
        x = np.maximum(found.x, 0.0)
    budget, capacity, floor = smooth.unpacked(smooth.best_x)
    return Prices(float(budget), capacity, floor, smooth.best)


def _minimiser() -> Callable[..., Any]:
    """SciPy's, with its linear algebra on one thread: its matrices are tiny here, and waiting threads cost ten times more."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from scipy.optimize import minimize

    return minimize  # type: ignore[no-any-return]


class _Smooth:
    """The smoothed bound and its gradient over scaled prices; remembers the best true bound on its way."""

    def __init__(self, options: Options, limits: Limits, benefit: Floats) -> None:
        self.options, self.limits, self.benefit = options, limits, benefit
        self.unit = float(benefit.mean())
        self.per_pound = self.unit / max(float(options.cost.mean()), 1e-9)
        self.tau = self.unit
        self.starts = options.starts
        self.best = float("inf")
        self.best_x = np.zeros(1 + len(limits.capacity) + len(limits.floor))

    def unpacked(self, x: Floats) -> tuple[float, Floats, Floats]:
        places = len(self.limits.capacity)
        return x[0] * self.per_pound, x[1 : 1 + places] * self.unit, x[1 + places :] * self.per_pound

    def __call__(self, x: Floats) -> tuple[float, Floats]:
        budget, capacity, floor = self.unpacked(x)
        o, limits = self.options, self.limits
        r = reduced(o, self.benefit, budget, capacity, floor)
        top = np.maximum(np.maximum.reduceat(r, self.starts), 0.0)
        fixed = budget * limits.budget + capacity @ limits.capacity - floor @ limits.floor
        true = float(top.sum() + fixed)
        if true < self.best:
            self.best, self.best_x = true, x.copy()
        weight = np.exp((r - top[o.household]) / self.tau)
        total = np.exp(-top / self.tau) + np.add.reduceat(weight, self.starts)
        value = float((top + self.tau * np.log(total)).sum() + fixed)
        share = weight / total[o.household]
        return value, self._gradient(share)

    def _gradient(self, share: Floats) -> Floats:
        """The slack of each limit under the soft choice, in the scale of `x`."""
        o, limits = self.options, self.limits
        spent = share * o.cost
        found = np.empty(len(self.best_x))
        found[0] = (limits.budget - spent.sum()) * self.per_pound
        places, groups = len(limits.capacity), len(limits.floor)
        used = np.bincount(o.place + 1, weights=share, minlength=places + 1)[1:]
        on = np.bincount(o.group + 1, weights=spent, minlength=groups + 1)[1:]
        found[1 : 1 + places] = (limits.capacity - used) * self.unit
        found[1 + places :] = (on - limits.floor) * self.per_pound
        return found
