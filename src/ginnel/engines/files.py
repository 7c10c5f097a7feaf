"""Files that are whole or absent: written beside, flushed to disk, then renamed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ginnel.engines.duck import quoted


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _whole(path: Path, write: Callable[[Path], object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    write(beside)
    with beside.open("rb") as handle:
        os.fsync(handle.fileno())
    beside.replace(path)
    sync_folder(path.parent)
    return path


def write_text(path: Path, text: str) -> Path:
    """Write UTF-8 text, whole or not at all."""
    return _whole(path, lambda p: p.write_text(text, encoding="utf-8"))


def write_bytes(path: Path, data: bytes) -> Path:
    return _whole(path, lambda p: p.write_bytes(data))


def write_table(path: Path, table: pa.Table) -> Path:
    """Write an Arrow table as Parquet, whole or not at all."""
    return _whole(path, lambda p: pq.write_table(table, p, compression="zstd"))


def write_query(path: Path, connection: duckdb.DuckDBPyConnection, sql: str) -> Path:
    """Write what `sql` selects as Parquet, whole or not at all. `sql` states its own ORDER BY."""
    return _whole(
        path,
        lambda p: connection.execute(f"COPY ({sql}) TO '{quoted(str(p))}' (FORMAT parquet, COMPRESSION zstd)"),
    )
