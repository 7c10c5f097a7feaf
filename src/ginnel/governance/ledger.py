"""The ledger: an append-only chain of entries, each holding the SHA-256 of the one before.

Entries say what was permitted, told, refused or looked at, by counts, ids of agreements and salted commitments; never
a name, an identifier or a value from a record. Salts come from secrets beside the ledger that can be deleted: then no
commitment can be checked against a person any more, and the chain still verifies. An entry's key is opaque, but while
the operational store still holds the same key, the store says whom it is about; erasure has to rewrite both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ginnel.vocabulary import canonical, keyed

START = "0" * 64
"""What the first entry holds as the hash of the one before."""


@dataclass(frozen=True)
class Entry:
    """One line. `key` says which event of which run it is, so that a resumed run never writes it twice."""

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
        return json.dumps(
            {**json.loads(canonical(self)), "hash": self.hash},
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )


@dataclass(frozen=True)
class Note:
    """What a room wants recorded; the ledger adds number and chain."""

    key: str
    kind: str
    body: Mapping[str, Any]


class LedgerPort(Protocol):
    """Where entries are kept. `append` is durable when it returns and skips notes whose key is already there."""

    def append(self, notes: Iterable[Note], at: str) -> int: ...
    def entries(self) -> Iterable[Entry]: ...
    def keys(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Fault:
    """Where a chain breaks: the line number in the file (from 1) and what is wrong with it."""

    line: int
    what: str


def parse(line: str) -> Entry:
    """An entry from its line. Raises ValueError, KeyError or TypeError when it is not one."""
    data = json.loads(line)
    entry = Entry(data["number"], data["key"], data["kind"], data["at"], data["body"], data["before"])
    if data["hash"] != entry.hash:
        raise ValueError("its hash does not fit its content: the line was changed")
    return entry


def verify(lines: Iterable[str]) -> tuple[int, Fault | None]:
    """Walk a chain: the number of good entries, and the first fault if there is one."""
    before, number, keys = START, 0, set()
    for position, line in enumerate(lines, start=1):
        try:
            entry = parse(line)
        except (ValueError, KeyError, TypeError) as error:
            return number, Fault(position, str(error) or "not an entry")
        if entry.number != number:
            return number, Fault(
                position, f"entry {entry.number} stands where {number} belongs: a line is missing or moved"
            )
        if entry.before != before:
            return number, Fault(
                position, "it does not follow from the line before: a line was changed, added or removed"
            )
        if entry.key in keys:
            return number, Fault(position, "the same event is recorded twice")
        keys.add(entry.key)
        before, number = entry.hash, number + 1
    return number, None


def commitment(run_secret: bytes, key: str, value: Any) -> str:
    """A salted commitment to `value`: HMAC under a salt that only the run secret yields.

    The salt of an entry is HMAC(run secret, entry key), so a resumed run writes the same commitment; whoever deletes
    the run secret makes every commitment of the run unreadable.
    """
    salt = bytes.fromhex(keyed(run_secret, "salt", key))
    return keyed(salt, canonical(value).decode())
