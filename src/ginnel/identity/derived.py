"""What the derived tables are, for the catalogue: whose data they mix, and which categories their columns tell."""

from __future__ import annotations

from collections.abc import Iterable

from ginnel.vocabulary import Catalogue, Column, Dataset
from ginnel.vocabulary.catalogue import FAMILY_ROLES, LINK_ROLES, ColumnType

Plan = tuple[tuple[str, ColumnType, str | None, str], ...]
"""Name, type, role of the columns whose categories it carries (None: linkage alone), meaning."""

LINKS: Plan = (
    ("dataset", "text", None, "the dataset of the record"),
    ("record", "text", None, "the record's key"),
    ("person", "text", None, "whom the record is about"),
    ("home", "text", "address", "where the record says that person lives; null where that must stay secret"),
    ("probability", "number", None, "of belonging to this person; 1 for a lone record"),
    ("evidence", "text", None, "JSON list of the identifiers that agreed"),
)
PAIRS: Plan = (
    ("dataset_l", "text", None, "dataset of one record"),
    ("record_l", "text", None, "key of one record"),
    ("dataset_r", "text", None, "dataset of the other record"),
    ("record_r", "text", None, "key of the other record"),
    ("probability", "number", None, "that both are about one person"),
)
PEOPLE: Plan = (
    ("person", "text", None, "stable id"),
    ("given_name", "text", "given_name", "as most records have it"),
    ("family_name", "text", "family_name", "as most records have it"),
    ("born", "date", "born", "as most records have it"),
    ("sex", "text", "sex", "as most records have it"),
    ("language", "text", "language", "as most records have it (ISO 639-1)"),
    ("home", "text", "address", "where the person lives now"),
    ("protected", "flag", "protected", "the address must stay secret from others"),
    ("responsible_person", "text", "responsible_adult", "an adult who may decide for a child, by paper, day and order"),
    ("sources", "integer", None, "how many records say so"),
)
HOMES: Plan = (
    ("home", "text", "address", "stable id"),
    ("uprn", "text", "uprn", "unique property reference number, where known"),
    ("address", "text", "address", "as most records write it"),
    ("postcode", "text", "postcode", "as most records write it"),
)
HOME_ROLES = frozenset({"address", "postcode", "uprn"})


def derived(catalogue: Catalogue, controllers: Iterable[str] | None = None) -> tuple[Dataset, ...]:
    """links, pairs, people and homes as derived from the people datasets of `catalogue`.

    `controllers` limits the inputs to the datasets of these (default: all). Each column carries the categories of
    the input columns that it is made from, and "linkage"; being a row carries those of every identifier that was
    compared, and what being a row of each input tells, for a link shows that somebody is in that dataset.
    """
    wanted = None if controllers is None else frozenset(controllers)
    inputs = [d for d in catalogue if d.kind == "people" and (wanted is None or d.controllers <= wanted)]
    row = frozenset({"linkage"}).union(*(d.row_categories for d in inputs), *(_told(inputs, r) for r in LINK_ROLES))
    homes = frozenset({"linkage"}).union(*(_told(inputs, r) for r in HOME_ROLES))
    return (
        _dataset("links", LINKS, inputs, row, ("dataset", "record")),
        _dataset("pairs", PAIRS, inputs, row, ("dataset_l", "record_l", "dataset_r", "record_r")),
        _dataset("people", PEOPLE, inputs, row, ("person",)),
        _dataset("homes", HOMES, inputs, homes, ("home",), about_home=True),
    )


def _told(inputs: list[Dataset], role: str) -> frozenset[str]:
    """What a column made from this role tells. Who decides for a child tells of the papers and orders that say so."""
    roles = {role} | (FAMILY_ROLES if role == "responsible_adult" else frozenset())
    found = (d.with_role(r) for d in inputs for r in sorted(roles))
    return frozenset[str]().union(*(c.categories for c in found if c is not None))


def _dataset(
    name: str, plan: Plan, inputs: list[Dataset], row: frozenset[str], key: tuple[str, ...], about_home: bool = False
) -> Dataset:
    roles = {"language", "protected", "responsible_adult"} | LINK_ROLES
    columns = tuple(
        Column(
            n,
            kind,
            frozenset({"linkage"}) | (_told(inputs, role) if role else frozenset()),
            meaning=meaning,
            nullable=n not in key,
            role=role if role in roles and n == role else None,
            links_to={"person": "people", "home": "homes"}.get(n)
            if name not in ("people", "homes") or (n == "home" and name == "people")
            else None,
        )
        for n, kind, role, meaning in plan
    )
    return Dataset(
        name,
        frozenset[str]().union(*(d.controllers for d in inputs)),
        columns,
        row,
        key=key,
        kind="derived",
        derived_from=tuple(d.name for d in inputs),
        about="home" if about_home else "person",
    )
