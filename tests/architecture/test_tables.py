"""Whose tables are whose: SQL of a room names only tables of its own or of a room below, and files are read in few places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

OWNER = {
    "ginnel_staged": "sources", "ginnel_texts": "sources", "ginnel_twice": "sources",
    "ginnel_people_frame": "identity", "ginnel_groups": "identity", "ginnel_groups_in": "identity",
    "ginnel_members": "identity", "ginnel_records": "identity", "ginnel_pairs_in": "identity",
    "ginnel_clusters_in": "identity", "ginnel_homes_in": "identity", "ginnel_ids_in": "identity",
    "ginnel_sensor_places": "sensors", "ginnel_sensor_works": "sensors",
    "ginnel_choices": "flow", "ginnel_choices_rows": "flow", "ginnel_links": "flow", "ginnel_people": "flow",
    "ginnel_barred": "flow", "ginnel_barred_all": "flow", "ginnel_barred_told": "flow",
    "verdict_flows": "governance", "verdict_people": "governance", "verdict_marks": "governance",
    "verdict_overrides": "governance",
    "ginnel_pairs": "identity", "ginnel_children": "identity", "ginnel_papers": "identity", "ginnel_orders": "identity",
    "ginnel_reviews": "identity", "ginnel_reviews_in": "identity",
}  # fmt: skip
"""Which room makes each table or view of a DuckDB connection. Both identity and flow say `ginnel_pairs`: the lower owns."""

STREAM = ("vocabulary", "engines", "directory", "governance", "sources", "identity", "sensors", "signals", "referrals",
          "journeys", "synthetic", "region", "flow")  # fmt: skip

READERS = {
    "ginnel.sources.records": "the one door to a silo's Parquet, behind a permit",
    "ginnel.sources.delivered": "what a silo delivers, before it is a row of the lake",
    "ginnel.sources.stage": "the same, by DuckDB",
    "ginnel.sensors.hours": "a relation that the caller made under a permit",
    "ginnel.identity.tables": "identity's own links and aliases of the night before",
    "ginnel.journeys.log": "a log that whoever calls the command names; never a file of the lake",
    "ginnel.flow.look": "links, pairs, people and spells: derived tables of this run",
    "ginnel.flow.nightly": "answers, people and choices: derived tables, and choices that bind reading itself",
    "ginnel.flow.prepare": "people of the night before, so that nobody's protection is forgotten",
    "ginnel.flow.families": "children, papers, orders and aliases of this run: who decides for a child",
    "ginnel.flow.one": "links of the last night",
    "ginnel.flow.erasing": "derived tables of every kept run, to cut an erased person from them",
    "ginnel.sources.gone": "the same for every kept version of a silo's dataset; no row leaves it",
    "ginnel.flow.answering": "links of the last night, to answer one person",
    "ginnel.procurement.rows": "contract registers and offers of a pool: business data, no person of a region",
    "ginnel.store.people": "the index of people of this run",
}
"""Files that open a data file, each with why it may."""

READ = re.compile(r"\b(read_parquet|parquet_scan|read_csv|read_csv_auto|read_json)\b")
TABLE = re.compile(
    r"\b(?:FROM|JOIN|INTO|TABLE|VIEW|UPDATE)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?([a-z_][a-z0-9_]*)\b(?!\s*\()"
)
WITH = re.compile(r"\b([a-z_][a-z0-9_]*)\s+AS\s+(?:NOT\s+)?(?:MATERIALIZED\s+)?\(")
LOCAL = {"unnest", "range"}


def strange(module: Any) -> Iterator[str]:
    """Tables that a file's SQL names and that are neither its own, nor of a room below, nor made in the same file."""
    own = {name for _, text in module.texts for name in WITH.findall(text)}
    for line, text in module.texts:
        for name in TABLE.findall(text) if re.search(r"\b(SELECT|CREATE|INSERT|DELETE|UPDATE|COPY)\b", text) else ():
            if name not in own | LOCAL and name not in OWNER:
                yield f"{module.name}:{line}: {name} has no owner"
        for name in re.findall(r"\bginnel_[a-z_]+\b", text):
            if name in OWNER and STREAM.index(OWNER[name]) > STREAM.index(module.room):
                yield f"{module.name}:{line}: {name} belongs to {OWNER[name]}, a room above"


def test_sql_names_only_tables_of_its_own_room_or_below(pure: tuple[Any, ...]) -> None:
    assert [place for module in pure for place in strange(module)] == []


def test_every_table_is_named_where_it_is_made(pure: tuple[Any, ...]) -> None:
    named = {(w, m.room) for m in pure for _, t in m.texts for w in re.findall(r"\b(?:ginnel|verdict)_[a-z_]+\b", t)}
    assert {name for name, owner in OWNER.items() if (name, owner) not in named} == set()
    unknown = {name for name, _ in named} - OWNER.keys() - {"ginnel_region_signal_", "verdict_sets"}
    assert unknown == set()


def test_data_files_are_opened_in_few_places(house: tuple[Any, ...]) -> None:
    found = set()
    for module in house:
        calls = {module.meant(n.func) for n in module.nodes if isinstance(n, ast.Call)}
        opens = calls & {"pyarrow.parquet.read_table", "pyarrow.parquet.ParquetFile", "pyarrow.dataset.dataset",
                         "pyarrow.csv.read_csv", "pyarrow.csv.open_csv", "csv.reader", "csv.DictReader"}  # fmt: skip
        if opens or any(READ.search(text) for _, text in module.texts):
            found.add(module.name)
    assert found - {"ginnel.directory.organisations"} == READERS.keys(), "directory reads lists of organisations only"


def test_duckdb_is_never_given_the_live_sqlite_file(house: tuple[Any, ...]) -> None:
    """Two copies of SQLite in one process on one file crash it: no ATTACH, no scanner, no DuckDB where Django writes."""
    attach = [m.name for m in house if any(re.search(r"\bATTACH\b|sqlite_scan|sqlite_attach", t) for _, t in m.texts)]
    assert attach == []
    held = [m.name for m in house if m.room in ("web", "store") or m.name.startswith("ginnel.app.services")]
    assert held
    opens = [m.name for m in house if m.name in held and {"duckdb"} & {i.split(".")[0] for i in m.imported()}]
    assert opens == []


def test_no_code_names_a_dataset_of_a_region_in_sql(root: Any, house: tuple[Any, ...]) -> None:
    """Which silos there are is the region's to say."""
    names = {p.stem for p in (root / "src/ginnel/region/template/contracts").glob("*.toml")}
    assert len(names) > 5
    found = [(m.name, n) for m in house for _, t in m.texts for n in TABLE.findall(t) if n in names - {"choices"}]
    assert found == []


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("ginnel.identity.link", 'sql = "SELECT * FROM ginnel_barred"'),
        ("ginnel.governance.sets", 'name = "ginnel_links"'),
        ("ginnel.flow.look", 'sql = f"SELECT {1} FROM rent_accounts JOIN {2}"'),
        ("ginnel.flow.look", 'sql = "INSERT INTO cases SELECT 1"'),
    ],
)
def test_a_planted_table_of_somebody_else_is_seen(planted: Any, where: str, text: str) -> None:
    assert list(strange(planted(where, text)))
