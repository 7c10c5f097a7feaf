"""An intended journey against events

A clock names an owner and the step that starts it. Days are working days of the nation, or days, or hours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ginnel.journeys import Clock, Event, Journey, from_events
from ginnel.journeys.conform import STATES, chains, conform
from ginnel.journeys.events import moment

Table = Callable[[str], list[Event]]


def states(events: list[Event], journey: Journey, end: datetime | None = None) -> dict[str, list[str]]:
    log = from_events(events, end=end)
    return {s.step.id: [STATES[i] for i in s.state] for s in conform(log, journey)}


@pytest.mark.parametrize(
    ("sent_on", "stands"),
    [
        (9, "met"),  # Monday 2 March and five working days more
        (10, "late"),
    ],
)
def test_five_working_days_end_with_the_fifth(events: Table, promise: Journey, sent_on: int, stands: str) -> None:
    """The trial ends on Monday 2 March 2026; the weekend does not count, and Monday 9 March is the fifth day."""
    found = states(events(f"v trial 2 court\nv sent {sent_on} court"), promise)
    assert found["sent"] == [stands]


def test_a_bank_holiday_does_not_count(promise: Journey) -> None:
    """Good Friday and Easter Monday of 2026 are 3 and 6 April: five working days from 1 April end on 10 April."""
    trial = Event("v", "trial", datetime(2026, 4, 1, 9, tzinfo=UTC))
    for day, stands in ((10, "met"), (11, "late")):
        sent = Event("v", "sent", datetime(2026, 4, day, 9, tzinfo=UTC))
        assert states([trial, sent], promise)["sent"] == [stands]


@pytest.mark.parametrize(("rights", "stands"), [("enhanced", "late"), ("-", "met")])
def test_enhanced_rights_shorten_the_clock(events: Table, promise: Journey, rights: str, stands: str) -> None:
    """The outcome is sent on Tuesday 3 March and told on Thursday: in time for most, late where one day was due."""
    found = states(events(f"v trial 2 court - {rights}\nv sent 3 court - {rights}\nv told 5 wcu - {rights}"), promise)
    assert found["told"] == [stands]


@pytest.mark.parametrize(
    ("sent", "told", "kept", "first_late", "second_late", "both", "heard_late"),
    [
        (4, 5, 1, 0, 0, 0, 0),
        (11, 12, 0, 1, 0, 0, 0),  # the court was late, witness care made it good
        (3, 12, 0, 0, 1, 0, 0),  # witness care was late, and yet within the whole promise
        (16, 30, 0, 0, 0, 1, 1),
    ],
)
def test_one_promise_has_two_owners(
    events: Table, promise: Journey, sent: int, told: int, kept: int, first_late: int, second_late: int, both: int,
    heard_late: int,
) -> None:  # fmt: skip
    """The citizen sees ten working days; the table says who of the two used more than theirs."""
    log = from_events(events(f"v trial 2 court\nv sent {sent} court\nv told {told} wcu"))
    (chain,) = chains(log, promise, conform(log, promise))
    assert (chain.kept, chain.first_late, chain.second_late, chain.both_late) == (kept, first_late, second_late, both)
    assert chain.heard_late == heard_late


@pytest.mark.parametrize(("ends", "stands"), [(9, "running"), (10, "owed")])
def test_what_is_not_done_is_late_only_once_its_day_is_over(
    events: Table, promise: Journey, ends: int, stands: str
) -> None:
    """When the log ends while time is left, nobody knows how it would have gone: neither in time nor late."""
    found = states(events("v trial 2 court"), promise, end=datetime(2026, 3, ends, 12, tzinfo=UTC))
    assert found["sent"] == [stands]


def test_a_change_of_the_rules_in_mid_case_counts_by_the_day_on_which_the_clock_starts(promise: Journey) -> None:
    """Until 3 March five days, from then on two: the earlier trial of the same case keeps its five."""
    step = promise.by_id["sent"]
    changed = replace(
        step,
        clocks=(
            Clock("trial", 5, "working-days", until=date(2026, 3, 3)),
            Clock("trial", 2, "working-days", since=date(2026, 3, 3)),
        ),
    )
    journey = replace(promise, steps=(promise.steps[0], changed))
    at = [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (2, 4)]
    log = from_events([Event("v", "trial", t) for t in at])
    dues = [moment(int(d)).date().isoformat() for s in conform(log, journey) for d in s.due]
    assert dues == ["2026-03-10", "2026-03-07"], "the first moment that is too late: midnight after the last day"


def test_a_step_before_its_clock_starts_does_not_count(events: Table, promise: Journey) -> None:
    """An outcome that was sent before the trial ended is no answer to it."""
    found = states(events("v sent 1 court\nv trial 2 court\nv told 30 wcu"), promise)
    assert found["sent"] == ["owed"]
