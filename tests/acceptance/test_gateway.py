"""The 25 gateway decisions of the AuthZEN interoperability tests, asked through the door over HTTP.

Whose todo it is, is no rule of ours: a fixture policy stands behind the port for providers, written from the scenario
(`gateway.toml`). What is tested is that the door carries any policy: the standard's requests in, its answers out.
"""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import sys
import threading
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

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

pytestmark = pytest.mark.skipif(
    "GINNEL_REAL_DATA" not in os.environ,
    reason="GINNEL_REAL_DATA names no folder: the gateway decisions were not asked",
)
SCENARIO = tomllib.loads(Path(__file__).with_name("gateway.toml").read_text(encoding="utf-8"))


class Fixture:
    """A policy that is not Ginnel's, behind Ginnel's port."""

    def decide(self, _caller: str, asked: Any, _now: datetime) -> Any:
        from ginnel.app.services.doors.ask import Answer

        roles = next((r for start, r in SCENARIO["roles"].items() if asked.subject.id.startswith(start)), [])
        fits = [r for r in SCENARIO["rule"] if (r["action"], r["route"]) == (asked.action, asked.resource.id)]
        known = asked.subject.type == SCENARIO["subject_type"]
        return Answer(known and any(set(roles) & set(r["roles"]) for r in fits))

    def subjects(self, _caller: str, _asked: Any, _now: datetime) -> Iterator[dict[str, Any]]:
        return iter(())

    resources = actions = subjects


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(store: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[WSGIServer]:
    """The whole site on loopback; this thread asks, another answers. No question of this test touches the store."""
    from django.core.handlers.wsgi import WSGIHandler

    from ginnel.app.services.doors import authzen

    monkeypatch.setitem(authzen.PROVIDERS, SCENARIO["resource_type"], Fixture())
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def decisions() -> list[dict[str, Any]]:
    path = Path(os.environ["GINNEL_REAL_DATA"]) / "governance" / "authzen" / "api-gateway-decisions.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["evaluation"]
    assert len(found) == 25
    return found


@pytest.fixture(scope="module")
def key(site: Any) -> str:
    from ginnel.app.services import place
    from ginnel.app.services.doors import clients

    return clients.add(site.folder, "northshire-icb", place.today(site.now))


def ask(server: WSGIServer, key: str, path: str, body: Any) -> tuple[int, Any, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}", "X-Request-ID": "gateway-1"}
    connection.request("POST", path, json.dumps(body), headers)
    response = connection.getresponse()
    found = response.status, json.loads(response.read()), response.getheader("X-Request-ID")
    connection.close()
    return found


def test_each_decision_is_answered_right_over_http(
    server: WSGIServer, key: str, decisions: list[dict[str, Any]]
) -> None:
    for one in decisions:
        status, answer, echoed = ask(server, key, "/access/v1/evaluation", one["request"])
        assert (status, answer["decision"], echoed) == (200, one["expected"], "gateway-1"), one


def test_all_of_them_in_one_batch_are_answered_right(
    server: WSGIServer, key: str, decisions: list[dict[str, Any]]
) -> None:
    body = {"evaluations": [one["request"] for one in decisions]}
    _, answer, _ = ask(server, key, "/access/v1/evaluations", body)
    assert [e["decision"] for e in answer["evaluations"]] == [one["expected"] for one in decisions]


def test_requests_and_answers_fit_the_published_schemas(
    server: WSGIServer, key: str, decisions: list[dict[str, Any]]
) -> None:
    """The JSON Schemas that come with the standard's test material."""
    import jsonschema_rs

    folder = Path(os.environ["GINNEL_REAL_DATA"]) / "governance" / "authzen"
    question, answer = (
        jsonschema_rs.validator_for(json.loads((folder / f"evaluation-{name}.schema.json").read_text(encoding="utf-8")))
        for name in ("request", "response")
    )
    for one in decisions:
        assert question.is_valid(one["request"])
        assert answer.is_valid(ask(server, key, "/access/v1/evaluation", one["request"])[1])


def test_without_a_policy_for_its_kind_everything_is_denied(
    server: WSGIServer, key: str, decisions: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ginnel.app.services.doors import authzen

    monkeypatch.delitem(authzen.PROVIDERS, "route")
    assert not any(ask(server, key, "/access/v1/evaluation", one["request"])[1]["decision"] for one in decisions)
