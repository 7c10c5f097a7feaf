"""From the air of a room to its coldest surface: vapour pressure, temperature, relative humidity.

An air sensor does not measure a wall. The temperature factor fRsi of ISO 13788 says how much of the difference
between indoors and outdoors a surface keeps: 1 is as warm as the room, 0 as cold as outside. Nobody has measured it for
a given home, so every statement about a surface is made for a band of it, never for one value alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

MAGNUS_PRESSURE, MAGNUS_SLOPE, MAGNUS_OFFSET = 610.94, 17.625, 243.04
"""Alduchov & Eskridge, Journal of Applied Meteorology 35 (1996): Pa, none, degrees C; over water, -40..50 degrees C."""


@dataclass(frozen=True)
class Band:
    """The same quantity for a cold corner (`low` fRsi), a weak spot (`middle`) and a well insulated wall (`high`)."""

    low: float
    middle: float
    high: float


F_RSI = Band(low=0.55, middle=0.70, high=0.90)
"""Uninsulated corners and reveals lie near 0.55, insulated walls near 0.9; ISO 13788 practice in Britain asks
dwellings for 0.75, so 0.70 stands for a weak spot of an ordinary home. The values are our choice, to be replaced by a
surface probe or a survey where there is one."""


def saturation_pressure(temperature: float) -> float:
    """Pressure in Pa of water vapour over water at `temperature` in degrees C (Magnus form)."""
    return MAGNUS_PRESSURE * math.exp(MAGNUS_SLOPE * temperature / (temperature + MAGNUS_OFFSET))


def dew_point(temperature: float, humidity: float) -> float:
    """Temperature in degrees C at which air of `temperature` and `humidity` (%, above 0) begins to condense."""
    x = math.log(humidity / 100.0) + MAGNUS_SLOPE * temperature / (temperature + MAGNUS_OFFSET)
    return MAGNUS_OFFSET * x / (MAGNUS_SLOPE - x)


def surface_temperature(indoor: float, outdoor: float, f_rsi: float) -> float:
    """Temperature in degrees C of an inner surface, in a steady state (ISO 13788)."""
    return outdoor + f_rsi * (indoor - outdoor)


def surface_humidity(indoor: float, humidity: float, outdoor: float, f_rsi: float) -> float:
    """Relative humidity in % at an inner surface, for room air of `indoor` degrees C and `humidity` %.

    Above 100 means that water condenses there.
    """
    at_surface = surface_temperature(indoor, outdoor, f_rsi)
    # The ratio first: it is exactly 1 where the surface is as warm as the room, and the humidity stays what it was.
    return humidity * (saturation_pressure(indoor) / saturation_pressure(at_surface))


def humidity_band(indoor: float, humidity: float, outdoor: float, f_rsi: Band = F_RSI) -> Band:
    """Relative humidity in % at the surface for each factor of the band; `low` is the coldest surface."""
    return Band(
        low=surface_humidity(indoor, humidity, outdoor, f_rsi.low),
        middle=surface_humidity(indoor, humidity, outdoor, f_rsi.middle),
        high=surface_humidity(indoor, humidity, outdoor, f_rsi.high),
    )
