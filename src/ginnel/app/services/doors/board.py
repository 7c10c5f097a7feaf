"""What somebody of information governance looks after: refusals, recalls, the ledger's health, reviews that are due."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from ginnel.app.services import evidence, numbers, place
from ginnel.governance import Agreement
from ginnel.store.models import LedgerNote, ProposalRow

SOON_DAYS = 90


@dataclass(frozen=True)
class Review:
    """An agreement with the day by which it must be looked at again."""

    agreement: Agreement
    days: int

    @property
    def state(self) -> str:
        return "late" if self.days < 0 else "soon" if self.days <= SOON_DAYS else "later"


@dataclass(frozen=True)
class Health:
    """The ledger as it was walked just now: whole or not, entries, last hash, notes waiting, moment of the last note."""

    whole: bool
    entries: int
    head: str
    waiting: int
    last: str
    checked: datetime


def refusals_by_reason(now: datetime) -> dict[str, int]:
    """How many flows of files are refused, by reason. Flows are no people: every count is shown."""
    found = Counter(code for r in place.plan(now).refusals for code in set(r.codes))
    return dict(sorted(found.items()))


def people_by_reason() -> dict[str, int | None]:
    """How many uses about people were refused, by reason, small counts hidden."""
    return evidence.refused_candidates()


def recalls() -> list[tuple[str, str, int | None]]:
    """(recipient, why, how many) of what was told and recalled. Counts of people: small ones hidden, also by rest."""
    rows = ProposalRow.objects.exclude(recalled_at=None).values_list("recipient", "recalled_why")
    found = Counter((recipient, why) for recipient, why in rows)
    shown = numbers.suppressed({f"{r} {w}": n for (r, w), n in sorted(found.items())})
    return [(r, w, shown[f"{r} {w}"]) for r, w in sorted(found)]


def health(now: datetime) -> Health:
    """Walk the whole ledger now."""
    found = evidence.health()
    last = LedgerNote.objects.order_by("-pk").values_list("at", flat=True).first() or ""
    return Health(not found.faults, found.good, found.root, found.waiting, str(last), now)


def reviews(now: datetime) -> list[Review]:
    """Every agreement in force, the earliest review first."""
    day: date = place.today(now)
    found = [a for a in place.register(now).agreements if a.in_force(day)]
    return [Review(a, (a.review_by - day).days) for a in sorted(found, key=lambda a: (a.review_by, a.id))]
