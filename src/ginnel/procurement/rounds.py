"""Ends of contracts brought together into few rounds of buying: who can extend, who can break, and at what cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ginnel.engines.solver import Model
from ginnel.procurement.registers import Contract

ROUND_COST = 12.0
"""One more round costs as much as moving one contract by so many months. Our choice: fewer rounds, pooled better."""
EARLY = 2.0
"""Leaving a contract one month early costs so many months of extension. Our choice."""
MOST_EARLY = 3
"""Months by which a contract may be left early at all, unless its register knows a break."""


@dataclass(frozen=True)
class Place:
    """One contract in a round: moved by `months` (extended where above nothing, left early below)."""

    contract: Contract
    months: int


@dataclass(frozen=True)
class Round:
    """Contracts that are bought anew together, in the quarter that begins on `start`."""

    start: date
    places: tuple[Place, ...]


def months_between(one: date, other: date) -> int:
    return (other.year - one.year) * 12 + other.month - one.month


def quarters(first: date, last: date) -> list[date]:
    """First days of the quarters from the one of `first` to the one of `last`."""
    found, day = [], date(first.year, first.month - (first.month - 1) % 3, 1)
    while day <= last:
        found.append(day)
        day = date(day.year + (day.month > 9), (day.month + 2) % 12 + 1, 1)
    return found


def align(contracts: Sequence[Contract], today: date) -> tuple[tuple[Round, ...], tuple[Contract, ...]]:
    """Rounds with the least cost of moving and meeting, and contracts whose end nobody knows.

    A contract may move to any quarter from `MOST_EARLY` months before its end to its latest end. Ends in the past count
    as today: that contract is out of its term already. The first round is the next whole quarter.
    """
    known = [c for c in contracts if c.end or c.latest_end]
    unknown = tuple(c for c in contracts if not (c.end or c.latest_end))
    if not known:
        return (), unknown
    ends = {i: max(c.end or c.latest_end or today, today) for i, c in enumerate(known)}
    latest = {i: max(c.latest_end or ends[i], ends[i]) for i, c in enumerate(known)}
    last = max(max(latest.values()), today + timedelta(days=92))
    days = [d for d in quarters(today, last) if d > today]
    model = Model()
    opened = {q: model.column(ROUND_COST, upper=1.0, whole=True) for q in range(len(days))}
    put: dict[tuple[int, int], int] = {}
    for i in ends:
        choices = _possible(days, ends[i], latest[i])
        for q, months in choices.items():
            put[i, q] = model.column(months if months >= 0 else -EARLY * months, upper=1.0, whole=True)
            model.row({put[i, q]: 1.0, opened[q]: -1.0}, most=0.0)
        model.row({put[i, q]: 1.0 for q in choices}, least=1.0, most=1.0)
    answer = model.solve(gap=1e-6, seconds=20)
    rounds = []
    for q, day in enumerate(days):
        places = tuple(
            Place(known[i], months_between(ends[i], day))
            for (i, of), c in put.items()
            if of == q and answer.values[c] > 0.5
        )
        if places:
            rounds.append(Round(day, places))
    return tuple(rounds), unknown


def _possible(days: Sequence[date], end: date, latest: date) -> dict[int, int]:
    """Quarter number -> months moved, for every quarter that this contract may be put into; the nearest if none fits."""
    fits = {
        q: months_between(end, d)
        for q, d in enumerate(days)
        if -MOST_EARLY <= months_between(end, d) <= max(0, months_between(end, latest))
    }
    if fits:
        return fits
    near = min(range(len(days)), key=lambda q: abs(months_between(end, days[q])))
    return {near: months_between(end, days[near])}
