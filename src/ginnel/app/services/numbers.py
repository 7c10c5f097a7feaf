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


PEOPLE = frozenset({"looked", "outcomes", "reasons"})
"""The parts of a run's summary that count people's needs and what was decided about them."""
NOES = frozenset({"left_out"})
"""Single counts in it of what people themselves said no to."""


def flat(summary: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """A run's summary as "a / b" -> value; lists become their length.

    Small counts of people's needs are hidden, those of one table together; counts of rows, records and homes are not.
    """
    sizes = {k: len(v) if isinstance(v, (list, tuple)) else v for k, v in summary.items()}
    counts = {k: v for k, v in sizes.items() if isinstance(v, int) and not isinstance(v, bool)}
    shown = suppressed(counts) if before.partition(" / ")[0] in PEOPLE else dict(counts)
    shown |= {k: None for k in NOES & counts.keys() if 0 < counts[k] < LEAST}
    found: dict[str, Any] = {}
    for key, value in sizes.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{before}{key} / ")
        else:
            found[f"{before}{key}"] = shown.get(key, value)
    return found
