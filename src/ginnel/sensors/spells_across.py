"""Spells of many devices from their days: `spells.spells` with days in the outer loop and devices side by side."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ginnel.sensors.across import Counts, Days, Flags, Numbers
from ginnel.sensors.hours import Axis
from ginnel.sensors.spells import (
    DRY_DAYS,
    DRY_HOURS,
    FIRST_GROWTH,
    HUMID_DAYS_TO_DAMP,
    VISIBLE,
    WET_DAYS,
    WINDOW_DAYS,
    WINDOW_HOURS,
)


@dataclass(frozen=True)
class Found:
    """One entry per spell. `since`, `until`, `known` are positions of days (until -1: still going on), `place` of a
    device, `level` in `spells.LEVELS`; `index` (low, mid, high) is (3, spells)."""

    place: Counts
    since: Counts
    until: Counts
    known: Counts
    level: Counts
    index: Numbers
    coverage: Numbers
    days_wet: Counts


def rolling(values: npt.NDArray[np.generic], days: int) -> Counts:
    """Sums over the last `days` days up to each day; days before the first count as nothing."""
    total = np.cumsum(values, axis=0, dtype=np.int64)
    total[days:] -= total[:-days].copy()
    return total


@dataclass(frozen=True)
class _Judged:
    """What each day says, as (days, devices)."""

    humid: Flags
    holds: Flags
    dried: Flags
    first: Counts
    """Where a spell found on this day began."""


def _judge(days: Days) -> _Judged:
    known = days.known
    humid = (rolling(days.wet, WINDOW_DAYS) >= WET_DAYS) & (rolling(known, WINDOW_DAYS) >= WINDOW_HOURS)
    holds = humid | (days.index[1] >= FIRST_GROWTH)
    dried = (rolling(holds, DRY_DAYS) == 0) & (rolling(known, DRY_DAYS) >= DRY_HOURS)
    dried[: DRY_DAYS - 1] = False
    number = np.arange(len(known))[:, None]
    first = np.broadcast_to(number, known.shape).copy()
    for back in range(1, WINDOW_DAYS):
        first[back:][days.wet[:-back]] = np.broadcast_to(number[:-back], known[back:].shape)[days.wet[:-back]]
    return _Judged(humid, holds, dried, np.where(humid, first, number))


@dataclass
class _Now:
    """The open spell of each device, if `open`."""

    open: Flags
    since: Counts
    known: Counts
    level: Counts
    humid_days: Counts
    closed: list[tuple[Counts, ...]] = field(default_factory=list)

    @classmethod
    def none(cls, devices: int) -> _Now:
        since, known, level, humid_days = (np.zeros(devices, np.int64) for _ in range(4))
        return cls(np.zeros(devices, bool), since, known, level, humid_days)

    def start(self, at: Flags, since: Counts, day: int) -> None:
        self.open |= at
        self.since[at] = since[at]
        self.known[at] = day
        self.level[at] = 0
        self.humid_days[at] = 0

    def look(self, day: int, humid: Flags, index_mid: Numbers) -> None:
        self.humid_days += humid & self.open
        damp = (index_mid >= FIRST_GROWTH) | (self.humid_days >= HUMID_DAYS_TO_DAMP)
        level = np.where(index_mid >= VISIBLE, 2, damp.astype(np.int64))
        self.known[self.open & (level > 0) & (self.level == 0)] = day
        self.level = np.where(self.open, np.maximum(self.level, level), self.level)

    def close(self, at: Flags, until: int) -> None:
        place = np.flatnonzero(at)
        if len(place):
            ends = np.full(len(place), until, np.int64)
            self.closed.append((place, self.since[place], ends, self.known[place], self.level[place]))
            self.open[place] = False


def find(days: Days, axis: Axis) -> Found:
    """Every spell in `days`, in order of its end."""
    judged = _judge(days)
    now = _Now.none(days.known.shape[1])
    for i in range(len(axis.days)):
        now.start(judged.holds[i] & ~now.open, judged.first[i], i)
        now.look(i, judged.humid[i], days.index[1, i])
        now.close(now.open & judged.dried[i], i - DRY_DAYS + 1)
    now.close(now.open, -1)
    return _measured(now.closed, days, axis)


def _measured(closed: list[tuple[Counts, ...]], days: Days, axis: Axis) -> Found:
    none = tuple(np.zeros(0, np.int64) for _ in range(5))
    place, since, until, known, level = (np.concatenate(c) for c in zip(none, *closed, strict=True))
    end = np.where(until < 0, len(axis.days), until)
    hours = np.asarray(axis.starts)
    return Found(
        place=place,
        since=since,
        until=until,
        known=known,
        level=level,
        index=days.index[:, end - 1, place],
        coverage=_between(days.known, since, end, place) / (hours[end] - hours[since]),
        days_wet=_between(days.wet, since, end, place),
    )


def _between(values: npt.NDArray[np.generic], since: Counts, end: Counts, place: Counts) -> Counts:
    """Sums of (days, devices) over the days [since, end) of each spell."""
    total = np.zeros((len(values) + 1, values.shape[1]), np.int64)
    np.cumsum(values, axis=0, dtype=np.int64, out=total[1:])
    found: Counts = total[end, place] - total[since, place]
    return found
