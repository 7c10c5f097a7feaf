"""Handovers: moves from one body to another, how long they take, and what share of all waiting they carry.

Every move is a handover, stays with one body, or has a blank end; the shares of the three sum to 1. The interval of a
share treats cases as independent draws: jackknife over cases on the log-odds scale. A handover stands out as slow when
its waits rank above those of the other handovers: difference of mean ranks, jackknife over cases (waits of one case are
alike), one-sided, adjusted by Holm over all pairs of bodies with enough cases on both sides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ginnel.journeys.events import BLANK, SECOND, Ints, Log
from ginnel.journeys.graph import Times, by_key, times
from ginnel.journeys.numbers import ALPHA, Share, holm, student, upper_tail

ENOUGH = 20
"""Cases that a pair of bodies, and the rest, must have before it is compared."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Handover:
    """`count` moves from one body to another in `cases` cases. `share` is of all waiting time in the log.

    `p` is adjusted for all pairs compared; None where there are too few cases to compare.
    """

    giver: str
    taker: str
    count: int
    cases: int
    times: Times
    share: Share
    p: float | None

    @property
    def slow(self) -> bool:
        return self.p is not None and self.p <= ALPHA


@dataclass(frozen=True)
class Kind:
    """All moves of one kind: how many, and their share of all waiting time."""

    count: int
    share: Share


@dataclass(frozen=True)
class Handovers:
    """`pairs` by share, largest first. `wrong_door`: cases that end with another body than they began with."""

    pairs: tuple[Handover, ...]
    between: Kind
    within: Kind
    unknown: Kind
    waited: float
    """Seconds of waiting in all cases together."""
    first_is_last: int
    wrong_door: int


def handovers(log: Log) -> Handovers:
    """The matrix of handovers of a log; without owners every move is unknown."""
    follows = log.follows
    waits, case = log.waits[follows], log.case[:-1][follows]
    giver, taker = log.owner[:-1][follows], log.owner[1:][follows]
    unknown = (giver == BLANK) | (taker == BLANK)
    between = ~unknown & (giver != taker)
    shares = Shares(waits, case, log.cases)
    size = max(len(log.owners), 1)
    rows = np.flatnonzero(between)
    found = by_key(giver[rows] * size + taker[rows], rows, size * size)
    tests = _tests(found, rows, waits, case, log.cases)
    pairs = [
        Handover(
            log.owners[key // size], log.owners[key % size], len(at), len(np.unique(case[at])), times(waits[at]),
            shares.of(at), tests.get(key),
        )
        for key, at in found
    ]  # fmt: skip
    pairs.sort(key=lambda h: (-h.share.value, h.giver, h.taker))
    kinds = [Kind(int(k.sum()), shares.of(np.flatnonzero(k))) for k in (between, ~unknown & ~between, unknown)]
    same, other = _doors(log)
    return Handovers(tuple(pairs), kinds[0], kinds[1], kinds[2], float(waits.sum()) / SECOND, same, other)


class Shares:
    """The share of all waiting that some moves carry, with its interval."""

    def __init__(self, waits: Ints, case: Ints, cases: int) -> None:
        self.waits, self.case, self.cases = waits.astype(np.float64), case, cases
        self.total = float(self.waits.sum())
        self.by_case = np.bincount(case, weights=self.waits, minlength=cases)

    def of(self, moves: Ints) -> Share:
        if not self.total:
            return Share(0.0, 0.0, 0.0)
        part = np.bincount(self.case[moves], weights=self.waits[moves], minlength=self.cases)
        share = float(part.sum()) / self.total
        if not 0.0 < share < 1.0:
            return Share(share, share, share)
        without = np.clip((part.sum() - part) / np.maximum(self.total - self.by_case, 1e-9), 1e-12, 1 - 1e-12)
        middle = math.log(share / (1 - share))
        apart = np.log(without / (1 - without)) - middle
        spread = math.sqrt((self.cases - 1) / self.cases * float(apart @ apart))
        half = min(spread * student(max(int((part > 0).sum()) - 1, 1)), 600.0)
        return Share(share, 1 / (1 + math.exp(half - middle)), 1 / (1 + math.exp(-half - middle)))


def _tests(found: list[tuple[int, Ints]], rows: Ints, waits: Ints, case: Ints, cases: int) -> dict[int, float]:
    """Adjusted p of each pair of bodies that has enough cases: are its waits longer than those of other handovers?"""
    ranks = np.zeros(len(waits))
    ranks[rows] = mid_ranks(waits[rows])
    raw: dict[int, float] = {}
    for key, at in found:
        rest = np.setdiff1d(rows, at, assume_unique=True)
        if min(len(np.unique(case[at])), len(np.unique(case[rest]))) >= ENOUGH:
            raw[key] = _slower(ranks, case, at, rest, cases)
    return dict(zip(raw, holm(list(raw.values())), strict=True))


def _slower(ranks: Floats, case: Ints, here: Ints, rest: Ints, cases: int) -> float:
    """One-sided p by the jackknife over cases and Student's t, with as many cases as the smaller side has."""
    without = _without(ranks, case, here, cases) - _without(ranks, case, rest, cases)
    part = np.unique(case[np.r_[here, rest]])
    apart = float(ranks[here].mean() - ranks[rest].mean())
    spread = math.sqrt((len(part) - 1) / len(part) * float(((without[part] - apart) ** 2).sum()))
    least = min(len(np.unique(case[here])), len(np.unique(case[rest])))
    # Where nothing varies, nothing can be told.
    return upper_tail(apart / spread, least - 1) if spread else 1.0 - float(apart > 0)


def _without(ranks: Floats, case: Ints, moves: Ints, cases: int) -> Floats:
    """The mean rank of the moves with each case left out in turn."""
    total = np.bincount(case[moves], weights=ranks[moves], minlength=cases)
    count = np.bincount(case[moves], minlength=cases)
    return np.asarray((total.sum() - total) / np.maximum(count.sum() - count, 1))


def mid_ranks(values: Ints) -> Floats:
    """Ranks from 1; equal values share the mean of theirs."""
    _, at, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[at]


def _doors(log: Log) -> tuple[int, int]:
    """Cases whose first and last named owner are the same body, and cases where they differ."""
    told = np.flatnonzero(log.owner != BLANK)
    case, first = np.unique(log.case[told], return_index=True)
    last = np.r_[first[1:], len(told)] - 1 if len(case) else first
    same = log.owner[told[first]] == log.owner[told[last]]
    return int(same.sum()), int((~same).sum())
