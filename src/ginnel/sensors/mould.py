"""The mould index of a surface (VTT, as hourly steps): the reference, one surface and one hour at a time.

Growth and its limits: Hukka & Viitanen, Wood Science and Technology 33 (1999) 475-485; the four sensitivity classes
and the decline factors: Ojanen, Viitanen et al., Buildings XI (2010); the same model is used by ASHRAE Standard 160.
The index runs from 0 (nothing) over 1 (seen under a microscope) and 3 (seen by eye) to 6 (all covered).

A missing hour is not a step: callers leave the state as it is, so that a gap neither grows mould nor removes it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

GREATEST_INDEX = 6.0
SATURATED = 100.0
HOURS_A_WEEK = 168.0
COLDEST, HOTTEST = 0.0, 50.0
"""Growth only strictly between these temperatures, in degrees C; ln T below has no value at or under zero."""

EARLY_DECLINE = 0.00133
"""Loss an hour in the first six dry hours: 0.032 a day."""
LATE_DECLINE = 0.000667
"""Loss an hour after twenty-four dry hours: 0.016 a day."""
EARLY_HOURS, PAUSE_HOURS = 6, 24


@dataclass(frozen=True)
class Material:
    """How readily mould grows on a kind of surface.

    `young` and `old` are the growth factors k1 below and from an index of 1; `a`, `b`, `c` bound the index (Mmax);
    `least_humidity` is the relative humidity in % under which nothing grows at any temperature (RHmin).
    """

    name: str
    young: float
    old: float
    a: float
    b: float
    c: float
    least_humidity: float


MATERIALS: Mapping[str, Material] = MappingProxyType(
    {
        m.name: m
        for m in (
            Material("very sensitive", 1.0, 2.0, 1.0, 7.0, 2.0, 80.0),
            Material("sensitive", 0.578, 0.386, 0.3, 6.0, 1.0, 80.0),
            Material("medium resistant", 0.072, 0.097, 0.0, 5.0, 1.5, 85.0),
            Material("resistant", 0.033, 0.014, 0.0, 3.0, 1.0, 85.0),
        )
    }
)

DECLINE_FACTORS = (1.0, 0.5, 0.25, 0.1)
"""How fast the index falls in dry times against pine (1.0): Ojanen et al. 2010."""


@dataclass(frozen=True)
class MouldState:
    """Everything that the next hour needs: the index, and for how many known hours running nothing has grown."""

    index: float = 0.0
    dry_hours: int = 0


def critical_humidity(temperature: float, material: Material) -> float:
    """The relative humidity in % from which mould grows at `temperature` in degrees C (RHcrit)."""
    if temperature > 20.0:
        return material.least_humidity
    t = temperature
    cubic = -0.00267 * t**3 + 0.160 * t**2 - 3.13 * t + 100.0
    return max(cubic, material.least_humidity)


def weeks_to_first_growth(temperature: float, humidity: float, wood: float = 0.0, surface: float = 0.0) -> float:
    """Weeks of a constant climate until the index is 1 on pine (t_m of Hukka & Viitanen, equation 1).

    `temperature` above 0 degrees C, `humidity` above 0 %. `wood` is 0 pine, 1 spruce; `surface` 0 resawn, 1 kiln dried.
    """
    exponent = -0.68 * math.log(temperature) - 13.9 * math.log(humidity) + 0.14 * wood - 0.33 * surface + 66.02
    return math.exp(exponent)


def greatest_index(humidity: float, critical: float, material: Material) -> float:
    """The index that mould tends to at this humidity if it lasts (Mmax); `critical` below 100 %."""
    f = (critical - humidity) / (critical - SATURATED)
    return material.a + material.b * f - material.c * f * f


def grows(temperature: float, humidity: float, critical: float) -> bool:
    """Whether this hour is one of growth. At a critical humidity of 100 % (0 degrees C) there is nothing above it."""
    return COLDEST < temperature < HOTTEST and critical <= humidity and critical < SATURATED


def growth(index: float, temperature: float, humidity: float, critical: float, material: Material) -> float:
    """What one hour of growth adds to `index`."""
    k1 = material.young if index < 1.0 else material.old
    k2 = max(1.0 - math.exp(2.3 * (index - greatest_index(humidity, critical, material))), 0.0)
    return k1 * k2 / (HOURS_A_WEEK * weeks_to_first_growth(temperature, humidity))


def decline(dry_hours: int, factor: float) -> float:
    """What the `dry_hours`-th dry hour running takes away: quick at first, then a pause, then slow."""
    if dry_hours <= EARLY_HOURS:
        return EARLY_DECLINE * factor
    return 0.0 if dry_hours <= PAUSE_HOURS else LATE_DECLINE * factor


def step(state: MouldState, temperature: float, humidity: float, material: Material, factor: float = 1.0) -> MouldState:
    """The state one hour later, on a surface at `temperature` (degrees C) and `humidity` (% RH at the surface).

    Humidity above 100 % (condensation) counts as 100 %. `factor` is the decline factor of the surface.
    Raises ValueError for a value that is not a finite number: a missing hour must not be stepped.
    """
    if not (math.isfinite(temperature) and math.isfinite(humidity)):
        raise ValueError("a missing hour is not a step: keep the state as it is until a value comes")
    wet = min(humidity, SATURATED)
    critical = critical_humidity(temperature, material)
    if grows(temperature, wet, critical):
        more = growth(state.index, temperature, wet, critical, material)
        return MouldState(min(state.index + more, GREATEST_INDEX), 0)
    dry_hours = state.dry_hours + 1
    return MouldState(max(state.index - decline(dry_hours, factor), 0.0), dry_hours)


def run(
    climate: Iterable[tuple[float, float] | None],
    material: Material,
    factor: float = 1.0,
    state: MouldState | None = None,
) -> Iterator[MouldState]:
    """The state after each hour of `climate`, pairs of temperature and humidity; None is an hour without a reading.

    A run from the last state of an earlier run gives what one long run gives.
    """
    now = state or MouldState()
    for hour in climate:
        if hour is not None:
            now = step(now, hour[0], hour[1], material, factor)
        yield now
