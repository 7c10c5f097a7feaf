"""Where the operational store lies: SQLite beside the region, or PostgreSQL named by `GINNEL_STORE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SCHEMES = ("postgresql", "postgres")


def database(url: str, path: Path) -> dict[str, Any]:
    """Django's settings of the store. `url`: "postgresql://user:password@host:port/name", or "...@/name?host=/run/socket".

    An empty `url` is SQLite at `path`. The password stands in the environment and in no file of the region. Raises
    `ValueError`, which repeats nothing of the URL, for one that names no PostgreSQL database.
    """
    if not url:
        return _sqlite(path)
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in SCHEMES or not name:
        raise ValueError("GINNEL_STORE is no address of a database: write postgresql://user:password@host:5432/name")
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": name, "HOST": host, "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or ""), "CONN_MAX_AGE": 600,
        # What a page says is saved is on the disk, whatever the server's default is.
        "OPTIONS": {"options": "-c synchronous_commit=on"},
    }  # fmt: skip


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what a page says is saved is on the disk.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
        },
    }
