"""What a worker sees first: emergencies, then what is late, then what is due soonest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ginnel.referrals.case import Case
from ginnel.referrals.clocks import Clock, clocks_for
from ginnel.referrals.states import State, hazard_of, state_of
from ginnel.vocabulary.calendar import Holidays

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Viewer:
    """A worker; `named` for staff who may see the cases of protected homes."""

    person: str
    organisation: str
    named: bool = False


@dataclass(frozen=True)
class WorkItem:
    """One line: `next` is the clock that falls due first of those still owed, if any."""

    case: Case
    state: State
    next: Clock | None
    late: bool
    emergency: bool


def may_see(case: Case, viewer: Viewer) -> bool:
    """A worker sees the cases of her own body, and those of protected homes only where she is named for it."""
    return case.organisation == viewer.organisation and (viewer.named or not case.restricted)


def worklist(
    cases: Iterable[Case], viewer: Viewer, holidays: Holidays, zone: str, *, now: datetime
) -> tuple[WorkItem, ...]:
    """The open cases that `viewer` may see, in the order in which to work; closed ones while a duty is still owed."""
    items = (item(c, holidays, zone, now=now) for c in cases if may_see(c, viewer))
    return tuple(sorted((i for i in items if i.state != "closed" or i.next is not None), key=_urgency))


def item(case: Case, holidays: Holidays, zone: str, *, now: datetime) -> WorkItem:
    """One case as a line of the list."""
    owed = [c for c in clocks_for(case, case.events, holidays, zone, now=now) if c.owed]
    emergency = hazard_of(case) == "emergency" and state_of(case) != "closed"
    return WorkItem(case, state_of(case), owed[0] if owed else None, any(c.state == "late" for c in owed), emergency)


def _urgency(found: WorkItem) -> tuple[bool, bool, datetime, datetime, str]:
    due = found.next.due if found.next else _NEVER
    return (not found.emergency, not found.late, due, found.case.opened_at, found.case.id)
