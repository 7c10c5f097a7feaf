"""The ledger: entries that say what was permitted, told, refused or looked at, kept in a transparency log (`tlog`).

They hold counts, ids of agreements and salted commitments; never a name, an identifier or a value from a record. Salts
come from secrets beside the ledger that can be deleted: then no commitment can be checked against a person any more,
and the log still verifies. So it is with keys: a note's key is that of a row in the store, and what is written of it is
sealed with the month's secret, so that entries match rows, and one night's those of another, only for whoever holds it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ginnel.vocabulary import canonical, keyed


@dataclass(frozen=True)
class Entry:
    """One entry. `key` says which event of which run it is, so that a resumed run never writes it twice."""

    number: int
    key: str
    kind: str
    at: str
    body: Mapping[str, Any]

    @property
    def leaf(self) -> bytes:
        """The entry as the log keeps and hashes it: JSON in one spelling, the key first so that it is found quickly."""
        head = f'{{"key":{_text(self.key)},"kind":{_text(self.kind)},"at":{_text(self.at)},"body":'
        return head.encode() + canonical(self.body) + b"}"

    @property
    def hash(self) -> str:
        """Its hash in the tree (RFC 6962 section 2.1), as 64 hexadecimal digits."""
        return hashlib.sha256(b"\x00" + self.leaf).hexdigest()


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


_BEHIND_KEY = b'","kind":"'
"""Stands behind an entry's key. Quotes within a key are escaped, so the first is the right one."""


def key_in(leaf: bytes) -> bytes:
    """The key in an entry, as JSON writes it: enough to tell entries apart, without taking the whole apart."""
    return leaf[8 : leaf.index(_BEHIND_KEY, 8)]


def key_bytes(key: str) -> bytes:
    """A key as `key_in` finds it."""
    return _text(key)[1:-1].encode()


def entry_of(number: int, leaf: bytes) -> Entry:
    """An entry from the log. Raises ValueError when it is none, or not in the one spelling."""
    try:
        data = json.loads(leaf)
        found = Entry(number, data["key"], data["kind"], data["at"], data["body"])
        if found.leaf == leaf:
            return found
    except (KeyError, TypeError):
        pass
    raise ValueError(f"entry {number} is not one that Ginnel wrote")


@dataclass(frozen=True)
class Note:
    """What a room wants recorded; the ledger adds its number."""

    key: str
    kind: str
    body: Mapping[str, Any]


class LedgerPort(Protocol):
    """Where entries are kept. `append` is durable when it returns and skips notes whose key is already there."""

    def append(self, notes: Iterable[tuple[Note, str]]) -> int: ...
    def entries(self) -> Iterable[Entry]: ...


def commitment(run_secret: bytes, key: str, value: Any) -> str:
    """A salted commitment to `value`: HMAC under a salt that only the run secret yields.

    The salt of an entry is HMAC(run secret, entry key), so a resumed run writes the same commitment; whoever deletes
    the run secret makes every commitment of the run unreadable.
    """
    salt = bytes.fromhex(keyed(run_secret, "salt", key))
    return keyed(salt, canonical(value).decode())
