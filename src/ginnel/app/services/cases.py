"""Cases for the people who work on them and for the people they are about: lists, one case, the next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from ginnel.app.services import access, children, notes, place
from ginnel.app.services.words import Told, address_of, told
from ginnel.directory import holidays_of
from ginnel.referrals import (
    Case,
    Clock,
    Event,
    SafeContact,
    allowed,
    apply,
    clocks_for,
    outcome_messages,
    state_of,
)
from ginnel.referrals.ports import ConflictError
from ginnel.referrals.states import DATA_KEYS, Move, path_of
from ginnel.referrals.worklist import Viewer as _Viewer
from ginnel.referrals.worklist import WorkItem, worklist
from ginnel.store.cases import DjangoCaseStore, to_case, without_asides
from ginnel.store.models import CaseRow, Home, OfferRow, Person, User
from ginnel.store.recalls import TAKEN_BACK, TOLD_MORE
from ginnel.vocabulary import BadInput, Problem

ASIDES = (TOLD_MORE, TAKEN_BACK)
"""They stand among a case's events, are about one person, and change nothing in where the case stands."""
WORD = "word:"
"""Marks, in an aside's data, the words that were told."""


@dataclass(frozen=True)
class Line:
    """One line of the worklist. It holds no name."""

    id: str
    use: str
    opening_kind: str
    address: str
    state: str
    next: Clock | None
    late: bool
    emergency: bool
    opened_at: datetime
    told_more: bool
    service: str = ""


@dataclass(frozen=True)
class Worklist:
    """`barred` says whether the worker declared anything; `kept` how many cases that keeps from her."""

    lines: tuple[Line, ...]
    kept: int
    barred: bool


@dataclass(frozen=True)
class CaseView:
    """One case, ready to be shown. `moves` is what may be done now by whoever looks."""

    row: CaseRow
    case: Case
    state: str
    address: str
    words: tuple[Told, ...]
    more: tuple[tuple[datetime, tuple[Told, ...]], ...]
    taken_back_at: datetime | None
    clocks: tuple[Clock, ...]
    moves: Mapping[str, tuple[Move, ...]]
    scripted: bool

    @property
    def next(self) -> Clock | None:
        return next((c for c in self.clocks if c.owed), None)

    @property
    def help(self) -> bool:
        """Whether it is about help that may be taken, and not about a hazard that somebody must mend."""
        return path_of(self.case) == "help"

    @property
    def by_readings(self) -> bool:
        """Whether a landlord's own readings began it, so that the law's dates are counted from them."""
        return self.row.tenure == "social" and self.row.opening_kind == "own-case" and not self.help

    @property
    def late(self) -> bool:
        return any(c.state == "late" for c in self.clocks)

    @property
    def outcome(self) -> str:
        """How the case was closed, while it is."""
        closed = [e for e in self.case.events if e.kind == "closed"]
        return closed[-1].data.get("outcome", "") if closed and self.state == "closed" else ""

    @property
    def shown_events(self) -> tuple[Event, ...]:
        """The events that everybody who may see the case may see: no asides about a person."""
        return without_asides(self.case).events


def knows_address(case: Case) -> bool:
    """Whether the case's body knows the address: from its own record, or because it was told just that."""
    return case.opening == "own-case" or case.words.get("home") == case.home


def clocks(case: Case, now: datetime) -> tuple[Clock, ...]:
    return clocks_for(case, without_asides(case).events, holidays_of(case.nation), place.zone(), now=now)


def list_for(user: User, now: datetime) -> Worklist:
    """The open cases of an officer's body that she may see: emergencies first, then late, then by due date."""
    seen = access.cases_of(user)
    rows = {r.id: r for r in CaseRow.objects.prefetch_related("events").filter(id__in=seen.ids)}
    full = {id: to_case(row) for id, row in rows.items()}
    by_nation: dict[str, list[Case]] = {}
    for case in full.values():
        by_nation.setdefault(case.nation, []).append(without_asides(case))
    items: list[WorkItem] = []
    viewer = _Viewer(user.username, user.organisation, named=True)  # access has sifted already
    for nation, cases in by_nation.items():
        items += worklist(cases, viewer, holidays_of(nation), place.zone(), now=now)
    if len(by_nation) > 1:
        items.sort(key=lambda i: (not i.emergency, not i.late, i.next is None, i.next.due if i.next else now))
    addresses = _addresses(c.home for c in full.values())
    lines = tuple(_line(i, full[i.case.id], addresses, rows[i.case.id].service) for i in items)
    return Worklist(lines, seen.kept, access.bars(user).any)


def _addresses(homes: Iterable[str]) -> dict[str, str]:
    found = Home.objects.filter(id__in=set(homes))
    return {h.id: ", ".join(p for p in (h.address, h.postcode) if p) for h in found}


def _line(item: WorkItem, full: Case, addresses: Mapping[str, str], service: str) -> Line:
    kinds = [str(e.kind) for e in full.events]
    return Line(
        id=full.id, use=full.use, opening_kind=full.opening, address=addresses.get(full.home, "") if knows_address(full) else "", state=item.state, next=item.next,
        late=item.late, emergency=item.emergency, opened_at=full.opened_at,
        told_more=TOLD_MORE in kinds and TAKEN_BACK not in kinds, service=service,
    )  # fmt: skip


def view(row: CaseRow, language: str, now: datetime, *, role: str) -> CaseView:
    """One case for a "worker" or a "citizen". What was told of a person is for the worker only."""
    case = to_case(row)
    core = without_asides(case)
    backs = [e.at for e in case.events if str(e.kind) == TAKEN_BACK]
    tellings = [e for e in case.events if str(e.kind) == TOLD_MORE]
    live = tellings if role == "worker" and not backs else []
    moves: dict[str, tuple[Move, ...]] = {}
    for move in allowed(core, role):  # type: ignore[arg-type]
        moves[move.event] = (*moves.get(move.event, ()), move)
    return CaseView(
        row=row, case=case, state=state_of(core), address=address_of(case.home) if role == "citizen" or knows_address(case) else "",
        words=() if _kept_words(case, role, bool(backs)) else told(case.use, case.words, language),
        more=tuple((e.at, told(*_told_in(e), language)) for e in live),
        taken_back_at=backs[-1] if backs else None, moves=moves,
        clocks=tuple(sorted(clocks(case, now), key=lambda k: not k.owed)),
        scripted=any(e.scripted for e in row.events.all()),
    )  # fmt: skip


def _kept_words(case: Case, role: str, recalled: bool) -> bool:
    """Words that this page does not show: those recalled; and to the person what a sender wrote of her to somebody else,
    which may be about a third person or unsafe to read here: the body that holds it answers for it."""
    return (recalled and case.opening == "disclosure") or (case.opening == "received" and role == "citizen")


def _told_in(event: Event) -> tuple[str, dict[str, Any]]:
    words = {k.removeprefix(WORD): v for k, v in event.data.items() if k.startswith(WORD)}
    return event.data.get("use", ""), words


@dataclass(frozen=True)
class Step:
    """What somebody did: the event, its word where it wants one, when, and why."""

    kind: str
    word: str
    at: datetime
    reasons: str


def record(row_id: str, user: User, step: Step, *, now: datetime, role: str = "worker", version: int = -1) -> None:
    """Add one event; `version` is the one that the page showed, -1 for the latest. Raises `BadInput` with
    what is possible instead, also when somebody was faster.

    Closing tells the people concerned and the bodies that told; all of it in one transaction.
    """
    with transaction.atomic():
        store = DjangoCaseStore(now)
        found = store.case(row_id)
        if found is None:
            raise BadInput(Problem("there is no such case"))
        case, kept = found
        if step.at > now:
            raise BadInput(Problem("that lies in the future", key="at", mend="give the time at which it happened"))
        data = {DATA_KEYS[step.kind]: step.word} if step.word and step.kind in DATA_KEYS else {}
        event = Event(step.kind, step.at, user.username, step.reasons.strip(), data, role)  # type: ignore[arg-type]
        apply(without_asides(case), event)
        _keep(store, replace(case, events=(*case.events, event)), version if version >= 0 else kept, now)
        if step.kind == "closed":
            _tell_outcome(store, row_id, now)
    notes.flush()


def _keep(store: DjangoCaseStore, case: Case, version: int, now: datetime) -> None:
    try:
        store.save(case, version)
    except ConflictError:
        raise BadInput(
            Problem("somebody else changed this case meanwhile", mend="look at the case again, then decide")
        ) from None
    event = case.events[-1]
    key = f"case:{case.id}:{len(case.events) - 1}"
    body = {"event": event.kind, "organisation": case.organisation, "use": case.use}
    said = {"by": event.by, "reasons": event.reasons, "data": dict(event.data), "case": case.id}
    notes.write(key, "case-event", {**body, "commitment": notes.sealed(key, said, now)}, now)


def _tell_outcome(store: DjangoCaseStore, id: str, now: datetime) -> None:
    """Citizen and sender hear of it: messages that say only that there is something to read."""
    found = store.case(id)
    if found is None:
        return
    case, version = found
    senders = case.sources or (None,)
    contacts = [contact(p) for p in concerned(case, now) if not confidential(case, p, now)]
    for number, sender in enumerate(senders):
        for message in outcome_messages(without_asides(case), sender, contacts if number == 0 else ()):
            store.add_once(message)
    heard = Event("outcome-told", now, "ginnel", data={"to": "people-and-senders"}, role="system")
    _keep(store, replace(case, events=(*case.events, heard)), version, now)


def contact(person: Person) -> SafeContact:
    """How to reach somebody. Nobody has said yet what is safe: a protected person is not written to at all."""
    return SafeContact(person.id, "none" if person.protected else "letter", person.language or "en")


def confidential(case: Case, person: Person, now: datetime) -> bool:
    """Whether nothing is sent to where somebody lives: a child's own ask, what was received of her, and anything to
    a child below 16 are not for whoever opens the letters of her home. She reads it on her page."""
    if children.young(person, now):
        return True
    return case.opening in ("ask", "received") and not access.is_adult(person, place.today(now))


def concerned(case: Case, now: datetime) -> list[Person]:
    """Whom a case is about: the person, or whoever was asked for a child; for a home, the adults who may see it."""
    if case.person:
        # Where a body decided for a child, nobody at her home is written to.
        asked = OfferRow.objects.filter(key=case.key, state="yes").values_list("asked", flat=True)
        return list(Person.objects.filter(id__in=[*asked] or [case.person]))
    people = list(Person.objects.filter(home_id=case.home))
    hidden = case.restricted or any(p.protected for p in people)
    day = place.today(now)
    return [p for p in people if access.is_adult(p, day) and (p.protected or not hidden)]


def add_aside(case: Case, version: int, kind: str, by: str, data: Mapping[str, str], now: datetime) -> None:
    """Put an aside among the events of a case that is kept, in the caller's transaction."""
    event = Event(kind, now, by, data=dict(data), role="sender")  # type: ignore[arg-type]
    _keep(DjangoCaseStore(now), replace(case, events=(*case.events, event)), version, now)
