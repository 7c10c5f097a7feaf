"""Clocks of a landlord's case, from the event that starts each to the one that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ginnel.directory import holidays_of
from ginnel.referrals import Case, Clock, Event, apply, clocks_for, remeasured
from ginnel.vocabulary import BadInput

LONDON = "Europe/London"
NOW = datetime(2026, 2, 9, 8, 0, tzinfo=UTC)


def at(day: int, month: int = 2) -> datetime:
    return datetime(2026, month, day, 12, 0, tzinfo=UTC)


def event(kind: Any, when: datetime, word: str = "") -> Event:
    key = {"assessed": "hazard", "investigated": "found", "closed": "outcome"}.get(kind, "")
    return Event(kind, when, "w-1", "seen at the home", {key: word} if key else {})


def run(case: Case, *events: Event) -> Case:
    for e in events:
        case = apply(case, e)
    return case


def clocks(case: Case, now: datetime = NOW) -> dict[str, Clock]:
    return {c.rule.duty: c for c in clocks_for(case, case.events, holidays_of("England"), LONDON, now=now)}


def states(case: Case, now: datetime = NOW) -> dict[str, str]:
    return {duty: c.state for duty, c in clocks(case, now).items()}


ASSESSED = (event("acknowledged", at(9)), event("assessed", at(9), "significant"))
INVESTIGATED = (*ASSESSED, event("investigated", at(12), "significant"))


def test_ten_working_days_run_from_awareness_and_not_from_the_day_the_case_was_opened(
    new_case: Callable[..., Case],
) -> None:
    case = new_case(opened_at=at(16))
    assert clocks(case)["investigate"].due_day == date(2026, 2, 20)
    assert clocks(case)["investigate"].due == datetime(2026, 2, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "state"),
    [(datetime(2026, 2, 20, 23, 59, tzinfo=UTC), "running"), (datetime(2026, 2, 21, tzinfo=UTC), "late")],
)
def test_the_whole_last_day_is_in_time(new_case: Callable[..., Case], day: datetime, state: str) -> None:
    assert states(new_case(), day) == {"investigate": state}


def test_the_end_of_the_investigation_starts_the_chain(new_case: Callable[..., Case]) -> None:
    found = clocks(run(new_case(), *INVESTIGATED))
    assert {duty: (c.state, c.due_day) for duty, c in found.items()} == {
        "investigate": ("met", date(2026, 2, 20)),
        "summary": ("running", date(2026, 2, 17)),
        "make-safe": ("running", date(2026, 2, 19)),
        "begin-works": ("running", date(2026, 2, 19)),
        "start-works": ("running", date(2026, 5, 7)),
    }


def test_each_event_keeps_its_own_duty(new_case: Callable[..., Case]) -> None:
    case = run(new_case(), *INVESTIGATED)
    for kind, met in (
        ("summary-sent", {"summary"}),
        ("made-safe", {"make-safe"}),
        ("works-ordered", {"begin-works"}),
        ("works-started", {"start-works"}),
    ):
        before = states(case)
        case = apply(case, event(kind, at(13)))
        assert {d for d, s in states(case).items() if s != before[d]} == met


def test_done_too_late_stays_late_with_the_day_it_was_done(new_case: Callable[..., Case]) -> None:
    case = run(new_case(), *ASSESSED, event("investigated", at(23), "significant"))
    late = clocks(case, at(24))["investigate"]
    assert (late.state, late.met_at, late.owed) == ("late", at(23), False)


def test_an_emergency_has_twenty_four_hours_from_awareness_and_takes_the_place_of_ten_days(
    new_case: Callable[..., Case],
) -> None:
    aware = at(9)
    case = run(new_case(aware_at=aware), event("acknowledged", at(9)), event("assessed", at(9), "emergency"))
    assert states(case, aware) == {"emergency": "running", "investigate": "stopped"}
    assert clocks(case)["emergency"].due == aware + timedelta(hours=24)
    in_time = apply(case, event("made-safe", aware + timedelta(hours=24)))
    assert states(in_time, at(11))["emergency"] == "met"
    too_late = apply(case, event("made-safe", aware + timedelta(hours=24, seconds=1)))
    assert states(too_late, at(11))["emergency"] == "late"


def test_calling_a_late_emergency_something_less_does_not_undo_that_it_was_late(new_case: Callable[..., Case]) -> None:
    case = run(new_case(aware_at=at(9)), event("acknowledged", at(9)), event("assessed", at(9), "emergency"))
    less = apply(case, event("assessed", at(11), "significant"))
    assert states(less, at(11)) == {"emergency": "late", "investigate": "running"}


def test_an_emergency_that_the_investigation_finds_has_twenty_four_hours_from_then(
    new_case: Callable[..., Case],
) -> None:
    found = clocks(run(new_case(), *ASSESSED, event("investigated", at(12), "emergency")))
    assert found["emergency"].due == at(13)
    assert "make-safe" not in found


def test_no_hazard_stops_the_duties_but_the_tenant_is_still_told_what_was_found(new_case: Callable[..., Case]) -> None:
    case = run(new_case(), *ASSESSED, event("investigated", at(12), "not-a-hazard"))
    assert states(case) == {"investigate": "met", "summary": "running"}
    closed = apply(case, event("closed", at(13), "no-hazard"))
    assert states(closed, at(20))["summary"] == "late"


def test_thinking_better_of_it_brings_the_first_clock_back(new_case: Callable[..., Case]) -> None:
    """Nobody gains time by saying "no hazard" and changing their mind."""
    case = run(new_case(), event("acknowledged", at(9)), event("assessed", at(9), "not-a-hazard"))
    assert states(case)["investigate"] == "stopped"
    again = apply(case, event("assessed", at(24), "significant"))
    assert clocks(again, at(24))["investigate"].due_day == date(2026, 2, 20)
    assert states(again, at(24))["investigate"] == "late"


def test_after_an_investigation_that_found_nothing_a_second_thought_starts_a_new_round(
    new_case: Callable[..., Case],
) -> None:
    case = run(new_case(), *ASSESSED, event("investigated", at(12), "not-a-hazard"))
    with pytest.raises(BadInput, match="reopen the case"):
        apply(case, event("assessed", at(16), "significant"))
    again = run(case, event("reopened", at(16)), event("assessed", at(16), "significant"))
    assert clocks(again)["investigate"].due_day == date(2026, 3, 2)


def test_saying_twice_that_there_is_no_hazard_stops_the_clock_once(new_case: Callable[..., Case]) -> None:
    case = run(new_case(), event("acknowledged", at(9)), event("assessed", at(9), "not-a-hazard"))
    twice = apply(case, event("assessed", at(24), "not-a-hazard"))
    assert states(twice, at(24)) == {"investigate": "stopped"}


def test_a_further_investigation_takes_no_clock_away(new_case: Callable[..., Case]) -> None:
    case = run(new_case(), *INVESTIGATED, event("investigated", at(18), "significant"))
    found = clocks_for(case, case.events, holidays_of("England"), LONDON, now=at(18))
    assert [c.due_day.day for c in found if c.rule.duty == "make-safe"] == [19, 25]


def test_safe_before_the_investigation_ended_is_safe(new_case: Callable[..., Case]) -> None:
    case = run(new_case(), *ASSESSED, event("made-safe", at(10)), event("investigated", at(12), "significant"))
    assert states(case)["make-safe"] == "met"


def test_still_damp_after_the_works_starts_a_new_round(new_case: Callable[..., Case]) -> None:
    done = run(new_case(), *INVESTIGATED, event("works-ordered", at(13)), event("works-done", at(16)))
    again = remeasured(done, "still-damp", at(2, 3))
    found = clocks_for(again, again.events, holidays_of("England"), LONDON, now=at(2, 3))
    assert [(c.state, c.due_day) for c in found if c.rule.duty == "investigate"] == [
        ("met", date(2026, 2, 20)), ("running", date(2026, 3, 16)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [
        {"nation": "Wales"}, {"tenure": "private"}, {"tenure": "owner"}, {"tenure": "unknown"},
        {"use": "arrears.behind"}, {"aware_at": datetime(2025, 10, 26, 12, 0, tzinfo=UTC)},
    ],
)  # fmt: skip
def test_no_clock_without_its_law(new_case: Callable[..., Case], more: dict[str, Any]) -> None:
    """England, social housing, damp, since 27 October 2025; nothing else has this clock."""
    assert clocks(new_case(**more)) == {}


def test_every_clock_says_in_plain_words_what_the_law_wants(new_case: Callable[..., Case]) -> None:
    for clock in clocks(run(new_case(), *INVESTIGATED)).values():
        assert clock.rule.say.en.endswith(".")
        assert clock.rule.say.cy != clock.rule.say.en
        assert not clock.rule.say.reviewed, "no translator has read it: the page must say so"
