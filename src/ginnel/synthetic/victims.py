"""Invented events of victims' cases, for the example of `ginnel journeys --example victim`. On data we made.

The parameters below were written down before any figure was worked out on what they give. Two things are planted: the
court is slow to send outcomes, and the Witness Care Unit is slower to tell those who asked for Welsh.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np

CASES = 2_000
FIRST_DAY, LAST_DAY = date(2025, 1, 6), date(2026, 10, 30)
"""The first and the last day on which a crime is reported; what happens after `LOG_ENDS` is not in the file."""
LOG_ENDS = date(2026, 11, 20)
WELSH_SHARE, ENHANCED_SHARE = 0.2, 0.35
ARRESTED, CHARGED, BAIL_CHANGED = 0.55, 0.7, 0.35
"""Shares: of reports with an arrest, of arrests with a charge, of charges with a change of bail. Our choice."""
USUAL_LAG = 1.2
"""Mean of the lag, in working days, with which a body does its part (Poisson). Our choice."""
SLOW_COURT_LAG = 7.0
"""Planted: the court's lag in sending the outcome of a trial."""
SLOW_WELSH_LAG = 2.5
"""Planted: the Witness Care Unit's lag in telling the outcome in Welsh, against `TELLING_LAG` in English."""
TELLING_LAG = 0.4
STAGE_DAYS = {"arrest": 6, "charge": 20, "bail": 10, "hearing": 15, "trial": 60}
"""Mean working days to each stage (Poisson). Our choice."""
HEADING = "case,activity,time,organisation,language,enhanced"


@dataclass(frozen=True)
class Plant:
    """What is planted; without either nothing is there to be found."""

    slow_court: bool = True
    slow_welsh: bool = True


def write_victims(path: Path, *, seed: int, cases: int = CASES, plant: Plant | None = None) -> int:
    """Write the log as CSV, local times without a zone; how many events it holds."""
    rng = np.random.default_rng(seed)
    lines = [HEADING]
    for number in range(cases):
        lines += _case(rng, number, plant or Plant())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - 1


def _case(rng: np.random.Generator, number: int, plant: Plant) -> Iterator[str]:
    language = "cy" if rng.random() < WELSH_SHARE else "en"
    enhanced = "yes" if rng.random() < ENHANCED_SHARE else "no"
    for day, activity, owner in _events(rng, language, plant):
        if day <= LOG_ENDS:
            at = datetime.combine(day, time(9)) + timedelta(minutes=int(rng.integers(0, 480)))
            yield f"V{number:05d},{activity},{at.isoformat()},{owner},{language},{enhanced}"


def _events(rng: np.random.Generator, language: str, plant: Plant) -> Iterator[tuple[date, str, str]]:
    span = (LAST_DAY - FIRST_DAY).days
    day = _later(FIRST_DAY + timedelta(days=int(rng.integers(0, span))), 1)
    yield day, "Crime reported", "police"
    if rng.random() > ARRESTED:
        return
    day = _stage(rng, day, "arrest")
    yield day, "Suspect arrested", "police"
    day = _lag(rng, day, USUAL_LAG)
    yield day, "Victim told of arrest", "police"
    day = _stage(rng, day, "charge")
    yield day, "Charging decision", "CPS"
    if rng.random() > CHARGED:
        return
    if rng.random() < BAIL_CHANGED:
        day = _stage(rng, day, "bail")
        yield day, "Bail changed", "court"
        day = _lag(rng, day, USUAL_LAG)
        yield day, "Bail change sent to Witness Care Unit", "court"
        day = _lag(rng, day, TELLING_LAG)
        yield day, "Victim told of bail change", "Witness Care Unit"
    yield from _trial(rng, day, language, plant)


def _trial(rng: np.random.Generator, day: date, language: str, plant: Plant) -> Iterator[tuple[date, str, str]]:
    day = _stage(rng, day, "hearing")
    yield day, "Hearing date sent to Witness Care Unit", "court"
    day = _lag(rng, day, TELLING_LAG)
    yield day, "Victim told of hearing", "Witness Care Unit"
    day = _stage(rng, day, "trial")
    yield day, "Trial ended", "court"
    day = _lag(rng, day, SLOW_COURT_LAG if plant.slow_court else USUAL_LAG)
    yield day, "Outcome sent to Witness Care Unit", "court"
    slow = plant.slow_welsh and language == "cy"
    day = _lag(rng, day, SLOW_WELSH_LAG if slow else TELLING_LAG)
    yield day, "Victim told of outcome", "Witness Care Unit"


def _stage(rng: np.random.Generator, day: date, stage: str) -> date:
    return _later(day, 1 + int(rng.poisson(STAGE_DAYS[stage])))


def _lag(rng: np.random.Generator, day: date, mean: float) -> date:
    """At least the next weekday, so that no two events of a case share a day."""
    return _later(day, max(int(rng.poisson(mean)), 1))


def _later(day: date, weekdays: int) -> date:
    """So many weekdays later; bank holidays are not known here."""
    while weekdays:
        day += timedelta(days=1)
        weekdays -= day.weekday() < 5
    return day
