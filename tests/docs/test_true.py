"""What the documents name exists: files, tests, pages linked to."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"`((?:src|tests|docs|benchmarks)/[\w./-]+)(?:::(\w+))?`")
ROOMS = ROOT / "src" / "ginnel"
SHORT = re.compile(r"`((?:[a-z]+/)+[a-z_]+\.(?:py|toml|html))`")
"""A file of src/ginnel named without the start of its path, such as `flow/decide.py`."""
FUNCTIONS = re.compile(r"`((?:[a-z]+/)+[a-z_]+\.py)`((?:,? `\w+`)+)")
"""A file of src/ginnel followed by functions of it: `flow/plan.py` `make_plan`."""
OF_A_REGION = (
    "registers/",
    "contracts/",
    "agreements/",
    "law/",
    "signals/",
    "data/",
    "docs/",
    "tests/",
    "src/",
    "benchmarks/",
)


def ids(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def written() -> list[Path]:
    """Pages by hand: generated ones name what the code names."""
    return [page for page in PAGES if page.parent.name != "reference"]


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_link_leads_somewhere(page: Path) -> None:
    """Links between our own files; addresses elsewhere are not followed."""
    links = [
        t for t in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in t and not t.startswith("mailto:")
    ]
    assert [t for t in links if not (page.parent / t).exists()] == []


@pytest.mark.parametrize("page", written(), ids=ids)
def test_every_file_and_test_that_is_named_exists(page: Path) -> None:
    missing = []
    for path, test in NAMED.findall(page.read_text(encoding="utf-8")):
        file = ROOT / path
        if not file.exists() or (test and test not in functions_of(file)):
            missing.append(f"{path}::{test}" if test else path)
    assert missing == []


@pytest.mark.parametrize("page", written(), ids=ids)
def test_every_file_of_a_room_that_is_named_exists(page: Path) -> None:
    named = SHORT.findall(page.read_text(encoding="utf-8"))
    assert [n for n in named if not n.startswith(OF_A_REGION) and not (ROOMS / n).exists()] == []


@pytest.mark.parametrize("page", written(), ids=ids)
def test_every_function_that_is_named_after_its_file_exists(page: Path) -> None:
    missing = []
    for file, names in FUNCTIONS.findall(page.read_text(encoding="utf-8")):
        if (ROOMS / file).exists():
            missing += [f"{file} {n}" for n in re.findall(r"\w+", names) if n not in names_of(ROOMS / file)]
    assert missing == []


def names_of(file: Path) -> set[str]:
    """Functions, methods, classes and constants of a file."""
    text = file.read_text(encoding="utf-8")
    return set(re.findall(r"^ *(?:def|class) (\w+)", text, re.MULTILINE)) | set(
        re.findall(r"^(\w+) *[:=]", text, re.MULTILINE)
    )


def functions_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
