"""Receipts in one batch: each can be proven to her whom it is about, none can be read, one entry holds them all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ginnel.governance.tlog import LOG, Log, Signer, audit
from ginnel.governance.tlog.receipts import file_of, kept, receipt, shows, whole

SECRET, AT = b"the run's secret", "2026-11-25T06:00:00+00:00"
VALUES = [f'{{"key":"k{i:02}","outcome":"told","person":"p-{i}"}}'.encode() for i in range(37)]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    found = Log(tmp_path / "ledger", lambda: Signer("northshire/ledger", LOG, bytes(32)), tmp_path / "head")
    found.append([(kept(found.folder, "run-1", VALUES, SECRET), AT)])
    return found


def test_one_entry_holds_the_batch(log: Log) -> None:
    (entry,) = log.entries()
    assert (entry.kind, entry.body["receipts"]) == ("receipts", 37)
    assert audit(log.folder).faults == ()


@pytest.mark.parametrize("number", [0, 1, 31, 32, 36])
def test_each_receipt_can_be_shown_to_her_whom_it_is_about(log: Log, number: int) -> None:
    (entry,) = log.entries()
    hers = receipt(log.folder, "run-1", number, VALUES[number], SECRET)
    assert shows(hers, entry.body)
    assert not shows(replace(hers, value=VALUES[number].replace(b"told", b"refused")), entry.body)
    assert not shows(replace(hers, salt=bytes(32)), entry.body)
    assert not shows(replace(hers, number=(number + 1) % 37), entry.body)
    assert not shows(hers, {**entry.body, "receipts": 38})


@pytest.mark.parametrize("count", [1, 2, 15, 16, 17, 255, 256, 257, 4097])
def test_a_batch_of_any_size_shows_its_first_and_last(tmp_path: Path, count: int) -> None:
    values = [str(i).encode() for i in range(count)]
    body = kept(tmp_path, "b", values, SECRET).body
    for number in {0, count // 2, count - 1}:
        hers = receipt(tmp_path, "b", number, values[number], SECRET)
        assert shows(hers, body)
        assert not shows(replace(hers, path=hers.path[:-1]), body)
        assert not shows(replace(hers, path=(*hers.path, hers.path[-1])), body)
        assert not shows(replace(hers, path=(hers.path[0][::-1], *hers.path[1:])), body) or count == 1


def test_no_group_of_commitments_passes_for_a_receipt(tmp_path: Path) -> None:
    """A node of the tree is marked as one: shown as a receipt of the level above, it leads nowhere."""
    body = kept(tmp_path, "b", [str(i).encode() for i in range(256)], SECRET).body
    hers = receipt(tmp_path, "b", 0, b"0", SECRET)
    fake = replace(hers, count=16, value=hers.path[0][31:], salt=hers.path[0][:32], path=hers.path[1:])
    assert not shows(fake, {**body, "receipts": 16})


def test_a_batch_of_nothing_is_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        kept(tmp_path, "b", [], SECRET)


def test_a_resumed_run_makes_the_same_batch(log: Log, tmp_path: Path) -> None:
    assert log.append([(kept(log.folder, "run-1", VALUES, SECRET), AT)]) == 0
    again = kept(tmp_path / "other", "run-1", VALUES, SECRET)
    assert again.body == next(iter(log.entries())).body


def test_without_the_secret_nothing_can_be_read_and_the_ledger_still_verifies(log: Log) -> None:
    """Not even by trying every person whom it could be about."""
    (entry,) = log.entries()
    for number, value in enumerate(VALUES):
        with pytest.raises(ValueError, match="about something else"):
            receipt(log.folder, "run-1", number, value, b"another secret")
    assert whole(log.folder, entry.body)
    assert b"p-1" not in file_of(log.folder, "run-1").read_bytes()
    assert audit(log.folder).faults == ()


@pytest.mark.parametrize("tamper", ["changed", "cut", "gone", "longer"])
def test_commitments_that_were_changed_are_found(log: Log, tamper: str) -> None:
    path = file_of(log.folder, "run-1")
    data = path.read_bytes()
    if tamper == "gone":
        path.unlink()
    else:
        path.write_bytes({"changed": b"x" + data[1:], "cut": data[:-32], "longer": data + b"x"}[tamper])
    (fault,) = audit(log.folder).faults
    assert fault.file == f"receipts/{path.name}"
    assert fault.entry == 0


def test_another_batch_has_other_salts(log: Log, tmp_path: Path) -> None:
    one, two = (kept(tmp_path / "x", name, VALUES, SECRET) for name in ("run-1", "run-2"))
    assert one.body["root"] != two.body["root"]
