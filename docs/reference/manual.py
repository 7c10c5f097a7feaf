"""spec.md: the tests of tests/spec read as a manual. A folder is a chapter, a file a section, a test a paragraph."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SPEC = Path(__file__).parents[2] / "tests" / "spec"
CHAPTERS = (
    "sources", "identity", "sensors", "engines", "governance", "signals", "referrals", "journeys", "flow", "synthetic", "web",
)  # fmt: skip
"""In the order of a datum's path; a folder that is not named here comes last, by name."""
AS_WRITTEN = {
    "nhs": "NHS", "uprn": "UPRN", "gp": "GP", "icb": "ICB", "csv": "CSV", "sql": "SQL", "utc": "UTC", "toml": "TOML",
    "json": "JSON", "awaab": "Awaab", "awaabs": "Awaab's", "duckdb": "DuckDB", "welsh": "Welsh",
    "england": "England", "wales": "Wales", "scotland": "Scotland", "unicode": "Unicode", "snomed": "SNOMED",
    "parquet": "Parquet", "excel": "Excel", "python": "Python", "nino": "NINO", "vtt": "VTT", "utf": "UTF",
}  # fmt: skip
MOST_ROWS, WIDEST_CELL = 20, 72
"""A table beyond this is left to the test file: it would hide the sentence it belongs to."""


def spec_page() -> str:
    lines = [
        "# The manual",
        "",
        "Written by `docs/build.py` from `tests/spec`; do not edit it by hand. Every sentence in bold is the name of a",
        "test that passes; the file that holds it is named above it.",
    ]
    for folder in chapters():
        lines += ["", f"## {folder.name.capitalize()}"]
        for file in sorted(folder.glob("test_*.py")):
            lines += section(file)
    return "\n".join(lines) + "\n"


def chapters() -> list[Path]:
    folders = [p for p in SPEC.iterdir() if any(p.glob("test_*.py"))]
    place = {name: n for n, name in enumerate(CHAPTERS)}
    return sorted(folders, key=lambda p: (place.get(p.name, len(place)), p.name))


def section(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    title, _, rest = (ast.get_docstring(tree) or file.stem).partition("\n")
    yield from ("", f"### {title.rstrip('.')}", "", f"`{file.relative_to(SPEC.parents[1]).as_posix()}`")
    if rest.strip():
        yield from ("", " ".join(rest.split()))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield from paragraph(node)


def paragraph(test: ast.FunctionDef) -> Iterator[str]:
    """The test's name as a sentence, its docstring, and its small table if it has one."""
    said = " ".join((ast.get_docstring(test) or "").split())
    yield from ("", f"**{sentence(test.name)}** {said}".rstrip())
    for decorator in test.decorator_list:
        yield from table(decorator)


def sentence(name: str) -> str:
    words = [AS_WRITTEN.get(w, w) for w in name.removeprefix("test_").split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:] + "."


def table(decorator: ast.expr) -> Iterator[str]:
    """A `parametrize` with few, short, readable rows, as a table; a larger one is counted."""
    if not (isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.parametrize"):
        return
    names, rows = columns(decorator.args[0]), decorator.args[1]
    if not isinstance(rows, (ast.List, ast.Tuple)):
        return
    cells = [row_of(r, len(names)) for r in rows.elts]
    if len(cells) > MOST_ROWS or any(c is None or len(t) > WIDEST_CELL for c in cells for t in c or ("",)):
        yield from ("", f"({len(cells)} examples in the test.)")
        return
    yield from ("", "| " + " | ".join(n.replace("_", " ") for n in names) + " |", "|" + "---|" * len(names))
    for cell in cells:
        yield "| " + " | ".join(cell or ()) + " |"


def columns(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [n.strip() for n in str(node.value).split(",")]
    return [str(ast.literal_eval(e)) for e in node.elts] if isinstance(node, (ast.Tuple, ast.List)) else ["case"]


def row_of(node: ast.expr, width: int) -> list[str] | None:
    """The cells of one row; None where they cannot be told apart."""
    if width == 1:
        return [cell(node)]
    return [cell(e) for e in node.elts] if isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) == width else None


def cell(node: ast.expr) -> str:
    plain = {True: "yes", False: "no", None: "none"}
    if isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool)):
        return plain[node.value]
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return str(node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip() == node.value != "":
        return "`" + node.value.replace("|", "\\|").replace("\n", "\\n") + "`"
    return "`" + ast.unparse(node).replace("|", "\\|") + "`"
