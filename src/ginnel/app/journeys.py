"""Journeys from a terminal: a log that somebody names, an example that ships, or a region's own cases."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ginnel.app.setup import migrate, setup
from ginnel.engines import write_text
from ginnel.journeys import Columns, Journey, Shown, cut, load_journey, look, open_log, shipped
from ginnel.journeys.findings import findings, named
from ginnel.journeys.report import report
from ginnel.journeys.tables import Table, tables
from ginnel.region import load_region
from ginnel.synthetic import write_victims
from ginnel.vocabulary import BadInput, Problem, nearest

__all__ = ["EXAMPLES", "Columns", "Study", "of_example", "of_log", "of_region"]
EXAMPLES = ("victim",)
EXAMPLE_SEED = 1
OWN_JOURNEY = "damp"
"""The shipped journey that a region's own cases are held against where no other is named."""


@dataclass(frozen=True)
class Study:
    """What may be shown of one log. `made`: the data is invented by Ginnel."""

    shown: Shown
    journey: Journey | None
    made: bool = False

    def findings(self, language: str) -> tuple[str, ...]:
        return findings(self.shown, language)

    def named(self, language: str) -> tuple[str, ...]:
        """Only where something breaks."""
        return named(self.shown, language)

    def tables(self, language: str) -> tuple[Table, ...]:
        return tables(self.shown, language)

    def write(self, path: Path, language: str) -> None:
        """The report as one HTML file, whole or not at all."""
        write_text(path, report(self.shown, self.findings(language), language, self.journey, made=self.made))


def of_log(path: Path, columns: Columns, intended: Path | None, done: tuple[str, ...]) -> Study:
    """A log that somebody has. Raises `BadInput` with place and mend."""
    log = open_log(path, columns, str(path))
    journey = load_journey(intended, str(intended)) if intended else None
    _known(done, log.activities, "--done", str(path))
    if journey is not None:
        _matches(journey, log.activities, str(intended))
    return Study(cut(look(log, journey, done)), journey)


def of_example(name: str) -> Study:
    """The example that ships: an intended journey, and events that Ginnel invents for it."""
    journey = shipped(name)
    columns = Columns("case", "activity", "time", "organisation", "language", enhanced="enhanced")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "victims.csv"
        write_victims(path, seed=EXAMPLE_SEED)
        log = open_log(path, columns, "invented victims' cases")
    return Study(cut(look(log, journey, ("Victim told of outcome",))), journey, made=True)


def of_region(folder: Path, intended: Path | None, now: datetime) -> Study | None:
    """A region's own cases, without those of protected people; None where there are fewer than five."""
    config = load_region(folder).config
    setup(folder)
    migrate()
    journey = load_journey(intended, str(intended)) if intended else None
    return of_cases(now, journey, made=config.mode == "demo")


def of_cases(now: datetime, journey: Journey | None = None, *, made: bool) -> Study | None:
    """The same, once the store is set up; by default against the shipped journey of a damp home."""
    from ginnel.app.services.journeys import own_log

    journey, log = journey or shipped(OWN_JOURNEY), own_log(now)
    return None if log is None else Study(cut(look(log, journey, ("closed",))), journey, made=made)


def _known(words: tuple[str, ...], valid: tuple[str, ...], option: str, file: str) -> None:
    problems = [
        Problem("the log has no such activity", file=file, key=option, found=repr(w), nearest=nearest(w, valid))
        for w in words if w not in valid
    ]  # fmt: skip
    if problems:
        raise BadInput(problems)


def _matches(journey: Journey, activities: tuple[str, ...], file: str) -> None:
    """A journey of which no step is in the log was written for another one."""
    wanted = [a for s in journey.steps for a in s.activities]
    if not set(wanted) & set(activities):
        raise BadInput(
            Problem("no step of the intended journey is an activity of the log", file=file, key="step.activity",
                    found=", ".join(repr(w) for w in wanted[:3]), nearest=nearest(wanted[0], activities),
                    mend="give each step's activity as the log writes it")
        )  # fmt: skip
