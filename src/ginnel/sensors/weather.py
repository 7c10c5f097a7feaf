"""Outdoor temperature for the same hours as the readings.

A wall's temperature lies between the room's and the weather's, so an hour without weather says nothing about the wall:
it is a gap, however good the indoor reading is. Over a short silence of the station the last value is carried forward
and flagged. It is carried, not drawn to the next value, because the next value was not there yet at the day's end: what
a day told must not change afterwards (see `hours`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

from ginnel.sensors.hours import HOUR_MICROSECONDS, SCALE, Axis, hour_number, relation, steps

COLDEST, HOTTEST = -40.0, 50.0
"""Outdoor air outside these bounds (degrees C) is a fault of the station."""
CARRY_HOURS = 6
"""How long a value stands for missing ones. In Britain it then is wrong by a few degrees at worst."""


@dataclass(frozen=True)
class Outdoor:
    """Degrees C of each hour of an axis, None for a gap; `carried[i]` when the value is that of an earlier hour."""

    temperature: tuple[float | None, ...]
    carried: tuple[bool, ...]

    @property
    def share_carried(self) -> float:
        """Share of all hours, for a report to show."""
        return sum(self.carried) / len(self.carried) if self.carried else 0.0


def on_axis(means: Mapping[int, float], axis: Axis) -> Outdoor:
    """The series for `axis` from means by hour (counted from 1970); means up to `CARRY_HOURS` before it help."""
    values: list[float | None] = []
    carried: list[bool] = []
    for hour in range(axis.first, axis.first + axis.size):
        back = next((b for b in range(CARRY_HOURS + 1) if hour - b in means), None)
        values.append(None if back is None else means[hour - back])
        carried.append(bool(back))
    return Outdoor(tuple(values), tuple(carried))


def outdoor(samples: Iterable[tuple[datetime, float | None]], axis: Axis) -> Outdoor:
    """Reference: the series from samples of (aware time, degrees C), in any order.

    A sample told twice counts once; different values of one moment are left out.
    """
    told: dict[datetime, set[int]] = {}
    for at, value in samples:
        if value is not None and COLDEST <= value <= HOTTEST:
            told.setdefault(at, set()).add(steps(value))
    hours: dict[int, list[int]] = {}
    for at, values in told.items():
        if len(values) == 1:
            hours.setdefault(hour_number(at), []).extend(values)
    return on_axis({hour: sum(v) / len(v) / SCALE for hour, v in hours.items()}, axis)


def outdoor_means(connection: duckdb.DuckDBPyConnection, weather: str) -> dict[int, float]:
    """Means by hour (counted from 1970) from a Parquet path or relation with recorded_at (UTC) and temperature."""
    sql = f"""
    WITH told AS (
        SELECT epoch_us(CAST(recorded_at AS TIMESTAMPTZ)) AS moment,
            min(CAST(floor(CAST(temperature AS DOUBLE) * {SCALE} + 0.5) AS INTEGER)) AS t,
            max(CAST(floor(CAST(temperature AS DOUBLE) * {SCALE} + 0.5) AS INTEGER)) AS other
        FROM {relation(weather)} WHERE CAST(temperature AS DOUBLE) BETWEEN {COLDEST} AND {HOTTEST} GROUP BY moment
    )
    SELECT CAST(moment // {HOUR_MICROSECONDS} AS BIGINT) AS hour, sum(CAST(t AS DOUBLE)) / count(*) / {SCALE}
    FROM told WHERE t = other GROUP BY hour"""
    return {int(hour): float(mean) for hour, mean in connection.execute(sql).fetchall()}
