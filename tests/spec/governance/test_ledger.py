"""The ledger: entries in a signed tree, and every kind of tampering seen and located.

Small regions have one file of entries; the walk over all bytes at the end uses one of six hundred entries.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ginnel.governance import Note, chain
from ginnel.governance.ledger import Entry, commitment, entry_of, key_bytes, key_in
from ginnel.governance.tlog import LOG, Log, Signer, audit
from ginnel.governance.tlog.checkpoint import signed
from ginnel.governance.tlog.tiles import bundles_of, tiles_of
from ginnel.vocabulary import BadInput

AT = "2026-11-25T06:00:00+00:00"
KEY = Signer("northshire/ledger", LOG, bytes(32))


def notes(count: int, start: int = 0, use: str = "damp.damp_home"):
    return [(Note(f"run/{i}", "candidate", {"use": use, "number": i}), AT) for i in range(start, start + count)]


def opened(folder: Path) -> Log:
    return Log(folder / "ledger", lambda: KEY, folder / "secrets" / "ledger.head")


@pytest.fixture
def log(tmp_path: Path) -> Log:
    found = opened(tmp_path)
    found.append(notes(5))
    return found


@pytest.fixture(scope="session")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six hundred entries in three portions, so that full, partial and older partial files are there."""
    folder = tmp_path_factory.mktemp("long")
    for start, count in ((0, 300), (300, 250), (550, 50)):
        opened(folder).append(notes(count, start))
    return folder


def places(folder: Path, **given) -> list[tuple[str, int | None]]:
    return [(f.file, f.entry) for f in audit(folder, **given).faults]


def test_a_new_ledger_holds_what_was_noted(log: Log) -> None:
    assert [(e.number, e.key) for e in log.entries()] == [(i, f"run/{i}") for i in range(5)]
    report = audit(log.folder, KEY.verifier)
    assert (report.faults, report.kinds, report.head) == ((), {"candidate": 5}, log.head())


def test_the_same_event_is_written_once(log: Log, tmp_path: Path) -> None:
    assert log.append(notes(7)) == 2
    assert opened(tmp_path).append([*notes(8), *notes(8)]) == 1
    assert log.append(notes(9)) == 1, "a second process wrote meanwhile"
    assert len(audit(log.folder).entries) == 9


def test_nothing_new_changes_no_file(log: Log) -> None:
    before = {p: p.stat().st_mtime_ns for p in log.folder.rglob("*") if p.name != "lock"}
    assert log.append(notes(5)) == 0
    assert {p: p.stat().st_mtime_ns for p in log.folder.rglob("*") if p.name != "lock"} == before


@pytest.mark.parametrize("key", ["a", 'a","kind":"b', 'a",', "ä\\", '"', "\n"])
def test_a_key_is_found_in_an_entry_whatever_it_is(key: str) -> None:
    leaf = Entry(0, key, 'k","kind":"', AT, {"key": "other"}).leaf
    assert key_in(leaf) == key_bytes(key)
    assert entry_of(0, leaf).key == key


def test_an_entry_in_another_spelling_is_none() -> None:
    with pytest.raises(ValueError, match="not one that Ginnel wrote"):
        entry_of(0, b'{"kind": "a", "key": "b", "at": "c", "body": {}}')


def test_an_entry_is_as_long_as_two_bytes_can_say(log: Log) -> None:
    with pytest.raises(BadInput, match="record a hash"):
        log.append([(Note("big", "candidate", {"x": "y" * 65_536}), AT)])
    assert log.append([(Note("big", "candidate", {"x": "y" * 65_000}), AT)]) == 1


def bundle_of(log: Log) -> Path:
    return log.folder / "tile" / "entries" / "000.p" / "5"


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [(b'"number":2', b'"number":7', 2), (b"run/0", b"run/9", 0), (b"damp_home", b"dump_home", 0)],
)
def test_a_changed_entry_is_seen_and_located(log: Log, old: bytes, new: bytes, entry: int) -> None:
    path = bundle_of(log)
    data = path.read_bytes()
    path.write_bytes(data.replace(old, new, 1))
    fault = audit(log.folder).faults[0]
    assert (fault.file, fault.entry) == ("tile/entries/000.p/5", entry)
    assert fault.bytes is not None
    assert fault.bytes[0] <= data.index(old) < fault.bytes[1]


def test_two_entries_in_each_others_place_are_both_named(log: Log) -> None:
    path = bundle_of(log)
    data = path.read_bytes()
    size = len(data) // 5
    parts = [data[i * size : (i + 1) * size] for i in range(5)]
    path.write_bytes(b"".join([parts[0], parts[3], parts[2], parts[1], parts[4]]))
    assert places(log.folder) == [("tile/entries/000.p/5", 1), ("tile/entries/000.p/5", 3)]


def test_a_ledger_does_not_grow_from_what_was_changed(log: Log, tmp_path: Path) -> None:
    path = bundle_of(log)
    path.write_bytes(path.read_bytes().replace(b'"number":2', b'"number":7'))
    with pytest.raises(BadInput, match="restore the ledger from a backup"):
        opened(tmp_path).append(notes(1, start=9))


def test_a_missing_checkpoint_never_begins_the_ledger_anew(log: Log, tmp_path: Path) -> None:
    (log.folder / "checkpoint").unlink()
    with pytest.raises(BadInput, match="the checkpoint is gone"):
        opened(tmp_path).append(notes(1, start=9))
    shutil.rmtree(log.folder)
    with pytest.raises(BadInput, match="the checkpoint is gone"):
        opened(tmp_path).append(notes(1, start=9))


def test_an_end_that_was_cut_off_shows_against_a_checkpoint_kept_elsewhere(log: Log, tmp_path: Path) -> None:
    """Whoever holds the folder and an old copy of it can put the copy back: signed, whole, and too short."""
    shutil.copytree(log.folder, tmp_path / "old")
    log.append(notes(9))
    kept = (log.folder / "checkpoint").read_bytes()
    shutil.rmtree(log.folder)
    shutil.copytree(tmp_path / "old", log.folder)
    assert audit(log.folder).faults == (), "from inside nothing is missing"
    (fault,) = audit(log.folder, since=kept).faults
    assert "9 entries were signed before, and 5 are here" in fault.what
    with pytest.raises(BadInput, match="9 were signed already"):
        opened(tmp_path).append(notes(1, start=20))


def test_a_history_written_anew_shows_against_a_checkpoint_kept_elsewhere(log: Log, tmp_path: Path) -> None:
    """Not even whoever holds the signing key can change what somebody has a checkpoint of."""
    kept = (log.folder / "checkpoint").read_bytes()
    other = Log(tmp_path / "fork", lambda: KEY, tmp_path / "none")
    other.append(notes(8, use="damp.other"))
    assert audit(other.folder, KEY.verifier).faults == ()
    (fault,) = audit(other.folder, since=kept).faults
    assert "forked: the first 5 entries" in fault.what


def test_a_kept_checkpoint_of_the_same_history_is_content(log: Log) -> None:
    kept = (log.folder / "checkpoint").read_bytes()
    log.append(notes(400))
    assert audit(log.folder, KEY.verifier, since=kept).faults == ()
    (fault,) = audit(log.folder, since=kept.replace(b"\n5\n", b"\n4\n")).faults
    assert fault.file == "the checkpoint that you kept"


def test_another_key_than_the_one_you_have_is_seen(log: Log) -> None:
    other = Signer("northshire/ledger", LOG, bytes([1] * 32))
    assert places(log.folder, key=other.verifier) == [("log.pub", None), ("checkpoint", None)]


def test_a_checkpoint_over_other_entries_is_told_as_that(log: Log) -> None:
    from ginnel.governance.tlog import Head

    (log.folder / "checkpoint").write_bytes(signed(Head(KEY.name, 5, bytes(32)), KEY))
    (fault,) = audit(log.folder).faults
    assert fault.file == "checkpoint"
    assert "signed for other entries" in fault.what


def files(folder: Path) -> list[Path]:
    return sorted(p for p in (folder / "ledger").rglob("*") if p.is_file() and p.name != "lock")


def test_any_file_that_is_missing_is_named(long: Path, tmp_path: Path) -> None:
    """Of the checkpoint that is there. Partial files of earlier checkpoints may be cleared away."""
    for name in ["checkpoint", "log.pub", *(t.path for t in (*tiles_of(600), *bundles_of(600)))]:
        copy = tmp_path / name.replace("/", "-")
        shutil.copytree(long / "ledger", copy)
        (copy / name).unlink()
        assert name in {f.file for f in audit(copy).faults}


def test_any_changed_byte_is_found_in_its_file(long: Path) -> None:
    """Every 61st byte and both ends of every file here; all bytes of a smaller ledger in the generative tests."""
    assert len(files(long)) >= 8
    for path in files(long):
        name, data = path.relative_to(long / "ledger").as_posix(), path.read_bytes()
        for at in sorted({0, len(data) - 1, *range(30, len(data), max(61, len(data) // 12))}):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            try:
                found = audit(long / "ledger").faults
                # A changed public key fits no signature, so that both are named.
                assert found
                assert found[0].file == name, (name, at)
                assert {f.file for f in found} <= {name, "checkpoint"}, (name, at)
                spans = [f.bytes for f in found if f.bytes]
                assert not spans or any(a <= at < b for a, b in spans), (name, at, spans)
            finally:
                path.write_bytes(data)
    assert audit(long / "ledger").faults == ()


def test_swapped_tiles_are_found(long: Path, tmp_path: Path) -> None:
    for kind in ("0", "entries"):
        copy = tmp_path / kind
        shutil.copytree(long / "ledger", copy)
        one, two = copy / "tile" / kind / "000", copy / "tile" / kind / "001"
        first, second = one.read_bytes(), two.read_bytes()
        one.write_bytes(second)
        two.write_bytes(first)
        assert {f"tile/{kind}/000", f"tile/{kind}/001"} == {f.file for f in audit(copy).faults}


def test_an_entry_and_its_hash_changed_together_are_found(long: Path, tmp_path: Path) -> None:
    """Whoever changes an entry and its tile to fit is found by the tile above."""
    copy = tmp_path / "copy"
    shutil.copytree(long / "ledger", copy)
    entries, hashes = copy / "tile" / "entries" / "000", copy / "tile" / "0" / "000"
    data = entries.read_bytes()
    entries.write_bytes(data.replace(b'"number":2,', b'"number":7,', 1))
    from ginnel.governance.tlog.levels import leaf_hashes
    from ginnel.governance.tlog.tiles import entries_of

    hashes.write_bytes(b"".join(leaf_hashes(entries_of(entries.read_bytes(), 256))))
    (fault,) = audit(copy).faults
    assert fault.file == "tile/0/000"
    assert "entries 0 to 255" in fault.what


def test_a_file_that_belongs_to_no_log_is_named(long: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(long / "ledger", copy)
    (copy / "tile" / "0" / "notes.txt").write_text("x")
    assert places(copy) == [("tile/0/notes.txt", None)]


# --- The earlier form


def old_chain(folder: Path, count: int = 3) -> Path:
    path = folder / "ledger" / "ledger.jsonl"
    path.parent.mkdir(parents=True)
    before = chain.START
    for i in range(count):
        link = chain.Link(i, f"run/{i}", "candidate", AT, {"number": i}, before)
        with path.open("a") as file:
            file.write(link.line() + "\n")
        before = link.hash
    return path


def test_the_first_entry_says_where_the_earlier_chain_ended(tmp_path: Path) -> None:
    path = old_chain(tmp_path)
    log = opened(tmp_path)
    assert log.append(notes(5)) == 2, "three of them are in the chain"
    first, *rest = log.entries()
    last = [chain.parse(x) for x in chain.lines_of(path)][-1]
    assert (first.kind, first.body) == ("earlier-chain", {"file": "ledger.jsonl", "entries": 3, "head": last.hash})
    assert [e.key for e in rest] == ["run/3", "run/4"]
    assert opened(tmp_path).append(notes(6)) == 1
    report = audit(log.folder)
    assert (report.faults, report.earlier, len(report.entries)) == ((), 3, 4)


def test_nothing_new_takes_nothing_over_yet(tmp_path: Path) -> None:
    old_chain(tmp_path)
    log = opened(tmp_path)
    assert log.append(notes(3)) == 0
    assert log.head().size == 0
    assert log.append(notes(4)) == 1
    assert log.head().size == 2


def test_half_a_line_at_the_end_of_the_chain_does_not_count(tmp_path: Path) -> None:
    path = old_chain(tmp_path)
    with path.open("a") as file:
        file.write('{"number": 3, "key": "ru')
    opened(tmp_path).append(notes(5))
    assert audit(tmp_path / "ledger").faults == ()


def test_a_broken_chain_is_not_taken_over(tmp_path: Path) -> None:
    path = old_chain(tmp_path)
    path.write_text(path.read_text().replace('"number":1}', '"number":7}'))
    with pytest.raises(BadInput, match="keep this file as evidence"):
        opened(tmp_path).append(notes(5))


@pytest.mark.parametrize("tamper", ["changed", "cut", "longer", "gone"])
def test_the_earlier_chain_is_still_evidence(tmp_path: Path, tamper: str) -> None:
    path = old_chain(tmp_path)
    opened(tmp_path).append(notes(5))
    lines = path.read_text().splitlines(keepends=True)
    if tamper == "changed":
        path.write_text("".join([lines[0], lines[1].replace("2026", "2025"), lines[2]]))
    elif tamper == "cut":
        path.write_text("".join(lines[:2]))
    elif tamper == "longer":
        link = chain.Link(3, "x", "candidate", AT, {}, chain.parse(lines[2].rstrip()).hash)
        path.write_text("".join([*lines, link.line() + "\n"]))
    else:
        path.unlink()
    (fault,) = audit(tmp_path / "ledger").faults
    assert fault.file == "ledger.jsonl"
    assert fault.line == (2 if tamper == "changed" else None)


# --- Salted commitments


def test_a_commitment_says_nothing_without_its_salt_and_the_same_with_it() -> None:
    value = {"person": "p-1", "home": "h-1"}
    one = commitment(b"secret", "run/1", value)
    assert one == commitment(b"secret", "run/1", value)
    assert one != commitment(b"other", "run/1", value)
    assert one != commitment(b"secret", "run/2", value)
    assert "p-1" not in one
