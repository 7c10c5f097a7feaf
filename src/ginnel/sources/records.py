"""The one place that opens silo records in the lake. Only this room imports it (a contract in `.importlinter`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from ginnel.engines.duck import identifier, quoted


def select_sql(path: Path, columns: Sequence[str]) -> str:
    """SELECT of `record` and `columns` from one Parquet file of the lake."""
    names = ", ".join(identifier(c) for c in ("record", *columns))
    return f"SELECT {names} FROM read_parquet('{quoted(str(path))}')"


def table(path: Path, columns: Sequence[str], connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """These rows as an Arrow table, in the order in which they lie (sorted by record)."""
    return connection.execute(select_sql(path, columns)).to_arrow_table()
