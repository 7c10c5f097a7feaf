"""Every route has a rule, and the rule holds: each is asked as everybody, with everybody's ids."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

_KEY = "ginnel_tests_web_harness"
if _KEY not in sys.modules:
    _spec = importlib.util.spec_from_file_location(_KEY, Path(__file__).parents[1] / "web" / "harness.py")
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[_KEY] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_KEY])

site = sys.modules[_KEY].site
store = sys.modules[_KEY].store
visit = sys.modules[_KEY].visit
Visit = Callable[..., Any]

GOVERNANCE = {"g-ruth", "g-iona", "g-paul", "g-vic", "g-icb"}
MAY: dict[str, set[str]] = {
    # what a path names -> who may, of all accounts of the store
    "/me/offers/offer-sami": {"c-amina"},
    "/me/offers/offer-tom": {"c-tom"},
    "/me/offers/offer-grace": {"c-grace"},
    "/me/offers/offer-karl": {"c-karl"},
    "/me/offers/offer-sami/take-back": {"c-amina"},
    "/me/cases/case-amina": {"c-amina", "c-karl"},
    "/me/cases/case-grace": {"c-grace"},
    "/me/cases/case-tom": {"c-tom"},
    "/me/cases/case-ivy": set(),
    "/me/choices/choice-tom/end": {"c-tom"},
    "/cases/case-amina": {"o-nadia", "o-olga", "o-victor"},
    "/cases/case-grace": {"o-nadia"},
    "/cases/case-olga": {"o-nadia", "o-victor"},
    "/cases/case-ivy": {"o-nadia", "o-olga"},
    "/cases/case-tom": {"o-ben"},
    "/cases/case-amina/acknowledged": {"o-nadia", "o-olga", "o-victor"},
    "/cases/case-grace/acknowledged": {"o-nadia"},
    "/keeps-happening/case-amina": {"o-nadia", "o-olga", "o-victor"},
    "/keeps-happening/case-grace": {"o-nadia"},
    "/pool/demand/ashby": GOVERNANCE,
    "/pool/demand/nobody": set(),
    "/release/key-tom": {"s-sana"},
    "/release/key-karl": {"s-hugh"},
    "/release/key-grace": set(),
    "/cases/nothing": set(),
    "/release/nothing": set(),
    "/me/offers/nothing": set(),
    "/me/cases/nothing": set(),
    "/governance/agreements/damp-own-homes": GOVERNANCE,
    "/governance/agreements/nothing": set(),
    "/journeys/damp": GOVERNANCE,
    "/journeys/damp/edit": GOVERNANCE,
    "/override/case-amina": set(),
    "/governance/overrides/ov-nothing": set(),
    "/governance/papers/draft-ruth": {"g-ruth"},
    "/governance/bodies/northshire-homes": GOVERNANCE,
    "/governance/join/money-tell/from": {"g-ruth"},
    "/governance/join/money-tell/to": set(),
    "/governance/join/damp-own-homes/from": set(),
    "/governance/join/nothing/from": set(),
    "/governance/bodies/nothing": set(),
    "/governance/papers/draft-ruth/ask/who": {"g-ruth"},
    "/governance/papers/draft-ruth/compare": set(),
    "/governance/papers/draft-ruth/compare?from=1&to=2": {"g-ruth"},
    "/governance/papers/draft-ruth/print/dpia/html": {"g-ruth"},
    "/governance/papers/draft-others": {"g-iona", "g-paul", "g-vic"},
    "/governance/papers/draft-others/ask/who": {"g-iona", "g-paul", "g-vic"},
    "/governance/papers/draft-others/print/dpia/html": set(),
    "/journeys/nothing": set(),
    "/journeys/nothing/edit": set(),
    "/me/rights/r-amina-homes": {"c-amina"},
    "/me/rights/r-grace-homes": {"c-grace"},
    "/me/rights/r-karl-look": {"c-karl"},
    "/me/rights/r-sami-icb": {"c-amina"},
    "/me/rights/nothing": set(),
    "/me/rights/r-amina-homes/copy/json": set(),
    "/me/rights/r-tom-old/copy/json": {"c-tom"},
    "/me/rights/ask/0": {"c-amina", "c-karl", "c-grace", "c-tom"},
    "/me/rights/ask/1": {"c-amina"},
    "/me/rights/ask/2": set(),
    "/rights/one/r-amina-homes": {"g-iona", "g-paul", "g-vic"},
    "/rights/one/r-amina-icb": {"g-icb"},
    "/rights/one/r-grace-homes": {"g-paul"},
    "/rights/one/nothing": set(),
    "/breaches/breach-homes": {"g-iona", "g-paul", "g-vic"},
    "/breaches/nothing": set(),
    "/me/ask/homes-repairs": {"c-amina", "c-karl", "c-grace", "c-tom"},
    "/me/ask/nothing": set(),
    "/me/proxies/mandate-nothing": set(),
    "/competence/case/case-amina": set(),
    "/competence/case/nothing": set(),
    "/competence/question/key-sami": {"s-sana"},
    "/competence/question/key-karl": set(),
    "/competence/question/key-grace": set(),
    "/competence/question/nothing": set(),
    "/decided-by-body/offer-noor": {"o-ben"},
    "/decided-by-body/offer-sami": set(),
    "/decided-by-body/nothing": set(),
}
ROLE_PAGES = {
    "citizen": (
        "/me",
        "/me/uses",
        "/me/choices",
        "/me/rights",
        "/me/rights/helpers",
        "/me/ask",
        "/me/proxies",
        "/me/codes",
    ),
    "officer": ("/cases", "/received/new", "/decided-by-body"),
    "sender": ("/release", "/release/batch"),
    "governance": (
        "/governance",
        "/governance/agreements",
        "/governance/refusals",
        "/governance/ledger",
        "/governance/runs",
        "/governance/overrides",
        "/needs",
        "/needs/queue",
        "/plan",
        "/pool",
        "/journeys",
        "/journeys/draw",
        "/rights",
        "/rights/board",
        "/rights/telephone",
        "/breaches",
        "/governance/evidence",
        "/governance/what-if",
        "/governance/papers",
        "/governance/duty",
    ),
}
DOORS = {
    # what a program of a body reaches with its key -> the method
    "/access/v1/evaluation": "post", "/access/v1/evaluations": "post", "/access/v1/search/subject": "post",
    "/access/v1/search/resource": "post", "/access/v1/search/action": "post",
    "/v2/findUsage": "get", "/v2/usagePeriod": "get", "/v2/heartbeat": "get",
}  # fmt: skip
"""Role "a body with a key": no session opens one, whoever is signed in."""


def patterns() -> Iterator[Any]:
    from django.urls import get_resolver
    from django.urls.resolvers import URLPattern

    for found in get_resolver().url_patterns:
        assert isinstance(found, URLPattern), "an included table of paths would escape the rules"
        yield found


def test_every_path_has_a_rule_and_every_rule_a_path(store: Any) -> None:
    from ginnel.web.auth.rules import BY_NAME, ROUTES

    assert sorted(p.name for p in patterns()) == sorted(BY_NAME)
    assert len(BY_NAME) == len(ROUTES), "two routes share a name"


def test_what_names_something_asks_whose_it_is(store: Any) -> None:
    """A path with an id has a check of its own; agreements are open to all of information governance."""
    from ginnel.web.auth.rules import ROUTES, anything

    loose = {r.name for r in ROUTES if "<" in r.path and r.owns is anything}
    assert loose == {"agreement", "language", "pool-demand"}


def test_a_view_that_has_no_rule_is_not_served(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    from ginnel.web.auth import middleware, rules

    monkeypatch.setattr(middleware, "BY_NAME", {k: v for k, v in rules.BY_NAME.items() if k != "health"})
    assert visit().get("/health").status_code == 404


def test_this_walk_covers_every_route(store: Any) -> None:
    from django.urls import resolve

    from ginnel.web.auth.rules import ROUTES

    walked = {resolve(path.partition("?")[0]).url_name for path in MAY}
    walked |= {resolve(p).url_name for ps in ROLE_PAGES.values() for p in ps} | {resolve(p).url_name for p in DOORS}
    assert {r.name for r in ROUTES if r.role is not None} == walked


@pytest.mark.parametrize("path", MAY)
def test_only_whoever_may_gets_an_answer(store: Any, visit: Visit, path: str) -> None:
    """Everybody else gets 404, and somebody not signed in is sent to sign in, whether or not it exists."""
    answered = set()
    for who in store.world.USERS:
        for method in ("get", "post"):
            status = getattr(visit(who), method)(path).status_code
            if status != 404:
                answered.add(who)
    assert answered == MAY[path]
    for method in ("get", "post"):
        response = getattr(visit(), method)(path)
        assert (response.status_code, response["Location"]) == (302, "/sign-in")


@pytest.mark.parametrize(("role", "path"), [(role, path) for role, paths in ROLE_PAGES.items() for path in paths])
def test_a_page_is_for_its_role(store: Any, visit: Visit, role: str, path: str) -> None:
    for who, fields in store.world.USERS.items():
        if who == "c-nobody":
            continue
        status = visit(who).get(path).status_code
        assert (status != 404) == (fields["role"] == role), (who, path, status)
    assert visit().get(path)["Location"] == "/sign-in"


@pytest.mark.parametrize("path", DOORS)
def test_a_door_opens_to_a_key_and_to_nobody_signed_in(store: Any, visit: Visit, path: str) -> None:
    """Everybody without a key gets 401, in JSON; nobody is sent to a page for people."""
    from ginnel.web.auth.rules import KEY, ROUTES

    assert {f"/{r.path}" for r in ROUTES if r.role == KEY} == set(DOORS)
    for who in (None, *(w for w in store.world.USERS)):
        for header in ({}, {"HTTP_AUTHORIZATION": "Bearer gk_made-up"}, {"HTTP_AUTHORIZATION": "Basic Z2s6"}):
            response = getattr(visit(who), DOORS[path])(path, **header)
            assert (response.status_code, response["Content-Type"]) == (401, "application/json")


def test_an_account_that_was_closed_is_signed_out(store: Any, visit: Visit) -> None:
    from ginnel.app.services.users import User

    client = visit("o-nadia")
    User.objects.filter(username="o-nadia").update(is_active=False)
    assert client.get("/cases")["Location"] == "/sign-in"
