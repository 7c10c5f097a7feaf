"""Notes for the ledger: written in the transaction of what they record, appended to the file after the commit."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ginnel.app.ledger import open_log, secret_of
from ginnel.app.services import place
from ginnel.governance import Note
from ginnel.governance.ledger import commitment
from ginnel.governance.tlog import Log
from ginnel.store.desk import DjangoDesk
from ginnel.store.notes import keep_notes
from ginnel.vocabulary import BadInput

LOG = logging.getLogger(__name__)


def ledger() -> Log:
    return open_log(place.folder())


def write(key: str, kind: str, body: Mapping[str, Any], now: datetime) -> None:
    """Put a note beside what it is about, in the caller's transaction. The same key twice is one note."""
    keep_notes([Note(key, kind, body)], now)


def sealed(key: str, value: Any, now: datetime) -> str:
    """A salted commitment to `value`: proof for whoever holds the month's secret, noise once that is deleted."""
    return commitment(secret_of(place.folder(), now), key, value)


def flush() -> int:
    """Append every waiting note, oldest first, and mark it. Gives how many were appended.

    A ledger that somebody broke takes no more: the notes wait in the store, nothing is lost, and the page goes on.
    """
    try:
        return DjangoDesk(ledger()).flush()
    except BadInput:
        LOG.error("the ledger takes no more entries: run `ginnel ledger verify`; notes wait in the store")
        return 0
