"""The designed climate: a temperate outdoor year, and the air of a home from heating, moisture made and air change.

Plain physics (a balance of heat and of water vapour, hour by hour) with the ranges of `parameters`. No rule of
Ginnel was looked at: what a home's air does to a wall is for the rules to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from ginnel.synthetic import parameters as par

_GAIN = 2.5
"""Degrees that people, cooking and sun hold an unheated home above the outdoor mean of the last day. Our choice."""
_HEAT_RATE = 0.25
"""Share of the gap to its aim that a home's air closes in an hour. Our choice (about 3.5 hours' time constant)."""
_BUFFER = 0.6
"""Walls and cloth take up vapour, so that indoor air follows at this share of the air change. Our choice."""
_AIRED_RATE = 1 - np.exp(-par.AIRED_AIR_CHANGES * _BUFFER)
"""A home with less air change than this cannot be aired: its windows are stuck, or nobody dares to open them."""
_CONDENSES_ABOVE, _CONDENSES = 0.86, 0.5
"""Above this relative humidity windows and cold corners take out this share of the surplus each hour. Our choice."""


def saturation(temperature: np.ndarray) -> np.ndarray:
    """Water vapour that saturated air holds, in g/m3 (Magnus form, WMO coefficients; deg C)."""
    pressure = 611.2 * np.exp(17.62 * temperature / (243.12 + temperature))
    return np.asarray(2.1667 * pressure / (temperature + 273.15))


@dataclass(frozen=True)
class Weather:
    """Outdoor air by the hour: UTC hours, temperature in deg C, relative humidity in %."""

    hours: np.ndarray
    temperature: np.ndarray
    humidity: np.ndarray

    @property
    def vapour(self) -> np.ndarray:
        """g/m3."""
        return np.asarray(saturation(self.temperature) * self.humidity / 100)


def reading_hours(now: date) -> np.ndarray:
    """The UTC hours of the `READING_DAYS` days that end the day before `now`."""
    end = np.datetime64(now, "h")
    return np.arange(end - np.timedelta64(24 * par.READING_DAYS, "h"), end)


def _drift(rng: np.random.Generator, size: int, sd: float, hours: float) -> np.ndarray:
    """A first-order autoregression with standard deviation `sd` and memory of `hours`."""
    keep = np.exp(-1 / hours)
    steps = rng.normal(0, sd * np.sqrt(1 - keep**2), size)
    out = np.empty(size)
    value = float(rng.normal(0, sd))
    for i in range(size):
        value = keep * value + steps[i]
        out[i] = value
    return out


def outdoor(rng: np.random.Generator, now: date) -> Weather:
    """The weather of the reading window."""
    hours = reading_hours(now)
    day = (hours.astype("datetime64[D]") - hours.astype("datetime64[Y]").astype("datetime64[D]")).astype(int)
    cold = np.cos(2 * np.pi * (day - par.COLDEST_DAY_OF_YEAR) / 365.25)
    swing = par.DAY_SWING_WINTER + (par.DAY_SWING_SUMMER - par.DAY_SWING_WINTER) * (1 - cold) / 2
    clock = hours.astype(int) % 24
    base = par.YEAR_MEAN - par.YEAR_SWING * cold + _drift(rng, len(hours), par.SYNOPTIC_SD, par.SYNOPTIC_HOURS)
    temperature = base + swing * np.cos(2 * np.pi * (clock - 15) / 24)
    below = par.DEW_POINT_DEPRESSION + par.DEW_POINT_DEPRESSION_PER_DEGREE * (base - 6.0)
    dew = base - np.maximum(below, 1.0) + _drift(rng, len(hours), 1.0, 24.0)
    humidity = np.clip(100 * saturation(dew) / saturation(temperature), 30, 100)
    return Weather(hours, np.round(temperature, 1), np.round(humidity, 0))


def _kept(air: np.ndarray, bedroom: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Aims by day and by night, excess of vapour, and the share of the gap to it that an hour's air change closes."""
    day, night = (air[:, i] - par.BEDROOM_COOLER * bedroom for i in (0, 1))
    return day, night, air[:, 2], 1 - np.exp(-air[:, 3] * _BUFFER)


def indoor(
    air: np.ndarray,
    bedroom: np.ndarray,
    weather: Weather,
    *,
    before: np.ndarray | None = None,
    onset: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Temperature (deg C) and relative humidity (%) of each room, both of shape (rooms, hours).

    `air` holds day, night (deg C), excess (g/m3), air changes (1/h) per room; `before` the same until the hour
    `onset` (counted from the weather's first, 0 or less: from the start) from which `air` holds.
    """
    if before is None or onset is None:
        before, onset = air, np.zeros(len(air), int)
    rooms, size = len(air), len(weather.hours)
    clock = weather.hours.astype(int) % 24
    heated = ((clock >= 6) & (clock < 9)) | ((clock >= 16) & (clock < 22))
    made = 1 + par.DAILY_MOISTURE_SWING * np.cos(4 * np.pi * (clock - 8) / 24)
    turns = set(onset.tolist())
    day, night, excess, rate = _kept(np.where((onset <= 0)[:, None], air, before), bedroom)
    vapour_out, mean_out = weather.vapour, float(weather.temperature[:24].mean())
    warm = np.maximum(night, mean_out + _GAIN)
    vapour = np.minimum(vapour_out[0] + excess, _CONDENSES_ABOVE * saturation(warm))
    temperatures, humidities = np.empty((rooms, size)), np.empty((rooms, size))
    for t in range(size):
        if t in turns:
            day, night, excess, rate = _kept(np.where((onset <= t)[:, None], air, before), bedroom)
        mean_out += (weather.temperature[t] - mean_out) / 24
        aim = np.maximum(day if heated[t] else night, mean_out + _GAIN)
        warm = warm + _HEAT_RATE * (aim - warm)
        kept = np.interp(mean_out, (par.AIRED_FROM, par.AIRED_TO), (1.0, par.AIRED_SHARE))
        stays = np.where(rate > _AIRED_RATE, kept, 1.0)
        vapour = vapour + rate * (vapour_out[t] + excess * stays * made[t] - vapour)
        full = saturation(warm)
        vapour = vapour - _CONDENSES * np.maximum(vapour - _CONDENSES_ABOVE * full, 0)
        temperatures[:, t], humidities[:, t] = warm, np.minimum(100 * vapour / full, 100)
    return temperatures, humidities
