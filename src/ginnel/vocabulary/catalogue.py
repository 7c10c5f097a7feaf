"""What the region's datasets look like: categories of data, columns, datasets. Data only, no files, no rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ginnel.vocabulary.errors import BadInput, Problem, nearest

ColumnType = Literal["text", "integer", "number", "date", "timestamp", "flag"]
COLUMN_TYPES: tuple[ColumnType, ...] = ("text", "integer", "number", "date", "timestamp", "flag")

Sensitivity = Literal["none", "special", "offence"]

Kind = Literal["people", "events", "devices", "climate", "weather", "choices", "derived", "other"]
KINDS: tuple[Kind, ...] = ("people", "events", "devices", "climate", "weather", "choices", "derived", "other")
"""What a dataset is to Ginnel: `people` holds who somebody is, `events` hangs on another dataset's records."""

Role = Literal[
    "nhs_number",
    "nino",
    "given_name",
    "family_name",
    "born",
    "sex",
    "address",
    "postcode",
    "uprn",
    "phone",
    "language",
    "responsible_adult",
    "protected",
    "tenant",
    "tenure",
    "since",
    "until",
    "device",
    "recorded_at",
    "temperature",
    "humidity",
    "responsible_kind",
    "responsible_evidence",
    "responsible_since",
    "responsible_until",
    "order_kind",
    "order_role",
    "order_since",
    "order_until",
]
ROLES: tuple[str, ...] = Role.__args__  # type: ignore[attr-defined]
LINK_ROLES: frozenset[str] = frozenset(
    {"nhs_number", "nino", "given_name", "family_name", "born", "sex", "address", "postcode", "uprn", "phone"}
)
"""The identifiers that linking may compare, and nothing else."""
FAMILY_ROLES: frozenset[str] = frozenset(
    {"responsible_kind", "responsible_evidence", "responsible_since", "responsible_until",
     "order_kind", "order_role", "order_since", "order_until"}
)  # fmt: skip
"""What shows that somebody may decide for a child: the relation, the paper, the days; a court's order and who acts on it."""
PERSON_ROLES: frozenset[str] = (
    LINK_ROLES | FAMILY_ROLES | {"language", "responsible_adult", "protected", "since", "until"}
)
"""What the index of people keeps: the identifiers, how to speak to somebody, who decides for her, whom to protect."""


@dataclass(frozen=True, order=True)
class Category:
    """A kind of personal data. `sensitivity` is "special" for UK GDPR Art 9, "offence" for Art 10.

    `confidential` means that the common law duty of confidentiality applies as a lock of its own.
    """

    id: str
    title: str = ""
    sensitivity: Sensitivity = "none"
    confidential: bool = False

    @property
    def special(self) -> bool:
        return self.sensitivity == "special"


CATEGORIES: Mapping[str, Category] = {
    c.id: c
    for c in (
        Category("identifier", "name, date of birth and numbers that say who somebody is"),
        Category("address", "where somebody lives"),
        Category("contact", "how to reach somebody, and in which language"),
        Category("tenancy", "who rents which home"),
        Category("housing-conditions", "damp, mould, cold and heat of a home"),
        Category("rent-account", "rent charged, paid and owed"),
        Category("council-tax", "who is liable for council tax, and discounts"),
        Category("benefits", "benefits claimed and their amounts", confidential=True),
        Category("family", "who has parental responsibility for whom"),
        Category("health", "illness, treatment, disability", sensitivity="special", confidential=True),
        Category("social-care", "care and support received", sensitivity="special", confidential=True),
        Category("offences", "crimes done, alleged or suspected", sensitivity="offence"),
        Category("linkage", "that two records are about the same person or home"),
        Category("none", "not about a person"),
    )
}


@dataclass(frozen=True)
class Column:
    """One column of a dataset, with the categories of data that a value in it tells."""

    name: str
    type: ColumnType
    categories: frozenset[str]
    meaning: str = ""
    nullable: bool = True
    role: str | None = None
    links_to: str | None = None
    """The dataset whose record this column names, where it names one."""
    choices: tuple[str, ...] = ()
    """The few words that it may hold, where a contract holds it to them."""


@dataclass(frozen=True)
class Dataset:
    """One table. `controllers` holds the one controller of a delivered table, or all whose data a derived one mixes.

    `row_categories` is what merely being a row tells: a row in a condition table is health data.
    `subject` is the column that says whom or what a row is about, `about` whether that is a person or a home.
    """

    name: str
    controllers: frozenset[str]
    columns: tuple[Column, ...]
    row_categories: frozenset[str]
    key: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()
    about: Literal["person", "home", "device", "nobody"] = "person"
    meaning: str = ""
    kind: Kind = "other"
    received_under: frozenset[str] = frozenset()
    """The powers, as ids of law rows, under which its controller received it from others; empty where it is its own."""
    law_enforcement: bool = False
    """Whether it was collected for law enforcement, under DPA 2018 Part 3."""
    _index: Mapping[str, Column] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {c.name: c for c in self.columns})

    @property
    def categories(self) -> frozenset[str]:
        """Everything that the table tells: by its columns, and by a row's being there."""
        return frozenset(c for column in self.columns for c in column.categories) | self.row_categories

    def column(self, name: str) -> Column:
        found = self._index.get(name)
        if found is None:
            raise BadInput(Problem(f"dataset {self.name} has no column {name!r}", nearest=nearest(name, self._index)))
        return found

    def has(self, name: str) -> bool:
        return name in self._index

    def with_role(self, role: str) -> Column | None:
        """The column that plays `role`, if any."""
        return next((c for c in self.columns if c.role == role), None)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


class Catalogue:
    """Every dataset of a region by name, delivered and derived."""

    def __init__(self, datasets: Iterable[Dataset] = ()) -> None:
        self._datasets: dict[str, Dataset] = {}
        for dataset in datasets:
            if dataset.name in self._datasets:
                raise BadInput(Problem(f"two datasets are called {dataset.name!r}: rename one"))
            self._datasets[dataset.name] = dataset

    def __iter__(self) -> Iterator[Dataset]:
        return iter(self._datasets.values())

    def __contains__(self, name: object) -> bool:
        return name in self._datasets

    def __len__(self) -> int:
        return len(self._datasets)

    def dataset(self, name: str) -> Dataset:
        found = self._datasets.get(name)
        if found is None:
            raise BadInput(Problem(f"no dataset is called {name!r}", nearest=nearest(name, self._datasets)))
        return found

    def plus(self, *more: Dataset) -> Catalogue:
        """A catalogue with these datasets added."""
        return Catalogue([*self._datasets.values(), *more])

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._datasets)
