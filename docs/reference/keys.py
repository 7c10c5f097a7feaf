"""Which keys Ginnel reads from a region's files: found by following the loaders' code, so that none can be forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

READS = {"text", "texts", "integer", "number", "flag", "day"}

Functions = Mapping[str, ast.FunctionDef]
Paths = Mapping[str, str]
"""What the names in a function stand for: a table of the file, written as the start of its keys' paths."""


def keys_of(path: Path, entry: str) -> list[str]:
    """The paths of the keys that the loader `entry` of a Python file reads, in the order of the code.

    `a.b` is key b of the table [a]; `[[a]].b` is key b of each table [[a]]; `a.<name>` is any key of the table [a].
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    return list(dict.fromkeys(_visit(functions, functions[entry], {}, {})))


def _visit(functions: Functions, function: ast.FunctionDef, paths: dict[str, str], words: Paths) -> Iterator[str]:
    for statement in function.body:
        yield from _walk(functions, statement, paths, words)


def _walk(functions: Functions, node: ast.AST, paths: dict[str, str], words: Paths) -> Iterator[str]:
    """Keys read in `node`, in order. Names bound in a comprehension hold inside it only."""
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        paths = dict(paths)
        for generator in node.generators:
            _bind(generator.target, generator.iter, paths)
    if isinstance(node, ast.For):
        _bind(node.target, node.iter, paths)
    if isinstance(node, ast.Call):
        yield from _called(functions, node, paths, words)
    for child in ast.iter_child_nodes(node):
        yield from _walk(functions, child, paths, words)
    if isinstance(node, ast.Assign):
        for target in node.targets:
            _bind(target, node.value, paths)


def _called(functions: Functions, node: ast.Call, paths: dict[str, str], words: Paths) -> Iterator[str]:
    """A key asked for, or a function of the same file that is handed a table."""
    func = node.func
    if isinstance(func, ast.Attribute) and func.attr in READS and _name(func.value) in paths and node.args:
        yield paths[_name(func.value)] + _key(node.args[0], words)
    elif isinstance(func, ast.Name) and func.id in functions and node.args and _name(node.args[0]) in paths:
        called = functions[func.id]
        names = [a.arg for a in called.args.args]
        said = {n: str(a.value) for n, a in zip(names, node.args, strict=False) if isinstance(a, ast.Constant)}
        yield from _visit(functions, called, {names[0]: paths[_name(node.args[0])]}, said)


def _key(node: ast.expr, words: Paths) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return words.get(_name(node), "<name>")


def _bind(target: ast.expr, value: ast.expr, paths: dict[str, str]) -> None:
    """Remember that a name stands for a table: the file, a sub-table, or one of an array of tables."""
    found = _path(value, paths)
    if isinstance(target, ast.Name) and found is not None:
        paths[target.id] = found


def _path(value: ast.expr, paths: Paths) -> str | None:
    if isinstance(value, ast.Name):
        return paths.get(value.id)
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
        return None
    base = _name(value.func.value)
    if value.func.attr == "read" and base == "TomlFile":
        return ""
    if base in paths and value.func.attr in ("table", "tables") and isinstance(value.args[0], ast.Constant):
        key = str(value.args[0].value)
        return f"{paths[base]}{key}." if value.func.attr == "table" else f"{paths[base]}[[{key}]]."
    return None


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
