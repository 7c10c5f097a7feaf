"""The flow check: before any row is read, may this dataset be loaded, linked, used for this need, told to this body?

Each answer is a permit (or, for telling, a `Tellable`) or a refusal with every reason. The check reads files that
people wrote and an expression; it never sees a person's record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import ibis.expr.types as ir

from ginnel.engines import Lineage, Tables, expression_hash, strange_tables, trace
from ginnel.governance.agreements import Agreement
from ginnel.governance.judge import Question, concerns, covers, warnings
from ginnel.governance.law import LawRow
from ginnel.governance.levels import LEVELS
from ginnel.governance.permit import Permit, make_permit
from ginnel.governance.purposes import plain
from ginnel.governance.reasons import Reason, Refusal
from ginnel.governance.register import Register
from ginnel.governance.words import ROUTING, Columns, described, telling_faults
from ginnel.vocabulary import PERSON_ROLES, Dataset


@dataclass(frozen=True)
class Use:
    """A named expression of a signal, and what it leads to.

    `opening` is "own-case" (a body's own record about a home) or "disclosure" (one body tells another about a
    person). `tells` maps output columns to the level at which each is told; other columns never leave.
    """

    id: str
    title: str
    purpose: str
    need: str
    opening: Literal["own-case", "disclosure"]
    tells: Mapping[str, str]


@dataclass(frozen=True)
class Tellable:
    """Leave, in principle, to tell `recipient` the words of a use; each person's choices still come first."""

    use: str
    recipient: str
    agreement: Agreement
    words: Mapping[str, str]
    sources: frozenset[str]
    basis: tuple[str, ...]
    warnings: tuple[Reason, ...] = ()


def art6_rows(register: Register, permit: Permit) -> tuple[LawRow, ...]:
    """The Art 6 rows on which a permit rests, for asking which choices bind it."""
    found = []
    for id in permit.agreements:
        agreement = register.agreement(id)
        for controller in sorted(permit.controllers) if agreement else ():
            basis = agreement.basis_of(controller) if agreement else None
            row = register.law.row(basis.art6) if basis else None
            if row is not None:
                found.append(row)
    return tuple(found)


def check_load(register: Register, dataset: Dataset) -> Permit | Refusal:
    """May the operator receive and keep this dataset? Every column of its contract must be agreed."""
    question = Question("load", "preparation", dataset.controllers, register.operator, _whole(dataset))
    id = f"load:{dataset.name}"
    if dataset.controllers == {register.operator}:
        return _permit("load", id, question, (), {dataset.name: dataset.column_names})
    found = find_agreement(register, question, id, f"receive {dataset.name}")
    if isinstance(found, Refusal):
        return found
    return _permit("load", id, question, (found,), {dataset.name: dataset.column_names})


def check_link(register: Register, datasets: Iterable[Dataset]) -> tuple[Permit | None, tuple[Refusal, ...]]:
    """May identifiers of these datasets' controllers be linked? Those outside the widest agreement are refused.

    Linking joins bodies, so one agreement must name all that it joins; agreements do not add up.
    """
    people, refusals = _joinable(register, [d for d in datasets if d.kind == "people"])
    wanted = frozenset(c for d in people for c in d.controllers)
    best = _widest(register, people, wanted)
    for controller in sorted(wanted - (best.sources if best else frozenset())):
        others = ", ".join(sorted((best.sources if best else wanted) - {controller}))
        why = Reason(
            "no-link", f"no agreement lets the records of {controller} be linked with those of {others}",
            f'write agreements/linking.toml with operations = ["link"], purpose = "identity" and "{controller}" in `from`',
        )  # fmt: skip
        refusals.append(Refusal(f"link:{controller}", f"link the records of {register.name(controller)}", (why,)))
    if best is None:
        return None, tuple(refusals)
    joined = [d for d in people if d.controllers <= best.sources]
    columns = {d.name: _identifiers(d) for d in joined}
    question = _link_question(register, joined)
    reasons = covers(register, best, question)
    if reasons:
        return None, (*refusals, Refusal("link:people", "link records about the same person", reasons))
    return _permit("link", "link:people", question, (best,), columns), tuple(refusals)


def check_need(
    register: Register, use: Use, expression: ir.Table, link: Permit | None, needs: frozenset[str]
) -> Permit | Refusal:
    """May the operator run this expression for this purpose? `needs` are the needs that the region states."""
    id = f"need:{use.id}"
    strange = _strange(register, expression)
    if strange:
        return Refusal(id, use.title, strange)
    lineage = trace(expression)
    if lineage.opaque:
        why = Reason(
            "opaque", f"the expression uses {', '.join(lineage.opaque)}",
            "write it with joins, filters, aggregates and CASE of Ibis tables only: no Python functions, raw SQL, "
            "in-memory tables, clock or chance",
        )  # fmt: skip
        return Refusal(id, use.title, (why,))
    question, columns = need_question(register, use, lineage)
    reasons = [*_stated(use, needs), *_linked(question, link)]
    if use.opening == "own-case" and len(question.controllers) != 1:
        reasons.append(
            Reason(
                "not-own", f"{use.id} reads records of {', '.join(sorted(question.controllers))}",
                "read one body's own records, or make it a disclosure under an agreement",
            )
        )  # fmt: skip
    found = find_agreement(register, question, id, use.title)
    if isinstance(found, Refusal):
        return Refusal(id, use.title, (*reasons, *found.reasons))
    if reasons:
        return Refusal(id, use.title, tuple(reasons))
    cautions = warnings(register, found, question)
    return _permit("need", id, question, (found,), columns, expression_hash(expression), cautions)


def check_answer(register: Register, controller: str, datasets: Iterable[Dataset]) -> Permit | Refusal:
    """May the operator look up one person's records of one body, for that body to answer her?

    As its processor and under the agreement by which it keeps them (UK GDPR Art 28(3)(e)); nothing of another body.
    A dataset that may not be kept is left out: then it is not here either.
    """
    own = [d for d in datasets if d.controllers == {controller}]
    leaves = [(d, p) for d in own if isinstance(p := check_load(register, d), Permit)]
    id = f"answer:{controller}"
    if not leaves:
        why = Reason("no-agreement", f"nothing of {controller} may be kept here", "that body searches its own systems")
        return Refusal(id, f"find what {controller} holds about a person", (why,))
    pairs = {a: h for _, p in leaves for a, h in zip(p.agreements, p.agreement_hashes, strict=True)}
    columns = {d.name: p.columns_of(d.name) for d, p in leaves}
    return make_permit(
        kind="need", id=id, purpose="preparation", controllers=frozenset({controller}), columns=columns,
        agreements=tuple(pairs), agreement_hashes=tuple(pairs.values()),
    )  # fmt: skip


def check_derive(register: Register, derived: Dataset, inputs: Iterable[Dataset], purpose: str) -> Permit | Refusal:
    """May the operator make `derived` (such as damp spells) from these datasets? Data about nobody needs no agreement."""
    inputs = tuple(inputs)
    personal = [d for d in inputs if d.about != "nobody"]
    columns = {name: described for d in personal for name, described in _whole(d).items()}
    controllers = frozenset(c for d in personal for c in d.controllers)
    question = Question("need", purpose, controllers, register.operator, columns, use=derived.name)
    found = find_agreement(register, question, f"need:{derived.name}", f"make {derived.name}")
    if isinstance(found, Refusal):
        return found
    read = {d.name: d.column_names for d in inputs}
    return _permit("need", f"need:{derived.name}", question, (found,), read)


def check_telling(register: Register, use: Use, expression: ir.Table, recipient: str) -> Tellable | Refusal:
    """May `recipient` be told the words of this use? What decided that there is a row, or who is told, counts as told."""
    id = f"tell:{use.id}:{recipient}"
    title = f"tell {register.name(recipient)}: {use.title}"
    strange = _strange(register, expression)
    if strange:
        return Refusal(id, title, strange)
    lineage = trace(expression)
    question = telling_question(register, use, lineage, recipient)
    reasons = telling_faults(register, use.tells, lineage, expression)
    found = find_agreement(register, question, id, title)
    if isinstance(found, Refusal):
        return Refusal(id, title, (*reasons, *found.reasons))
    if reasons:
        return Refusal(id, title, reasons)
    rows = tuple(sorted({row for c in question.controllers if (b := found.basis_of(c)) for row in b.rows}))
    return Tellable(
        use.id, recipient, found, dict(use.tells), question.controllers, rows, warnings(register, found, question)
    )


def telling_question(register: Register, use: Use, lineage: Lineage, recipient: str) -> Question:
    """What telling `recipient` the words of a use asks: everything that shows in them, or decided that there is a row."""
    shown = {*use.tells, *ROUTING}
    sources = frozenset(s for word in shown for s in lineage.outputs.get(word, frozenset()))
    columns = described(register, sources)
    controllers = frozenset(c for owners, _ in columns.values() for c in owners) - {recipient}
    levels = {word: level for word, level in use.tells.items() if level in LEVELS}
    statutory = (recipient, use.need) in register.statutory
    return Question("tell", use.purpose, controllers, recipient, columns, levels, use.id, statutory)


def _strange(register: Register, expression: ir.Table) -> tuple[Reason, ...]:
    """A table made by hand is no table of the region, whatever it is called: nobody knows what would be bound to it."""
    return tuple(
        Reason("opaque", f"the expression reads {name!r}, which is not the table that a contract describes",
               "take it from the argument of the rule, such as t.tenancies; write a contract for what is not there")
        for name in strange_tables(expression, Tables(register.catalogue).every())
    )  # fmt: skip


def find_agreement(register: Register, question: Question, id: str, title: str) -> Agreement | Refusal:
    """The first agreement (by id) that covers the question whole, or a refusal with the nearest one's reasons."""
    near: tuple[Reason, ...] | None = None
    for agreement in sorted(register.agreements, key=lambda a: a.id):
        if not concerns(agreement, question):
            continue
        reasons = covers(register, agreement, question)
        if not reasons:
            return agreement
        if near is None or len(reasons) < len(near):
            near = reasons
    if near is None:
        near = (_nobody_agreed(question),)
    return Refusal(id, title, near)


def _nobody_agreed(q: Question) -> Reason:
    who = ", ".join(sorted(q.controllers)) or "nobody"
    stem = f"{q.purpose}-{q.operation}" if q.operation != "load" else f"processing-{min(q.controllers, default='x')}"
    return Reason(
        "no-agreement",
        f'from {who} to {q.recipient}, operation "{q.operation}", purpose "{q.purpose}" ({plain(q.purpose)})'
        + (f', use "{q.use}"' if q.use else ""),
        f'write agreements/{stem}.toml with from = ["{who.replace(", ", chr(34) + ", " + chr(34))}"], '
        f'to = ["{q.recipient}"], operations = ["{q.operation}"] and have it approved',
    )


def _permit(
    kind: Literal["load", "link", "need"], id: str, question: Question, agreements: tuple[Agreement, ...],
    columns: Mapping[str, tuple[str, ...]], expression: str | None = None, cautions: tuple[Reason, ...] = (),
) -> Permit:  # fmt: skip
    return make_permit(
        kind=kind, id=id, purpose=question.purpose, controllers=question.controllers, columns=columns,
        agreements=tuple(a.id for a in agreements), agreement_hashes=tuple(a.hash for a in agreements),
        expression=expression, warnings=cautions,
    )  # fmt: skip


def _whole(dataset: Dataset) -> Columns:
    return {
        f"{dataset.name}.{c.name}": (dataset.controllers, c.categories | dataset.row_categories)
        for c in dataset.columns
    }


def _joinable(register: Register, people: list[Dataset]) -> tuple[list[Dataset], list[Refusal]]:
    """The datasets that may enter the index of people, which serves every purpose, and refusals of the others."""
    fit, refusals = [], []
    for dataset in people:
        powers = [row for id in sorted(dataset.received_under) if (row := register.law.row(id)) is not None]
        bound = [row for row in powers if row.no_other_use]
        if not bound:
            fit.append(dataset)
            continue
        why = Reason(
            "other-use", f"{dataset.name} was received under {bound[0].id}, which serves {', '.join(sorted(bound[0].purposes))} alone",
            "use it by itself for that purpose; the index of people serves every purpose",
        )  # fmt: skip
        refusals.append(Refusal(f"link:{dataset.name}", f"link the records of {dataset.name}", (why,)))
    return fit, refusals


def _identifiers(dataset: Dataset) -> tuple[str, ...]:
    return tuple(c.name for c in dataset.columns if c.role in PERSON_ROLES)


def _link_question(register: Register, people: Iterable[Dataset]) -> Question:
    """The index of people reads identifiers and knows in which dataset a record stands: being a row in a care dataset
    is itself special-category data, so row categories count."""
    columns = {
        f"{d.name}.{c.name}": (d.controllers, c.categories | d.row_categories)
        for d in people
        for c in d.columns
        if c.role in PERSON_ROLES
    }
    controllers = frozenset(c for d in people for c in d.controllers)
    return Question("link", "identity", controllers, register.operator, columns)


def _widest(register: Register, people: list[Dataset], wanted: frozenset[str]) -> Agreement | None:
    fit = [a for a in register.agreements if "link" in a.operations and a.purpose == "identity" and a.sources & wanted]
    if not fit:
        return None

    def rank(a: Agreement) -> tuple[bool, int, str]:
        joined = [d for d in people if d.controllers <= a.sources]
        return (bool(covers(register, a, _link_question(register, joined))), -len(a.sources & wanted), a.id)

    return min(fit, key=rank)


def need_question(register: Register, use: Use, lineage: Lineage) -> tuple[Question, Mapping[str, tuple[str, ...]]]:
    rows = frozenset((table, "") for table in lineage.tables)
    reads = lineage.reads | _pointers(register, lineage.reads)
    columns = described(register, reads | rows)
    controllers = frozenset(c for owners, _ in columns.values() for c in owners)
    read: dict[str, tuple[str, ...]] = {
        table: tuple(sorted(c for t, c in reads if t == table)) for table in sorted(lineage.tables)
    }
    statutory = any((c, use.need) in register.statutory for c in controllers)
    return Question("need", use.purpose, controllers, register.operator, columns, use=use.id, statutory=statutory), read


def _pointers(register: Register, reads: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Whoever reads the person behind an event reads the column that points to her record."""
    found = set()
    for table in {t for t, c in reads if c in ("person", "home")}:
        dataset = register.catalogue.dataset(table)
        if dataset.kind != "people":
            found |= {(table, c.name) for c in dataset.columns if c.links_to is not None}
    return frozenset(found)


def _stated(use: Use, needs: frozenset[str]) -> Iterable[Reason]:
    if use.need not in needs:
        yield Reason(
            "no-need", f"{use.id} says it serves {use.need!r}",
            f'state the need in needs.toml with a measure of success, or correct it ({", ".join(sorted(needs))})',
        )  # fmt: skip


def _linked(question: Question, link: Permit | None) -> Iterable[Reason]:
    if not any("linkage" in cats for _, cats in question.columns.values()):
        return
    outside = question.controllers - (link.controllers if link else frozenset())
    for controller in sorted(outside):
        yield Reason(
            "no-link", f"the records of {controller} may not be linked, and the expression joins by person or home",
            f'add "{controller}" to the linking agreement, or do not join by person or home',
        )  # fmt: skip
