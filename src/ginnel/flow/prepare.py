"""The first half of a night: load what was delivered, link who is who, measure which homes are damp."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ginnel import identity, sensors
from ginnel.engines import write_table
from ginnel.flow.families import known_beside
from ginnel.flow.plan import Plan
from ginnel.flow.run import Run, last_run
from ginnel.governance import Choice, Permit
from ginnel.governance.children import Review
from ginnel.region import Region
from ginnel.region.tables import derived_damp, devices_of
from ginnel.sources import current_path, load, read, read_gone, view_sql
from ginnel.vocabulary.calendar import local_day

Paths = dict[str, Path]
"""Dataset -> the Parquet file of the version that this run uses."""


def load_all(region: Region, plan: Plan, run: Run, connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Load each permitted dataset. One that cannot be loaded is left out, with the reason; the rest go on."""
    permits = {name: p for p in plan.loads for name in p.columns}
    reports: dict[str, Any] = {}
    gone = read_gone(region.folder / "lake", run.region_secret)
    for contract in region.contracts:
        permit = permits.get(contract.name)
        if permit is None:
            continue
        run.progress("load", f"loading {contract.name}")
        report = load(
            contract, region.folder / "data" / contract.name, region.folder / "lake", permit,
            now=run.now, connection=connection, gone=gone,
        )  # fmt: skip
        path, stopped = report.path, report.stopped
        if path is None and contract.dataset.kind in ("people", "choices"):
            # Without it, people who said no or must be protected would be forgotten: the last good version stands in.
            path = current_path(region.folder / "lake", contract.name)
            stopped = f"{stopped}; the last good version stands in" if path else stopped
        reports[contract.name] = {
            "version": report.version,
            "rows": report.rows,
            "rejected": report.rejected,
            "stopped": stopped,
            "path": str(path.relative_to(region.folder)) if path else None,
            "rejects": str(report.reject_file.relative_to(region.folder)) if report.reject_file else None,
        }
    return reports


def loaded_paths(region: Region, reports: Mapping[str, Any]) -> Paths:
    return {name: region.folder / r["path"] for name, r in reports.items() if r["path"]}


def link_people(
    region: Region, permit: Permit | None, paths: Paths, run: Run, connection: duckdb.DuckDBPyConnection,
    choices: Iterable[Choice], reviews: Iterable[Review] = (),
) -> dict[str, Any]:  # fmt: skip
    """Persons and homes from identifiers, written into the run's folder. Ids carry over from the run before."""
    frames = {name: paths[name] for name in (permit.columns if permit else ()) if name in paths}
    if permit is None or not frames:
        return {"linked": False, "records": 0, "people": 0, "homes": 0}
    protecting = [d.name for d in region.delivered if d.with_role("protected") is not None]
    missing = [name for name in protecting if name in permit.columns and name not in frames]
    if missing:
        why = f"{', '.join(missing)} says whose address is secret and was never loaded: nobody is linked without it"
        return {"linked": False, "records": 0, "people": 0, "homes": 0, "why": why}
    frames, left_out = _less_who_said_no(permit, frames, run, connection, choices, today(run, region))
    thresholds = region.config.thresholds
    result = identity.link(permit, frames, region.delivered, connection, low=thresholds.choice, high=thresholds.tell)
    before = last_run(region.folder)
    found = identity.resolve(
        permit, result, frames, region.delivered, connection, secret=run.region_secret,
        as_of=local_day(run.now, region.config.zone),
        previous=region.folder / "lake" / "runs" / before / "identity" if before else None,
        known=known_beside(region, reviews),
    )  # fmt: skip
    found.write(run.path("identity"))
    if before:
        keep_protection(run.path("identity"), region.folder / "lake" / "runs" / before / "identity", protecting)
    return {
        "linked": True,
        "records": found.links.num_rows,
        "people": found.people.num_rows,
        "homes": found.homes.num_rows,
        "pairs": found.pairs.num_rows,
        "left_out": left_out,
    }


def keep_protection(now: Path, before: Path, protecting: Iterable[str]) -> int:
    """Whoever was protected stays so until a record of a dataset that protects says otherwise; how many were kept.

    Her record may have been refused as bad tonight. Where she lives is then not known: other records may hold the
    address that she fled.
    """
    people = pq.read_table(now / "people.parquet").to_pylist()
    schema = pq.read_schema(now / "people.parquet")
    became = {r["person"]: r["superseded_by"] for r in pq.read_table(now / "aliases.parquet").to_pylist()}
    was = {r["person"] for r in pq.read_table(before / "people.parquet").to_pylist() if r["protected"]}
    was = {became.get(p) or p for p in was}
    links = pq.read_table(now / "links.parquet", columns=["dataset", "person"]).to_pylist()
    said = {r["person"] for r in links if r["dataset"] in set(protecting)}
    kept = 0
    for row in people:
        if row["person"] in was and not row["protected"] and row["person"] not in said:
            row["protected"], row["home"] = True, None
            kept += 1
    if kept:
        write_table(now / "people.parquet", pa.Table.from_pylist(people, schema=schema))
    return kept


def _less_who_said_no(
    permit: Permit, frames: Paths, run: Run, connection: duckdb.DuckDBPyConnection, choices: Iterable[Choice], day: date
) -> tuple[Paths, int]:
    """Records that somebody asked not to be linked, by name of this purpose, stay where they are: unlinked.

    A no to everything is another thing: to be kept everywhere it must reach her other records, so it is linked for
    that end alone, and `governance.sets` then cuts all of them from every use.
    """
    said: dict[str, set[str]] = {}
    for choice in choices:
        if choice.purpose == permit.purpose and choice.blocks(permit.purpose, day):
            said.setdefault(choice.dataset, set()).add(choice.record)
    kept = dict(frames)
    left_out = 0
    for name in sorted(said.keys() & frames.keys()):
        table = read(permit, name, frames[name], connection)
        rest = table.filter(pc.invert(pc.is_in(table["record"], pa.array(sorted(said[name])))))
        left_out += table.num_rows - rest.num_rows
        kept[name] = write_table(run.path("linkable", name, "part.parquet"), rest)
    return kept, left_out


def measure_homes(
    region: Region, plan: Plan, paths: Paths, run: Run, connection: duckdb.DuckDBPyConnection
) -> dict[str, Any]:
    """Damp spells of each permitted programme of sensors, written into the run's folder."""
    permits = {p.id: p for p in plan.derived}
    weather = next((d.name for d in region.delivered if d.kind == "weather"), None)
    counts: dict[str, Any] = {}
    readings = [d for d in region.delivered if d.kind == "climate"]
    for source, derived in zip(readings, derived_damp(region.delivered), strict=True):
        permit = permits.get(f"need:{derived.name}")
        wanted = [source.name, devices_of(source), weather or ""]
        if permit is None or not all(name in paths for name in wanted):
            counts[derived.name] = None
            continue
        run.progress("measure", f"measuring {derived.name}")
        views = [view_sql(permit, name, paths[name]) for name in wanted]
        spells = sensors.damp_spells(
            connection,
            readings=views[0],
            devices=views[1],
            weather=views[2],
            home_of=lambda uprn: identity.home_of_uprn(run.region_secret, uprn),
            now=run.now,
            zone=region.config.zone,
        )
        write_table(run.path("spells", f"{derived.name}.parquet"), spells)
        counts[derived.name] = spells.num_rows
    return counts


def spell_paths(run: Run, counts: Mapping[str, Any]) -> Paths:
    return {name: run.path("spells", f"{name}.parquet") for name, n in counts.items() if n is not None}


def today(run: Run, region: Region) -> date:
    return local_day(run.now, region.config.zone)
