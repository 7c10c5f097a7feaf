"""The rule of `spells` over many devices: numpy across devices, hours and days in the outer loops.

`damp_spells` is what a night calls. It takes devices in chunks, so that memory stays the same whatever the region's
size; each chunk is read, cleaned (`hours`), given the weather, stepped through the mould model and cut into spells.
The generative tests hold it against the plain rule: days and levels equal, indices to 1e-9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ginnel.sensors.across import States, daily, without_stuck
from ginnel.sensors.hours import FIRST_YEAR, HOUR_SECONDS, Axis, day_start, hours_sql, relation
from ginnel.sensors.spells import LEVELS
from ginnel.sensors.spells_across import Found, find
from ginnel.sensors.weather import on_axis, outdoor_means
from ginnel.vocabulary import BadInput, Problem, digest
from ginnel.vocabulary.calendar import local_day

SCHEMA = pa.schema([
    ("spell", pa.string()), ("device", pa.string()), ("home", pa.string()), ("uprn", pa.string()),
    ("tenure", pa.string()), ("room", pa.string()), ("since", pa.date32()), ("until", pa.date32()),
    ("known_on", pa.date32()), ("index_low", pa.float64()), ("index_mid", pa.float64()), ("index_high", pa.float64()),
    ("coverage", pa.float64()), ("days_wet", pa.int64()), ("level", pa.string()),
])  # fmt: skip
"""The columns of <programme>_damp."""

CELLS = 1_500_000
"""Hours times devices that are in memory at a time: about 12 MB for each of a dozen arrays."""
SAMPLES = 3_000_000
"""Readings that DuckDB groups at a time, about: what bounds memory where devices speak every few minutes."""
PLACES = "ginnel_sensor_places"
_NEVER = 2**40


@dataclass(frozen=True)
class Place:
    """A device in a home for a time: its readings count from hour `first` up to, not including, `last` (from 1970)."""

    device: str
    uprn: str | None
    tenure: str | None
    room: str | None
    first: int
    last: int


def damp_spells(
    connection: duckdb.DuckDBPyConnection,
    *,
    readings: str,
    devices: str,
    weather: str,
    home_of: Callable[[str], str | None],
    now: date | datetime,
    zone: str = "Europe/London",
) -> pa.Table:
    """Every damp spell that the readings up to `now` tell, as a table of `SCHEMA`, sorted by device and since.

    `readings` (device_id, recorded_at in UTC, temperature, humidity), `devices` (device_id, uprn, room, tenure, since,
    until) and `weather` (recorded_at, temperature) are Parquet paths, SELECTs or names of tables. `home_of` gives the
    home of a UPRN. Only days that are over in `zone` before `now` count: an aware time, or a day, whose start is meant.
    Raises BadInput for a device that is listed twice for the same time, and ValueError for a time without a zone.
    """
    end = local_day(now, zone) if isinstance(now, datetime) else now
    places = _places(connection, devices, end, zone)
    means = outdoor_means(connection, weather) if places else {}
    tables = []
    for chunk in _chunks(connection, readings, places, end, zone):
        found = _spells_of(connection, readings, chunk, means, end, zone)
        if found is not None:
            tables.append(_table(chunk, *found, home_of))
    return pa.concat_tables([SCHEMA.empty_table(), *tables]).combine_chunks()


def _places(connection: duckdb.DuckDBPyConnection, devices: str, end: date, zone: str) -> list[Place]:
    """Devices in order of id and time. A later place of a device ends an earlier one that has no end."""
    rows = connection.execute(
        f"SELECT CAST(device_id AS VARCHAR), CAST(uprn AS VARCHAR), tenure, room, CAST(since AS DATE), "
        f"CAST(until AS DATE) FROM {relation(devices)} WHERE device_id IS NOT NULL ORDER BY 1, 5 NULLS FIRST, 6, 2"
    ).fetchall()
    last_hour = day_start(end, zone)
    out: list[Place] = []
    for i, (device, uprn, tenure, room, since, until) in enumerate(rows):
        first = day_start(since, zone) if since else 0
        last = min(day_start(until, zone) if until else _NEVER, last_hour)
        if i + 1 < len(rows) and rows[i + 1][0] == device:
            last = _before_next(last, until, rows[i + 1][4], first, zone)
        out.append(Place(device, uprn, tenure, room, first, last))
    return out


def _before_next(last: int, until: date | None, following: date | None, first: int, zone: str) -> int:
    begins = day_start(following, zone) if following else 0
    if begins <= first or (until is not None and begins < last):
        raise BadInput(
            Problem(
                "a device is listed in two places for the same days",
                key="since, until",
                mend="end the earlier row of the device on the day on which the later one begins",
            )
        )
    return min(last, begins)


def _chunks(
    connection: duckdb.DuckDBPyConnection, readings: str, places: Sequence[Place], end: date, zone: str
) -> Iterator[Sequence[Place]]:
    """Places in groups whose hours fit in `CELLS` and whose readings, on average, fit in `SAMPLES`."""
    row = connection.execute(
        f"SELECT min(epoch_us(CAST(recorded_at AS TIMESTAMPTZ))), count(*) FROM {relation(readings)} "
        f"WHERE recorded_at >= TIMESTAMP '{FIRST_YEAR}-01-01'"
    ).fetchone()
    if row is None or row[0] is None:
        return
    earliest = max(int(row[0]) // 1_000_000 // HOUR_SECONDS, min((p.first for p in places), default=0))
    size = min(CELLS // max(day_start(end, zone) - earliest + 25, 1), SAMPLES * len(places) // int(row[1]))
    for i in range(0, len(places), max(size, 1)):
        yield places[i : i + max(size, 1)]


def _spells_of(
    connection: duckdb.DuckDBPyConnection,
    readings: str,
    chunk: Sequence[Place],
    means: dict[int, float],
    end: date,
    zone: str,
) -> tuple[Found, Axis] | None:
    got = _hours(connection, readings, chunk)
    if not len(got["hour"]):
        return None
    begins = datetime.fromtimestamp(int(got["hour"].min()) * HOUR_SECONDS, UTC)
    axis = Axis.between(local_day(begins, zone), end, zone)
    shape = (axis.size, len(chunk))
    temperature, humidity = np.full(shape, np.nan), np.full(shape, np.nan)
    flat = np.zeros(shape, bool)
    at = (got["hour"] - axis.first, got["place"])
    temperature[at], humidity[at], flat[at] = got["temperature"], got["humidity"], got["flat"]
    del got, at
    without_stuck(temperature, humidity, flat)
    outside = np.array(on_axis(means, axis).temperature, dtype=np.float64)
    found = find(daily(temperature, humidity, outside, axis, States.fresh(len(chunk))), axis)
    return found, axis


def _hours(
    connection: duckdb.DuckDBPyConnection, readings: str, chunk: Sequence[Place]
) -> dict[str, npt.NDArray[np.generic]]:
    places = pa.table(
        {
            "place": pa.array(range(len(chunk)), pa.int32()),
            "device": pa.array([p.device for p in chunk], pa.string()),
            "first": pa.array([p.first for p in chunk], pa.int64()),
            "last": pa.array([p.last for p in chunk], pa.int64()),
        }
    )
    connection.register(PLACES, places)
    try:
        return connection.execute(hours_sql(readings, PLACES, chunk[0].device, chunk[-1].device)).fetchnumpy()
    finally:
        connection.unregister(PLACES)


def _table(chunk: Sequence[Place], found: Found, axis: Axis, home_of: Callable[[str], str | None]) -> pa.Table:
    """Rows of `SCHEMA` in order of device and since."""
    order = np.lexsort((found.since, found.place))
    rows = []
    for i in order:
        place, since, until = chunk[found.place[i]], axis.days[found.since[i]], int(found.until[i])
        rows.append({
            "spell": spell_id(place.device, since), "device": place.device,
            "home": None if place.uprn is None else home_of(place.uprn), "uprn": place.uprn,
            "tenure": place.tenure, "room": place.room, "since": since,
            "until": None if until < 0 else axis.days[until], "known_on": axis.days[found.known[i]],
            "index_low": float(found.index[0, i]), "index_mid": float(found.index[1, i]),
            "index_high": float(found.index[2, i]), "coverage": float(found.coverage[i]),
            "days_wet": int(found.days_wet[i]), "level": LEVELS[found.level[i]],
        })  # fmt: skip
    return pa.Table.from_pylist(rows, SCHEMA)


def spell_id(device: str, since: date) -> str:
    """The same spell has the same id every night, as long as no late reading moves its first day."""
    return "s-" + digest([device, since.isoformat()])[:16]
