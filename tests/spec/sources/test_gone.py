"""What was erased stays out: tombstones, every kept version, and other people's rows that point to her."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ginnel.sources import Gone, bury, read_gone, rewrite
from ginnel.vocabulary import Column, Dataset

SECRET = b"a secret of the region"
ICB = frozenset({"icb"})
PATIENTS = Dataset(
    "patients", ICB, (Column("name", "text", frozenset()), Column("adult", "text", frozenset(), links_to="patients")),
    frozenset(), kind="people",
)  # fmt: skip
CONDITIONS = Dataset(
    "conditions", ICB, (Column("code", "text", frozenset()), Column("patient", "text", frozenset(), links_to="patients")),
    frozenset(), kind="events",
)  # fmt: skip


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """P1 is the mother of P2; each has a condition; two versions are kept."""
    people = {"record": ["P1", "P2", "P3"], "name": ["Ann", "Bo", "Cy"], "adult": [None, "P1", None]}
    events = {"record": ["C1", "C2"], "code": ["x", "y"], "patient": ["P1", "P2"]}
    for version in ("v1", "v2"):
        for name, rows in (("patients", people), ("conditions", events)):
            path = tmp_path / name / version / "part.parquet"
            path.parent.mkdir(parents=True)
            pq.write_table(pa.table(rows), path)
    return tmp_path


def rows(lake: Path, name: str, version: str) -> list[dict[str, object]]:
    return pq.read_table(lake / name / version / "part.parquet").to_pylist()


def erased(lake: Path) -> tuple[Gone, list[int]]:
    gone = bury(lake, SECRET, {"patients": {"P1"}})
    with duckdb.connect() as connection:
        return gone, [rewrite(lake, d, gone, connection) for d in (PATIENTS, CONDITIONS)]


def test_her_row_and_what_happened_to_her_go_from_every_version_and_her_childs_row_stays(lake: Path) -> None:
    erased(lake)
    for version in ("v1", "v2"):
        assert rows(lake, "patients", version) == [
            {"record": "P2", "name": "Bo", "adult": None}, {"record": "P3", "name": "Cy", "adult": None},
        ]  # fmt: skip
        assert rows(lake, "conditions", version) == [{"record": "C2", "code": "y", "patient": "P2"}]


def test_the_same_again_changes_nothing(lake: Path) -> None:
    assert erased(lake)[1] == [4, 2], "her row and the child's pointer, in two versions; her condition, in two"
    assert erased(lake)[1] == [0, 0]


def test_a_tombstone_names_nobody_and_means_nothing_under_another_secret(lake: Path) -> None:
    gone, _ = erased(lake)
    assert "P1" not in (lake / "tombstones.json").read_text()
    assert gone.mark("patients", "P1") in gone.marks["patients"]
    other = read_gone(lake, b"another")
    assert other.mark("patients", "P1") not in other.marks["patients"]


def test_tombstones_add_up(lake: Path) -> None:
    bury(lake, SECRET, {"patients": {"P1"}})
    bury(lake, SECRET, {"patients": {"P3"}, "conditions": {"C9"}})
    found = read_gone(lake, SECRET)
    assert {name: len(marks) for name, marks in found.marks.items()} == {"patients": 2, "conditions": 1}


def test_nothing_is_cut_where_nothing_is_gone(lake: Path) -> None:
    sql = "SELECT * FROM somewhere"
    assert Gone(SECRET).cut(sql, PATIENTS, ("name", "adult")) == sql
