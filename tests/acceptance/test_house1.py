"""A real house in Finland, winter 2020/21: indoor air, weather, and the climate measured inside its wall.

Data: A. Laukkarinen, Tampere University, CC BY 4.0; every ten minutes, stamped in UTC+2. There is no survey of mould to
score against, so these tests ask whether three ways of computing agree on a climate that nobody designed.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import astuple
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from ginnel.engines.duck import connect
from ginnel.sensors import Axis, Reading, damp_spells, days, hourly, outdoor, spells
from ginnel.sensors.across import States, step_block
from ginnel.sensors.mould import DECLINE_FACTORS, MATERIALS, run
from ginnel.sensors.spells import F_BAND
from ginnel.sensors.surface import surface_humidity, surface_temperature

pytestmark = pytest.mark.skipif(
    "GINNEL_REAL_DATA" not in os.environ,
    reason="house 1: set GINNEL_REAL_DATA to the folder with damp/house1_*.csv (docs/how-to/real-data.md)",
)

ZONE = "Europe/Helsinki"
AXIS = Axis.between(date(2020, 12, 18), date(2021, 5, 16), ZONE)
STAMPS = timezone(timedelta(hours=2))
Hours = list[tuple[float, float] | None]


def readings(name: str) -> list[Reading]:
    """A missing file is a failure, not a skip."""
    path = Path(os.environ["GINNEL_REAL_DATA"]) / "damp" / f"house1_{name}.csv"
    with path.open(newline="", encoding="utf-8") as handle:
        rows = csv.DictReader(handle)
        return [
            Reading(datetime.fromisoformat(r["t_UTC+2"]).replace(tzinfo=STAMPS), float(r["T"]), float(r["RH"]))
            for r in rows
        ]


@pytest.fixture(scope="module")
def indoor() -> list[Reading]:
    return readings("indoor")


@pytest.fixture(scope="module")
def weather() -> list[Reading]:
    return readings("weather")


@pytest.fixture(scope="module")
def outside(weather: list[Reading]) -> tuple[float | None, ...]:
    return outdoor([(r.at, r.temperature) for r in weather], AXIS).temperature


@pytest.fixture(scope="module")
def wall() -> Hours:
    return hourly(readings("wall_interface"), AXIS)


def third(climate: Hours, name: str, factor: float) -> list[float]:
    """The mould model once more, from the published formulas in another form: powers, rates a day, tables by name."""
    slow, fast, a, b, c, floor = {
        "very sensitive": (1, 2, 1, 7, 2, 80), "sensitive": (0.578, 0.386, 0.3, 6, 1, 80),
        "medium resistant": (0.072, 0.097, 0, 5, 1.5, 85), "resistant": (0.033, 0.014, 0, 3, 1, 85),
    }[name]  # fmt: skip
    out, m, dry = [], 0.0, 0
    for hour in climate:
        if hour is not None:
            t, h = hour[0], min(hour[1], 100.0)
            limit = max(((-0.00267 * t + 0.16) * t - 3.13) * t + 100, floor) if t <= 20 else floor
            if 0 < t < 50 and limit <= h and limit < 100:
                dry = 0
                share = (h - limit) / (100 - limit)
                room = 1 - 10 ** ((m - (a + b * share - c * share**2)) * 2.3 * 0.4342944819032518)
                days_to_one = 7 * t**-0.68 * h**-13.9 * 2.718281828459045**66.02
                m += (slow if m < 1 else fast) * max(room, 0) / days_to_one / 24
            else:
                dry += 1
                m -= factor / 24 * (0.032 if dry < 7 else 0 if dry < 25 else 0.016)
            m = min(max(m, 0.0), 6.0)
        out.append(m)
    return out


def across(climate: Hours, name: str, factor: float) -> float:
    """The last index by the array form."""
    values = np.array([(np.nan, np.nan) if hour is None else hour for hour in climate])
    states = States.fresh(1, 1)
    step_block(states, values[:, :1, None], np.minimum(values[:, 1:, None], 100.0), MATERIALS[name], factor)
    return float(states.index[0, 0])


def at_surface(inside: Hours, outside: tuple[float | None, ...], f_rsi: float) -> Hours:
    return [
        None if a is None or o is None
        else (surface_temperature(a[0], o, f_rsi), surface_humidity(a[0], a[1], o, f_rsi))
        for a, o in zip(inside, outside, strict=True)
    ]  # fmt: skip


def agree(climate: Hours, name: str, factor: float = 1.0) -> float:
    """The greatest index, after the three ways were found to agree."""
    plain = [s.index for s in run(climate, MATERIALS[name], factor)]
    assert max(abs(x - y) for x, y in zip(plain, third(climate, name, factor), strict=True)) <= 2e-3
    assert abs(across(climate, name, factor) - plain[-1]) <= 1e-9
    return max(plain)


@pytest.mark.parametrize("moist", [0.0, 45.0])
@pytest.mark.parametrize("factor", DECLINE_FACTORS)
@pytest.mark.parametrize("name", MATERIALS)
def test_three_ways_agree_on_the_climate_measured_in_the_wall(
    wall: Hours, name: str, factor: float, moist: float, record_property: Callable[[str, object], None]
) -> None:
    """No f_Rsi is needed: the logger was where mould would grow. It measured a dry wall, so it is made wetter too."""
    wetter = [None if hour is None else (hour[0], min(hour[1] + moist, 100.0)) for hour in wall]
    greatest = agree(wetter, name, factor)
    record_property("greatest index", greatest)
    print(f"house 1, inside the wall, {moist} % RH wetter, {name}, decline {factor}: {greatest:.4f}")  # noqa: T201


@pytest.mark.parametrize("f_rsi", F_BAND)
@pytest.mark.parametrize("name", MATERIALS)
def test_three_ways_agree_on_the_surfaces_of_the_room(
    indoor: list[Reading],
    outside: tuple[float | None, ...],
    name: str,
    f_rsi: float,
    record_property: Callable[[str, object], None],
) -> None:
    greatest = agree(at_surface(hourly(indoor, AXIS), outside, f_rsi), name)
    record_property("greatest index", greatest)
    print(f"house 1, indoor air, {name}, f_Rsi {f_rsi}: greatest index {greatest:.4f}")  # noqa: T201


@pytest.mark.parametrize("moist", [0.0, 30.0, 45.0])
def test_the_set_form_finds_the_spells_of_the_plain_rule(
    indoor: list[Reading], weather: list[Reading], outside: tuple[float | None, ...], moist: float
) -> None:
    """As measured the house is dry. With the same air made wetter by `moist` % RH it is not, and both forms say so."""
    wetter = [Reading(r.at, r.temperature, min((r.humidity or 0.0) + moist, 100.0)) for r in indoor]
    climate = [None if a is None or o is None else (*a, o) for a, o in zip(hourly(wetter, AXIS), outside, strict=True)]
    expected = spells(days(climate, AXIS))
    stamp = pa.timestamp("us", tz="UTC")
    connection = connect()
    connection.register("house_readings", pa.table({
        "device_id": ["house-1"] * len(wetter), "recorded_at": pa.array([r.at for r in wetter], stamp),
        "temperature": [r.temperature for r in wetter], "humidity": [r.humidity for r in wetter],
    }))  # fmt: skip
    connection.register("house_weather", pa.table({
        "recorded_at": pa.array([r.at for r in weather], stamp), "temperature": [r.temperature for r in weather],
    }))  # fmt: skip
    connection.register("house_devices", pa.table({
        "device_id": ["house-1"], "uprn": ["1"], "room": ["living room"], "tenure": ["owner"],
        "since": pa.array([None], pa.date32()), "until": pa.array([None], pa.date32()),
    }))  # fmt: skip
    table = damp_spells(
        connection, readings="house_readings", devices="house_devices", weather="house_weather",
        home_of=str, now=date(2021, 5, 16), zone=ZONE,
    )  # fmt: skip
    connection.close()
    names = ("since", "until", "known_on", "index_low", "index_mid", "index_high", "coverage", "days_wet", "level")
    got = [tuple(row[n] for n in names) for row in table.to_pylist()]
    assert len(got) == len(expected)
    for row, spell in zip(got, expected, strict=True):
        print(f"house 1, {moist} % RH wetter: {spell}")  # noqa: T201
        for x, y in zip(row, astuple(spell), strict=True):
            assert x == y if not isinstance(y, float) else abs(x - y) <= 1e-9
    assert bool(expected) is (moist > 0)
