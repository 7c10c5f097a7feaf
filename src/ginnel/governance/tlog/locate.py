"""Where a stored tree differs from what its root was signed for: which file, which entry, which bytes.

Everything is computed twice, from the entries upwards and from the stored hashes. Whichever of the two leads to the
signed root is right, and what differs from it is what was changed. Where the entries do not lead there but the stored
hashes do, each hash that is known to be right vouches for the tile below it, down to the single entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ginnel.governance.tlog.levels import folded, leaf_hashes, root_of_edge
from ginnel.governance.tlog.merkle import HASH
from ginnel.governance.tlog.tiles import (
    WIDTH,
    BrokenBundle,
    Tile,
    bundles_of,
    entries_of,
    hashes_of,
    parse_path,
    tiles_of,
)

SHOWN = 5
"""Places shown of one file; that there are more is said."""
Row = list[bytes | None]


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the file below the log's folder, and where it can be told the entry, the bytes, the line."""

    file: str
    what: str
    entry: int | None = None
    bytes: tuple[int, int] | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f" line {self.line}"
        if self.entry is not None:
            place += f", entry {self.entry}"
        if self.bytes is not None:
            place += f", bytes {self.bytes[0]} to {self.bytes[1]}"
        return f"{place}: {self.what}"


@dataclass
class Tree:
    """A log's files as read: entries, their hashes by level, the hashes of the stored tiles by level."""

    size: int
    entries: list[bytes | None] = field(default_factory=list)
    computed: list[Row] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    true: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    broken: dict[int, Fault] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)

    @property
    def leaves(self) -> list[bytes]:
        """Hashes of the entries as the root was signed for them; complete only when nothing is wrong."""
        return [h for h in self.true[0] if h is not None] if self.true else []


def looked_at(folder: Path, size: int, root: bytes) -> Tree:
    """Read every entry and tile of a tree of `size`, and find what does not lead to `root`."""
    tree = Tree(size)
    _read_entries(folder, tree)
    _read_tiles(folder, tree)
    if _root(tree.computed) == root:
        tree.true = tree.computed
        _tile_faults(tree)
    elif _root(tree.kept) == root:
        _descend(tree)
    else:
        _both_doubtful(tree)
    _older_partials(folder, tree)
    return tree


def _read_entries(folder: Path, tree: Tree) -> None:
    for tile in bundles_of(tree.size):
        try:
            found: list[bytes | None] = list(entries_of((folder / tile.path).read_bytes(), tile.width))
        except OSError:
            found = []
            tree.faults.append(Fault(tile.path, "it is missing", tile.first))
            tree.absent.add(tile.path)
        except BrokenBundle as error:
            found = list(error.entries[: tile.width])
            number = tile.first + len(found)
            tree.broken[tile.index] = Fault(tile.path, str(error), number, (error.at, error.at + 2))
        tree.entries += found + [None] * (tile.width - len(found))
    row: Row = [None if e is None else leaf_hashes([e])[0] for e in tree.entries]
    tree.computed = [row]
    while len(row) >= WIDTH:
        row = [_up(row[i : i + WIDTH]) for i in range(0, len(row) // WIDTH * WIDTH, WIDTH)]
        tree.computed.append(row)


def _up(row: Row) -> bytes | None:
    known = [h for h in row if h is not None]
    return folded(known)[0] if len(known) == WIDTH else None


def _read_tiles(folder: Path, tree: Tree) -> None:
    tree.kept = [[] for _ in tree.computed]
    for tile in tiles_of(tree.size):
        assert tile.level is not None
        found: Row = []
        try:
            data = (folder / tile.path).read_bytes()
            found += hashes_of(data)[: tile.width]
            if len(data) != tile.width * HASH:
                what = f"it has {len(data):,} bytes instead of {tile.width * HASH:,}"
                tree.faults.append(Fault(tile.path, what, bytes=(len(found) * HASH, max(len(data), tile.width * HASH))))
        except OSError:
            tree.faults.append(Fault(tile.path, "it is missing"))
            tree.absent.add(tile.path)
        tree.kept[tile.level] += found + [None] * (tile.width - len(found))


def _root(levels: list[Row]) -> bytes | None:
    edge: list[list[bytes]] = []
    for row in levels:
        last = row[len(row) // WIDTH * WIDTH :]
        known = [h for h in last if h is not None]
        if len(known) != len(last):
            return None
        edge.append(known)
    # The rows above the edge must be there too: an unknown entry far to the left has an unknown ancestor on the edge.
    return root_of_edge(edge)


def _tile_faults(tree: Tree) -> None:
    for level, (right, kept) in enumerate(zip(tree.true, tree.kept, strict=True)):
        for start in range(0, len(kept), WIDTH):
            part = range(start, min(start + WIDTH, len(kept)))
            _differing_hashes(tree, level, [i for i in part if kept[i] is not None and kept[i] != right[i]])


def _differing_hashes(tree: Tree, level: int, numbers: list[int]) -> None:
    for count, i in enumerate(numbers):
        tile = _tile(tree, level, i // WIDTH)
        at = i % WIDTH * HASH
        span = WIDTH**level
        more = f" (and {len(numbers) - SHOWN} more hashes here)" if count == SHOWN - 1 and len(numbers) > SHOWN else ""
        what = f"this is not the hash of {_range(i * span, span)}{more}"
        tree.faults.append(Fault(tile.path, what, bytes=(at, at + HASH)))
        if more:
            return


def _range(first: int, count: int) -> str:
    return f"entry {first}" if count == 1 else f"entries {first} to {first + count - 1}"


def _tile(tree: Tree, level: int | None, index: int) -> Tile:
    return Tile(level, index, min(WIDTH, tree.size // WIDTH ** (level or 0) - index * WIDTH))


def _descend(tree: Tree) -> None:
    """The stored right edge is proven: each true hash says whether the tile below it is."""
    tree.true = [[None] * len(row) for row in tree.kept]
    for level in range(len(tree.kept) - 1, -1, -1):
        kept, computed, true = tree.kept[level], tree.computed[level], tree.true[level]
        edge = len(kept) // WIDTH * WIDTH
        true[edge:] = kept[edge:]
        for start in range(0, edge, WIDTH):
            over = tree.true[level + 1][start // WIDTH]
            part = slice(start, start + WIDTH)
            if over is not None and _up(kept[part]) == over:
                true[part] = kept[part]
            elif over is not None and _up(computed[part]) == over:
                true[part] = computed[part]
                _differing_hashes(
                    tree,
                    level,
                    [i for i in range(start, start + WIDTH) if kept[i] is not None and kept[i] != computed[i]],
                )
            elif over is not None:
                tile = _tile(tree, level, start // WIDTH)
                if tile.path not in tree.absent:
                    what = f"it does not lead to what was signed for {_range(tile.first, WIDTH ** (level + 1))}"
                    tree.faults.append(Fault(tile.path, what))
    _entry_faults(tree, tree.true[0])


def _entry_faults(tree: Tree, right: Row, what: str = "it was changed, moved, added or removed") -> None:
    for tile in bundles_of(tree.size):
        numbers = [
            i for i in range(tile.first, tile.first + tile.width)
            if tree.entries[i] is not None and right[i] is not None and tree.computed[0][i] != right[i]
        ]  # fmt: skip
        broken = tree.broken.get(tile.index)
        if broken and (not numbers or broken.entry is None or broken.entry < numbers[0]):
            tree.faults.append(broken)
        for i in numbers[:SHOWN]:
            more = f" (and {len(numbers) - SHOWN} more here)" if i == numbers[-1:][0] and len(numbers) > SHOWN else ""
            tree.faults.append(Fault(tile.path, what + more, i, _bytes(tree, tile, i)))


def _bytes(tree: Tree, tile: Tile, number: int) -> tuple[int, int]:
    before = sum(2 + len(e) for e in tree.entries[tile.first : number] if e is not None)
    own = tree.entries[number]
    return before, before + 2 + len(own or b"")


def _both_doubtful(tree: Tree) -> None:
    """Neither leads to the root: say every place where the two differ; without any, all was written anew."""
    tree.true = [[None] * len(row) for row in tree.kept]
    before = len(tree.faults)
    _entry_faults(tree, tree.kept[0] if tree.kept else [], "entry and stored hash differ; one of them was changed")
    for level in range(1, len(tree.kept)):
        kept, computed = tree.kept[level], tree.computed[level]
        numbers = [i for i, (k, c) in enumerate(zip(kept, computed, strict=True)) if k and c and k != c]
        for index in sorted({i // WIDTH for i in numbers}):
            _differing_hashes(tree, level, [i for i in numbers if i // WIDTH == index])
    if len(tree.faults) == before and not tree.absent:
        tree.faults.append(Fault("checkpoint", "it was signed for other entries than those that are here"))


def _older_partials(folder: Path, tree: Tree) -> None:
    """Partial tiles of earlier checkpoints must be the beginning of the present one."""
    current = {t.path for t in (*tiles_of(tree.size), *bundles_of(tree.size))}
    for path in sorted((folder / "tile").rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name in current:
            continue
        try:
            tile = parse_path(name)
        except ValueError as error:
            tree.faults.append(Fault(name, f"it is no file of a log: {error}"))
            continue
        level, start = tile.level or 0, tile.index * WIDTH
        if tile.width > tree.size // WIDTH**level - start:
            continue
        if not _begins(path.read_bytes(), tile, tree.true[level][start : start + tile.width]):
            tree.faults.append(Fault(name, "this older part of a file is not the beginning of the present one"))


def _begins(data: bytes, tile: Tile, right: Row) -> bool:
    try:
        found = leaf_hashes(entries_of(data, tile.width)) if tile.level is None else hashes_of(data)
    except BrokenBundle:
        return False
    whole = tile.level is None or len(data) == tile.width * HASH
    return whole and all(r is None or f == r for f, r in zip(found, right, strict=True))


def beyond(folder: Path, size: int) -> list[str]:
    """Files that lie beyond the checkpoint: a writer was cut short; its next append clears them away."""
    found = []
    for path in sorted((folder / "tile").rglob("*")):
        if path.is_file():
            try:
                tile = parse_path(path.relative_to(folder).as_posix())
            except ValueError:
                continue
            if tile.width > size // WIDTH ** (tile.level or 0) - tile.index * WIDTH:
                found.append(tile.path)
    return found
