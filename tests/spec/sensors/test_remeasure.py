"""After works: "closed" is not "dry" until the readings say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from ginnel.sensors import Axis, remeasure

FIRST = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("diary", "answer"),
    [
        ([("damp", 30), ("dry", 21)], "dry"),
        ([("damp", 30), ("dry", 20)], "not enough readings"),
        ([("damp", 30), ("damp", 21)], "still damp"),
        ([("damp", 30), ("damp", 5), ("dry", 21)], "dry"),
        ([("damp", 30), ("dry", 30), ("damp", 6)], "still damp"),
        ([("damp", 30), ("gap", 60)], "not enough readings"),
        ([("damp", 30), ("dry", 25), ("gap", 10)], "not enough readings"),
        ([("damp", 30), ("gap", 10), ("dry", 21)], "dry"),
        ([("damp", 30)], "not enough readings"),
    ],
)
def test_what_the_days_after_the_works_say(
    diary: list[tuple[str, int]], answer: str, hours_of: Callable[..., Any], axis_of: Callable[[int], Axis]
) -> None:
    """The works end on the thirtieth day, and 21 known days must follow; the wall may need a week to dry."""
    works_done = FIRST + timedelta(days=29)
    assert remeasure(hours_of(*diary), axis_of(sum(n for _, n in diary)), works_done) == answer


def test_a_whole_season_of_damp_before_the_works_does_not_count_against_them(
    hours_of: Callable[..., Any], axis_of: Callable[[int], Axis]
) -> None:
    """Old mould is cleaned off: the index begins anew after the works."""
    hours = hours_of(("damp", 100), ("dry", 25))
    assert remeasure(hours, axis_of(125), FIRST + timedelta(days=99)) == "dry"
