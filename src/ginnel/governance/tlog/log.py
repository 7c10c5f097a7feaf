"""The log on disk: entries appended under a lock, durable when `append` returns, whole after a crash at any moment.

The order of writing is the whole trick. Entries and tiles beyond the checkpoint count for nothing; once all of them are
on disk, the checkpoint takes the place of the one before by one rename. What a crash left beyond it is cleared away by
the next append. Files of full tiles and of partial ones are never written again with other content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ginnel.governance import chain
from ginnel.governance.ledger import Entry, Note, entry_of, key_bytes, key_in
from ginnel.governance.tlog import checkpoint as checkpoints
from ginnel.governance.tlog import disk
from ginnel.governance.tlog.checkpoint import Head
from ginnel.governance.tlog.levels import Edge, Reader, leaf_hashes
from ginnel.governance.tlog.signed import BadNote, Signer, taken_apart
from ginnel.governance.tlog.tiles import LONGEST, WIDTH, Tile, bundle, bundles_of, entries_of, parse_path
from ginnel.vocabulary import BadInput, Problem

CHECKPOINT, PUBLIC_KEY, EARLIER, LOCK = "checkpoint", "log.pub", "ledger.jsonl", "lock"
FIRST = "earlier-chain"
"""Key and kind of the entry with which a log takes over from a chain."""


@dataclass
class State:
    """What an open log knows: its head, its right edge, the entries of its last bundle, every key."""

    head: Head
    edge: Edge = field(default_factory=Edge)
    pending: list[bytes] = field(default_factory=list)
    keys: set[bytes] = field(default_factory=set)


Hide = Callable[[str, str], str]
"""From a note's key and time to the key that is written: the same each time, and matching nothing elsewhere."""


def _as_noted(key: str, at: str) -> str:  # noqa: ARG001 - the simplest way
    return key


class Log:
    """The log in `folder`. Several processes may append.

    `key` gives the signing key (asked for on the first append only). `seen` is a file outside the folder in which the
    last head that was signed is kept, so that a folder that was rolled back is not built upon. `hide` turns the key of a
    note into the one that is written.
    """

    def __init__(self, folder: Path, key: Callable[[], Signer], seen: Path, hide: Hide = _as_noted) -> None:
        self.folder, self._key, self._seen, self._hidden = folder, key, seen, hide
        self._state: State | None = None

    def append(self, notes: Iterable[tuple[Note, str]]) -> int:
        """Add notes, each with its time (ISO 8601), skipping keys already there. Returns how many were new.

        Raises `BadInput` when what is on disk does not fit its checkpoint: a log must not grow from what was changed.
        """
        waiting = list(notes)
        if not waiting:
            return 0
        with disk.locked(self.folder / LOCK):
            state = self._current()
            fresh = self._fresh(state, waiting)
            if not fresh:
                return 0
            try:
                self._extend(state, fresh)
            except BaseException:
                self._state = None
                raise
            return sum(key_in(leaf) != FIRST.encode() for leaf in fresh)

    def entries(self) -> Iterator[Entry]:
        """Every entry up to the checkpoint, oldest first, unchecked: `audit` checks."""
        for tile in bundles_of(self.head().size if self.exists else 0):
            leaves = entries_of((self.folder / tile.path).read_bytes(), tile.width)
            for number, leaf in enumerate(leaves, start=tile.first):
                yield entry_of(number, leaf)

    @property
    def exists(self) -> bool:
        return (self.folder / CHECKPOINT).exists()

    def head(self) -> Head:
        """The head on disk, its signature unchecked. Raises `BadInput`."""
        return _head(self.folder / CHECKPOINT)

    def reader(self, size: int) -> Reader:
        """Hashes of a tree of `size` from the tiles on disk."""
        return Reader(size, lambda tile: stored(self.folder, tile))

    # --- what is on disk

    def _current(self) -> State:
        if not self.exists:
            self._state = self._begun()
        head = self.head()
        if self._state is None or self._state.head != head or self._left_over(head.size):
            self._state = self._loaded(head)
        return self._state

    def _begun(self) -> State:
        """An empty log, with its first checkpoint: from then on a missing checkpoint is a fault."""
        if (self.folder / "tile").exists() or self._last_signed() is not None:
            raise _broken(self.folder / CHECKPOINT, "the checkpoint is gone")
        key = self._key()
        head = Head(key.name, 0, Edge().root)
        disk.replace(self.folder / PUBLIC_KEY, f"{key.verifier.text}\n".encode())
        disk.replace(self.folder / CHECKPOINT, checkpoints.signed(head, key))
        return State(head)

    def _loaded(self, head: Head) -> State:
        path = self.folder / CHECKPOINT
        try:
            checkpoints.read(path.read_bytes(), self._key().verifier)
        except BadNote as error:
            raise _broken(path, str(error)) from None
        known = self._state if self._state and self._state.head.size <= head.size else None
        state = known or State(head, keys={key_bytes(link.key) for link in self._earlier(head.size)})
        for tile in bundles_of(head.size):
            if tile.first + tile.width > state.edge.size:
                self._take(state, tile)
        if state.edge.root != head.root:
            self._state = None
            if known:
                return self._loaded(head)
            raise _broken(path, "the entries on disk are not those that it was signed for")
        self._not_rolled_back(head)
        self._clear(head.size)
        state.head = head
        return state

    def _take(self, state: State, tile: Tile) -> None:
        path = self.folder / tile.path
        try:
            leaves = entries_of(path.read_bytes(), tile.width)
            state.keys.update(map(key_in, leaves))
        except (OSError, ValueError) as error:
            raise _broken(path, str(error)) from None
        state.edge.push(leaf_hashes(leaves[state.edge.size - tile.first :]))
        state.pending = leaves if tile.width < WIDTH else []

    def _earlier(self, size: int) -> list[chain.Link]:
        """The chain that this log took over, checked once: when the log is still empty."""
        path = self.folder / EARLIER
        if size:
            return [chain.parse(line) for line in chain.lines_of(path)]
        links, fault = chain.walk(chain.lines_of(path))
        if fault:
            raise BadInput(
                Problem(
                    f"the ledger is broken here: {fault.what}", file=str(path), line=fault.line,
                    mend="run `ginnel ledger verify`, keep this file as evidence and restore the ledger from a backup",
                )
            )  # fmt: skip
        return links

    def _last_signed(self) -> Head | None:
        try:
            return checkpoints.head_of(self._seen.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # Written without waiting for the disk: after a power cut it may be old, empty or gone, and says less then.
            return None

    def _not_rolled_back(self, head: Head) -> None:
        last = self._last_signed()
        if last is None:
            return
        path = self.folder / CHECKPOINT
        if last.size > head.size:
            raise _broken(path, f"it ends at {head.size} entries, and {last.size} were signed already")
        try:
            same = last.size == 0 or self.reader(head.size).span(0, last.size) == last.root
        except (OSError, ValueError) as error:
            raise _broken(path, str(error)) from None
        if not same:
            raise _broken(path, f"the first {last.size} entries are not those that were signed")

    # --- adding

    def _fresh(self, state: State, notes: list[tuple[Note, str]]) -> list[bytes]:
        if state.head.size == 0:
            links = self._earlier(0)
            state.keys |= {key_bytes(link.key) for link in links}
            if links:
                body = {"file": EARLIER, "entries": len(links), "head": links[-1].hash}
                notes = [(Note(FIRST, FIRST, body), notes[0][1]), *notes]
        found, keys = [], set()
        for note, at in notes:
            name = note.key if note.key == FIRST else self._hidden(note.key, at)
            key = key_bytes(name)
            # The chain that was taken over holds keys as they were noted.
            if key in state.keys or key in keys or key_bytes(note.key) in state.keys:
                continue
            keys.add(key)
            found.append(_leaf(Note(name, note.kind, note.body), at))
        return found if len(found) > (state.head.size == 0 and notes[0][0].key == FIRST) else []

    def _extend(self, state: State, fresh: list[bytes]) -> None:
        edge, whole = state.edge.copy(), [*state.pending, *fresh]
        start = state.head.size - len(state.pending)
        full = edge.push(leaf_hashes(fresh))
        writes = disk.Writes()
        for i in range(0, len(whole), WIDTH):
            part = whole[i : i + WIDTH]
            writes.put(self.folder / Tile(None, (start + i) // WIDTH, len(part)).path, bundle(part))
        # A level's last tile is written again only if its width changed; the same file is left alone.
        old = {tile.path for tile, _ in state.edge.partial()}
        for tile, data in [*full, *((t, d) for t, d in edge.partial() if t.path not in old)]:
            writes.put(self.folder / tile.path, data)
        writes.done()
        key = self._key()
        head = Head(key.name, edge.size, edge.root)
        disk.replace(self.folder / CHECKPOINT, checkpoints.signed(head, key))
        self._remember(head)
        state.head, state.edge = head, edge
        state.pending = whole[len(whole) // WIDTH * WIDTH :]
        state.keys.update(map(key_in, fresh))
        if full:
            self._drop_partials([t for t, _ in full] + [Tile(None, t.index) for t, _ in full if t.level == 0])

    def _remember(self, head: Head) -> None:
        self._seen.parent.mkdir(parents=True, exist_ok=True)
        beside = self._seen.with_name(f".{self._seen.name}.part")
        beside.write_text(head.text, encoding="utf-8")
        beside.replace(self._seen)

    # --- clearing up

    def _left_over(self, size: int) -> bool:
        """Whether a writer that was killed left entries beyond the checkpoint: a cheap look at the next names."""
        index, width = divmod(size, WIDTH)
        full = self.folder / Tile(None, index).path
        folder = full.with_name(f"{full.name}.p")
        return full.exists() or (
            folder.is_dir() and any(p.name.isdigit() and int(p.name) > width for p in folder.iterdir())
        )

    def _clear(self, size: int) -> None:
        """Take away what lies beyond the checkpoint, and partial tiles whose full tile is there."""
        for path in list((self.folder / "tile").rglob("*")):
            if not path.is_file():
                continue
            try:
                tile = parse_path(path.relative_to(self.folder).as_posix())
            except ValueError:
                continue
            count = size // WIDTH ** (tile.level or 0) - tile.index * WIDTH
            if tile.width > count or (tile.width < WIDTH <= count):
                disk.remove(path)

    def _drop_partials(self, full: list[Tile]) -> None:
        for tile in full:
            path = self.folder / tile.path
            folder = path.with_name(f"{path.name}.p")
            if folder.is_dir():
                for old in list(folder.iterdir()):
                    disk.remove(old)
                folder.rmdir()


def stored(folder: Path, tile: Tile) -> bytes:
    """The content of a tile; where only a wider one is left, its beginning. Raises ValueError when there is none."""
    path = folder / tile.path
    if path.exists() or tile.width == WIDTH or tile.level is None:
        return path.read_bytes()
    full = folder / Tile(tile.level, tile.index).path
    if full.exists():
        return full.read_bytes()[: tile.width * 32]
    raise ValueError(f"{tile.path} is missing")


def _leaf(note: Note, at: str) -> bytes:
    leaf = Entry(0, note.key, note.kind, at, note.body).leaf
    if len(leaf) > LONGEST:
        raise BadInput(
            Problem(
                f"a note of kind {note.kind} has {len(leaf):,} bytes", key="ledger", expected=f"at most {LONGEST:,}",
                mend="record a hash of its long part instead, and keep the part itself elsewhere",
            )
        )  # fmt: skip
    return leaf


def _head(path: Path) -> Head:
    try:
        return checkpoints.head_of(taken_apart(path.read_bytes())[0])
    except (OSError, ValueError) as error:
        raise _broken(path, str(error)) from None


def _broken(path: Path, what: str) -> BadInput:
    return BadInput(
        Problem(
            f"the ledger is broken here: {what}", file=str(path),
            mend="run `ginnel ledger verify`, keep this folder as evidence and restore the ledger from a backup",
        )
    )  # fmt: skip
