"""The same tree by whole levels: many leaves at once, and only its right edge kept.

`Edge` is a compact range in tiles: for each level the hashes of the last tile, not yet full. They are all that is
needed to go on appending and to say the root, and exactly what the partial tiles on disk hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from ginnel.governance.tlog.merkle import EMPTY, HASH, split
from ginnel.governance.tlog.tiles import WIDTH, Tile, hashes_of

DEPTH = 8
"""Levels of the binary tree in one tile."""
_sha256 = hashlib.sha256


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    return [_sha256(b"\x00" + e).digest() for e in entries]


def folded(hashes: Sequence[bytes], times: int = DEPTH) -> list[bytes]:
    """One hash for every 2**times, level by level. The count must divide."""
    level = list(hashes)
    for _ in range(times):
        pairs = iter(level)
        level = [_sha256(b"\x01" + a + b).digest() for a, b in zip(pairs, pairs, strict=True)]
    return level


def root_of(hashes: Sequence[bytes]) -> bytes:
    """MTH of any number of hashes: pairs level by level, an odd last one goes up as it is."""
    level = list(hashes)
    while len(level) > 1:
        pairs = iter(level)
        level = [a if b is None else _sha256(b"\x01" + a + b).digest() for a, b in zip_longest(pairs, pairs)]
    return level[0] if level else EMPTY


class Edge:
    """The right edge of a tree, to which leaf hashes are added in any portions."""

    def __init__(self) -> None:
        self.size = 0
        self.levels: list[list[bytes]] = [[]]

    def copy(self) -> Edge:
        other = Edge()
        other.size, other.levels = self.size, [list(level) for level in self.levels]
        return other

    def push(self, leaves: Sequence[bytes]) -> list[tuple[Tile, bytes]]:
        """Add leaf hashes; gives the tiles that became full, with their content."""
        full: list[tuple[Tile, bytes]] = []
        start, self.size = self.size, self.size + len(leaves)
        new, level = list(leaves), 0
        while new:
            if level == len(self.levels):
                self.levels.append([])
            # Counted before `start` was added to: so many tiles of this level were full already.
            index = start // WIDTH ** (level + 1)
            whole = self.levels[level] + new
            cut = len(whole) // WIDTH * WIDTH
            for i in range(0, cut, WIDTH):
                full.append((Tile(level, index + i // WIDTH), b"".join(whole[i : i + WIDTH])))
            self.levels[level] = whole[cut:]
            new, level = folded(whole[:cut]), level + 1
        return full

    def partial(self) -> list[tuple[Tile, bytes]]:
        """The tiles on the edge, with their content."""
        return [
            (Tile(n, self.size // WIDTH ** (n + 1), len(hashes)), b"".join(hashes))
            for n, hashes in enumerate(self.levels)
            if hashes
        ]

    @property
    def root(self) -> bytes:
        return root_of_edge(self.levels)


def root_of_edge(levels: Sequence[Sequence[bytes]]) -> bytes:
    """The root from the hashes of each level's last tile: what is left over below is the last node of the level above."""
    rest: list[bytes] = []
    for hashes in levels:
        whole = [*hashes, *rest]
        rest = [root_of(whole)] if whole else []
    return rest[0] if rest else EMPTY


class Reader:
    """Hashes of spans from stored tiles; each tile is read once. `read` gives the content of a tile."""

    def __init__(self, size: int, read: Callable[[Tile], bytes]) -> None:
        self.size, self._read = size, read
        self._kept: dict[tuple[int, int], list[list[bytes]]] = {}

    def span(self, first: int, end: int) -> bytes:
        """MTH(D[first:end]) for the ranges that proofs ask for (they start at a multiple of their power of two)."""
        count = end - first
        if count & (count - 1) == 0 and first % count == 0:
            return self._node(count.bit_length() - 1, first)
        middle = first + split(count)
        return _sha256(b"\x01" + self.span(first, middle) + self.span(middle, end)).digest()

    def _node(self, height: int, first: int) -> bytes:
        level, within = divmod(height, DEPTH)
        number = first // WIDTH**level
        found: bytes = self._tile(level, number // WIDTH)[within][number % WIDTH >> within]
        return found

    def _tile(self, level: int, index: int) -> list[list[bytes]]:
        """The hashes of a tile and the whole nodes above them, up to half of a full tile."""
        kept = self._kept.get((level, index))
        if kept is None:
            width = min(WIDTH, self.size // WIDTH**level - index * WIDTH)
            data = self._read(Tile(level, index, width))
            if len(data) != width * HASH:
                raise ValueError(f"{Tile(level, index, width).path} has {len(data)} bytes instead of {width * HASH}")
            kept = self._kept[level, index] = [hashes_of(data)]
            while len(kept) < DEPTH:
                row = kept[-1]
                kept.append(folded(row[: len(row) // 2 * 2], 1))
        return kept
