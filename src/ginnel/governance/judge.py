"""One agreement against one question: every reason why it does not cover the use, none if it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ginnel.governance.agreements import LEVELS, Agreement, Basis
from ginnel.governance.law import LawRow
from ginnel.governance.reasons import Reason
from ginnel.governance.register import INSTRUMENT, Register
from ginnel.vocabulary import CATEGORIES


@dataclass(frozen=True)
class Question:
    """What somebody wants to do: `columns` maps "dataset.column" to (controller, categories).

    `words` maps each word told to the level at which it would be told; empty when nothing leaves the operator.
    """

    operation: str
    purpose: str
    controllers: frozenset[str]
    recipient: str
    columns: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    words: Mapping[str, str] = field(default_factory=dict)
    use: str = ""

    def categories_of(self, controller: str) -> frozenset[str]:
        """The categories of data that come from `controller`."""
        return frozenset(c for owners, cats in self.columns.values() if controller in owners for c in cats)


def covers(register: Register, agreement: Agreement, question: Question) -> tuple[Reason, ...]:
    """Every reason why `agreement` does not allow what `question` asks; empty means that it does."""
    return (
        *_parties(register, agreement, question),
        *_categories(agreement, question),
        *_words(agreement, question),
        *_in_force(register, agreement),
        *_approved(register, agreement),
        *_bases(register, agreement, question),
    )


def concerns(agreement: Agreement, question: Question) -> bool:
    """Whether the agreement is about the same operation, purpose and use, and shares a controller."""
    return (
        question.operation in agreement.operations
        and agreement.purpose == question.purpose
        and bool(agreement.sources & question.controllers)
        and (not agreement.uses or question.use in agreement.uses)
    )


def _parties(r: Register, a: Agreement, q: Question) -> Iterator[Reason]:
    for controller in sorted(q.controllers - a.sources):
        yield Reason(
            "not-party", f"{r.name(controller)} ({controller}) is not named in `from` of {a.file}",
            f'add "{controller}" to `from` and have the agreement approved again',
        )  # fmt: skip
    if q.recipient not in a.recipients:
        code = "operator-not-party" if q.recipient == r.operator else "not-party"
        yield Reason(
            code, f"{r.name(q.recipient)} ({q.recipient}) is not named in `to` of {a.file}",
            f'add "{q.recipient}" to `to` and have the agreement approved again',
        )  # fmt: skip


def _categories(a: Agreement, q: Question) -> Iterator[Reason]:
    for column, (_, categories) in sorted(q.columns.items()):
        missing = sorted(categories - a.categories - {"none"})
        if missing:
            yield Reason(
                "category", f"{column} tells {', '.join(missing)}, which {a.file} does not cover",
                f"leave {column} out, or add {', '.join(missing)} to `categories` and have it approved again",
            )  # fmt: skip


def _words(a: Agreement, q: Question) -> Iterator[Reason]:
    for word, level in sorted(q.words.items()):
        agreed = a.told.get(word)
        if agreed is None:
            yield Reason(
                "told-unknown", f"{word!r} is not in [told] of {a.file}",
                f'leave the word out, or add {word} = "{level}" to [told] and have it approved again',
            )  # fmt: skip
        elif LEVELS.index(level) > LEVELS.index(agreed):
            yield Reason(
                "told-level", f"{word!r} would be told as {level!r}; {a.file} agrees to {agreed!r}",
                f"tell it as {agreed!r}, or change [told] and have it approved again",
            )  # fmt: skip


def _in_force(r: Register, a: Agreement) -> Iterator[Reason]:
    if not a.in_force(r.day):
        yield Reason(
            "not-in-force", f"{a.file} runs from {a.starts} up to, not including, {a.ends}; today is {r.day}",
            "review it, set new dates and have it approved again",
        )  # fmt: skip


def _approved(r: Register, a: Agreement) -> Iterator[Reason]:
    """An approval counts with the name of whoever gave it, and from its day on."""
    if not a.signatories:
        yield Reason("not-approved", f"{a.file} names nobody who must approve it",
                     "write [[signatory]] for every body in `from` and `to`")  # fmt: skip
    for signatory in a.signatories:
        found = [
            p for p in r.approvals
            if p.agreement == a.id and p.organisation == signatory.organisation and p.role == signatory.role
            and p.name.strip() and p.on <= r.day
        ]  # fmt: skip
        current = [p for p in found if p.hash == a.hash]
        who = f"{r.name(signatory.organisation)}'s {signatory.role}"
        if not current:
            old = " (an approval of an earlier text does not count)" if found else ""
            yield Reason(
                "not-approved", f"{who} has not approved {a.file}{old}",
                f'have {who} read it and add an [[approval]] with hash = "{a.hash}" to agreements/approvals.toml',
            )  # fmt: skip
        elif not r.demo and all(p.demo for p in current):
            yield Reason(
                "demo-approval", f"the approval of {a.file} for {who} is marked demo",
                "have the real person approve it; a live region never runs on demonstration approvals",
            )  # fmt: skip


def _bases(r: Register, a: Agreement, q: Question) -> Iterator[Reason]:
    for controller in sorted(q.controllers & a.sources):
        basis = a.basis_of(controller)
        if basis is None:
            yield Reason(
                "no-basis", f"{a.file} has no [[basis]] for {controller}",
                f'write [[basis]] with controller = "{controller}", art6 and, for a public authority, power',
            )  # fmt: skip
            continue
        yield from _locks(r, a, q, controller, basis)
        yield from _capacity(r, a, q, controller, basis)
        for place, id in _named(basis):
            yield from _law_row(r, a, q, controller, place, id)
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
    if any(row.needs_condition for row in rows) and not any(row.condition for row in rows):
        yield Reason(
            "special-category", f"{basis.art9[0]} of {controller} in {a.file} lacks a condition of Schedule 1",
            "add the paragraph of DPA 2018 Schedule 1 to art9, with its policy document (DPA 2018 s.10)",
        )  # fmt: skip
    if confidential and not basis.confidentiality:
        yield Reason(
            "confidentiality", f"{', '.join(confidential)} of {controller} under {a.file}",
            f"add confidentiality to the [[basis]] of {controller}: consent, or another lawful answer",
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


def _law_row(r: Register, a: Agreement, q: Question, controller: str, place: str, id: str) -> Iterator[Reason]:
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
    if q.operation == "tell" and row.operator_only:
        yield Reason(
            "confidentiality", f"{row.id} in {a.file} answers for work under instruction, not for telling {q.recipient}",
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
