"""Errors that name a place and a mend, so that the person who reads one knows what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """The valid word most like `word`, or None when nothing is near enough to suggest."""
    found = difflib.get_close_matches(word, list(valid), n=1, cutoff=0.6)
    return found[0] if found else None


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place of one file.

    `found` never holds a value from a person's record: callers pass it for configuration files only.
    """

    message: str
    file: str | None = None
    line: int | None = None
    key: str | None = None
    found: str | None = None
    expected: str | None = None
    nearest: str | None = None
    mend: str | None = None

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}"
        if self.key:
            place += f" [{self.key}]" if place else f"[{self.key}]"
        parts = [f"{place}: {self.message}" if place else self.message]
        if self.found is not None:
            parts.append(f"found {self.found}")
        if self.expected is not None:
            parts.append(f"expected {self.expected}")
        text = "; ".join(parts)
        if self.nearest is not None:
            text += f". Did you mean {self.nearest!r}?"
        if self.mend is not None:
            text += f"\n  mend: {self.mend}"
        return text


class GinnelError(Exception):
    """Base of every error that Ginnel raises on purpose: its text is the user's next step."""


class BadInput(GinnelError):
    """A file or a value that cannot be used; holds every `Problem` found, not only the first."""

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class NotAllowed(GinnelError):
    """Something was asked of a room without the sealed value that allows it."""
