"""Awaab's Law, case by case: every due date counted by hand in awaab_clocks.toml is what Ginnel counts."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ginnel.directory import holidays_of
from ginnel.referrals.clocks import RULES, due_of, rules_for
from ginnel.vocabulary import BadInput
from ginnel.vocabulary.calendar import local_day

FILE = tomllib.loads(Path(__file__).with_name("awaab_clocks.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = FILE["case"]
LONDON = "Europe/London"


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_the_clock_is_what_was_counted_by_hand(case: dict[str, Any]) -> None:
    on = local_day(case["at"], LONDON)
    binding = rules_for(signal="damp", nation=case["nation"], tenure=case["tenure"], on=on)
    rules = [r for r in binding if r.duty == case["duty"] and r.runs_from == case["event"]]
    due = case["due"]
    if due == "no clock":
        assert binding == ()
        return
    assert len(rules) == 1
    holidays = holidays_of(case["nation"])
    if due == "error":
        with pytest.raises(BadInput, match=str(FILE["last_day_of_table"])):
            due_of(rules[0], case["at"], holidays, LONDON)
        return
    moment, day = due_of(rules[0], case["at"], holidays, LONDON)
    if isinstance(due, datetime):
        assert moment == due
    else:
        assert isinstance(due, date)
        assert day == due


def test_no_case_is_left_out() -> None:
    assert len(CASES) == 45
    assert {c["duty"] for c in CASES} == {r.duty for r in RULES} - {"begin-works"}, "begin-works: no case, see docs/law"


def test_the_table_of_holidays_ends_where_the_cases_say() -> None:
    assert holidays_of("England").last == FILE["last_day_of_table"]
