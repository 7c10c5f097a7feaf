"""The region's own cases as a log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ginnel.flow.journey import case_log
from ginnel.journeys import shipped
from ginnel.journeys.conform import STATES, conform
from ginnel.referrals import Case
from ginnel.referrals.case import Event

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
AWARE = datetime(2026, 11, 2, 9, tzinfo=UTC)


def case(id: str, *events: Event, **more: object) -> Case:
    made = Case(
        id, id, "own-case", "damp.damp_home", "homes", f"home-{id}", {}, AWARE, AWARE, "social", "England", False,
        events=events,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def looked(days: int, found: str = "significant") -> Event:
    return Event("investigated", AWARE + timedelta(days=days), "o", data={"found": found})


def test_a_case_begins_when_its_body_knew() -> None:
    log = case_log([case("a", looked(3))], NOW)
    assert log is not None
    assert [log.activities[a] for a in log.activity] == ["aware", "investigated"]
    assert [log.owners[o] for o in log.owner] == ["homes", "homes"]


def test_a_told_case_is_a_handover_from_whoever_told() -> None:
    log = case_log([case("a", looked(3), sources=("icb",), opening="disclosure")], NOW)
    assert log is not None
    assert [log.owners[o] for o in log.owner] == ["icb", "homes"]


def test_restricted_and_protected_cases_are_left_out() -> None:
    cases = [case("a"), case("b", restricted=True), case("c"), case("d", person="p")]
    log = case_log(cases, NOW, protected_homes={"home-c"}, protected_people={"p"})
    assert log is not None
    assert log.cases == 1
    assert case_log(cases[1:2], NOW) is None


def test_clocks_of_the_law_run_for_hazards_in_social_homes_only() -> None:
    """A private home's case and one about money go the same way, and no clock of the landlord's runs in them."""
    cases = [case("a", tenure="private"), case("b", use="arrears.rent"), case("c")]
    log = case_log(cases, NOW)
    assert log is not None
    assert sum(len(s.state) for s in conform(log, shipped("damp"))) == 1


def test_the_damp_journeys_clocks_run_and_stop_as_cases_go() -> None:
    """10 working days from 2 November 2026 end on the 16th; no hazard stops what would follow; the rest runs until now."""
    cases = [case("a", looked(3)), case("b", looked(20)), case("c"), case("d", looked(3, "not-a-hazard"))]
    log = case_log(cases, NOW)
    assert log is not None
    found = {s.step.id: [STATES[i] for i in s.state] for s in conform(log, shipped("damp"))}
    assert found["investigated"] == ["met", "late", "owed", "met"]
    assert found["made-safe"] == ["owed", "running", "stopped"]
    assert found["summary"] == ["owed", "running", "owed"]
