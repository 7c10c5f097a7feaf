"""What four silos and a sensor deliver, cut from the real files. The true `cluster` never gets into a delivery."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

Row = dict[str, str]
DEVICE, UPRN = "house-1", "990000000001"


@dataclass(frozen=True)
class Silo:
    """A dataset about people: its key and, by column, what a silo of this kind writes of a record."""

    dataset: str
    key: str
    columns: dict[str, Callable[[Row], str]]

    @property
    def header(self) -> list[str]:
        return [self.key, *self.columns]


def _given(row: Row) -> str:
    """All words but the last; a name of one word is taken as given."""
    words = row["full_name"].split()
    return " ".join(words[:-1] if len(words) > 1 else words)


def _family(row: Row) -> str:
    words = row["full_name"].split()
    return words[-1] if len(words) > 1 else ""


def _of(column: str) -> Callable[[Row], str]:
    return lambda row: row[column]


def _day_first(row: Row) -> str:
    """The same day as some offices write it, whether or not there is such a day."""
    return "/".join(reversed(row["dob"].split("-"))) if row["dob"] else ""


NAMES = {"given_name": _given, "family_name": _family}
POSTCODE = {"postcode": _of("postcode_fake")}
BORN, SEX = {"born": _of("dob")}, {"sex": _of("gender")}

SILOS = (
    Silo("patients", "patient_id", NAMES | BORN | SEX | {"birth_place": _of("birth_place")} | POSTCODE),
    Silo("tenancies", "occupant_id", NAMES | BORN | POSTCODE),
    Silo("council_tax", "account_id", NAMES | POSTCODE),
    Silo("benefits", "claim_id", NAMES | {"born": _day_first} | SEX | POSTCODE),
)


def silo_of(unique_id: str) -> Silo:
    """A hash of the record's opaque id decides, so that nothing about the person does."""
    return SILOS[hashlib.sha256(unique_id.encode()).digest()[0] % len(SILOS)]


def _records(real: Path) -> list[Row]:
    table = pq.read_table(real / "linking" / "historical_people.parquet")
    return [{k: v or "" for k, v in row.items() if k != "occupation"} for row in table.to_pylist()]


def truth(real: Path) -> dict[tuple[str, str], str]:
    """(dataset, record) -> person. For the evaluator; nothing else reads the column."""
    return {(silo_of(r["unique_id"]).dataset, r["unique_id"]): r["cluster"] for r in _records(real)}


def unreadable_days(real: Path) -> dict[str, set[str]]:
    """Records by silo whose day of birth cannot be read, where the silo keeps one at all: no calendar has it, such as
    1858-08-00, or it lies before the year 1000, before which a contract's dates do not reach."""
    found: dict[str, set[str]] = {silo.dataset: set() for silo in SILOS}
    for row in _records(real):
        silo = silo_of(row["unique_id"])
        if "born" in silo.columns and row["dob"] and not _is_day(row["dob"]):
            found[silo.dataset].add(row["unique_id"])
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return text >= "1000"


def _write(folder: Path, dataset: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path = folder / "data" / dataset / f"{dataset}.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([header, *rows])


def deliver_people(folder: Path, real: Path) -> None:
    rows = _records(real)
    for silo in SILOS:
        mine = (r for r in rows if silo_of(r["unique_id"]) is silo)
        written = ([r["unique_id"], *(write(r) for write in silo.columns.values())] for r in mine)
        _write(folder, silo.dataset, silo.header, written)


def house(real: Path, name: str) -> list[list[str]]:
    """Rows of one of the house's files: time stamped in UTC+2, temperature, relative humidity."""
    with (real / "damp" / f"house1_{name}.csv").open(newline="", encoding="utf-8") as handle:
        return [[r["t_UTC+2"], r["T"], r["RH"]] for r in csv.DictReader(handle)]


def deliver_house(folder: Path, real: Path) -> None:
    climate = ("recorded_at", "temperature", "humidity")
    _write(folder, "landlord_readings", ("device_id", *climate), ([DEVICE, *r] for r in house(real, "indoor")))
    _write(folder, "weather", climate, house(real, "weather"))
    _write(folder, "landlord_devices", ("device_id", "uprn", "room", "tenure", "since", "until"),
           [[DEVICE, UPRN, "living room", "social", "2020-12-18", ""]])  # fmt: skip
