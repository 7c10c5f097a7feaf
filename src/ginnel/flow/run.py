"""A night's run: its folder, its secrets, its steps. Killed anywhere and started again, it goes on where it was."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ginnel.engines import write_bytes, write_text
from ginnel.vocabulary import BadInput, Problem

Entropy = Callable[[int], bytes]
"""Gives so many random bytes; the operating system's in production."""
Progress = Callable[[str, str], None]
"""Told the step and a plain sentence when a step begins and ends."""

STEPS = ("plan", "load", "link", "measure", "again", "look", "settle")


@dataclass(frozen=True)
class Run:
    """One run. `secret` yields the salts of its ledger entries; `region_secret` the stable ids of people and homes."""

    id: str
    now: datetime
    folder: Path
    secret: bytes
    region_secret: bytes
    progress: Progress

    def path(self, *parts: str) -> Path:
        return self.folder.joinpath(*parts)

    def step(self, name: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Do `work` once: its small JSON answer is kept, and a run that comes by again takes the kept one."""
        mark = self.path(f"{name}.json")
        if mark.exists():
            self.progress(name, "already done")
            return dict(json.loads(mark.read_text(encoding="utf-8")))
        self.progress(name, "begins")
        text = json.dumps(work(), sort_keys=True, indent=1) + "\n"
        write_text(mark, text)
        self.progress(name, "done")
        # Read back, so that a run that goes on sees exactly what one that comes by again sees.
        return dict(json.loads(text))


@contextmanager
def alone(region: Path) -> Iterator[None]:
    """Hold the region's lock: one night at a time. A killed process lets go of it by itself.

    Raises `BadInput` when another process holds it.
    """
    path = region / "lake" / "runs" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(
                Problem(
                    "another night is running in this region",
                    file=str(region),
                    mend="wait until it ends, then try again",
                )
            ) from None
        yield


def open_run(region: Path, *, now: datetime, entropy: Entropy, progress: Progress) -> Run:
    """The unfinished run if there is one (with its own `now`), otherwise a new one."""
    if now.tzinfo is None or not 2000 <= now.year < 2100:
        raise BadInput(Problem("the time of a run needs a time zone and a year of this century", key="now"))
    if last_run(region) and not (region / "ledger" / "secrets" / "region.key").exists():
        raise BadInput(
            Problem(
                "the region's key is gone: with a new one every person and case would look new",
                file="ledger/secrets/region.key", mend="restore it from a backup",
            )
        )  # fmt: skip
    current = region / "lake" / "runs" / "current.json"
    if current.exists():
        kept = json.loads(current.read_text(encoding="utf-8"))
        id, now = kept["id"], datetime.fromisoformat(kept["now"])
    else:
        id = now.strftime("%Y%m%dT%H%M%S")
        write_text(current, json.dumps({"id": id, "now": now.isoformat()}) + "\n")
    secrets = region / "ledger" / "secrets"
    return Run(
        id=id,
        now=now,
        folder=region / "lake" / "runs" / id,
        secret=_secret(secrets / f"{id}.key", entropy),
        region_secret=_secret(secrets / "region.key", entropy),
        progress=progress,
    )


def restarted(region: Path, run: Run, entropy: Entropy) -> Run:
    """A new run in place of one whose region changed under it; the old one's folder and ledger entries stay."""
    (region / "lake" / "runs" / "current.json").unlink(missing_ok=True)
    number = sum(p.name.startswith(run.id) for p in run.folder.parent.iterdir() if p.is_dir())
    current = {"id": f"{run.id}-{number}", "now": run.now.isoformat()}
    write_text(region / "lake" / "runs" / "current.json", json.dumps(current) + "\n")
    return open_run(region, now=run.now, entropy=entropy, progress=run.progress)


def close_run(region: Path, run: Run) -> None:
    """Say that the run is complete; the next call of `open_run` starts a new one."""
    write_text(region / "lake" / "runs" / "last.json", json.dumps({"id": run.id, "now": run.now.isoformat()}) + "\n")
    (region / "lake" / "runs" / "current.json").unlink(missing_ok=True)


def last_run(region: Path) -> str | None:
    """The id of the last complete run."""
    note = region / "lake" / "runs" / "last.json"
    return str(json.loads(note.read_text(encoding="utf-8"))["id"]) if note.exists() else None


def region_secret(region: Path) -> bytes | None:
    """The region's secret, if a run has made it."""
    path = region / "ledger" / "secrets" / "region.key"
    return path.read_bytes() if path.exists() else None


def _secret(path: Path, entropy: Entropy) -> bytes:
    if not path.exists():
        write_bytes(path, entropy(32))
        path.chmod(0o600)
    return path.read_bytes()
