"""Keys of bodies, and programs that knock with them, over the invented people of the pages' tests."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_KEY = "ginnel_tests_web_harness"
if _KEY not in sys.modules:
    _spec = importlib.util.spec_from_file_location(_KEY, Path(__file__).parents[1] / "harness.py")
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[_KEY] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_KEY])

site = sys.modules[_KEY].site
store = sys.modules[_KEY].store
visit = sys.modules[_KEY].visit
user = sys.modules[_KEY].user
Knock = Callable[..., Any]


@pytest.fixture(scope="session")
def keys(site: Any) -> dict[str, str]:
    """A key for each body, made as the command makes it."""
    from ginnel.app.services import place
    from ginnel.app.services.doors import clients

    day = place.today(site.now)
    bodies = ("northshire-icb", "northshire-homes", "northshire-council", "northshire-money", "northshire-partnership")
    return {body: clients.add(site.folder, body, day) for body in bodies}


@pytest.fixture
def knock(store: Any, keys: dict[str, str]) -> Knock:
    """`knock(body, path, question, **headers)` is the response to a program of `body`; without a question it is a GET."""
    from django.test import Client

    def ask(body: str, path: str, question: Any = None, **headers: str) -> Any:
        client = Client()
        more: dict[str, Any] = {"headers": {"Authorization": f"Bearer {keys[body]}", **headers}}
        if question is None:
            return client.get(path, **more)
        return client.post(path, question, content_type="application/json", **more)

    return ask


@pytest.fixture
def code(store: Any) -> Callable[[str, str], str]:
    """`code(person, body)` is the code of this month."""
    from ginnel.app.services.doors import codes

    return lambda person, body: codes.code_for(person, body, store.now)


@pytest.fixture
def question() -> Callable[..., dict[str, Any]]:
    """`question(code, flow)` is whether a flow may happen for a person."""

    def made(subject: str, flow: str, type_: str = "person", action: str = "tell") -> dict[str, Any]:
        return {"subject": {"type": type_, "id": subject}, "action": {"name": action},
                "resource": {"type": "flow", "id": flow}}  # fmt: skip

    return made
