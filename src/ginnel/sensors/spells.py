"""Damp spells of one device: the reference rule, one day at a time in plain Python.

When is it damp? On either of two grounds, each judged at the end of a local day on complete days only:

- *humid*: at a weak spot of the wall (f_Rsi 0.70) the day's mean relative humidity was 80 % or more on at least five of
  the last seven days. Mould needs about 80 % at the surface "for several days" (BS EN ISO 13788, BS 5250). A day counts
  only when 75 % of its hours are known, and the seven days together must be known to 75 %.
- *mouldy*: the mould index of that spot (VTT, class "sensitive", which holds wallpaper and painted plaster board) is at
  least 1, the first growth that a microscope shows.

A spell is over when neither ground held on any of fourteen days that are known to 75 %: shorter pauses are weather. A
missing hour is neither dry nor wet, so that missing readings never start a spell and never end one; a spell of a device
that was taken away stays open, since nobody has seen the wall dry.

Everything looks backwards: more readings later never change what was known on a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ginnel.sensors import mould
from ginnel.sensors.hours import Axis
from ginnel.sensors.mould import MATERIALS, MouldState
from ginnel.sensors.surface import F_RSI, surface_humidity, surface_temperature

Level = Literal["watch", "damp", "severe"]
LEVELS: tuple[Level, ...] = ("watch", "damp", "severe")

MATERIAL = MATERIALS["sensitive"]
F_BAND = (F_RSI.low, F_RSI.middle, F_RSI.high)
HUMID_SURFACE = 80.0
COVERAGE = 0.75
WINDOW_DAYS, WET_DAYS = 7, 5
DRY_DAYS = 14
HUMID_DAYS_TO_DAMP = 14
"""A fortnight of the humidity rule in one spell is damp even before the index says so. The days need not be in a row:
a gap among them takes nothing back."""
FIRST_GROWTH, VISIBLE = 1.0, 3.0
WINDOW_HOURS = COVERAGE * 24 * WINDOW_DAYS
DRY_HOURS = COVERAGE * 24 * DRY_DAYS
"""Known hours that a window needs. A day counts as 24 hours here, so that the summer-time days change nothing."""


@dataclass(frozen=True)
class Day:
    """One local day of one device, at its end.

    `humidity` is the mean % RH at the weak spot over the known hours (None if there are none). The three indices are
    the least, the one at f_Rsi 0.70 and the greatest of the band 0.55 .. 0.90. The least mostly belongs to 0.90, but
    on a soaking wet wall the warmer surface grows more.
    """

    day: date
    hours: int
    known: int
    humidity: float | None
    index_low: float
    index_mid: float
    index_high: float

    @property
    def wet(self) -> bool:
        return self.humidity is not None and self.known >= COVERAGE * self.hours and self.humidity >= HUMID_SURFACE


@dataclass(frozen=True)
class Spell:
    """Damp from `since` up to, not including, `until` (None: still going on).

    `known_on` is the first day at whose end the readings said "damp", or, for a spell that never got there, at whose
    end they said "watch". `level` is the worst that the spell has reached: "damp" from an index of 1 or a fortnight of
    the humidity rule, "severe" from an index of 3 (growth that the eye sees). The indices are those at the end of the
    last day, `coverage` the share of hours known, `days_wet` the days at 80 % or more.
    """

    since: date
    until: date | None
    known_on: date
    index_low: float
    index_mid: float
    index_high: float
    coverage: float
    days_wet: int
    level: Level


Climate = Sequence[tuple[float, float, float] | None]
"""Indoor degrees C, indoor % RH, outdoor degrees C of each hour; None where any of them is missing."""


def days(climate: Climate, axis: Axis, state: tuple[MouldState, ...] | None = None) -> list[Day]:
    """The days of `axis`, whose hours `climate` gives, with a mould index that starts at `state` (default: 0)."""
    if len(climate) != axis.size:
        raise ValueError(f"{len(climate)} hours were given for an axis of {axis.size}")
    states = state or (MouldState(),) * len(F_BAND)
    out = []
    for i, day in enumerate(axis.days):
        known, total = 0, 0.0
        for h in axis.hours_of(i):
            hour = climate[h]
            if hour is None:
                continue
            known += 1
            total += min(surface_humidity(*hour, F_RSI.middle), mould.SATURATED)
            states = tuple(_step(s, hour, f) for s, f in zip(states, F_BAND, strict=True))
        indices = [s.index for s in states]
        mean = total / known if known else None
        out.append(Day(day, len(axis.hours_of(i)), known, mean, min(indices), indices[1], max(indices)))
    return out


def _step(state: MouldState, hour: tuple[float, float, float], f_rsi: float) -> MouldState:
    indoor, humidity, outdoor = hour
    at_surface = surface_humidity(indoor, humidity, outdoor, f_rsi)
    return mould.step(state, surface_temperature(indoor, outdoor, f_rsi), at_surface, MATERIAL)


def humid(series: Sequence[Day], i: int) -> bool:
    """Whether the humidity rule holds at the end of the `i`-th day."""
    window = series[max(i - WINDOW_DAYS + 1, 0) : i + 1]
    return sum(d.wet for d in window) >= WET_DAYS and sum(d.known for d in window) >= WINDOW_HOURS


def mouldy(day: Day) -> bool:
    return day.index_mid >= FIRST_GROWTH


def _first_day(series: Sequence[Day], i: int) -> int:
    """Where a spell found at the end of the `i`-th day began: with the first wet day of the window, if it is humid."""
    if not humid(series, i):
        return i
    return next(j for j in range(max(i - WINDOW_DAYS + 1, 0), i + 1) if series[j].wet)


def dried(series: Sequence[Day], i: int) -> bool:
    """Whether neither ground held on the fourteen days that end with the `i`-th, and enough of them is known."""
    first = i - DRY_DAYS + 1
    if first < 0 or sum(d.known for d in series[first : i + 1]) < DRY_HOURS:
        return False
    return not any(humid(series, j) or mouldy(series[j]) for j in range(first, i + 1))


def level_of(index_mid: float, humid_days: int) -> int:
    """The position in `LEVELS` that one day of a spell speaks for."""
    if index_mid >= VISIBLE:
        return 2
    return int(index_mid >= FIRST_GROWTH or humid_days >= HUMID_DAYS_TO_DAMP)


@dataclass
class _Open:
    """A spell that is still going on: positions of days, the worst level so far, days of the humidity rule."""

    since: int
    known: int
    level: int = 0
    humid_days: int = 0

    def look(self, series: Sequence[Day], i: int) -> None:
        self.humid_days += humid(series, i)
        level = level_of(series[i].index_mid, self.humid_days)
        if level > 0 and self.level == 0:
            self.known = i
        self.level = max(self.level, level)


def spells(series: Sequence[Day]) -> list[Spell]:
    """Every damp spell in a series of days without holes (a day without readings is a day with none known)."""
    out: list[Spell] = []
    now: _Open | None = None
    for i in range(len(series)):
        if now is None and (humid(series, i) or mouldy(series[i])):
            now = _Open(_first_day(series, i), i)
        if now is not None:
            now.look(series, i)
            if dried(series, i):
                out.append(_closed(series, now, i - DRY_DAYS + 1))
                now = None
    if now is not None:
        out.append(_closed(series, now, None))
    return out


def _closed(series: Sequence[Day], spell: _Open, until: int | None) -> Spell:
    inside = series[spell.since : until]
    last = inside[-1]
    return Spell(
        since=inside[0].day,
        until=None if until is None else series[until].day,
        known_on=series[spell.known].day,
        index_low=last.index_low,
        index_mid=last.index_mid,
        index_high=last.index_high,
        coverage=sum(d.known for d in inside) / sum(d.hours for d in inside),
        days_wet=sum(d.wet for d in inside),
        level=LEVELS[spell.level],
    )
