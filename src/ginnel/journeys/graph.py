"""The directly-follows graph: which step comes next, how often, after how long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ginnel.journeys.events import SECOND, Ints, Log


@dataclass(frozen=True)
class Times:
    """Seconds: the median and the 90th percentile, both with linear interpolation between order statistics."""

    median: float
    p90: float


@dataclass(frozen=True)
class Move:
    """A step followed by the next one of the same case, `count` times."""

    before: str
    after: str
    count: int
    times: Times


@dataclass(frozen=True)
class Graph:
    """`activities`: events by activity; `starts` and `ends`: cases by their first and last activity."""

    activities: dict[str, int]
    starts: dict[str, int]
    ends: dict[str, int]
    moves: tuple[Move, ...]
    """By count, most first, then by name."""


def graph(log: Log) -> Graph:
    """The graph of a log; moves = events - cases."""
    size = len(log.activities)
    follows = log.follows
    keys = _keys(log, size)[follows]
    moves = []
    for key, waits in by_key(keys, log.waits[follows], size * size):
        before, after = divmod(key, size)
        moves.append(Move(log.activities[before], log.activities[after], len(waits), times(waits)))
    moves.sort(key=lambda m: (-m.count, m.before, m.after))
    return Graph(
        _named(log.activity, log.activities), _named(log.activity[log.first[:-1]], log.activities),
        _named(log.activity[log.first[1:] - 1], log.activities), tuple(moves),
    )  # fmt: skip


def _keys(log: Log, size: int) -> Ints:
    """One number for each pair of an event and the next; narrow where it can be, since sorting then is quick."""
    codes: Ints = log.activity.astype(np.uint16 if size * size <= 1 << 16 else np.int64)
    return np.asarray(codes[:-1] * codes.dtype.type(size) + codes[1:])


def by_key(keys: Ints, values: Ints, size: int) -> list[tuple[int, Ints]]:
    """The values of each key, in the order of the log. `size` is above every key; keys below 65,536 sort by radix."""
    if not len(keys):
        return []
    narrow = keys.astype(np.uint16, copy=False) if size <= 1 << 16 else keys
    order = np.argsort(narrow, kind="stable")
    ordered, counts = values[order], np.bincount(keys, minlength=1) if size <= 1 << 24 else None
    if counts is not None:
        present = np.flatnonzero(counts)
        edges = np.r_[0, np.cumsum(counts[present])]
    else:
        present, found = np.unique(keys, return_counts=True)
        edges = np.r_[0, np.cumsum(found)]
    return [(int(k), ordered[edges[i] : edges[i + 1]]) for i, k in enumerate(present)]


def times(waits: Ints) -> Times:
    """Median and 90th percentile, in seconds. `waits` must not be empty."""
    low, high = np.quantile(waits, (0.5, 0.9))
    return Times(float(low) / SECOND, float(high) / SECOND)


def times_by(keys: Ints, values: Ints, size: int) -> list[Times]:
    """`times` of each key from 0 to `size` - 1, all at once; every key has a value."""
    order = np.lexsort((values, keys))
    ordered = values[order].astype(np.float64) / SECOND
    counts = np.bincount(keys, minlength=size)
    first = np.r_[0, np.cumsum(counts)[:-1]]
    found = []
    for share in (0.5, 0.9):
        place = share * (counts - 1)
        low = np.floor(place).astype(np.int64)
        lower, upper = ordered[first + low], ordered[first + np.minimum(low + 1, counts - 1)]
        found.append(lower + (upper - lower) * (place - low))
    return [Times(float(a), float(b)) for a, b in zip(*found, strict=True)]


def _named(codes: Ints, names: tuple[str, ...]) -> dict[str, int]:
    counts = np.bincount(codes, minlength=len(names))
    return {names[i]: int(counts[i]) for i in np.flatnonzero(counts)}
