"""Looking: run each permitted expression on views that hold its permitted columns, less whoever said no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ginnel.engines import expression_hash, quoted, run
from ginnel.flow.decide import Candidate
from ginnel.flow.plan import Look
from ginnel.governance.choices import Choice
from ginnel.identity.names import sector
from ginnel.region import Region
from ginnel.sources import view_sql
from ginnel.vocabulary import NotAllowed

BESIDE = ("person", "home")
CHOICES, LINKS, PAIRS, PEOPLE = "ginnel_choices", "ginnel_links", "ginnel_pairs", "ginnel_people"
CHOICE_COLUMNS = {
    "dataset": pa.string(), "record": pa.string(), "kind": pa.string(), "purpose": pa.string(),
    "since": pa.date32(), "until": pa.date32(), "status": pa.string(), "recipient": pa.string(), "category": pa.string(),
}  # fmt: skip


@dataclass(frozen=True)
class Only:
    """One person and the home where she lives."""

    person: str
    home: str | None


def open_snapshot(connection: duckdb.DuckDBPyConnection, identity: Path, choices: Iterable[Choice]) -> None:
    """Make the relations that every look shares: choices, links, pairs, people."""
    rows = [{c: getattr(choice, c) for c in CHOICE_COLUMNS} for choice in choices]
    table = pa.Table.from_pylist(rows, schema=pa.schema(list(CHOICE_COLUMNS.items())))
    connection.register("ginnel_choices_rows", table)
    connection.execute(f"CREATE OR REPLACE TABLE {CHOICES} AS SELECT * FROM ginnel_choices_rows")
    connection.unregister("ginnel_choices_rows")
    for name, file in ((LINKS, "links"), (PAIRS, "pairs"), (PEOPLE, "people")):
        path = quoted(str(identity / f"{file}.parquet"))
        connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{path}')")


def find(
    look: Look,
    region: Region,
    paths: Mapping[str, Path],
    spells: Mapping[str, Path],
    connection: duckdb.DuckDBPyConnection,
    barred: str,
    only: Only | None = None,
) -> pa.Table | None:
    """The answer of one expression. `barred` is a relation (dataset, record) that is cut before anything is evaluated.

    `only` narrows the views to one person or home before the expression runs. None when a dataset that the expression reads was not loaded. Raises `NotAllowed` when the expression is not the
    one that was checked.
    """
    if expression_hash(look.expression) != look.permit.expression:
        raise NotAllowed(f"{look.use.id} changed since it was checked: run `ginnel check` and start again")
    views = {}
    for name in look.permit.columns:
        sql = _view(look, region, name, paths, spells, barred, only)
        if sql is None:
            return None
        views[name] = sql
    return run(look.expression, views, connection)


def sectors(looks: Iterable[Look], identity: Path) -> dict[str, str]:
    """Home -> postcode sector, read only where something is told as a coarse place."""
    if not any("coarse-place" in look.use.tells.values() for look in looks):
        return {}
    rows = pq.read_table(identity / "homes.parquet", columns=["home", "postcode"]).to_pylist()
    return {r["home"]: s for r in rows if (s := sector(r["postcode"]))}


def _view(
    look: Look,
    region: Region,
    name: str,
    paths: Mapping[str, Path],
    spells: Mapping[str, Path],
    barred: str,
    only: Only | None,
) -> str | None:
    """The permitted columns of one table, as SQL."""
    if name in spells:
        columns = ", ".join(f'"{c}"' for c in look.permit.columns_of(name))
        where = "" if only is None else f" WHERE home = '{quoted(only.home or '')}'"
        return f"SELECT {columns} FROM read_parquet('{quoted(str(spells[name]))}'){where}"
    if name not in paths:
        return None
    dataset = region.tables.dataset(name)
    own = f"({view_sql(look.permit, name, paths[name], beside=BESIDE)})"
    pointer = next((c for c in dataset.columns if c.links_to is not None and _is_people(region, c.links_to)), None)
    if dataset.kind == "people":
        return _with_people(own, "d.record", name, barred, only)
    if pointer is not None and pointer.name in look.permit.columns_of(name):
        return _with_people(own, f'd."{pointer.name}"', str(pointer.links_to), barred, only)
    if dataset.about == "person":
        raise NotAllowed(
            f"{look.use.id} reads {name} without whom its rows are about, so that nobody's no can be applied: "
            "read person or home beside it"
        )
    return f"SELECT * FROM {own} d"


def _is_people(region: Region, name: str) -> bool:
    return region.delivered.dataset(name).kind == "people"


def _with_people(own: str, record: str, dataset: str, barred: str, only: Only | None) -> str:
    """`own` with person and current home beside each row, less the barred; rows of nobody known are left out."""
    narrow = ""
    if only is not None:
        narrow = f"AND (l.person = '{quoted(only.person)}' OR p.home = '{quoted(only.home or '')}')"
    return f"""
    SELECT d.*, l.person, p.home FROM {own} d
    JOIN {LINKS} l ON l.dataset = '{quoted(dataset)}' AND l.record = {record}
    JOIN {PEOPLE} p ON p.person = l.person
    WHERE NOT EXISTS (SELECT 1 FROM {barred} b WHERE b.dataset = l.dataset AND b.record = l.record)
    {narrow}
    """


def candidates(look: Look, found: pa.Table) -> Iterator[Candidate]:
    """The rows of an answer, with only the words that may be told."""
    for row in found.to_pylist():
        yield Candidate(
            use=look.use.id,
            home=row.get("home"),
            tenure=row.get("tenure") or "unknown",
            told={word: row[word] for word in look.use.tells},
            person=row.get("person"),
            spell=row.get("spell"),
            aware_on=row.get("aware_on"),
        )
