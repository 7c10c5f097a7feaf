"""Who may ask for somebody else: a recorded scope that ends, and every reason why an ask falls outside it.

Where the leave can come from: a lasting power of attorney (Mental Capacity Act 2005 s.9; verify which kind, property or
health, covers the purpose), parental responsibility (Children Act 1989 s.3), or her own written yes. What somebody is to
her (husband, daughter, neighbour) gives no leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ginnel.governance.reasons import Reason

EVIDENCE: Mapping[str, str] = {
    "lasting-power": "a registered lasting power of attorney",
    "parental-responsibility": "parental responsibility",
    "written-yes": "her own written yes",
}
"""What a scope may rest on. A `written-yes` is hers to end on any day."""
LONGEST_DAYS = 731
"""A scope is recorded for two years at most; then somebody looks at the evidence again. Our own choice."""


@dataclass(frozen=True)
class Mandate:
    """`proxy` may ask for `person`, for these purposes, on days `since` <= day < `until`, because of `evidence`.

    `reference` says which paper was seen, `recorded_by` who saw it. `kept` are purposes that she keeps from this proxy,
    and `ended_on` the day from which it counts no more, if somebody ended it early.
    """

    id: str
    proxy: str
    person: str
    purposes: frozenset[str]
    since: date
    until: date
    evidence: str
    reference: str
    recorded_by: str
    kept: frozenset[str] = frozenset()
    ended_on: date | None = None


def outside(mandate: Mandate | None, proxy: str, person: str, purpose: str, day: date) -> tuple[Reason, ...]:
    """Every reason why this ask is outside the scope; none when `proxy` may make it for `person` on `day`."""
    if mandate is None or (mandate.proxy, mandate.person) != (proxy, person) or proxy == person:
        return (Reason("no-mandate", "no scope is recorded", "have the evidence recorded first"),)
    found = []
    if not evidenced(mandate):
        found.append(Reason("no-mandate", "its evidence is not recorded", "have the evidence recorded first"))
    if day < mandate.since:
        found.append(Reason("mandate-dates", f"it begins on {mandate.since}"))
    last = mandate.until if mandate.ended_on is None else min(mandate.until, mandate.ended_on)
    if day >= last:
        found.append(Reason("mandate-dates", f"it ended on {last}", "have it recorded again, with evidence"))
    if purpose not in mandate.purposes:
        found.append(Reason("mandate-purpose", f"purpose {purpose}", "she can ask herself, or widen the scope"))
    if purpose in mandate.kept:
        found.append(Reason("mandate-kept", f"purpose {purpose}", "she can ask herself"))
    return tuple(found)


def evidenced(mandate: Mandate) -> bool:
    """Whether a scope says what it rests on, which paper was seen, and who saw it."""
    return mandate.evidence in EVIDENCE and mandate.reference.strip() != "" and mandate.recorded_by.strip() != ""
