"""Working a pool out for a command, and keeping what came of it for the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from ginnel.engines import write_text
from ginnel.flow.pooled import more_homes
from ginnel.procurement import load_pool, reckon
from ginnel.procurement.told import told
from ginnel.procurement.words import lines, report
from ginnel.synthetic.pool import write_pool
from ginnel.vocabulary import BadInput, Problem

RESULT = "outcome.json"
SENSORS, SENSOR_MONEY = "damp-sensors", 50_000.0
"""The lot of the story, and the pounds for which its reach is told."""

__all__ = ["RESULT", "example", "kept", "lines", "pooled", "report"]


def pooled(folder: Path, today: date, *, progress: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Work the pool of `folder` out, keep it there as `outcome.json`, give it. Raises `BadInput`."""
    outcome = reckon(load_pool(folder), today, progress=progress)
    answer = {**told(outcome), "on": today.isoformat()}
    reach = more_homes(outcome, SENSORS, SENSOR_MONEY)
    answer["reach"] = None if reach is None else {**reach.__dict__, "more": reach.more}
    write_text(folder / RESULT, json.dumps(answer, indent=1, sort_keys=True) + "\n")
    return answer


def kept(folder: Path) -> dict[str, Any] | None:
    """What was kept last; None where no pool was worked out yet."""
    path = folder / RESULT
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def example(folder: Path, today: date, *, seed: int = 1) -> None:
    """Write the invented pool of twelve councils. Raises `BadInput` where something stands already."""
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(Problem("something stands here already", file=str(folder), mend="name a new folder"))
    write_pool(folder, seed=seed, today=today)
