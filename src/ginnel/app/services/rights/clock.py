"""How the clock of a stored request stands, and adding a step to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ginnel.app.services import notes, place
from ginnel.directory import holidays_of
from ginnel.governance.rights import KINDS, Dates, Due, Event, complaint_due, request_due, state_of
from ginnel.governance.rights.states import ENDS, check
from ginnel.store.models import RightsEvent, RightsRequest
from ginnel.vocabulary import BadInput, Problem


def events_of(row: RightsRequest) -> tuple[Event, ...]:
    return tuple(Event(e.kind, e.at, e.by, e.role, e.reasons, e.data) for e in row.events.all())


def due_of(row: RightsRequest, now: datetime) -> Due:
    """The clock of `row` by the holidays of its body's nation. Raises `BadInput` past the table of holidays."""
    events, today, holidays = events_of(row), place.today(now), holidays_of(row.nation)
    if row.kind == "complaint":
        met = next((place.today(e.at) for e in events if e.kind == "acknowledged" or e.kind in ENDS), None)
        return complaint_due(place.today(row.received_at), met, holidays, today)
    kind = KINDS[row.kind]
    dates = dates_of(row, events)
    return request_due(dates, holidays, today, may_pause=kind.may_pause, may_extend=kind.may_extend)


def dates_of(row: RightsRequest, events: tuple[Event, ...]) -> Dates:
    """The days that the law's count needs, from the request's steps."""
    first = {e.kind: place.today(e.at) for e in reversed(events)}
    asked = [place.today(e.at) for e in events if e.kind == "clarification-asked"]
    came = [place.today(e.at) for e in events if e.kind == "clarified"]
    pauses = tuple((a, came[n] if n < len(came) else None) for n, a in enumerate(asked))
    met = next((place.today(e.at) for e in events if e.kind in ENDS), None)
    return Dates(
        place.today(row.received_at), first.get("identity-asked"), first.get("identity-given"), pauses,
        first.get("extended"), met,
    )  # fmt: skip


def doubt(row: RightsRequest) -> bool:
    """Whether it may be asked who asks: not of somebody who signed in and asks about herself."""
    return row.capacity != "self"


def add(row: RightsRequest, event: Event, *, checked: bool = True) -> None:
    """Append a step, with its note for the ledger; call inside a transaction, on a locked row.

    Raises `BadInput` where the step is not possible. The note says which kind of step, at which body: nothing of her.
    """
    events = events_of(row)
    if checked:
        check(row.kind, events, event, doubt=doubt(row))
    RightsEvent.objects.create(
        request=row, number=len(events), kind=event.kind, at=event.at, by=event.by, role=event.role,
        reasons=event.reasons.strip(), data=dict(event.data),
    )  # fmt: skip
    row.state = state_of((*events, event))
    row.version += 1
    row.save()
    body = {"request": row.kind, "body": row.controller, "step": event.kind}
    notes.write(f"rights:{row.id}:{len(events)}", "rights", body, event.at)


def locked(id: str, version: int | None) -> RightsRequest:
    """The row, to be changed. Raises `BadInput` when somebody else changed it since the page was read."""
    row = RightsRequest.objects.select_for_update().get(id=id)
    if version is not None and row.version != version:
        raise BadInput(Problem("somebody changed this just now; look at it again", key="version"))
    return row


def step(kind: str, by: str, now: datetime, *, role: str = "body", reasons: str = "", data: Mapping[str, Any] | None = None) -> Event:  # fmt: skip
    return Event(kind, now, by, role, reasons, data or {})
