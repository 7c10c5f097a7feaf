"""A witness: another body signs what it has seen of a log, and refuses one that no longer holds what it saw.

A log that shows different people different histories has to get past everybody's witness. A witness needs the public
files only; what it has seen it keeps outside the log (C2SP tlog-witness, without the network; tlog-cosignature).
"""

from __future__ import annotations

from pathlib import Path

from ginnel.governance.tlog import checkpoint as checkpoints
from ginnel.governance.tlog import disk
from ginnel.governance.tlog.audit import WITNESSES
from ginnel.governance.tlog.checkpoint import Head, cosigned
from ginnel.governance.tlog.levels import Reader
from ginnel.governance.tlog.log import CHECKPOINT, LOCK, stored
from ginnel.governance.tlog.merkle import consistency_proof, consistent
from ginnel.governance.tlog.signed import WITNESS, BadNote, Signer, Verifier, named
from ginnel.vocabulary import NotAllowed


def witnessed(folder: Path, log: Verifier, key: Signer, state: Path, when: int) -> Head:
    """Sign the checkpoint in `folder` as `key`, if the log still holds everything that this witness saw before.

    `state` is the witness's own file with the last checkpoint that it signed; `when` is the time in seconds since 1970.
    Raises `NotAllowed` for a log that was cut off or forked, and for a checkpoint that `log` has not signed.
    """
    if key.kind != WITNESS:
        raise NotAllowed(f"{key.name} is the key of a log: a witness signs with a key of its own")
    with disk.locked(state.with_name(f"{state.name}.lock")), disk.locked(folder / LOCK):
        message = (folder / CHECKPOINT).read_bytes()
        head = _signed_by(message, log, "the log's checkpoint")
        before = _signed_by(state.read_bytes(), log, str(state)) if state.exists() else None
        if before is not None:
            _follows(folder, before, head)
        line = key.line(head.text, when)
        # The witness remembers first: whatever happens next, it never signs anything that denies this.
        disk.replace(state, cosigned(message, line))
        _left_with(folder, key.verifier, cosigned(message, line))
    return head


def _signed_by(message: bytes, log: Verifier, what: str) -> Head:
    try:
        return checkpoints.read(message, log).head
    except BadNote as error:
        raise NotAllowed(f"{what} is not signed by {log.name}: {error}") from None


def _follows(folder: Path, before: Head, head: Head) -> None:
    if head.size < before.size:
        raise NotAllowed(
            f"the log was cut off or rolled back: this witness saw {before.size:,} entries, and {head.size:,} are here"
        )
    try:
        span = Reader(head.size, lambda tile: stored(folder, tile)).span
        proof = consistency_proof(before.size, head.size, span)
    except (OSError, ValueError) as error:
        raise NotAllowed(f"the log cannot show that it holds what this witness saw: {error}") from None
    if not consistent(before.size, before.root, head.size, head.root, proof):
        raise NotAllowed(
            f"the log was forked: its first {before.size:,} entries are not those that this witness saw. Keep the "
            "checkpoint that you have and tell the other bodies"
        )


def _left_with(folder: Path, key: Verifier, message: bytes) -> None:
    """Leave the signed checkpoint with the log, beside the key that checks it."""
    name = file_name(key.name)
    disk.replace(folder / WITNESSES / f"{name}.pub", f"{key.text}\n".encode())
    disk.replace(folder / WITNESSES / f"{name}.checkpoint", message)
    disk.replace(folder / CHECKPOINT, message)


def file_name(name: str) -> str:
    """A key's name as that of a file."""
    if not named(name):
        raise NotAllowed("a witness has a name without white space and plus signs")
    return "".join(c if c.isalnum() or c in "-." else "-" for c in name).strip(".") or "witness"
