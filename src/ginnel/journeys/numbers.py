"""The few statistics of this room: intervals, exact tests, adjustment for many looks, hiding small counts.

Wilson (1927) for a share; Newcombe (1998, method 10) for a difference of shares; Fisher's exact test; Holm (1979).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

K = TypeVar("K")
Z = 1.959963984540054
"""Two-sided 95 %."""
ALPHA = 0.05
"""The chance that one report tells of anything at all where nothing is there, over all its looks of one kind."""
LEAST = 5
"""Counts of people from 1 to 4 are not shown: who they are could be guessed."""


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


def wilson(count: int, of: int) -> Share:
    """Wilson's interval for `count` of `of`; `of` is at least 1."""
    p, zz = count / of, Z * Z / of
    middle, half = (p + zz / 2) / (1 + zz), Z / (1 + zz) * math.sqrt(p * (1 - p) / of + zz / (4 * of))
    return Share(p, max(0.0, middle - half), min(1.0, middle + half))


def newcombe(count: int, of: int, other: int, others: int) -> Share:
    """The difference of two independent shares, first less second, with Newcombe's interval."""
    one, two = wilson(count, of), wilson(other, others)
    difference = one.value - two.value
    down = math.hypot(one.value - one.low, two.high - two.value)
    up = math.hypot(one.high - one.value, two.value - two.low)
    return Share(difference, difference - down, difference + up)


def fisher(count: int, of: int, other: int, others: int) -> float:
    """Two-sided p of Fisher's exact test: the tables with the same margins that are no likelier than this one."""
    total, hits = of + others, count + other
    low, high = max(0, hits - others), min(hits, of)
    logs = [_choose(hits, k) + _choose(total - hits, of - k) for k in range(low, high + 1)]
    top = max(logs)
    weights = [math.exp(v - top) for v in logs]
    here = weights[count - low] * (1 + 1e-7)
    return min(1.0, sum(w for w in weights if w <= here) / sum(weights))


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def holm(values: Sequence[float]) -> list[float]:
    """Adjusted p values in the same order: saying "found" at `ALPHA` or below errs at most that often over all."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    out, above = [0.0] * len(values), 0.0
    for rank, i in enumerate(order):
        above = max(above, min(1.0, values[i] * (len(values) - rank)))
        out[i] = above
    return out


def upper_tail(t: float, freedom: int) -> float:
    """The chance that Student's t with so many degrees of freedom is above `t` (incomplete beta by continued fraction)."""
    half = _beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
    return half if t > 0 else 1 - half


@cache
def student(freedom: int) -> float:
    """How many standard errors a two-sided 95 % interval reaches: Student's t, by bisection."""
    low, high = 1.0, 13.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if upper_tail(middle, freedom) > ALPHA / 2 else (low, middle)
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function; its continued fraction is summed from the far end."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(1 - x)) / a
    value = 1.0
    for m in range(200, 0, -1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m - 1) * (a + b + m - 1) * x / ((a + 2 * m - 2) * (a + 2 * m - 1))
        value = 1 + odd / (1 + even / value)
    return front / value


def shown(counts: Mapping[K, int]) -> dict[K, int | None]:
    """`counts` with 1 to 4 hidden (None). A lone hidden one takes the smallest other along: no total tells it."""
    hidden = {k for k, n in counts.items() if 0 < n < LEAST}
    if len(hidden) == 1:
        others = [k for k, n in counts.items() if n >= LEAST]
        if others:
            hidden.add(min(others, key=lambda k: (counts[k], str(k))))
    return {k: None if k in hidden else n for k, n in counts.items()}


def large(count: int) -> int | None:
    """A count of at least `LEAST`; hidden below that, at none too."""
    return count if count >= LEAST else None


Pair = tuple[str, str]


def shown_table(cells: Mapping[Pair, int]) -> dict[Pair, int | None]:
    """A table whose rows and columns have known totals: small cells are hidden, and no line has a lone hidden one."""
    hidden = {k for k, n in cells.items() if 0 < n < LEAST}
    lines = _lines(cells)
    changed = True
    while changed:
        changed = False
        for line in lines:
            if len(hidden.intersection(line)) == 1:
                others = [k for k in line if k not in hidden and cells[k]]
                if others:
                    hidden.add(min(others, key=lambda k: (cells[k], k)))
                    changed = True
    return {k: None if k in hidden else n for k, n in cells.items()}


def _lines(cells: Mapping[Pair, int]) -> list[list[Pair]]:
    rows: dict[tuple[int, str], list[Pair]] = {}
    for cell in cells:
        rows.setdefault((0, cell[0]), []).append(cell)
        rows.setdefault((1, cell[1]), []).append(cell)
    return [rows[k] for k in sorted(rows)]
