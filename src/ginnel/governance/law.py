"""Law as rows: what a statute allows, to which kinds of body, where and from when, and who checked the row.

The rows help somebody check; they are not legal advice, and none was reviewed by a lawyer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

from ginnel.directory import LEGAL_CLASSES, NATIONS
from ginnel.governance.purposes import PURPOSES
from ginnel.vocabulary import BadInput, Problem, digest
from ginnel.vocabulary.toml_file import TomlFile, TomlTable

KINDS: tuple[str, ...] = ("power", "art6", "art9", "art10", "confidentiality", "instrument", "duty")
REGIMES: tuple[str, ...] = ("uk-gdpr", "dpa-part-3", "other")


@dataclass(frozen=True)
class LawRow:
    """One provision. `from_class` and `to_class` are the legal classes that may tell and be told; empty means any.

    `consent` says that the row itself rests on the person's yes; `right_to_object` that UK GDPR Art 21 applies;
    `needs_condition` that it counts only with a condition of DPA 2018 Schedule 1, which `condition` marks;
    `operator_only` that it answers for work under instruction, never for telling; `purposes` what alone it serves.
    `no_other_use`: data received under it serves those purposes and no other. `authorises`: it is the law that lets data
    collected for law enforcement serve its purposes. `policy_document`: it counts only with an appropriate policy document
    in place, unless the recipient's class is among `no_document_to`. `not_for_tasks`: a public authority cannot rest its
    tasks on it. `needs_duty`: it stands only on a power that `obliges`. `needs_statute`: it stands only on a power that
    `displaces_confidence`. `condition_of`: the provisions of Art 9 that a condition serves. `tell_purposes`: what alone may
    be told under it; finding is not bound. `also_for`: what data bound to its purposes may serve all the same;
    `other_use_on_yes`: telling for any other purpose too, after the person's yes. `unasked_for`: the purposes for which
    one who holds data may tell it unasked; for every other a request must be named. `dpv` is the term of W3C DPV 2.2, if any.
    """

    id: str
    title: str
    kind: str
    statute: str
    section: str
    extent: frozenset[str]
    regime: str
    starts: date
    ends: date | None
    plain: str
    source: str
    quality: str
    from_class: frozenset[str] = frozenset()
    to_class: frozenset[str] = frozenset()
    consent: bool = False
    right_to_object: bool = False
    needs_condition: bool = False
    condition: bool = False
    operator_only: bool = False
    purposes: frozenset[str] = frozenset()
    no_other_use: bool = False
    authorises: bool = False
    policy_document: bool = False
    not_for_tasks: bool = False
    obliges: bool = False
    needs_duty: bool = False
    displaces_confidence: bool = False
    needs_statute: bool = False
    condition_of: frozenset[str] = frozenset()
    tell_purposes: frozenset[str] = frozenset()
    also_for: frozenset[str] = frozenset()
    no_document_to: frozenset[str] = frozenset()
    unasked_for: frozenset[str] = frozenset()
    other_use_on_yes: bool = False
    dpv: str = ""

    @property
    def hash(self) -> str:
        return digest(self)

    def in_force(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True)
class Verification:
    """A named person's word that a law row says what the law says, for the row's exact content."""

    row: str
    hash: str
    name: str
    on: date
    demo: bool = False


class Law:
    """The rows that a region may rest on, and who signed for them."""

    def __init__(self, rows: Iterable[LawRow], verified: Iterable[Verification] = ()) -> None:
        self.rows: Mapping[str, LawRow] = {r.id: r for r in rows}
        self.verified: Mapping[str, Verification] = {v.row: v for v in verified}

    def row(self, id: str) -> LawRow | None:
        return self.rows.get(id)

    def signed_for(self, row: LawRow, *, demo_counts: bool, day: date | None = None) -> bool:
        """Whether a named person signed for this row as it stands, by `day` if one is given.

        A demonstration signature counts only if `demo_counts`.
        """
        found = self.verified.get(row.id)
        if found is None or found.hash != row.hash or not found.name.strip():
            return False
        return (day is None or found.on <= day) and (demo_counts or not found.demo)


def shipped_rows() -> tuple[LawRow, ...]:
    """The rows that come with Ginnel: the files of `law_rows/` beside this one, by file name."""
    folder = resources.files("ginnel.governance").joinpath("law_rows")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(row for f in files for row in parse_rows(f.name, f.read_text(encoding="utf-8")))


def parse_rows(name: str, text: str) -> tuple[LawRow, ...]:
    file = TomlFile(name, text)
    rows = tuple(_row(t) for t in file.tables("row"))
    file.finish()
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            file.problem(f"two law rows are called {row.id!r}")
        seen.add(row.id)
    file.check()
    return rows


def _row(t: TomlTable) -> LawRow:
    row = LawRow(
        id=t.text("id"),
        title=t.text("title"),
        kind=t.text("kind", choices=KINDS),
        statute=t.text("statute"),
        section=t.text("section"),
        extent=frozenset(t.texts("extent", choices=NATIONS)),
        regime=t.text("regime", choices=REGIMES, default="uk-gdpr"),
        starts=t.day("from"),
        ends=t.day("to", default=None),
        plain=t.text("plain"),
        source=t.text("source"),
        quality=t.text("quality", choices=("primary", "secondary")),
        from_class=frozenset(t.texts("from_class", choices=LEGAL_CLASSES, default=[])),
        to_class=frozenset(t.texts("to_class", choices=LEGAL_CLASSES, default=[])),
        consent=t.flag("consent", default=False),
        right_to_object=t.flag("right_to_object", default=False),
        needs_condition=t.flag("needs_condition", default=False),
        condition=t.flag("condition", default=False),
        operator_only=t.flag("operator_only", default=False),
        purposes=frozenset(t.texts("purposes", choices=PURPOSES, default=[])),
        no_other_use=t.flag("no_other_use", default=False),
        authorises=t.flag("authorises", default=False),
        policy_document=t.flag("policy_document", default=False),
        not_for_tasks=t.flag("not_for_tasks", default=False),
        obliges=t.flag("obliges", default=False),
        needs_duty=t.flag("needs_duty", default=False),
        displaces_confidence=t.flag("displaces_confidence", default=False),
        needs_statute=t.flag("needs_statute", default=False),
        condition_of=frozenset(t.texts("condition_of", default=[])),
        tell_purposes=frozenset(t.texts("tell_purposes", choices=PURPOSES, default=[])),
        also_for=frozenset(t.texts("also_for", choices=PURPOSES, default=[])),
        no_document_to=frozenset(t.texts("no_document_to", choices=LEGAL_CLASSES, default=[])),
        unasked_for=frozenset(t.texts("unasked_for", choices=PURPOSES, default=[])),
        other_use_on_yes=t.flag("other_use_on_yes", default=False),
        dpv=t.text("dpv", default=""),
    )
    t.finish()
    return row


def load_verified(path: Path, shown_as: str) -> tuple[Verification, ...]:
    """`law/verified.toml`; a missing file is no verification at all."""
    if not path.exists():
        return ()
    file = TomlFile.read(path, shown_as=shown_as)
    found = []
    for t in file.tables("verified"):
        found.append(
            Verification(t.text("row"), t.text("hash"), t.text("name"), t.day("on"), t.flag("demo", default=False))
        )
        t.finish()
    file.finish()
    file.check()
    return tuple(found)


def law(rows: Iterable[LawRow], verified: Iterable[Verification], shown_as: str) -> Law:
    """A `Law`, after checking that every verification names a row."""
    rows, verified = tuple(rows), tuple(verified)
    ids = {r.id for r in rows}
    unknown = [v.row for v in verified if v.row not in ids]
    if unknown:
        raise BadInput([Problem(f"no law row is called {u!r}", file=shown_as, mend="remove it") for u in unknown])
    return Law(rows, verified)
