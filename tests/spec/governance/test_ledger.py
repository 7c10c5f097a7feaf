"""The ledger: entries in a chain, healed after a crash, and every kind of tampering seen and located."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ginnel.governance import Note
from ginnel.governance.ledger import commitment
from ginnel.governance.ledger_file import FileLedger
from ginnel.vocabulary import BadInput

AT = "2026-11-25T06:00:00+00:00"


def notes(count: int, start: int = 0):
    return [
        (Note(f"run/{i}", "candidate", {"use": "damp.damp_home", "number": i}), AT) for i in range(start, start + count)
    ]


@pytest.fixture
def ledger(tmp_path: Path) -> FileLedger:
    found = FileLedger(tmp_path / "ledger.jsonl")
    found.append(notes(5))
    return found


def test_each_entry_holds_the_hash_of_the_one_before(ledger: FileLedger) -> None:
    entries = list(ledger.entries())
    assert [e.number for e in entries] == [0, 1, 2, 3, 4]
    assert all(after.before == before.hash for before, after in pairwise(entries))
    assert ledger.verify() == (5, None)


def test_the_same_event_is_written_once(ledger: FileLedger) -> None:
    assert ledger.append(notes(7)) == 2
    assert ledger.verify() == (7, None)


def lines_of(ledger: FileLedger) -> list[str]:
    return ledger.path.read_text().splitlines()


def write(ledger: FileLedger, lines: list[str]) -> None:
    ledger.path.write_text("".join(line + "\n" for line in lines))


def changed(line: str) -> str:
    data = json.loads(line)
    data["body"]["use"] = "something else"
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize(
    ("tamper", "line"),
    [
        (lambda x: [*x[:2], changed(x[2]), *x[3:]], 3),
        (lambda x: [*x[:2], *x[3:]], 3),
        (lambda x: [*x[:3], x[2], *x[3:]], 4),
        (lambda x: [x[1], x[0], *x[2:]], 1),
        (lambda x: [*x[:1], "{}", *x[1:]], 2),
        (lambda x: [*x[:4], "not json", x[4]], 5),
        (lambda x: x[1:], 1),
    ],
    ids=["changed", "removed", "doubled", "swapped", "added", "garbage", "beheaded"],
)
def test_tampering_is_seen_and_located(ledger: FileLedger, tamper, line: int) -> None:
    write(ledger, tamper(lines_of(ledger)))
    _, fault = ledger.verify()
    assert fault is not None
    assert fault.line == line


def test_a_cut_end_cannot_be_seen_by_the_chain_alone(ledger: FileLedger) -> None:
    """Whoever holds the file can cut its end; a head kept elsewhere shows it. SECURITY.md says so."""
    head = list(ledger.entries())[-1].hash
    write(ledger, lines_of(ledger)[:-1])
    assert ledger.verify() == (4, None)
    assert head not in {e.hash for e in ledger.entries()}


def test_half_a_line_left_by_a_crash_is_healed(ledger: FileLedger) -> None:
    with ledger.path.open("a") as file:
        file.write('{"number": 5, "key": "ru')
    assert ledger.append(notes(1, start=9)) == 1
    assert ledger.verify() == (6, None)


def test_a_chain_does_not_grow_from_a_broken_link(ledger: FileLedger) -> None:
    lines = lines_of(ledger)
    write(ledger, [*lines[:4], changed(lines[4])])
    with pytest.raises(BadInput, match="restore the ledger from a backup"):
        ledger.append(notes(1, start=9))


def test_a_commitment_says_nothing_without_its_salt_and_the_same_with_it() -> None:
    value = {"person": "p-1", "home": "h-1"}
    one = commitment(b"secret", "run/1", value)
    assert one == commitment(b"secret", "run/1", value)
    assert one != commitment(b"other", "run/1", value)
    assert one != commitment(b"secret", "run/2", value)
    assert "p-1" not in one


@given(st.lists(st.integers(0, 6), max_size=12))
def test_any_order_of_appends_keeps_a_whole_chain(tmp_path_factory: pytest.TempPathFactory, starts: list[int]) -> None:
    ledger = FileLedger(tmp_path_factory.mktemp("ledger") / "ledger.jsonl")
    for start in starts:
        ledger.append(notes(3, start))
    count, fault = ledger.verify()
    assert fault is None
    assert count == len({s + i for s in starts for i in range(3)})
