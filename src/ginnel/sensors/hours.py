"""From readings to hours: what a device said, cleaned, as one mean of temperature and humidity for each UTC hour.

Two forms of one rule: `hourly` for one device in plain Python (the reference), `hours_sql` for many in DuckDB. An
hour's value is the mean of the samples in it, so that a device that speaks every ten minutes is integrated, not
sampled; the intervals within an hour are not weighted. A gap is a gap: an hour without a usable sample has no value.

Every rule here looks backwards only. What was known at the end of a day must not change when later readings arrive,
because a landlord's clock runs from that day.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ginnel.engines.duck import quoted
from ginnel.vocabulary.calendar import end_of_day

COLDEST, HOTTEST = -20.0, 50.0
"""Indoor air outside these bounds (degrees C, both still good) is a fault of the device: no home in use is there."""
DRIEST, WETTEST = 0.0, 100.5
"""Relative humidity in %: above the first, up to the second. Capacitive sensors overshoot 100 a little in wet air."""
SENTINELS = (0.0, 127.5, 255.0, 327.67, 655.35, 3276.7, 6553.5, 32767.0, 65535.0)
"""What devices send for "no value" (all bits set, in the scales in use). All lie outside the humidity bounds, and a
sample needs both its values, so they need no rule of their own; a test says so."""
STUCK_HOURS = 24
"""From this hour on, exactly the same temperature and humidity is a stuck device. The hours before are kept: to take
them back in hindsight would change what had been known. One false day alone never makes a spell."""
SILENCE_HOURS = 6
"""A longer silence breaks a run of equal values: nobody knows what was between."""
FIRST_YEAR = 2010
"""Times before it come from a device whose clock was not set."""
SCALE = 10_000
"""Values are counted in steps of 1/10,000: sums of whole numbers come out the same in every order."""

HOUR_SECONDS = 3600
HOUR_MICROSECONDS = 3_600_000_000


@dataclass(frozen=True)
class Reading:
    """One sample of a device: aware time, temperature in degrees C, relative humidity in %."""

    at: datetime
    temperature: float | None
    humidity: float | None


@dataclass(frozen=True)
class Hour:
    """Means of one UTC hour; `flat` when all its samples are equal."""

    temperature: float
    humidity: float
    flat: bool


@dataclass(frozen=True)
class Axis:
    """Whole local days as UTC hours. `starts[i]` is the hour, counted from 1970, with which `days[i]` begins.

    `starts` has one more entry than `days`: the end. A local day has 23, 24 or 25 hours.
    """

    days: tuple[date, ...]
    starts: tuple[int, ...]

    @classmethod
    def between(cls, first: date, end: date, zone: str) -> Axis:
        """The days from `first` up to, not including, `end`."""
        days = tuple(first + timedelta(days=i) for i in range(max((end - first).days, 0)))
        return cls(days, tuple(day_start(d, zone) for d in (*days, max(first, end))))

    @property
    def first(self) -> int:
        return self.starts[0]

    @property
    def size(self) -> int:
        """How many hours there are."""
        return self.starts[-1] - self.starts[0]

    def hours_of(self, day: int) -> range:
        """Positions, from 0, of the hours of the `day`-th day."""
        return range(self.starts[day] - self.first, self.starts[day + 1] - self.first)


def day_start(day: date, zone: str) -> int:
    """The first UTC hour, counted from 1970, that begins on `day` in `zone`."""
    return -int(-end_of_day(day - timedelta(days=1), zone).timestamp() // HOUR_SECONDS)


def hour_number(moment: datetime) -> int:
    """The UTC hour, counted from 1970, in which the aware `moment` lies."""
    return int(moment.timestamp() // HOUR_SECONDS)


def usable(reading: Reading) -> bool:
    """Whether both values are there and possible in a home, and the clock was set."""
    t, h = reading.temperature, reading.humidity
    if t is None or h is None or reading.at.year < FIRST_YEAR:
        return False
    return COLDEST <= t <= HOTTEST and DRIEST < h <= WETTEST


def steps(value: float) -> int:
    """`value` in steps of 1/SCALE, as `hours_sql` counts it."""
    return math.floor(value * SCALE + 0.5)


def hourly(readings: Iterable[Reading], axis: Axis) -> list[tuple[float, float] | None]:
    """Temperature and humidity of each hour of `axis`, None for a gap. Readings may come in any order.

    Those outside the axis are left out. A reading delivered twice counts once; different readings of one moment are
    all left out, since nobody can say which is right.
    """
    at_once: dict[datetime, set[tuple[int, int]]] = {}
    for r in readings:
        if usable(r) and r.temperature is not None and r.humidity is not None:
            at_once.setdefault(r.at, set()).add((steps(r.temperature), steps(r.humidity)))
    samples: dict[int, list[tuple[int, int]]] = {}
    for at, values in at_once.items():
        if len(values) == 1:
            samples.setdefault(hour_number(at), []).extend(values)
    return without_stuck([_hour(samples.get(axis.first + i, [])) for i in range(axis.size)])


def _hour(samples: Sequence[tuple[int, int]]) -> Hour | None:
    if not samples:
        return None
    n = len(samples)
    return Hour(sum(t for t, _ in samples) / n / SCALE, sum(h for _, h in samples) / n / SCALE, len(set(samples)) == 1)


def without_stuck(hours: Sequence[Hour | None]) -> list[tuple[float, float] | None]:
    """`hours` without those in which the device had already said the same for `STUCK_HOURS` hours."""
    out: list[tuple[float, float] | None] = []
    same: tuple[float, float] | None = None
    begun = last = 0
    for i, hour in enumerate(hours):
        if hour is None:
            out.append(None)
            continue
        value = (hour.temperature, hour.humidity)
        if not hour.flat or value != same or i - last > SILENCE_HOURS:
            begun, same = i, value if hour.flat else None
        last = i
        out.append(None if i - begun + 1 >= STUCK_HOURS else value)
    return out


def relation(text: str) -> str:
    """What stands after FROM for a Parquet path, a SELECT, or the name of a table or view."""
    if text.endswith(".parquet"):
        return f"read_parquet('{quoted(text)}')"
    return f"({text})" if text.lstrip().lower().startswith(("select", "with", "from")) else text


def hours_sql(readings: str, places: str, lowest: str, highest: str) -> str:
    """SELECT of place, hour (counted from 1970), temperature, humidity, flat: `hourly` for many places, before stuck.

    `readings` has device_id, recorded_at (UTC), temperature, humidity. `places` has place, device, first, last: the
    hours, counted from 1970, from which and before which that device's readings count. `lowest` and `highest` device
    let DuckDB skip parts of a sorted file.
    """
    return f"""
    WITH usable AS (
        SELECT p.place, r.moment, r.t, r.h FROM (
            SELECT device_id, epoch_us(CAST(recorded_at AS TIMESTAMPTZ)) AS moment,
                CAST(floor(CAST(temperature AS DOUBLE) * {SCALE} + 0.5) AS INTEGER) AS t,
                CAST(floor(CAST(humidity AS DOUBLE) * {SCALE} + 0.5) AS INTEGER) AS h
            FROM {relation(readings)}
            WHERE device_id BETWEEN '{quoted(lowest)}' AND '{quoted(highest)}'
                AND recorded_at >= TIMESTAMP '{FIRST_YEAR}-01-01'
                AND CAST(temperature AS DOUBLE) BETWEEN {COLDEST} AND {HOTTEST}
                AND CAST(humidity AS DOUBLE) > {DRIEST} AND CAST(humidity AS DOUBLE) <= {WETTEST}
        ) r JOIN {places} p ON r.device_id = p.device
            AND r.moment >= p.first * {HOUR_MICROSECONDS} AND r.moment < p.last * {HOUR_MICROSECONDS}
    ), told AS (
        SELECT place, moment, min(t) AS t, min(h) AS h FROM usable GROUP BY place, moment
        HAVING min(t) = max(t) AND min(h) = max(h)
    )
    SELECT place, CAST(moment // {HOUR_MICROSECONDS} AS INTEGER) AS hour,
        sum(CAST(t AS DOUBLE)) / count(*) / {SCALE} AS temperature,
        sum(CAST(h AS DOUBLE)) / count(*) / {SCALE} AS humidity,
        min(t) = max(t) AND min(h) = max(h) AS flat
    FROM told GROUP BY place, hour"""
