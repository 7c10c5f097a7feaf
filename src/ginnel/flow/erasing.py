"""Cutting one body's records of one person from the lake: every kept version, every kept run, tombstones first.

Killed anywhere and called again, it goes on: tombstones say what is gone, and cutting twice cuts nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ginnel.engines import connect, write_table
from ginnel.flow.answering import links_of, run_folder
from ginnel.flow.run import region_secret
from ginnel.region import Region
from ginnel.sources import Gone, bury, cut_file, rewrite
from ginnel.vocabulary import BadInput, Problem

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cut:
    """Rows cut from delivered records and from runs; `left` whether another body's records still link to her."""

    records: int
    runs: int
    left: bool


def cut_from_lake(region: Region, controller: str, person: str) -> Cut:
    """Erase what `controller` delivered about `person`. Call under the region's lock.

    Raises `BadInput` when no night has run, or the region's key is gone.
    """
    secret = region_secret(region.folder)
    if secret is None:
        raise BadInput(
            Problem("the region's key is gone", file="ledger/secrets/region.key", mend="restore it from a backup")
        )
    lake = region.folder / "lake"
    hers = links_of(run_folder(region), person)
    own = [d for d in region.delivered if d.controllers == {controller}]
    mine = {d.name: hers[d.name] for d in own if d.name in hers}
    gone = bury(lake, secret, mine)
    connection = connect(memory=region.config.limits.memory, threads=region.config.limits.threads)
    try:
        records = sum(rewrite(lake, d, gone, connection) for d in own)
        runs = sum(_cut_run(region, folder, person, gone, connection) for folder in _runs(lake))
    finally:
        connection.close()
    return Cut(records, runs, bool(links_of(run_folder(region), person)))


def _runs(lake: Path) -> list[Path]:
    return sorted(p for p in (lake / "runs").iterdir() if p.is_dir())


def _cut_run(
    region: Region, run: Path, person: str, gone: Gone, connection: duckdb.DuckDBPyConnection
) -> int:  # fmt: skip
    """Links, pairs, people and answers of one run; copies of datasets that a run made for itself."""
    identity, last = run / "identity", run == run_folder(region)
    hers, others = _ids(identity / "links.parquet", person, gone)
    # Of the last run she stays known while another body's records are hers; the next night builds her anew from those.
    goes = hers - others if last else hers
    cut = _less(identity / "people.parquet", lambda r: r["person"] in goes)
    cut += _unnamed(identity / "people.parquet", "responsible_person", goes)
    for name in ("children", "papers", "orders"):
        cut += _less(identity / f"{name}.parquet", lambda r: r["child"] in goes or r.get("holder") in goes)
    cut += _less(identity / "aliases.parquet", lambda r: bool(goes & {r["person"], r["superseded_by"]}))
    for path in sorted((run / "found").glob("*.parquet")):
        cut += _less(path, lambda r: r.get("person") in hers)
    for path in sorted((run / "linkable").glob("*/part.parquet")):
        cut += cut_file(path, region.delivered.dataset(path.parent.name), gone, connection)
    cut += _less(
        identity / "pairs.parquet",
        lambda r: _gone(gone, r["dataset_l"], r["record_l"]) or _gone(gone, r["dataset_r"], r["record_r"]),
    )
    # Links last: they say who she was in this run, for a call that comes by again after a crash.
    return cut + _less(identity / "links.parquet", lambda r: _gone(gone, r["dataset"], r["record"]))


def _ids(links: Path, person: str, gone: Gone) -> tuple[frozenset[str], frozenset[str]]:
    """Ids under which one run knew her, and ids that records which stay belong to."""
    rows = pq.read_table(links, columns=["dataset", "record", "person"]).to_pylist() if links.exists() else []
    went = {r["person"] for r in rows if _gone(gone, r["dataset"], r["record"])}
    stay = {r["person"] for r in rows if not _gone(gone, r["dataset"], r["record"])}
    return frozenset(went | {person}), frozenset(stay)


def _gone(gone: Gone, dataset: str, record: str) -> bool:
    marks = gone.marks.get(dataset)
    return marks is not None and gone.mark(dataset, record) in marks


def _less(path: Path, goes: Callable[[Row], bool]) -> int:
    """Cut rows from a derived table; the file is written whole or left as it is."""
    if not path.exists():
        return 0
    table = pq.read_table(path)
    kept = [not goes(row) for row in _rows(table)]
    if all(kept):
        return 0
    write_table(path, table.filter(pa.array(kept)))
    return kept.count(False)


def _unnamed(path: Path, column: str, ids: frozenset[str]) -> int:
    """In other people's rows, she is no longer named: nobody is known to decide for that child, so nobody is asked."""
    if not path.exists():
        return 0
    table = pq.read_table(path)
    values = table[column].to_pylist()
    found = sum(v in ids for v in values)
    if found:
        blank = pa.array([None if v in ids else v for v in values], type=table.schema.field(column).type)
        write_table(path, table.set_column(table.schema.get_field_index(column), table.schema.field(column), blank))
    return found


def _rows(table: pa.Table) -> Iterable[Row]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()


def forget_secrets(folder: Path, kept_days: int, now_ns: int, keep: Iterable[str]) -> int:
    """Delete secrets of runs and of the desk's months that are older than `kept_days`: no commitment of theirs can be
    checked against anybody any more, and the ledger still verifies. `keep` are names that stay."""
    limit = now_ns - kept_days * 86_400 * 10**9
    old = [
        p
        for p in (folder / "ledger" / "secrets").glob("*.key")
        if p.name not in set(keep) and p.stat().st_mtime_ns < limit
    ]
    for path in old:
        path.unlink()
    return len(old)
