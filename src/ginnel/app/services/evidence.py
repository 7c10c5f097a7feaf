"""What information governance sees: numbers, agreements, refusals, the ledger, runs. Nothing about a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count

from ginnel.app import ledger
from ginnel.app.services import notes, numbers, place
from ginnel.governance import Agreement, Approval, Refusal
from ginnel.governance.law import LawRow
from ginnel.governance.ledger import Entry
from ginnel.governance.tlog import Fault, Report, Seen
from ginnel.governance.tlog.signed import packed
from ginnel.store.models import CaseRow, ChoiceRow, LedgerNote, Look, OfferRow, RunRow, UseRow
from ginnel.vocabulary import BadInput

LATEST = 20


@dataclass(frozen=True)
class Flow:
    """One agreement as an arrow: from whom to whom, what, in force or why not."""

    number: int
    agreement: Agreement
    in_force: bool
    approved: bool


@dataclass(frozen=True)
class Signed:
    """One signatory and her approval of the text as it stands, if there is one."""

    organisation: str
    role: str
    approval: Approval | None
    outdated: bool


@dataclass(frozen=True)
class Row:
    """A law row named by an agreement, and who signed for it."""

    controller: str
    row: LawRow | None
    id: str
    signed: bool
    demo: bool


@dataclass(frozen=True)
class Health:
    """The ledger, checked: entries in the signed tree, lines of the earlier chain, faults, the root, the time of the
    last entry, witnesses with the time at which each signed, notes still waiting."""

    good: int
    earlier: int
    faults: tuple[Fault, ...]
    root: str
    kinds: dict[str, int | None]
    latest: tuple[Entry, ...]
    witnesses: tuple[tuple[Seen, datetime], ...]
    waiting: int


def counts() -> dict[str, dict[str, int | None]]:
    """Numbers by heading, small ones hidden."""
    cases = Counter(dict(CaseRow.objects.values_list("organisation").annotate(n=Count("id")).order_by()))
    offers = Counter(dict(OfferRow.objects.values_list("state").annotate(n=Count("id")).order_by()))
    uses = Counter(dict(UseRow.objects.values_list("outcome").annotate(n=Count("id")).order_by()))
    looks = Counter(dict(Look.objects.values_list("organisation").annotate(n=Count("id")).order_by()))
    choices = Counter(dict(ChoiceRow.objects.values_list("purpose").annotate(n=Count("id")).order_by()))
    found = {"cases": cases, "offers": offers, "uses": uses, "choices": choices, "looks": looks}
    return {name: numbers.suppressed(dict(sorted(c.items()))) for name, c in found.items()}


def flows(now: datetime) -> list[Flow]:
    """Every agreement in the order of its file, as one arrow of the map."""
    found, day = place.register(now).agreements, place.today(now)
    return [Flow(n, a, a.in_force(day), all(s.approval for s in signed(a))) for n, a in enumerate(found, start=1)]


def signed(agreement: Agreement) -> list[Signed]:
    """Each signatory; an approval of an earlier text does not count, and a demonstration one says so."""
    found = []
    for s in agreement.signatories:
        all_of = [
            p for p in place.region().approvals
            if (p.agreement, p.organisation, p.role) == (agreement.id, s.organisation, s.role)
        ]  # fmt: skip
        current = [p for p in all_of if p.hash == agreement.hash]
        found.append(Signed(s.organisation, s.role, current[0] if current else None, bool(all_of) and not current))
    return found


def law_of(agreement: Agreement, now: datetime) -> list[Row]:
    """The law rows on which an agreement rests, each with whether somebody has signed for it by today."""
    law = place.region().law
    found = []
    for basis in agreement.bases:
        for id in basis.rows:
            row = law.row(id)
            mark = law.verified.get(id)
            ok = row is not None and law.signed_for(row, demo_counts=True, day=place.today(now))
            found.append(Row(basis.controller, row, id, ok, bool(mark and mark.demo)))
    return found


def refusals(now: datetime) -> tuple[Refusal, ...]:
    """What the flow check refuses today, with reasons and what would mend each."""
    return place.plan(now).refusals


def refused_candidates() -> dict[str, int | None]:
    """How many people's uses were refused, by reason code, small numbers hidden."""
    found: Counter[str] = Counter()
    for reasons in UseRow.objects.filter(outcome="refused").values_list("reasons", flat=True):
        found.update({str(r.get("code", "")) if isinstance(r, dict) else str(r) for r in reasons})
    return numbers.suppressed(dict(sorted(found.items())))


FAMILIES: frozenset[str] = frozenset({"review"})
"""Kinds that no board counts: a parent who works here and has just answered would read in it what the other one said."""


def health() -> Health:
    """Check the whole ledger, with the notes that were still on their way to it."""
    notes.flush()
    report = _checked()
    latest = report.entries[-LATEST:] if report else ()
    waiting = LedgerNote.objects.filter(appended=False).count()
    return Health(
        good=len(report.entries) if report else 0,
        earlier=report.earlier if report else 0,
        faults=report.faults if report else (),
        root=packed(report.head.root) if report and report.head else "",
        kinds=numbers.suppressed({k: n for k, n in report.kinds.items() if k not in FAMILIES}) if report else {},
        latest=tuple(reversed(latest)),
        witnesses=tuple((w, datetime.fromtimestamp(w.when, UTC)) for w in report.witnesses) if report else (),
        waiting=waiting,
    )


def _checked() -> Report | None:
    try:
        return ledger.verify(place.folder())
    except BadInput:
        return None


def runs() -> list[tuple[RunRow, dict[str, object]]]:
    """The latest runs with their summaries, small numbers hidden."""
    return [(r, numbers.flat(r.summary)) for r in RunRow.objects.order_by("-at")[:LATEST]]
