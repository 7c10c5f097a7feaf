"""A proof of one entry (C2SP tlog-proof): checked offline with the log's public key and this file alone.

The entry itself travels in the `extra` line, so that whoever holds the file sees what was recorded. That line proves
nothing by itself: its hash must lead to the signed root.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ginnel.governance.ledger import Entry, entry_of
from ginnel.governance.tlog import checkpoint as checkpoints
from ginnel.governance.tlog.checkpoint import Checkpoint
from ginnel.governance.tlog.log import CHECKPOINT, Log
from ginnel.governance.tlog.merkle import included, inclusion_proof, leaf_hash
from ginnel.governance.tlog.signed import BadNote, Verifier, packed, unpacked
from ginnel.governance.tlog.tiles import WIDTH, bundles_of, entries_of

FORMAT = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Proof:
    """An entry that was proven, and the checkpoint in whose tree it is."""

    entry: Entry
    checkpoint: Checkpoint


def prove(log: Log, number: int) -> str:
    """The proof of entry `number` in the log as its checkpoint stands. Raises ValueError when there is no such entry."""
    message = (log.folder / CHECKPOINT).read_bytes()
    size = log.head().size
    hashes = inclusion_proof(number, size, log.reader(size).span)
    tile = list(bundles_of(size))[number // WIDTH]
    leaf = entries_of((log.folder / tile.path).read_bytes(), tile.width)[number % WIDTH]
    lines = [FORMAT, f"extra {packed(leaf)}", f"index {number}", *map(packed, hashes), "", message.decode()]
    return "\n".join(lines)


def checked(text: str, log: Verifier, witnesses: Iterable[Verifier] = ()) -> Proof:
    """What a proof shows. Raises `BadNote` with the reason when it shows nothing."""
    head, gap, message = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or len(lines) < 3 or lines[0] != FORMAT:
        raise BadNote(f"this is no proof: its first line is {FORMAT}")
    if not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise BadNote("this proof does not carry its entry and its number")
    leaf, number = unpacked(lines[1].removeprefix("extra ")), _number(lines[2].removeprefix("index "))
    hashes = [unpacked(line) for line in lines[3:]]
    found = checkpoints.read(message.encode(), log, witnesses)
    if any(len(h) != 32 for h in hashes):
        raise BadNote("each step of a proof is a SHA-256 hash")
    if not included(leaf_hash(leaf), number, found.head.size, found.head.root, hashes):
        raise BadNote("the entry is not in the tree that was signed: the entry, its number or a step was changed")
    try:
        return Proof(entry_of(number, leaf), found)
    except ValueError as error:
        raise BadNote(str(error)) from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or str(int(text)) != text:
        raise BadNote("the number of an entry is written in decimal")
    return int(text)
