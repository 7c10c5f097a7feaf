"""Fair shares: who pays what so that nobody would rather leave, and who would."""

from __future__ import annotations

import pytest

from ginnel.procurement import Lot, Offer, Tier, Wish, fair_shares
from ginnel.procurement.shares import leaving_under

EVERYBODY = frozenset({"ash", "birk", "cald"})


def three(capacity: float = 30, **more: object) -> Lot:
    """Three buyers of 10 each at 100 alone; one offer at 100 with 30 % off from two thirds of the volume on."""
    wishes = tuple(Wish(b, 10, {"alone": 100.0}) for b in sorted(EVERYBODY))
    tiers = (Tier(0.0, 0.0), Tier(0.66, 0.3))
    return Lot("l", wishes, (Offer("A", 100.0, capacity, EVERYBODY),), tiers, **more)  # type: ignore[arg-type]


def test_equal_buyers_pay_equal_shares() -> None:
    """All three together pay 2,100; two reach the tier too and would pay 1,400: 700 each leaves nobody better off."""
    found = fair_shares(three(), 2100.0)
    assert dict(found.pays) == pytest.approx({"ash": 700, "birk": 700, "cald": 700}, abs=0.01)
    assert found.keeps_everybody
    assert not found.core_is_empty


def test_an_empty_core_is_said() -> None:
    """Only two can be served: any two gain 600 alone, and three cannot share 2,400 so that all pairs are content."""
    found = fair_shares(three(capacity=20), 2400.0)
    assert found.core_is_empty
    assert not found.keeps_everybody
    assert found.leaving is not None
    assert len(found.leaving.buyers) == 2
    assert found.leaving.gain == pytest.approx(200, abs=1)  # two pay 1,600 of 2,400 and could pay 1,400


def test_a_planted_leaving_group_is_found() -> None:
    """If ash and birk pay 900 each while two alone pay 1,400, they would leave: 400 together."""
    group = leaving_under(three(), {"ash": 900.0, "birk": 900.0, "cald": 300.0})
    assert group is not None
    assert group.buyers == ("ash", "birk")
    assert group.gain == pytest.approx(400)


def test_nothing_is_found_where_nothing_is_planted() -> None:
    """At 700 each no group gains anything, and the bound proves it."""
    group = leaving_under(three(), dict.fromkeys(sorted(EVERYBODY), 700.0))
    assert group is not None
    assert group.most <= 1.0


def test_nobody_pays_more_than_alone() -> None:
    """cald can have it for 50 elsewhere: she never pays above 500, whatever else would be even."""
    lot = three()
    wishes = (*lot.wishes[:2], Wish("cald", 10, {"alone": 50.0}))
    found = fair_shares(Lot("l", wishes, lot.offers, lot.tiers), 1900.0)
    assert found.pays["cald"] <= 500 + 0.01
    assert found.total == pytest.approx(1900)
