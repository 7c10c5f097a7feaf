"""Every command, option and key is documented: the committed pages are what the code gives."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def make(root: Path) -> Any:
    spec = importlib.util.spec_from_file_location("reference_make", root / "docs" / "reference" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["commands", "region"])
def test_a_committed_page_is_what_the_code_gives(make: Any, page: str) -> None:
    """If this fails: python docs/reference/make.py."""
    assert (make.HERE / f"{page}.md").read_text(encoding="utf-8") == getattr(make, f"{page}_page")()


def test_every_command_and_option_is_on_the_page(make: Any) -> None:
    from ginnel.cli.main import main

    page = (make.HERE / "commands.md").read_text(encoding="utf-8")
    commands = list(make.walk(main, ()))
    assert len(commands) >= 8
    for path, command in commands:
        section = page.split(f"\n## ginnel {' '.join(path)}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            assert all(f"`{o}`" in section for o in parameter.opts[-1:] if o.startswith("-")), (path, parameter.name)


def test_every_command_and_option_says_what_it_does(make: Any) -> None:
    import click

    from ginnel.cli.main import main

    for path, command in make.walk(main, ()):
        assert command.help, path
        silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
        assert silent == [], path


def test_every_key_that_is_read_has_a_meaning_and_every_meaning_a_key(make: Any) -> None:
    said = {file: meanings.keys() - {""} for file, meanings in make.meanings().items()}
    assert said == {file: set(keys) for file, keys in make.read_keys().items()}


def test_the_keys_found_in_the_code_are_those_of_the_worked_example(make: Any, root: Path) -> None:
    """The search by syntax tree misses nothing that a template file uses."""
    import tomllib

    template = root / "src" / "ginnel" / "region" / "template"
    example = tomllib.loads((template / "region.toml").read_text(encoding="utf-8"))
    found = make.read_keys()["region.toml"]
    for table, keys in example.items():
        for key in keys:
            assert f"{table}.{key}" in found or f"{table}.{key}.<name>" in found, (table, key)


def test_a_setting_that_changes_nothing_yet_says_so(make: Any, house: tuple[Any, ...]) -> None:
    """Keys that are read, checked and then used by nobody, found by their field's name."""
    (config,) = [m for m in house if m.name == "ginnel.region.config"]
    (fields,) = [n for n in config.nodes if isinstance(n, ast.ClassDef) and n.name == "Config"]
    names = {n.target.id for n in fields.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
    uses = {n.attr for m in house if m is not config for n in m.nodes if _of_config(n)}
    page = (make.HERE / "region.md").read_text(encoding="utf-8").split("\n## organisations")[0]
    silent = {key.rpartition(".")[2] for key in re.findall(r"`([a-z_.]+)` \|.*changes nothing yet", page)}
    assert silent == names - uses - ELSEWHERE


ELSEWHERE = {"store"}
"""Settings that app.settings reads from the file itself, before anything else starts."""


def _of_config(node: ast.AST) -> bool:
    """Whether this reads a field of something called config."""
    if not isinstance(node, ast.Attribute):
        return False
    base = node.value
    return "config" in (getattr(base, "attr", ""), getattr(base, "id", ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('f = TomlFile.read(p)\n    f.text("a")\n    f.table("b").finish()', ["a"]),
        ('f = TomlFile.read(p)\n    t = f.table("b")\n    u = t.table("c", optional=True)\n    u.flag("d")', ["b.c.d"]),
        ('f = TomlFile.read(p)\n    for t in f.tables("b"):\n        t.day("x")', ["[[b]].x"]),
        ("f = TomlFile.read(p)\n    {k: f.text(k) for k in f.keys()}", ["<name>"]),
        ('f = TomlFile.read(p)\n    ts = f.tables("b")\n    [other(t, "y") for t in ts]', ["[[b]].y"]),
    ],
)
def test_keys_are_found_however_the_loader_asks(make: Any, tmp_path: Path, text: str, expected: list[str]) -> None:
    file = tmp_path / "loader.py"
    file.write_text(f"def load(p):\n    {text}\n\n\ndef other(table, key):\n    return table.number(key)\n")
    assert make.neighbour("keys").keys_of(file, "load") == expected
