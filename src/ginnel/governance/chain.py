"""The earlier form of the ledger: JSON lines, each with the SHA-256 of the one before. Read and checked, never written.

Regions that began with it keep `ledger/ledger.jsonl` as evidence; the first entry of their transparency log holds how
many lines it has and the hash of the last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ginnel.vocabulary import canonical

START = "0" * 64
"""What the first line holds as the hash of the one before."""


@dataclass(frozen=True)
class Link:
    """One line of a chain."""

    number: int
    key: str
    kind: str
    at: str
    body: Mapping[str, Any]
    before: str

    @property
    def hash(self) -> str:
        return hashlib.sha256(canonical(self)).hexdigest()

    def line(self) -> str:
        """The line of the file, without its end. It carries its own hash for people who look at the file."""
        whole = {**json.loads(canonical(self)), "hash": self.hash}
        return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class Break:
    """Where a chain breaks: the line number in the file (from 1) and what is wrong with it."""

    line: int
    what: str


def parse(line: str) -> Link:
    """A link from its line. Raises ValueError, KeyError or TypeError when it is not one."""
    data = json.loads(line)
    link = Link(data["number"], data["key"], data["kind"], data["at"], data["body"], data["before"])
    if line != link.line():
        raise ValueError("its hash does not fit its content: the line was changed")
    return link


def walk(lines: Iterable[str]) -> tuple[list[Link], Break | None]:
    """The good links from the beginning, and the first break if there is one."""
    found: list[Link] = []
    keys: set[str] = set()
    for position, line in enumerate(lines, start=1):
        try:
            link = parse(line)
        except (ValueError, KeyError, TypeError) as error:
            return found, Break(position, str(error) or "not an entry")
        wrong = _wrong(link, found[-1] if found else None, keys)
        if wrong:
            return found, Break(position, wrong)
        keys.add(link.key)
        found.append(link)
    return found, None


def _wrong(link: Link, before: Link | None, keys: set[str]) -> str | None:
    expected = before.number + 1 if before else 0
    if link.number != expected:
        return f"entry {link.number} stands where {expected} belongs: a line is missing or moved"
    if link.before != (before.hash if before else START):
        return "it does not follow from the line before: a line was changed, added or removed"
    if link.key in keys:
        return "the same event is recorded twice"
    return None


def lines_of(path: Path) -> Iterator[str]:
    """The whole lines of a chain; half a line that a crash left at the end does not count. Nothing if there is no file."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for raw in file:
            if raw.endswith(b"\n"):
                yield raw[:-1].decode("utf-8", errors="replace")
