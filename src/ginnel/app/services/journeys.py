"""The journeys' pages: the region's own cases, intended journeys kept as files, and the one against the other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ginnel.app.services import place
from ginnel.engines import write_text
from ginnel.flow.journey import case_log
from ginnel.journeys import Clock, Journey, Log, Shown, cut, look, parse_journey, shipped, written
from ginnel.journeys.findings import findings
from ginnel.journeys.intended import SUFFIX
from ginnel.journeys.labels import clock_words
from ginnel.journeys.svg import intended_map, moves_map
from ginnel.journeys.tables import Table, tables
from ginnel.store.cases import to_case
from ginnel.store.models import CaseRow, Person
from ginnel.vocabulary import BadInput, Problem
from ginnel.vocabulary.small import LEAST

__all__ = [
    "Clock",
    "Found",
    "Journey",
    "all_journeys",
    "compared",
    "journey",
    "own_log",
    "picture",
    "read",
    "said",
    "save",
    "version",
]
SHIPPED = ("damp",)
FOLDER = "journeys"
OWN = "damp"


@dataclass(frozen=True)
class Found:
    """What a page shows of the region's cases; `map` is SVG that this room made, every text in it escaped."""

    shown: Shown
    findings: tuple[str, ...]
    tables: tuple[Table, ...]
    map: str


def own_log(now: datetime) -> Log | None:
    """The region's cases as a log; None where there are fewer than five.

    Whoever is protected now is left out, whenever the case began.
    """
    people = list(Person.objects.filter(protected=True).values_list("id", "home_id"))
    rows = CaseRow.objects.prefetch_related("events").filter(restricted=False).order_by("id")
    log = case_log(
        (to_case(row) for row in rows), now, protected_people={p for p, _ in people},
        protected_homes={h for _, h in people if h},
    )  # fmt: skip
    return log if log is not None and log.cases >= LEAST else None


def compared(intended: Journey, language: str, names: Mapping[str, str], now: datetime) -> Found | None:
    """The region's cases against a journey; None where there are fewer than five cases."""
    log = own_log(now)
    if log is None:
        return None
    shown = _named(cut(look(log, intended, ("closed",))), {**_bodies(language), **names})
    return Found(shown, findings(shown, language), tables(shown, language), moves_map(shown, language))


def _bodies(language: str) -> dict[str, str]:
    return {id: o.called(language) for id, o in place.region().directory.organisations.items()}


NAMES = frozenset(
    {"name", "before", "after", "steps", "activity", "giver", "taker", "group", "owner", "first_owner", "second_owner"}
)


def _named(value: Any, names: Mapping[str, str], key: str = "") -> Any:
    """The same with codes of steps and bodies as words of the page."""
    if isinstance(value, dict):
        renamed = {names.get(k, k) if key in ("begins", "ends") else k: v for k, v in value.items()}
        return {k: _named(v, names, k) for k, v in renamed.items()}
    if isinstance(value, list):
        return [_named(v, names, key) for v in value]
    return names.get(value, value) if key in NAMES and isinstance(value, str) else value


def picture(intended: Journey, language: str) -> str:
    """The map of an intended journey, as SVG."""
    return intended_map(intended, language)


def said(clock: Clock, language: str) -> str:
    """A clock in words."""
    return clock_words(clock.within, clock.enhanced_within, clock.unit, language)


def all_journeys() -> tuple[tuple[Journey, bool], ...]:
    """The region's own journeys, and those that ship where the region has none of that id; whether it is its own."""
    own = {j.id: j for j in place.region().journeys}
    return tuple((j, True) for j in own.values()) + tuple((shipped(s), False) for s in SHIPPED if s not in own)


def journey(id: str) -> tuple[Journey, bool] | None:
    return next((found for found in all_journeys() if found[0].id == id), None)


def version(id: str) -> str:
    """Which text of the file somebody started from; empty where there is no file."""
    path = _path(id)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def read(journey: Journey) -> Journey:
    """The journey as its file would give it back. Raises `BadInput` for what does not hold together."""
    return parse_journey(written(journey), journey.id + SUFFIX)


def save(journey: Journey, started_from: str) -> None:
    """Keep a journey in the region's folder, whole or not at all. Raises `BadInput`, also when somebody was faster."""
    checked = read(journey)
    if version(journey.id) != started_from:
        raise BadInput(
            Problem("somebody else changed this journey meanwhile", mend="open it again, then make your changes")
        )
    write_text(_path(journey.id), written(checked))
    place.refresh()


def _path(id: str) -> Path:
    return place.folder() / FOLDER / f"{id}{SUFFIX}"
