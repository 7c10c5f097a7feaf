"""Delivered files as one table in DuckDB, typed and judged row by row, with the line of each refused row."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from ginnel.engines.duck import identifier, quoted
from ginnel.sources.contract import Contract
from ginnel.sources.delivered import Delivered, UnusableError, check_header, header_of, walk
from ginnel.sources.rules import DUPLICATE
from ginnel.sources.sets import staged_sql

STAGED, TWICE, TEXTS = "ginnel_staged", "ginnel_twice", "ginnel_texts"
_BATCH = 50_000


@dataclass(frozen=True)
class Reject:
    """One reason against one row. `line` is the line at which the row starts; in Parquet, the row counted from 1."""

    file: str
    line: int
    column: str
    reason: str


@dataclass
class _Part:
    """The rows [first, first + rows) of the staged table that came from one file."""

    found: Delivered
    first: int
    rows: int
    lines: array[int] | None = None


@dataclass
class Stage:
    """The staged table `STAGED` (record, columns, reasons) and where each row came from; drop it with `close`."""

    connection: duckdb.DuckDBPyConnection
    contract: Contract
    columns: tuple[str, ...]
    notes: list[str] = field(default_factory=list)
    _parts: list[_Part] = field(default_factory=list)
    _ragged: list[Reject] = field(default_factory=list)
    _made: bool = False

    def close(self) -> None:
        for table in (STAGED, TWICE):
            self.connection.execute(f"DROP TABLE IF EXISTS {table}")

    def add(self, found: Delivered) -> None:
        """Stage one more file. Raises `UnusableError`."""
        if found.parquet:
            self._add_parquet(found)
        else:
            self._add_csv(found)
        found.check_still()

    def _count(self) -> int:
        if not self._made:
            return 0
        rows = self.connection.execute(f"SELECT count(*) FROM {STAGED}").fetchall()
        return int(rows[0][0])

    def _insert(self, source: str) -> tuple[int, int]:
        """Stage the rows of `source`; returns the first row's number and how many."""
        before = self._count()
        sql = staged_sql(self.contract, self.columns, source)
        self.connection.execute(f"INSERT INTO {STAGED} {sql}" if self._made else f"CREATE TEMP TABLE {STAGED} AS {sql}")
        self._made = True
        return before, self._count() - before

    def _note_extra(self, found: Delivered, header: list[str]) -> None:
        extra = check_header(self.contract, self.columns, found, header)
        if extra:
            self.notes.append(f"{found.path.name}: not in the contract and dropped: {', '.join(extra)}")

    def _add_parquet(self, found: Delivered) -> None:
        source = f"read_parquet('{quoted(str(found.path))}')"
        try:
            described = self.connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        except duckdb.Error:
            raise UnusableError(f"{found.path.name} is not a readable Parquet file: deliver it again") from None
        types = {str(r[0]): str(r[1]) for r in described}
        self._note_extra(found, list(types))
        texts = ", ".join(self._as_text(name, types.get(name)) for name in self.columns)
        try:
            first, rows = self._insert(f"SELECT {texts} FROM {source}")
        except duckdb.Error:
            raise UnusableError(f"{found.path.name} is damaged: deliver it again") from None
        self._parts.append(_Part(found, first, rows))

    def _as_text(self, name: str, type_name: str | None) -> str:
        """A typed Parquet column in the form in which the contract expects text; an optional one that is absent is empty."""
        form = self.contract.rule(name).format
        column = identifier(name)
        if type_name is None:
            return f"NULL::VARCHAR AS {column}"
        if form is not None and (type_name == "DATE" or type_name.startswith("TIMESTAMP")):
            return f"strftime({column}, '{quoted(form)}') AS {column}"
        return f"CAST({column} AS VARCHAR) AS {column}"

    def _add_csv(self, found: Delivered) -> None:
        header = header_of(found)
        self._note_extra(found, header)
        if found.plain and len(header) > 1:
            try:
                first, rows = self._insert(self._scan(found, header))
            except duckdb.Error:
                pass  # Some row is not as wide as the header: the careful reader says which.
            else:
                self._parts.append(_Part(found, first, rows))
                return
        self._add_carefully(found, header)

    def _scan(self, found: Delivered, header: list[str]) -> str:
        names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(header)))
        there = {c: f"c{header.index(c)}" for c in self.columns if c in header}
        picked = ", ".join(f"{there.get(c, 'NULL::VARCHAR')} AS {identifier(c)}" for c in self.columns)
        return (
            f"SELECT {picked} FROM read_csv('{quoted(str(found.path))}', columns = {{{names}}}, header = true, "
            "auto_detect = false, delim = ',', quote = '\"', escape = '\"', strict_mode = true, null_padding = false)"
        )

    def _add_carefully(self, found: Delivered, header: list[str]) -> None:
        """Row by row: slower, knows each line, and refuses single rows that are too wide or too narrow."""
        first, lines = self._count(), array("q")
        for batch in self._batches(found, header, lines):
            self.connection.register(TEXTS, batch)
            try:
                self._insert(f"SELECT * FROM {TEXTS}")
            finally:
                self.connection.unregister(TEXTS)
        self._parts.append(_Part(found, first, len(lines), lines))

    def _batches(self, found: Delivered, header: list[str], lines: array[int]) -> Iterator[pa.Table]:
        where = [header.index(c) if c in header else None for c in self.columns]
        schema = pa.schema([(c, pa.string()) for c in self.columns])
        rows = walk(found)
        next(rows)
        kept: list[list[str]] = []
        for line, row in rows:
            if len(row) != len(header):
                reason = f"the row has {len(row)} values where the header has {len(header)}"
                self._ragged.append(Reject(found.path.name, line, "", reason))
                continue
            lines.append(line)
            kept.append(["" if i is None else row[i] for i in where])
            if len(kept) == _BATCH:
                yield pa.table(list(map(list, zip(*kept, strict=True))), schema=schema)
                kept = []
        columns = list(map(list, zip(*kept, strict=True))) if kept else [[] for _ in where]
        yield pa.table(columns, schema=schema)

    def mark_twice(self) -> None:
        """List in `TWICE` the rows whose record an earlier good row has."""
        self.connection.execute(
            f"CREATE TEMP TABLE {TWICE} AS WITH again AS (SELECT record, min(rowid) AS first FROM {STAGED} "
            f"WHERE reasons IS NULL GROUP BY record HAVING count(*) > 1) "
            f"SELECT s.rowid AS row FROM {STAGED} s JOIN again USING (record) "
            "WHERE s.reasons IS NULL AND s.rowid <> again.first"
        )

    def good_sql(self) -> str:
        """SELECT of the rows that go into the lake, sorted by record."""
        names = ", ".join(identifier(c) for c in ("record", *self.columns))
        return (
            f"SELECT {names} FROM {STAGED} WHERE reasons IS NULL "
            f"AND rowid NOT IN (SELECT row FROM {TWICE}) ORDER BY record"
        )

    def counts(self) -> tuple[int, int]:
        """Rows delivered and rows refused."""
        total = self._count() + len(self._ragged)
        bad = self.connection.execute(
            f"SELECT (SELECT count(*) FROM {STAGED} WHERE reasons IS NOT NULL) + (SELECT count(*) FROM {TWICE})"
        ).fetchall()
        return total, int(bad[0][0]) + len(self._ragged)

    def rejects(self) -> list[Reject]:
        """Every reason against every refused row, by file and line. Raises `UnusableError`."""
        key = " + ".join(self.contract.dataset.key)
        found = self.connection.execute(
            f"SELECT row, column_name, reason FROM (SELECT rowid AS row, r[1] AS column_name, r[2] AS reason "
            f"FROM (SELECT rowid, unnest(reasons) AS r FROM {STAGED} WHERE reasons IS NOT NULL) "
            f"UNION ALL SELECT row, '{quoted(key)}', '{quoted(DUPLICATE)}' FROM {TWICE})"
        ).fetchall()
        listed = list(self._ragged)
        for part in self._parts:
            mine = [(r - part.first, c, why) for r, c, why in found if part.first <= r < part.first + part.rows]
            lines = _lines(part, {r for r, _, _ in mine})
            listed += [Reject(part.found.path.name, lines[r], c, why) for r, c, why in mine]
        order = {name: i for i, name in enumerate(("", *self.contract.dataset.column_names))}
        return sorted(listed, key=lambda x: (x.file, x.line, order.get(x.column, 0), x.reason))


def _lines(part: _Part, rows: set[int]) -> dict[int, int]:
    """The line of each of `rows` (numbered from 0 within the file)."""
    if part.found.parquet:
        return {r: r + 1 for r in rows}
    if part.lines is not None:
        return {r: part.lines[r] for r in rows}
    if not rows:
        return {}
    walked = walk(part.found)
    next(walked)
    return {i: line for i, (line, _) in enumerate(walked) if i in rows}
