"""The house stays readable: small files, small functions."""

from __future__ import annotations

import ast
from statistics import median
from typing import Any

WANTED = 350
SCREEN = 70
LONG = {"ginnel.identity.model compared": "the model itself: one row for each level of each comparison"}
"""Functions longer than a screen, each with why it is one thing."""


def lines(module: Any) -> int:
    """Lines of a file; a table of plain values counts as one line, for it is data."""
    tables = [n for n in module.nodes if isinstance(n, (ast.Tuple, ast.List, ast.Set)) and n.elts and _plain(n)]
    data = {line for n in tables for line in range(n.lineno + 1, (n.end_lineno or n.lineno) + 1)}
    return len(module.text.splitlines()) - len(data)


def _plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (
        isinstance(node, (ast.Tuple, ast.List, ast.Set)) and all(map(_plain, node.elts))
    )


def functions(house: tuple[Any, ...]) -> list[tuple[str, int]]:
    """Every function with its length in lines, signature and docstring counted."""
    return [
        (f"{m.name} {n.name}", (n.end_lineno or n.lineno) - n.lineno + 1)
        for m in house
        for n in m.nodes
        if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)) and ".migrations." not in m.name
    ]


def test_a_file_has_at_most_350_lines(house: tuple[Any, ...]) -> None:
    long = {m.name: lines(m) for m in house if lines(m) > WANTED}
    assert long == {}


def test_the_middle_file_has_50_to_150_lines(house: tuple[Any, ...]) -> None:
    """Files that only gather names or stand empty are not counted."""
    counted = [lines(m) for m in house if lines(m) > 15]
    assert 50 <= median(counted) <= 150, median(counted)


def test_the_middle_function_has_at_most_13_lines(house: tuple[Any, ...]) -> None:
    assert median(length for _, length in functions(house)) <= 13


def test_no_function_is_longer_than_a_screen_but_those_listed(house: tuple[Any, ...]) -> None:
    long = {name: n for name, n in functions(house) if n > SCREEN}
    assert long.keys() == LONG.keys(), long
