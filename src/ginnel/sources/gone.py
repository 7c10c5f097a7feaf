"""Records that were erased: cut from every kept version of a dataset, and kept out when they are delivered again.

A tombstone is SHA-256 of a salt that only the region's secret yields, and the record's name: whoever reads the file
learns no record, and an erased one is known again when it comes. No row leaves this file, so that it asks for no permit:
erasing must work when every agreement has ended.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from ginnel.engines.duck import identifier, quoted
from ginnel.engines.files import write_query, write_text
from ginnel.vocabulary import Dataset, keyed

FILE = "tombstones.json"


@dataclass(frozen=True)
class Gone:
    """Tombstones by dataset, and the secret that makes their salts."""

    secret: bytes
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def salt(self, dataset: str) -> str:
        return keyed(self.secret, "tombstone", dataset)

    def mark(self, dataset: str, record: str) -> str:
        return hashlib.sha256((self.salt(dataset) + record).encode()).hexdigest()

    def cut(self, sql: str, dataset: Dataset, columns: Iterable[str]) -> str:
        """`sql` less what was erased.

        A person's own row goes, and an event that points to her; of another person's row only the pointer to her goes.
        """
        own = [(dataset.name, "record")] if self.marks.get(dataset.name) else []
        names = set(columns)
        points = [(c.links_to, c.name) for c in dataset.columns if c.name in names and self.marks.get(c.links_to or "")]
        others = points if dataset.kind == "people" else []
        tests = [self._is_gone(str(d), c) for d, c in (own if others else own + points)]
        if others:
            blank = ", ".join(f"CASE WHEN {self._is_gone(str(d), c)} THEN NULL ELSE {identifier(c)} END AS {identifier(c)}" for d, c in others)  # fmt: skip
            sql = f"SELECT * REPLACE ({blank}) FROM ({sql})"
        return f"SELECT * FROM ({sql}) WHERE NOT ({' OR '.join(tests)})" if tests else sql

    def _is_gone(self, dataset: str, column: str) -> str:
        marks = ", ".join(f"'{m}'" for m in sorted(self.marks[dataset]))
        value = f"coalesce(CAST({identifier(column)} AS VARCHAR), '')"
        return f"sha256('{self.salt(dataset)}' || {value}) IN ({marks})"


def read_gone(lake: Path, secret: bytes) -> Gone:
    """The tombstones of a lake; none where there is no file."""
    path = lake / FILE
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return Gone(secret, {name: frozenset(marks) for name, marks in kept.items()})


def bury(lake: Path, secret: bytes, records: Mapping[str, Iterable[str]]) -> Gone:
    """Add tombstones, before anything is cut: whatever happens then, the records do not come back."""
    before = read_gone(lake, secret)
    marks = {name: set(kept) for name, kept in before.marks.items()}
    for name, ids in records.items():
        marks.setdefault(name, set()).update(before.mark(name, r) for r in ids)
    text = json.dumps({name: sorted(found) for name, found in sorted(marks.items())}, indent=1) + "\n"
    write_text(lake / FILE, text)
    return read_gone(lake, secret)


def rewrite(lake: Path, dataset: Dataset, gone: Gone, connection: duckdb.DuckDBPyConnection) -> int:
    """Cut what was erased from every kept version of `dataset`. Gives how many rows went or lost a pointer; repeating
    it changes nothing."""
    files = sorted((lake / dataset.name).glob("*/part.parquet"))
    return sum(cut_file(path, dataset, gone, connection) for path in files)


def cut_file(path: Path, dataset: Dataset, gone: Gone, connection: duckdb.DuckDBPyConnection) -> int:
    """The same for one file, written whole or left as it is."""
    all_rows = f"SELECT * FROM read_parquet('{quoted(str(path))}')"
    rest = gone.cut(all_rows, dataset, pq.read_schema(path).names)
    if rest == all_rows:
        return 0
    before, after = (_count(connection, sql) for sql in (all_rows, rest))
    changed = _count(connection, f"({all_rows}) EXCEPT ALL ({rest})")
    if changed:
        write_query(path, connection, f"SELECT * FROM ({rest}) ORDER BY record")
        _recount(path.with_name("report.json"), after)
    return max(changed, before - after)


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM ({sql})").fetchall()[0][0])


def _recount(report: Path, rows: int) -> None:
    if report.exists():
        facts = {**json.loads(report.read_text(encoding="utf-8")), "rows": rows}
        write_text(report, json.dumps(facts, indent=1) + "\n")
