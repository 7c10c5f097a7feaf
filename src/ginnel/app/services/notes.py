"""Notes for the ledger: written in the transaction of what they record, appended to the file after the commit."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ginnel.app.entropy import entropy_for
from ginnel.app.night import LEDGER
from ginnel.app.services import place
from ginnel.engines import write_bytes
from ginnel.governance import Note
from ginnel.governance.ledger import commitment
from ginnel.governance.ledger_file import FileLedger
from ginnel.store.desk import DjangoDesk, keep_notes
from ginnel.vocabulary import BadInput

LOG = logging.getLogger(__name__)


def ledger() -> FileLedger:
    return FileLedger(place.folder() / LEDGER)


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


def secret_of(folder: Path, now: datetime) -> bytes:
    """The month's secret of the desk, made on first use; deleted when its looks and tellings may be forgotten."""
    path = secret_path(folder, now)
    if not path.exists():
        write_bytes(path, entropy_for(folder)(32))
        path.chmod(0o600)
    return path.read_bytes()


def secret_path(folder: Path, now: datetime) -> Path:
    return folder / "ledger" / "secrets" / f"desk-{now:%Y%m}.key"
