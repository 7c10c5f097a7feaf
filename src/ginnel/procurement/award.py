"""Who buys what from whom: total quantity discounts beside local prices, frameworks and doing nothing.

A lot is a market by itself: without discounts across lots the whole splits by lot, and is solved so. The model is that
of total quantity discounts (Goossens, Maas, Spieksma and van de Klundert, European Journal of Operational Research,
2007): a tier's discount holds for all units of an award once its volume reaches the tier's threshold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ginnel.engines.solver import Answer, InfeasibleError, Model

Mode = Literal["local", "national", "mixed"]
MODES: tuple[Mode, ...] = ("local", "national", "mixed")
OUT_OF_REACH = 3.0
"""In the national-only case what no supplier reaches or can deliver costs this many times the way outside: it is shown."""


@dataclass(frozen=True)
class Tier:
    """From `start` (a share of the lot's whole volume) on, all units cost `discount` less (a share)."""

    start: float
    discount: float


@dataclass(frozen=True)
class Offer:
    """One supplier's offer for a lot: pounds a unit before discount, units it can deliver, buyers it reaches."""

    supplier: str
    price: float
    capacity: float
    reaches: frozenset[str]


@dataclass(frozen=True)
class Wish:
    """What one buyer wants of a lot. `outside` is her way without the pool: its name -> pounds a unit, levy included."""

    buyer: str
    quantity: float
    outside: Mapping[str, float]
    exit_cost: float = 0.0

    @property
    def best_outside(self) -> tuple[str, float]:
        return min(self.outside.items(), key=lambda item: (item[1], item[0]))


@dataclass(frozen=True)
class Lot:
    """One lot: wishes, offers, tiers in order of start, and the rules of the pool (`share_cap` of volume, pounds)."""

    id: str
    wishes: tuple[Wish, ...]
    offers: tuple[Offer, ...]
    tiers: tuple[Tier, ...]
    share_cap: float = 1.0
    call_off: float = 0.0
    setup: float = 0.0

    @property
    def volume(self) -> float:
        return sum(w.quantity for w in self.wishes)


@dataclass(frozen=True)
class Award:
    """An answer for one lot: shares of each buyer's wish by supplier ("" is outside the pool), cost, proven bound."""

    lot: str
    mode: Mode
    cost: float
    bound: float
    shares: Mapping[tuple[str, str], float]
    tier_of: Mapping[str, int]

    @property
    def gap(self) -> float:
        return max(0.0, self.cost - self.bound) / max(self.cost, 1e-9)


@dataclass
class Built:
    """The model of a lot with the numbers of its columns."""

    model: Model
    pooled: dict[tuple[int, int], int]
    outside: dict[int, int]
    tiers: dict[tuple[int, int], tuple[int, int]]
    join: dict[int, int]


def award(lot: Lot, mode: Mode, *, single: bool = False, gap: float = 1e-4, seconds: float = 60.0) -> Award:
    """The cheapest award of a lot within `gap`, with its proven bound. Raises `InfeasibleError` where there is none."""
    if mode == "local":
        return local_award(lot)
    built = build(lot, mode, single=single)
    answer = built.model.solve(gap=gap, seconds=seconds)
    return _read(lot, mode, built, answer)


def local_award(lot: Lot) -> Award:
    """Everybody by herself: the cheapest way without the pool. Nothing to prove."""
    cost = sum(w.quantity * w.best_outside[1] for w in lot.wishes)
    return Award(lot.id, "local", cost, cost, {(w.buyer, ""): 1.0 for w in lot.wishes}, {})


def build(
    lot: Lot, mode: Mode, *, single: bool = False, rewards: Mapping[str, float] | None = None, capped: bool = True
) -> Built:
    """The model. With `rewards` each buyer may also stay away: she earns the reward by joining (see `shares`)."""
    model = Model()
    built = Built(model, {}, {}, {}, {})
    for b, wish in enumerate(lot.wishes):
        _wish(lot, built, b, wish, mode, single, rewards)
    for s, offer in enumerate(lot.offers):
        _offer(lot, built, s, offer, lot.share_cap if capped else 1.0)
    return built


def _wish(
    lot: Lot, built: Built, b: int, wish: Wish, mode: Mode, single: bool, rewards: Mapping[str, float] | None
) -> None:
    model, terms = built.model, {}
    reached = [s for s, o in enumerate(lot.offers) if wish.buyer in o.reaches and o.capacity > 0]
    for s in reached:
        built.pooled[b, s] = model.column(wish.exit_cost + lot.call_off, upper=1.0, whole=single)
        terms[built.pooled[b, s]] = 1.0
    price = wish.best_outside[1] * (1.0 if mode == "mixed" else OUT_OF_REACH)
    built.outside[b] = model.column(price * wish.quantity, upper=1.0, whole=single)
    terms[built.outside[b]] = 1.0
    if rewards is None:
        model.row(terms, least=1.0, most=1.0)
    else:
        built.join[b] = model.column(-rewards[wish.buyer], upper=1.0, whole=True)
        model.row({**terms, built.join[b]: -1.0}, least=0.0, most=0.0)


def _offer(lot: Lot, built: Built, s: int, offer: Offer, cap: float) -> None:
    """Tier columns of one offer: volume in the tier, and whether it is the one."""
    model, volume = built.model, lot.volume
    most = min(offer.capacity, cap * volume)
    takes = {column: lot.wishes[b].quantity for (b, of), column in built.pooled.items() if of == s}
    flags: dict[int, float] = {}
    for t, tier in enumerate(lot.tiers):
        start = tier.start * volume
        end = min(most, lot.tiers[t + 1].start * volume) if t + 1 < len(lot.tiers) else most
        if start > most or (start >= most and t > 0) or end <= 0:
            continue  # the cap or the capacity closes this tier
        amount = model.column(offer.price * (1 - tier.discount))
        chosen = model.column(lot.setup, upper=1.0, whole=True)
        model.row({amount: 1.0, chosen: -start}, least=0.0)
        model.row({amount: 1.0, chosen: -end}, most=0.0)
        takes[amount], flags[chosen] = -1.0, 1.0
        built.tiers[s, t] = (amount, chosen)
    model.row(takes, least=0.0, most=0.0)
    model.row(flags, most=1.0)


def _read(lot: Lot, mode: Mode, built: Built, answer: Answer) -> Award:
    shares = {}
    for (b, s), column in built.pooled.items():
        if answer.values[column] > 1e-7:
            shares[lot.wishes[b].buyer, lot.offers[s].supplier] = float(answer.values[column])
    for b, column in built.outside.items():
        if answer.values[column] > 1e-7:
            shares[lot.wishes[b].buyer, ""] = float(answer.values[column])
    tiers = {lot.offers[s].supplier: t for (s, t), (_, on) in built.tiers.items() if answer.values[on] > 0.5}
    return Award(lot.id, mode, answer.cost, answer.bound, shares, tiers)


def cost_of(lot: Lot, found: Award) -> float:
    """The cost of an award worked out from its shares alone: what the model says is checked against this."""
    volume, total = lot.volume, 0.0
    wishes = {w.buyer: w for w in lot.wishes}
    units: dict[str, float] = {}
    for (buyer, supplier), share in found.shares.items():
        wish = wishes[buyer]
        if supplier == "":
            times = OUT_OF_REACH if found.mode == "national" else 1.0
            total += wish.quantity * share * wish.best_outside[1] * times
        else:
            units[supplier] = units.get(supplier, 0.0) + wish.quantity * share
            total += share * (wish.exit_cost + lot.call_off)
    for offer in lot.offers:
        amount = units.get(offer.supplier, 0.0)
        if amount > 1e-6:
            reached_tiers = [t for t in lot.tiers if t.start * volume <= amount * (1 + 1e-6) + 1e-6]
            best = max((t.discount for t in reached_tiers), default=0.0)
            total += amount * offer.price * (1 - best) + lot.setup
    return total


def buyer_costs(lot: Lot, found: Award) -> dict[str, float]:
    """What each buyer would pay if everybody paid the price of the award that serves her; set-up shared by volume."""
    volume = lot.volume
    units = np.zeros(len(lot.offers))
    index = {o.supplier: i for i, o in enumerate(lot.offers)}
    wishes = {w.buyer: w for w in lot.wishes}
    for (buyer, supplier), share in found.shares.items():
        if supplier:
            units[index[supplier]] += wishes[buyer].quantity * share
    costs = {w.buyer: 0.0 for w in lot.wishes}
    for (buyer, supplier), share in found.shares.items():
        wish = wishes[buyer]
        if not supplier:
            costs[buyer] += wish.quantity * share * wish.best_outside[1]
            continue
        offer, amount = lot.offers[index[supplier]], units[index[supplier]]
        best = max((t.discount for t in lot.tiers if t.start * volume <= amount * (1 + 1e-6) + 1e-6), default=0.0)
        each = offer.price * (1 - best) + lot.setup / float(amount)
        costs[buyer] += wish.quantity * share * each + share * (wish.exit_cost + lot.call_off)
    return costs


__all__ = [
    "MODES", "Award", "Built", "InfeasibleError", "Lot", "Mode", "Offer", "Tier", "Wish", "award", "build",
    "buyer_costs", "cost_of", "local_award",
]  # fmt: skip
