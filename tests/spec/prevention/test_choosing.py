"""Choosing help under a budget: small choices that can be worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ginnel.prevention import Limits, budget_of, choose, options_of
from ginnel.prevention.ranges import firmness
from ginnel.prevention.risk_first import risk_first
from ginnel.vocabulary import BadInput


def row(household: int, help: int, cost: float, mid: float, **more: Any) -> dict[str, Any]:
    base = {"household": household, "help": help, "cost": cost, "low": mid / 2, "mid": mid, "high": mid * 2}
    return {**base, "place": None, "group": None, "lot": household / 100, **more}


def test_most_benefit_for_the_money_wins() -> None:
    """100 pounds: 60 + 40 bring 90 + 70, the dear one alone 120."""
    options = options_of([row(1, 1, 60, 90), row(2, 1, 40, 70), row(3, 1, 100, 120)], [], [])
    found = choose(options, Limits(100.0))
    assert (found.benefit, found.spent) == (160, 100)
    assert found.gap == 0


def test_a_household_gets_one_kind_of_help() -> None:
    options = options_of([row(1, 1, 10, 50), row(1, 2, 10, 60)], [], [])
    assert choose(options, Limits(100.0)).benefit == 60


def test_a_body_helps_no_more_than_it_can() -> None:
    options = options_of([row(h, 1, 1, 10 + h, place="homes") for h in range(5)], ["homes"], [])
    found = choose(options, Limits(100.0, np.array([2.0]), place_names=("homes",)))
    assert found.benefit == 13 + 14
    assert found.prices.capacity[0] == pytest.approx(12, abs=1.01)  # one more would help the next household


def test_a_floor_is_met_first() -> None:
    """Half of 100 pounds must go to the group, though others bring more."""
    options = options_of([row(1, 1, 50, 500), row(2, 1, 50, 400), row(3, 1, 50, 10, group="g")], [], ["g"])
    found = choose(options, Limits(100.0, floor=np.array([50.0]), group_names=("g",)))
    assert found.benefit == 510
    assert found.prices.floor[0] > 0


def test_money_that_is_not_needed_has_no_price() -> None:
    options = options_of([row(1, 1, 50, 500)], [], [])
    assert choose(options, Limits(1000.0)).prices.budget == 0


def test_how_many_choices_change_across_the_range() -> None:
    """At the low end the steady help wins, at the high end the hopeful one: one of one choice changes."""
    steady = row(1, 1, 10, 50, low=49, high=51)
    hopeful = row(1, 2, 10, 60, low=10, high=200)
    options = options_of([steady, hopeful], [], [])
    limits = Limits(10.0)
    found = firmness(options, limits, choose(options, limits))
    assert (found.households, found.changed, found.share) == (1, 1, 1.0)


def test_worst_first_is_not_most_helped_first() -> None:
    options = options_of([row(1, 1, 100, 10), row(2, 1, 100, 90)], [], [])
    assert risk_first(options, Limits(100.0), np.array([3.0, 1.0])).benefit == 10
    assert choose(options, Limits(100.0)).benefit == 90


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cost": -1.0}, "options:1 [cost]"),
        ({"mid": float("nan")}, "options:1 [mid]"),
        ({"low": 80.0}, "upside down"),
        ({"place": "home"}, "Did you mean 'homes'"),
    ],
)
def test_a_row_that_cannot_be_names_its_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        options_of([{**row(1, 1, 10, 50), **change}], ["homes"], [])
    assert message in str(caught.value)


def test_a_missing_column_is_named() -> None:
    bad = row(1, 1, 10, 50)
    del bad["cost"]
    with pytest.raises(BadInput, match="a column is missing"):
        options_of([bad], [], [])


@pytest.mark.parametrize("text", ["much", "-5", "inf", ""])
def test_a_budget_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="such as --budget 250000"):
        budget_of(text)


@pytest.mark.parametrize(("floor", "message"), [(200.0, "more than the budget"), (60.0, "cannot be met")])
def test_a_floor_that_cannot_be_met_says_so(floor: float, message: str) -> None:
    options = options_of([row(1, 1, 50, 10, group="g")], [], ["g"])
    with pytest.raises(BadInput) as caught:
        choose(options, Limits(100.0, floor=np.array([floor]), group_names=("g",)))
    assert message in str(caught.value)
    assert "mend" in str(caught.value)
