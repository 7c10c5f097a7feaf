"""What a citizen sees: her overview, what was used and why, who holds records, her choices. Hers alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from ginnel.app.services import access, cases, children, noes, notes, offers, place, rounds
from ginnel.app.services.noes import PURPOSES, bodies
from ginnel.app.services.words import Told, told
from ginnel.governance import Agreement
from ginnel.governance.choices import ALL
from ginnel.governance.law import LawRow
from ginnel.signals import Rule
from ginnel.store.models import AskRow, CaseRow, ChoiceRow, Holding, OfferRow, Person, ProposalRow, User, UseRow
from ginnel.vocabulary import BadInput, Problem, digest


@dataclass(frozen=True)
class Overview:
    """`stopped` are the keys of answered questions whose yes a later no of hers stopped."""

    person: Person
    offers: list[OfferRow]
    answered: list[OfferRow]
    stopped: frozenset[str]
    cases: list[cases.CaseView]
    choices: list[ChoiceRow]


@dataclass(frozen=True)
class Entry:
    """One use of her records, or of a child's for whom she was asked, with everything that she may want to know.

    `sources` are the bodies whose records were used; `sender` is the one whose worker reads the words before they go.
    """

    row: UseRow
    rule: Rule | None
    about_child: str
    sources: tuple[str, ...]
    sender: str
    recipient: str
    words: tuple[Told, ...]
    law: tuple[LawRow, ...]
    agreement: Agreement | None
    reasons: tuple[str, ...]
    not_told: tuple[str, ...]
    taken_back_at: datetime | None
    scripted: bool
    ask: AskRow | None


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
    waits = [o for o in OfferRow.objects.filter(asked=person.id, state="open") if o.answer_by > now]
    offers = [o for o in waits if children.stands(o, now)]
    seen = [cases.view(row, language, now, role="citizen") for row in access.cases_of_citizen(user, now)]
    before = list(OfferRow.objects.filter(asked=person.id).exclude(state="open").order_by("-asked_at", "id"))
    offers.sort(key=lambda o: (o.answer_by, o.id))
    keys = [o.key for o in before if o.state == "yes" and not rounds.shared(o) and not rounds.later(o)]
    stopped = ProposalRow.objects.filter(key__in=keys, state="stopped").values_list("key", flat=True)
    return Overview(person, offers, before, frozenset(stopped), seen, choices(person, now))


def uses(person: Person, language: str, now: datetime) -> list[Entry]:
    """What was done with her records, and what came of her answers for a child; newest first.

    Of a child that is as far as her own answers reach: nothing of what somebody else was asked since.
    """
    rows = UseRow.objects.filter(Q(person=person.id) | Q(key__in=rounds.keys_of(person.id)))
    lines = [_hers(row, person, now) for row in rows]
    # Sorted by what she may read: a line that moved up would say that somebody else answered.
    lines.sort(key=lambda x: (-x[0].last_at.timestamp(), x[0].key))
    return [_entry(row, person, language, now, cut) for row, cut in lines]


def _hers(row: UseRow, person: Person, now: datetime) -> tuple[UseRow, bool]:
    """A line about a child as one who was asked may read it: told or not, and never what another said or decides.

    Not saved: the line itself stays the child's. Second: whether it was cut, so that no proposal shows in it either.
    """
    mine = None if row.person == person.id else _asked_last(row.key, person)
    if mine is None or row.outcome == "told" or not (rounds.shared(mine) or not children.stands(mine, now)):
        return row, False
    no = mine.state in rounds.NO or mine.state == "lapsed"
    row.outcome = "refused" if no else "ask"
    row.reasons = ["no-answer" if mine.state == "lapsed" else "declined"] if no else []
    row.last_at = mine.withdrawn_at or mine.answered_at or mine.asked_at
    return row, True


def _asked_last(key: str, person: Person) -> OfferRow | None:
    return OfferRow.objects.filter(key=key, asked=person.id).order_by("-asked_at").first()


def _entry(row: UseRow, person: Person, language: str, now: datetime, cut: bool) -> Entry:
    found = place.rule_of(row.use)
    look = place.look_of(row.use, now)
    agreements = (row.agreement,) if row.agreement else look.permit.agreements if look else ()
    child = Person.objects.filter(id=row.person).first() if row.person != person.id else None
    proposal = None if cut else ProposalRow.objects.filter(key=row.key).first()
    said = _said(row, proposal)
    return Entry(
        row=row, rule=found[1] if found else None, about_child=child.given_name if child else "",
        sources=_sources(row, proposal, tuple(look.permit.columns) if look else ()),
        sender=proposal.sender if proposal else "", recipient=row.recipient, words=told(row.use, said, language), law=place.law_rows(agreements, now),
        agreement=place.agreement(agreements[0], now) if agreements else None, reasons=_codes(row),
        not_told=place.not_told(row.recipient if said or row.outcome != "refused" else ""),
        taken_back_at=_taken_back(proposal), scripted=_scripted(row.key),
        ask=AskRow.objects.filter(key=row.key).first() if row.outcome == "asked" else None,
    )  # fmt: skip


def _sources(row: UseRow, proposal: ProposalRow | None, read: tuple[str, ...]) -> tuple[str, ...]:
    """Whose records were used: as the proposal or the offer keeps it, else of the datasets `read` those that hold them.

    A body with a case of its own from its own records is always one of them.
    """
    offer = OfferRow.objects.filter(key=row.key).first()
    kept = list(proposal.senders) if proposal else list(offer.sources) if offer else []
    if kept:
        return tuple(sorted(kept))
    delivered = place.region().delivered
    names = Holding.objects.filter(person_id=row.person, dataset__in=read).values_list("dataset", flat=True)
    found = {body for name in names if name in delivered for body in delivered.dataset(name).controllers}
    return tuple(sorted(found | ({row.recipient} if row.outcome == "own-case" else set())))


def _taken_back(proposal: ProposalRow | None) -> datetime | None:
    """When what was told was recalled: her yes was taken back, or a choice of hers forbids it now."""
    return proposal.recalled_at if proposal is not None and proposal.state == "released" else None


def _said(row: UseRow, proposal: ProposalRow | None) -> Mapping[str, Any] | list[Any]:
    """The words that were told, with their values where a proposal keeps them."""
    if proposal is not None and proposal.state == "released":
        return dict(proposal.words)
    return list(row.words) if row.outcome in ("told", "own-case", "asked", "received") else []


def _scripted(key: str) -> bool:
    """Whether the demonstration's script answered or released this."""
    return any(m.objects.filter(key=key, scripted=True).exists() for m in (OfferRow, ProposalRow))


def _codes(row: UseRow) -> tuple[str, ...]:
    return tuple(str(r.get("code", "")) if isinstance(r, dict) else str(r) for r in row.reasons)


def held(person: Person) -> list[Held]:
    """Which bodies hold records about her. What is in them is asked of that body."""
    delivered = place.region().delivered
    found = []
    for name in Holding.objects.filter(person=person).order_by("dataset").values_list("dataset", flat=True):
        if name in delivered:
            dataset = delivered.dataset(name)
            kinds = sorted(dataset.categories)
            found += [Held(body, name, tuple(kinds)) for body in sorted(dataset.controllers)]
    return sorted(found, key=lambda h: (h.body, h.dataset))


# --- Choices


def choices(person: Person, now: datetime) -> list[ChoiceRow]:
    """Her choices that are in force, oldest first; one line for each thing she said no to."""
    return noes.choices(person.id, now)


@transaction.atomic
def _say_no(user: User, person: Person, purpose: str, recipient: str, kind: str, now: datetime) -> ChoiceRow:
    if purpose not in PURPOSES:
        raise BadInput(Problem("choose what to say no to", key="purpose"))
    if recipient != ALL and recipient not in bodies():
        raise BadInput(Problem("choose who must not be told", key="recipient"))
    for row in choices(person, now):
        if (row.purpose, row.recipient, row.kind) == (purpose, recipient, kind):
            return row
    number = ChoiceRow.objects.filter(person=person.id).count()
    row = ChoiceRow.objects.create(
        key=f"ch-{digest([person.id, kind, purpose, recipient, number])[:32]}", dataset="person", record=person.id, kind=kind,
        purpose=purpose, since=place.today(now), until=None, status="pending", person=person.id, recipient=recipient,
        made_by=user.username, made_at=now,
    )  # fmt: skip
    notes.write(f"choice:{row.key}", "choice", {"kind": kind, "purpose": purpose, "recipient": recipient}, now)
    offers.close_for(user, person.id, purpose, recipient, now)
    return row


def say_no(
    user: User, person: Person, purpose: str, now: datetime, recipient: str = ALL, kind: str = "objection"
) -> ChoiceRow:
    """Record an objection, or a "restriction", for everybody or for one recipient. It binds from this moment.

    Saying it twice is saying it once. Open questions that it covers are answered no, what still waits to be told is
    stopped, and what was told is recalled.
    """
    row = _say_no(user, person, purpose, recipient, kind, now)
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
