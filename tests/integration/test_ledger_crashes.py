"""A writer that is killed at any write, rename or flush to disk, or a power cut there: nothing lost, nothing twice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ginnel.governance import Note, chain
from ginnel.governance.tlog import LOG, Log, Signer, audit, disk

AT = "2026-11-25T06:00:00+00:00"
KEY = Signer("northshire/ledger", LOG, bytes(32))


class Killed(BaseException):
    """The process ends here."""


class Disk:
    """Stands in for `os` in the room's one seam to the disk: ends at the given call, and can lose what was not flushed.

    A write that is killed leaves half of its bytes. `lost` takes away what a power cut could: the content of files that
    were not flushed, names in folders that were not flushed, and renames there.
    """

    CALLS = ("open", "write", "fsync", "replace", "unlink")

    def __init__(self, end: int) -> None:
        self.left = end
        self.names: dict[int, Path] = {}
        self.dirty: set[Path] = set()
        self.new: dict[Path, set[Path]] = {}
        self.renamed: list[tuple[Path, Path | None, bytes | None]] = []

    def __getattr__(self, name: str):
        if name not in self.CALLS:
            return getattr(os, name)
        return lambda *given: self._call(name, *given)

    def _call(self, name: str, *given):
        self.left -= 1
        if self.left == 0:
            if name == "write":
                os.write(given[0], bytes(given[1])[: len(given[1]) // 2])
            raise Killed
        return getattr(self, f"_{name}")(*given)

    def _open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        path = Path(path)
        if flags & os.O_CREAT:
            if not path.exists():
                self.new.setdefault(path.parent, set()).add(path)
            self.dirty.add(path)
        handle = os.open(path, flags, mode)
        self.names[handle] = path
        return handle

    def _write(self, handle: int, data: bytes) -> int:
        return os.write(handle, data)

    def _fsync(self, handle: int) -> None:
        path = self.names[handle]
        self.dirty.discard(path)
        self.new.pop(path, None)
        self.renamed = [r for r in self.renamed if r[0].parent != path]

    def _replace(self, source: Path, target: Path) -> None:
        before = target.read_bytes() if target.exists() else None
        self.renamed.append((target, source, before))
        source.replace(target)
        self.new.get(source.parent, set()).discard(source)

    def _unlink(self, path: Path) -> None:
        path.unlink()

    def power_cut(self) -> None:
        for target, _, before in reversed(self.renamed):
            if before is None:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(before)
        for path in self.dirty:
            if path.exists():
                path.write_bytes(b"")
        for names in self.new.values():
            for path in names:
                path.unlink(missing_ok=True)


def opened(folder: Path) -> Log:
    return Log(folder / "ledger", lambda: KEY, folder / "secrets" / "ledger.head")


def notes(start: int, end: int):
    return [(Note(f"run/{i}", "candidate", {"number": i}), AT) for i in range(start, end)]


def chain_of(folder: Path) -> None:
    path = folder / "ledger" / "ledger.jsonl"
    path.parent.mkdir(parents=True)
    link = chain.Link(0, "run/0", "candidate", AT, {"number": 0}, chain.START)
    path.write_text(link.line() + "\n")


def held(folder: Path) -> list[str]:
    """Every key that is recorded, after a look over the whole log."""
    report = audit(folder / "ledger")
    assert report.faults == ()
    lines = [chain.parse(x).key for x in chain.lines_of(folder / "ledger" / "ledger.jsonl")]
    return lines + [e.key for e in report.entries if e.kind != "earlier-chain"]


BEGINNINGS: dict[str, Callable[[Path], object]] = {
    "a new log": lambda folder: None,
    "a log with an earlier chain": chain_of,
    "a log whose bundle fills up": lambda folder: opened(folder).append(notes(0, 250)),
    "a full bundle": lambda folder: opened(folder).append(notes(0, 256)),
}


@pytest.mark.parametrize("cut", [False, True], ids=["killed", "power cut"])
@pytest.mark.parametrize("name", BEGINNINGS)
def test_a_crash_at_any_call_is_mended_by_the_same_append(tmp_path: Path, monkeypatch, name: str, cut: bool) -> None:
    base = tmp_path / "base"
    base.mkdir()
    BEGINNINGS[name](base)
    before = set(held(base)) if (base / "ledger" / "checkpoint").exists() else set()
    for end in range(1, 200):
        folder = tmp_path / f"at{end}"
        shutil.copytree(base, folder)
        fake = Disk(end)
        with monkeypatch.context() as patch:
            patch.setattr(disk, "os", fake)
            try:
                opened(folder).append(notes(0, 260))
                finished = True
            except Killed:
                finished = False
                if cut:
                    fake.power_cut()
        if not finished and (folder / "ledger" / "checkpoint").exists():
            assert before <= set(held(folder)), "what was durable before is there, and the log is whole"
        # The same append again with something else first: what was left over must not come back.
        with monkeypatch.context() as patch:
            patch.setattr(disk, "os", Disk(0))
            opened(folder).append([*notes(900, 902), *notes(0, 260)])
        assert sorted(held(folder)) == sorted({f"run/{i}" for i in [*range(260), 900, 901]})
        assert audit(folder / "ledger").left_over == ()
        shutil.rmtree(folder)
        if finished:
            assert end > 10, "the calls are counted"
            return
    raise AssertionError("the append never finished")


def test_what_append_returned_for_outlives_a_power_cut(tmp_path: Path, monkeypatch) -> None:
    for size in (1, 255, 256, 300):
        folder = tmp_path / str(size)
        fake = Disk(0)
        with monkeypatch.context() as patch:
            patch.setattr(disk, "os", fake)
            opened(folder).append(notes(0, size))
            opened(folder).append(notes(size, size + 3))
        fake.power_cut()
        assert len(held(folder)) == size + 3


def test_the_order_of_writing_is_what_guards_it(tmp_path: Path, monkeypatch) -> None:
    """A planted fault: the checkpoint is renamed before the entries are flushed; the power cut then breaks the log."""
    fake = Disk(0)
    with monkeypatch.context() as patch:
        patch.setattr(disk, "os", fake)
        patch.setattr(disk.Writes, "done", lambda self: None)
        opened(tmp_path).append(notes(0, 3))
    fake.power_cut()
    assert audit(tmp_path / "ledger").faults != ()


def test_a_writer_that_is_still_running_sees_what_another_left_over(tmp_path: Path, monkeypatch) -> None:
    """A web process holds the log open while a night is killed within an append."""
    web = opened(tmp_path)
    web.append(notes(0, 250))
    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace", lambda *given: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            opened(tmp_path).append(notes(300, 700))
    assert audit(tmp_path / "ledger").left_over
    web.append(notes(250, 252))
    assert sorted(held(tmp_path)) == sorted(f"run/{i}" for i in range(252))
    assert audit(tmp_path / "ledger").left_over == ()


def test_an_error_within_an_append_leaves_the_open_log_usable(tmp_path: Path, monkeypatch) -> None:
    log = opened(tmp_path)
    log.append(notes(0, 3))
    with monkeypatch.context() as patch:
        patch.setattr(disk.Writes, "done", lambda self: (_ for _ in ()).throw(OSError("no space left")))
        with pytest.raises(OSError, match="no space left"):
            log.append(notes(3, 6))
    assert log.append(notes(3, 6)) == 3
    assert sorted(held(tmp_path)) == sorted(f"run/{i}" for i in range(6))
