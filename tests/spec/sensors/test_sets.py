"""The damp spells of a programme of sensors: from files to a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ginnel.engines.duck import connect
from ginnel.sensors import damp_spells, remeasured
from ginnel.sensors.sets import SCHEMA
from ginnel.vocabulary import BadInput

START = datetime(2026, 1, 5, tzinfo=UTC)
NOW = datetime(2026, 2, 14, 3, tzinfo=UTC)
STAMP = pa.timestamp("us", tz="UTC")
Reading = tuple[str, datetime, float, float]
Row = tuple[str, str | None, str, date | None, date | None]


def air(device: str, humidity: float, first: int, last: int) -> list[Reading]:
    """Hourly readings of the days `first` to `last` (out), which differ a little so that nothing looks stuck."""
    return [(device, START + timedelta(hours=h), 16.0, humidity + h % 2 / 2) for h in range(24 * first, 24 * last)]


class Programme:
    """Parquet files under a folder, and what comes out of them."""

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.folder, self.connection = folder, connection
        hours = [START + timedelta(hours=h) for h in range(24 * 60)]
        self.write("weather", recorded_at=pa.array(hours, STAMP), temperature=[6.0] * len(hours))

    def write(self, name: str, **columns: object) -> None:
        pq.write_table(pa.table(columns), self.folder / f"{name}.parquet")

    def readings(self, rows: list[Reading]) -> None:
        self.write(
            "readings", device_id=[r[0] for r in rows], recorded_at=pa.array([r[1] for r in rows], STAMP),
            temperature=[r[2] for r in rows], humidity=[r[3] for r in rows],
        )  # fmt: skip

    def devices(self, *rows: Row) -> None:
        self.write(
            "devices", device_id=[r[0] for r in rows], uprn=pa.array([r[1] for r in rows], pa.string()),
            room=[r[2] for r in rows], tenure=["social"] * len(rows),
            since=pa.array([r[3] for r in rows], pa.date32()), until=pa.array([r[4] for r in rows], pa.date32()),
        )  # fmt: skip

    def path(self, name: str) -> str:
        return str(self.folder / f"{name}.parquet")

    def spells(self, now: date | datetime = NOW) -> pa.Table:
        return damp_spells(
            self.connection, readings=self.path("readings"), devices=self.path("devices"),
            weather=self.path("weather"), home_of={"100": "home-a", "200": "home-b"}.get, now=now,
        )  # fmt: skip


@pytest.fixture
def programme(tmp_path: Path) -> Iterator[Programme]:
    connection = connect()
    yield Programme(tmp_path, connection)
    connection.close()


def test_a_damp_bedroom_gives_one_row(programme: Programme) -> None:
    programme.devices(("A", "100", "bedroom", date(2025, 6, 1), None), ("B", "200", "bedroom", None, None))
    programme.readings([*air("A", 76.0, 0, 40), *air("B", 45.0, 0, 40)])
    table = programme.spells()
    assert table.schema == SCHEMA
    (row,) = table.to_pylist()
    assert (row["device"], row["home"], row["uprn"], row["room"]) == ("A", "home-a", "100", "bedroom")
    assert (row["since"], row["until"], row["known_on"]) == (date(2026, 1, 5), None, date(2026, 1, 23))
    assert (row["level"], row["days_wet"], row["coverage"]) == ("damp", 40, 1.0)
    assert row["spell"].startswith("s-")
    assert len(row["spell"]) == 18


def test_the_same_spell_keeps_its_id_the_next_night(programme: Programme) -> None:
    programme.devices(("A", "100", "bedroom", None, None))
    programme.readings(air("A", 76.0, 0, 40))
    tonight, earlier = programme.spells().to_pylist(), programme.spells(date(2026, 2, 1)).to_pylist()
    assert tonight[0]["spell"] == earlier[0]["spell"]


def test_only_days_that_are_over_count(programme: Programme) -> None:
    """At three in the morning today is not over, and readings from the future never count."""
    programme.devices(("A", "100", "bedroom", None, None))
    programme.readings(air("A", 76.0, 0, 60))
    assert programme.spells().column("days_wet").to_pylist() == [40]


def test_readings_do_not_follow_a_device_to_its_next_home(programme: Programme) -> None:
    """Damp in the first home is not told of the second; an earlier place without an end ends where the later begins."""
    moved = date(2026, 1, 25)
    programme.devices(("A", "100", "bedroom", date(2025, 6, 1), None), ("A", "200", "kitchen", moved, None))
    programme.readings([*air("A", 76.0, 0, 20), *air("A", 45.0, 20, 40)])
    (row,) = programme.spells().to_pylist()
    assert (row["home"], row["until"], row["days_wet"]) == ("home-a", None, 20)


def test_a_device_in_two_places_at_once_is_refused_without_naming_it(programme: Programme) -> None:
    programme.devices(("SECRET", "100", "bedroom", date(2025, 6, 1), date(2026, 2, 1)),
                      ("SECRET", "200", "kitchen", date(2026, 1, 1), None))  # fmt: skip
    programme.readings(air("SECRET", 76.0, 0, 40))
    with pytest.raises(BadInput, match="two places") as error:
        programme.spells()
    assert "SECRET" not in str(error.value)


def test_a_home_that_nobody_knows_stays_empty(programme: Programme) -> None:
    programme.devices(("A", None, "bedroom", None, None), ("B", "999", "bedroom", None, None))
    programme.readings([*air("A", 76.0, 0, 40), *air("B", 76.0, 0, 40)])
    assert programme.spells().column("home").to_pylist() == [None, None]


def test_without_weather_nothing_is_known_of_the_wall(programme: Programme) -> None:
    programme.devices(("A", "100", "bedroom", None, None))
    programme.readings(air("A", 90.0, 0, 40))
    programme.write("weather", recorded_at=pa.array([], STAMP), temperature=pa.array([], pa.float64()))
    assert programme.spells().num_rows == 0


@pytest.mark.parametrize("clock", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)])
def test_a_clock_that_is_not_set_harms_nothing(programme: Programme, clock: datetime) -> None:
    programme.devices(("A", "100", "bedroom", None, None))
    programme.readings([("A", clock, 16.0, 76.0), ("A", START, 16.0, 1e12), *air("A", 76.0, 0, 40)])
    assert programme.spells().column("days_wet").to_pylist() == [40]


def test_no_devices_and_no_readings_give_an_empty_table(programme: Programme) -> None:
    programme.devices()
    programme.readings([])
    assert programme.spells() == SCHEMA.empty_table()


def test_relations_may_be_selects(programme: Programme) -> None:
    """As `sources.records` gives them under a permit; times may also come without a zone, in UTC."""
    programme.devices(("A", "100", "bedroom", None, None))
    programme.readings(air("A", 76.0, 0, 40))
    table = damp_spells(
        programme.connection,
        readings="SELECT device_id, CAST(recorded_at AS TIMESTAMP) AS recorded_at, temperature, humidity "
        f"FROM read_parquet('{programme.path('readings')}')",
        devices=f"SELECT * FROM read_parquet('{programme.path('devices')}')",
        weather=f"SELECT * FROM read_parquet('{programme.path('weather')}')",
        home_of=str, now=NOW,
    )  # fmt: skip
    assert table.column("days_wet").to_pylist() == [40]


def test_small_chunks_give_the_same_table(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    programme.devices(*(("ABCDE"[i], "100", "bedroom", None, None) for i in range(5)))
    programme.readings([r for i in range(5) for r in air("ABCDE"[i], 72.0 + i, 0, 40)])
    whole = programme.spells()
    monkeypatch.setattr("ginnel.sensors.sets.CELLS", 2 * 24 * 42)
    assert programme.spells() == whole
    assert whole.num_rows >= 3


def test_homes_are_measured_again_after_the_works(programme: Programme) -> None:
    programme.readings(
        [*air("A", 76.0, 0, 15), *air("A", 45.0, 15, 40), *air("B", 76.0, 0, 40), *air("C", 45.0, 30, 40)]
    )
    works = dict.fromkeys("ABC", date(2026, 1, 20))
    answers = remeasured(
        programme.connection, readings=programme.path("readings"), weather=programme.path("weather"), works=works,
        now=NOW,
    )  # fmt: skip
    assert answers == {"A": "dry", "B": "still damp", "C": "not enough readings"}
