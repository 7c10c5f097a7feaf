"""The noes that somebody said, as they stand now. What a no stops is done by `citizen.say_no`."""

from __future__ import annotations

from datetime import date, datetime

from ginnel.app.services import place
from ginnel.governance.choices import ALL, BLOCKING
from ginnel.store.models import ChoiceRow

__all__ = ["ALL", "PURPOSES", "bodies", "choices", "covers", "no_since"]
PURPOSES: tuple[str, ...] = ("damp-and-mould", "money-advice", "benefit-take-up", "all")
"""What a person can say no to here. Linking goes on under "all" too: without it her no would bind one record."""


def choices(person: str, now: datetime) -> list[ChoiceRow]:
    """The choices of the person with this id that are in force, oldest first; a line for each thing she said no to."""
    day = place.today(now)
    rows = ChoiceRow.objects.filter(person=person, kind__in=sorted(BLOCKING), category=ALL)
    live = rows.exclude(status="overruled").order_by("made_at", "key")
    return [r for r in live if r.until is None or day < r.until]


def covers(purpose: str, use: str, recipient: str = ALL, told: str = "") -> bool:
    """Whether a no to `purpose` at `recipient` is a no to `use` told to `told`.

    A use that the region no longer has is covered: deny by default.
    """
    found = place.rule_of(use)
    return recipient in (ALL, told) and (purpose == ALL or found is None or found[0].purpose == purpose)


def no_since(person: str, use: str, now: datetime, told: str = "") -> date | None:
    """Since when the person's own no forbids `use`, told to `told`; None when she said none."""
    return min((c.since for c in choices(person, now) if covers(c.purpose, use, c.recipient, told)), default=None)


def bodies() -> tuple[str, ...]:
    """The bodies that a no can name: whoever gives a service in the region."""
    return tuple(sorted({s.organisation for s in place.region().directory.services}))
