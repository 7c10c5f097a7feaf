"""Running a night for a region: Django set up, the desk wired, the flow called."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ginnel.app.ledger import open_log
from ginnel.app.setup import migrate, setup
from ginnel.flow.nightly import Night, nightly
from ginnel.flow.run import Entropy, Progress, alone
from ginnel.region import load_region


def run_night(folder: Path, *, now: datetime, entropy: Entropy, progress: Progress) -> Night:
    """The whole night of the region in `folder`. Raises `BadInput` for a folder that is no region, and
    when another night is running there."""
    region = load_region(folder)
    # The lock comes before the store is touched: two that make its tables at once would trip over each other.
    with alone(folder):
        setup(folder)
        migrate()
        from ginnel.store.desk import DjangoDesk

        return nightly(region, DjangoDesk(open_log(folder)), now=now, entropy=entropy, progress=progress)
