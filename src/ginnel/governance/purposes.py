"""What data may be used for: each purpose in plain words, of which sort it is, and its term in W3C DPV where it has one.

The sort decides what no agreement can change: help is never mixed with enforcement (Digital Economy Act 2017, Code of
Practice for Part 5: no use of s.35 to punish; s.48 data for debt alone).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Sort = Literal["preparation", "support", "protection", "enforcement"]
DPV = "https://w3id.org/dpv#"


@dataclass(frozen=True)
class Purpose:
    """`sort`: "preparation" (to have and link records), "support" (help that a person may refuse), "protection"
    (somebody is in danger), "enforcement" (against a person: crime, debt, fraud, immigration). `dpv` is a term of DPV 2.2.
    """

    id: str
    plain: str
    sort: Sort
    dpv: str = DPV + "ImprovePublicServices"


PURPOSES: Mapping[str, Purpose] = {
    p.id: p
    for p in (
        Purpose("preparation", "to receive records, check them and keep them safe for the uses agreed", "preparation"),
        Purpose("identity", "to know which records are about the same person or home", "preparation",
                DPV + "IdentityVerification"),
        Purpose("damp-and-mould", "to find damp homes and have them put right", "support"),
        Purpose("money-advice", "to offer free money advice to people behind with their rent", "support"),
        Purpose("benefit-take-up", "to help people claim a benefit that they may be missing", "support"),
        Purpose("fuel-poverty", "to help people who cannot afford to keep warm", "support"),
        Purpose("water-poverty", "to help people who cannot afford their water", "support"),
        Purpose("multiple-disadvantages", "to help people who have several difficulties at once", "support"),
        Purpose("homelessness", "to help people who are homeless or soon may be", "support"),
        Purpose("television-retuning", "to help people retune their television sets", "support"),
        Purpose("adult-social-care", "to give an adult care and support", "support"),
        Purpose("direct-care", "to care for a patient", "support"),
        Purpose("victim-support", "to support people to whom a crime was done", "support"),
        Purpose("safeguarding-child", "to protect a child from harm", "protection"),
        Purpose("safeguarding-adult", "to protect an adult at risk from abuse or neglect", "protection"),
        Purpose("emergency", "to save life in an emergency", "protection"),
        Purpose("crime-and-disorder", "to prevent crime and disorder in an area", "enforcement"),
        Purpose("law-enforcement", "to investigate and prosecute crime", "enforcement"),
        Purpose("debt-recovery", "to collect money owed to a public body", "enforcement", DPV + "CustomerClaimsManagement"),
        Purpose("fraud", "to find fraud against a public body", "enforcement", DPV + "FraudPreventionAndDetection"),
        Purpose("immigration-enforcement", "to enforce immigration law", "enforcement"),
    )
}  # fmt: skip
"""Every purpose that an agreement may name. A purpose that is not here cannot be agreed."""


def sort_of(purpose: str) -> Sort:
    """The sort of a purpose; one that no file describes counts as enforcement, the narrowest."""
    found = PURPOSES.get(purpose)
    return found.sort if found else "enforcement"


def plain(purpose: str) -> str:
    """A purpose in plain words."""
    found = PURPOSES.get(purpose)
    return found.plain if found else "a purpose that no file describes"
