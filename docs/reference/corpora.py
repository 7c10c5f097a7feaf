"""corpora.md: every labelled pipeline of tests/corpora and tests/corpora_second, with what the check says of it today."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
CORPORA = {
    "corpora": ("The first corpus", "12 of 158 illegal ones slipped through and 3 of 70 lawful ones were refused. What slipped "
                "through was mended as a rule, not as a case."),
    "corpora_second": ("The second corpus, run blind", "146 of 147 illegal ones were refused and 53 of 54 lawful ones permitted. "
                       "The check's author saw none of them before that run."),
}  # fmt: skip
"""Package of tests: its title here, and how its first run scored (decision 0038)."""
PARTS = {
    "corpora": ("illegal_words", "illegal_rows", "illegal_levels", "illegal_opaque", "illegal_leave", "lawful_own", "lawful_told"),
    "corpora_second": ("illegal_values", "illegal_rows", "illegal_uses", "illegal_opaque", "illegal_worlds", "lawful_damp",
                       "lawful_money"),
}  # fmt: skip
HEAD = """# Pipelines written to get past the flow check

Written by `docs/build.py` from the labelled pipelines and the check itself; do not edit it by hand.

Two people who had not written the check each made pipelines that smuggle something, and lawful ones. *Label* is what the
author decided before and without regard to the code; *today* is what the check says now, with the code of every reason
([in words](reasons.md)). An illegal pipeline must be refused, whether it is run or told; a lawful one must be let run, and be
told where somebody would be told. Why it is so: [decision 0038](../decisions/0038-two-corpora.md). In every `make test`:
`tests/corpora/test_corpora.py`, `tests/corpora_second/test_corpora_second.py`. No lawyer has reviewed a label."""


def module(name: str) -> ModuleType:
    """A module of the tests: this page is made in a development checkout alone."""
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    return import_module(f"tests.{name}")


def page() -> str:
    """corpora.md."""
    lines = [HEAD, "", "## How labels were made", "", *made(), "", "## Figures", "", *figures()]
    for corpus, (title, _) in CORPORA.items():
        found = module("corpora.outcomes").outcomes(corpus)
        lines += ["", f"## {title} (`tests/{corpus}`)"]
        for part in PARTS[corpus]:
            lines += ["", f"### {heading(corpus, part)}", "", *rows(corpus, part, found)]
    return (
        "\n".join([*lines, "", "## What both did not show (`tests/corpora/found.py`, `found_rows.py`)", "", *later()])
        + "\n"
    )


def made() -> Iterator[str]:
    """The rules by which the first corpus was labelled, from its README, and who labelled the second."""
    text = (ROOT / "tests" / "corpora" / "README.md").read_text(encoding="utf-8")
    start, end = text.index("Every label supposes"), text.index("## What was changed")
    yield from text[start:end].rstrip().splitlines()
    yield ""
    names = [f"`{n}`" for n in disputable("corpora")]
    yield f"Those of the first corpus are marked *disputable* below: {', '.join(names[: len(names) // 2])},"
    yield f"{', '.join(names[len(names) // 2 :])}."
    yield "The author of the second named none; on the two on which label and check differed at first, see its README."


def figures() -> Iterator[str]:
    yield "| corpus | illegal | refused today | lawful | permitted today | disputable labels | first run |"
    yield "|---|---|---|---|---|---|---|"
    for corpus, (title, first) in CORPORA.items():
        found = module("corpora.outcomes").outcomes(corpus)
        illegal = [p.name for p in module(f"{corpus}.illegal").ILLEGAL]
        lawful = [p.name for p in module(f"{corpus}.lawful").LAWFUL]
        no = sum("refused" in found[n] for n in illegal)
        yes = sum("refused" not in found[n] for n in lawful)
        open_ = len(disputable(corpus))
        yield f"| {title} | {len(illegal)} | {no} | {len(lawful)} | {yes} | {open_} | {first} |"


def pipelines(corpus: str, part: str) -> tuple[Any, ...]:
    """Those of one file of a corpus: its one tuple of pipelines."""
    found = module(f"{corpus}.{part}")
    kind = module(f"{corpus}.pipelines").Pipeline
    (only,) = [v for v in vars(found).values() if isinstance(v, tuple) and v and all(isinstance(p, kind) for p in v)]
    return tuple(only)


def heading(corpus: str, part: str) -> str:
    """What a file of pipelines says of itself in its first line."""
    return (module(f"{corpus}.{part}").__doc__ or part).splitlines()[0].rstrip(".")


def disputable(corpus: str) -> tuple[str, ...]:
    return tuple(getattr(module(f"{corpus}.pipelines"), "DISPUTABLE", ()))


def rows(corpus: str, part: str, today: dict[str, str]) -> Iterator[str]:
    yield "| name | what it does | label | today |"
    yield "|---|---|---|---|"
    label = part.partition("_")[0]
    for p in pipelines(corpus, part):
        yield row(p, f"{label}{', disputable' if p.name in disputable(corpus) else ''}", today)


def row(p: Any, label: str, today: dict[str, str]) -> str:
    return f"| `{p.name}` | {p.how.replace('|', chr(92) + '|')} | {label} | {today[p.name]} |"


def later() -> Iterator[str]:
    """What both sets missed; written after the check, and not counted in the figures."""
    found, more = module("corpora.found"), module("corpora.found_rows")
    today = module("corpora.outcomes").outcomes("corpora")
    yield "Permitted until 28 November 2026, although both sets had passed; found by reading the check, and not counted above:"
    yield "[decision 0062](../decisions/0062-what-absence-tells.md). The lawful ones, at the end, are neighbours."
    yield ""
    yield "| name | what it does | label | today |"
    yield "|---|---|---|---|"
    yield from (row(p, "illegal", today) for p in (*found.FOUND, *more.FOUND_ROWS))
    yield from (row(p, "lawful", today) for p in (*found.STILL, *more.STILL_ROWS))
