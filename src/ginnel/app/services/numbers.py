"""Numbers that a page may show: small ones are hidden, and one more where the hidden one could be worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LEAST = 5
"""Counts of people from 1 to 4 are not shown: who they are could be guessed."""


def suppressed(counts: Mapping[str, int]) -> dict[str, int | None]:
    """`counts` with 1 to 4 hidden (None). A lone hidden count takes the smallest other along: no total tells it."""
    hidden = {k for k, n in counts.items() if 0 < n < LEAST}
    if len(hidden) == 1:
        others = [k for k, n in counts.items() if n >= LEAST]
        if others:
            hidden.add(min(others, key=lambda k: (counts[k], k)))
    return {k: None if k in hidden else n for k, n in counts.items()}


def large(count: int) -> int | None:
    """A count of at least `LEAST`; hidden below that, at none too, so that nobody can tell one from none."""
    return count if count >= LEAST else None


def flat(summary: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """A run's summary as "a / b" -> value; lists become their length; counts of one table are hidden together."""
    sizes = {k: len(v) if isinstance(v, (list, tuple)) else v for k, v in summary.items()}
    shown = suppressed({k: v for k, v in sizes.items() if isinstance(v, int) and not isinstance(v, bool)})
    found: dict[str, Any] = {}
    for key, value in sizes.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{before}{key} / ")
        else:
            found[f"{before}{key}"] = shown.get(key, value)
    return found
