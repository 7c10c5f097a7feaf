"""Clocks of people's rights, case by case: every day counted by hand in rights_clocks.toml is what Ginnel counts."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ginnel.directory import holidays_of
from ginnel.governance.rights import Dates, Due, breach_due, complaint_due, request_due

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("rights_clocks.toml").read_text(encoding="utf-8"))[
    "case"
]
STATES = {"not-started": "identity", "answered": "met", "answered-late": "met-late"}
"""Our words for those of the file; the others are the same."""
LATER = date(2028, 12, 1)
"""A day after every case, where a case asks for none."""


def dates(case: dict[str, Any]) -> Dates:
    pauses = tuple((p[0], p[1] if len(p) > 1 else None) for p in case.get("pauses", []))
    return Dates(
        case["received"], case.get("identity_asked"), case.get("identity_given"), pauses, case.get("extended_on"),
        case.get("answered_on"),
    )  # fmt: skip


def counted(case: dict[str, Any]) -> Due:
    today, holidays = case.get("now", LATER), holidays_of(case["nation"])
    if case["rule"] == "complaint":
        return complaint_due(case["received"], case.get("answered_on"), holidays, today)
    return request_due(dates(case), holidays, today)


@pytest.mark.parametrize("case", [c for c in CASES if c["rule"] != "breach"], ids=lambda c: c["id"])
def test_the_day_is_what_was_counted_by_hand(case: dict[str, Any]) -> None:
    """`due` and `due_strict` of a case are those of the first month; an extension is asked for apart."""
    found = counted(case)
    first = found
    if case["rule"] != "complaint":
        first = request_due(replace(dates(case), extended_on=None), holidays_of(case["nation"]), case.get("now", LATER))
    if "due" in case:
        assert (first.due, first.strict) == (case["due"], case["due_strict"])
    if "extended_on" in case:
        assert found.extended == case["extension_counts"]
        assert found.due == case.get("extended_due", case["due"])
    if "state" in case:
        assert found.state == STATES.get(case["state"], case["state"])


@pytest.mark.parametrize("case", [c for c in CASES if c["rule"] == "breach"], ids=lambda c: c["id"])
def test_a_breach_is_due_when_it_was_counted_by_hand(case: dict[str, Any]) -> None:
    """Local times of London in the file; 72 hours as they elapse."""
    london = ZoneInfo("Europe/London")
    aware: datetime = case["aware_at"]
    due = breach_due(aware.replace(tzinfo=london)).astimezone(london)
    assert due.replace(tzinfo=None) == case["due"] == case["due_strict"]
    assert breach_due(aware.replace(tzinfo=london)).tzinfo == UTC


def test_no_case_is_left_out() -> None:
    assert len(CASES) == 71
    assert {c["rule"] for c in CASES} == {"rights-request", "rights-extended", "complaint", "breach", "employee-look"}
