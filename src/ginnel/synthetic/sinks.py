"""Files that grow chunk by chunk beside their place and appear whole at the end, or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq


class Sinks:
    """Open files by path. `write` appends; leaving the block without an error puts all in place, with one removes all.

    Files are renamed one by one: a crash between two renames leaves each file whole, some of them of the run before.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[Path, tuple[Any, Path]] = {}

    def write(self, relative: str, table: pa.Table) -> None:
        """Append to `folder/relative`, CSV or Parquet by its suffix. Every table of a path has the same columns."""
        path = self._folder / relative
        if path not in self._open:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.part")
            self._open[path] = (_writer(beside, table.schema), beside)
        self._open[path][0].write_table(table)

    def __enter__(self) -> Sinks:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer, _ in self._open.values():
            writer.close()
        for path, (_, beside) in self._open.items():
            if kind is not None:
                beside.unlink(missing_ok=True)
            else:
                _put_in_place(beside, path)


def _writer(path: Path, schema: pa.Schema) -> Any:
    if path.name.endswith(".csv.part"):
        return pyarrow.csv.CSVWriter(path, schema)
    return pq.ParquetWriter(path, schema, compression="zstd")


def _put_in_place(beside: Path, path: Path) -> None:
    with beside.open("rb") as handle:
        os.fsync(handle.fileno())
    beside.replace(path)
