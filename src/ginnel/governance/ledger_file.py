"""The ledger as a file of JSON lines: appended under a lock, flushed to disk, healed after a crash."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ginnel.governance.ledger import START, Entry, Fault, Note, parse, verify
from ginnel.vocabulary import BadInput, Problem


class FileLedger:
    """The chain in `path`. Several processes may append; each append is whole and durable, or absent."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, notes: Iterable[tuple[Note, str]]) -> int:
        """Add notes, each with its time (ISO 8601), skipping keys already there. Returns how many were new.

        Raises `BadInput` when the last line is whole but broken: somebody changed the file, and a chain must not
        grow from a broken link.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked() as file:
            known, last = _read_back(file, self.path)
            lines = []
            for note, at in notes:
                if note.key in known:
                    continue
                number = last.number + 1 if last else 0
                last = Entry(number, note.key, note.kind, at, dict(note.body), last.hash if last else START)
                known.add(note.key)
                lines.append(last.line() + "\n")
            file.write("".join(lines).encode())
            file.flush()
            os.fsync(file.fileno())
        return len(lines)

    def entries(self) -> Iterator[Entry]:
        """Every entry, oldest first. Raises ValueError at a broken line; `verify` says where."""
        for line in self._lines():
            yield parse(line)

    def verify(self) -> tuple[int, Fault | None]:
        """Walk the chain: the number of good entries and the first fault, if any."""
        return verify(self._lines())

    def _lines(self) -> Iterator[str]:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for raw in file:
                yield raw.decode("utf-8", errors="replace").rstrip("\n")

    @contextmanager
    def _locked(self) -> Iterator[IO[bytes]]:
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file


def _read_back(file: IO[bytes], path: Path) -> tuple[set[str], Entry | None]:
    """Keys already there and the last entry; half a line at the end, left by a crash, is cut off."""
    file.seek(0)
    keys: set[str] = set()
    last: Entry | None = None
    good = 0
    for number, raw in enumerate(file, start=1):
        if not raw.endswith(b"\n"):
            file.truncate(good)
            break
        try:
            last = parse(raw.decode())
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(
                Problem(
                    f"the ledger is broken here: {error}", file=str(path), line=number,
                    mend="run `ginnel ledger verify`, keep this file as evidence and restore the ledger from a backup",
                )
            ) from None  # fmt: skip
        keys.add(last.key)
        good += len(raw)
    file.seek(0, os.SEEK_END)
    return keys, last
