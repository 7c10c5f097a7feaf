"""Awards against full enumeration, shares against a linear program over every group, on random small lots."""

from __future__ import annotations

from itertools import chain, combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ginnel.procurement import Lot, Offer, Tier, Wish, award, fair_shares
from ginnel.procurement.award import cost_of
from ginnel.procurement.shares import TOLERANCE, cost_of_group

TIERS = (Tier(0.0, 0.0), Tier(0.3, 0.1), Tier(0.6, 0.25))


@st.composite
def lots(draw: st.DrawFn, buyers: int = 4, suppliers: int = 2) -> Lot:
    names = [f"b{i}" for i in range(draw(st.integers(2, buyers)))]
    wishes = tuple(
        Wish(b, draw(st.integers(1, 40)), {"alone": draw(st.integers(60, 130))}, draw(st.sampled_from([0.0, 50.0])))
        for b in names
    )
    volume = sum(w.quantity for w in wishes)
    offers = tuple(
        Offer(
            f"s{i}", draw(st.integers(80, 120)), volume * draw(st.sampled_from([0.5, 0.8, 1.0])),
            frozenset(draw(st.sets(st.sampled_from(names), min_size=1))),
        )
        for i in range(draw(st.integers(1, suppliers)))
    )  # fmt: skip
    setup = draw(st.sampled_from([0.0, 100.0]))
    return Lot("l", wishes, offers, TIERS, draw(st.sampled_from([0.6, 1.0])), 10.0, setup)


def enumerated(lot: Lot) -> float:
    """The cheapest single-source award by trying each way for each buyer and pricing it from scratch."""
    ways = [["", *[o.supplier for o in lot.offers if w.buyer in o.reaches]] for w in lot.wishes]
    offers = {o.supplier: o for o in lot.offers}
    best = float("inf")
    for chosen in product(*ways):
        units = {s: sum(w.quantity for w, c in zip(lot.wishes, chosen, strict=True) if c == s) for s in offers}
        if any(units[s] > min(o.capacity, lot.share_cap * lot.volume) + 1e-9 for s, o in offers.items()):
            continue
        cost = sum(
            w.quantity * w.best_outside[1] if c == "" else w.exit_cost + lot.call_off
            for w, c in zip(lot.wishes, chosen, strict=True)
        )
        for s, o in offers.items():
            if units[s]:
                off = max(t.discount for t in lot.tiers if t.start * lot.volume <= units[s] + 1e-9)
                cost += units[s] * o.price * (1 - off) + lot.setup
        best = min(best, cost)
    return best


@given(lots())
@settings(max_examples=60)
def test_a_single_source_award_is_the_cheapest_of_all(lot: Lot) -> None:
    assert award(lot, "mixed", single=True, gap=1e-7).cost == pytest.approx(enumerated(lot), rel=1e-6)


@given(lots())
@settings(max_examples=60)
def test_what_must_hold_of_awards(lot: Lot) -> None:
    """Demands are met once, the cost is that of the shares, mixed beats both others, splitting never costs more."""
    mixed, national = award(lot, "mixed", gap=1e-7), award(lot, "national", gap=1e-7)
    for wish in lot.wishes:
        assert sum(share for (b, _), share in mixed.shares.items() if b == wish.buyer) == pytest.approx(1)
    assert cost_of(lot, mixed) <= mixed.cost * (1 + 1e-6)
    assert mixed.cost <= min(award(lot, "local").cost, national.cost) * (1 + 1e-6)
    assert mixed.cost <= award(lot, "mixed", single=True, gap=1e-7).cost * (1 + 1e-6)
    assert mixed.bound <= mixed.cost + 1e-6


def groups(names: list[str]) -> list[tuple[str, ...]]:
    return [*chain.from_iterable(combinations(names, n) for n in range(1, len(names)))]


def least_core(lot: Lot, total: float, *, nobody_loses: bool) -> float:
    """The least largest gain, by a linear program that knows every group."""
    names = [w.buyer for w in lot.wishes]
    every = groups(names)
    a = np.array([[*[float(n in g) for n in names], -1.0] for g in every])
    b = np.array([cost_of_group(lot, g) for g in every])
    most = [w.quantity * w.best_outside[1] if nobody_loses else None for w in lot.wishes]
    found = linprog(
        [*[0.0] * len(names), 1.0], A_ub=a, b_ub=b, A_eq=[[*[1.0] * len(names), 0.0]], b_eq=[total],
        bounds=[*[(0, m) for m in most], (None, None)],
    )  # fmt: skip
    assert found.status == 0
    return float(found.fun)


@given(lots(buyers=5), st.booleans())
@settings(max_examples=40)
def test_shares_are_the_least_core(lot: Lot, nobody_loses: bool) -> None:
    """Up to ten buyers below; here to five, often: the same least gain as with every group known."""
    total = award(lot, "mixed", gap=1e-7).cost
    _agree(lot, total, nobody_loses=nobody_loses)


@pytest.mark.parametrize(("buyers", "seed"), [(10, 0), (8, 1), (7, 2)])
def test_shares_are_the_least_core_of_up_to_ten_buyers(buyers: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = [f"b{i}" for i in range(buyers)]
    wishes = tuple(Wish(b, float(rng.integers(5, 60)), {"alone": float(rng.uniform(90, 125))}) for b in names)
    volume = sum(w.quantity for w in wishes)
    offers = tuple(Offer(f"s{i}", float(rng.uniform(92, 108)), volume * 0.7, frozenset(names)) for i in range(2))
    lot = Lot("l", wishes, offers, TIERS, 1.0, 20.0, 300.0)
    _agree(lot, award(lot, "mixed", gap=1e-7).cost, nobody_loses=True)


def _agree(lot: Lot, total: float, *, nobody_loses: bool) -> None:
    found = fair_shares(lot, total, nobody_loses=nobody_loses)
    least, trifle = least_core(lot, total, nobody_loses=nobody_loses), 2 * TOLERANCE * total
    assert found.settled
    assert sum(found.pays.values()) == pytest.approx(total, rel=1e-6)
    assert found.gain_least == pytest.approx(least, abs=trifle)
    gains = [sum(found.pays[b] for b in g) - cost_of_group(lot, g) for g in groups(sorted(found.pays))]
    assert max(gains) == pytest.approx(least, abs=trifle)
    assert found.leaving is not None
    assert found.leaving.most >= max(gains) - 1e-6, "the proven bound lies below a group that gains more"
    assert found.core_is_empty == (least > TOLERANCE * total) or abs(least - TOLERANCE * total) < trifle
