"""The catalogue that signals see: delivered datasets with person and home beside each record, and derived ones."""

from __future__ import annotations

from collections.abc import Iterable

from ginnel import sensors
from ginnel.vocabulary import LINK_ROLES, Catalogue, Column, Dataset


def signal_catalogue(delivered: Catalogue) -> Catalogue:
    """`delivered` with the columns `person` and `home` added where linking gives them, and damp datasets derived."""
    beside = _beside(delivered)
    people = {d.name for d in delivered if d.kind == "people"}
    tables = [
        _with(d, beside) if d.name in people or any(c.links_to in people for c in d.columns) else d
        for d in delivered
        if d.kind not in ("choices", "climate", "devices", "weather")
    ]
    return Catalogue([*tables, *derived_damp(delivered)])


def derived_damp(delivered: Catalogue) -> Iterable[Dataset]:
    """One dataset of damp spells for each climate dataset, from its readings and its devices."""
    for readings in delivered:
        if readings.kind == "climate":
            yield sensors.derived(readings, delivered.dataset(devices_of(readings)))


def devices_of(readings: Dataset) -> str:
    """The name of the dataset that says where the devices of `readings` are."""
    column = readings.with_role("device")
    if column is None or column.links_to is None:
        raise ValueError(f"{readings.name} has no device column that links to a devices dataset")
    return column.links_to


def _beside(delivered: Catalogue) -> tuple[Column, ...]:
    """What linking adds: the union of the identifiers that it reads, and linkage itself."""
    read = frozenset(
        category
        for d in delivered
        if d.kind == "people"
        for c in d.columns
        if c.role in LINK_ROLES
        for category in c.categories
    )
    categories = read | {"linkage"}
    return (
        Column("person", "text", categories, "the person whom this record is about"),
        Column("home", "text", categories, "the home where that person lives now"),
    )


def _with(dataset: Dataset, more: tuple[Column, ...]) -> Dataset:
    return Dataset(
        name=dataset.name, controllers=dataset.controllers, columns=(*dataset.columns, *more),
        row_categories=dataset.row_categories, key=dataset.key, derived_from=dataset.derived_from,
        about=dataset.about, meaning=dataset.meaning, kind=dataset.kind, received_under=dataset.received_under,
        law_enforcement=dataset.law_enforcement,
    )  # fmt: skip
