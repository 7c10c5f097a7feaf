"""Why: of a flow (may it happen, under what law), and of a person (what the night found and decided, and why)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from ginnel.app.ledger import open_log
from ginnel.app.setup import migrate, setup
from ginnel.flow.one import one
from ginnel.flow.plan import Plan, make_plan
from ginnel.governance import REASONS, Agreement, Permit, Refusal, Tellable
from ginnel.region import Region, load_region
from ginnel.vocabulary import BadInput, Problem, nearest


def explain(folder: Path, what: str, *, now: datetime, day: date) -> tuple[bool, list[str]]:
    """Whether `what` may happen, and why, line by line. `what` is a flow (as `ginnel check` names it) or a person's id."""
    region = load_region(folder)
    if what.startswith("p-"):
        return True, list(_person(region, what, now))
    plan = make_plan(region, day)
    answers = flows(plan)
    found = answers.get(what)
    if found is None:
        raise BadInput(
            Problem(
                f"no flow is called {what!r}", nearest=nearest(what, answers), mend="`ginnel check` lists the flows"
            )
        )
    if isinstance(found, Refusal):
        return False, [str(found)]
    return True, list(_allowed(region, what, found, day))


def flows(plan: Plan) -> dict[str, Permit | Tellable | Refusal]:
    """Every flow of a plan by name."""
    found: dict[str, Permit | Tellable | Refusal] = {p.id: p for p in plan.permits}
    for look in plan.looks:
        found |= {f"tell:{t.use}:{t.recipient}": t for t in look.tellable}
    return found | {r.flow: r for r in plan.refusals}


def _allowed(region: Region, name: str, found: Permit | Tellable, day: date) -> Iterator[str]:
    yield f"PERMITTED {name}"
    if isinstance(found, Permit):
        for dataset, columns in found.columns.items():
            yield f"  reads {dataset}: {', '.join(columns)}"
        agreements = [a for a in region.register(day).agreements if a.id in found.agreements]
        controllers = found.controllers
    else:
        for word, level in found.words.items():
            yield f"  may tell {found.recipient}: {word} ({level})"
        agreements, controllers = [found.agreement], found.sources
    for agreement in agreements:
        yield from _law(region, agreement, controllers, day)


def _law(region: Region, agreement: Agreement, controllers: frozenset[str], day: date) -> Iterator[str]:
    yield f"  under {agreement.file}: {agreement.title}"
    yield f"    {agreement.plain}"
    yield f"    in force {agreement.starts} up to {agreement.ends}, review by {agreement.review_by}"
    if "tell" in agreement.operations:
        yield "    the person is asked first" if agreement.ask == "before" else "    the person is told, not asked"
    for controller in sorted(controllers):
        basis = agreement.basis_of(controller)
        for id in basis.rows if basis else ():
            row = region.law.row(id)
            if row is not None:
                signed = region.law.signed_for(row, demo_counts=False, day=day)
                mark = "" if signed else " [nobody has signed for this row]"
                yield f"    {controller}: {row.statute} {row.section}: {row.plain}{mark}"


def _person(region: Region, person: str, now: datetime) -> Iterator[str]:
    setup(region.folder)
    migrate()
    from ginnel.store.desk import DjangoDesk

    decisions = one(region, DjangoDesk(open_log(region.folder)), person, now=now)
    yield f"{person}: {len(decisions)} " + ("decision" if len(decisions) == 1 else "decisions")
    for d in decisions:
        told = f" -> {d.recipient}" if d.recipient else ""
        yield f"  {d.candidate.use}{told}: {d.outcome}"
        for reason in d.reasons:
            yield f"    because {REASONS[reason.code]}: {reason.detail}"
        if d.outcome == "ask":
            yield "    nothing is told before a yes; silence is no"
