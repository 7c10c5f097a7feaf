"""Messages: there is something to read, and nothing about what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ginnel.governance import Disclosure
from ginnel.referrals import Case, Event, SafeContact, apply, make_offer, open_case, outcome_messages
from ginnel.referrals.messages import Message, offer_message, to_person
from ginnel.vocabulary import BadInput

NOON = datetime(2026, 2, 9, 12, 0, tzinfo=UTC)
ANN = SafeContact("p-1", "text")
DAI = SafeContact("p-2", "letter", "cy")
SILENT = SafeContact("p-3", "none")


@pytest.fixture
def closed(told: Callable[..., Disclosure]) -> Case:
    opening = told(use="arrears.behind", organisation="northshire-money")
    case = open_case(opening, tenure="social", nation="England", opened_at=NOON, restricted=False)
    case = apply(case, Event("acknowledged", NOON, "w-1"))
    return apply(case, Event("closed", NOON, "w-1", "a plan was made", {"outcome": "helped"}))


def test_citizen_and_sender_hear_of_the_outcome(closed: Case) -> None:
    found = outcome_messages(closed, "northshire-icb", [ANN, DAI])
    assert [(m.to, m.channel, m.language) for m in found] == [
        ("p-1", "text", "en"), ("p-2", "letter", "cy"), ("northshire-icb", "inbox", "en"),
    ]  # fmt: skip


def test_nobody_is_written_to_where_that_is_not_safe(closed: Case) -> None:
    assert outcome_messages(closed, None, [SILENT]) == ()
    assert to_person(SILENT, "offer", "o-1") is None


def test_a_body_does_not_write_to_itself_and_a_person_hears_once(closed: Case) -> None:
    assert [m.to for m in outcome_messages(closed, closed.organisation, [ANN, ANN])] == ["p-1"]


def test_no_outcome_is_told_before_there_is_one(new_case: Callable[..., Case]) -> None:
    with pytest.raises(BadInput, match="before it is closed"):
        outcome_messages(new_case(), None, [ANN])


def test_the_text_says_nothing_but_that_there_is_a_message(closed: Case) -> None:
    """The same words whatever it is about; the reference is the message's own and leads nobody to a case."""
    outcome = outcome_messages(closed, None, [ANN])[0]
    offer = to_person(ANN, "offer", "o-1")
    assert isinstance(offer, Message)
    assert outcome.text.replace(outcome.id, "") == offer.text.replace(offer.id, "")
    for told in (closed.id, closed.home, closed.organisation, closed.use, "p-1", "damp", "money", "helped"):
        assert told not in outcome.text


def test_welsh_is_written_to_those_who_read_it() -> None:
    message = to_person(DAI, "offer", "o-1")
    assert message is not None
    assert message.text.startswith("Mae gennych neges yn Ginnel")


def test_a_second_run_makes_the_same_message_and_a_second_outcome_another(closed: Case) -> None:
    first = outcome_messages(closed, None, [ANN])
    assert first == outcome_messages(closed, None, [ANN])
    again = apply(closed, Event("reopened", NOON, "p-1", "it came back", role="citizen"))
    again = apply(again, Event("acknowledged", NOON, "w-1"))
    again = apply(again, Event("closed", NOON, "w-1", "a new plan", {"outcome": "helped"}))
    assert outcome_messages(again, None, [ANN])[0].id != first[0].id


def test_an_offer_goes_to_the_person_asked_and_to_nobody_else() -> None:
    offer = make_offer(
        (), use="damp.vulnerable", asked_person="p-1", about_person="p-7", home="h-1", recipient="northshire-homes",
        words={}, agreement="a", now=NOON, zone="Europe/London",
    )  # fmt: skip
    sent = offer_message(offer, ANN)
    assert sent is not None
    assert (sent.to, sent.subject) == ("p-1", offer.id)
    with pytest.raises(BadInput, match="nobody else"):
        offer_message(offer, DAI)
