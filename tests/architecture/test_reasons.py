"""Every refusal has a reason, every reason is used, and each is told in plain words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ginnel.governance import REASONS

JARGON = ("permit", "disclosure", "receipt", "signal", "UPRN", "dual", "f_Rsi", "LAeq", "lifestyle")
"""Words that no citizen's page may use: reasons stand there."""


def codes(module: Any) -> Iterator[tuple[int, str | None]]:
    """The code of every `Reason(...)` of a file with its line; None where it cannot be read from the code."""
    for scope in [n for n in module.nodes if isinstance(n, ast.FunctionDef)]:
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and module.meant(node.func).endswith(".Reason"):
                first = node.args[0] if node.args else next(k.value for k in node.keywords if k.arg == "code")
                found = list(_values(first, scope, module.tree))
                yield from ((node.lineno, code) for code in found or [None])


def _values(node: ast.expr, scope: ast.AST, tree: ast.Module) -> Iterator[str]:
    """The texts that an expression can be: a text, one of two, a name assigned once, an entry of a table."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _values(node.body, scope, tree)
        yield from _values(node.orelse, scope, tree)
    elif isinstance(node, ast.Name):
        for value in _assigned(node.id, scope):
            yield from _values(value, scope, tree)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        for value in _assigned(node.value.id, tree):
            for item in value.values if isinstance(value, ast.Dict) else ():
                yield from _values(item, scope, tree)


def _assigned(name: str, where: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(where):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if name in {getattr(t, "id", "") for t in targets}:
                yield node.value


@pytest.fixture(scope="module")
def used(house: tuple[Any, ...]) -> list[tuple[str, str | None]]:
    return [(f"{m.name}:{line}", code) for m in house for line, code in codes(m)]


def test_every_refusal_uses_a_reason_of_the_list(used: list[tuple[str, str | None]]) -> None:
    assert [place for place, code in used if code is None] == [], "a code that cannot be read from the source"
    assert [(place, code) for place, code in used if code not in REASONS] == []


def test_every_reason_of_the_list_is_used(used: list[tuple[str, str | None]]) -> None:
    assert REASONS.keys() - {code for _, code in used} == set()


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_is_told_without_jargon(code: str) -> None:
    text = REASONS[code]
    assert [w for w in JARGON if re.search(rf"\b{w}s?\b", text, re.I)] == []
    assert text[0].islower()
    assert not text.endswith("."), "it is continued by a colon and the detail"


def test_a_code_outside_the_list_is_seen(planted: Any) -> None:
    text = """
    from ginnel.governance import Reason
    def f(x):
        code = "made-up" if x else "choice"
        return Reason(code, "detail"), Reason("also-made-up", "detail"), Reason(x.code, "detail")
    """
    found = {code for _, code in codes(planted("ginnel.flow.planted", text))}
    assert found == {"made-up", "choice", "also-made-up", None}
