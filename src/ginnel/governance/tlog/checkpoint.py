"""Checkpoints (C2SP tlog-checkpoint): how many entries a log has and the root of their tree, signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ginnel.governance.tlog.signed import LOG, BadNote, Signature, Signer, Verifier, opened, packed, unpacked


@dataclass(frozen=True)
class Head:
    """What a checkpoint says: the log's name, its number of entries, its root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{packed(self.root)}\n"


@dataclass(frozen=True)
class Checkpoint:
    """A head whose log signature was checked, with the witnesses who signed it and signatures of unknown keys."""

    head: Head
    witnesses: tuple[Signature, ...]
    unknown: tuple[Signature, ...]


def head_of(text: str) -> Head:
    """The head in a note's text. Raises `BadNote`. Lines behind the third are allowed and mean nothing here."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise BadNote("a checkpoint has a name, a number and a root, each on a line of its own")
    size = lines[1]
    if not (size.isascii() and size.isdigit()) or str(int(size)) != size or int(size) >= 2**63:
        raise BadNote("the second line of a checkpoint is the number of entries")
    root = unpacked(lines[2])
    if len(root) != 32:
        raise BadNote("the third line of a checkpoint is a SHA-256 hash")
    return Head(lines[0], int(size), root)


def signed(head: Head, key: Signer) -> bytes:
    """A head as its log signs it."""
    return f"{head.text}\n{key.line(head.text)}".encode()


def read(message: bytes, log: Verifier, witnesses: Iterable[Verifier] = ()) -> Checkpoint:
    """A checkpoint that `log` signed. Raises `BadNote` when it did not, or a known witness's line does not fit."""
    if log.kind != LOG:
        raise BadNote(f"{log.name} is the key of a witness, not of a log")
    note = opened(message, [log, *witnesses])
    if not any((s.name, s.id) == (log.name, log.id) for s in note.checked):
        raise BadNote(f"{log.name} has not signed this")
    head = head_of(note.text)
    if head.origin != log.name:
        raise BadNote(f"this is a checkpoint of {head.origin}, not of {log.name}")
    return Checkpoint(head, tuple(s for s in note.checked if s.when is not None), note.unknown)


def cosigned(message: bytes, line: str) -> bytes:
    """A checkpoint with one more signature line; an earlier line of the same key goes."""
    whole = message.decode()
    cut = whole.rfind("\n\n") + 2
    _, name, value = line.rstrip("\n").split(" ")
    key = unpacked(value)[:4]
    rest = [
        kept
        for kept in whole[cut:].splitlines()
        if not (kept.split(" ")[1] == name and unpacked(kept.split(" ")[2])[:4] == key)
    ]
    return (whole[:cut] + "".join(f"{kept}\n" for kept in rest) + line).encode()
