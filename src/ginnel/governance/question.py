"""What somebody wants to do with data: the question that agreements and law answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """What somebody wants to do: `columns` maps "dataset.column" to (controller, categories).

    `words` maps each word told to the level at which it would be told; empty when nothing leaves the operator.
    """

    operation: str
    purpose: str
    controllers: frozenset[str]
    recipient: str
    columns: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    words: Mapping[str, str] = field(default_factory=dict)
    use: str = ""
    statutory: bool = False
    """Whether a law obliges somebody to give the service that it is for."""

    def categories_of(self, controller: str) -> frozenset[str]:
        """The categories of data that come from `controller`."""
        return frozenset(c for owners, cats in self.columns.values() if controller in owners for c in cats)

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets whose columns it reads."""
        return tuple(sorted({name.partition(".")[0] for name in self.columns}))
