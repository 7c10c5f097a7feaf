"""Tiles: how a tree of any size lies in files, as C2SP tlog-tiles says it."""

from __future__ import annotations

from collections import Counter

import pytest

from ginnel.governance.tlog.levels import Edge, leaf_hashes
from ginnel.governance.tlog.tiles import BrokenBundle, Tile, bundle, bundles_of, entries_of, parse_path, tiles_of


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 999), "tile/0/999"),
        (Tile(0, 1000), "tile/0/x001/000"),
        (Tile(5, 123456078, 2), "tile/5/x123/x456/078.p/2"),
        (Tile(None, 3057500), "tile/entries/x003/x057/500"),
        (Tile(None, 0, 255), "tile/entries/000.p/255"),
    ],
)
def test_a_tile_has_one_path(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    ["tile/0", "tile/0/1", "tile/00/001", "tile/-1/000", "tile/0/123/456", "tile/0/x000/001", "tile/0/000.p/0",
     "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p", "other/0/000", "tile/64/000", "tile/data/000"],
)  # fmt: skip
def test_any_other_spelling_is_no_tile(path: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_path(path)


def test_seventy_thousand_entries() -> None:
    """The worked example of the specification."""
    found = Counter((t.level, t.width) for t in tiles_of(70_000))
    assert found == {(0, 256): 273, (0, 112): 1, (1, 256): 1, (1, 17): 1, (2, 1): 1}
    assert Counter(t.width for t in bundles_of(70_000)) == {256: 273, 112: 1}


@pytest.mark.parametrize(
    ("size", "tiles"), [(0, set()), (1, {(0, 1)}), (255, {(0, 255)}), (256, {(0, 256), (1, 1)}),
                        (257, {(0, 256), (0, 1), (1, 1)})]
)  # fmt: skip
def test_a_full_tile_is_counted_in_the_one_above(size: int, tiles: set[tuple[int, int]]) -> None:
    assert {(t.level, t.width) for t in tiles_of(size)} == tiles


def test_what_is_written_step_by_step_is_what_the_size_asks_for() -> None:
    edge, written = Edge(), set()
    hashes = leaf_hashes([str(i).encode() for i in range(70_000)])
    for start in range(0, 70_000, 13_331):
        written |= {t for t, _ in edge.push(hashes[start : start + 13_331])}
    written |= {t for t, _ in edge.partial()}
    assert written == set(tiles_of(70_000))


def test_entries_stand_behind_their_lengths() -> None:
    assert bundle([b"", b"ab", b"x" * 300]) == b"\0\0" + b"\0\2ab" + b"\1\x2c" + b"x" * 300
    assert entries_of(bundle([b"", b"ab"]), 2) == [b"", b"ab"]


@pytest.mark.parametrize(
    ("data", "whole", "at"),
    [(b"\0\2ab\0", [b"ab"], 4), (b"\0\2ab\0\3cd", [b"ab"], 4), (b"\0\2ab\0\1c!", [b"ab", b"c"], 7), (b"", [], 0)],
)
def test_a_bundle_that_cannot_be_taken_apart_says_where(data: bytes, whole: list[bytes], at: int) -> None:
    with pytest.raises(BrokenBundle) as caught:
        entries_of(data, 2)
    assert (caught.value.entries, caught.value.at) == (whole, at)
