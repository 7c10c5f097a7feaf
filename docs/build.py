"""Writes the pages of docs/reference, and one of docs/law, from the code and from tests/spec: `python docs/build.py`.

With `--check` it writes nothing and exits 1, naming each page that is not what the code gives; tests/docs does that.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

REFERENCE = Path(__file__).parent / "reference"


def neighbour(name: str, folder: Path = REFERENCE) -> ModuleType:
    """A Python file of docs/reference, or of another folder there; nothing of docs is a package."""
    spec = importlib.util.spec_from_file_location(f"{folder.name}_{name}", folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def makers() -> Mapping[str, Callable[[], str]]:
    """Each generated page with the function that gives its text."""
    names = ("make", "pages", "manual", "rights", "corpora")
    make, pages, manual, rights, corpora = (neighbour(name) for name in names)
    return {
        "commands.md": make.commands_page,
        "region.md": make.region_page,
        "rules.md": pages.rules_page,
        "reasons.md": pages.reasons_page,
        "law.md": pages.law_page,
        "contracts.md": pages.contracts_page,
        "spec.md": manual.spec_page,
        "corpora.md": corpora.page,
        "../law/rights-clocks.md": rights.page,
    }


def stale() -> list[str]:
    """Pages that are absent or are not what the code gives now."""
    found = []
    for name, page in makers().items():
        path = REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != page():
            found.append(name)
    return found


def write() -> None:
    for name, page in makers().items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")

    examples = neighbour("make", Path(__file__).parent / "examples")
    for name, text in examples.pages().items():
        (examples.FOLDER / name).write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python docs/build.py [--check]\n")
        return 2
    if not arguments:
        write()
        sys.stdout.write(f"docs/reference: {', '.join(makers())} are written\n")
        return 0
    old = stale()
    for name in old:
        sys.stderr.write(f"docs/reference/{name} is not what the code gives: run python docs/build.py\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
