"""The few statistics of this room: intervals, exact tests, adjustment for many looks, hiding cells of a table.

Wilson (1927) for a share; Newcombe (1998, method 10) for a difference of shares; Fisher's exact test; Holm (1979).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.special import stdtr, stdtrit

from ginnel.vocabulary.small import LEAST

Z = 1.959963984540054
"""Two-sided 95 %."""
ALPHA = 0.05
"""The chance that one report tells of anything at all where nothing is there, over all its looks of one kind."""


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
    from scipy.stats import fisher_exact  # half a second to import, and only logs with groups need it

    return float(fisher_exact([[count, of - count], [other, others - other]]).pvalue)


def holm(values: Sequence[float]) -> list[float]:
    """Adjusted p values in the same order: saying "found" at `ALPHA` or below errs at most that often over all."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    out, above = [0.0] * len(values), 0.0
    for rank, i in enumerate(order):
        above = max(above, min(1.0, values[i] * (len(values) - rank)))
        out[i] = above
    return out


def upper_tail(t: float, freedom: int) -> float:
    """The chance that Student's t with so many degrees of freedom is above `t`."""
    return float(stdtr(freedom, -t))


def student(freedom: int) -> float:
    """How many standard errors a two-sided 95 % interval reaches: Student's t."""
    return float(stdtrit(freedom, 1 - ALPHA / 2))


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
