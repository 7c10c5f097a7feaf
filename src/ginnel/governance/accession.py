"""Accession: a body joins an agreement by a form of its own, where the agreement says that bodies of its kind may.

The form adds one party and, where that party gives data, its legal basis. It needs that party's own signatories and
nobody else's, and it counts only for the exact text of the agreement that it names: whoever signed that text agreed to
the door, and to nothing that a newcomer could change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ginnel.governance.agreements import Agreement, Basis, Signatory, basis_of, signatory_of
from ginnel.governance.bases import base_reasons
from ginnel.governance.claims import alone, questions
from ginnel.governance.judge import approval_reasons, enforcing
from ginnel.governance.reasons import Reason
from ginnel.governance.register import Register
from ginnel.governance.signing import needed_of, signatory_reasons, unnamed
from ginnel.vocabulary import digest
from ginnel.vocabulary.toml_file import TomlFile

SIDES: tuple[str, ...] = ("from", "to")


@dataclass(frozen=True)
class Accession:
    """One form. `agreed` is the hash of the agreement's text that it joins; `side` is "from" for giving, "to" for being told."""

    id: str
    agreement: str
    agreed: str
    organisation: str
    side: str
    starts: date
    signatories: tuple[Signatory, ...]
    basis: Basis | None = None
    plain: str = ""
    file: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 of everything that the form says; two kinds of text never share one."""
        said = {f: getattr(self, f) for f in self.__dataclass_fields__ if f != "file"}
        return digest({"accession": said})

    @property
    def parties(self) -> frozenset[str]:
        return frozenset({self.organisation})


def load_accessions(folder: Path, shown_as: str, organisations: Iterable[str]) -> tuple[Accession, ...]:
    """Every form of `folder`, by file name; none where there is no folder. Raises `BadInput` with all problems."""
    known = tuple(organisations)
    return tuple(load_accession(p, f"{shown_as}/{p.name}", known) for p in sorted(folder.glob("*.toml")))


def load_accession(path: Path, shown_as: str, organisations: tuple[str, ...]) -> Accession:
    file = TomlFile.read(path, shown_as=shown_as)
    form = _accession(file, organisations)
    file.finish()
    _whole(file, form, path.stem)
    file.check()
    return form


def parse_accession(text: str, id: str, organisations: Iterable[str]) -> Accession:
    """The form that a file `agreements/accessions/<id>.toml` with this text would be."""
    file = TomlFile(f"agreements/accessions/{id}.toml", text)
    form = _accession(file, tuple(organisations))
    file.finish()
    _whole(file, form, id)
    file.check()
    return form


def _accession(file: TomlFile, organisations: tuple[str, ...]) -> Accession:
    bases = tuple(basis_of(t, organisations) for t in file.tables("basis"))
    return Accession(
        id=file.text("id"),
        agreement=file.text("agreement"),
        agreed=file.text("agreed"),
        organisation=file.text("organisation", choices=organisations),
        side=file.text("side", choices=SIDES),
        starts=file.day("starts"),
        plain=file.text("plain", default=""),
        signatories=tuple(signatory_of(t, organisations) for t in file.tables("signatory", optional=False)),
        basis=bases[0] if bases else None,
        file=file.name,
    )


def _whole(file: TomlFile, form: Accession, id: str) -> None:
    if form.id and form.id != id:
        file.problem("the id differs from the file's name", "id", found=repr(form.id), expected=repr(id))
    if {s.organisation for s in form.signatories} - {form.organisation}:
        file.problem("somebody else signs: only the body that joins does", "signatory", expected=form.organisation)
    if not form.signatories:
        file.problem("nobody signs for the body that joins", "signatory", mend="write [[signatory]]")
    if (form.side == "from") != (form.basis is not None):
        file.problem(
            "a body that gives data names its basis, and one that is told names none", "basis",
            mend='write one [[basis]] for side = "from", none for side = "to"',
        )  # fmt: skip
    elif form.basis is not None and form.basis.controller != form.organisation:
        file.problem("the basis is of another body", "basis", found=form.basis.controller, expected=form.organisation)


def standing(r: Register, form: Accession) -> tuple[Reason, ...]:
    """Every reason why a form does not count on the register's day; empty means that the body has joined."""
    parent = r.agreement(form.agreement)
    if parent is None:
        return (Reason("no-agreement", f"{form.file} joins {form.agreement!r}, which is not there", "remove the form"),)
    missing = () if r.demo else lacking(r, form, parent)
    return (
        *_door(r, form, parent), *_harms(r, form, parent), *signatory_reasons(r, form.file, missing), *approval_reasons(r, form),
    )  # fmt: skip


def _harms(r: Register, form: Accession, parent: Agreement) -> Iterator[Reason]:
    """A newcomer for whom the agreement would not be lawful stays outside: inside, it would stop what the others agreed to."""
    if form.organisation not in r.bodies:
        return
    wide = widened(parent, form)
    if form.side == "to":
        before = {w.detail for w in enforcing(r, parent)}
        yield from (w for w in enforcing(r, wide) if w.detail not in before)
        return
    asked = (alone(q, form.organisation) for q in questions(r, wide))
    yield from dict.fromkeys(w for q in asked for w in base_reasons(r, wide, q))


def wanted(r: Register, form: Accession, parent: Agreement) -> tuple[Signatory, ...]:
    """Who of the body that joins has to sign its form."""
    return tuple(needed_of(r, widened(parent, form), form.organisation, gives=form.side == "from"))


def lacking(r: Register, form: Accession, parent: Agreement) -> tuple[Signatory, ...]:
    """Those of `wanted` whom the form does not name."""
    return unnamed(wanted(r, form, parent), form.signatories) if form.organisation in r.bodies else ()


def _door(r: Register, form: Accession, parent: Agreement) -> Iterator[Reason]:
    if parent.hash != form.agreed:
        yield Reason(
            "accession-text", f"{form.file} joins another text of {parent.file} than the one there",
            f'have {form.organisation} read it as it stands, write agreed = "{parent.hash}" and sign again',
        )  # fmt: skip
    if form.starts > r.day:
        yield Reason("not-in-force", f"{form.file} counts from {form.starts}; today is {r.day}", "wait for that day")
    body = r.bodies.get(form.organisation)
    classes = parent.open_from if form.side == "from" else parent.open_to
    if body is None or body.legal_class not in classes:
        yield Reason(
            "accession-closed", f"{parent.file} lets {', '.join(sorted(classes)) or 'nobody'} join on the side {form.side!r}",
            f"agree with every party on open_{form.side}, or write an agreement of its own",
        )  # fmt: skip


@dataclass(frozen=True)
class Joined:
    """A body that has joined an agreement: on which side, and the first day on which that counts."""

    organisation: str
    side: str
    since: date


def acceded(r: Register, forms: Iterable[Accession]) -> Register:
    """The register with every agreement widened by the forms that count. A form that does not count changes nothing."""
    found = {a.id: a for a in r.agreements}
    for form in sorted(forms, key=lambda f: f.id):
        if not standing(r, form):
            found[form.agreement] = widened(found[form.agreement], form)
    return replace(r, agreements=tuple(found[a.id] for a in r.agreements))


def members(r: Register, forms: Iterable[Accession], agreement: str) -> tuple[Joined, ...]:
    """Who has joined `agreement`, by name of the body. `r` holds the agreements as their files say."""
    a = r.agreement(agreement)
    found: dict[tuple[str, str], Joined] = {}
    for form in sorted(forms, key=lambda f: f.id):
        new = a is not None and form.agreement == a.id and form.organisation not in side_of(a, form.side)
        if new and not standing(r, form):
            one = Joined(form.organisation, form.side, _since(r, form))
            found.setdefault((one.organisation, one.side), one)
    return tuple(sorted(found.values(), key=lambda j: (r.name(j.organisation), j.side)))


def _since(r: Register, form: Accession) -> date:
    """The form's first day, or the day of its last signature if that came later."""
    mine = {(s.organisation, s.role): form.starts for s in form.signatories}
    for p in sorted(r.approvals, key=lambda p: p.on, reverse=True):
        if p.agreement == form.id and p.hash == form.hash and (p.organisation, p.role) in mine:
            mine[p.organisation, p.role] = p.on
    return max(form.starts, *mine.values())


def side_of(a: Agreement, side: str) -> frozenset[str]:
    """The parties on one side."""
    return a.sources if side == "from" else a.recipients


def widened(a: Agreement, form: Accession) -> Agreement:
    """`a` with one party more. Its hash stays that of the text that its parties approved."""
    if form.organisation in side_of(a, form.side):
        return a
    joined = a.joined | {(form.side, form.organisation)}
    if form.side == "to":
        return replace(a, recipients=a.recipients | {form.organisation}, agreed_as=a.hash, joined=joined)
    bases = (*a.bases, form.basis) if form.basis else a.bases
    return replace(a, sources=a.sources | {form.organisation}, bases=bases, agreed_as=a.hash, joined=joined)
