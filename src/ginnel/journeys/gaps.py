"""Gaps between groups: does something befall the cases of one group more often than those of all others?

Each group is held against the rest: the difference with Newcombe's interval, Fisher's exact test, Holm over the groups.
So the chance of naming any group where chance alone is at work stays at or below 5 %. Groups below `LEAST` cases, and
those where only 1 to 4 are on either side, are hidden. A lone hidden group takes the largest other along: that one's gap
is mostly the others' seen from behind, so least is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ginnel.journeys.events import BLANK, Ints, Log
from ginnel.journeys.numbers import ALPHA, Share, fisher, holm, newcombe, wilson
from ginnel.journeys.throughput import durations
from ginnel.vocabulary.small import LEAST

ENOUGH = 20
"""Cases that a group and the rest must have before the group may be named."""


@dataclass(frozen=True)
class Gap:
    """One group against all others. `p` is adjusted; None where the group is too small to be named."""

    group: str
    cases: int
    hit: int
    share: Share
    difference: Share
    p: float | None

    @property
    def found(self) -> bool:
        return self.p is not None and self.p <= ALPHA


@dataclass(frozen=True)
class Gaps:
    """`of` says what was counted; `groups` by difference, largest first; `hidden` groups are too small to show."""

    of: str
    groups: tuple[Gap, ...]
    hidden: int
    without_group: int

    @property
    def found(self) -> tuple[Gap, ...]:
        return tuple(g for g in self.groups if g.found)


def gaps(groups: Ints, names: Sequence[str], hit: NDArray[np.bool_], of: str) -> Gaps:
    """Compare cases: `groups` is the group of each (`BLANK`: not said), `hit` whether it befell the case."""
    told = groups != BLANK
    sizes = np.bincount(groups[told], minlength=len(names))
    hits = np.bincount(groups[told & hit], minlength=len(names))
    hide = hidden(sizes.tolist(), hits.tolist())
    total, all_hits = int(sizes.sum()), int(hits.sum())
    tested = [
        g for g in range(len(names))
        if g not in hide and sizes[g] >= ENOUGH and total - sizes[g] >= ENOUGH
    ]  # fmt: skip
    raw = [fisher(int(hits[g]), int(sizes[g]), all_hits - int(hits[g]), total - int(sizes[g])) for g in tested]
    adjusted = dict(zip(tested, holm(raw), strict=True))
    found = [
        _gap(names[g], int(sizes[g]), int(hits[g]), total, all_hits, adjusted.get(g))
        for g in range(len(names)) if sizes[g] and g not in hide and total > sizes[g]
    ]  # fmt: skip
    found.sort(key=lambda g: (-g.difference.value, g.group))
    return Gaps(of, tuple(found), len(hide), int((~told).sum()))


def hidden(sizes: Sequence[int], hits: Sequence[int]) -> set[int]:
    """Which groups are not shown."""
    small = {
        g for g, (n, k) in enumerate(zip(sizes, hits, strict=True))
        if n and (n < LEAST or 0 < k < LEAST or 0 < n - k < LEAST)
    }  # fmt: skip
    if len(small) == 1:
        others = [g for g, n in enumerate(sizes) if n and g not in small]
        if others:
            small.add(max(others, key=lambda g: (sizes[g], -g)))
    return small


def _gap(name: str, size: int, hits: int, total: int, all_hits: int, p: float | None) -> Gap:
    rest = total - size
    return Gap(name, size, hits, wilson(hits, size), newcombe(hits, size, all_hits - hits, rest), p)


def slow_cases(log: Log) -> NDArray[np.bool_]:
    """Cases that take longer than three in four do: what is compared where no intended journey says what is late."""
    took = durations(log)
    return np.asarray(took > np.quantile(took, 0.75))
