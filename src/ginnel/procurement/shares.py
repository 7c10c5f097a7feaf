"""Fair shares: what each buyer pays so that no group would rather leave, and which group would gain most by leaving.

The game of a lot: c(S) is the least cost at which the group S buys alone, each member free to go her own way; tiers keep
their thresholds on the whole lot's volume, and no cap on a supplier's share binds a group that is alone. The least core
(Maschler, Peleg and Shapley 1979) makes the largest gain of any leaving group as small as it can be; where that gain is
above nothing, the core is empty and no shares keep everybody. Groups are found one by one by the award model itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ginnel.engines.solver import Model
from ginnel.procurement.award import Lot, Wish, build

TOLERANCE = 2e-4
"""Of the cost shared: a gain below this is none."""
ROUNDS = 400


@dataclass(frozen=True)
class Group:
    """Buyers who would leave together: what they pay in the pool, what they pay alone."""

    buyers: tuple[str, ...]
    pays: float
    alone: float
    most: float
    """No group at all gains more than this: proven."""

    @property
    def gain(self) -> float:
        return self.pays - self.alone


@dataclass(frozen=True)
class Shares:
    """What each buyer pays, pounds; the group that would gain most by leaving; and whether anything keeps everybody.

    `gain_least` is a proven bound: no shares exist under which the best leaving group gains less than this.
    """

    lot: str
    pays: Mapping[str, float]
    alone: Mapping[str, float]
    leaving: Group | None
    gain_least: float
    groups_tried: int
    settled: bool

    @property
    def total(self) -> float:
        return sum(self.pays.values())

    @property
    def keeps_everybody(self) -> bool:
        """Whether no group gains more than a trifle by leaving."""
        return self.leaving is None or self.leaving.most <= TOLERANCE * max(self.total, 1e-9)

    @property
    def core_is_empty(self) -> bool:
        """Whether it is proven that no shares at all keep everybody."""
        return self.gain_least > TOLERANCE * max(self.total, 1e-9)


def standalone(lot: Lot, *, seconds: float = 20.0) -> dict[str, float]:
    """c of each buyer alone: her own call-off at the tiers that she reaches, or her way outside."""
    return {w.buyer: cost_of_group(lot, (w.buyer,), seconds=seconds) for w in lot.wishes}


def cost_of_group(lot: Lot, buyers: Iterable[str], *, seconds: float = 20.0) -> float:
    """c(S): the least cost of a group alone. Thresholds stay on the whole lot's volume."""
    chosen = set(buyers)
    forced = {w.buyer: (1e12 if w.buyer in chosen else -1e12) for w in lot.wishes}
    built = build(lot, "mixed", rewards=forced, capped=False)
    for wish, (b, column) in zip(lot.wishes, sorted(built.join.items()), strict=True):
        assert lot.wishes[b] is wish
        built.model.cost[column] = 0.0
        built.model.lower[column] = built.model.upper[column] = 1.0 if wish.buyer in chosen else 0.0
    return built.model.solve(gap=1e-7, absolute=1e-6, seconds=seconds).cost


def best_leaving(lot: Lot, pays: Mapping[str, float], *, tolerance: float, seconds: float = 20.0) -> Group | None:
    """The group, neither nobody nor everybody, that gains most by leaving (or loses least), with a proven bound."""
    if len(lot.wishes) < 2:
        return None
    built = build(lot, "mixed", rewards=pays, capped=False)
    built.model.row(dict.fromkeys(built.join.values(), 1.0), least=1.0, most=len(lot.wishes) - 1.0)
    answer = built.model.solve(gap=1e-3, absolute=tolerance / 4, seconds=seconds)
    group = tuple(lot.wishes[b].buyer for b, column in built.join.items() if answer.values[column] > 0.5)
    paid = sum(pays[b] for b in group)
    return Group(group, paid, paid + answer.cost, -answer.bound)


def fair_shares(
    lot: Lot, total: float, *, nobody_loses: bool = True, seconds: float = 60.0, rounds: int = ROUNDS
) -> Shares:
    """Shares of `total` (pounds, the cost of the award) in the least core of the lot's game, up to `TOLERANCE`.

    With `nobody_loses` no buyer pays more than her way outside the pool costs today, whatever groups could gain. Buyers whose wishes are the same pay the same. `settled` is false when `rounds` did not suffice: the shares are then
    the best found, and the bounds in them are still proven.
    """
    names = [w.buyer for w in lot.wishes]
    tolerance = TOLERANCE * max(total, 1e-9)
    alone = standalone(lot, seconds=seconds)
    if len(names) == 1:
        return Shares(lot.id, {names[0]: total}, alone, None, total - alone[names[0]], 0, True)
    cuts: dict[tuple[str, ...], float] = {(b,): alone[b] for b in names}
    most = {w.buyer: w.quantity * w.best_outside[1] if nobody_loses else np.inf for w in lot.wishes}
    if sum(most.values()) < total:
        most = {b: m * total / sum(most.values()) * (1 + 1e-9) for b, m in most.items()}  # the pool itself is dearer
    best: tuple[float, Mapping[str, float], Group] | None = None
    gain, settled = -np.inf, False
    for _ in range(rounds):
        gain, pays = _master(names, total, cuts, most)
        group = best_leaving(lot, pays, tolerance=tolerance, seconds=seconds)
        assert group is not None
        if best is None or group.most < best[0]:
            best = (group.most, pays, group)
        if group.most <= gain + tolerance or group.buyers in cuts:
            settled = True
            break
        cuts[group.buyers] = group.alone
    assert best is not None
    even = _alike(lot, best[1])
    leaving = best_leaving(lot, even, tolerance=tolerance, seconds=seconds)
    return Shares(lot.id, even, alone, leaving, float(gain), len(cuts), settled)


def leaving_under(lot: Lot, pays: Mapping[str, float], *, seconds: float = 20.0) -> Group | None:
    """Under any other rule of sharing: the group that would gain most by leaving."""
    return best_leaving(lot, pays, tolerance=TOLERANCE * max(sum(pays.values()), 1e-9), seconds=seconds)


def _master(
    names: list[str], total: float, cuts: Mapping[tuple[str, ...], float], most: Mapping[str, float]
) -> tuple[float, dict[str, float]]:
    """The least gain over the groups known so far, and shares that give it, none above `most`."""
    model = Model()
    pays = {b: model.column(0.0, upper=most[b]) for b in names}
    gain = model.column(1.0, lower=-np.inf)
    model.row(dict.fromkeys(pays.values(), 1.0), least=total, most=total)
    for group, alone in cuts.items():
        model.row({**{pays[b]: 1.0 for b in group}, gain: -1.0}, most=alone)
    answer = model.solve()
    return float(answer.values[gain]), {b: float(answer.values[c]) for b, c in pays.items()}


def _alike(lot: Lot, pays: Mapping[str, float]) -> dict[str, float]:
    """Buyers whom the game cannot tell apart pay their mean: the least core is convex, so that it holds that too."""
    kinds: dict[tuple[object, ...], list[str]] = {}
    for wish in lot.wishes:
        kinds.setdefault(_kind(lot, wish), []).append(wish.buyer)
    return {b: sum(pays[m] for m in members) / len(members) for members in kinds.values() for b in members}


def _kind(lot: Lot, wish: Wish) -> tuple[object, ...]:
    reach = tuple(wish.buyer in o.reaches for o in lot.offers)
    return (wish.quantity, wish.best_outside[1], wish.exit_cost, reach)
