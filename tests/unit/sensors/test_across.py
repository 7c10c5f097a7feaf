"""Array forms against the plain rules, value by value."""

from __future__ import annotations

import numpy as np
import pytest

from ginnel.sensors import across
from ginnel.sensors.hours import Hour, relation, without_stuck
from ginnel.sensors.mould import MATERIALS, critical_humidity
from ginnel.sensors.spells import F_BAND
from ginnel.sensors.spells_across import rolling
from ginnel.sensors.surface import surface_humidity, surface_temperature


@pytest.mark.parametrize("material", MATERIALS.values(), ids=lambda m: m.name)
def test_critical_humidity_of_an_array(material: object) -> None:
    temperatures = np.linspace(-30.0, 60.0, 181)
    plain = [critical_humidity(float(t), material) for t in temperatures]  # type: ignore[arg-type]
    assert across.critical_humidity(temperatures, material) == pytest.approx(plain, abs=1e-12)  # type: ignore[arg-type]


def test_surfaces_of_an_array() -> None:
    rng = np.random.default_rng(1)
    t, h, out = rng.uniform(-5, 30, (20, 3)), rng.uniform(20, 100, (20, 3)), rng.uniform(-15, 30, 20)
    at_surface, moist = across.surfaces(t, h, out)
    for hour, k, device in np.ndindex(at_surface.shape):
        plain = surface_temperature(t[hour, device], out[hour], F_BAND[k])
        assert at_surface[hour, k, device] == pytest.approx(plain, abs=1e-12)
        humidity = min(surface_humidity(t[hour, device], h[hour, device], out[hour], F_BAND[k]), 100.0)
        assert moist[hour, k, device] == pytest.approx(humidity, abs=1e-10)


def test_stuck_hours_of_many_devices_are_those_of_each() -> None:
    rng = np.random.default_rng(2)
    shape = (300, 8)
    t = np.where(rng.random(shape) < 0.02, 1.0, 0.0).cumsum(axis=0)
    t[rng.random(shape) < 0.1] = np.nan
    t[100:107, 0] = t[150:156, 1] = np.nan
    h, flat = np.where(np.isnan(t), np.nan, 50.0), rng.random(shape) < 0.99
    plain = []
    for device in range(shape[1]):
        rows = zip(t[:, device], h[:, device], flat[:, device], strict=True)
        hours = [None if np.isnan(a) else Hour(float(a), float(b), bool(f)) for a, b, f in rows]
        plain.append([hour is not None for hour in without_stuck(hours)])
    before = ~np.isnan(t)
    across.without_stuck(t, h, flat)
    assert (~np.isnan(t)).T.tolist() == plain
    assert (before & np.isnan(t)).any()
    assert (np.isnan(t) == np.isnan(h)).all()


@pytest.mark.parametrize("size", [1, 6, 7, 8, 20])
def test_rolling_sums(size: int) -> None:
    values = np.arange(size)[:, None] ** 2
    expected = [int(values[max(i - 6, 0) : i + 1].sum()) for i in range(size)]
    assert rolling(values, 7)[:, 0].tolist() == expected


@pytest.mark.parametrize(
    ("text", "sql"),
    [("/a/it's.parquet", "read_parquet('/a/it''s.parquet')"), (" select 1", "( select 1)"), ("readings", "readings")],
)
def test_what_stands_after_from(text: str, sql: str) -> None:
    assert relation(text) == sql
