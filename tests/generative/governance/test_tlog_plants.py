"""The log as a tree: every property is seen to fail on a tree or a check that is wrong in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.generative.governance import test_tlog
from tests.generative.governance.test_tlog import small  # noqa: F401 - a fixture, for the properties that ask for it
from tests.planted import Plant, assert_seen, setting, unplanted

from ginnel.governance.tlog import locate, merkle
from ginnel.governance.tlog.levels import Edge
from ginnel.governance.tlog.log import Log
from ginnel.governance.tlog.merkle import node_hash
from ginnel.governance.tlog.tiles import Tile
from ginnel.governance.tlog.tiles import bundle as true_bundle

true_partial, true_fresh, true_path, true_entry_faults = Edge.partial, Log._fresh, merkle._path, locate._entry_faults


def root_of_any_length(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Hashes whatever steps it is given, and does not ask whether they reach the top."""
    number, last, found = index, size - 1, leaf
    for step in proof:
        if number & 1 or number == last:
            found = node_hash(step, found)
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            found = node_hash(found, step)
        number, last = number >> 1, last >> 1
    return found


true_roots = merkle._roots


def of_new_tree_alone(old: int, size: int, proof: list[bytes], old_root: bytes) -> tuple[bytes, bytes] | None:
    """What the proof says of the new tree; that it says the old root is taken for granted."""
    found = true_roots(old, size, proof, old_root)
    return found and (old_root, found[1])


def always_first(self: Edge) -> list[tuple[Tile, bytes]]:
    return [(replace(tile, index=0), data) for tile, data in true_partial(self)]


def without_memory(self: Log, state: Any, notes: Any) -> list[bytes]:
    return true_fresh(self, replace(state, keys=set()), notes)


def only_short_ones(entries: Sequence[bytes]) -> bytes:
    return true_bundle([e[:255] for e in entries])


def halves(count: int) -> int:
    return count // 2


def first_of_a_file(tree: Any, *rest: Any) -> None:
    """Of each bundle only the first changed entry is told."""
    true_entry_faults(tree, *rest)
    told: set[str] = set()
    for fault in tuple(tree.faults):
        if fault.entry is not None and fault.file in told:
            tree.faults.remove(fault)
        told.add(fault.file)


PLANTS = (
    Plant("test_three_ways_to_the_root_agree", "a tree divides in the middle", setting(merkle, "split", halves)),
    Plant("test_three_ways_to_the_root_agree", "an odd hash is paired with itself",
          setting(test_tlog, "root_of", lambda found: _doubled(list(found)))),
    Plant("test_any_portions_make_the_same_tiles", "the tile on the edge is always the first",
          setting(Edge, "partial", always_first)),
    Plant("test_every_entry_is_proven_and_nothing_else", "the length of a proof is not looked at",
          setting(merkle, "root_of_inclusion", root_of_any_length)),
    Plant("test_every_entry_is_proven_and_nothing_else", "the way up begins at the other end",
          setting(merkle, "_path", lambda *a: true_path(*a)[::-1])),
    Plant("test_every_earlier_tree_is_proven_and_no_other", "the earlier root is taken for granted",
          setting(merkle, "_roots", of_new_tree_alone)),
    Plant("test_a_bundle_comes_back", "an entry is cut at 255 bytes", setting(test_tlog, "bundle", only_short_ones)),
    Plant("test_any_order_of_appends_keeps_a_whole_log", "keys that are there already are not looked up",
          setting(Log, "_fresh", without_memory)),
    Plant("test_any_changed_byte_is_found_and_located", "stored hashes are not looked at while the entries fit",
          setting(locate, "_tile_faults", lambda tree: None)),
    Plant("test_any_changed_byte_is_found_and_located", "the place of an entry leaves out lengths",
          setting(locate, "_bytes", lambda tree, tile, n: (
              sum(len(e or b"") for e in tree.entries[tile.first : n]),
              sum(len(e or b"") for e in tree.entries[tile.first : n + 1])))),
    Plant("test_any_two_entries_in_each_others_place_are_found", "one changed entry is told of each file",
          setting(locate, "_entry_faults", first_of_a_file)),
)  # fmt: skip


def _doubled(level: list[bytes]) -> bytes:
    while len(level) > 1:
        level = level + level[-1:] if len(level) % 2 else level
        level = [node_hash(a, b) for a, b in zip(level[::2], level[1::2], strict=True)]
    return level[0] if level else merkle.EMPTY


@pytest.mark.parametrize("plant", PLANTS, ids=lambda p: p.id)
def test_the_property_sees_its_plant(
    plant: Plant, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_seen(plant, test_tlog, request, monkeypatch)


def test_no_property_is_without_a_plant() -> None:
    assert unplanted([test_tlog], PLANTS, {"test_a_fault_planted_in_the_tree_is_seen"}) == set()
