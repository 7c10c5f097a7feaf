"""DuckDB connections as Ginnel uses them: bounded memory, local scratch, extensions loaded by path, no downloads."""

from __future__ import annotations

import importlib
import pathlib

import duckdb


def extension_path(name: str) -> pathlib.Path:
    """Where the wheel `duckdb-extension-<name>` keeps its file. Raises `FileNotFoundError` when it holds none."""
    module = importlib.import_module(f"duckdb_extension_{name}")
    origin = pathlib.Path(str(module.__file__)).parent
    found = next(origin.rglob("*.duckdb_extension"), None)
    if found is None:
        raise FileNotFoundError(f"no DuckDB extension in the package for {name}: install duckdb-extension-{name} again")
    return found


def connect(
    *, memory: str = "1500MB", threads: int = 2, scratch: pathlib.Path | None = None, extensions: tuple[str, ...] = ()
) -> duckdb.DuckDBPyConnection:
    """An in-memory database in UTC. `scratch` is a local folder for spills; `extensions` such as ("icu",)."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute(f"SET threads = {int(threads)}")
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
        connection.execute(f"SET temp_directory = '{quoted(str(scratch))}'")
    for name in ("icu", *(e for e in extensions if e != "icu")):
        connection.execute(f"LOAD '{quoted(str(extension_path(name)))}'")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")
    return connection


def quoted(text: str) -> str:
    """`text` for the inside of an SQL string."""
    return text.replace("'", "''")


def identifier(name: str) -> str:
    """`name` as an SQL identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'
