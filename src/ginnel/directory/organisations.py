"""Who there is: organisations, the services they give, the needs people have. Read from a region's files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ginnel.vocabulary import BadInput, Problem
from ginnel.vocabulary.toml_file import TomlFile, TomlTable

LEGAL_CLASSES: tuple[str, ...] = (
    "local-authority", "nhs-body", "housing-association", "charity", "company", "utility", "energy-company",
    "water-company", "police", "prosecution", "court", "government-department",
)  # fmt: skip
"""Kinds of body in law. Energy and water have powers of their own (Digital Economy Act 2017 ss.36-39); "utility" is any other
supplier to homes, to which neither power reaches."""
ENFORCES: tuple[str, ...] = ("crime", "debt", "fraud", "immigration")
NATIONS: tuple[str, ...] = ("England", "Wales", "Scotland", "Northern Ireland")
TENURES: tuple[str, ...] = ("social", "private", "owner", "unknown")
Tier = Literal["county", "district", "unitary"]
TIERS: Mapping[str, Tier] = {"1": "county", "2": "district", "3": "unitary"}


@dataclass(frozen=True)
class Organisation:
    """A body in the region. `tier` and `parent` are set for councils: a district's parent is its county.

    `enforces`: what the body does against people, words of `ENFORCES`; such a body is never told for help.
    """

    id: str
    name: str
    name_cy: str
    legal_class: str
    nation: str
    public_authority: bool
    contact: str = ""
    gss: str = ""
    enforces: frozenset[str] = frozenset()
    tier: str = ""
    parent: str = ""

    def called(self, language: str) -> str:
        return self.name_cy if language == "cy" and self.name_cy else self.name


@dataclass(frozen=True)
class Service:
    """Help that an organisation gives for one need, to homes of these tenures (empty: to anybody)."""

    id: str
    organisation: str
    name: str
    name_cy: str
    need: str
    purpose: str
    tenures: frozenset[str]
    statutory: bool = False
    """Whether a law obliges the body to give it: then consent is seldom the right basis."""

    def called(self, language: str) -> str:
        return self.name_cy if language == "cy" and self.name_cy else self.name


@dataclass(frozen=True)
class Need:
    """What people need, in their words, how we know, and how we will see that it is met."""

    id: str
    words: str
    who: str
    evidence: str
    measure: str


@dataclass(frozen=True)
class Directory:
    organisations: Mapping[str, Organisation]
    services: tuple[Service, ...]
    needs: Mapping[str, Need]

    def service_for(self, need: str, tenure: str) -> Service | None:
        """The first service (by id) that takes this need in a home of this tenure."""
        fit = [s for s in self.services if s.need == need and (not s.tenures or tenure in s.tenures)]
        return min(fit, key=lambda s: s.id, default=None)

    def responsible_councils(self, council: str, providing_tier: str) -> tuple[Organisation, ...]:
        """Who answers for a service at the place of `council` (its lowest authority).

        `providing_tier` is "county/unitary", "district/unitary" or "all" (the words of the local services list). A
        unitary council answers for everything; under a district, county services are its parent's.
        """
        lowest = self.organisations[council]
        if lowest.tier != "district":
            return (lowest,)
        parent = self.organisations[lowest.parent]
        return {"county/unitary": (parent,), "district/unitary": (lowest,), "all": (lowest, parent)}[providing_tier]


def load_directory(region: Path) -> Directory:
    """`organisations.toml` and `needs.toml` of a region folder. Raises `BadInput` with all problems of a file."""
    file = TomlFile.read(region / "organisations.toml", shown_as="organisations.toml")
    organisations = [_organisation(t) for t in file.tables("organisation")]
    imports = [(t.text("kind", choices=("local-authorities",)), t.text("file")) for t in file.tables("import")]
    services = tuple(_service(t) for t in file.tables("service"))
    file.finish()
    file.check()
    for _, name in imports:
        organisations += import_local_authorities(region / name, name)
    known = _unique(organisations)
    for service in services:
        if service.organisation not in known:
            file.problem(f"service {service.id!r} is of {service.organisation!r}, which is no organisation")
    file.check()
    return Directory(known, services, load_needs(region / "needs.toml"))


def load_needs(path: Path) -> Mapping[str, Need]:
    file = TomlFile.read(path, shown_as="needs.toml")
    needs = []
    for t in file.tables("need", optional=False):
        needs.append(Need(t.text("id"), t.text("words"), t.text("who"), t.text("evidence"), t.text("measure")))
        t.finish()
    file.finish()
    file.check()
    return {n.id: n for n in needs}


def import_local_authorities(path: Path, shown_as: str) -> list[Organisation]:
    """Councils from the list of local-links-manager: columns gss, tier_id, parent_local_authority_id, slug, name."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    slug_of = {r["id"]: r["slug"] for r in rows}
    found = []
    for number, row in enumerate(rows, start=2):
        tier = TIERS.get(row["tier_id"])
        parent = row["parent_local_authority_id"]
        if tier is None or (parent and parent not in slug_of):
            raise BadInput(
                Problem(
                    "a council without a known tier or parent", file=shown_as, line=number, expected="tier 1, 2 or 3"
                )
            )
        found.append(
            Organisation(
                id=row["slug"], name=row["name"], name_cy="", legal_class="local-authority", nation=row["country_name"],
                public_authority=True, gss=row["gss"], tier=tier, parent=slug_of.get(parent, ""),
            )
        )  # fmt: skip
    return found


def _organisation(t: TomlTable) -> Organisation:
    found = Organisation(
        id=t.text("id"),
        name=t.text("name"),
        name_cy=t.text("name_cy", default=""),
        legal_class=t.text("legal_class", choices=LEGAL_CLASSES),
        nation=t.text("nation", choices=NATIONS),
        public_authority=t.flag("public_authority"),
        contact=t.text("contact", default=""),
        enforces=frozenset(t.texts("enforces", choices=ENFORCES, default=[])),
    )
    t.finish()
    return found


def _service(t: TomlTable) -> Service:
    found = Service(
        id=t.text("id"),
        organisation=t.text("organisation"),
        name=t.text("name"),
        name_cy=t.text("name_cy", default=""),
        need=t.text("need"),
        purpose=t.text("purpose"),
        tenures=frozenset(t.texts("tenures", choices=TENURES, default=[])),
        statutory=t.flag("statutory", default=False),
    )
    t.finish()
    return found


def _unique(organisations: Iterable[Organisation]) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for organisation in organisations:
        if organisation.id in found:
            raise BadInput(Problem(f"two organisations are called {organisation.id!r}", file="organisations.toml"))
        found[organisation.id] = organisation
    return found
