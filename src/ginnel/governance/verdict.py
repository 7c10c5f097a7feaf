"""May this flow happen for this person? The reference: one person and one flow at a time.

First the files (an agreement that covers the flow whole), then the person. Semantics, deny by default:

- An **objection** (UK GDPR Art 21) forbids while it is pending and when it is upheld, where the flow rests on a public
  task, a legitimate interest or her yes; a legal duty knows no objection.
- A **restriction** (Art 18) forbids whatever the basis: data is then only kept.
- A **withdrawal** (Art 7(3)) forbids, and so does an **opt-out**, except under a legal duty.
- Where a flow rests on consent, or she is asked before, it needs a **yes** of hers in force; silence is no.
- An **override** (ground, approver, expiry) lifts what she chose, for the reasons for which Art 18(2) and Art 21(1) leave
  room. It never stands in for an agreement.

`verdict_sets.py` says the same over millions; tests compare both with Cedar on random worlds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

ANY = "all"
Basis = Literal["consent", "objectable", "duty"]
"""What the Art 6 rows of a flow come to for her choices: her consent; a ground she may object to; a legal duty."""
Kind = Literal["consent", "withdrawn", "objection", "restriction", "opt-out"]
KINDS: tuple[Kind, ...] = ("consent", "withdrawn", "objection", "restriction", "opt-out")
Status = Literal["pending", "upheld", "overruled"]
GROUNDS: tuple[str, ...] = (
    "life",
    "safeguarding",
    "court-order",
    "legal-claim",
    "rights-of-another",
    "public-interest",
)
"""Why a choice may be overridden: vital interests; safeguarding; and the exceptions of Art 18(2) and Art 21(1)."""


@dataclass(frozen=True)
class Flow:
    """A flow as the files leave it. `agreed`: one agreement in force covers it whole."""

    id: str
    recipient: str
    purpose: str
    categories: frozenset[str]
    basis: Basis
    ask_before: bool
    agreed: bool = True


@dataclass(frozen=True)
class Said:
    """What a person said, in force on days `since` <= day < `until`, about a purpose, a recipient and a category.

    "all" stands for every one of them. `status` is of an objection.
    """

    person: str
    kind: Kind
    since: date
    until: date | None = None
    status: Status = "pending"
    purpose: str = ANY
    recipient: str = ANY
    category: str = ANY

    def covers(self, flow: Flow, day: date) -> bool:
        return (
            self.since <= day
            and (self.until is None or day < self.until)
            and self.purpose in (flow.purpose, ANY)
            and self.recipient in (flow.recipient, ANY)
            and (self.category == ANY or self.category in flow.categories)
        )


@dataclass(frozen=True)
class Override:
    """A named person's decision that a flow may happen against what somebody chose, until it expires.

    It counts only with a ground of `GROUNDS`, an approver who is not the one who asked for it, and an end.
    """

    person: str
    purpose: str
    recipient: str
    ground: str
    asked_by: str
    approver: str
    since: date
    until: date

    def counts(self, person: str, flow: Flow, day: date) -> bool:
        mine = (self.person, self.purpose, self.recipient) == (person, flow.purpose, flow.recipient)
        return mine and self.in_force(day)

    def in_force(self, day: date) -> bool:
        return (
            self.ground in GROUNDS
            and self.approver.strip() != ""
            and self.approver != self.asked_by
            and self.since <= day < self.until
        )


@dataclass(frozen=True)
class Verdict:
    """`reasons` are codes of `REASONS`, in their order: every one that forbids, or, on a yes, what an override lifted."""

    permitted: bool
    reasons: tuple[str, ...] = ()
    overridden: bool = False


CODES: tuple[str, ...] = ("no-agreement", "restriction", "objection", "withdrawn", "opt-out", "no-answer")
"""In the order of their bits in the set form."""


def verdict(person: str, flow: Flow, said: Iterable[Said], overrides: Iterable[Override], day: date) -> Verdict:
    """The verdict on one flow for one person."""
    if not flow.agreed:
        return Verdict(False, ("no-agreement",))
    mine = [s for s in said if s.person == person and s.covers(flow, day)]
    found = tuple(code for code in CODES if code in forbidding(flow, mine))
    if not found:
        return Verdict(True)
    if any(o.counts(person, flow, day) for o in overrides):
        return Verdict(True, found, True)
    return Verdict(False, found)


def forbidding(flow: Flow, mine: Collection[Said]) -> frozenset[str]:
    """What forbids `flow` among the choices that cover it. Order and doubles change nothing."""
    kinds = {s.kind for s in mine if s.kind != "objection" or s.status != "overruled"}
    found: set[str] = set(kinds & {"restriction"})
    if flow.basis != "duty" or flow.ask_before:
        found |= kinds & {"objection", "withdrawn", "opt-out"}
    if (flow.basis == "consent" or flow.ask_before) and "consent" not in kinds:
        found.add("no-answer")
    return frozenset(found)
