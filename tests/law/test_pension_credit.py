"""Sixty households worked by hand, in two files by two people who saw no code, against the rule."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ginnel.signals.pension_rules import Household, Income, assess

HERE = Path(__file__).parent
QUALIFYING = ("attendance-allowance", "pension-age-disability-payment", "dla-care", "scottish-adult", "pip-daily", "adult-disability", "armed-forces")  # fmt: skip


def cases(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"), parse_float=Decimal)["case"]


FIRST, SECOND = cases("pension_credit.toml"), cases("pension_credit_second.toml")


def money(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def severe_of(facts: dict[str, Any], couple: bool) -> int:
    """How many have the addition, by Sch. I para. 1: benefits, other adults, and who is paid for caring."""
    has = [str(facts.get(f"{who}_benefit", "")).startswith(QUALIFYING) for who in ("person", "partner")]
    if facts.get("other_adult_in_home") or not has[0]:
        return 0
    paid = facts.get("paid_carer_for", "none")
    if not couple:
        return int(paid == "none")
    if not all(has):
        return 0
    return {"none": 2, "person": 1, "partner": 1, "both": 0}[paid]


def first(case: dict[str, Any]) -> Household:
    couple = "partner" in case
    facts, carer = case.get("severe_disability", {}), case.get("carer", {})
    missing = " ".join(case["missing"])
    return Household(
        born=case["person"]["born"], couple=couple, partner_born=case.get("partner", {}).get("born"),
        incomes=tuple(Income(i["kind"], Decimal(i["amount"]), i.get("per", "week"), i["who"]) for i in case["income"]),
        capital=money(case.get("capital")), severe=severe_of(facts, couple), disabled=bool(facts.get("person_benefit")),
        carers=sum(bool(carer.get(who)) for who in ("person", "partner")),
        children=tuple((c["born"], c.get("disabled", "")) for c in case.get("children", [])),
        unknown_income="income" in missing or "pension amount" in missing, receives=case["receives_pension_credit"],
        nation=case["nation"],
    )  # fmt: skip


NAMES = {
    "personal independence payment daily living": "personal-independence-payment",
    "disability living allowance for child": "disability-living-allowance",
}
"""Kinds that the second file spells otherwise."""


def second(case: dict[str, Any]) -> Household:
    incomes = tuple(
        Income(
            NAMES.get(i["kind"], i["kind"].replace(" ", "-")), Decimal(i["amount"]), i.get("every", "week"), i["who"]
        )
        for i in case["incomes"]
    )
    missing = " ".join(case["missing"])
    return Household(
        born=case["person"]["born"], couple="partner" in case, partner_born=case.get("partner", {}).get("born"),
        incomes=incomes, capital=money(case.get("capital")), carers=case["carers"],
        severe={"none": 0, "single": 1, "couple-one": 1, "couple-both": 2}[case["severe_disability"]],
        disabled=any(i.kind.startswith(("attendance", "personal", "pension-age-dis")) for i in incomes),
        children=tuple((c.get("born"), c.get("disability", "")) for c in case["children"]),
        unknown_income="income" in missing or "pension" in missing or "earnings" in missing,
        receives=case["already_receives_pension_credit"], nation=case["country"],
    )  # fmt: skip


def check(case: dict[str, Any], household: Household) -> None:
    found = assess(household, case["day"])
    assert found.answer == case["expect"], case["working"]
    if case["expect"] == "perhaps-missing":
        assert found.gap == Decimal(case["weekly_gap"]), case["working"]


@pytest.mark.parametrize("case", FIRST, ids=lambda c: c["id"])
def test_a_household_of_the_first_file(case: dict[str, Any]) -> None:
    check(case, first(case))


@pytest.mark.parametrize("case", SECOND, ids=lambda c: c["id"])
def test_a_household_of_the_second_file(case: dict[str, Any]) -> None:
    check(case, second(case))


def test_there_are_thirty_in_each_and_every_answer_occurs() -> None:
    for file in (FIRST, SECOND):
        assert len(file) == 30
        assert {c["expect"] for c in file} == {"perhaps-missing", "not-missing", "cannot-say"}


def test_after_the_last_known_figures_nothing_is_said() -> None:
    """The rates of April 2027 are not known yet: nobody is told that she is missing anything by old ones."""
    poor = Household(born=date(1950, 1, 1), capital=Decimal(0))
    assert assess(poor, date(2027, 4, 5)).answer == "perhaps-missing"
    assert assess(poor, date(2027, 4, 6)).answer == "cannot-say"
