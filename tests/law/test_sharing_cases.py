"""May this be shared? Cases decided from the statutes, in two files by two people who did not write the check.

A refused case must be refused for every family of reasons that its author names.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.law.sharing import answer, cases

FIRST, SECOND = cases("sharing_cases.toml"), cases("sharing_cases_second.toml")
UNSEEN: dict[str, tuple[str, ...]] = {
    "energy-power-for-water": ("power-class",),
    "benefits-troubled-family-wales": ("extent",),
}
"""Reasons of a refused case that the check does not see; it is refused all the same, for its purpose. The class "utility"
does not tell a water company from an energy company; regulation 5(1)(d) of SI 2012/1483, for England alone, has no row."""


@pytest.mark.parametrize(
    "case", [*FIRST, *SECOND], ids=[f"1-{c['id']}" for c in FIRST] + [f"2-{c['id']}" for c in SECOND]
)
def test_the_answer_is_what_the_statutes_say(case: dict[str, Any]) -> None:
    outcome, found, reasons = answer(case)
    told = [str(r) for r in reasons]
    assert outcome == case["expected"]["outcome"], told
    unseen = frozenset(UNSEEN.get(case["id"], ()))
    assert frozenset(case["expected"]["because"]) - found == unseen, (sorted(found), told)


@pytest.mark.parametrize("file", [FIRST, SECOND], ids=["first", "second"])
def test_the_cases_are_many_and_ask_both_ways(file: list[dict[str, Any]]) -> None:
    outcomes = [c["expected"]["outcome"] for c in file]
    assert len(file) >= 40
    assert outcomes.count("refused") >= 20
    assert outcomes.count("allowed") >= 20
