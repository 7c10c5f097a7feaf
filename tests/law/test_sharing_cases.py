"""May this be shared? Cases decided from the statutes, in two files by two people who did not write the check.

A refused case must be refused for every family of reasons that its author names.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.law.sharing import answer, cases

FIRST, SECOND = cases("sharing_cases.toml"), cases("sharing_cases_second.toml")
UNSEEN: dict[str, tuple[str, ...]] = {
    "benefits-troubled-family-wales": ("extent",),
}
"""Reasons of a refused case that the check does not see; it is refused all the same, for its purpose.

SI 2012/1483 reg. 5(1)(d) lets the department tell councils in England for a troubled families programme. A row for it would
give this reason to whoever names that row; this case names section 131 as a whole, which does extend to Wales, and what
ends at the border is one of its prescribed purposes. A row has one extent for all of its purposes, so that the honest
answer today is the purpose: the row for section 131 leaves that programme out in every nation.
"""


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


@pytest.mark.parametrize(
    ("id", "outcome"), [("fuel-poverty-supplier-36", "allowed"), ("fuel-poverty-water-company-36", "refused")]
)
def test_the_energy_section_reaches_no_water_company_even_for_fuel(id: str, outcome: str) -> None:
    """One case, word for word, with the other kind of supplier: class alone tells them apart."""
    case = next(c for c in FIRST if c["id"] == "fuel-poverty-supplier-36") | {"id": id}
    found, families, _ = answer(case)
    assert (found, families & {"power-class"}) == (outcome, {"power-class"} if outcome == "refused" else set())
