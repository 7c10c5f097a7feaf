"""Climates made by the day, so that a test reads like a diary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from ginnel.sensors import Axis, Day, days

FIRST = date(2026, 1, 5)
DAMP = (16.0, 76.0, 6.0)
"""Indoor degrees C, indoor % RH, outdoor degrees C: 91.9 % at a surface with f_Rsi 0.70."""
DRY = (20.0, 45.0, 6.0)


SOAKED = (16.0, 90.0, 6.0)
KINDS = {"damp": DAMP, "dry": DRY, "soaked": SOAKED, "gap": None}
Diary = tuple[str, int]
Hours = list[tuple[float, float, float] | None]


def whole_days(count: int) -> Axis:
    return Axis.between(FIRST, FIRST + timedelta(days=count), "Europe/London")


def climate(diary: Sequence[Diary]) -> Hours:
    """[("damp", 7), ("gap", 2)] -> the hours of nine local days."""
    kinds = [KINDS[kind] for kind, count in diary for _ in range(count)]
    axis = whole_days(len(kinds))
    return [kind for i, kind in enumerate(kinds) for _ in axis.hours_of(i)]


@pytest.fixture
def axis_of() -> Callable[[int], Axis]:
    """Whole days from 5 January 2026."""
    return whole_days


@pytest.fixture
def diary() -> Callable[..., list[Day]]:
    """diary(("dry", 3), ("damp", 7)) -> the days of that diary."""
    return lambda *parts: days(climate(parts), whole_days(sum(count for _, count in parts)))


@pytest.fixture
def hours_of() -> Callable[..., Hours]:
    return lambda *parts: climate(parts)
