"""Handling a request at a body: its inbox, what may be done next, steps with reasons, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ginnel.app.services import looks, notes, place
from ginnel.app.services.rights import clock, erase, found, who
from ginnel.governance.rights import EXEMPTIONS, FINAL, KINDS, Due, Event, moves
from ginnel.governance.rights.erasure import SCOPES
from ginnel.governance.rights.states import ENDS
from ginnel.referrals.messages import SafeContact, to_person
from ginnel.store.cases import message_fields
from ginnel.store.models import (
    Holding,
    Look,
    MessageRow,
    Person,
    ProposalRow,
    RightsExemption,
    RightsItem,
    RightsNotice,
    RightsRequest,
    User,
)
from ginnel.vocabulary import BadInput, Problem

SEARCHED: frozenset[str] = frozenset({"access", "portability"})
"""Kinds whose answer is a copy: somebody must have looked, and decided about each thing found."""
PASSED_ON: Mapping[str, str] = {"rectification": "rectified", "erasure": "erased", "restriction": "restricted"}
"""Kinds whose yes is told to whoever was told before (Art 19)."""


@dataclass(frozen=True)
class Line:
    """One request in the inbox."""

    row: RightsRequest
    due: Due
    name: str


@dataclass(frozen=True)
class Desk:
    """One request with all that its handler needs. `held` are its body's datasets that hold records of hers."""

    row: RightsRequest
    due: Due
    events: tuple[Event, ...]
    moves: tuple[str, ...]
    person: Person | None
    items: tuple[RightsItem, ...]
    exemptions: tuple[RightsExemption, ...]
    looks: tuple[Look, ...]
    searched: bool
    not_searched: tuple[str, ...]
    erasures: tuple[erase.Line, ...]


def inbox(user: User, now: datetime) -> list[Line]:
    """Open requests first, those due soonest on top; those that wait for somebody after them; answered ones last."""
    names = dict(Person.objects.values_list("id", "given_name"))
    family = dict(Person.objects.values_list("id", "family_name"))
    lines = [
        Line(r, clock.due_of(r, now), f"{names.get(r.person, '')} {family.get(r.person, '')}".strip())
        for r in who.requests_of_body(user)
    ]
    far = now.date().max
    return sorted(lines, key=lambda x: (x.row.state in FINAL, x.due.due or far, x.row.received_at, x.row.id))


def desk(row: RightsRequest, now: datetime) -> Desk:
    events = clock.events_of(row)
    person = Person.objects.filter(id=row.person).first()
    seen = found.looks_at(person, row.controller, now) if row.kind == "look" and person is not None else []
    possible = moves(row.kind, row.state, events, doubt=clock.doubt(row))
    order = [*ORDER, *sorted(possible - set(ORDER))]
    skipped = [str(d) for e in events if e.kind == "found" for d in e.data.get("not_searched", [])]
    return Desk(
        row, clock.due_of(row, now), events, tuple(m for m in order if m in possible), person, tuple(row.items.all()),
        tuple(row.exemptions.order_by("pk")), tuple(seen), _searched(events), tuple(dict.fromkeys(skipped)),
        tuple(erase.lines(row)),
    )  # fmt: skip


ORDER = ("acknowledged", "identity-checked", "identity-asked", "identity-given", "search-asked", "clarification-asked",
         "clarified", "extended", "answered", "partly-answered", "refused")  # fmt: skip


def look_at(user: User, row: RightsRequest, now: datetime) -> None:
    """Opening a request is a look that the person sees."""
    looks.at_request(user, row.person, row.id, now)


def step(user: User, id: str, kind: str, reasons: str, version: int, now: datetime, data: Mapping[str, Any] | None = None) -> None:  # fmt: skip
    """Do the next step. Raises `BadInput` where it is not possible, or where the answer is not ready."""
    with transaction.atomic():
        row = clock.locked(id, version)
        if kind in ("answered", "partly-answered"):
            ready(row)
            if not reasons.strip():
                raise BadInput(Problem("write what you answer", key="reasons"))
            if row.kind == "erasure" and (data or {}).get("scope") not in SCOPES:
                raise BadInput(Problem("choose what is deleted", key="scope"))
            if row.kind == "look":
                data = one_worker(user, row, str((data or {}).get("worker", "")), now)
        clock.add(row, Event(kind, now, user.username, "body", reasons, dict(data or {})))
        if kind == "search-asked":
            _search(row, user, now)
        if kind in ENDS:
            _tell(row, now)
        if kind in ("answered", "partly-answered") and row.kind == "erasure":
            erase.schedule(row, now)
        if kind in ("answered", "partly-answered") and row.kind in PASSED_ON:
            pass_on(row, user, now)
    notes.flush()


def one_worker(user: User, row: RightsRequest, worker: str, now: datetime) -> dict[str, Any]:
    """Yes or no about one worker, with dates and reasons. Nothing about anybody else's looks, and not who it was.

    `worker` is the account that the handler takes for the one who is meant, "nobody" where none who looked fits.
    """
    person = Person.objects.filter(id=row.person).first()
    seen = found.looks_at(person, row.controller, now) if person is not None else []
    if worker not in {"nobody", *(k.username for k in seen)}:
        raise BadInput(Problem("choose who is meant, or that nobody who looked fits", key="worker"))
    if worker == user.username:
        raise BadInput(Problem("somebody else than the worker who is meant must answer", key="worker"))
    mine = [{"at": k.at.isoformat(), "why": k.why} for k in seen if k.username == worker]
    return {"looked": bool(mine), "looks": mine}


def _search(row: RightsRequest, user: User, now: datetime) -> None:
    """The operational store at once; the silos' records by the command, under a permit."""
    count = found.keep(row, found.in_store(row, now))
    where = "store" if _holds(row) else "everywhere"
    clock.add(row, Event("found", now, user.username, data={"where": where, "count": count}), checked=False)


def _holds(row: RightsRequest) -> bool:
    names = Holding.objects.filter(person_id=row.person).values_list("dataset", flat=True)
    delivered = place.region().delivered
    return any(n in delivered and row.controller in delivered.dataset(n).controllers for n in names)


def _searched(events: tuple[Event, ...]) -> bool:
    """Whether everything was searched: the store, and her records in the silos where this body has any."""
    where = {e.data.get("where") for e in events if e.kind == "found"}
    return bool(where & {"everywhere", "records"})


def ready(row: RightsRequest) -> None:
    """Raises `BadInput` with all that stands in the way of an answer."""
    events = clock.events_of(row)
    done = {e.kind for e in events}
    wrong = []
    if clock.doubt(row) and not done & {"identity-checked", "identity-given"}:
        wrong.append(Problem("check first who asks, and that she may", key="step"))
    if row.kind in SEARCHED:
        if not _searched(events):
            wrong.append(Problem("search first", key="step"))
        if row.items.filter(decision="open").exists():
            wrong.append(Problem("decide about each thing found", key="step"))
        kept = row.items.filter(decision="keep")
        if kept.filter(exemption=None).exists() or kept.filter(exemption__approved_by="").exists():
            wrong.append(Problem("what is left out whole needs a reason that somebody else approved", key="step"))
    if wrong:
        raise BadInput(wrong)


def _tell(row: RightsRequest, now: datetime) -> None:
    """A message that there is something to read; nothing to a protected person, whose safe way is not known here."""
    person = Person.objects.filter(id=row.person).first()
    if person is None or person.protected or row.capacity != "self":
        return
    contact = SafeContact(person.id, "letter", person.language or "en")
    message = to_person(contact, "case", row.id)
    if message is not None:
        MessageRow.objects.get_or_create(id=message.id, defaults={**message_fields(message), "created_at": now})


def pass_on(row: RightsRequest, user: User, now: datetime) -> None:
    """Word to every body that this one told something about her (UK GDPR Art 19), each once."""
    rows = ProposalRow.objects.filter(person=row.person, state="released")
    told = sorted({r.recipient for r in rows if row.controller in r.senders and r.recipient != row.controller})
    for body in told:
        RightsNotice.objects.get_or_create(request=row, to=body, defaults={"kind": PASSED_ON[row.kind], "made_at": now})
    if told:
        clock.add(row, Event("told-others", now, user.username, data={"bodies": told}), checked=False)


# --- Each thing found


def decide(user: User, row: RightsRequest, item: int, decision: str, cut: list[str], exemption: int | None) -> None:  # fmt: skip
    """Give an item, give it with fields cut, or keep it whole under an exemption. Raises `BadInput` for anything else."""
    if row.state in FINAL:
        raise BadInput(Problem("this request is answered", key="decision"))
    found_item = row.items.filter(pk=item).first()
    names = {f["name"] for f in found_item.content} if found_item else set()
    reason = row.exemptions.filter(pk=exemption).first() if exemption else None
    if found_item is None or decision not in ("give", "cut", "keep"):
        raise BadInput(Problem("choose what becomes of it", key=f"decision-{item}"))
    if decision == "keep" and reason is None:
        raise BadInput(Problem("what is left out whole needs a reason", key=f"decision-{item}"))
    if decision == "keep" and reason is not None:
        _fits(reason, found_item)
    found_item.decision, found_item.decided_by = decision, user.username
    found_item.cut = sorted(set(cut) & names) if decision == "cut" else []
    found_item.exemption = reason if decision == "keep" else None
    found_item.save()


def _fits(reason: RightsExemption, item: RightsItem) -> None:
    needed = EXEMPTIONS[reason.code].categories
    if needed and not needed & {c for f in item.content for c in f.get("categories", [])}:
        raise BadInput(Problem("this reason is for other kinds of record", key=f"decision-{item.pk}"))


__all__ = ["KINDS", "Desk", "Line", "decide", "desk", "inbox", "look_at", "pass_on", "ready", "step"]
