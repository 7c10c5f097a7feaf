"""The region's own cases as an event log: what happened to each, by which body, from the moment it became aware."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from ginnel.journeys import Event, Log, from_events
from ginnel.referrals import Case
from ginnel.referrals.case import EVENT_KINDS
from ginnel.referrals.case import Event as CaseEvent
from ginnel.referrals.states import path_of

AWARE, BEGUN = "aware", "begun"
"""How a case begins: about a hazard, from which legal clocks may run, or about help that may be taken."""
ASIDE = frozenset({"outcome-told"})
"""Events that Ginnel itself adds after the end of a case: no step of anybody's."""


def case_log(
    cases: Iterable[Case],
    now: datetime,
    *,
    protected_people: Collection[str] = (),
    protected_homes: Collection[str] = (),
) -> Log | None:
    """The log of the cases up to `now`, grouped by tenure; None when there is none.

    Cases kept for named staff, and those of people or homes that are protected now, are left out.
    """
    events = [
        event
        for case in sorted(cases, key=lambda c: c.id)
        if not case.restricted and case.home not in protected_homes and case.person not in protected_people
        for event in _events(case) if event.at <= now
    ]  # fmt: skip
    return from_events(events, "cases", end=now) if events else None


def _events(case: Case) -> Iterator[Event]:
    told_by = case.sources[0] if case.sources else case.organisation
    began = AWARE if path_of(case) == "hazard" else BEGUN
    yield Event(case.id, began, case.aware_at, told_by, case.tenure)
    for event in case.events:
        if event.kind in EVENT_KINDS and event.kind not in ASIDE:
            yield Event(case.id, activity(event), event.at, _owner(case, event), case.tenure)


def activity(event: CaseEvent) -> str:
    """The step that an event is: its kind, or with its finding where that decides which clocks run on."""
    if event.kind == "re-measured":
        return "still damp" if event.makes_aware else "measured dry"
    finding = {"not-a-hazard": "no hazard", "emergency": "emergency"}.get(event.finding or "")
    if finding and not (event.kind == "investigated" and finding == "emergency"):
        return f"{event.kind}: {finding}"
    return event.kind


def _owner(case: Case, event: CaseEvent) -> str:
    """The body that did it; a citizen and Ginnel itself are no body."""
    return (
        case.organisation
        if event.role == "worker"
        else case.sources[0]
        if event.role == "sender" and case.sources
        else ""
    )
