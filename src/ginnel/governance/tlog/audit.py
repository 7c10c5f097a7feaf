"""Checking a log from its public files alone: every hash computed anew, every signature, every earlier checkpoint.

Nothing here needs the region's store, its secrets or Ginnel's account: a copy of the folder and the log's public key,
got some other way than from the folder, are enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ginnel.governance import chain
from ginnel.governance.ledger import Entry, entry_of
from ginnel.governance.tlog import checkpoint as checkpoints
from ginnel.governance.tlog.checkpoint import Checkpoint, Head
from ginnel.governance.tlog.levels import root_of
from ginnel.governance.tlog.locate import Fault, Tree, beyond, looked_at
from ginnel.governance.tlog.log import CHECKPOINT, EARLIER, FIRST, PUBLIC_KEY
from ginnel.governance.tlog.receipts import FOLDER, file_of, whole
from ginnel.governance.tlog.signed import WITNESS, BadNote, Verifier, verifier

WITNESSES = "witnesses"
"""Folder with each witness's public key (`name.pub`) and the last checkpoint that it signed (`name.checkpoint`)."""


@dataclass(frozen=True)
class Seen:
    """A witness's word: at `when` (seconds since 1970) it had seen the first `size` entries, and nothing else."""

    name: str
    size: int
    when: int


@dataclass(frozen=True)
class Report:
    """What checking found. Without faults, `entries` are exactly what the log's key signed."""

    head: Head | None
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    witnesses: tuple[Seen, ...]
    earlier: int
    left_over: tuple[str, ...]
    own_key: bool
    """The public key came out of the folder: it shows that the folder fits itself, not who signed."""

    @property
    def kinds(self) -> dict[str, int]:
        return dict(sorted(Counter(e.kind for e in self.entries).items()))


def audit(
    folder: Path, key: Verifier | None = None, since: bytes | None = None, witnesses: Iterable[Verifier] = ()
) -> Report:
    """Check the log in `folder`: against `key` (or the one in the folder), and against a checkpoint kept from before.

    `witnesses` are keys of witnesses known from elsewhere, besides those in the folder.
    """
    faults: list[Fault] = []
    log = _log_key(folder, key, faults)
    known = {v.id: v for v in [*_witness_keys(folder, faults), *witnesses]}
    found = _checkpoint(folder, log, known.values(), faults) if log else None
    if log is None or found is None:
        return Report(None, (), tuple(faults), (), 0, (), key is None)
    tree = looked_at(folder, found.head.size, found.head.root)
    faults += tree.faults
    entries = tuple(_entries(tree, faults))
    earlier = _earlier(folder, entries, faults)
    faults += [
        Fault(
            f"{FOLDER}/{file_of(folder, str(e.body.get('batch'))).name}", "it is not the batch of its entry", e.number
        )
        for e in entries
        if e.kind == "receipts" and not whole(folder, e.body)
    ]
    if since is not None:
        _since(since, log, known.values(), tree, faults)
    seen = list(_seen(folder, log, known, tree, found, faults))
    left = tuple(beyond(folder, found.head.size))
    return Report(found.head, entries, tuple(faults), tuple(seen), earlier, left, key is None)


def _log_key(folder: Path, key: Verifier | None, faults: list[Fault]) -> Verifier | None:
    path = folder / PUBLIC_KEY
    try:
        own = verifier(path.read_text(encoding="utf-8").removesuffix("\n"))
    except (OSError, ValueError) as error:
        what = "it is missing" if isinstance(error, OSError) else f"it is no public key: {error}"
        faults.append(Fault(PUBLIC_KEY, what))
        return key
    if key is not None and own != key:
        faults.append(Fault(PUBLIC_KEY, "this is not the public key that you gave"))
    return key or own


def _checkpoint(folder: Path, log: Verifier, witnesses: Iterable[Verifier], faults: list[Fault]) -> Checkpoint | None:
    try:
        found = checkpoints.read((folder / CHECKPOINT).read_bytes(), log, witnesses)
    except (OSError, BadNote) as error:
        what = "it is missing" if isinstance(error, OSError) else str(error)
        faults.append(Fault(CHECKPOINT, f"{what}; without it nothing else can be checked"))
        return None
    for signature in found.unknown:
        faults.append(Fault(CHECKPOINT, f"a signature of {signature.name} cannot be checked: its key is not here"))
    return found


def _entries(tree: Tree, faults: list[Fault]) -> Iterator[Entry]:
    keys: set[str] = set()
    right = tree.true[0] if tree.true else []
    for number, (leaf, computed, true) in enumerate(zip(tree.entries, tree.computed[0], right, strict=True)):
        if leaf is None or computed != true:
            continue
        try:
            entry = entry_of(number, leaf)
        except ValueError as error:
            faults.append(Fault(f"tile/entries of entry {number}", str(error), number))
            continue
        if entry.key in keys:
            faults.append(Fault(f"tile/entries of entry {number}", "the same event is recorded twice", number))
        keys.add(entry.key)
        yield entry


def _earlier(folder: Path, entries: tuple[Entry, ...], faults: list[Fault]) -> int:
    """The chain that this log took over: it must be whole, and end where the first entry says."""
    links, fault = chain.walk(chain.lines_of(folder / EARLIER))
    if fault:
        faults.append(Fault(EARLIER, fault.what, line=fault.line))
        return len(links)
    first = entries[0] if entries and entries[0].number == 0 else None
    if first is None:
        return len(links)  # The log is still empty, or its first entry is broken, which is told already.
    told = (first.body.get("entries"), first.body.get("head")) if first.kind == FIRST else (0, "")
    if told != (len(links), links[-1].hash if links else ""):
        what = f"it has {len(links)} lines, and the log took over {told[0]} with another end"
        faults.append(Fault(EARLIER, what if told[0] != len(links) else "its last line is not the one taken over"))
    return len(links)


def _since(message: bytes, log: Verifier, witnesses: Iterable[Verifier], tree: Tree, faults: list[Fault]) -> None:
    try:
        old = checkpoints.read(message, log, witnesses).head
    except BadNote as error:
        faults.append(Fault("the checkpoint that you kept", str(error)))
        return
    what = disagreement(old, tree)
    if what:
        faults.append(Fault(CHECKPOINT, what))


def disagreement(old: Head, tree: Tree) -> str | None:
    """Why an earlier head of the same log is not the beginning of this tree; None when it is."""
    if old.size > tree.size:
        return f"it was cut off or rolled back: {old.size:,} entries were signed before, and {tree.size:,} are here"
    if len(tree.leaves) != tree.size:
        return None  # Faults within are told already, and hide what the earlier root would be.
    if root_of(tree.leaves[: old.size]) != old.root:
        return f"it was forked: the first {old.size:,} entries are not those that were signed before"
    return None


def _witness_keys(folder: Path, faults: list[Fault]) -> Iterator[Verifier]:
    for path in sorted((folder / WITNESSES).glob("*.pub")):
        name = f"{WITNESSES}/{path.name}"
        try:
            found = verifier(path.read_text(encoding="utf-8").removesuffix("\n"))
        except (OSError, ValueError) as error:
            faults.append(Fault(name, f"it is no public key: {error}"))
            continue
        if found.kind != WITNESS:
            faults.append(Fault(name, "this is not the key of a witness"))
            continue
        if not path.with_name(path.name.removesuffix(".pub") + ".checkpoint").exists():
            faults.append(Fault(name.removesuffix(".pub") + ".checkpoint", "what this witness signed is missing"))
        yield found


def _seen(
    folder: Path, log: Verifier, known: dict[bytes, Verifier], tree: Tree, head: Checkpoint, faults: list[Fault]
) -> Iterator[Seen]:
    """Who vouches for how much: from the checkpoint, and from the last one that each witness signed."""
    last = {s.name: Seen(s.name, head.head.size, s.when or 0) for s in head.witnesses}
    for path in sorted((folder / WITNESSES).glob("*.checkpoint")):
        name = f"{WITNESSES}/{path.name}"
        try:
            kept = checkpoints.read(path.read_bytes(), log, known.values())
        except (OSError, BadNote) as error:
            faults.append(Fault(name, str(error)))
            continue
        for signature in kept.unknown:
            faults.append(Fault(name, f"a signature of {signature.name} cannot be checked: its key is not here"))
        what = disagreement(kept.head, tree)
        if what:
            faults.append(Fault(CHECKPOINT, f"{what}; {', '.join(s.name for s in kept.witnesses)} saw them"))
            continue
        for s in kept.witnesses:
            if s.name not in last or last[s.name].size < kept.head.size:
                last[s.name] = Seen(s.name, kept.head.size, s.when or 0)
    yield from (last[name] for name in sorted(last))
