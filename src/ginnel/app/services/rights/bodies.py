"""Every body of the region, as somebody who asks about her data should see it: what it holds, what it was told, what to expect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ginnel.app.services import place
from ginnel.governance.law import LawRow
from ginnel.governance.rights import KINDS, expected
from ginnel.store.models import CaseRow, Holding, Look, Person, ProposalRow, UseRow


@dataclass(frozen=True)
class Body:
    """`known`: it holds something about her, was told something, or runs these pages. `expect` has an answer a kind."""

    id: str
    datasets: tuple[str, ...]
    categories: tuple[str, ...]
    told: bool
    operator: bool
    enforcement: bool
    expect: Mapping[str, str]

    @property
    def known(self) -> bool:
        return bool(self.datasets or self.told or self.operator)


def about(person: Person, now: datetime) -> list[Body]:
    """All bodies of the region, those that know of her first. None is left out."""
    held, heard = _held(person), _heard(person)
    found = []
    for id, organisation in place.region().directory.organisations.items():
        police = organisation.legal_class == "police"
        rows = rows_of(id, now)
        names = tuple(sorted(held.get(id, ())))
        found.append(
            Body(
                id, names, _categories(names), id in heard, id == place.operator().id, police,
                {k: expected(k, rows, enforcement=police) for k in KINDS},
            )
        )  # fmt: skip
    return sorted(found, key=lambda b: not b.known)


def rows_of(controller: str, now: datetime) -> tuple[LawRow, ...]:
    """The Art 6 rows on which a body relies in the agreements that are in force."""
    law, found, day = place.region().law, {}, place.today(now)
    for agreement in place.register(now).agreements:
        basis = agreement.basis_of(controller)
        row = law.row(basis.art6) if basis and agreement.in_force(day) else None
        if row is not None:
            found[row.id] = row
    return tuple(found.values())


def _held(person: Person) -> Mapping[str, set[str]]:
    delivered = place.region().delivered
    found: dict[str, set[str]] = defaultdict(set)
    for name in Holding.objects.filter(person=person).values_list("dataset", flat=True):
        for body in delivered.dataset(name).controllers if name in delivered else ():
            found[body].add(name)
    return found


def _heard(person: Person) -> frozenset[str]:
    """Bodies that were told something, work on a case, or looked."""
    uses = UseRow.objects.filter(person=person.id, outcome__in=("told", "own-case")).values_list("recipient", flat=True)
    told = ProposalRow.objects.filter(person=person.id, state="released").values_list("recipient", flat=True)
    cases = CaseRow.objects.filter(person=person.id).values_list("organisation", flat=True)
    looks = Look.objects.filter(person=person.id).values_list("organisation", flat=True)
    return frozenset({*uses, *told, *cases, *looks} - {""})


def _categories(names: tuple[str, ...]) -> tuple[str, ...]:
    delivered = place.region().delivered
    return tuple(sorted({c for name in names for c in delivered.dataset(name).categories}))
