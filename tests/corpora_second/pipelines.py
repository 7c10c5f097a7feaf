"""One pipeline of the corpora: what it computes, for what, and what would be told to whom. It asks no check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir


@dataclass(frozen=True)
class Pipeline:
    """A named expression with what a signal file would say about it.

    Illegal: a check that refused neither running nor telling it would let something out that the region's agreements
    do not cover. Lawful: every dataset, category, use and word stands in an agreement in force.
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
    """Asked for telling; empty: only asked whether it may be run."""
    world: str = "template"
    """The shipped region as it is, or a folder of `worlds` laid over a copy of it, whose agreements count as approved."""
