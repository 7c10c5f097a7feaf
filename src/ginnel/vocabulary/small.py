"""Counts of people that may be shown: small ones are hidden, and one more where the hidden one could be worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")
LEAST = 5
"""Counts of people from 1 to 4 are not shown: who they are could be guessed."""


def suppressed(counts: Mapping[K, int]) -> dict[K, int | None]:
    """`counts` with 1 to 4 hidden (None). A lone hidden count takes the smallest other along: no total tells it."""
    hidden = {k for k, n in counts.items() if 0 < n < LEAST}
    if len(hidden) == 1:
        others = [k for k, n in counts.items() if n >= LEAST]
        if others:
            hidden.add(min(others, key=lambda k: (counts[k], str(k))))
    return {k: None if k in hidden else n for k, n in counts.items()}


def large(count: int) -> int | None:
    """A count of at least `LEAST`; hidden below that, at none too, so that nobody can tell one from none."""
    return count if count >= LEAST else None
