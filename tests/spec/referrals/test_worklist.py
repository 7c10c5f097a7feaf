"""The worklist: whose case comes first, and who sees it at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ginnel.directory import holidays_of
from ginnel.referrals import Case, Event, Viewer, apply, worklist

NOW = datetime(2026, 2, 23, 12, 0, tzinfo=UTC)
OFFICER = Viewer("w-1", "northshire-homes")
NAMED = Viewer("w-2", "northshire-homes", named=True)


def keys(cases: list[Case], viewer: Viewer = OFFICER) -> list[str]:
    return [i.case.key for i in worklist(cases, viewer, holidays_of("England"), "Europe/London", now=NOW)]


def test_emergencies_first_then_late_then_by_due_date_then_without_clock(new_case: Callable[..., Case]) -> None:
    emergency = new_case("emergency", aware_at=NOW)
    emergency = apply(emergency, Event("acknowledged", NOW, "w-1"))
    emergency = apply(emergency, Event("assessed", NOW, "w-1", "exposed wiring", {"hazard": "emergency"}))
    cases = [
        new_case("no clock", tenure="private"),
        new_case("due later", aware_at=NOW - timedelta(days=3)),
        new_case("due sooner", aware_at=NOW - timedelta(days=10)),
        new_case("late", aware_at=NOW - timedelta(days=40)),
        emergency,
    ]
    assert keys(cases) == ["emergency", "late", "due sooner", "due later", "no clock"]


def test_a_reopened_case_is_an_emergency_once_somebody_judges_it_so_again(new_case: Callable[..., Case]) -> None:
    case = new_case(aware_at=NOW - timedelta(days=1))
    for step in (
        Event("acknowledged", NOW, "w-1"),
        Event("assessed", NOW, "w-1", "exposed wiring", {"hazard": "emergency"}),
        Event("investigated", NOW, "w-1", "exposed wiring", {"found": "emergency"}),
        Event("works-ordered", NOW, "w-1"),
        Event("works-done", NOW, "w-1"),
    ):
        case = apply(case, step)
    assert worklist([case], OFFICER, holidays_of("England"), "Europe/London", now=NOW)[0].emergency
    again = apply(case, Event("reopened", NOW, "p-1", "a stain is back", role="citizen"))
    assert not worklist([again], OFFICER, holidays_of("England"), "Europe/London", now=NOW)[0].emergency


def test_the_case_of_a_protected_home_is_there_for_named_staff_only(new_case: Callable[..., Case]) -> None:
    cases = [new_case("open to all"), new_case("protected", restricted=True)]
    assert keys(cases) == ["open to all"]
    assert sorted(keys(cases, NAMED)) == ["open to all", "protected"]


def test_nobody_sees_another_bodys_cases(new_case: Callable[..., Case]) -> None:
    assert keys([new_case()], Viewer("w-3", "northshire-council", named=True)) == []


def test_a_closed_case_leaves_the_list_once_nothing_is_owed(new_case: Callable[..., Case]) -> None:
    case = new_case(aware_at=NOW - timedelta(days=1))
    steps = [
        Event("acknowledged", NOW, "w-1"),
        Event("assessed", NOW, "w-1", "stains", {"hazard": "significant"}),
        Event("investigated", NOW, "w-1", "old stains, dry", {"found": "not-a-hazard"}),
        Event("closed", NOW, "w-1", "nothing to mend", {"outcome": "no-hazard"}),
    ]
    for step in steps:
        case = apply(case, step)
    assert keys([case]) == ["spell-1"], "the tenant has not been written to yet"
    assert keys([apply(case, Event("summary-sent", NOW, "w-1"))]) == []


def test_a_duty_that_fell_away_late_is_owed_no_more(new_case: Callable[..., Case]) -> None:
    case = new_case(aware_at=NOW - timedelta(days=40))
    for step in (
        Event("acknowledged", NOW, "w-1"),
        Event("assessed", NOW, "w-1", "a broken sensor", {"hazard": "not-a-hazard"}),
        Event("closed", NOW, "w-1", "a broken sensor", {"outcome": "no-hazard"}),
    ):
        assert keys([case]) == ["spell-1"]
        case = apply(case, step)
    assert keys([case]) == []
