"""Offers: who is asked, what an answer means, and when we may ask again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ginnel.referrals import Offer, make_offer, may_offer
from ginnel.referrals.offers import answer, tick, withdraw
from ginnel.vocabulary import BadInput

ASKED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SAME: dict[str, str] = {"use": "damp.vulnerable", "recipient": "northshire-homes", "about_person": "p-1"}


def ask(*earlier: Offer, now: datetime = ASKED, **more: Any) -> Offer:
    return make_offer(
        earlier,
        **{
            **SAME, "asked_person": "p-1", "home": "h-1", "words": {"vulnerable": "yes"}, "agreement": "gp-landlord",
            "now": now, "zone": "Europe/London", **more,
        },
    )  # fmt: skip


def test_of_two_who_are_asked_at_once_one_no_is_a_no() -> None:
    """A yes beside it counts for nothing, and neither is asked again for a year."""
    mother = ask(asked_person="p-8")
    father = ask(asked_person="p-9", seat=1)
    assert mother.id != father.id
    later = ASKED + timedelta(days=3)
    yes, no = answer(mother, yes=True, by="p-8", at=later), answer(father, yes=False, by="p-9", at=later)
    assert may_offer([yes, father], now=later, **SAME) == "agreed"
    assert may_offer([yes, no], now=later, **SAME) == "said-no"
    assert may_offer([yes, no], now=later.replace(year=2027), **SAME) is None


def test_silence_is_no_after_28_whole_days() -> None:
    """Asked on 2 March; the whole of 30 March counts, and London is on summer time by then."""
    offer = ask()
    assert offer.answer_by == datetime(2026, 3, 30, 23, 0, tzinfo=UTC)
    assert tick(offer, offer.answer_by - timedelta(seconds=1)).state == "open"
    assert tick(offer, offer.answer_by).state == "lapsed"
    with pytest.raises(BadInput, match="lapsed"):
        answer(offer, yes=True, by="p-1", at=offer.answer_by)


def test_an_answer_keeps_who_gave_it_and_when() -> None:
    yes = answer(ask(), yes=True, by="desk-4", at=ASKED + timedelta(days=1))
    assert (yes.state, yes.answer, yes.answered_by) == ("yes", "yes", "desk-4")
    with pytest.raises(BadInput, match="this offer is yes"):
        answer(yes, yes=False, by="p-1", at=ASKED + timedelta(days=2))


def test_a_yes_can_be_taken_back_and_a_no_cannot() -> None:
    yes = answer(ask(), yes=True, by="p-1", at=ASKED + timedelta(days=1))
    assert withdraw(yes, at=ASKED + timedelta(days=5)).state == "withdrawn"
    no = answer(ask(), yes=False, by="p-1", at=ASKED + timedelta(days=1))
    with pytest.raises(BadInput, match="only a yes"):
        withdraw(no, at=ASKED + timedelta(days=5))


def test_a_no_is_heard_for_a_year() -> None:
    no = answer(ask(), yes=False, by="p-1", at=ASKED)
    year = ASKED.replace(year=2027)
    assert may_offer([no], now=year - timedelta(seconds=1), **SAME) == "said-no"
    assert may_offer([no], now=year, **SAME) is None
    assert may_offer([no], now=ASKED, **{**SAME, "recipient": "northshire-money"}) is None


def test_a_yes_taken_back_is_a_no_from_that_day() -> None:
    yes = answer(ask(), yes=True, by="p-1", at=ASKED)
    taken_back = withdraw(yes, at=ASKED + timedelta(days=100))
    assert may_offer([taken_back], now=ASKED.replace(year=2027), **SAME) == "said-no"
    assert may_offer([yes], now=ASKED + timedelta(days=900), **SAME) == "agreed"


def test_after_silence_we_ask_once_more_and_then_never() -> None:
    first = ask()
    assert may_offer([first], now=ASKED, **SAME) == "open"
    assert may_offer([first], now=first.answer_by + timedelta(days=89), **SAME) == "lapsed-lately"
    second = ask(first, now=first.answer_by + timedelta(days=90))
    assert second.id != first.id
    assert may_offer([first, second], now=second.answer_by + timedelta(days=2000), **SAME) == "lapsed-twice"
    with pytest.raises(BadInput, match="lapsed-twice"):
        ask(first, second, now=second.answer_by + timedelta(days=2000))


def test_the_same_question_has_the_same_id_on_every_run() -> None:
    assert ask().id == ask(now=ASKED + timedelta(hours=3)).id
    assert ask().id != ask(about_person="p-2").id
