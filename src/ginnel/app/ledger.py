"""Walking a region's ledger."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from ginnel.app.night import LEDGER
from ginnel.app.setup import migrate, setup
from ginnel.governance.ledger_file import FileLedger
from ginnel.governance.openings import rebuilt
from ginnel.vocabulary import BadInput, NotAllowed, Problem


@dataclass(frozen=True)
class Walk:
    """What walking the chain found. `fault_line` and `fault` are None when every entry follows from the one before."""

    entries: int
    kinds: dict[str, int]
    head: str | None
    fault_line: int | None
    fault: str | None


@dataclass(frozen=True)
class Vouched:
    """Tellings in the store against the ledger: how many it vouches for, the faults, and how many can no longer be
    checked because their month's key was deleted on purpose."""

    good: int
    faults: tuple[str, ...]
    unreadable: int


def vouched(folder: Path) -> Vouched:
    """Check each telling in the store against its ledger entry."""
    setup(folder)
    migrate()
    from ginnel.app.services.notes import secret_path
    from ginnel.store.models import ProposalRow

    entries = {e.key: e for e in FileLedger(folder / LEDGER).entries() if e.kind == "disclosure"}
    faults, good, unreadable = [], 0, 0
    for row in ProposalRow.objects.filter(state="released").order_by("key"):
        entry = entries.get(f"disclosure:{row.key}")
        if entry is None or row.opening is None:
            faults.append(f"{row.key[:12]}: the ledger has no entry for it")
            continue
        key = secret_path(folder, datetime.fromisoformat(entry.at))
        if not key.exists():
            unreadable += 1
            continue
        try:
            rebuilt(row.opening, entry, key.read_bytes())
            good += 1
        except NotAllowed as error:
            faults.append(f"{row.key[:12]}: {error}")
    return Vouched(good, tuple(faults), unreadable)


def verify(folder: Path) -> Walk:
    """Walk the ledger of the region in `folder`. Raises `BadInput` when there is none."""
    ledger = FileLedger(folder / LEDGER)
    if not ledger.path.exists():
        raise BadInput(
            Problem("there is no ledger yet", file=str(ledger.path), mend=f"ginnel nightly {folder} writes one")
        )
    count, fault = ledger.verify()
    kinds: Counter[str] = Counter()
    head = None
    for entry in islice(ledger.entries(), count):
        kinds[entry.kind] += 1
        head = entry.hash
    return Walk(count, dict(sorted(kinds.items())), head, fault.line if fault else None, fault.what if fault else None)
