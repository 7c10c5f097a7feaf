"""What a signal is: a named, versioned reason to check whether help is needed, written over typed tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import ibis.expr.types as ir

from ginnel.governance import Use
from ginnel.vocabulary.say import Say

Expression = Callable[[Any], ir.Table]
"""Takes the tables of the region (`t.<dataset>`), gives the rows that need help."""


@dataclass(frozen=True)
class Word:
    """One output column that may be told: at which level, and the sentence that says it."""

    level: Literal["yes-or-no", "band", "full"]
    say: Say


@dataclass(frozen=True)
class Rule:
    """One expression of a signal and what it leads to.

    `own-case` rules give columns home, spell, tenure, aware_on; `disclosure` rules give person, home, tenure; both
    give every column that `tells` names. Only these may leave. `why` is what the person reads as the reason.
    """

    name: str
    title: Say
    expression: Expression
    opening: Literal["own-case", "disclosure"]
    tells: Mapping[str, Word]
    why: Say
    offer: Say | None = None


@dataclass(frozen=True)
class Signal:
    """One file = one need."""

    name: str
    version: int
    need: str
    purpose: str
    title: Say
    rules: tuple[Rule, ...] = field(default_factory=tuple)

    def use(self, rule: Rule) -> Use:
        """The rule as governance knows it."""
        return Use(
            id=f"{self.name}.{rule.name}",
            title=rule.title.en,
            purpose=self.purpose,
            need=self.need,
            opening=rule.opening,
            tells={word: w.level for word, w in rule.tells.items()},
        )
