"""Loading one dataset into the lake: good rows kept, refused rows listed, nothing half-written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from ginnel.engines.files import write_query, write_text
from ginnel.governance.permit import Permit
from ginnel.sources.contract import Contract
from ginnel.sources.delivered import Delivered, UnusableError, find
from ginnel.sources.gone import Gone
from ginnel.sources.stage import Reject, Stage
from ginnel.vocabulary import NotAllowed, digest

LISTED_AT_MOST = 100_000
"""Lines of a reject file: beyond that, the file as a whole is wrong and more lines help nobody."""


@dataclass(frozen=True)
class LoadReport:
    """What became of one delivery. `stopped` is the reason why nothing of it was kept, None when it was kept.

    `rows` were kept and `rejected` refused; `path` is the Parquet file, `reject_file` lists refused rows (if any).
    """

    dataset: str
    version: str
    rows: int
    rejected: int
    stopped: str | None = None
    reject_file: Path | None = None
    path: Path | None = None
    notes: tuple[str, ...] = ()


def load(
    contract: Contract,
    delivered: Path,
    lake: Path,
    permit: Permit,
    *,
    now: datetime,
    connection: duckdb.DuckDBPyConnection,
    gone: Gone | None = None,
) -> LoadReport:
    """Load the files in `delivered` into `lake/<dataset>/<version>/part.parquet`.

    `version` hashes files, contract and permitted columns: the same delivery again changes nothing and returns the
    same report. `now` is noted as the time of loading; `gone` keeps out what was erased. Raises `NotAllowed` without a
    load permit for the dataset.
    """
    columns = _permitted(contract, permit)
    try:
        files, notes = find(contract, delivered)
    except UnusableError as error:
        return LoadReport(contract.name, "", 0, 0, stopped=str(error))
    version = digest([contract.hash, columns, [(f.path.name, f.digest) for f in files]])[:12]
    before = _earlier(contract, lake, version)
    if before is None:
        before = _load(contract, files, lake, version, columns, notes, connection, gone)
    if before.path is not None and current_version(lake, contract.name) != version:
        note = {"version": version, "loaded_at": now.isoformat()}
        write_text(lake / contract.name / "current.json", json.dumps(note, indent=1) + "\n")
    return before


def current_version(lake: Path, dataset: str) -> str | None:
    """The version that was loaded last, None when there is none."""
    note = lake / dataset / "current.json"
    return str(json.loads(note.read_text(encoding="utf-8"))["version"]) if note.is_file() else None


def current_path(lake: Path, dataset: str) -> Path | None:
    """The Parquet file of the version that was loaded last, None when there is none."""
    version = current_version(lake, dataset)
    return None if version is None else lake / dataset / version / "part.parquet"


def _permitted(contract: Contract, permit: Permit) -> tuple[str, ...]:
    permit.need_kind("load")
    named = set(permit.columns_of(contract.name))
    lacking = [k for k in contract.dataset.key if k not in named]
    if lacking or not contract.dataset.controllers <= permit.controllers:
        what = f"the key {', '.join(lacking)}" if lacking else "its controller"
        raise NotAllowed(f"{permit.id} does not cover {what} of {contract.name}: add it to the agreement")
    return tuple(c for c in contract.dataset.column_names if c in named)


def _load(
    contract: Contract,
    files: list[Delivered],
    lake: Path,
    version: str,
    columns: tuple[str, ...],
    notes: list[str],
    connection: duckdb.DuckDBPyConnection,
    gone: Gone | None,
) -> LoadReport:
    stage = Stage(connection, contract, columns, notes=list(notes))
    stage.close()
    try:
        for found in files:
            stage.add(found)
        stage.mark_twice()
        return _keep(stage, files, lake, version, gone)
    except UnusableError as error:
        return LoadReport(contract.name, version, 0, 0, stopped=str(error), notes=tuple(stage.notes))
    finally:
        stage.close()


def _keep(stage: Stage, files: list[Delivered], lake: Path, version: str, gone: Gone | None) -> LoadReport:
    contract = stage.contract
    total, bad = stage.counts()
    report = LoadReport(contract.name, version, total - bad, bad, notes=tuple(stage.notes))
    if bad:
        place = lake / contract.name / "rejects" / f"{version}.csv"
        report = replace(report, reject_file=write_text(place, _reject_text(stage.rejects())))
    stopped = _why_stop(contract, total, bad)
    if stopped is not None:
        return replace(report, rows=0, stopped=stopped)
    part = lake / contract.name / version / "part.parquet"
    for found in files:
        found.check_still()
    # The report comes first, so that a whole part.parquet always has one beside it.
    write_text(part.with_name("report.json"), _as_json(report))
    good = stage.good_sql()
    if gone is not None:
        good = f"SELECT * FROM ({gone.cut(good, contract.dataset, stage.columns)}) ORDER BY record"
    return replace(report, path=write_query(part, stage.connection, good))


def _why_stop(contract: Contract, total: int, bad: int) -> str | None:
    if total == 0 and not contract.may_be_empty:
        return (
            "there is a header and no row: deliver it again, or say may_be_empty = true in the contract "
            "when no row is a true answer"
        )
    if total and bad / total > contract.reject_limit:
        return (
            f"{bad} of {total} rows were refused, more than the contract's limit of {contract.reject_limit:.1%}: "
            "see the reject file, mend the source and deliver again"
        )
    return None


def _reject_text(rejects: Sequence[Reject]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("file", "line", "column", "reason"))
    writer.writerows((r.file, r.line, r.column, r.reason) for r in rejects[:LISTED_AT_MOST])
    if len(rejects) > LISTED_AT_MOST:
        writer.writerow(("", "", "", f"and {len(rejects) - LISTED_AT_MOST} more"))
    return out.getvalue()


def _as_json(report: LoadReport) -> str:
    facts = {"rows": report.rows, "rejected": report.rejected, "notes": list(report.notes)}
    return json.dumps(facts, indent=1) + "\n"


def _earlier(contract: Contract, lake: Path, version: str) -> LoadReport | None:
    """The report of the same delivery, when an earlier run kept it."""
    part = lake / contract.name / version / "part.parquet"
    if not part.is_file():
        return None
    facts = json.loads(part.with_name("report.json").read_text(encoding="utf-8"))
    place = lake / contract.name / "rejects" / f"{version}.csv"
    return LoadReport(
        contract.name,
        version,
        facts["rows"],
        facts["rejected"],
        reject_file=place if facts["rejected"] else None,
        path=part,
        notes=tuple(facts["notes"]),
    )
