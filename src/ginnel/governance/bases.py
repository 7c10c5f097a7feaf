"""The law that an agreement names for each controller, against one question: power, bases, confidentiality, regime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ginnel.governance.agreements import Agreement, Basis
from ginnel.governance.law import LawRow
from ginnel.governance.question import Question
from ginnel.governance.reasons import Reason
from ginnel.governance.register import INSTRUMENT, Register
from ginnel.vocabulary import CATEGORIES


def base_reasons(r: Register, a: Agreement, q: Question) -> Iterator[Reason]:
    """What the law named for each controller does not cover."""
    yield from _received(r, a, q)
    for controller in sorted(q.controllers & a.sources):
        basis = a.basis_of(controller)
        if basis is None:
            yield Reason(
                "no-basis", f"{a.file} has no [[basis]] for {controller}",
                f'write [[basis]] with controller = "{controller}", art6 and, for a public authority, power',
            )  # fmt: skip
            continue
        yield from _powers(r, a, controller, basis)
        yield from _legal_duty(r, a, q, controller, basis)
        yield from _request(r, a, q, controller, basis)
        yield from _locks(r, a, q, controller, basis)
        yield from _offences(r, a, q, controller, basis)
        yield from _law_enforcement(r, a, q, controller, basis)
        yield from _capacity(r, a, q, controller, basis)
        for place, id in _named(basis):
            yield from row_reasons(r, a, q, controller, place, id)
        yield from _ask(r, a, q, controller, basis)


def _locks(r: Register, a: Agreement, q: Question, controller: str, basis: Basis) -> Iterator[Reason]:
    categories = q.categories_of(controller)
    special = sorted(c for c in categories if CATEGORIES[c].special)
    confidential = sorted(c for c in categories if CATEGORIES[c].confidential)
    rows = [row for row in map(r.law.row, basis.art9) if row is not None]
    if special and not basis.art9:
        yield Reason(
            "special-category", f"{', '.join(special)} of {controller} under {a.file}",
            f"add art9 to the [[basis]] of {controller}",
        )  # fmt: skip
    served = {art for row in rows if row.condition for art in row.condition_of}
    for lacking in (row for row in rows if row.needs_condition and row.id not in served):
        yield Reason(
            "special-category", f"{lacking.id} of {controller} in {a.file} lacks a condition of Schedule 1 that serves it",
            "add the paragraph of DPA 2018 Schedule 1 to art9, with its policy document (DPA 2018 s.10)",
        )  # fmt: skip
    wants = [row for row in (*rows, r.law.row(basis.art10)) if row is not None and _wants_document(r, q, row)]
    if wants and not basis.policy_document:
        yield Reason(
            "policy-document", f"{wants[0].id} of {controller} in {a.file}",
            "write the document of DPA 2018 Sch 1 Pt 4 and name it as policy_document in the [[basis]]",
        )  # fmt: skip
    if confidential and not basis.confidentiality:
        yield Reason(
            "confidentiality", f"{', '.join(confidential)} of {controller} under {a.file}",
            f"add confidentiality to the [[basis]] of {controller}: consent, or another lawful answer",
        )  # fmt: skip


def _wants_document(r: Register, q: Question, row: LawRow) -> bool:
    """Telling a competent authority under Sch 1 para 10 needs no policy document (DPA 2018 Sch 1 para 10(2))."""
    to = r.bodies.get(q.recipient)
    return row.policy_document and not (
        q.operation == "tell" and to is not None and to.legal_class in row.no_document_to
    )


def _powers(r: Register, a: Agreement, controller: str, basis: Basis) -> Iterator[Reason]:
    """A public authority acts only under a power, in whatever capacity it tells."""
    if not basis.power and r.bodies[controller].public_authority:
        yield Reason(
            "power-missing", f"{controller} in {a.file}", f"name the power of {controller} in its [[basis]]: `ginnel check --law` lists them",
        )  # fmt: skip
    row = r.law.row(basis.art6)
    if row is not None and row.not_for_tasks and r.bodies[controller].public_authority:
        yield Reason(
            "law-class", f"{row.id} is not for a public authority's own tasks, and {controller} is one",
            f"rest {controller} on its public task (gdpr-6-1-e) or a legal obligation (gdpr-6-1-c)",
        )  # fmt: skip


def _legal_duty(r: Register, a: Agreement, q: Question, controller: str, basis: Basis) -> Iterator[Reason]:
    """Art 6(1)(c) and a statute that sets confidence aside stand on the power named, and fall where it does not reach.

    A private body's own rules say what it may do; its duty stands in an Act that it need not name as a power.
    """
    power = r.law.row(basis.power)
    reaches = power is not None and not list(_classes(r, a, q, controller, power))
    art6, secrecy = r.law.row(basis.art6), r.law.row(basis.confidentiality)
    obliged = power is not None and (power.obliges or power.kind == "duty" or not r.bodies[controller].public_authority)
    if art6 is not None and art6.needs_duty and not (reaches and obliged):
        yield Reason(
            "no-duty", f"{art6.id} of {controller} in {a.file} stands on {basis.power or 'no power'}",
            "name the duty itself as power, or rest on the public task (gdpr-6-1-e)",
        )  # fmt: skip
    if (
        secrecy is not None
        and secrecy.needs_statute
        and not (reaches and power is not None and power.displaces_confidence)
    ):
        yield Reason(
            "confidentiality", f"{secrecy.id} of {controller} in {a.file} stands on {basis.power or 'no power'}, which sets no confidence aside",
            "say what else lifts the duty of confidentiality: the person's consent, or another lawful answer",
        )  # fmt: skip


def _request(r: Register, a: Agreement, q: Question, controller: str, basis: Basis) -> Iterator[Reason]:
    """UK GDPR Annex 1 para 1 answers another body's request; the interests of its other paragraphs need none."""
    row = r.law.row(basis.art6)
    if row is None or not row.unasked_for or q.operation != "tell" or q.purpose in row.unasked_for or basis.request:
        return
    yield Reason(
        "no-request", f"{row.id} of {controller} in {a.file}, for {q.purpose}",
        f"have {q.recipient} ask and say which public task needs it, and write who asked and when as request in the [[basis]]",
    )  # fmt: skip


def _offences(r: Register, a: Agreement, q: Question, controller: str, basis: Basis) -> Iterator[Reason]:
    """UK GDPR Art 10: offences only under official authority or a condition of DPA 2018 Sch 1; Part 3 is a regime of its own."""
    art6 = r.law.row(basis.art6)
    if art6 is not None and art6.regime == "dpa-part-3":
        return
    found = sorted(c for c in q.categories_of(controller) if CATEGORIES[c].sensitivity == "offence")
    if found and not basis.art10:
        yield Reason(
            "offence", f"{', '.join(found)} of {controller} under {a.file}",
            f"add art10 to the [[basis]] of {controller}: official authority, or a condition of DPA 2018 Schedule 1",
        )  # fmt: skip


def _law_enforcement(r: Register, a: Agreement, q: Question, controller: str, basis: Basis) -> Iterator[Reason]:
    """DPA 2018 s.36(3)-(4): what was collected for law enforcement serves another purpose only where a law authorises it."""
    if q.purpose == "law-enforcement" or q.operation == "load":
        return
    tables = (r.catalogue.dataset(d) for d in q.datasets if d in r.catalogue)
    names = sorted(t.name for t in tables if t.law_enforcement and controller in t.controllers)
    row = r.law.row(basis.authorised_by)
    if names and (row is None or not row.authorises or (row.purposes and q.purpose not in row.purposes)):
        yield Reason(
            "part-3", f"{', '.join(names)} of {controller} under {a.file}, for {q.purpose}",
            "name the law that authorises this purpose as authorised_by in its [[basis]], or leave the dataset out",
        )  # fmt: skip


def _received(r: Register, a: Agreement, q: Question) -> Iterator[Reason]:
    """Data received under a power for one purpose serves no other (DEA 2017 ss.40, 49 and 57).

    What came for help may be told for another purpose after the person's yes (s.41(2)(j)). For debt and fraud the Act has
    the same exception (s.49(2)(b)); the house does not use it: who is asked by a creditor is not free to say no.
    """
    if q.operation == "load":
        return
    for name in q.datasets:
        for id in sorted(r.catalogue.dataset(name).received_under) if name in r.catalogue else ():
            row = r.law.row(id)
            if row is None:
                yield Reason(
                    "law-unknown", f"{id!r} in the contract of {name}", "correct received_under in the contract"
                )
            elif (
                row.no_other_use
                and q.purpose not in row.purposes | row.also_for
                and not (row.other_use_on_yes and q.operation == "tell" and a.ask == "before")
            ):
                yield Reason(
                    "other-use", f"{name} was received under {id}, which serves {', '.join(sorted(row.purposes))} alone; {a.file} is for {q.purpose}",
                    f"leave {name} out; ask for the data anew under a power that serves {q.purpose}",
                )  # fmt: skip


def warnings(r: Register, a: Agreement, q: Question) -> tuple[Reason, ...]:
    """What refuses nothing and ought to be thought about again before anybody signs."""
    return tuple(_consent(r, a, q))


def _consent(r: Register, a: Agreement, q: Question) -> Iterator[Reason]:
    """Consent is not free where the body must act anyway, and a no would change nothing (ICO, lawful basis guidance)."""
    for basis in a.bases if q.statutory else ():
        row, body = r.law.row(basis.art6), r.bodies.get(basis.controller)
        if (
            basis.controller in q.controllers
            and row is not None
            and row.consent
            and body is not None
            and body.public_authority
        ):
            yield Reason(
                "consent-duty", f"{row.id} for {basis.controller} in {a.file}",
                "rest it on the public task and ask her as a courtesy and for confidentiality; consent is for what she may freely refuse",
            )  # fmt: skip


def _capacity(r: Register, a: Agreement, q: Question, controller: str, basis: Basis) -> Iterator[Reason]:
    if q.recipient != r.operator or controller == r.operator:
        return
    capacity = r.capacity.get(controller)
    if capacity is None:
        yield Reason(
            "capacity", f"region.toml does not say what the operator is towards {controller}",
            f'add {controller} = "processor" or "joint controller" to [operator.capacity]',
        )  # fmt: skip
        return
    needed = INSTRUMENT.get(capacity)
    if needed is not None and basis.instrument != needed:
        yield Reason(
            "capacity", f"towards {controller} the operator is {capacity}, which needs instrument {needed!r} in {a.file}",
            f'write instrument = "{needed}" in the [[basis]] of {controller}, or mend [operator.capacity]',
        )  # fmt: skip


PLACES: Mapping[str, tuple[str, ...]] = {
    "power": ("power", "duty"),
    "art6": ("art6",),
    "art9": ("art9",),
    "art10": ("art10",),
    "authorised_by": ("power", "duty"),
    "confidentiality": ("confidentiality",),
    "instrument": ("instrument",),
}
"""Which kinds of law row may stand at which place of a basis."""


def _named(basis: Basis) -> Iterator[tuple[str, str]]:
    for place in PLACES:
        value = getattr(basis, place)
        for id in (value,) if isinstance(value, str) else value:
            if id:
                yield place, id


def row_reasons(r: Register, a: Agreement, q: Question, controller: str, place: str, id: str) -> Iterator[Reason]:
    """Why one row does not do at one place of a controller's basis; nothing where it does."""
    row = r.law.row(id)
    if row is None:
        yield Reason("law-unknown", f"{id!r} in {a.file}", "correct the id; `ginnel check --law` lists the rows")
        return
    if row.kind not in PLACES[place]:
        yield Reason("law-kind", f"{id} is a row of kind {row.kind}, named as {place} in {a.file}",
                     f"name a row of kind {' or '.join(PLACES[place])}")  # fmt: skip
    body = r.bodies[controller]
    if body.nation not in row.extent:
        yield Reason(
            "law-extent", f"{row.statute} {row.section} does not extend to {body.nation}, where {controller} is",
            "rest on a power of that nation",
        )  # fmt: skip
    if not row.in_force(r.day):
        yield Reason("law-dates", f"{row.statute} {row.section} on {r.day}", "rest on a provision in force")
    yield from _classes(r, a, q, controller, row)
    if not r.demo and not r.law.signed_for(row, demo_counts=False, day=r.day):
        yield Reason(
            "law-not-verified", f"{row.id} ({row.statute} {row.section}), used by {a.file}",
            f'have a named person check it and add [[verified]] row = "{row.id}", hash = "{row.hash}" to law/verified.toml',
        )  # fmt: skip


def _classes(r: Register, a: Agreement, q: Question, controller: str, row: LawRow) -> Iterator[Reason]:
    if row.from_class and r.bodies[controller].legal_class not in row.from_class:
        yield Reason(
            "law-class", f"{row.id} is for {', '.join(sorted(row.from_class))}; {controller} is a "
            f"{r.bodies[controller].legal_class}", f"choose another basis for {controller} in {a.file}",
        )  # fmt: skip
    if row.purposes and q.purpose not in row.purposes:
        yield Reason(
            "law-purpose", f"{row.id} serves {', '.join(sorted(row.purposes))}, not {q.purpose}",
            f"choose a power that serves {q.purpose}",
        )  # fmt: skip
    if q.operation == "tell" and row.tell_purposes and q.purpose not in row.tell_purposes:
        yield Reason(
            "law-purpose", f"{row.id} lets things be told for {', '.join(sorted(row.tell_purposes))}, not for {q.purpose}",
            f"choose another basis for {controller} in {a.file}",
        )  # fmt: skip
    if q.operation == "tell" and row.operator_only:
        yield Reason(
            "special-category" if row.kind == "art9" else "confidentiality", f"{row.id} in {a.file} answers for work under instruction, not for telling {q.recipient}",
            "say what lifts the duty of confidentiality towards the recipient",
        )  # fmt: skip
    to = r.bodies.get(q.recipient)
    if q.operation == "tell" and row.to_class and to is not None and to.legal_class not in row.to_class:
        yield Reason(
            "law-class", f"{row.id} lets {', '.join(sorted(row.to_class))} be told; {to.id} is a {to.legal_class}",
            f"choose another power for {controller} in {a.file}, or another recipient",
        )  # fmt: skip


def _ask(r: Register, a: Agreement, q: Question, controller: str, basis: Basis) -> Iterator[Reason]:
    """What rests on the person's yes must be asked first."""
    if q.operation != "tell" or a.ask == "before":
        return
    rows = [row for row in map(r.law.row, basis.rows) if row is not None and row.consent]
    if rows:
        yield Reason(
            "ask-first", f"{a.file} rests on consent ({rows[0].id}) for {controller} but says ask = \"tell\"",
            'set ask = "before"',
        )  # fmt: skip
