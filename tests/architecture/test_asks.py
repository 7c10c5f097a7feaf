"""What makes an ask knows no money, capacity, plan or choice: it could not hold anybody up if it wanted to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

MAKERS = {"ginnel.app.services.asks", "ginnel.app.services.proxies", "ginnel.governance.proxies"}
STRANGERS = (
    "ginnel.prevention", "ginnel.app.planning", "ginnel.app.services.plan", "ginnel.app.services.noes",
    "ginnel.app.services.offers", "ginnel.app.services.release", "ginnel.app.services.overrides",
    "ginnel.governance.choices", "ginnel.governance.verdict", "ginnel.store.models.ChoiceRow",
)  # fmt: skip


def knows(module: Any) -> Iterator[str]:
    yield from (n for n in module.imported() if n.startswith(STRANGERS))


def test_what_makes_an_ask_imports_nothing_that_could_hold_it_up(house: tuple[Any, ...]) -> None:
    makers = [m for m in house if m.name in MAKERS]
    assert {m.name for m in makers} == MAKERS
    assert {m.name: list(knows(m)) for m in makers if list(knows(m))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "from ginnel.app.services import noes",
        "from ginnel.app import planning",
        "from ginnel.store.models import ChoiceRow",
    ],
)
def test_a_planted_import_is_seen(planted: Any, text: str) -> None:
    assert list(knows(planted("ginnel.app.services.asks", text)))
