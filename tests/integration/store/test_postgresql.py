"""The store on PostgreSQL: the same contract, the same night, the same pages. Needs `GINNEL_TEST_POSTGRES`.

The variable names a database in which these tests may make others: postgresql://user@/postgres?host=/run/postgresql
"""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SERVER = os.environ.get("GINNEL_TEST_POSTGRES", "")
ROOT = Path(__file__).parents[3]
CONTRACT = ROOT / "tests" / "unit" / "referrals" / "case_store_contract.py"
PAGES = ("test_telling.py", "test_work.py", "test_rights.py", "test_overrides.py", "test_recalls.py", "test_needs.py")
needs_server = pytest.mark.skipif(
    not SERVER, reason="no PostgreSQL: start one and set GINNEL_TEST_POSTGRES (docs/how-to/postgresql.md)"
)
LEFT_OUT = {"django_migrations", "django_content_type", "django_session"}
DUMP = """
from django.apps import apps
answer = {}
for model in apps.get_app_config("store").get_models():
    names = [f.attname for f in model._meta.concrete_fields if f.get_internal_type() not in ("AutoField", "BigAutoField")]
    # PostgreSQL keeps JSON with its keys in another order.
    rows = model.objects.values_list(*names)
    answer[model._meta.db_table] = sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)
"""


def with_name(name: str) -> str:
    head, _, query = SERVER.partition("?")
    return head.rsplit("/", 1)[0] + "/" + name + ("?" + query if query else "")


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """An empty database of its own; calling it points the store of every later process at it."""
    import psycopg

    name = f"ginnel_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield lambda: monkeypatch.setenv("GINNEL_STORE", with_name(name))
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"DROP DATABASE IF EXISTS test_{name} WITH (FORCE)")


@needs_server
def test_the_store_keeps_the_contract_there(tools: Any, tmp_path: Path, database: Callable[[], None]) -> None:
    region = tmp_path / "region"
    tools.ginnel("new", region, "--now", tools.now)
    database()
    code = f"""
import importlib.util
from django.db import connection
spec = importlib.util.spec_from_file_location("contract", {str(CONTRACT)!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from ginnel.store.cases import DjangoCaseStore
from ginnel.store.models import CaseEventRow, CaseRow, MessageRow, OfferRow
made = []
def make():
    for model in (CaseEventRow, CaseRow, MessageRow, OfferRow):
        model.objects.all().delete()
    made.append(1)
    return DjangoCaseStore(now)
module.check_case_store(make)
answer = [connection.vendor, len(made)]
"""
    vendor, made = tools.in_region(region, code)
    assert (vendor, made >= 7) == ("postgresql", True)
    assert not (region / "ginnel.sqlite3").exists()


@needs_server
def test_a_night_leaves_the_same_rows_in_both(
    tools: Any, fresh: Path, after_night: Path, tmp_path: Path, database: Callable[[], None]
) -> None:
    lite = tools.in_region(tools.copied(after_night, tmp_path / "lite"), DUMP)
    region = tools.copied(fresh, tmp_path / "region")
    database()
    done = tools.ginnel("nightly", region, "--now", tools.now)
    assert done.returncode == 0, done.stderr
    there = tools.in_region(region, DUMP)
    assert sum(map(len, there.values())) > 1000
    assert {t: len(r) for t, r in there.items()} == {t: len(r) for t, r in lite.items()}
    own = {"store_runrow"}  # holds the moments at which steps ran
    assert {t: r for t, r in there.items() if t not in own} == {t: r for t, r in lite.items() if t not in own}
    again = tools.ginnel("nightly", region, "--now", tools.now)
    assert again.returncode == 0, again.stderr
    assert tools.in_region(region, DUMP) == there


@needs_server
def test_the_pages_work_there(database: Callable[[], None]) -> None:
    """The tests of answers, releases, cases, rights, overrides, recalls and needs, run once more over PostgreSQL."""
    database()
    files = [str(Path("tests") / "web" / name) for name in PAGES]
    # A worker that served pages itself leaves its region and its number in the environment.
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "PYTEST_", "GINNEL_REGION"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
        cwd=ROOT, capture_output=True, text=True, check=False, env=kept,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]


def test_an_address_that_names_no_database_is_refused_without_being_repeated() -> None:
    from ginnel.app.database import database as settings

    for url in ("mysql://root:hush@db/x", "postgresql://root:hush@db", "hush"):
        with pytest.raises(ValueError, match="write postgresql") as caught:
            settings(url, Path("store"))
        assert "hush" not in str(caught.value)
    found = settings("postgresql://her%40body:p%2Fw@db.example:6432/northshire", Path("store"))
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "her@body", "p/w", "db.example", "6432", "northshire",
    )  # fmt: skip
    assert settings("postgresql:///n?host=/run/postgresql", Path("store"))["HOST"] == "/run/postgresql"
    assert settings("", Path("s.sqlite3"))["NAME"] == "s.sqlite3"
