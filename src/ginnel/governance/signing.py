"""Who has to sign: for an agreement, and for the form by which a body joins one."""

from __future__ import annotations

from collections.abc import Iterator

from ginnel.governance.agreements import Agreement, Signatory
from ginnel.governance.reasons import Reason
from ginnel.governance.register import Body, Register

DPO, CALDICOTT, SIRO, CHIEF = (
    "Data Protection Officer",
    "Caldicott Guardian",
    "Senior Information Risk Owner",
    "Chief Executive",
)
ROLES: tuple[str, ...] = (DPO, CALDICOTT, SIRO, CHIEF)
"""Who signs for a body: who advises, who guards patients' confidence, who answers for the risk, who leads."""
GUARDED: frozenset[str] = frozenset({"health", "social-care"})
"""Categories of which a Caldicott Guardian is the keeper (National Data Guardian's guidance, 2021)."""
KEEPERS: frozenset[str] = frozenset({"nhs-body", "local-authority"})


def held(r: Register, a: Agreement, controller: str) -> frozenset[str]:
    """The categories of the agreement that `controller` gives, as far as its contracts say."""
    own = [d for d in r.catalogue if controller in d.controllers and not d.derived_from]
    if not own:
        return a.categories
    return a.categories.intersection(frozenset().union(*(d.categories for d in own)))


def needed(r: Register, a: Agreement) -> tuple[Signatory, ...]:
    """Who has to sign the agreement itself, at the least. Whoever joined later signs a form of its own instead."""
    sources = a.sources - {body for side, body in a.joined if side == "from"}
    recipients = a.recipients - {body for side, body in a.joined if side == "to"}
    return tuple(s for body in sorted(sources | recipients) for s in needed_of(r, a, body, gives=body in sources))


def needed_of(r: Register, a: Agreement, body: str, *, gives: bool) -> Iterator[Signatory]:
    """Those of one body: for a public authority its data protection officer and whoever answers for the risk, for another
    body one of those or its chief executive, and a Caldicott Guardian where patients' data leaves.
    """
    for role in roles_for(r.bodies[body]):
        yield Signatory(body, role)
    if gives and r.bodies[body].legal_class in KEEPERS and held(r, a, body) & GUARDED:
        yield Signatory(body, CALDICOTT)


def roles_for(body: Body) -> tuple[str, ...]:
    return (DPO, SIRO) if body.public_authority else (CHIEF,)


def lacking(r: Register, a: Agreement) -> tuple[Signatory, ...]:
    """Those of `needed` whom the agreement does not name."""
    return unnamed(needed(r, a), a.signatories)


def unnamed(wanted: tuple[Signatory, ...], signatories: tuple[Signatory, ...]) -> tuple[Signatory, ...]:
    """Those of `wanted` who are not named. A chief executive may be replaced by one of the others."""
    named = {(s.organisation, s.role) for s in signatories}
    missing = [s for s in wanted if (s.organisation, s.role) not in named]
    return tuple(
        s for s in missing if s.role != CHIEF or not {(s.organisation, DPO), (s.organisation, SIRO)} & named
    )  # fmt: skip


def signatory_reasons(r: Register, file: str, missing: tuple[Signatory, ...]) -> Iterator[Reason]:
    """One reason for each signatory whom a text does not name; in a demonstration they are warnings only."""
    for s in missing:
        yield Reason(
            "signatory", f"{file} does not name {r.name(s.organisation)}'s {s.role}",
            f'write [[signatory]] with organisation = "{s.organisation}" and role = "{s.role}", and have everybody approve it',
        )  # fmt: skip
