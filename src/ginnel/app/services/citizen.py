"""What a citizen sees: her overview, what was used and why, who holds records, her choices. Hers alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ginnel.app.services import access, cases, notes, place
from ginnel.app.services.words import Told, told
from ginnel.governance import Agreement
from ginnel.governance.law import LawRow
from ginnel.signals import Rule
from ginnel.store.models import CaseRow, ChoiceRow, Holding, OfferRow, Person, ProposalRow, User, UseRow
from ginnel.vocabulary import BadInput, Problem, digest

PURPOSES: tuple[str, ...] = ("damp-and-mould", "money-advice", "all")
"""What a person can say no to here. Linking goes on under "all" too: without it her no would bind one record."""


@dataclass(frozen=True)
class Overview:
    person: Person
    offers: list[OfferRow]
    answered: list[OfferRow]
    cases: list[cases.CaseView]
    choices: list[ChoiceRow]


@dataclass(frozen=True)
class Entry:
    """One use of her records, with everything that she may want to know of it."""

    row: UseRow
    rule: Rule | None
    bodies: tuple[str, ...]
    recipient: str
    words: tuple[Told, ...]
    law: tuple[LawRow, ...]
    agreement: Agreement | None
    reasons: tuple[str, ...]
    not_told: tuple[str, ...]
    scripted: bool


@dataclass(frozen=True)
class Held:
    """One body's records about her: which kinds of data."""

    body: str
    dataset: str
    categories: tuple[str, ...]


def overview(user: User, language: str, now: datetime) -> Overview | None:
    """None when her account is tied to nobody."""
    person = access.person_of(user)
    if person is None:
        return None
    offers = [o for o in OfferRow.objects.filter(asked=person.id, state="open") if o.answer_by > now]
    seen = [cases.view(row, language, now, role="citizen") for row in access.cases_of_citizen(user, now)]
    before = list(OfferRow.objects.filter(asked=person.id).exclude(state="open").order_by("-asked_at", "id"))
    offers.sort(key=lambda o: (o.answer_by, o.id))
    return Overview(person, offers, before, seen, choices(person, now))


def uses(person: Person, language: str, now: datetime) -> list[Entry]:
    """What was done with her records, newest first."""
    rows = UseRow.objects.filter(person=person.id).order_by("-last_at", "key")
    return [_entry(row, language, now) for row in rows]


def _entry(row: UseRow, language: str, now: datetime) -> Entry:
    found = place.rule_of(row.use)
    look = place.look_of(row.use, now)
    agreements = (row.agreement,) if row.agreement else look.permit.agreements if look else ()
    bodies = tuple(sorted(look.permit.controllers)) if look else ()
    said = _said(row)
    return Entry(
        row=row, rule=found[1] if found else None, bodies=bodies, recipient=row.recipient,
        words=told(row.use, said, language), law=place.law_rows(agreements),
        agreement=place.agreement(agreements[0]) if agreements else None, reasons=_codes(row),
        not_told=not_told(row.recipient if said or row.outcome != "refused" else "", bodies),
        scripted=_scripted(row.key),
    )  # fmt: skip


def _said(row: UseRow) -> Mapping[str, Any] | list[Any]:
    """The words that were told, with their values where a proposal keeps them."""
    released = ProposalRow.objects.filter(key=row.key, state="released").first()
    if released is not None:
        return dict(released.words)
    return list(row.words) if row.outcome in ("told", "own-case") else []


def _scripted(key: str) -> bool:
    """Whether the demonstration's script answered or released this."""
    return any(m.objects.filter(key=key, scripted=True).exists() for m in (OfferRow, ProposalRow))


def _codes(row: UseRow) -> tuple[str, ...]:
    return tuple(str(r.get("code", "")) if isinstance(r, dict) else str(r) for r in row.reasons)


def not_told(recipient: str, bodies: tuple[str, ...]) -> tuple[str, ...]:
    """Every body of the region that hears nothing of this: not the recipient, nor whoever's record it was."""
    region = place.region()
    apart = {recipient, region.config.operator, *bodies}
    return tuple(o for o in region.directory.organisations if o not in apart)


def held(person: Person) -> list[Held]:
    """Which bodies hold records about her. What is in them is asked of that body."""
    delivered = place.region().delivered
    found = []
    for name in Holding.objects.filter(person=person).order_by("dataset").values_list("dataset", flat=True):
        if name in delivered:
            dataset = delivered.dataset(name)
            kinds = sorted({c for column in dataset.columns for c in column.categories} | dataset.row_categories)
            found += [Held(body, name, tuple(kinds)) for body in sorted(dataset.controllers)]
    return sorted(found, key=lambda h: (h.body, h.dataset))


# --- Choices


def choices(person: Person, now: datetime) -> list[ChoiceRow]:
    """Her choices that are in force, oldest first; one line for each thing she said no to."""
    day = place.today(now)
    rows = ChoiceRow.objects.filter(person=person.id, kind__in=("objection", "restriction", "withdrawn"))
    live = rows.exclude(status="overruled").order_by("made_at", "key")
    return [r for r in live if r.until is None or day < r.until]


@transaction.atomic
def _say_no(user: User, person: Person, purpose: str, now: datetime) -> ChoiceRow:
    if purpose not in PURPOSES:
        raise BadInput(Problem("choose what to say no to", key="purpose"))
    for row in choices(person, now):
        if row.purpose == purpose and row.kind == "objection":
            return row
    number = ChoiceRow.objects.filter(person=person.id).count()
    row = ChoiceRow.objects.create(
        key=f"ch-{digest([person.id, purpose, number])[:32]}", dataset="person", record=person.id, kind="objection",
        purpose=purpose, since=place.today(now), until=None, status="pending", person=person.id,
        made_by=user.username, made_at=now,
    )  # fmt: skip
    notes.write(f"choice:{row.key}", "choice", {"kind": "objection", "purpose": purpose}, now)
    return row


def say_no(user: User, person: Person, purpose: str, now: datetime) -> ChoiceRow:
    """Record an objection. It binds from this moment, while it is pending too; saying it twice is saying it once."""
    row = _say_no(user, person, purpose, now)
    notes.flush()
    return row


def take_no_back(person: Person, key: str, now: datetime) -> bool:
    """End a choice that she made herself; False when it is not hers."""
    with transaction.atomic():
        row = ChoiceRow.objects.select_for_update().filter(key=key, person=person.id, until=None).first()
        if row is None or row.dataset != "person":
            return False
        row.until = place.today(now)
        row.save()
        notes.write(f"choice-end:{row.key}", "choice-ended", {"kind": row.kind, "purpose": row.purpose}, now)
    notes.flush()
    return True


# --- What the sentence of a case needs


def case_for(user: User, id: str, language: str, now: datetime) -> cases.CaseView | None:
    row: CaseRow | None = access.case_for_citizen(user, id, now)
    return cases.view(row, language, now, role="citizen") if row else None
