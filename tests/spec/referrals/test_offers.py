"""Offers: who is asked, what an answer means, and when we may ask again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ginnel.referrals import Offer, make_offer, may_offer, who_decides
from ginnel.referrals.offers import answer, tick, withdraw
from ginnel.vocabulary import BadInput

ASKED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
SAME: dict[str, str] = {"use": "damp.vulnerable", "recipient": "northshire-homes", "about_person": "p-1"}


def ask(*earlier: Offer, now: datetime = ASKED, **more: Any) -> Offer:
    return make_offer(
        earlier,
        **{
            **SAME, "asked_person": "p-1", "home": "h-1", "words": {"vulnerable": "yes"}, "agreement": "gp-landlord",
            "now": now, "zone": "Europe/London", **more,
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "born", "responsible", "responsible_born", "asked"),
    [
        ("an adult", date(1980, 5, 1), None, None, "p-1"),
        ("somebody who is sixteen today", date(2010, 3, 2), "p-9", date(1980, 1, 1), "p-1"),
        ("somebody who is sixteen tomorrow", date(2010, 3, 3), "p-9", date(1980, 1, 1), "p-9"),
        ("a child with nobody recorded", date(2020, 1, 1), None, None, None),
        ("a child whose recorded parent is seventeen", date(2025, 1, 1), "p-9", date(2009, 1, 1), None),
        ("a child whose recorded parent has no birth date", date(2020, 1, 1), "p-9", None, None),
        ("a child recorded as her own parent", date(2020, 1, 1), "p-1", date(1980, 1, 1), None),
        ("somebody without a birth date", None, "p-9", date(1980, 1, 1), None),
        ("a birth date in the future", date(2027, 1, 1), "p-9", date(1980, 1, 1), None),
    ],
)
def test_who_is_asked(
    who: str, born: date | None, responsible: str | None, responsible_born: date | None, asked: str | None
) -> None:
    """None: we cannot say who decides, so nobody is asked and nothing is told."""
    assert who_decides("p-1", born, responsible, responsible_born, DAY) == asked


def test_a_parent_born_on_29_february_comes_of_age_on_1_march() -> None:
    child, parent = date(2025, 6, 1), date(2008, 2, 29)
    assert who_decides("p-1", child, "p-9", parent, date(2026, 2, 28)) is None
    assert who_decides("p-1", child, "p-9", parent, date(2026, 3, 1)) == "p-9"


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
