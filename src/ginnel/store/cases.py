"""Cases, offers and the outbox in the operational store: `referrals.ports.CaseStore` over Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from ginnel.referrals import Case, Event, Message, Offer
from ginnel.referrals.case import EVENT_KINDS
from ginnel.referrals.ports import NEW, ConflictError
from ginnel.store.models import CaseEventRow, CaseRow, MessageRow, OfferRow

CASE_FIELDS = (
    "use", "organisation", "home", "person", "tenure", "nation", "restricted", "opened_at", "aware_at",
)  # fmt: skip
OFFER_FIELDS = (
    "use",
    "home",
    "recipient",
    "agreement",
    "asked_at",
    "answer_by",
    "state",
    "answered_at",
    "withdrawn_at",
)


class DjangoCaseStore:
    """One transaction a method. `now` stamps new messages."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def case(self, id: str) -> tuple[Case, int] | None:
        row = CaseRow.objects.prefetch_related("events").filter(id=id).first()
        return None if row is None else (to_case(row), row.version)

    @transaction.atomic
    def save(self, case: Case, expected_version: int) -> int:
        row = CaseRow.objects.select_for_update().filter(id=case.id).first()
        kept = tuple(to_case(row).events) if row else ()
        version = row.version if row else NEW
        if version != expected_version or case.events[: len(kept)] != kept:
            raise ConflictError(f"case {case.id} was changed meanwhile: read it again")
        row = filled_row(row or CaseRow(id=case.id), case)
        row.version = version + 1
        row.save()
        CaseEventRow.objects.bulk_create(_event_rows(case, start=len(kept)))
        return row.version

    def cases_for(self, organisation: str) -> tuple[Case, ...]:
        return self._cases(organisation=organisation)

    def cases_at(self, home: str) -> tuple[Case, ...]:
        return self._cases(home=home)

    def _cases(self, **where: Any) -> tuple[Case, ...]:
        rows = CaseRow.objects.prefetch_related("events").filter(**where).order_by("id")
        return tuple(to_case(row) for row in rows)

    def offers_for(self, person: str) -> tuple[Offer, ...]:
        return tuple(to_offer(r) for r in OfferRow.objects.filter(asked=person).order_by("asked_at", "id"))

    def offers_about(self, person: str) -> tuple[Offer, ...]:
        return tuple(to_offer(r) for r in OfferRow.objects.filter(about=person).order_by("asked_at", "id"))

    @transaction.atomic
    def save_offer(self, offer: Offer, expected_state: str | None) -> None:
        row = OfferRow.objects.select_for_update().filter(id=offer.id).first()
        if row is not None and to_offer(row) == offer:
            return
        if (row.state if row else None) != expected_state:
            raise ConflictError(f"offer {offer.id} was changed meanwhile: read it again")
        fill_offer(row or OfferRow(id=offer.id), offer).save()

    def add_once(self, message: Message) -> bool:
        try:
            with transaction.atomic():
                MessageRow.objects.create(**message_fields(message), created_at=self.now)
        except IntegrityError:
            return False
        return True

    def messages(self) -> tuple[Message, ...]:
        return tuple(
            Message(r.id, r.to_kind, r.to, r.channel, r.kind, r.subject, r.language)  # type: ignore[arg-type]
            for r in MessageRow.objects.order_by("id")
        )


def new_row(case: Case) -> CaseRow:
    """A row for a case that is not kept yet."""
    return filled_row(CaseRow(id=case.id), case)


def filled_row(row: CaseRow, case: Case) -> CaseRow:
    row.opening_key, row.opening_kind = case.key, case.opening
    row.words, row.sources = dict(case.words), list(case.sources)
    for name in CASE_FIELDS:
        setattr(row, name, getattr(case, name))
    return row


def without_asides(case: Case) -> Case:
    """The case as its rules know it: events that pages keep beside it (what else was told, a yes taken back) left out."""
    return replace(case, events=tuple(e for e in case.events if e.kind in EVENT_KINDS))


def to_case(row: CaseRow) -> Case:
    return Case(
        id=row.id, key=row.opening_key, opening=row.opening_kind, words=dict(row.words), sources=tuple(row.sources),  # type: ignore[arg-type]
        events=tuple(_to_event(e) for e in row.events.all()), **{f: getattr(row, f) for f in CASE_FIELDS},
    )  # fmt: skip


def _to_event(row: CaseEventRow) -> Event:
    return Event(row.kind, row.at, row.by, row.reasons, dict(row.data), row.role)  # type: ignore[arg-type]


def _event_rows(case: Case, start: int) -> Iterable[CaseEventRow]:
    for number, event in enumerate(case.events[start:], start=start):
        yield CaseEventRow(
            case_id=case.id, number=number, kind=event.kind, at=event.at, by=event.by, role=event.role,
            reasons=event.reasons, data=dict(event.data),
        )  # fmt: skip


def to_offer(row: OfferRow) -> Offer:
    return Offer(
        id=row.id, asked_person=row.asked, asked_body=row.body, about_person=row.about, words=dict(row.words),
        answer=row.answer or None, answered_by=row.answered_by or None,  # type: ignore[arg-type]
        **{f: getattr(row, f) for f in OFFER_FIELDS},
    )  # fmt: skip


def fill_offer(row: OfferRow, offer: Offer) -> OfferRow:
    for name in OFFER_FIELDS:
        setattr(row, name, getattr(offer, name))
    row.asked, row.about, row.words = offer.asked_person, offer.about_person, dict(offer.words)
    row.body = offer.asked_body
    row.answer, row.answered_by = offer.answer or "", offer.answered_by or ""
    return row


def message_fields(message: Message) -> dict[str, str]:
    return {f: getattr(message, f) for f in ("id", "to_kind", "to", "channel", "kind", "subject", "language")}
