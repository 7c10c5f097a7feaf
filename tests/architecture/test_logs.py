"""Nothing about a person reaches a log: few logging calls, each of them listed, none with a value filled in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest

LEVELS = {"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log"}

ALLOWED = {
    (
        "ginnel.app.services.notes",
        "the ledger takes no more entries: run `ginnel ledger verify`; notes wait in the store",
    ),
}
"""Every message that may be logged: (file, text). None may have a value filled in."""

SPEAKS = {"ginnel.cli"}
"""Rooms that print: the commands."""


def logged(module: Any) -> Iterator[tuple[int, str | None]]:
    """Every logging call with its line and text; None where anything is filled in."""
    loggers = {t.id for n in module.nodes if isinstance(n, ast.Assign) for t in n.targets
               if isinstance(t, ast.Name) and isinstance(n.value, ast.Call)
               and module.meant(n.value.func) in ("logging.getLogger", "structlog.get_logger")}  # fmt: skip
    for node in module.nodes:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in LEVELS:
            continue
        base = node.func.value
        if (isinstance(base, ast.Name) and base.id in loggers) or module.meant(node.func).startswith(
            ("logging.", "structlog.", "warnings.")
        ):
            yield node.lineno, _text(node)


def _text(node: ast.Call) -> str | None:
    plain = len(node.args) == 1 and not node.keywords and isinstance(node.args[0], ast.Constant)
    return str(node.args[0].value) if plain else None  # type: ignore[attr-defined]


def spoken(module: Any) -> Iterator[int]:
    """Lines that print or write to the terminal."""
    for node in module.nodes:
        if not isinstance(node, ast.Call):
            continue
        named = isinstance(node.func, ast.Name) and node.func.id in ("print", "pprint")
        if named or module.meant(node.func) in (
            "sys.stdout.write", "sys.stderr.write", "click.echo", "click.secho", "traceback.print_exc",
        ):  # fmt: skip
            yield node.lineno


def test_only_listed_messages_are_logged(house: tuple[Any, ...]) -> None:
    found = [(m.name, text) for m in house for _, text in logged(m)]
    assert [f for f in found if f[1] is None] == [], "a log with a value filled in"
    assert set(found) == ALLOWED


def test_only_commands_print(house: tuple[Any, ...]) -> None:
    assert [f"{m.name}:{line}" for m in house if f"ginnel.{m.room}" not in SPEAKS for line in spoken(m)] == []


def test_logging_settings_never_log_sql(house: tuple[Any, ...]) -> None:
    """Django's own loggers for SQL would write values; they stay off."""
    (settings,) = [m for m in house if m.name == "ginnel.app.settings"]
    assert '"django.db.backends"' not in settings.text


@pytest.mark.parametrize(
    "text",
    [
        "import logging\nLOG = logging.getLogger(__name__)\nLOG.info(f'row {row}')",
        "import logging\nLOG = logging.getLogger(__name__)\nLOG.info('row %s', row)",
        "import logging\nlogging.warning('%s', person)",
        "import logging\nL = logging.getLogger('a')\ndef f(p):\n    L.exception('x', exc_info=p)",
    ],
)
def test_a_planted_value_in_a_log_is_seen(planted: Any, text: str) -> None:
    assert [t for _, t in logged(planted("ginnel.flow.planted", text))] == [None]


def test_a_planted_print_is_seen(planted: Any) -> None:
    assert list(spoken(planted("ginnel.flow.planted", "print(row)\nimport click\nclick.echo(row)"))) == [1, 3]
