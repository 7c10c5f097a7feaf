"""Hours and days of many devices at once, as arrays (hours or days first, devices last).

What the reference does for one device with `without_stuck` and `days`, with the same constants and formulas; see there
for the reasons. Saturation and growth rates do not depend on the index, so a day's worth is computed in one go; only
the index itself is stepped hour by hour.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ginnel.sensors import mould
from ginnel.sensors.hours import SILENCE_HOURS, STUCK_HOURS, Axis
from ginnel.sensors.mould import Material
from ginnel.sensors.spells import COVERAGE, F_BAND, HUMID_SURFACE, MATERIAL
from ginnel.sensors.surface import MAGNUS_OFFSET, MAGNUS_SLOPE

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


@dataclass
class States:
    """Index and dry hours of each surface: arrays (surfaces, devices). Changed by `step`."""

    index: Numbers
    dry_hours: Counts

    @classmethod
    def fresh(cls, devices: int, surfaces: int = len(F_BAND)) -> States:
        return cls(np.zeros((surfaces, devices)), np.zeros((surfaces, devices), np.int64))


@dataclass(frozen=True)
class Days:
    """Days of many devices: `known` hours, `wet` (days, devices), `index` (low, mid, high) as (3, days, devices)."""

    known: Counts
    wet: Flags
    index: Numbers


def without_stuck(temperature: Numbers, humidity: Numbers, flat: Flags) -> None:
    """Set hours of stuck devices to NaN in both arrays (hours, devices); NaN is a gap, `flat` as in `hours.Hour`."""
    hours, devices = temperature.shape
    same_t, same_h = np.full(devices, np.nan), np.full(devices, np.nan)
    begun, last = np.zeros(devices, np.int64), np.full(devices, -SILENCE_HOURS - 1, np.int64)
    for i in range(hours):
        t, h = temperature[i], humidity[i]
        known = ~np.isnan(t)
        goes_on = flat[i] & (t == same_t) & (h == same_h) & (i - last <= SILENCE_HOURS)
        begins = known & ~goes_on
        begun[begins] = i
        same_t[begins] = np.where(flat[i], t, np.nan)[begins]
        same_h[begins] = h[begins]
        last[known] = i
        stuck = goes_on & (i - begun + 1 >= STUCK_HOURS)
        if stuck.any():
            temperature[i, stuck] = np.nan
            humidity[i, stuck] = np.nan


def critical_humidity(temperature: Numbers, material: Material) -> Numbers:
    """`mould.critical_humidity` of an array."""
    t = temperature
    cubic = -0.00267 * t**3 + 0.160 * t**2 - 3.13 * t + 100.0
    return np.where(t > 20.0, material.least_humidity, np.maximum(cubic, material.least_humidity))


def surfaces(temperature: Numbers, humidity: Numbers, outside: Numbers) -> tuple[Numbers, Numbers]:
    """Temperature and % RH (at most 100) of the band's surfaces, as (hours, surfaces, devices).

    `temperature` and `humidity` are (hours, devices), `outside` is (hours,).
    """
    out = outside[:, None, None]
    air = temperature[:, None, :]
    at_surface = out + np.array(F_BAND)[None, :, None] * (air - out)
    exponent = MAGNUS_SLOPE * air / (air + MAGNUS_OFFSET) - MAGNUS_SLOPE * at_surface / (at_surface + MAGNUS_OFFSET)
    return at_surface, np.minimum(humidity[:, None, :] * np.exp(exponent), mould.SATURATED)


def step_block(
    states: States, temperature: Numbers, humidity: Numbers, material: Material = MATERIAL, factor: float = 1.0
) -> None:
    """Step through surface climates (hours, surfaces, devices) as `mould.step` does; NaN is a gap. Changes `states`."""
    known = ~np.isnan(temperature)
    critical = critical_humidity(temperature, material)
    grows = known & (temperature > mould.COLDEST) & (temperature < mould.HOTTEST)
    grows &= (humidity >= critical) & (critical < mould.SATURATED)
    index, dry_hours = states.index.reshape(-1), states.dry_hours.reshape(-1)
    for hour in range(len(temperature)):
        at = np.flatnonzero(grows[hour])
        dry = known[hour].reshape(-1)
        dry[at] = False
        if len(at):
            t, h, c = (a[hour].reshape(-1)[at] for a in (temperature, humidity, critical))
            index[at] = np.minimum(index[at] + _growth(index[at], t, h, c, material), mould.GREATEST_INDEX)
            dry_hours[at] = 0
        dry_hours += dry
        loss = np.where(dry_hours <= mould.EARLY_HOURS, mould.EARLY_DECLINE * factor, 0.0)
        loss[dry_hours > mould.PAUSE_HOURS] = mould.LATE_DECLINE * factor
        np.maximum(index - loss * dry, 0.0, out=index)


def _growth(index: Numbers, t: Numbers, h: Numbers, critical: Numbers, material: Material) -> Numbers:
    """`mould.growth` of arrays."""
    weeks = np.exp(-0.68 * np.log(t) - 13.9 * np.log(h) + 66.02)
    f = (critical - h) / (critical - mould.SATURATED)
    greatest = material.a + material.b * f - material.c * f * f
    k1 = np.where(index < 1.0, material.young, material.old)
    k2 = np.maximum(1.0 - np.exp(2.3 * (index - greatest)), 0.0)
    growth: Numbers = k1 * k2 / (mould.HOURS_A_WEEK * weeks)
    return growth


def daily(temperature: Numbers, humidity: Numbers, outside: Numbers, axis: Axis, states: States) -> Days:
    """The days of `axis` from indoor air (hours, devices) and outdoor degrees C (hours,); NaN is a gap."""
    size, devices = len(axis.days), temperature.shape[1]
    known, wet = np.zeros((size, devices), np.int64), np.zeros((size, devices), bool)
    index = np.zeros((3, size, devices))
    for i in range(size):
        span = axis.hours_of(i)
        part = slice(span.start, span.stop)
        at_surface, moist = surfaces(temperature[part], humidity[part], outside[part])
        there = ~np.isnan(moist[:, 1])
        known[i] = there.sum(axis=0)
        mean = np.where(there, moist[:, 1], 0.0).sum(axis=0) / np.maximum(known[i], 1)
        wet[i] = (known[i] > 0) & (known[i] >= COVERAGE * len(span)) & (mean >= HUMID_SURFACE)
        step_block(states, at_surface, moist)
        index[0, i], index[1, i], index[2, i] = states.index.min(axis=0), states.index[1], states.index.max(axis=0)
    return Days(known, wet, index)
