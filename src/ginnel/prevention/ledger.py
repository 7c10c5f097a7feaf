"""Who pays and who saves: each body's pounds by kind and financial year, for the help that a plan chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ginnel.prevention.costs import KINDS, prices
from ginnel.prevention.interventions import Intervention


@dataclass(frozen=True)
class Line:
    """Pounds of one bearer in one year from now: what it pays, and what it is expected to save by kind (low, mid, high)."""

    bearer: str
    year: int
    kind: str
    low: float
    mid: float
    high: float


def savings(chosen: Iterable[tuple[Intervention, str]]) -> tuple[Line, ...]:
    """Expected savings of (intervention, level) pairs, discounted, in the order of bearer, year, kind."""
    found: dict[tuple[str, int, str], dict[str, float]] = defaultdict(
        lambda: dict.fromkeys(("low", "mid", "high"), 0.0)
    )
    book = prices()
    for help_, level in chosen:
        times = help_.by_level.get(level, 1.0)
        for scenario in ("low", "mid", "high"):
            for benefit, year, amount in help_.stream(scenario):
                cost = book.of(benefit.cost_code)
                found[cost.bearer, year, cost.kind][scenario] += times * amount
    order = {kind: n for n, kind in enumerate(KINDS)}
    return tuple(
        Line(bearer, year, kind, v["low"], v["mid"], v["high"])
        for (bearer, year, kind), v in sorted(
            found.items(), key=lambda item: (item[0][0], item[0][1], order[item[0][2]])
        )
    )


def payments(chosen: Iterable[tuple[Intervention, str]]) -> dict[str, float]:
    """What each body that gives help spends, this year."""
    found: dict[str, float] = defaultdict(float)
    for help_, _ in chosen:
        found[help_.organisation] += help_.cost
    return dict(sorted(found.items()))


def by_year(lines: Iterable[Line], last: int) -> float:
    """Mid savings up to and with year `last` (1 is this year)."""
    return sum(line.mid for line in lines if line.year < last)


def financial_year(start: int, year: int) -> str:
    """`year` years from the financial year that begins in `start`, such as "2026/27"."""
    return f"{start + year}/{(start + year + 1) % 100:02d}"
