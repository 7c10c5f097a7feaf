"""Sensors in homes, the landlord's and those lent by the council: hourly readings and what goes wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ginnel.synthetic import parameters as par
from ginnel.synthetic.climate import Weather, indoor
from ginnel.synthetic.columns import Array, look_up, record_ids
from ginnel.synthetic.population import SOCIAL, Population
from ginnel.synthetic.silos import Delivered

_DAY = np.timedelta64(1, "D")
_ROOMS = ("bedroom", "living room")
_REMOVED_SHARE, _REMOVED_DAYS = 0.01, 20
_STORY_MISSING_RATE = 0.005
_GATEWAYS = round(1 / par.OUTAGE_GATEWAY_SHARE)
_TEMPERATURE_NOISE, _HUMIDITY_NOISE, _HUMIDITY_STEP = 0.15, 0.8, 0.5


@dataclass
class _Fitted:
    """One row per device: household row, room (0 bedroom), number, first and last day of use (NaT: still in use)."""

    household: np.ndarray
    room: np.ndarray
    number: np.ndarray
    since: np.ndarray
    until: np.ndarray


def _fit(population: Population, rng: np.random.Generator, social: bool) -> _Fitted:
    homes, today = population.households, np.datetime64(population.now)
    chosen = homes.sensor & ((homes.tenure == SOCIAL) == social)
    first, second = np.flatnonzero(chosen), np.flatnonzero(chosen & homes.second_room)
    household = np.concatenate([first, second])
    room = np.concatenate([np.zeros(len(first), int), np.ones(len(second), int)])
    size = len(household)
    late = (rng.random(size) < par.LATE_INSTALL_SHARE) & (not population.story)
    ago = np.where(late, rng.integers(10, par.READING_DAYS, size), rng.integers(par.READING_DAYS + 5, 500, size))
    removed = (rng.random(size) < _REMOVED_SHARE) & ~late & (not population.story)
    until = np.where(removed, today - _REMOVED_DAYS * _DAY, np.datetime64("NaT", "D"))
    return _Fitted(household, room, homes.number[household] * 2 + room, today - ago * _DAY, until)


def devices_and_readings(
    population: Population, rng: np.random.Generator, salt: int, *, social: bool, weather: Weather, outage_start: int
) -> tuple[Delivered, Delivered]:
    """Rows of `landlord_devices` and `landlord_readings` (social) or of the council's pair.

    `outage_start` is the hour of the window at which one of the landlord's gateways falls silent.
    """
    fitted = _fit(population, rng, social)
    homes, name = population.households, "landlord" if social else "council"
    ids = record_ids("L" if social else "K", fitted.number, salt)
    tenure = look_up(par.TENURES, homes.tenure[fitted.household])
    if not social and not population.story:
        unknown = rng.random(len(fitted.household)) < par.TENURE_UNKNOWN_SHARE
        tenure = look_up((*par.TENURES, "unknown"), np.where(unknown, 3, homes.tenure[fitted.household]))
    devices = pa.table(
        {
            "device_id": ids,
            "uprn": homes.uprn.take(pa.array(fitted.household)),
            "room": look_up(_ROOMS, fitted.room),
            "tenure": tenure,
            "since": pa.array(fitted.since),
            "until": pa.array(fitted.until),
        }
    )
    readings = _readings(population, rng, fitted, ids, weather, outage_start if social else None)
    return Delivered(f"{name}_devices", devices).in_key_order(), Delivered(f"{name}_readings", readings)


def _readings(
    population: Population,
    rng: np.random.Generator,
    fitted: _Fitted,
    ids: Array,
    weather: Weather,
    outage_start: int | None,
) -> pa.Table:
    """Readings of each device in order of device and hour."""
    homes, row = population.households, fitted.household
    onset = (homes.onset[row].astype("datetime64[h]") - weather.hours[0]).astype(int)
    onset[np.isnat(homes.onset[row])] = 0  # a dry home's air is the same before and after
    temperature, humidity = indoor(homes.air[row], fitted.room == 0, weather, before=homes.air_before[row], onset=onset)
    shape = temperature.shape
    temperature = np.round(temperature + rng.normal(0, _TEMPERATURE_NOISE, shape), 1)
    humidity = humidity + rng.normal(0, _HUMIDITY_NOISE, shape)
    humidity = np.clip(np.round(humidity / _HUMIDITY_STEP) * _HUMIDITY_STEP, 0, 100)
    if population.story:
        heard = rng.random(shape) >= _STORY_MISSING_RATE
    else:
        heard = _heard(rng, fitted, weather.hours, outage_start)
        _stick(rng, temperature, humidity)
        humidity[rng.random(shape) < par.SENTINEL_RATE] = par.SENTINEL_HUMIDITY
    device, hour = np.nonzero(heard)
    return pa.table(
        {
            "device_id": ids.take(pa.array(device)),
            "recorded_at": pa.array(weather.hours[hour].astype("datetime64[us]"), pa.timestamp("us", tz="UTC")),
            "temperature": pa.array(temperature[heard]),
            "humidity": pa.array(humidity[heard]),
        }
    )


def _heard(rng: np.random.Generator, fitted: _Fitted, hours: np.ndarray, outage_start: int | None) -> np.ndarray:
    """Which readings arrived: not before fitting or after removal, not in gaps, not while a gateway was silent."""
    size, span = len(fitted.household), len(hours)
    heard = rng.random((size, span)) >= par.MISSING_HOUR_RATE
    heard &= hours[None, :] >= fitted.since.astype("datetime64[h]")[:, None]
    gone = np.where(np.isnat(fitted.until), np.datetime64("9999-01-01", "D"), fitted.until)
    heard &= hours[None, :] < gone.astype("datetime64[h]")[:, None]
    at = np.arange(span)[None, :]
    starts, lengths = _stretches(rng, size, span, par.GAP_SHARE, par.GAP_HOURS)
    heard &= ~((at >= starts[:, None]) & (at < (starts + lengths)[:, None]))
    if outage_start is not None:
        silent = (fitted.number // 2) % _GATEWAYS == 0
        heard &= ~(silent[:, None] & (at >= outage_start) & (at < outage_start + par.OUTAGE_HOURS))
    return heard


def _stretches(
    rng: np.random.Generator, size: int, span: int, share: float, length: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Start and length in hours of one stretch per device; length 0 for devices that have none."""
    lengths = np.where(rng.random(size) < share, rng.integers(*length, size), 0)
    return rng.integers(0, max(span - length[1], 1), size), lengths


def _stick(rng: np.random.Generator, temperature: np.ndarray, humidity: np.ndarray) -> None:
    """Some devices repeat one value for a while. Changes both arrays."""
    size, span = temperature.shape
    starts, lengths = _stretches(rng, size, span, par.STUCK_SHARE, par.STUCK_HOURS)
    for device in np.flatnonzero(lengths):
        start, end = int(starts[device]), int(starts[device] + lengths[device])
        for values in (temperature, humidity):
            values[device, start:end] = values[device, start]


def weather_table(weather: Weather) -> pa.Table:
    """Rows of `weather`."""
    return pa.table(
        {
            "recorded_at": pa.array(weather.hours.astype("datetime64[us]"), pa.timestamp("us", tz="UTC")),
            "temperature": pa.array(weather.temperature),
            "humidity": pa.array(weather.humidity),
        }
    )
