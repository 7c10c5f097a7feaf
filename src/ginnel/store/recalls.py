"""What was told is recalled: whoever was told learns that it must not be used any more, and the ledger has it.

A telling cannot be unsaid. The recipient's case keeps that something was told, its words are shown no more, and the person
sees that the body was told to stop.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from ginnel.governance import Note
from ginnel.referrals.case import Event
from ginnel.referrals.messages import to_organisation
from ginnel.store.cases import DjangoCaseStore
from ginnel.store.models import CaseEventRow, CaseRow, ProposalRow
from ginnel.store.notes import keep_notes

TOLD_MORE, TAKEN_BACK = "told-more", "taken-back"
Why = Literal["taken-back", "choice"]
"""A yes was taken back; a choice forbids what was told."""


def recall(keys: Iterable[str], why: Why, now: datetime) -> list[str]:
    """Recall what was released under these keys, each once; the keys recalled now. Call inside a transaction."""
    rows = ProposalRow.objects.select_for_update().filter(
        key__in=sorted(set(keys)), state="released", recalled_at=None, decided_at__lte=now
    )
    done = []
    for row in rows.order_by("key"):
        row.recalled_at, row.recalled_why = now, why
        row.save(update_fields=["recalled_at", "recalled_why"])
        _tell_recipient(row, why, now)
        done.append(row.key)
    return done


def _tell_recipient(row: ProposalRow, why: Why, now: datetime) -> None:
    """Mark the case that the telling opened or joined, write to the body, note it for the ledger."""
    joined = CaseEventRow.objects.filter(kind=TOLD_MORE, data__key=row.key).values_list("case_id", flat=True)
    store = DjangoCaseStore(now)
    for id in sorted({*CaseRow.objects.filter(opening_key=row.key).values_list("id", flat=True), *joined}):
        found = store.case(id)
        if found is None:
            continue
        case, version = found
        event = Event(TAKEN_BACK, now, "ginnel", data={"key": row.key, "why": why}, role="sender")  # type: ignore[arg-type]
        store.save(replace(case, events=(*case.events, event)), version)
        store.add_once(to_organisation(row.recipient, "case", id, occasion=2))
    body = {"use": row.use, "recipient": row.recipient, "agreement": row.agreement, "why": why}
    keep_notes([Note(f"recall:{row.key}", "recall", body)], now)


def released() -> list[tuple[str, str, str, str]]:
    """(key, use, person, recipient) of everything that was told and not recalled."""
    rows = ProposalRow.objects.filter(state="released", recalled_at=None).order_by("key")
    return list(rows.values_list("key", "use", "person", "recipient"))
