"""Rates of the ledger: durable receipts about people, beside the bulk rate of pymerkle's SqliteTree in the same run.

Run: python benchmarks/ledger.py [receipts]. The peer (GPL) runs in a process of its own, from the environment that
GINNEL_LEDGER_ORACLE names (its python; default .oracle/bin/python, see requirements-ledger-oracle.txt); without it only
our own rates are printed. Ours and the peer take turns, five each; medians are compared. Prints a table, asserts nothing.

"Durable" is after fsync for ours, after SQLite's commit (synchronous=FULL, its default) for the peer. The peer stores
entry and leaf hash without salts and builds no inner nodes; a batch of ours makes salts, commitments and the whole tree,
stores the commitments, and appends one signed entry. Values are the same bytes for both, canonical JSON made before.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ginnel.governance import Note
from ginnel.governance.ledger import commitment
from ginnel.governance.tlog import LOG, Log, Signer, audit
from ginnel.governance.tlog.levels import Edge, leaf_hashes
from ginnel.governance.tlog.merkle import included, inclusion_proof
from ginnel.governance.tlog.receipts import kept
from ginnel.vocabulary import canonical

AT, SECRET = "2026-11-25T06:00:00+00:00", bytes(32)
TURNS = 5
PEER = """
import sys, time, pymerkle
values = open(sys.argv[1], "rb").read().split(b"\\n")
print("ready", flush=True)
for line in sys.stdin:
    tree = pymerkle.SqliteTree(line.strip(), algorithm="sha256")
    start = time.perf_counter()
    tree.append_entries(values)
    print(len(values) / (time.perf_counter() - start), flush=True)
    tree.close()
"""


def about(count: int) -> list[bytes]:
    """What one receipt says: person, home, use, outcome and words told."""
    return [
        canonical({"key": f"{i:016x}", "outcome": "told", "person": f"p-{i * 7919:012x}", "home": f"h-{i * 104729:012x}",
                   "use": "damp.vulnerable", "told": {"home": f"h-{i * 104729:012x}", "vulnerable": "yes"}})
        for i in range(count)
    ]  # fmt: skip


def timed(work: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def log_in(folder: Path) -> Log:
    key = Signer("bench/ledger", LOG, SECRET)
    return Log(folder / "ledger", lambda: key, folder / "head")


def batch(log: Log, values: list[bytes]) -> None:
    log.append([(kept(log.folder, "run", values, SECRET), AT)])


def each(folder: Path, count: int) -> None:
    """One entry for each receipt, as a night writes them: outcome and reasons in clear, the person committed to."""
    log_in(folder).append(
        (Note(f"run/{i}", "candidate", {"use": "damp.vulnerable", "outcome": "told", "reasons": [], "recipient": "x",
                                        "about": commitment(SECRET, f"run/{i}", {"person": i, "home": i})}), AT)
        for i in range(count)
    )  # fmt: skip


class Peer:
    """pymerkle in its own process; None where it is not installed."""

    def __init__(self, python: Path, values: list[bytes], folder: Path) -> None:
        (folder / "values").write_bytes(b"\n".join(values))
        self.process = subprocess.Popen(
            [python, "-c", PEER, folder / "values"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.process.stdout.readline()

    def rate(self, file: Path) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{file}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def receipts(folder: Path, count: int) -> Iterator[tuple[str, float]]:
    values = about(count)
    python = Path(os.environ.get("GINNEL_LEDGER_ORACLE", ".oracle/bin/python"))
    peer = Peer(python, values, folder) if python.exists() else None
    ours, theirs = [], []
    for turn in range(TURNS):
        place = folder / f"turn{turn}"
        log = log_in(place)
        log.append(note("made before, as the peer's file is"))
        ours.append(timed(lambda log=log: batch(log, values), count))  # type: ignore[misc]
        if peer:
            theirs.append(peer.rate(folder / f"peer{turn}.sqlite"))
            (folder / f"peer{turn}.sqlite").unlink()
        shutil.rmtree(place)
    yield "receipts in one batch, durable, salted", statistics.median(ours)
    if peer:
        peer.end()
        yield "pymerkle 7.0.0 SqliteTree, bulk", statistics.median(theirs)
        yield "  ratio (at least 4 wanted)", statistics.median(ours) / statistics.median(theirs)
        yield "  lowest and highest of the turns' ratios", min(a / b for a, b in zip(ours, theirs, strict=True))
        yield "", max(a / b for a, b in zip(ours, theirs, strict=True))


def rates(folder: Path, count: int) -> Iterator[tuple[str, float]]:
    data = [bytes([65]) * 300 for _ in range(count)]
    yield "leaf hashes of 300 bytes", timed(lambda: leaf_hashes(data), count)
    hashes = leaf_hashes(data)
    edge = Edge()
    yield "tree from leaf hashes, all levels", timed(lambda: edge.push(hashes), count)
    few = 20_000
    yield "one entry for each receipt, durable, salted", timed(lambda: each(folder / "each", few), few)
    log = log_in(folder / "each")
    yield "opening that ledger (entries read, hashed)", timed(lambda: log_in(folder / "each").append(note("a")), few)
    log.append(note("b"))
    yield (
        "appends of one entry to an open ledger, durable",
        timed(lambda: [log.append(note(str(i))) for i in range(50)], 50),
    )
    size, root = log.head().size, log.head().root
    span, steps = log.reader(size).span, range(0, size, max(1, size // 2_000))
    proofs: list[list[bytes]] = []
    yield (
        "inclusion proofs from tiles",
        timed(lambda: proofs.extend(inclusion_proof(i, size, span) for i in steps), len(steps)),
    )
    leaves = [leaf_hashes([e.leaf])[0] for e in log.entries()]
    checks = [(leaves[i], i, size, root, p) for i, p in zip(steps, proofs, strict=True)]
    yield "inclusion proofs checked", timed(lambda: [included(*c) for c in checks], len(checks))
    yield "entries checked by a whole audit", timed(lambda: audit(log.folder), size)


def note(key: str) -> list[tuple[Note, str]]:
    return [(Note(f"one/{key}", "look", {"organisation": "x"}), AT)]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    print(
        f"{count:,} receipts, {os.cpu_count()} processors, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}"
    )
    print(f"{'what':<52}{'a second':>14}")
    with tempfile.TemporaryDirectory(dir=".") as folder:
        for name, rate in (*receipts(Path(folder), count), *rates(Path(folder), count)):
            print(f"{name:<52}{rate:>14,.1f}")


if __name__ == "__main__":
    main()
