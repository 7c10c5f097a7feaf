"""Agreements: who may do what with which kinds of data for which purpose, and who approved that.

An agreement is a file that people write and sign; machines check it. One agreement must cover a use whole: two that
cover half each do not add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ginnel.directory import LEGAL_CLASSES
from ginnel.governance.levels import LEVELS
from ginnel.governance.purposes import PURPOSES
from ginnel.vocabulary import CATEGORIES, digest
from ginnel.vocabulary.toml_file import TomlFile, TomlTable

OPERATIONS: tuple[str, ...] = ("load", "link", "need", "tell")
ASK: tuple[str, ...] = ("before", "tell")
ASSESSMENT: tuple[str, ...] = (
    "aim", "necessary", "less", "harm_of_sharing", "harm_of_not_sharing", "fairness", "told_how", "rights", "security",
    "access", "accuracy", "consulted", "advice",
)  # fmt: skip
"""What those who agreed thought about first: the subjects of a data protection impact assessment (UK GDPR Art 35(7))."""
GRADES: tuple[str, ...] = ("low", "medium", "high")
LATER: frozenset[str] = frozenset({"open_from", "open_to", "assessment", "risks"})
"""Keys that came later: where they are empty they are not part of the hash, so that earlier approvals still count."""
OUTSIDE: frozenset[str] = frozenset({"file", "agreed_as", "joined"})


@dataclass(frozen=True)
class Basis:
    """The law on which one controller relies: ids of law rows.

    `art10` is for data about offences; `authorised_by` names the law that lets data collected for law enforcement serve
    another purpose (DPA 2018 s.36(4)); `policy_document` the appropriate policy document (DPA 2018 Sch 1 Pt 4);
    `request` who asked for the data, when, and for which public task (UK GDPR Annex 1 para 1).
    """

    controller: str
    power: str
    art6: str
    art9: tuple[str, ...] = ()
    confidentiality: str = ""
    instrument: str = ""
    art10: str = ""
    authorised_by: str = ""
    policy_document: str = ""
    request: str = ""

    @property
    def rows(self) -> tuple[str, ...]:
        named = (self.power, self.art6, *self.art9, self.art10, self.confidentiality, self.instrument)
        return tuple(r for r in (*named, self.authorised_by) if r)


@dataclass(frozen=True)
class Signatory:
    organisation: str
    role: str


@dataclass(frozen=True)
class Risk:
    """What may go wrong for people: how likely, how bad, what is done about it, how much is left. Grades of `GRADES`."""

    what: str
    likelihood: str
    severity: str
    measure: str
    left: str


@dataclass(frozen=True)
class Agreement:
    """One agreement. `told` maps each word that may be told to its level; it is empty unless "tell" is an operation.

    `uses` names the signals' expressions and derived datasets that it is for; empty means any of its purpose.
    `open_from` and `open_to` are the legal classes whose bodies may join later by an accession form, on either side.
    `agreed_as` is the hash of the text that was approved, where an accession has added a party since; `joined` holds
    (side, body) of each party so added.
    """

    id: str
    title: str
    purpose: str
    sources: frozenset[str]
    recipients: frozenset[str]
    operations: frozenset[str]
    categories: frozenset[str]
    bases: tuple[Basis, ...]
    signatories: tuple[Signatory, ...]
    starts: date
    review_by: date
    ends: date
    ask: str = "before"
    auto_release: bool = False
    told: Mapping[str, str] = field(default_factory=dict)
    retention_days: int = 0
    uses: frozenset[str] = frozenset()
    plain: str = ""
    file: str = ""
    open_from: frozenset[str] = frozenset()
    open_to: frozenset[str] = frozenset()
    assessment: Mapping[str, str] = field(default_factory=dict)
    risks: tuple[Risk, ...] = ()
    agreed_as: str = ""
    joined: frozenset[tuple[str, str]] = frozenset()

    @property
    def hash(self) -> str:
        """SHA-256 of everything agreed, whatever the file is called or how it is laid out."""
        said = {f: getattr(self, f) for f in self.__dataclass_fields__ if f not in OUTSIDE}
        return self.agreed_as or digest({f: v for f, v in said.items() if v or f not in LATER})

    @property
    def parties(self) -> frozenset[str]:
        """Everybody who gives, receives or signs."""
        return self.sources | self.recipients | {s.organisation for s in self.signatories}

    def basis_of(self, controller: str) -> Basis | None:
        return next((b for b in self.bases if b.controller == controller), None)

    def in_force(self, day: date) -> bool:
        return self.starts <= day < self.ends


@dataclass(frozen=True)
class Approval:
    """One signatory's approval of one agreement as it stood when its hash was this."""

    agreement: str
    hash: str
    organisation: str
    role: str
    name: str
    on: date
    demo: bool = False


def load_agreements(folder: Path, shown_as: str, organisations: Iterable[str]) -> tuple[Agreement, ...]:
    """Every agreement of `folder` (all `*.toml` but `approvals.toml`), by file name. Raises `BadInput` with all problems."""
    known = tuple(organisations)
    paths = sorted(p for p in folder.glob("*.toml") if p.name != "approvals.toml")
    return tuple(load_agreement(p, f"{shown_as}/{p.name}", known) for p in paths)


def load_agreement(path: Path, shown_as: str, organisations: tuple[str, ...]) -> Agreement:
    file = TomlFile.read(path, shown_as=shown_as)
    agreement = _agreement(file, shown_as, organisations)
    file.finish()
    _whole(file, agreement, path.stem)
    file.check()
    return agreement


def parse_agreement(text: str, id: str, organisations: Iterable[str]) -> Agreement:
    """The agreement that a file `agreements/<id>.toml` with this text would be. Raises `BadInput` with all problems."""
    file = TomlFile(f"agreements/{id}.toml", text)
    agreement = _agreement(file, file.name, tuple(organisations))
    file.finish()
    _whole(file, agreement, id)
    file.check()
    return agreement


def _agreement(file: TomlFile, shown_as: str, organisations: tuple[str, ...]) -> Agreement:
    return Agreement(
        id=file.text("id"),
        title=file.text("title"),
        plain=file.text("plain"),
        purpose=file.text("purpose", choices=PURPOSES),
        sources=frozenset(file.texts("from", choices=organisations)),
        recipients=frozenset(file.texts("to", choices=organisations)),
        operations=frozenset(file.texts("operations", choices=OPERATIONS)),
        categories=frozenset(file.texts("categories", choices=CATEGORIES)),
        uses=frozenset(file.texts("uses", default=[])),
        starts=file.day("starts"),
        review_by=file.day("review_by"),
        ends=file.day("ends"),
        ask=file.text("ask", choices=ASK, default="before"),
        auto_release=file.flag("auto_release", default=False),
        retention_days=file.integer("retention_days", low=0),
        told=_told(file),
        bases=tuple(basis_of(t, organisations) for t in file.tables("basis", optional=False)),
        signatories=tuple(signatory_of(t, organisations) for t in file.tables("signatory", optional=False)),
        open_from=frozenset(file.texts("open_from", choices=LEGAL_CLASSES, default=[])),
        open_to=frozenset(file.texts("open_to", choices=LEGAL_CLASSES, default=[])),
        assessment=_assessment(file),
        risks=tuple(_risk(t) for t in file.tables("risk")),
        file=shown_as,
    )


def _told(file: TomlFile) -> dict[str, str]:
    table = file.table("told", optional=True)
    return {word: table.text(word, choices=LEVELS) for word in table.keys()}  # noqa: SIM118


def _assessment(file: TomlFile) -> dict[str, str]:
    table = file.table("assessment", optional=True)
    found = {subject: table.text(subject, default="") for subject in ASSESSMENT}
    table.finish()
    return {subject: text for subject, text in found.items() if text}


def _risk(t: TomlTable) -> Risk:
    risk = Risk(
        what=t.text("what"),
        likelihood=t.text("likelihood", choices=GRADES),
        severity=t.text("severity", choices=GRADES),
        measure=t.text("measure"),
        left=t.text("left", choices=GRADES),
    )
    t.finish()
    return risk


def basis_of(t: TomlTable, organisations: tuple[str, ...]) -> Basis:
    basis = Basis(
        controller=t.text("controller", choices=organisations),
        power=t.text("power", default=""),
        art6=t.text("art6"),
        art9=t.texts("art9", default=[]),
        confidentiality=t.text("confidentiality", default=""),
        instrument=t.text("instrument", default=""),
        art10=t.text("art10", default=""),
        authorised_by=t.text("authorised_by", default=""),
        policy_document=t.text("policy_document", default=""),
        request=t.text("request", default=""),
    )
    t.finish()
    return basis


def signatory_of(t: TomlTable, organisations: tuple[str, ...]) -> Signatory:
    found = Signatory(t.text("organisation", choices=organisations), t.text("role"))
    t.finish()
    return found


def _whole(file: TomlFile, a: Agreement, id: str) -> None:
    """What an agreement must say to be one."""
    if a.id and a.id != id:
        file.problem(
            "the id differs from the file's name",
            "id",
            found=repr(a.id),
            expected=repr(id),
            mend="make them equal",
        )
    if a.ends <= a.starts:
        file.problem("the agreement ends before it starts", "ends", found=str(a.ends), expected=f"after {a.starts}")
    if "tell" in a.operations and not a.told:
        file.problem("a telling agreement names no words that may be told", "told", mend="write a table [told]")
    _signed_by_all_sides(file, a)
    special = sorted(c for c in a.categories if CATEGORIES[c].special)
    if a.auto_release and special:
        file.problem(
            "special-category data is never released without a person", "auto_release",
            found=", ".join(special), mend="set auto_release = false",
        )  # fmt: skip


def _signed_by_all_sides(file: TomlFile, a: Agreement) -> None:
    """Every body in `from` signs, and somebody for the receiving side: a body in `to`, or the operator for them."""
    signing = {s.organisation for s in a.signatories}
    for body in sorted(a.sources - signing):
        file.problem(
            f"{body} is named in `from` and nobody signs for it", "signatory",
            mend=f'write [[signatory]] with organisation = "{body}" and a role',
        )  # fmt: skip
    # Which body is the operator stands in region.toml: here it is any signatory that gives no data.
    if a.recipients and not signing & a.recipients and not signing - a.sources:
        file.problem(
            "nobody signs for the side that receives", "signatory",
            mend=f'write [[signatory]] with organisation = "{min(a.recipients)}" and a role',
        )  # fmt: skip


def load_approvals(path: Path, shown_as: str) -> tuple[Approval, ...]:
    """`agreements/approvals.toml`; a missing file is no approval at all."""
    if not path.exists():
        return ()
    file = TomlFile.read(path, shown_as=shown_as)
    found = []
    for t in file.tables("approval"):
        found.append(
            Approval(
                agreement=t.text("agreement"),
                hash=t.text("hash"),
                organisation=t.text("organisation"),
                role=t.text("role"),
                name=t.text("name"),
                on=t.day("on"),
                demo=t.flag("demo", default=False),
            )
        )
        t.finish()
    file.finish()
    file.check()
    return tuple(found)
