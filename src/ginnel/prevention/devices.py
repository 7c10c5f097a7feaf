"""What a stock of devices comes to in a year: loans, refusals, losses and failures counted as expected values."""

from __future__ import annotations

from dataclasses import dataclass

from ginnel.prevention.interventions import Kind

WEEKS = 52.0


@dataclass(frozen=True)
class Year:
    """One year of a stock: devices that work, homes that are reached, pounds it costs, pounds a home."""

    working: float
    homes: float
    cost: float

    @property
    def each(self) -> float | None:
        return self.cost / self.homes if self.homes > 0 else None


def year_of(kind: Kind, extra: int = 0) -> Year:
    """A year with `extra` devices more than the stock.

    Each device serves one home for `loan_weeks`, then the next; `failed` of them do not work in a year, `returned` of the
    loans come back, and `refused` of the homes that are offered one say no (another home is asked, so that a no costs a
    visit and no device). The cost is the yearly part of the price, and the price of what does not come back.
    """
    stock = kind.stock + extra
    working = stock * (1 - kind.failed)
    turns = max(1.0, WEEKS / kind.loan_weeks)
    # A device that does not come back ends its turns: the expected number of loans out of `turns` possible ones.
    loans = working * (turns if kind.returned >= 1 else (1 - kind.returned**turns) / (1 - kind.returned))
    lost = loans * (1 - kind.returned)
    cost = stock * kind.price / kind.life_years + lost * kind.price
    return Year(working, loans, cost)


def offers_needed(kind: Kind, homes: float) -> float:
    """How many homes must be asked so that so many say yes."""
    return homes / (1 - kind.refused) if kind.refused < 1 else float("inf")
