"""Each paper from one agreement and the register of its region. What the file does not say, the paper says is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ginnel.governance.agreements import Agreement, Basis
from ginnel.governance.levels import IN_WORDS
from ginnel.governance.papers.paper import Paper, Section
from ginnel.governance.purposes import plain
from ginnel.governance.register import Register
from ginnel.governance.signing import held
from ginnel.vocabulary import CATEGORIES

NOTHING = "Nothing is written about this yet."
DONE = {"load": "received, checked and kept", "link": "compared to know which records are about one person or home",
        "need": "looked through for reasons to check whether help is needed", "tell": "told"}  # fmt: skip
STATES = {
    "draft": "Draft. Not everybody whom it names has approved this text. It is not legal advice.",
    "approved": "Approved by everybody whom it names, as it stands here. Whether it is lawful is for people to judge.",
    "demonstration": "Demonstration. Nobody real has approved this text. It is not legal advice.",
}


def paper_of(kind: str, r: Register, a: Agreement, state: str) -> Paper:
    """`kind` is one of `KINDS`, `state` one of `STATES`."""
    title, sections = KINDS[kind]
    return Paper(f"{title}: {a.title}", STATES[state], a.hash, tuple(sections(r, a)))


def _said(a: Agreement, subject: str) -> tuple[str, ...]:
    return (a.assessment.get(subject) or NOTHING,)


def _names(r: Register, ids: frozenset[str]) -> str:
    return ", ".join(sorted(r.name(i) for i in ids)) or "nobody"


def _kinds(categories: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (c.title, "special category" if c.special else "offences" if c.sensitivity == "offence" else "-",
         "yes" if c.confidential else "-")
        for c in CATEGORIES.values() if c.id in categories
    )  # fmt: skip


def _law(r: Register, a: Agreement) -> Section:
    rows = tuple((r.name(b.controller), *_row(r, id)) for b in a.bases for id in _ids(b))
    said = "Each body rests on law of its own. No lawyer has reviewed these sentences."
    return Section("The law", (said,), ("Body", "Provision", "What it says"), rows)


def _ids(b: Basis) -> tuple[str, ...]:
    return tuple(dict.fromkeys(b.rows))


def _row(r: Register, id: str) -> tuple[str, str]:
    row = r.law.row(id)
    return (f"{row.statute} {row.section}", row.plain) if row else (id, "no such law row")


def _told(a: Agreement) -> Section:
    rows = tuple((w, IN_WORDS.get(level, level)) for w, level in sorted(a.told.items()))
    asked = "The person is asked first, and silence is a no." if a.ask == "before" else "The person is told."
    return Section(
        "What is told", (asked if a.told else "Nothing is told to another body.",), ("Word", "How much"), rows
    )


def _doors(a: Agreement) -> Iterator[str]:
    for classes, does in ((a.open_from, "give data"), (a.open_to, "be told")):
        if classes:
            kinds = ", ".join(sorted(c.replace("-", " ") for c in classes))
            yield f"A body of these kinds may join by a form that only it signs, and {does}: {kinds}."


def _agreement(r: Register, a: Agreement) -> Iterator[Section]:
    yield Section("In short", (a.plain,))
    yield Section("Parties", (f"Whose records: {_names(r, a.sources)}.", f"Who receives: {_names(r, a.recipients)}."))
    if a.open_from or a.open_to:
        yield Section("Who may join later", tuple(_doors(a)))
    yield Section("Purpose", (f"One purpose only: {plain(a.purpose)}.", *_said(a, "aim")))
    yield Section("What is done", tuple(f"Records are {DONE[o]}." for o in sorted(a.operations)))
    yield Section("Kinds of data", (), ("Kind", "Special", "Confidential"), _kinds(a.categories))
    yield _told(a)
    yield _law(r, a)
    yield Section("People's rights", (*_said(a, "fairness"), *_said(a, "told_how"), *_said(a, "rights")))
    yield Section("Security, access, accuracy", (*_said(a, "security"), *_said(a, "access"), *_said(a, "accuracy")))
    yield _term(a)
    rows = tuple((r.name(s.organisation), s.role) for s in a.signatories)
    yield Section(
        "Who signs", ("It counts once all of these have approved exactly this text.",), ("Body", "Office"), rows
    )


def _term(a: Agreement) -> Section:
    return Section("How long", (
        f"From {a.starts} up to, not including, {a.ends}; looked at again by {a.review_by}.",
        f"Kept for {a.retention_days} days.",
    ))  # fmt: skip


def _dpia(r: Register, a: Agreement) -> Iterator[Section]:
    """In the order of UK GDPR Art 35(7): describe, necessity and proportion, risks, measures; consultation and advice."""
    yield Section("1. Why it is looked at", (a.plain, *_said(a, "aim")))
    yield Section("2. What is done with whose data", (
        f"Whose records: {_names(r, a.sources)}. Who receives: {_names(r, a.recipients)}.",
        *(f"Records are {DONE[o]}." for o in sorted(a.operations)),
    ), ("Kind", "Special", "Confidential"), _kinds(a.categories))  # fmt: skip
    yield Section("3. Who was asked", _said(a, "consulted"))
    yield Section("4. Is it necessary, and no more than that", (*_said(a, "necessary"), *_said(a, "less")))
    yield Section("The harm of sharing", _said(a, "harm_of_sharing"))
    yield Section("The harm of not sharing", _said(a, "harm_of_not_sharing"))
    yield _law(r, a)
    risks = tuple((k.what, k.likelihood, k.severity, k.measure, k.left) for k in a.risks)
    yield Section("5 and 6. Risks and what is done about them", () if risks else (NOTHING,),
                  ("What may go wrong", "How likely", "How bad", "What is done", "What is left"), risks)  # fmt: skip
    yield Section("7. Advice", _said(a, "advice"))


def _notice(r: Register, a: Agreement) -> Iterator[Section]:
    """What UK GDPR Arts 13 and 14 want people to be told, as far as the file says it."""
    yield Section("What happens", (a.plain,))
    yield Section(
        "Who",
        (f"Whose records are used: {_names(r, a.sources)}.", f"Who is told or receives: {_names(r, a.recipients)}."),
    )
    yield Section("Why", (f"It is used {plain(a.purpose)}, and for nothing else.",))
    yield Section(
        "Which data about you",
        tuple(c.title[:1].upper() + c.title[1:] + "." for c in CATEGORIES.values() if c.id in a.categories),
    )
    yield _told(a)
    yield _law(r, a)
    yield Section("How long it is kept", (f"{a.retention_days} days.",))
    yield Section("What you can do", (
        *_said(a, "rights"), "You can complain to the body, and to the Information Commissioner at ico.org.uk.",
    ))  # fmt: skip


def _record(r: Register, a: Agreement) -> Iterator[Section]:
    """UK GDPR Art 30(1), one table for each controller; Art 30(2) where the operator is its processor."""
    for controller in sorted(a.sources):
        basis = a.basis_of(controller)
        kinds = ", ".join(CATEGORIES[c].title for c in sorted(held(r, a, controller))) or "none"
        rows = (
            ("Controller", r.name(controller)),
            ("The operator's role", r.capacity.get(controller, "not said") if controller != r.operator else "itself"),
            ("Purpose", plain(a.purpose)),
            ("About whom", "people whose records the body holds for this purpose"),
            ("Kinds of data", kinds),
            ("Recipients", _names(r, a.recipients)),
            ("Transfers abroad", "not said in the file: verify"),
            ("Deleted after", f"{a.retention_days} days"),
            ("Security", a.assessment.get("security") or NOTHING),
            ("Law", "; ".join(_row(r, i)[0] for i in _ids(basis)) if basis else "none named"),
        )
        yield Section(r.name(controller), (), ("What", "Record"), rows)


KINDS: Mapping[str, tuple[str, Callable[[Register, Agreement], Iterator[Section]]]] = {
    "agreement": ("Data sharing agreement", _agreement),
    "dpia": ("Data protection impact assessment", _dpia),
    "notice": ("Privacy notice", _notice),
    "record": ("Record of processing", _record),
}
