"""Reading the lake: nothing but the columns that a permit names."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
import pyarrow as pa

from ginnel.governance.permit import Permit
from ginnel.sources import records
from ginnel.vocabulary import NotAllowed


def _checked(permit: Permit, dataset: str, path: Path) -> tuple[str, ...]:
    if not isinstance(permit, Permit):
        raise NotAllowed(f"reading {dataset} needs a permit: ask governance for one")
    permit.need_kind("link", "need")
    if dataset not in path.parts:
        raise NotAllowed(f"{permit.id} is asked for {dataset}, but the file belongs to another dataset")
    return permit.columns_of(dataset)


def view_sql(permit: Permit, dataset: str, lake_path: Path, *, beside: Collection[str] = ()) -> str:
    """SELECT of `record` and the permitted columns of `dataset` from its Parquet file. Raises `NotAllowed`.

    `lake_path` is the file of one version (`load.current_path`); `beside` names permitted columns that are not in the
    file, because linking adds them.
    """
    columns = _checked(permit, dataset, lake_path)
    return records.select_sql(lake_path, [c for c in columns if c not in beside])


def read(permit: Permit, dataset: str, path: Path, connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The permitted columns of `dataset` as an Arrow table, `record` first. Raises `NotAllowed`."""
    return records.table(path, _checked(permit, dataset, path), connection)
