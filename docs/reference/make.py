"""Writes commands.md and region.md beside this file, from the code: `python docs/reference/make.py`.

`tests/architecture` fails when a committed page differs from what this writes, or a key has no meaning in meanings.toml.
"""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src" / "ginnel"

LOADERS = (
    ("region.toml", "region/config.py", "load_config"),
    ("organisations.toml", "directory/organisations.py", "load_directory"),
    ("needs.toml", "directory/organisations.py", "load_needs"),
    ("contracts/<dataset>.toml", "sources/contract.py", "_parse"),
    ("agreements/<id>.toml", "governance/agreements.py", "load_agreement"),
    ("agreements/accessions/<id>.toml", "governance/accession.py", "load_accession"),
    ("agreements/approvals.toml", "governance/agreements.py", "load_approvals"),
    ("law/verified.toml", "governance/law.py", "load_verified"),
    ("interventions.toml", "prevention/interventions.py", "load_help"),
    ("journeys/<id>.journey.toml", "journeys/intended.py", "load_journey"),
    ("clients.toml", "app/services/doors/clients.py", "load_clients"),
)
"""Each file of a region, with the code that reads it."""

MACHINE = {("serve", "--workers"): "2, or 1 on a machine of one core"}
"""Defaults that depend on the machine."""


def neighbour(name: str) -> ModuleType:
    """A Python file beside this one."""
    spec = importlib.util.spec_from_file_location(f"reference_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_keys() -> dict[str, list[str]]:
    """The keys that the loaders read, by file of a region."""
    found = neighbour("keys")
    return {file: found.keys_of(SOURCE / code, entry) for file, code, entry in LOADERS}


def meanings() -> dict[str, dict[str, str]]:
    """One line on each key, by file of a region."""
    return tomllib.loads((HERE / "meanings.toml").read_text(encoding="utf-8"))


def region_page() -> str:
    """region.md: every key of every file of a region."""
    said = meanings()
    lines = [
        "# Every key of a region's folder",
        "",
        "Written by `docs/reference/make.py` from the code that reads the files; do not edit it by hand.",
        "`a.b` is key `b` of the table `[a]`; `[[a]].b` is key `b` of each table `[[a]]`. An unknown key is an error.",
    ]
    for file, keys in read_keys().items():
        lines += ["", f"## {file}", "", said[file][""], "", "| key | meaning |", "|---|---|"]
        lines += [f"| `{key}` | {said[file].get(key, 'TO BE WRITTEN')} |" for key in keys]
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """commands.md: every command with its arguments and options."""
    from ginnel.cli.main import main

    lines = [
        "# Every command",
        "",
        "Written by `docs/reference/make.py` from the commands themselves; do not edit it by hand.",
        "Exit code 0 is yes, 1 a reasoned no, 2 wrong use. REGION is a folder, the current one if left out.",
    ]
    for path, command in sorted(walk(main, ())):
        lines += ["", f"## ginnel {' '.join(path)}", "", " ".join((command.help or "").split()), ""]
        lines += [f"- {line}" for line in parameters(path, command)]
    return "\n".join(lines) + "\n"


def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below `command` that does something, with the words that call it."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from walk(inner, (*path, name))
    else:
        yield path, command


def parameters(path: tuple[str, ...], command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            name = parameter.opts[-1]
            text = f"`{name}`: {parameter.help or ''}"
            if parameter.show_default and parameter.default is not None:
                text += f" Default: {MACHINE.get((path[-1], name), parameter.default)}."
            yield text + (" Must be given." if parameter.required else "")
        else:
            yield f"`{parameter.make_metavar(context)}`"


def write() -> None:
    for name, page in (("commands.md", commands_page()), ("region.md", region_page())):
        (HERE / name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    write()
    sys.stdout.write("commands.md and region.md are written\n")
