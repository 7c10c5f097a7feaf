"""Fixtures for every test of pages: one region and one store in memory a process, rolled back after each test.

Loaded by path, since tests are no package. Whoever loads it twice gets the same store.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

HERE = Path(__file__).parent
PAGES: dict[str | None, tuple[str, ...]] = {
    None: ("/", "/sign-in", "/privacy", "/accessibility", "/register/damp-tell-vulnerable"),
    "c-amina": ("/me", "/me/uses", "/me/choices", "/me/offers/offer-sami", "/me/cases/case-amina", "/me/rights",
                "/me/rights/helpers", "/me/rights/ask/0", "/me/rights/ask/0?kind=access", "/me/rights/ask/1?kind=look",
                "/me/rights/r-amina-homes"),
    "g-icb": ("/rights/one/r-tom-icb", "/rights/one/r-tom-gone"),
    "c-tom": ("/me/rights", "/me/rights/r-tom-old", "/me/rights/r-tom-old/copy/html", "/me/rights/r-tom-gone", "/me", "/me/uses", "/me/choices", "/me/offers/offer-tom", "/me/cases/case-tom"),
    "c-grace": ("/me", "/me/cases/case-grace", "/me/offers/offer-grace"),
    "c-nobody": ("/me",),
    "o-nadia": ("/cases", "/cases/case-amina", "/cases/case-grace", "/cases/case-ivy", "/cases/case-ivy/assessed",
                "/cases/case-amina/acknowledged", "/keeps-happening/case-amina"),
    "o-ben": ("/cases", "/cases/case-tom"),
    "s-sana": ("/release", "/release/key-tom"),
    "g-ruth": ("/governance", "/governance/agreements", "/governance/agreements/damp-tell-vulnerable",
               "/governance/refusals", "/governance/ledger", "/governance/runs", "/governance/overrides", "/needs", "/needs/queue", "/plan", "/pool",
               "/pool/demand/ashby", "/journeys", "/journeys/damp", "/journeys/draw", "/journeys/damp/edit", "/rights/board",
               "/governance/evidence", "/governance/what-if", "/governance/what-if?agreement=damp-tell-vulnerable",
               "/governance/what-if?use=damp.vulnerable&column=rent_accounts.owed",
               "/governance/papers", "/governance/papers/draft-ruth", "/governance/papers/draft-ruth/ask/who",
               "/governance/papers/draft-ruth/ask/law", "/governance/papers/draft-ruth/ask/risks",
               "/governance/papers/draft-ruth/compare?from=1&to=2", "/register",
               "/governance/bodies/northshire-homes", "/governance/bodies/northshire-partnership"),
    "g-iona": ("/rights", "/rights/one/r-amina-homes", "/rights/one/r-karl-look", "/rights/telephone", "/breaches",
               "/breaches/breach-homes"),
}  # fmt: skip
PAGES["c-amina"] += ("/me/ask", "/me/ask/homes-repairs", "/me/proxies", "/me/codes")
PAGES["c-grace"] += ("/me/ask/money-advice",)
PAGES["g-ruth"] += ("/governance/join/money-tell/from", "/governance/agreements/money-tell")
PAGES["o-nadia"] += ("/received/new", "/decided-by-body")
PAGES["o-ben"] += ("/decided-by-body/offer-noor",)
PAGES["s-sana"] += ("/competence/question/key-tom",)
PAGES["g-iona"] += ("/governance/duty",)
"""Every page that can be read, by who reads it; None is somebody not signed in."""


def load(name: str) -> ModuleType:
    """A module that stands beside this file, once a process."""
    key = f"ginnel_tests_web_{name}"
    if key not in sys.modules:
        spec = importlib.util.spec_from_file_location(key, HERE / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[key] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[key]


class Site:
    """The region's folder and the invented people; `now` is when its store was filled."""

    pages = PAGES

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = load("world")
        self.now = datetime.now(UTC)


_SITE: list[Site] = []


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Django set up once, with tables in memory."""
    if _SITE:
        return _SITE[0]
    folder = tmp_path_factory.mktemp("region")
    load("world").make(folder, datetime.now(UTC).date())
    _set_up(folder)
    made = Site(folder)
    _SITE.append(made)
    made.world.fill(made.now)
    return made


def _set_up(folder: Path) -> None:
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        os.environ["GINNEL_REGION"] = str(folder)
    import django
    from django.conf import settings

    from ginnel.app.setup import setup

    if settings.configured:
        django.setup()
    else:
        setup(folder)
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


@pytest.fixture
def store(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The filled store; what a test changes is rolled back. No page may open DuckDB."""
    from django.db import transaction
    from django.test import override_settings
    from django.utils import translation

    def never(*args: object, **more: object) -> None:
        raise AssertionError("a page opened DuckDB: pages read the operational store only")

    monkeypatch.setattr(duckdb, "connect", never)
    with override_settings(REGION=site.folder, DEMO=True), transaction.atomic():
        yield site
        transaction.set_rollback(True)
    translation.deactivate_all()


@pytest.fixture
def visit(store: Site) -> Callable[..., Any]:
    """`visit(username, language)` is a browser without scripts in which that person is signed in."""
    from django.test import Client

    from ginnel.app.services import users

    def sign_in(username: str | None = None, language: str = "en") -> Any:
        client = Client()
        client.cookies["django_language"] = language
        if username is not None:
            user = users.demo_user(username)
            assert user is not None
            session = client.session
            session["user"] = user.pk
            session.save()
            client.cookies["sessionid"] = session.session_key or ""
        return client

    return sign_in


@pytest.fixture
def user(store: Site) -> Callable[[str], Any]:
    """`user("o-nadia")` is that account."""
    from ginnel.app.services import users

    def by_name(username: str) -> Any:
        found = users.demo_user(username)
        assert found is not None
        return found

    return by_name
