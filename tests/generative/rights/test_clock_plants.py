"""Clocks of people's rights: every property, random or counted by hand, is seen to fail on a rule that is wrong in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.generative.rights import test_clocks
from tests.law import test_rights_clocks as by_hand
from tests.planted import Plant, assert_seen, setting, unplanted

from ginnel.governance.rights import Dates, clocks

true_due, true_counted, true_period = clocks.request_due, clocks._counted, clocks.period_end


def asked(module: Any, change: Callable[[Dates], Dates]) -> Callable[[pytest.MonkeyPatch], None]:
    """The rule behind a change of what it is asked."""
    return setting(module, "request_due", lambda d, *a, **k: true_due(change(d), *a, **k))


def counts(change: Callable[[list[clocks.Pause]], list[clocks.Pause]]) -> Callable[[pytest.MonkeyPatch], None]:
    return setting(clocks, "_counted", lambda end, pauses, until: true_counted(end, change(pauses), until))


def thirty_days(day: date, months: int) -> date:
    return day + timedelta(days=30 * months)


def pauses_forgotten(dates: Dates) -> Dates:
    return replace(dates, pauses=()) if dates.extended_on else dates


def last_day_runs(pauses: list[clocks.Pause]) -> list[clocks.Pause]:
    return [(start, end and max(start, end - timedelta(days=1))) for start, end in pauses]


ROLLED = setting(clocks, "next_working", lambda day, holidays: day)
WEEKENDS = setting(
    clocks,
    "next_working",
    lambda day, holidays: day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0),
)
RANDOM = (
    Plant("test_the_rule_counts_like_somebody_with_a_calendar", "a month is thirty days", setting(clocks, "same_date", thirty_days)),
    Plant("test_the_rule_counts_like_somebody_with_a_calendar", "the last day of a pause counts", counts(last_day_runs)),
    Plant("test_the_rule_counts_like_somebody_with_a_calendar", "the month begins with the request, not with the identity",
          setting(clocks, "start_of", lambda d: d.received)),
    Plant("test_the_rule_counts_like_somebody_with_a_calendar", "a late notice extends all the same",
          asked(test_clocks, lambda d: replace(d, extended_on=d.extended_on and d.received))),
    Plant("test_nothing_is_due_on_a_day_on_which_nobody_works", "bank holidays are working days", WEEKENDS),
    Plant("test_nothing_is_due_on_a_day_on_which_nobody_works", "weekends are working days", ROLLED),
    Plant("test_the_strict_target_is_never_later", "the strict month ends on the same date",
          setting(clocks, "period_end", clocks.same_date)),
    Plant("test_the_strict_target_is_never_later", "the strict month has 31 days",
          setting(clocks, "period_end", lambda day, n: day + timedelta(days=31 * n))),
    Plant("test_one_more_pause_never_makes_the_day_earlier", "of several pauses the last alone counts",
          counts(lambda pauses: pauses[-1:])),
    Plant("test_an_extension_never_makes_the_day_earlier", "an extension forgets the pauses",
          asked(test_clocks, pauses_forgotten)),
    Plant("test_a_complaint_is_due_thirty_days_on_or_at_the_next_working_day", "a complaint is due after 31 days",
          setting(clocks, "COMPLAINT_DAYS", 31)),
    Plant("test_a_complaint_is_due_thirty_days_on_or_at_the_next_working_day", "a complaint is due after 28 days",
          setting(clocks, "COMPLAINT_DAYS", 28)),
)  # fmt: skip
COUNTED = (
    Plant("test_the_day_is_what_was_counted_by_hand", "a month is thirty days", setting(clocks, "same_date", thirty_days)),
    Plant("test_the_day_is_what_was_counted_by_hand", "the strict month ends on the same date",
          setting(clocks, "period_end", clocks.same_date)),
    Plant("test_the_day_is_what_was_counted_by_hand", "bank holidays are working days", WEEKENDS),
    Plant("test_the_day_is_what_was_counted_by_hand", "the last day of a pause counts", counts(last_day_runs)),
    Plant("test_the_day_is_what_was_counted_by_hand", "a pause that comes too late stops the clock",
          setting(clocks, "_counted", lambda end, pauses, until: true_counted(lambda n: date.max if n == 0 else end(n), pauses,
                                                                              until) if pauses else true_counted(end, [], until))),
    Plant("test_the_day_is_what_was_counted_by_hand", "an extension is one month", setting(clocks, "EXTENDED_MONTHS", 2)),
    Plant("test_the_day_is_what_was_counted_by_hand", "the month begins with the request, not with the identity",
          setting(clocks, "start_of", lambda d: d.received)),
    Plant("test_the_day_is_what_was_counted_by_hand", "a complaint is due after 31 days", setting(clocks, "COMPLAINT_DAYS", 31)),
    Plant("test_a_breach_is_due_when_it_was_counted_by_hand", "a breach is due after three working days' hours",
          setting(by_hand, "breach_due", lambda at: clocks.breach_due(at) + timedelta(days=at.weekday() > 2))),
    Plant("test_a_breach_is_due_when_it_was_counted_by_hand", "72 hours by the clock on the wall",
          setting(by_hand, "breach_due", lambda at: (at + timedelta(hours=72)).astimezone(clocks.UTC))),
    Plant("test_no_case_is_left_out", "a case was taken out", setting(by_hand, "CASES", by_hand.CASES[:-1])),
    Plant("test_no_case_is_left_out", "breaches are counted as complaints",
          setting(by_hand, "CASES", [c | {"rule": "complaint"} if c["rule"] == "breach" else c for c in by_hand.CASES])),
)  # fmt: skip
PLACES = ((test_clocks, RANDOM), (by_hand, COUNTED))
ALL = [(module, plant) for module, plants in PLACES for plant in plants]


@pytest.mark.parametrize(("module", "plant"), ALL, ids=lambda x: x.id if isinstance(x, Plant) else "")
def test_the_property_sees_its_plant(
    module: Any, plant: Plant, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_seen(plant, module, request, monkeypatch)


@pytest.mark.parametrize(("module", "plants"), PLACES, ids=lambda x: getattr(x, "__name__", ""))
def test_no_property_is_without_a_plant(module: Any, plants: tuple[Plant, ...]) -> None:
    exempt = {"test_the_property_about_pauses_sees_a_planted_bug"} if module is test_clocks else ()
    assert unplanted([module], plants, exempt) == set()


def test_no_file_of_properties_is_without_plants() -> None:
    files = {p.stem for p in Path(__file__).parent.glob("test_*.py") if not p.stem.endswith("_plants")}
    assert files == {"test_clocks"}
