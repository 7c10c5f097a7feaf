"""The noes that somebody said, as they stand now. What a no stops is done by `citizen.say_no`."""

from __future__ import annotations

from datetime import date, datetime

from ginnel.app.services import place
from ginnel.store.models import ChoiceRow

PURPOSES: tuple[str, ...] = ("damp-and-mould", "money-advice", "benefit-take-up", "all")
"""What a person can say no to here. Linking goes on under "all" too: without it her no would bind one record."""


def choices(person: str, now: datetime) -> list[ChoiceRow]:
    """The choices of the person with this id that are in force, oldest first; a line for each thing she said no to."""
    day = place.today(now)
    rows = ChoiceRow.objects.filter(person=person, kind__in=("objection", "restriction", "withdrawn"))
    live = rows.exclude(status="overruled").order_by("made_at", "key")
    return [r for r in live if r.until is None or day < r.until]


def covers(purpose: str, use: str) -> bool:
    """Whether a no to `purpose` is a no to `use`. A use that the region no longer has is covered: deny by default."""
    found = place.rule_of(use)
    return purpose == "all" or found is None or found[0].purpose == purpose


def no_since(person: str, use: str, now: datetime) -> date | None:
    """Since when the person's own no forbids `use`; None when she said none."""
    return min((c.since for c in choices(person, now) if covers(c.purpose, use)), default=None)
