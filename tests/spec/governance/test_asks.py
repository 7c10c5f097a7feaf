"""Asks and what was received: what each may hold, who may make it, and within which scope somebody asks for another."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ginnel.governance import Ask, Received, ask, received
from ginnel.governance.proxies import Mandate, outside
from ginnel.referrals import open_case
from ginnel.vocabulary import NotAllowed

DAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
SCOPE = Mandate(
    "pm-1",
    "son",
    "mother",
    frozenset({"money-advice"}),
    date(2026, 1, 1),
    date(2027, 1, 1),
    "lasting-power",
    "seen 3 Jan",
    "Ruth",
)


def asked(**changes) -> Ask:
    fields = {
        "key": "k", "use": "arrears.asked", "service": "money", "organisation": "charity", "person": "mother", "home": "h-1",
        "words": {"asked": "help"}, "asked_by": "mother", **changes,
    }  # fmt: skip
    return ask(**fields)


def came(**changes) -> Received:
    fields = {
        "key": "k", "use": "damp.received", "service": "repairs", "organisation": "homes", "recorder_of": "homes",
        "sender": "A hospital", "channel": "letter", "received_on": date(2026, 11, 20), "claimed": "vital interests",
        "person": "", "words": {"received": "her room is wet"}, "recorded_by": "nadia", **changes,
    }  # fmt: skip
    return received(**fields)


def test_an_ask_tells_the_words_that_she_chose() -> None:
    assert dict(asked().words) == {"asked": "help"}
    assert asked().home == "", "she did not tell her address"
    assert asked(words={"asked": "help", "home": "h-1"}).home == "h-1"


@pytest.mark.parametrize(
    "words",
    [{}, {"asked": " "}, {"name": "Ann"}, {"asked": "help", "health": "asthma"}, {"asked": "help", "home": "h-2"}],
)
def test_an_ask_tells_nothing_else(words) -> None:
    with pytest.raises(NotAllowed):
        asked(words=words)


def test_an_ask_for_somebody_else_needs_a_scope() -> None:
    with pytest.raises(NotAllowed, match="nobody has recorded"):
        asked(asked_by="son")
    made = asked(asked_by="son", mandate=SCOPE, purpose="money-advice", day=DAY)
    assert made.mandate == "pm-1"


@pytest.mark.parametrize(
    ("changes", "proxy", "purpose", "codes"),
    [
        ({}, "son", "money-advice", []),
        ({}, "daughter", "money-advice", ["no-mandate"]),
        ({}, "son", "damp-and-mould", ["mandate-purpose"]),
        ({"since": date(2026, 11, 26)}, "son", "money-advice", ["mandate-dates"]),
        ({"until": DAY}, "son", "money-advice", ["mandate-dates"]),
        ({"ended_on": DAY}, "son", "money-advice", ["mandate-dates"]),
        ({"kept": frozenset({"money-advice"})}, "son", "money-advice", ["mandate-kept"]),
        ({"evidence": "married"}, "son", "money-advice", ["no-mandate"]),
        ({"reference": ""}, "son", "money-advice", ["no-mandate"]),
        ({"recorded_by": " "}, "son", "money-advice", ["no-mandate"]),
        ({"until": DAY}, "son", "damp-and-mould", ["mandate-dates", "mandate-purpose"]),
    ],
)
def test_what_is_outside_a_scope_is_refused_with_every_reason(changes, proxy, purpose, codes) -> None:
    assert [r.code for r in outside(replace(SCOPE, **changes), proxy, "mother", purpose, DAY)] == codes


def test_no_scope_is_for_oneself_or_for_nobody() -> None:
    assert [r.code for r in outside(None, "son", "mother", "money-advice", DAY)] == ["no-mandate"]
    own = replace(SCOPE, proxy="mother")
    assert [r.code for r in outside(own, "mother", "mother", "money-advice", DAY)] == ["no-mandate"]


def test_a_case_of_an_ask_is_open_from_the_moment_in_which_it_was_sent() -> None:
    case = open_case(asked(), tenure="social", nation="England", opened_at=NOW, restricted=False)
    assert (case.opening, case.aware_at, case.opened_at, case.person) == ("ask", NOW, NOW, "mother")


def test_what_was_received_makes_aware_on_the_day_on_which_it_came() -> None:
    case = open_case(came(), tenure="social", nation="England", opened_at=NOW, restricted=False)
    assert case.aware_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert (case.opening, case.home, case.sources) == ("received", "", ())


@pytest.mark.parametrize(
    "changes",
    [
        {"recorder_of": "council"}, {"recorded_by": ""}, {"sender": " "}, {"sender": "homes"}, {"channel": "rumour"},
        {"words": {"received": " "}}, {"words": {"received": "x", "home": "h-1"}},
    ],
)  # fmt: skip
def test_a_worker_of_the_body_records_who_sent_what_and_nothing_beside_it(changes) -> None:
    with pytest.raises(NotAllowed):
        came(**changes)


def test_neither_is_made_by_hand_copied_or_pickled() -> None:
    for made in (asked(), came()):
        with pytest.raises(NotAllowed):
            replace(made, organisation="police")
        with pytest.raises(NotAllowed):
            pickle.dumps(made)
