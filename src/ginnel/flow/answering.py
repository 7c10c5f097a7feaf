"""What one body's records in the lake say about one person, under a permit for answering her: rows found by her links alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from ginnel.engines import connect
from ginnel.engines.duck import identifier
from ginnel.flow.prepare import loaded_paths
from ginnel.flow.run import last_run
from ginnel.governance import Permit, check_answer
from ginnel.region import Region
from ginnel.sources import view_sql
from ginnel.vocabulary import BadInput, Catalogue, Dataset, Problem


@dataclass(frozen=True)
class Record:
    """One row about her: `key` is unique in its dataset; `fields` are name, meaning, value, categories."""

    dataset: str
    key: str
    fields: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Answer:
    """`not_searched` names this body's datasets that are about homes, devices or nobody, or were not loaded."""

    permit: Permit | None
    records: tuple[Record, ...]
    not_searched: tuple[str, ...]


def records_of(region: Region, controller: str, person: str, day: date) -> Answer:
    """Rows of `controller` about `person` by the last night's links. Raises `BadInput` when no night has run."""
    permit = check_answer(region.register(day), controller, region.delivered)
    own = tuple(d for d in region.delivered if d.controllers == {controller})
    if not isinstance(permit, Permit):
        return Answer(None, (), tuple(d.name for d in own))
    folder = run_folder(region)
    hers = links_of(folder, person)
    loaded = loaded_paths(region, json.loads((folder / "load.json").read_text(encoding="utf-8")))
    found: list[Record] = []
    left: list[str] = []
    connection = connect(memory=region.config.limits.memory, threads=region.config.limits.threads)
    try:
        for dataset in own:
            keys = keys_of(dataset, hers, region.delivered)
            if keys is None or dataset.name not in permit.columns or dataset.name not in loaded:
                left.append(dataset.name)
                continue
            found += _rows(permit, dataset, loaded[dataset.name], keys, connection)
    finally:
        connection.close()
    return Answer(permit, tuple(found), tuple(left))


def run_folder(region: Region) -> Path:
    """The folder of the last complete run. Raises `BadInput` when there is none."""
    id = last_run(region.folder)
    if id is None:
        raise BadInput(Problem("no night has run yet", file=str(region.folder), mend=f"ginnel nightly {region.folder}"))
    return region.folder / "lake" / "runs" / id


def links_of(folder: Path, person: str) -> Mapping[str, frozenset[str]]:
    """Dataset -> the records that are hers, by one run."""
    rows = pq.read_table(
        folder / "identity" / "links.parquet", columns=["dataset", "record"], filters=[("person", "=", person)]
    ).to_pylist()
    return {name: frozenset(r["record"] for r in rows if r["dataset"] == name) for name in {r["dataset"] for r in rows}}


def keys_of(dataset: Dataset, hers: Mapping[str, frozenset[str]], catalogue: Catalogue) -> tuple[str, frozenset[str]] | None:  # fmt: skip
    """By which column a dataset's rows are hers, and its values: "record" for people, a pointer for events.

    None for a dataset whose rows are not about one person.
    """
    if dataset.kind == "people":
        return "record", hers.get(dataset.name, frozenset())
    for column in dataset.columns:
        target = column.links_to
        if target is not None and target in catalogue and catalogue.dataset(target).kind == "people":
            return column.name, hers.get(target, frozenset())
    return None


def _rows(
    permit: Permit, dataset: Dataset, path: Path, keys: tuple[str, frozenset[str]], connection: duckdb.DuckDBPyConnection
) -> Iterable[Record]:  # fmt: skip
    column, values = keys
    if not values:
        return []
    sql = f"SELECT * FROM ({view_sql(permit, dataset.name, path)}) WHERE {identifier(column)} IN (SELECT unnest(?)) ORDER BY record"
    rows = connection.execute(sql, [sorted(values)]).to_arrow_table().to_pylist()
    return [Record(dataset.name, str(row["record"]), _fields(dataset, row)) for row in rows]


def _fields(dataset: Dataset, row: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    found = []
    for column in dataset.columns:
        if column.name in row:
            kinds = sorted((column.categories | dataset.row_categories) - {"none"})
            kinds = sorted({*kinds, "family"}) if column.role == "responsible_adult" else kinds
            found.append(
                {"name": column.name, "meaning": column.meaning, "value": _plain(row[column.name]), "categories": kinds}
            )
    return tuple(found)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
