"""Where a tree lies on disk: tiles of 256 hashes and bundles of 256 entries (C2SP tlog-tiles).

A tile of level L holds the hashes of subtrees of 256**L entries. Full tiles never change; the last of each level is
partial and its file is named after its width, so that no file is ever rewritten with other content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ginnel.governance.tlog.merkle import HASH

WIDTH = 256
"""Hashes in a full tile, entries in a full bundle."""
LONGEST = 0xFFFF
"""Bytes that one entry may have: its length is written in two."""
ENTRIES = "entries"
"""The level name under which entry bundles lie."""


@dataclass(frozen=True, order=True)
class Tile:
    """One tile, or one bundle of entries when `level` is None. `width` is 1 to 256."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Relative to the folder of the log, such as `tile/0/x001/x234/067` or `tile/entries/000.p/17`."""
        level = ENTRIES if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{number_path(self.index)}{partial}"

    @property
    def first(self) -> int:
        """The number of the first entry under it."""
        return int(self.index * WIDTH ** ((self.level or 0) + 1))


def number_path(index: int) -> str:
    """An index as folders of three digits, all but the last marked with x: 1234067 -> x001/x234/067."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join([*(f"x{p}" for p in parts[:-1]), parts[-1]])


def parse_path(path: str) -> Tile:
    """The tile of a path below the log's folder. Raises ValueError for any other spelling than its own."""
    parts = list(PurePosixPath(path).parts)
    if len(parts) < 3 or parts[0] != "tile":
        raise ValueError(f"{path} is no tile")
    width = WIDTH
    if parts[-2].endswith(".p"):
        width = _decimal(parts.pop(), 1, WIDTH - 1)
        parts[-1] = parts[-1].removesuffix(".p")
    level = None if parts[1] == ENTRIES else _decimal(parts[1], 0, 63)
    index = _decimal("".join(p.lstrip("x") for p in parts[2:]).lstrip("0") or "0", 0, 10**18)
    found = Tile(level, index, width)
    if found.path != path:
        raise ValueError(f"{path} is written in another way than {found.path}")
    return found


def _decimal(text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high or str(int(text)) != text:
        raise ValueError(f"{text} is no number from {low} to {high}")
    return int(text)


def tiles_of(size: int) -> Iterator[Tile]:
    """Every hash tile of a tree of `size` entries, level by level."""
    level, count = 0, size
    while count:
        yield from (Tile(level, i) for i in range(count // WIDTH))
        if count % WIDTH:
            yield Tile(level, count // WIDTH, count % WIDTH)
        level, count = level + 1, count // WIDTH


def bundles_of(size: int) -> Iterator[Tile]:
    """Every bundle of entries of a tree of `size` entries."""
    yield from (Tile(None, i) for i in range(size // WIDTH))
    if size % WIDTH:
        yield Tile(None, size // WIDTH, size % WIDTH)


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one after the other, each behind its length in two bytes, the high one first."""
    return b"".join([len(e).to_bytes(2, "big") + e for e in entries])


class BrokenBundle(ValueError):
    """A bundle that cannot be taken apart; `entries` are the whole ones before byte `at`."""

    def __init__(self, what: str, entries: list[bytes], at: int) -> None:
        super().__init__(what)
        self.entries, self.at = entries, at


def entries_of(data: bytes, count: int) -> list[bytes]:
    """The `count` entries of a bundle. Raises `BrokenBundle` when there are fewer or something stands behind them."""
    found: list[bytes] = []
    at, end = 0, len(data)
    while len(found) < count:
        stop = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > end or stop > end:
            raise BrokenBundle(f"it ends within entry {len(found)} of {count}", found, at)
        found.append(data[at + 2 : stop])
        at = stop
    if at != end:
        raise BrokenBundle(f"{end - at} bytes stand behind its last entry", found, at)
    return found


def hashes_of(data: bytes) -> list[bytes]:
    """The hashes of a tile, in order; a rest shorter than a hash is left out (its length is checked elsewhere)."""
    return [data[i : i + HASH] for i in range(0, len(data) - HASH + 1, HASH)]
