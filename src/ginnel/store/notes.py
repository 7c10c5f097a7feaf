"""Notes for the ledger, kept beside what they are about until they are appended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ginnel.governance import Note
from ginnel.store.models import LedgerNote


def keep_notes(notes: Iterable[Note], now: datetime) -> None:
    """Write notes beside what they are about; call inside its transaction, and `DjangoDesk.flush` after it."""
    at = now.isoformat()
    rows = [LedgerNote(key=n.key, kind=n.kind, body=dict(n.body), at=at) for n in notes]
    LedgerNote.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
