"""Asks: somebody asks a service for help, and its case is open at once. No agreement, plan, budget or choice is asked.

This module imports nothing that knows money, capacity or choices; tests/architecture/test_asks.py holds it to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ginnel.app.services import access, cases, notes, place, proxies
from ginnel.app.services.words import Told, told
from ginnel.directory import Service, holidays_of
from ginnel.governance import Ask, Reason, Received, ask
from ginnel.governance.openings import as_fields, opening_fingerprint
from ginnel.governance.proxies import Mandate
from ginnel.referrals import ClockRule, open_case
from ginnel.referrals.case import signal_of
from ginnel.referrals.clocks import due_of, rules_for
from ginnel.referrals.messages import to_organisation, to_person
from ginnel.referrals.ports import NEW
from ginnel.store.cases import DjangoCaseStore
from ginnel.store.models import AskRow, CaseRow, NamedStaff, Person, RefusedAskRow, User, UseRow
from ginnel.vocabulary import BadInput, Problem, digest

__all__ = [
    "LONGEST",
    "Answer",
    "Form",
    "Runs",
    "Service",
    "nation_of",
    "number_for",
    "opened",
    "preview",
    "runs",
    "sees_nobody",
    "send",
    "service_of",
    "services",
    "tenure_of",
    "use_of",
    "words_of",
]
LONGEST = 2000


@dataclass(frozen=True)
class Form:
    """What she chose to tell: her own words, and whether name and address go with them. `number` is that of the form."""

    asked: str
    name: bool = False
    home: bool = False
    number: int = 0


@dataclass(frozen=True)
class Runs:
    """A legal date that begins when she sends: what must be done, by which day."""

    rule: ClockRule
    due: datetime
    due_day: date


@dataclass(frozen=True)
class Answer:
    """The case that an ask opened, or every reason why it was refused."""

    case: str = ""
    reasons: tuple[Reason, ...] = ()


def services() -> tuple[Service, ...]:
    """Every service of the region, by organisation and id."""
    return tuple(sorted(place.region().directory.services, key=lambda s: (s.organisation, s.id)))


def service_of(id: str) -> Service | None:
    return next((s for s in services() if s.id == id), None)


def use_of(service: Service, word: str = "asked") -> str:
    """The use of a case that starts here: of the signal for the same need, so that the law's clocks for it run."""
    signals = sorted(s.name for s in place.region().signals if s.need == service.need)
    return f"{signals[0] if signals else service.id}.{word}"


def tenure_of(service: Service) -> Any:
    """The tenure that a service is for; "unknown" where it is for several or for everybody."""
    return next(iter(service.tenures)) if len(service.tenures) == 1 else "unknown"


def nation_of(service: Service) -> str:
    return place.region().directory.organisations[service.organisation].nation


def runs(service: Service, now: datetime) -> tuple[Runs, ...]:
    """The legal dates that begin with an ask to this service at `now`."""
    nation = nation_of(service)
    rules = rules_for(signal=signal_of(use_of(service)), nation=nation, tenure=tenure_of(service), on=place.today(now))
    begin = [r for r in rules if r.runs_from == "aware" and r.duty != "emergency"]
    return tuple(Runs(r, *due_of(r, now, holidays_of(nation), place.zone())) for r in begin)


def words_of(person: Person, form: Form, proxy: bool) -> dict[str, str]:
    """Exactly what would be told. A proxy never sends the address of somebody protected: that is hers alone to tell."""
    words = {"asked": form.asked.strip()[:LONGEST]}
    name = f"{person.given_name} {person.family_name}".strip()
    if form.name and name:
        words["name"] = name
    if form.home and person.home_id and not (proxy and person.protected):
        words["home"] = person.home_id
    return words


def preview(person: Person, service: Service, form: Form, language: str) -> tuple[Told, ...]:
    """What she reads before she sends. A proxy is shown no address: he may not know it."""
    return told(use_of(service), words_of(person, form, proxy=False), language)


def sees_nobody(person: Person, service: Service) -> bool:
    """Whether she is protected and nobody at that body is named for her yet: then nobody there could read it."""
    staff = NamedStaff.objects.filter(person=person.id).values("username")
    return person.protected and not User.objects.filter(
        username__in=staff, organisation=service.organisation, role="officer"
    ).exists()  # fmt: skip


def number_for(user: User) -> int:
    """The number of the next form: the same form sent twice is one ask."""
    return AskRow.objects.filter(asked_by=user.person_id).count()


def send(user: User, service: Service, form: Form, now: datetime, mandate: str = "") -> Answer:
    """Ask. Raises `BadInput` when nothing is asked; a proxy outside the scope gets every reason, and she sees that too."""
    if not form.asked.strip():
        raise BadInput(Problem("write what you need help with", key="asked"))
    scope = proxies.scope(mandate) if mandate else None
    person = Person.objects.filter(id=scope.person if scope else user.person_id).first()
    if mandate:
        reasons = proxies.refuses(scope, user.person_id, service.purpose, now)
        if reasons or person is None or scope is None:
            _refused(user, scope, service, reasons, now)
            return Answer(reasons=reasons)
    if person is None:
        raise BadInput(Problem("nobody is known by this account", key="asked", mend="ask whoever runs these pages"))
    return Answer(_send(user, person, service, form, scope, now))


def _send(user: User, person: Person, service: Service, form: Form, scope: Mandate | None, now: datetime) -> str:
    words = words_of(person, form, proxy=scope is not None)
    with transaction.atomic():
        key = digest(["ask", user.person_id, person.id, service.id, form.number, words])[:32]
        before = AskRow.objects.select_for_update().filter(key=key).first()
        if before is not None:
            return before.case
        opening = ask(
            key=key, use=use_of(service), service=service.id, organisation=service.organisation, person=person.id,
            home=person.home_id or "", words=words, asked_by=user.person_id, mandate=scope, purpose=service.purpose,
            day=place.today(now),
        )  # fmt: skip
        case = opened(opening, service, person.protected, now)
        AskRow.objects.create(
            key=key, person=person.id, service=service.id, organisation=service.organisation, case=case,
            asked_by=user.person_id, mandate=opening.mandate, opening=as_fields(opening), asked_at=now,
        )  # fmt: skip
        _show(opening, now)
        _write(opening, case, person, now)
    notes.flush()
    return case


def opened(opening: Ask | Received, service: Service, restricted: bool, now: datetime) -> str:
    """Open the case of a service that an ask, or what came from outside, begins; gives its id."""
    case = open_case(
        opening, tenure=tenure_of(service), nation=nation_of(service), opened_at=now, restricted=restricted
    )
    DjangoCaseStore(now).save(case, NEW)
    CaseRow.objects.filter(id=case.id).update(service=service.id)
    return case.id


def _show(opening: Ask, now: datetime) -> None:
    """The line on her page; a proxy's act stands there too."""
    UseRow.objects.create(
        key=opening.key, person=opening.person, use=opening.use, outcome="asked", recipient=opening.organisation,
        words=list(opening.words), first_at=now, last_at=now,
    )  # fmt: skip


def _write(opening: Ask, case: str, person: Person, now: datetime) -> None:
    """The note for the ledger; the body is told that there is a case, and she if somebody asked for her."""
    key = f"ask:{opening.key}"
    body = {"use": opening.use, "recipient": opening.organisation, "service": opening.service,
            "words": sorted(opening.words), "by": "proxy" if opening.mandate else "herself"}  # fmt: skip
    notes.write(key, "ask", {**body, "commitment": notes.sealed(key, opening_fingerprint(opening), now)}, now)
    store = DjangoCaseStore(now)
    store.add_once(to_organisation(opening.organisation, "case", case))
    if sees_nobody(person, _service(opening)):
        # Whoever runs the region must name somebody; the message says that there is something to read, and no more.
        store.add_once(to_organisation(place.region().config.operator, "case", case))
    adult = access.is_adult(person, place.today(now))
    message = to_person(cases.contact(person), "case", case) if opening.mandate and adult else None
    if message is not None:
        store.add_once(message)


def _service(opening: Ask) -> Service:
    return next(s for s in services() if s.id == opening.service)


def _refused(user: User, scope: Mandate | None, service: Service, reasons: tuple[Reason, ...], now: datetime) -> None:
    """She sees that somebody tried to ask for her; the words of it are kept nowhere."""
    codes = [r.code for r in reasons]
    number = RefusedAskRow.objects.count()
    with transaction.atomic():
        RefusedAskRow.objects.create(
            person=scope.person if scope else "", mandate=scope.id if scope else "", asked_by=user.person_id,
            service=service.id, reasons=codes, at=now,
        )  # fmt: skip
        body: Mapping[str, Any] = {"service": service.id, "reasons": sorted(set(codes))}
        notes.write(f"ask-refused:{number}:{now:%Y%m%dT%H%M%S%f}", "ask-refused", body, now)
    notes.flush()
