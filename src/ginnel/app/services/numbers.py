"""A run's summary as a page may show it; which counts are small is said in `vocabulary/small.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ginnel.vocabulary.small import LEAST, large, suppressed

__all__ = ["LEAST", "flat", "large", "suppressed"]
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
