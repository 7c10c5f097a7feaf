"""From the pool to the plan: how many more homes the same money reaches at the pooled price."""

from __future__ import annotations

from dataclasses import dataclass

from ginnel.procurement import Outcome


@dataclass(frozen=True)
class Reach:
    """Devices of one lot: price of one today and pooled (pounds), and homes that a budget reaches at each."""

    lot: str
    unit: str
    budget: float
    alone: float
    pooled: float
    homes_alone: int
    homes_pooled: int

    @property
    def more(self) -> int:
        return self.homes_pooled - self.homes_alone


def more_homes(outcome: Outcome, lot: str, budget: float, *, each: float = 1.0) -> Reach | None:
    """Homes that `budget` pounds reach, `each` devices a home, at the mean price alone and in the mixed award.

    None where the pool has no such lot, or nobody has said how many she wants.
    """
    found = next((x for x in outcome.lots if x.lot.id == lot), None)
    if found is None or budget < 0 or each <= 0:
        return None
    volume = found.lot.volume
    alone, pooled = found.awards["local"].cost / volume, found.awards["mixed"].cost / volume
    homes = [int(budget // (price * each)) for price in (alone, pooled)]
    return Reach(lot, outcome.pool.lots[lot].unit, budget, alone, pooled, homes[0], homes[1])
