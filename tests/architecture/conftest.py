"""What the tests of this chapter share: the source of the house, read once as text and syntax trees."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "ginnel"

PURE = (
    "vocabulary", "engines", "directory", "governance", "sources", "identity", "sensors", "signals", "referrals",
    "prevention", "journeys", "procurement", "synthetic", "region", "flow",
)  # fmt: skip
"""The rooms that never ask the clock or for chance, lowest first, built or not."""


@dataclass(frozen=True)
class Module:
    """One file: `name` is its dotted name, `room` the package under ginnel it lies in ("" for ginnel itself)."""

    name: str
    text: str

    @property
    def room(self) -> str:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @cached_property
    def texts(self) -> tuple[tuple[int, str], ...]:
        """Every text but docstrings, with its line; what an f-string fills in reads as `{}`."""
        inside = {id(v) for n in self.nodes if isinstance(n, ast.JoinedStr) for v in n.values}
        skipped = inside | {id(n.value) for n in self.nodes if isinstance(n, ast.Expr)}
        found = []
        for node in self.nodes:
            if isinstance(node, ast.JoinedStr):
                parts = (str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
                found.append((node.lineno, "".join(parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                found.append((node.lineno, node.value))
        return tuple(found)

    @cached_property
    def names(self) -> dict[str, str]:
        """What each imported name stands for: `from datetime import date as d` gives {"d": "datetime.date"}."""
        found: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    root = alias.name.split(".")[0]
                    found[alias.asname or root] = alias.name if alias.asname else root
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    found[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
        return found

    def imported(self) -> Iterator[str]:
        """Every module or member that is imported, wherever the import stands, by its full name."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)

    def meant(self, node: ast.expr) -> str:
        """The full name that an expression such as `dt.datetime.now` means, or "" if it starts from nothing imported."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.names:
            return ""
        return ".".join([self.names[node.id], *reversed(parts)])


def _read(path: Path) -> Module:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return Module(".".join(p for p in parts if p != "__init__"), path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def house() -> tuple[Module, ...]:
    """Every Python file of src/ginnel."""
    return tuple(_read(p) for p in sorted(SOURCE.rglob("*.py")))


@pytest.fixture(scope="session")
def pure(house: tuple[Module, ...]) -> tuple[Module, ...]:
    """The files of the rooms from vocabulary to flow."""
    return tuple(m for m in house if m.room in PURE)


@pytest.fixture(scope="session")
def planted() -> Callable[[str, str], Module]:
    """A made-up file, for showing that a violation is seen."""
    return lambda name, text: Module(name, textwrap.dedent(text))
