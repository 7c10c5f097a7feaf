"""Receipts about people in one batch: a sub-tree of salted commitments whose root is one entry of the ledger.

Who holds her receipt (its salt, its value and the way up) can show that it was in the batch; nobody can read anything
about anybody out of the commitments. Salts come from the run's secret: whoever deletes it makes the whole batch
unreadable, and the ledger still verifies.

The sub-tree joins sixteen at a time, not two as the log does: one hash for each receipt and one for every fifteen more,
where pairs would take two for each. The way up is a few groups of sixteen instead of a few more single hashes.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import iter_unpack

from ginnel.governance.ledger import Note
from ginnel.governance.tlog import disk
from ginnel.governance.tlog.merkle import HASH

SALT, ROW = 32, 33
"""Bytes of one salt, and of a salt behind the zero byte that marks a leaf."""
GROUP = 16
"""Hashes that one hash of the next level covers."""
FOLDER = "receipts"
"""Where the commitments of each batch lie, below the log's folder. They say nothing without the salts."""


@dataclass(frozen=True)
class Receipt:
    """What one person is handed: enough to check it against the batch's entry, and nothing about anybody else.

    `path` holds, from the leaf up, the group of hashes in which the one below stands.
    """

    number: int
    count: int
    value: bytes
    salt: bytes
    path: tuple[bytes, ...]


def salts(run_secret: bytes, batch: str, count: int) -> bytes:
    """A zero byte and a salt for each receipt: SHAKE-256 (FIPS 202) of a seed that only the run's secret yields."""
    seed = hmac.new(run_secret, b"receipts\n" + batch.encode(), hashlib.sha256).digest()
    rows = bytearray(hashlib.shake_256(seed).digest(ROW * count))
    rows[::ROW] = bytes(count)
    return bytes(rows)


def commitments(values: Sequence[bytes], rows: bytes) -> list[bytes]:
    """One hash for each value behind its row of `salts`."""
    sha256 = hashlib.sha256
    return [sha256(row + value).digest() for (row,), value in zip(iter_unpack(f"{ROW}s", rows), values, strict=True)]


def above(hashes: bytes) -> bytes:
    """The next level: one hash for every sixteen, behind a byte that marks it as no leaf; the last may cover fewer."""
    sha256, step = hashlib.sha256, GROUP * HASH
    return b"".join([sha256(b"\x01" + hashes[i : i + step]).digest() for i in range(0, len(hashes), step)])


def levels(hashes: bytes) -> list[bytes]:
    """The commitments and every level above them; the last is the root alone."""
    found = [hashes]
    while len(found) == 1 or len(found[-1]) > HASH:
        found.append(above(found[-1]))
    return found


def kept(folder: Path, batch: str, values: Sequence[bytes], run_secret: bytes) -> Note:
    """Keep the commitments of a batch, durable on return, and give the note for the ledger.

    The order of `values` is part of the batch: sort them, so that a resumed run makes the same one. Raises ValueError
    for a batch of nothing.
    """
    if not values:
        raise ValueError("a batch holds at least one receipt")
    hashes = b"".join(commitments(values, salts(run_secret, batch, len(values))))
    disk.replace(file_of(folder, batch), hashes)
    body = {"batch": batch, "receipts": len(values), "root": levels(hashes)[-1].hex()}
    return Note(f"{batch}/receipts", "receipts", body)


def file_of(folder: Path, batch: str) -> Path:
    """The file of a batch. Its name is a hash: a batch may be called anything."""
    return folder / FOLDER / hashlib.sha256(batch.encode()).hexdigest()[:32]


def receipt(folder: Path, batch: str, number: int, value: bytes, run_secret: bytes) -> Receipt:
    """The receipt of the value that was number `number` of its batch. Raises ValueError when it was another."""
    whole_tree = levels(file_of(folder, batch).read_bytes())
    row = salts(run_secret, batch, number + 1)[-ROW:]
    if commitments([value], row)[0] != whole_tree[0][number * HASH : (number + 1) * HASH]:
        raise ValueError(f"receipt {number} of {batch} is about something else")
    path, place = [], number
    for level in whole_tree[:-1]:
        place //= GROUP
        path.append(level[place * GROUP * HASH : (place + 1) * GROUP * HASH])
    return Receipt(number, len(whole_tree[0]) // HASH, value, row[1:], tuple(path))


def shows(found: Receipt, body: Mapping[str, object]) -> bool:
    """Whether a receipt was in the batch of a ledger entry, given the entry's body."""
    if body.get("receipts") != found.count or not 0 <= found.number < found.count or len(found.salt) != SALT:
        return False
    node, place, count = commitments([found.value], b"\x00" + found.salt)[0], found.number, found.count
    for group in found.path:
        first = place // GROUP * GROUP
        at = (place - first) * HASH
        if len(group) != min(GROUP, count - first) * HASH or group[at : at + HASH] != node:
            return False
        node, place, count = above(group), place // GROUP, -(-count // GROUP)
    return bool(found.path) and count == 1 and node.hex() == body.get("root")


def whole(folder: Path, body: Mapping[str, object]) -> bool:
    """Whether the commitments that are kept are those of the batch's entry."""
    try:
        data = file_of(folder, str(body.get("batch"))).read_bytes()
    except OSError:
        return False
    fits = bool(data) and len(data) % HASH == 0 and len(data) // HASH == body.get("receipts")
    return fits and levels(data)[-1].hex() == body.get("root")
