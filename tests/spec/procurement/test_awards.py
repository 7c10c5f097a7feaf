"""Awards: who buys what from whom when a discount comes with volume."""

from __future__ import annotations

import pytest

from ginnel.procurement import Lot, Offer, Tier, Wish, award
from ginnel.procurement.award import cost_of

TIERS = (Tier(0.0, 0.0), Tier(0.5, 0.2))
ALL = frozenset({"ash", "birk"})


def lot(**changes: object) -> Lot:
    base: dict[str, object] = {
        "id": "sensors", "wishes": (Wish("ash", 60, {"alone": 100.0}), Wish("birk", 40, {"alone": 90.0})),
        "offers": (Offer("A", 100.0, 100, ALL),), "tiers": TIERS,
    }  # fmt: skip
    return Lot(**{**base, **changes})  # type: ignore[arg-type]


def test_alone_everybody_pays_her_own_price() -> None:
    """60 at 100 and 40 at 90 are 9,600."""
    assert award(lot(), "local").cost == pytest.approx(9600)


def test_together_a_tier_takes_its_discount_off_all_units() -> None:
    """100 units reach half of the volume: all cost 80, 8,000 in all."""
    found = award(lot(), "mixed")
    assert found.cost == pytest.approx(8000)
    assert found.tier_of == {"A": 1}


def test_whoever_is_cheaper_alone_stays_alone() -> None:
    """At 70 alone, birk does not join; 60 units still reach the tier: 60 x 80 + 40 x 70."""
    own = (Wish("ash", 60, {"alone": 100.0}), Wish("birk", 40, {"alone": 70.0}))
    found = award(lot(wishes=own), "mixed")
    assert found.cost == pytest.approx(60 * 80 + 40 * 70)
    assert found.shares["birk", ""] == pytest.approx(1)


def test_a_framework_or_doing_nothing_may_be_the_best_way_outside() -> None:
    """A framework at 95 less than 100 alone; doing nothing costs what is lost by it."""
    ways = {"alone": 100.0, "framework N": 96.9, "doing nothing": 40.0}
    assert Wish("ash", 1, ways).best_outside == ("doing nothing", 40.0)


def test_what_it_costs_to_leave_a_contract_counts_against_joining() -> None:
    """With 3,000 to leave what she has, ash stays: 60 x 100, and birk alone cannot reach the tier."""
    own = (Wish("ash", 60, {"alone": 100.0}, exit_cost=3000.0), Wish("birk", 40, {"alone": 90.0}))
    assert award(lot(wishes=own), "mixed", single=True).cost == pytest.approx(9600)


def test_a_split_award_pays_only_its_part_of_leaving() -> None:
    """A sixth of what ash wants lifts birk over the threshold: 50 x 80, 500 to leave, 50 x 100."""
    own = (Wish("ash", 60, {"alone": 100.0}, exit_cost=3000.0), Wish("birk", 40, {"alone": 90.0}))
    assert award(lot(wishes=own), "mixed").cost == pytest.approx(9500)


def test_a_cap_on_one_suppliers_share_can_close_a_tier() -> None:
    """At 40 % of 100 units nobody reaches the half: no discount, nobody joins."""
    assert award(lot(share_cap=0.4), "mixed").cost == pytest.approx(9600)


def test_a_buyer_without_any_offer_stays_alone_and_is_dear_when_all_must_pool() -> None:
    """Nobody reaches birk: mixed leaves her alone; national only counts her at three times her price, to be seen."""
    offers = (Offer("A", 100.0, 100, frozenset({"ash"})),)
    assert award(lot(offers=offers), "mixed").shares["birk", ""] == pytest.approx(1)
    assert award(lot(offers=offers), "national").cost == pytest.approx(60 * 80 + 40 * 90 * 3)


def test_the_cost_worked_out_from_the_shares_is_the_cost_of_the_model() -> None:
    found = award(lot(call_off=30.0, setup=200.0), "mixed")
    assert cost_of(lot(call_off=30.0, setup=200.0), found) == pytest.approx(found.cost)
