"""What is bought more than once: inside one council first, then across councils. Proposals with evidence, no merges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ginnel.procurement.registers import Contract

CPV_DIGITS = 5
"""A CPV code's first five digits name a category; fewer are too broad to mean the same thing."""


@dataclass(frozen=True)
class Overlap:
    """Contracts that may be one purchase. `buyers` are departments inside a council, councils across."""

    where: str
    by: Literal["supplier", "category"]
    what: str
    buyers: tuple[str, ...]
    contracts: tuple[Contract, ...]
    value: float
    unknown_values: int

    @property
    def evidence(self) -> str:
        reason = "the same supplier" if self.by == "supplier" else "the same category (CPV)"
        return f"{reason}: {self.what}; {len(self.contracts)} contracts of {', '.join(self.buyers)}"


def inside(contracts: Iterable[Contract], identity: Mapping[str, str]) -> tuple[Overlap, ...]:
    """Departments of one council that buy the same, largest first."""
    groups: dict[tuple[str, str, str], list[Contract]] = defaultdict(list)
    for c in contracts:
        for by, what in _reasons(c, identity):
            groups[c.council, by, what].append(c)
    found = [
        _overlap(council, by, what, members, {m.department for m in members})
        for (council, by, what), members in groups.items()
    ]  # fmt: skip
    return _largest(found)


def across(contracts: Iterable[Contract], identity: Mapping[str, str]) -> tuple[Overlap, ...]:
    """Councils that buy the same, largest first."""
    groups: dict[tuple[str, str], list[Contract]] = defaultdict(list)
    for c in contracts:
        for by, what in _reasons(c, identity):
            groups[by, what].append(c)
    found = [_overlap("", by, what, members, {m.council for m in members}) for (by, what), members in groups.items()]
    return _largest(found)


def _reasons(c: Contract, identity: Mapping[str, str]) -> list[tuple[str, str]]:
    found = [("supplier", identity[c.supplier])] if c.supplier in identity else []
    if len(c.cpv) >= CPV_DIGITS:
        found.append(("category", c.cpv[:CPV_DIGITS]))
    return found


def _overlap(where: str, by: str, what: str, members: list[Contract], buyers: set[str]) -> Overlap:
    known = [c.value for c in members if c.value is not None]
    return Overlap(where, by, what, tuple(sorted(buyers)), tuple(members), sum(known), len(members) - len(known))  # type: ignore[arg-type]


def _largest(found: Iterable[Overlap]) -> tuple[Overlap, ...]:
    return tuple(sorted((o for o in found if len(o.buyers) > 1), key=lambda o: (-o.value, o.where, o.by, o.what)))
