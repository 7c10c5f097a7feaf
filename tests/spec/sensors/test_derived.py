"""What the flow check is told about damp spells."""

from __future__ import annotations

import pytest

from ginnel.sensors import derived
from ginnel.sensors.sets import SCHEMA
from ginnel.vocabulary import BadInput, Column, Dataset

CLIMATE = frozenset({"housing-conditions"})
ARROW = {"text": "string", "date": "date32[day]", "number": "double", "integer": "int64"}


def column(name: str, type_: str = "text", categories: frozenset[str] = CLIMATE, role: str | None = None) -> Column:
    return Column(name, type_, categories, role=role)  # type: ignore[arg-type]


READINGS = Dataset(
    "landlord_readings", frozenset({"northshire-homes"}),
    (column("device_id", role="device"), column("recorded_at", "timestamp"), column("temperature", "number"),
     column("humidity", "number")),
    CLIMATE, about="device", kind="climate",
)  # fmt: skip
DEVICES = Dataset(
    "landlord_devices", frozenset({"northshire-homes", "northshire-council"}),
    (column("device_id", role="device"), column("uprn", categories=frozenset({"address"}), role="uprn"), column("room"),
     column("tenure", categories=frozenset({"tenancy"}), role="tenure"), column("since", "date"),
     column("until", "date")),
    CLIMATE, about="home", kind="devices",
)  # fmt: skip


def test_the_dataset_is_named_after_the_programme() -> None:
    found = derived(READINGS, DEVICES)
    assert (found.name, found.kind, found.about, found.key) == ("landlord_damp", "derived", "home", ("spell",))
    assert found.controllers == {"northshire-homes", "northshire-council"}
    assert found.derived_from == ("landlord_readings", "landlord_devices")


def test_its_columns_are_those_of_the_table_of_spells() -> None:
    found = derived(READINGS, DEVICES)
    assert [(c.name, ARROW[c.type]) for c in found.columns] == [(f.name, str(f.type)) for f in SCHEMA]
    assert all(c.meaning for c in found.columns)


@pytest.mark.parametrize(
    ("name", "more"),
    [("spell", set()), ("level", set()), ("room", set()), ("home", {"address"}), ("uprn", {"address"}),
     ("tenure", {"tenancy"})],
)  # fmt: skip
def test_a_column_carries_the_categories_of_all_that_shows_in_it(name: str, more: set[str]) -> None:
    assert derived(READINGS, DEVICES).column(name).categories == {"housing-conditions"} | more


def test_a_missing_role_is_named_with_its_mend() -> None:
    with pytest.raises(BadInput, match=r'contracts/landlord_devices.toml.*role uprn[\s\S]*role = "uprn"'):
        derived(READINGS, Dataset("landlord_devices", frozenset(), (DEVICES.columns[0], *DEVICES.columns[2:]), CLIMATE))
