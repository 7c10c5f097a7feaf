"""Variants: which sequences of steps there are, how many cases go each way, and how long they take.

Cases are compared by a 64-bit sum over (activity, position); every case is then held against one of its variant, step
by step, so that a collision cannot merge two sequences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ginnel.journeys.events import Ints, Log
from ginnel.journeys.graph import Times, times_by
from ginnel.journeys.throughput import durations

Words = NDArray[np.uint64]
PART = 1 << 18
_GOLDEN, _ONE, _TWO = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True)
class Variant:
    """One sequence of steps and the cases that took it; `times` are from their first event to their last."""

    steps: tuple[str, ...]
    cases: int
    times: Times


@dataclass(frozen=True)
class Variants:
    """`numbers[c]` is the variant of case c; `counts` and `example` (a case that took it) are by variant."""

    numbers: Ints
    counts: Ints
    example: Ints


def variants(log: Log) -> Variants:
    """Every variant, exactly."""
    lengths = np.diff(log.first)
    sums = _sums(log, lengths)
    _, example, numbers = np.unique(sums, return_index=True, return_inverse=True)
    if not _same(log, lengths, example[numbers]):
        example, numbers = _slowly(log)
    return Variants(numbers.astype(np.int64), np.bincount(numbers).astype(np.int64), example.astype(np.int64))


def most_common(log: Log, found: Variants, limit: int | None = None) -> tuple[Variant, ...]:
    """Variants by cases, most first, ties by their steps; at most `limit` of them."""
    sizes = np.sort(found.counts)[::-1]
    least = int(sizes[limit - 1]) if limit is not None and limit < len(sizes) else 0
    chosen = [
        (-int(found.counts[v]), steps_of(log, int(found.example[v])), int(v))
        for v in np.flatnonzero(found.counts >= least)
    ]
    chosen = sorted(chosen)[:limit]
    place = np.full(len(sizes), -1, dtype=np.int64)
    place[[v for _, _, v in chosen]] = np.arange(len(chosen))
    at = place[found.numbers]
    took = durations(log)
    spread = times_by(at[at >= 0], took[at >= 0], len(chosen))
    return tuple(Variant(steps, -count, spread[i]) for i, (count, steps, _) in enumerate(chosen))


def steps_of(log: Log, case: int) -> tuple[str, ...]:
    """The activities of one case, in order."""
    return tuple(log.activities[a] for a in log.activity[log.first[case] : log.first[case + 1]])


def _mixed(values: Ints, salt: int) -> Words:
    """Sixty-four well-mixed bits for each whole number (the finaliser of SplitMix64)."""
    with np.errstate(over="ignore"):
        z = (values.astype(np.uint64) + np.uint64(salt)) * _GOLDEN
        z = (z ^ (z >> np.uint64(30))) * _ONE
        z = (z ^ (z >> np.uint64(27))) * _TWO
        return z ^ (z >> np.uint64(31))


def _sums(log: Log, lengths: Ints) -> Words:
    """One number a case: the sum over its events of a word for (activity, position), and a word for its length."""
    longest = int(lengths.max()) if len(lengths) else 0
    word = _mixed(np.arange(len(log.activities)), 1)
    odd = _mixed(np.arange(longest), 1 << 40) | np.uint64(1)
    total = _mixed(lengths, 1 << 41)
    with np.errstate(over="ignore"):
        for low, high in _parts(log):
            begin, end = log.first[low], log.first[high]
            place = np.arange(begin, end) - np.repeat(log.first[low:high], lengths[low:high])
            product = word[log.activity[begin:end]] * odd[place]
            product ^= product >> np.uint64(29)
            total[low:high] += np.add.reduceat(product, log.first[low:high] - begin)
    return total


def _parts(log: Log) -> Iterator[tuple[int, int]]:
    """Stretches of cases, each of about `PART` events, so that no step needs memory for all of them."""
    low = 0
    while low < log.cases:
        high = int(np.searchsorted(log.first, log.first[low] + PART, side="left"))
        high = min(max(high, low + 1), log.cases)
        yield low, high
        low = high


def _same(log: Log, lengths: Ints, example: Ints) -> bool:
    """Whether each case has exactly the steps of its variant's example."""
    if (lengths != lengths[example]).any():
        return False
    for low, high in _parts(log):
        begin, end = log.first[low], log.first[high]
        shift = np.repeat(log.first[example[low:high]] - log.first[low:high], lengths[low:high])
        if (log.activity[np.arange(begin, end) + shift] != log.activity[begin:end]).any():
            return False
    return True


def _slowly(log: Log) -> tuple[Ints, Ints]:
    """The same without sums, for the log on which they collide."""
    seen: dict[bytes, int] = {}
    numbers = np.empty(log.cases, dtype=np.int64)
    example: list[int] = []
    for case in range(log.cases):
        key = log.activity[log.first[case] : log.first[case + 1]].tobytes()
        if key not in seen:
            seen[key] = len(seen)
            example.append(case)
        numbers[case] = seen[key]
    return np.array(example, dtype=np.int64), numbers
