"""Everything the flow check looks at, as one value: bodies, agreements, approvals, law, catalogue, day, mode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ginnel.governance.agreements import Agreement, Approval
from ginnel.governance.law import Law
from ginnel.vocabulary import Catalogue

Mode = Literal["demo", "live"]
Capacity = Literal["processor", "joint controller", "controller"]
CAPACITIES: tuple[str, ...] = ("processor", "joint controller", "controller")
INSTRUMENT: Mapping[str, str] = {"processor": "gdpr-28", "joint controller": "gdpr-26"}
"""The law row that an agreement to the operator must rest on, by the operator's capacity."""


@dataclass(frozen=True)
class Body:
    """What governance needs to know of an organisation."""

    id: str
    name: str
    legal_class: str
    nation: str
    public_authority: bool
    enforces: frozenset[str] = frozenset()
    """What it does against people: crime, debt, fraud, immigration."""


@dataclass(frozen=True)
class Register:
    """The state of a region's governance on one day. `capacity` maps each controller to the operator's role."""

    mode: Mode
    day: date
    operator: str
    capacity: Mapping[str, str]
    bodies: Mapping[str, Body]
    agreements: tuple[Agreement, ...]
    approvals: tuple[Approval, ...]
    law: Law
    catalogue: Catalogue
    statutory: frozenset[tuple[str, str]] = frozenset()
    """(organisation, need): the services that a law obliges somebody to give."""

    @property
    def demo(self) -> bool:
        return self.mode == "demo"

    def name(self, organisation: str) -> str:
        found = self.bodies.get(organisation)
        return found.name if found else organisation

    def agreement(self, id: str) -> Agreement | None:
        return next((a for a in self.agreements if a.id == id), None)

    def without(self, agreement: str) -> Register:
        """The same register less one agreement (for what-if questions and tests)."""
        return replace(self, agreements=tuple(a for a in self.agreements if a.id != agreement))
