"""A draft agreement against the flow check, on a copy of the region in which everybody named has signed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ginnel.flow.plan import Plan, make_plan
from ginnel.governance import Agreement, Approval, Refusal, Register
from ginnel.governance.accession import Accession, standing
from ginnel.governance.claims import alone, questions
from ginnel.governance.judge import covers
from ginnel.governance.question import Question
from ginnel.governance.reasons import Reason
from ginnel.region import Region


@dataclass(frozen=True)
class Answer:
    """What the check would say of one flow. `real` is False where nothing in the region asks for the flow yet."""

    flow: str
    title: str
    permitted: bool
    reasons: tuple[Reason, ...] = ()
    real: bool = True


def with_draft(region: Region, a: Agreement, day: date) -> Region:
    """A copy of the region that holds `a`, approved by everybody whom it names. No file is touched."""
    signed = tuple(
        Approval(a.id, a.hash, s.organisation, s.role, "whoever signs", day) for s in a.signatories
    )  # fmt: skip
    others = tuple(b for b in region.agreements if b.id != a.id)
    return replace(region, agreements=(*others, a), approvals=(*region.approvals, *signed))


def check_draft(region: Region, a: Agreement, day: date) -> tuple[Answer, ...]:
    """Each flow that the draft is for, permitted or with every reason. The first day on which it runs counts."""
    copy = with_draft(region, a, max(day, a.starts))
    plan = make_plan(copy, max(day, a.starts))
    found = tuple(_answers(plan, a))
    return found or tuple(_claims(copy, a, max(day, a.starts)))


def with_form(region: Region, form: Accession, day: date) -> Region:
    """A copy of the region in which everybody whom the form names has signed it. No file is touched."""
    signed = tuple(Approval(form.id, form.hash, s.organisation, s.role, "whoever signs", day) for s in form.signatories)
    others = tuple(f for f in region.accessions if f.id != form.id)
    return replace(region, accessions=(*others, form), approvals=(*region.approvals, *signed))


def check_form(region: Region, form: Accession, day: date) -> tuple[Answer, ...]:
    """Each flow of the agreement in which the body that joins would take part, permitted or with every reason."""
    first = max(day, form.starts)
    copy = with_form(region, form, first)
    register = copy.register(first)
    against, a = standing(copy.texts(first), form), register.agreement(form.agreement)
    if against or a is None:
        return (Answer(f"join:{form.agreement}:{form.organisation}", form.organisation, False, against),)
    found = tuple(_taking_part(make_plan(copy, first), a, form))
    if form.side == "to":
        return found or tuple(
            _claimed(register, a, (q for q in questions(register, a) if q.recipient == form.organisation))
        )
    # Flows that are there may not read the newcomer's records yet: its own law is asked about in any case.
    return (*found, *_claimed(register, a, (alone(q, form.organisation) for q in questions(register, a))))


def _taking_part(plan: Plan, a: Agreement, form: Accession) -> Iterator[Answer]:
    """Flows of the region under `a` that read the records of the body that joins, or that tell it something."""
    if form.side == "to":
        yield from (w for w in _answers(plan, a) if w.flow.endswith(f":{form.organisation}") or w.flow[:5] != "tell:")
        return
    mine = {p.id for p in plan.permits if form.organisation in p.controllers}
    tells = (leave for look in plan.looks for leave in look.tellable if form.organisation in leave.sources)
    mine |= {f"tell:{leave.use}:{leave.recipient}" for leave in tells}
    yield from (w for w in _answers(plan, a) if w.flow in mine)


def _answers(plan: Plan, a: Agreement) -> Iterator[Answer]:
    for permit in plan.permits:
        if a.id in permit.agreements:
            yield Answer(permit.id, "", True)
    for look in plan.looks:
        for leave in look.tellable:
            if leave.agreement.id == a.id:
                yield Answer(f"tell:{leave.use}:{leave.recipient}", look.use.title, True)
    for refusal in plan.refusals:
        if _about(refusal, a):
            yield Answer(refusal.flow, refusal.title, False, refusal.reasons)


def _about(refusal: Refusal, a: Agreement) -> bool:
    """Whether a refused flow is one of those that the agreement means to allow."""
    operation, _, rest = refusal.flow.partition(":")
    if any(a.file in w.detail for w in refusal.reasons):
        return True
    use, _, recipient = rest.partition(":")
    named = not a.uses or use in a.uses
    return operation in a.operations and operation in ("need", "tell") and bool(a.uses) and named and (
        not recipient or recipient in a.recipients
    )  # fmt: skip


def _claims(region: Region, a: Agreement, day: date) -> Iterator[Answer]:
    """What the agreement says of itself, where no signal, dataset or service of the region asks for it yet."""
    register = region.register(day)
    return _claimed(register, a, questions(register, a))


def _claimed(register: Register, a: Agreement, asked: Iterable[Question]) -> Iterator[Answer]:
    for q in asked:
        reasons = covers(register, a, q)
        flow = ":".join(part for part in (q.operation, q.use, q.recipient) if part)
        yield Answer(flow, register.name(q.recipient), not reasons, reasons, real=False)
