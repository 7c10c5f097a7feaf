"""Regions of a thousand invented people, made once a session, and ways to run nights in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from ginnel.app.ledger import open_log

NOW = "2026-11-25T06:00:00+00:00"
TODAY = "2026-11-25"


def environment() -> dict[str, str]:
    return {**os.environ, "GINNEL_DEMO_SECRET": "the same in every run", "PYTHONWARNINGS": "ignore"}


def ginnel(*words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would."""
    command = [sys.executable, "-c", "from ginnel.cli.main import main; main()", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    if check and done.returncode not in (0, 1, 2):
        raise AssertionError(f"ginnel {' '.join(map(str, words))} ended with {done.returncode}:\n{done.stderr}")
    return done


def in_region(region: Path, code: str) -> Any:
    """Run Python in a process that serves `region`; `code` puts its answer into `answer`."""
    start = (
        "import json\nfrom pathlib import Path\nfrom datetime import datetime, date\n"
        f"folder = Path({str(region)!r})\nnow = datetime.fromisoformat({NOW!r})\n"
        "from ginnel.app.setup import setup, migrate\nsetup(folder)\nmigrate()\n"
    )
    end = "\nprint('ANSWER ' + json.dumps(answer, default=str))"
    done = subprocess.run(
        [sys.executable, "-c", start + code + end], capture_output=True, text=True, env=environment(), check=False
    )
    for line in done.stdout.splitlines():
        if line.startswith("ANSWER "):
            return json.loads(line.removeprefix("ANSWER "))
    raise AssertionError(done.stderr or done.stdout)


def copied(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target


IGNORED = {"django_migrations", "django_content_type", "django_session", "sqlite_sequence"}


def logical_state(region: Path) -> dict[str, Any]:
    """What a region knows, without row numbers and file layout: store, ledger, derived tables, outbox."""
    found: dict[str, Any] = {}
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        tables = [r[0] for r in store.execute("select name from sqlite_master where type = 'table' order by name")]
        for table in tables:
            if table in IGNORED or table.startswith("sqlite_"):
                continue
            columns = [r[1] for r in store.execute(f"pragma table_info({table})")]
            kept = [
                c
                for c in columns
                if c != "id" or table in ("store_home", "store_person", "store_caserow", "store_offerrow")
            ]
            names = ", ".join('"' + c + '"' for c in kept)
            rows = store.execute(f"select {names} from {table}").fetchall() if kept else []
            found[table] = sorted(map(repr, rows))
    found["ledger"] = sorted(
        json.dumps({k: getattr(e, k) for k in ("key", "kind", "at", "body")}, sort_keys=True)
        for e in open_log(region).entries()
    )
    last = json.loads((region / "lake" / "runs" / "last.json").read_text())["id"]
    for path in sorted((region / "lake" / "runs" / last).rglob("*.parquet")):
        rows = pq.read_table(path).to_pylist()
        found[str(path.relative_to(region / "lake" / "runs"))] = sorted(
            repr({k: round(v, 9) if isinstance(v, float) else v for k, v in row.items()}) for row in rows
        )
    return found


def ledger_text(region: Path) -> str:
    """Every entry of a region's ledger as it is written."""
    return "\n".join(e.leaf.decode() for e in open_log(region).entries())


class Tools:
    now, today = NOW, TODAY
    ginnel = staticmethod(ginnel)
    in_region = staticmethod(in_region)
    copied = staticmethod(copied)
    logical_state = staticmethod(logical_state)
    ledger_text = staticmethod(ledger_text)
    environment = staticmethod(environment)


@pytest.fixture(scope="session")
def tools() -> type[Tools]:
    return Tools


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region with a thousand people whose night has not run. Copy it before you change it."""
    folder = tmp_path_factory.mktemp("region") / "fresh"
    ginnel("new", folder, "--now", NOW)
    ginnel("synth", folder, "--people", "1000", "--seed", "7", "--now", NOW)
    return folder


@pytest.fixture(scope="session")
def after_night(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after its night, undisturbed. Copy it before you change it."""
    folder = copied(fresh, tmp_path_factory.mktemp("region") / "night")
    done = ginnel("nightly", folder, "--now", NOW)
    assert done.returncode == 0, done.stderr
    return folder
