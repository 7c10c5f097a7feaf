"""After works: is the home dry now? "Closed" is not "dry", so the readings after the works are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

import duckdb
import pyarrow as pa

from ginnel.sensors.hours import Axis, Hour, day_start, hours_sql, without_stuck
from ginnel.sensors.spells import COVERAGE, DRY_DAYS, DRY_HOURS, Climate, Day, days, humid, mouldy
from ginnel.sensors.weather import on_axis, outdoor_means
from ginnel.vocabulary.calendar import local_day

Answer = Literal["dry", "still damp", "not enough readings"]

DAYS_NEEDED = 21
"""Known days after the works before anybody says "dry": a week for the wall to give up its water, then the fortnight
that ends a spell. Our choice; a case may be looked at again later."""
WORKS = "ginnel_sensor_works"


def after_works(series: Sequence[Day]) -> Answer:
    """The answer from the days after the works (the day of the works is not one of them), index begun at 0 there.

    "still damp": the humidity rule held on one of the last fourteen days, or mould would have begun to grow anew.
    "dry" needs 21 days known to 75 % each and the last fourteen known to 75 % together.
    """
    known = sum(d.known >= COVERAGE * d.hours for d in series)
    first = len(series) - DRY_DAYS
    if known < DAYS_NEEDED or sum(d.known for d in series[first:]) < DRY_HOURS:
        return "not enough readings"
    if mouldy(series[-1]) or any(humid(series, i) for i in range(first, len(series))):
        return "still damp"
    return "dry"


def remeasure(climate: Climate, axis: Axis, works_done: date) -> Answer:
    """The answer for one device from its hours (as `spells.days` takes them): those after the day `works_done`.

    Old mould is taken to be cleaned off by the works, so the index begins at 0 on the next day.
    """
    start = sum(d <= works_done for d in axis.days)
    if start == len(axis.days):
        return "not enough readings"
    later = Axis(axis.days[start:], axis.starts[start:])
    return after_works(days(climate[later.first - axis.first :], later))


def remeasured(
    connection: duckdb.DuckDBPyConnection,
    *,
    readings: str,
    weather: str,
    works: Mapping[str, date],
    now: date | datetime,
    zone: str = "Europe/London",
) -> dict[str, Answer]:
    """The answers for the devices in `works` (device -> day of the works). Relations and `now` as for `damp_spells`."""
    end = local_day(now, zone) if isinstance(now, datetime) else now
    asked = sorted(works)
    if not asked:
        return {}
    axis = Axis.between(min(works.values()), end, zone)
    outside = on_axis(outdoor_means(connection, weather), axis).temperature
    found: list[list[Hour | None]] = [[None] * axis.size for _ in asked]
    for place, hour, t, h, flat in _hours(connection, readings, asked, works, axis, zone):
        found[place][hour - axis.first] = Hour(t, h, flat)
    return {d: remeasure(_with_weather(found[i], outside), axis, works[d]) for i, d in enumerate(asked)}


def _hours(
    connection: duckdb.DuckDBPyConnection,
    readings: str,
    asked: Sequence[str],
    works: Mapping[str, date],
    axis: Axis,
    zone: str,
) -> list[tuple[int, int, float, float, bool]]:
    places = pa.table(
        {
            "place": pa.array(range(len(asked)), pa.int32()),
            "device": pa.array(asked, pa.string()),
            "first": pa.array([day_start(works[d], zone) for d in asked], pa.int64()),
            "last": pa.array([axis.starts[-1]] * len(asked), pa.int64()),
        }
    )
    connection.register(WORKS, places)
    try:
        return connection.execute(hours_sql(readings, WORKS, asked[0], asked[-1])).fetchall()
    finally:
        connection.unregister(WORKS)


def _with_weather(hours: Sequence[Hour | None], outside: Sequence[float | None]) -> Climate:
    return [
        None if air is None or out is None else (*air, out)
        for air, out in zip(without_stuck(hours), outside, strict=True)
    ]
