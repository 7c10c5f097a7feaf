"""What the flow check is told about damp spells: a derived dataset whose columns carry their inputs' categories."""

from __future__ import annotations

from ginnel.sensors.spells import LEVELS
from ginnel.vocabulary import BadInput, Column, Dataset, Problem
from ginnel.vocabulary.catalogue import ColumnType

READINGS_SUFFIX = "_readings"
READ_ROLES = ("device", "recorded_at", "temperature", "humidity")
"""What a spell is made of, so that its mere existence tells it."""
PLACE_ROLES = ("device", "since", "until")

_COLUMNS: tuple[tuple[str, ColumnType, bool, tuple[str, ...], str], ...] = (
    ("spell", "text", False, (), "the id of the spell"),
    ("device", "text", False, (), "the device whose readings show it"),
    ("home", "text", True, ("uprn",), "the home that the device is in"),
    ("uprn", "text", True, ("uprn",), "the property reference of that home"),
    ("tenure", "text", True, ("tenure",), "on what terms people live there"),
    ("room", "text", True, ("room",), "the room that the device is in"),
    ("since", "date", False, (), "the first damp day"),
    ("until", "date", True, (), "the first day that is dry again; empty while it goes on"),
    ("known_on", "date", False, (), "the day at whose end the readings said so"),
    ("index_low", "number", False, (), "least mould index of the likely surfaces, 0 to 6, at the last day's end"),
    ("index_mid", "number", False, (), "mould index of a weak spot of the wall, 0 to 6, at the last day's end"),
    ("index_high", "number", False, (), "greatest mould index of the likely surfaces, 0 to 6, at the last day's end"),
    ("coverage", "number", False, (), "share of the spell's hours that are known, 0 to 1"),
    ("days_wet", "integer", False, (), "days with 80 % relative humidity or more at a weak spot"),
    ("level", "text", False, (), "watch, damp or severe"),
)
"""Name, type, whether it may be empty, the device's columns (by role or name) that it shows, meaning."""


def programme(readings: Dataset) -> str:
    """Whose sensors these are: "landlord" for `landlord_readings`."""
    return readings.name.removesuffix(READINGS_SUFFIX)


def derived(programme_readings: Dataset, devices: Dataset) -> Dataset:
    """The dataset "<programme>_damp" of the spells that these readings and devices give (columns: `sets.SCHEMA`).

    Each column carries the categories of everything that shows in it: the readings and the device's times in all of
    them, since they decide which rows there are. Weather is about nobody. Raises BadInput when a role is missing.
    """
    every = _every(programme_readings, devices)
    columns = tuple(
        Column(
            name, type_, every | _shown(devices, shown), meaning, nullable, choices=LEVELS if name == "level" else ()
        )
        for name, type_, nullable, shown, meaning in _COLUMNS
    )
    return Dataset(
        name=f"{programme(programme_readings)}_damp",
        controllers=programme_readings.controllers | devices.controllers,
        columns=columns,
        row_categories=every,
        key=("spell",),
        derived_from=(programme_readings.name, devices.name),
        about="home",
        meaning="when a home was damp, by the readings of a device in it",
        kind="derived",
        received_under=programme_readings.received_under | devices.received_under,
        law_enforcement=programme_readings.law_enforcement or devices.law_enforcement,
    )


def _every(readings: Dataset, devices: Dataset) -> frozenset[str]:
    """Categories that being a row in the derived dataset tells."""
    found = readings.row_categories | devices.row_categories
    for dataset, roles in ((readings, READ_ROLES), (devices, PLACE_ROLES)):
        for role in roles:
            found |= _by_role(dataset, role).categories
    return found


def _shown(devices: Dataset, names: tuple[str, ...]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for name in names:
        found |= (devices.column(name) if devices.has(name) else _by_role(devices, name)).categories
    return found


def _by_role(dataset: Dataset, role: str) -> Column:
    column = dataset.with_role(role) or (dataset.column(role) if dataset.has(role) else None)
    if column is None:
        raise BadInput(
            Problem(
                f"{dataset.name} has no column with the role {role}, so damp cannot be derived from it",
                file=f"contracts/{dataset.name}.toml",
                mend=f'give the column its role = "{role}"',
            )
        )
    return column
