"""What the check says today of every labelled pipeline of a corpus, in words for docs/reference/corpora.md."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from tests.corpora.asked import answers
from tests.corpora.found import FOUND, STILL
from tests.corpora.found_rows import FOUND_ROWS, STILL_ROWS

from ginnel.governance import Refusal, Tellable


@cache
def outcomes(corpus: str) -> dict[str, str]:
    """By a pipeline's name; `corpus` is the name of a package of tests. Asked once a process: its worlds take a while."""
    worlds = Path(__file__).parents[1] / corpus / "worlds"
    illegal, lawful = (import_module(f"tests.{corpus}.{label}") for label in ("illegal", "lawful"))
    later = (*FOUND, *FOUND_ROWS, *STILL, *STILL_ROWS) if corpus == "corpora" else ()
    return {p.name: _words(answers(p, worlds)) for p in (*illegal.ILLEGAL, *lawful.LAWFUL, *later)}


def _words(found: list[object]) -> str:
    """Which of running and telling was refused, with the codes of every reason."""
    last = found[-1]
    if isinstance(last, Refusal):
        codes = ", ".join(f"`{c}`" for c in sorted({r.code for r in last.reasons}))
        return f"{'telling ' if len(found) > 1 else ''}refused: {codes}"
    return "permitted, telling too" if isinstance(last, Tellable) else "permitted"
