"""The tree by whole levels against the text of RFC 6962, proofs against every change, and every byte of a small log."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ginnel.governance import Note
from ginnel.governance.tlog import LOG, Log, Signer, audit
from ginnel.governance.tlog.levels import Edge, Reader, leaf_hashes, root_of
from ginnel.governance.tlog.merkle import (
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    span_of,
    tree_hash,
)
from ginnel.governance.tlog.tiles import bundle, entries_of, tiles_of

AT = "2026-11-25T06:00:00+00:00"
KEY = Signer("northshire/ledger", LOG, bytes(32))
sizes = st.integers(0, 700) | st.sampled_from([255, 256, 257, 511, 512, 513])


def leaves(count: int, seed: int = 0) -> list[bytes]:
    return [hashlib.sha256(f"{seed}/{i}".encode()).digest() for i in range(count)]


def script():
    path = Path(__file__).parents[3] / "docs" / "how-to" / "verify_ledger.py"
    spec = importlib.util.spec_from_file_location("verify_ledger", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = script()


@given(sizes, st.integers(0, 9))
def test_three_ways_to_the_root_agree(size: int, seed: int) -> None:
    """The recursion of the text, whole levels at once, and the stack of the script that stands alone."""
    found = leaves(size, seed)
    assert tree_hash(found) == root_of(found) == SCRIPT.root(found)


@given(st.lists(sizes, max_size=6))
def test_any_portions_make_the_same_tiles(cuts: list[int]) -> None:
    size = sum(cuts)
    found, edge, tiles = leaves(size), Edge(), {}
    for start, end in pairwise([0, *[sum(cuts[: i + 1]) for i in range(len(cuts))]]):
        tiles |= dict(edge.push(found[start:end]))
    tiles |= dict(edge.partial())
    assert set(tiles) == set(tiles_of(size))
    assert edge.root == tree_hash(found)
    whole = Edge()
    assert dict(whole.push(found)) | dict(whole.partial()) == tiles


@given(st.integers(1, 700), st.data())
def test_every_entry_is_proven_and_nothing_else(size: int, data) -> None:
    index = data.draw(st.integers(0, size - 1))
    found = leaves(size)
    edge = Edge()
    tiles = dict(edge.push(found)) | dict(edge.partial())
    proof = inclusion_proof(index, size, Reader(size, tiles.__getitem__).span)
    assert proof == inclusion_proof(index, size, span_of(found))
    assert included(found[index], index, size, edge.root, proof)
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        broken = [*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]]
        assert not included(found[index], index, size, edge.root, broken)
        assert not included(found[index], index, size, edge.root, proof[:-1])
    # In a tree of twice the size the way up is longer: a proof that ends below the top shows nothing.
    assert not included(found[index], index, 2 * size, edge.root, proof)
    other = data.draw(st.integers(0, size - 1))
    assert (other == index) == included(found[other], index, size, edge.root, proof)


@given(st.integers(1, 700), st.data())
def test_every_earlier_tree_is_proven_and_no_other(size: int, data) -> None:
    old = data.draw(st.integers(1, size))
    found = leaves(size)
    edge = Edge()
    tiles = dict(edge.push(found)) | dict(edge.partial())
    proof = consistency_proof(old, size, Reader(size, tiles.__getitem__).span)
    assert proof == consistency_proof(old, size, span_of(found))
    before = tree_hash(found[:old])
    assert consistent(old, before, size, edge.root, proof)
    forked = tree_hash([*found[: old - 1], bytes(32)])
    assert not consistent(old, forked, size, edge.root, proof)
    assert not consistent(old, before, size, tree_hash([bytes(32), *found[1:]]) if size > 1 else bytes(32), proof)
    if proof:
        assert not consistent(old, before, size, edge.root, proof[:-1])


@given(st.lists(st.binary(max_size=20) | st.sampled_from([255, 256, 700]).map(bytes), max_size=20))
def test_a_bundle_comes_back(entries: list[bytes]) -> None:
    assert entries_of(bundle(entries), len(entries)) == entries


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 6), max_size=12))
def test_any_order_of_appends_keeps_a_whole_log(tmp_path_factory: pytest.TempPathFactory, starts: list[int]) -> None:
    folder = tmp_path_factory.mktemp("log")
    log = Log(folder / "ledger", lambda: KEY, folder / "head")
    for start in starts:
        log.append((Note(f"run/{i}", "candidate", {"n": i}), AT) for i in range(start, start + 3))
    if starts:
        report = audit(log.folder)
        assert report.faults == ()
        assert len(report.entries) == len({s + i for s in starts for i in range(3)})


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of 259 entries of a few bytes: all kinds of files, and few enough bytes to try every one."""
    folder = tmp_path_factory.mktemp("small")
    log = Log(folder / "ledger", lambda: KEY, folder / "head")
    log.append((Note(str(i), "k", {}), "") for i in range(259))
    return log.folder


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_is_found_and_located(small: Path, data) -> None:
    files = sorted(p for p in small.rglob("*") if p.is_file() and p.name != "lock")
    path = data.draw(st.sampled_from(files))
    kept = path.read_bytes()
    at, to = data.draw(st.integers(0, len(kept) - 1)), data.draw(st.integers(0, 255))
    if kept[at] == to:
        return
    path.write_bytes(kept[:at] + bytes([to]) + kept[at + 1 :])
    try:
        found = audit(small).faults
        name = path.relative_to(small).as_posix()
        assert found
        assert found[0].file == name
        assert all(f.bytes is None or f.bytes[0] <= at < f.bytes[1] for f in found[:1])
    finally:
        path.write_bytes(kept)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 257), st.integers(1, 258))
def test_any_two_entries_in_each_others_place_are_found(small: Path, one: int, gap: int) -> None:
    two = (one + gap) % 259
    if one == two:
        return
    paths = [small / "tile/entries/000", small / "tile/entries/001.p/3"]
    kept = [p.read_bytes() for p in paths]
    entries = entries_of(kept[0], 256) + entries_of(kept[1], 3)
    entries[one], entries[two] = entries[two], entries[one]
    paths[0].write_bytes(bundle(entries[:256]))
    paths[1].write_bytes(bundle(entries[256:]))
    try:
        assert {f.entry for f in audit(small).faults} == {one, two}
    finally:
        for path, data in zip(paths, kept, strict=True):
            path.write_bytes(data)


def test_a_fault_planted_in_the_tree_is_seen(small: Path, tmp_path: Path, monkeypatch) -> None:
    """Without the bytes that tell leaves from nodes, the checks above would fail: here is that they look."""
    shutil.copytree(small, tmp_path / "copy")
    monkeypatch.setattr("ginnel.governance.tlog.levels._sha256", lambda data: hashlib.sha256(data[1:]))
    found = leaf_hashes([b"a", b"b"])
    assert root_of(found) != tree_hash(found)
    assert audit(tmp_path / "copy").faults != ()
