"""How long to sign: the cost of a need over eight years by length of contract, and the discount that an extra year wants.

A lattice in the manner of Cox, Ross and Rubinstein: the market price drifts and wavers; at each signing the buyer pays
the price of that day for the whole term, less a discount for length; whoever is there already asks a mark-up, up to what
it would cost to switch away.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp

YEARS = 8


@dataclass(frozen=True)
class Market:
    """Yearly drift and volatility of the price (logarithms), mark-up of whoever is there, discounting, switching cost.

    `switching` is in years of the first price. Defaults are an example, not a forecast: put in your own.
    """

    drift: float = -0.06
    volatility: float = 0.15
    markup: float = 0.08
    rate: float = 0.035
    switching: float = 0.10
    years: int = YEARS

    def __post_init__(self) -> None:
        if self.volatility <= 0 or self.years < 1 or self.switching < 0 or self.markup < 0 or self.rate <= -1:
            raise ValueError("volatility and years must be above nothing, switching and mark-up at least nothing")


def annuity(years: int, rate: float) -> float:
    """Present value of one pound at the beginning of each of `years` years."""
    return sum((1 + rate) ** -j for j in range(years))


def cost(market: Market, term: int, discount: float) -> float:
    """Expected present cost over `market.years`, in years of the first price, signing `term` years at a time.

    `discount` is what one extra year of term takes off the price (a share); the last contract is cut to what is left.
    Raises `ValueError` for a term outside 1 to `market.years`.
    """
    if not 1 <= term <= market.years:
        raise ValueError(f"a term of {term} years does not fit into {market.years}")
    up = exp(market.volatility)
    rise = (exp(market.drift) - 1 / up) / (up - 1 / up)

    @cache
    def value(year: int, step: int, inside: bool) -> float:
        if year >= market.years:
            return 0.0
        length = min(term, market.years - year)
        price, worth = up**step, annuity(length, market.rate)
        now = worth * (1 - discount * (length - 1)) * price
        extra = min(market.markup * now, market.switching) if inside else 0.0
        later = sum(chance * value(year + length, step + 2 * ups - length, True) for ups, chance in _ways(length, rise))
        return now + extra + (1 + market.rate) ** -length * later

    return value(0, 0, False)


def _ways(steps: int, rise: float) -> list[tuple[int, float]]:
    """Number of rises in `steps` years with its chance."""
    chances = [1.0]
    for _ in range(steps):
        chances = [
            (chances[k] * (1 - rise) if k < len(chances) else 0.0) + (chances[k - 1] * rise if k else 0.0)
            for k in range(len(chances) + 1)
        ]
    return list(enumerate(chances))


def break_even(market: Market, term: int) -> float | None:
    """The discount for each extra year at which `term` years cost no more than one year at a time.

    A negotiator's threshold: below it, sign for one year. None where no discount up to 50 % a year suffices.
    """
    if term == 1:
        return 0.0
    target, low, high = cost(market, 1, 0.0), 0.0, 0.5 / max(term - 1, 1)
    if cost(market, term, low) <= target:
        return 0.0
    if cost(market, term, high) > target:
        return None
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if cost(market, term, middle) <= target else (middle, high)
    return high


def break_clause(market: Market, term: int, discount: float) -> float:
    """What it is worth, in years of the first price, to be able to leave each year and still keep the term's discount.

    An upper value: leaving costs no more than switching, and the supplier does not ask for anything in return. Wider
    rights to leave can raise the price asked (Andrade et al., Games and Economic Behavior 2026): weigh both.
    """
    free = cost(market, 1, 0.0) - discount * (term - 1) * cost(Market(**{**market.__dict__, "markup": 0.0}), 1, 0.0)
    return max(0.0, cost(market, term, discount) - free)
