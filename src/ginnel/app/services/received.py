"""What came from outside the region: kept in the sender's words, for the body that it came to, and told on to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ginnel.app.services import access, asks, notes, place
from ginnel.directory import Service
from ginnel.governance import Agreement, Received, received
from ginnel.governance.openings import CHANNELS, as_fields, opening_fingerprint
from ginnel.referrals.messages import to_organisation
from ginnel.store.cases import DjangoCaseStore
from ginnel.store.models import Person, ReceivedRow, User, UseRow
from ginnel.vocabulary import BadInput, Problem, digest

__all__ = ["CHANNELS", "Form", "agreement_of", "kept", "record", "sender_id", "services"]
LONGEST = 4000
ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Form:
    """What the worker writes. `case` may name a case of her body that it is about, and so the person."""

    service: str
    sender: str
    channel: str
    received_on: date
    claimed: str
    words: str
    case: str = ""


def services(user: User) -> tuple[Service, ...]:
    """The services of her own body: a case opens there and nowhere else."""
    return tuple(s for s in asks.services() if s.organisation == user.organisation)


def sender_id(sender: str) -> str:
    """The id of the region's body that this sender is, by id or name; empty for anybody outside."""
    plain = " ".join(sender.casefold().split())
    for id, body in place.region().directory.organisations.items():
        if plain in {id.casefold(), body.name.casefold(), body.name_cy.casefold()} - {""}:
            return id
    return ""


def agreement_of(sender: str, service: Service, now: datetime) -> Agreement | None:
    """The agreement in force under which this body of the region already tells such things: it is the way to use."""
    body, day = sender_id(sender), place.today(now)
    for found in place.register(now).agreements:
        parties = body in found.sources and service.organisation in found.recipients
        if parties and "tell" in found.operations and found.purpose == service.purpose and found.in_force(day):
            return found
    return None


def record(user: User, form: Form, now: datetime) -> str:
    """Keep what was received and open the body's case; gives its id. Raises `BadInput` with the next step.

    The same letter typed in twice is one case.
    """
    service = next((s for s in services(user) if s.id == form.service), None)
    if service is None:
        raise BadInput(Problem("choose a service of your own body", key="service"))
    _check(user, form, service, now)
    person = _person(user, form.case)
    key = digest(["received", user.organisation, form.sender, form.received_on, form.words, form.case])[:32]
    with transaction.atomic():
        before = ReceivedRow.objects.select_for_update().filter(key=key).first()
        if before is not None:
            return before.case
        opening = received(
            key=key, use=asks.use_of(service, "received"), service=service.id, organisation=service.organisation,
            recorder_of=user.organisation, sender=sender_id(form.sender) or form.sender, channel=form.channel,
            received_on=form.received_on, claimed=form.claimed, person=person.id if person else "",
            words={"received": form.words.strip()[:LONGEST]}, recorded_by=user.username,
        )  # fmt: skip
        case = asks.opened(opening, service, bool(person and person.protected), now)
        ReceivedRow.objects.create(
            key=key, organisation=opening.organisation, case=case, person=opening.person, sender=opening.sender,
            channel=opening.channel, claimed=opening.claimed, received_on=opening.received_on,
            recorded_by=opening.recorded_by, recorded_at=now, opening=as_fields(opening),
        )  # fmt: skip
        _write(opening, case, now)
    notes.flush()
    return case


def _check(user: User, form: Form, service: Service, now: datetime) -> None:
    sender = form.sender.strip()
    if not sender or len(sender) > 200 or sender_id(sender) == user.organisation:
        raise BadInput(Problem("write who sent it, outside your own body", key="sender"))
    agreed = agreement_of(sender, service, now)
    if agreed is not None:
        raise BadInput(
            Problem(
                "this sender is a body of the region and tells your body such things under an agreement", key="sender",
                found=agreed.id, mend=f"ask the sender to tell you under the agreement {agreed.id!r}",
            )
        )  # fmt: skip
    if form.channel not in CHANNELS:
        raise BadInput(Problem("choose how it came", key="channel", expected=", ".join(CHANNELS)))
    if form.received_on > place.today(now):
        raise BadInput(Problem("that day lies in the future", key="day"))
    if not form.words.strip():
        raise BadInput(Problem("write what was received", key="words"))


def _person(user: User, case: str) -> Person | None:
    """Whom it is about, by a case that this worker may see; nobody is searched for."""
    if not case.strip():
        return None
    row = access.case_for_officer(user, case.strip())
    person = Person.objects.filter(id=row.person).first() if row and row.person else None
    if person is None:
        raise BadInput(Problem("no case of yours about a person has this number", key="case", mend="leave it empty"))
    return person


def _write(opening: Received, case: str, now: datetime) -> None:
    """The line on her page where we know whom it is about, and the note: who sent it only if a body of the region."""
    if opening.person:
        UseRow.objects.create(
            key=opening.key, person=opening.person, use=opening.use, outcome="received", recipient=opening.organisation,
            words=list(opening.words), first_at=now, last_at=now,
        )  # fmt: skip
    key = f"received:{opening.key}"
    body: Mapping[str, Any] = {
        "organisation": opening.organisation, "service": opening.service, "channel": opening.channel,
        "sender": sender_id(opening.sender) or ELSEWHERE, "agreement": None,
    }  # fmt: skip
    notes.write(key, "received", {**body, "commitment": notes.sealed(key, opening_fingerprint(opening), now)}, now)
    DjangoCaseStore(now).add_once(to_organisation(opening.organisation, "case", case))


def kept(case: str) -> ReceivedRow | None:
    """What was received, for a case that began so."""
    return ReceivedRow.objects.filter(case=case).first()
