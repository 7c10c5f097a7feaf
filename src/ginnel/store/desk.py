"""The flow's desk over Django: choices and offers out, a night's settlement in, notes on to the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from ginnel.flow.ports import Settlement, UseRecord, Works
from ginnel.governance import Choice, LedgerPort, Note
from ginnel.governance.children import Review
from ginnel.governance.choices import PERSON
from ginnel.governance.verdict import Override
from ginnel.referrals import Offer, remeasured, state_of
from ginnel.store.cases import (
    DjangoCaseStore,
    fill_offer,
    message_fields,
    new_row,
    to_case,
    to_offer,
    without_asides,
)
from ginnel.store.choices import to_choice, to_override, to_review
from ginnel.store.models import (
    CaseRow,
    ChoiceRow,
    CompetenceReview,
    LedgerNote,
    MessageRow,
    OfferRow,
    OverrideRow,
    ProposalRow,
    RunRow,
    UseRow,
)
from ginnel.store.notes import keep_notes
from ginnel.store.people import replace_people
from ginnel.store.recalls import recall, released

BATCH = 5_000
"""Rows a statement; SQLite allows 32,766 variables in one."""


DELIVERED = ("dataset", "record", "kind", "purpose", "since", "until", "recipient", "category")
"""What a body says about a choice that it delivers, and may correct by delivering it again."""


class DjangoDesk:
    """`flow.ports.Desk` for one region; `ledger` is the log that notes end in."""

    def __init__(self, ledger: LedgerPort) -> None:
        self.ledger = ledger

    def take_choices(self, delivered: Iterable[tuple[str, Choice]], now: datetime) -> int:
        known = {r.key: r for r in ChoiceRow.objects.all()}
        new, changed = [], []
        for key, choice in delivered:
            fields = {f: getattr(choice, f) for f in DELIVERED}
            row = known.get(key)
            if row is None:
                new.append(ChoiceRow(key=key, status=choice.status, made_by="delivered", made_at=now, **fields))
            elif any(getattr(row, f) != value for f, value in fields.items()):
                for name, value in fields.items():
                    setattr(row, name, value)
                changed.append(row)
        ChoiceRow.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
        ChoiceRow.objects.bulk_update(changed, DELIVERED, batch_size=500)
        return len(new)

    def choices(self) -> tuple[Choice, ...]:
        """Each choice as it was made; and once more for the person whom its record was last linked to, so that a no
        outlives the record."""
        found = []
        for r in ChoiceRow.objects.order_by("key"):
            found.append(to_choice(r))
            if r.person and r.dataset != PERSON:
                found.append(to_choice(r, PERSON, r.person))
        return tuple(found)

    def reviews(self) -> tuple[Review, ...]:
        return tuple(to_review(r) for r in CompetenceReview.objects.order_by("key"))

    def overrides(self) -> tuple[Override, ...]:
        return tuple(to_override(r) for r in OverrideRow.objects.filter(state="approved").order_by("key"))

    def offers_about(self, people: Iterable[str]) -> Mapping[str, tuple[Offer, ...]]:
        found: dict[str, list[Offer]] = defaultdict(list)
        wanted = set(people)
        for row in OfferRow.objects.order_by("asked_at", "id"):
            if row.about in wanted:
                found[row.about].append(to_offer(row))
        return {person: tuple(offers) for person, offers in found.items()}

    def released(self) -> list[tuple[str, str, str, str]]:
        return released()

    def works_done(self) -> tuple[Works, ...]:
        found = []
        rows = CaseRow.objects.prefetch_related("events").filter(events__kind="works-done").distinct().order_by("id")
        for case in map(to_case, rows):
            done = [e for e in case.events if e.kind == "works-done"]
            if state_of(without_asides(case)) == "works-done":
                found.append(Works(case.id, case.use, case.home, localtime(done[-1].at).date()))
        return tuple(found)

    @transaction.atomic
    def remeasured(self, case: str, answer: str, at: datetime) -> None:
        store = DjangoCaseStore(at)
        found = store.case(case)
        if found is None:
            return
        kept, version = found
        event = remeasured(without_asides(kept), answer, at).events[-1]  # type: ignore[arg-type]
        store.save(replace(kept, events=(*kept.events, event)), version)

    def note(self, notes: Iterable[Note], now: datetime) -> None:
        keep_notes(notes, now)
        self.flush()

    def flush(self) -> int:
        """Append what waits to the ledger, in order, then mark it. Safe to repeat: the ledger skips known keys."""
        waiting = list(LedgerNote.objects.filter(appended=False).order_by("id"))
        added = self.ledger.append((Note(n.key, n.kind, n.body), n.at) for n in waiting)
        LedgerNote.objects.filter(id__in=[n.id for n in waiting]).update(appended=True)
        return added

    def settle(self, night: Settlement) -> None:
        with transaction.atomic():
            if night.identity is not None:
                replace_people(night.identity)
            _open_cases(night)
            _lapse(night.now)
            _ask(night)
            _propose(night)
            _close_unheard(night)
            recall(night.recalls, "choice", night.now)
            _show_uses(night.uses, night.now)
            MessageRow.objects.bulk_create(
                [MessageRow(**message_fields(m), created_at=night.now) for m in night.messages],
                ignore_conflicts=True, batch_size=500,
            )  # fmt: skip
            keep_notes(night.notes, night.now)
            RunRow.objects.update_or_create(id=night.run, defaults={"at": night.now, "summary": dict(night.summary)})
        self.flush()


def _open_cases(night: Settlement) -> None:
    known = set(CaseRow.objects.values_list("id", flat=True))
    open_homes = _open_homes()
    rows = []
    for case, service in night.cases:
        # While a case about the same home is open, a spell whose first day moved is no second case.
        if case.id not in known and (case.use, case.home) not in open_homes:
            row = new_row(case)
            row.version, row.service = 1, service
            rows.append(row)
            known.add(case.id)
            open_homes.add((case.use, case.home))
    CaseRow.objects.bulk_create(rows, batch_size=500)


def _open_homes() -> set[tuple[str, str]]:
    rows = CaseRow.objects.prefetch_related("events").filter(opening_kind="own-case")
    return {(c.use, c.home) for c in map(to_case, rows) if state_of(without_asides(c)) != "closed"}


def _lapse(now: datetime) -> None:
    """Silence is no: offers whose day has come are closed."""
    OfferRow.objects.filter(state="open", answer_by__lte=now).update(state="lapsed")


def _ask(night: Settlement) -> None:
    known = set(OfferRow.objects.values_list("id", flat=True))
    rows = []
    for asked in night.offers:
        if asked.offer.id in known:
            continue
        row = OfferRow(
            id=asked.offer.id, key=asked.key, sender=asked.sender, sources=list(asked.sources), tenure=asked.tenure,
            restricted=asked.restricted, role=asked.role[:120],
        )  # fmt: skip
        rows.append(fill_offer(row, asked.offer))
    OfferRow.objects.bulk_create(rows, batch_size=500)


def _propose(night: Settlement) -> None:
    rows = [
        ProposalRow(
            key=p.key, use=p.use, senders=list(p.senders), sender=p.sender, recipient=p.recipient, person=p.person,
            home=p.home, tenure=p.tenure, words=dict(p.words), agreement=p.agreement, restricted=p.restricted,
            proposed_at=night.now,
        )
        for p in night.proposals
    ]  # fmt: skip
    ProposalRow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _close_unheard(night: Settlement) -> None:
    """Whoever decides no more for a child is asked no more, and what waits on a yes of his is not told.

    Also where nobody else can be asked in his place, or the night found nothing to ask: then no later question says so.
    """
    waiting = ProposalRow.objects.filter(state="waiting").values_list("key", flat=True)
    live = OfferRow.objects.filter(Q(state="open") | Q(state="yes", key__in=waiting))
    gone = [o for o in live if o.about in night.deciders and (o.asked or o.body) not in night.deciders[o.about]]
    OfferRow.objects.filter(id__in=[o.id for o in gone], state="open").update(state="lapsed")
    keys = {o.key for o in gone if o.state == "yes"} - {o.key for o in live if o.state == "yes" and o not in gone}
    ProposalRow.objects.filter(key__in=keys, state="waiting").update(
        state="stopped", decided_at=night.now, decided_by="", reason="no-answer"
    )


def _show_uses(uses: Iterable[UseRecord], now: datetime) -> None:
    """New lines on people's pages; a line that an answer changed after `now` stays as it is."""
    known = {r.key: r for r in UseRow.objects.all()}
    new, changed = [], []
    for use in uses:
        fields: dict[str, Any] = {
            "person": use.person, "use": use.use, "outcome": use.outcome, "recipient": use.recipient,
            "agreement": use.agreement, "reasons": list(use.reasons), "words": list(use.words),
        }  # fmt: skip
        row = known.get(use.key)
        if row is None:
            new.append(UseRow(key=use.key, first_at=now, last_at=now, **fields))
        elif row.last_at < now:
            for name, value in {**fields, "last_at": now}.items():
                setattr(row, name, value)
            changed.append(row)
    UseRow.objects.bulk_create(new, batch_size=500)
    UseRow.objects.bulk_update(
        changed, ["person", "use", "outcome", "recipient", "agreement", "reasons", "words", "last_at"], batch_size=500
    )
