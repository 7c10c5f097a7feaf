"""What a labelled pipeline is: an expression over the region's tables, and who would be told what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir


@dataclass(frozen=True)
class Pipeline:
    """One labelled pipeline.

    `how` says in one sentence what is smuggled and by which device, or why the pipeline is lawful. `expression` is like
    a signal's rule. `tells` maps a word to its level: "yes-or-no", "band", "coarse-place", "pseudonym" or "full".
    `use` is the id under which agreements name it. `recipient` is asked for telling; empty: only whether it may run.
    `world` is "template", or a folder of worlds/ that is laid over a copy of the template.
    """

    name: str
    how: str
    expression: Callable[[Any], ir.Table]
    purpose: str
    need: str
    opening: str
    tells: Mapping[str, str]
    use: str = "damp.vulnerable"
    recipient: str = ""
    world: str = "template"


DISPUTABLE: tuple[str, ...] = (
    "level-two-states", "level-rows-of-no", "word-owed-in-name", "opaque-now", "opaque-uuid", "opaque-today",
    "place-is-street", "told-half-postcode", "told-pseudonym", "leave-arrears-to-landlord", "world-words-half-twice",
)  # fmt: skip
"""Labels that others may decide otherwise, each a question to the agreement's wording rather than to the data."""
