"""Everything that a pool comes to: what is bought twice, what is missing, three ways of buying, fair shares, terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ginnel.procurement.award import MODES, Award, Lot, Mode, award, buyer_costs
from ginnel.procurement.demand import Question, questions
from ginnel.procurement.overlap import Overlap, across, inside
from ginnel.procurement.pool import Pool, market_lots
from ginnel.procurement.rounds import Round, align
from ginnel.procurement.shares import Group, Shares, fair_shares, leaving_under
from ginnel.procurement.suppliers import Proposal, identities, proposals
from ginnel.procurement.term import Market, break_clause, break_even
from ginnel.procurement.term import cost as term_cost

PRIOR = (0.0, 0.07, 0.15)
"""What pooling has saved on standardised goods before there are bids: low, middle, high, as shares of today's spend.
After the published evidence (NAO 2017 and 2024, Bandiera, Prat and Valletti 2009, Petersen and others 2020): the middle
is our choice within 5 to 10 %, and the true figure can be negative."""
TERMS = (1, 2, 3, 4, 8)


@dataclass(frozen=True)
class LotOutcome:
    """One lot: the three ways of buying, shares of the mixed one, and who would leave if all paid one price."""

    lot: Lot
    awards: Mapping[Mode, Award]
    shares: Shares
    one_price: Mapping[str, float]
    one_price_leaving: Group | None
    cap_cost: float
    """What the cap on one supplier's share costs, pounds: the pool pays it, a group that leaves does not."""


@dataclass(frozen=True)
class TermLine:
    """A length of contract: the discount that each extra year must bring, and what a break each year is worth there."""

    years: int
    break_even: float | None
    break_clause: float
    cost: float


@dataclass(frozen=True)
class Outcome:
    """What `ginnel pool` says. Money in pounds over what is wanted; `prior` is today's spend less 0, 7, 15 %."""

    pool: Pool
    inside: tuple[Overlap, ...]
    across: tuple[Overlap, ...]
    same: tuple[Proposal, ...]
    questions: tuple[Question, ...]
    rounds: tuple[Round, ...]
    ends_unknown: int
    lots: tuple[LotOutcome, ...]
    terms: tuple[TermLine, ...]

    def total(self, mode: Mode) -> float:
        return sum(found.awards[mode].cost for found in self.lots)

    def gap(self, mode: Mode) -> float:
        """The proven gap of the whole: bounds of lots add up."""
        bound = sum(found.awards[mode].bound for found in self.lots)
        return max(0.0, self.total(mode) - bound) / max(self.total(mode), 1e-9)

    @property
    def prior(self) -> tuple[float, float, float]:
        spend = self.total("local")
        low, middle, high = PRIOR
        return (spend * (1 - high), spend * (1 - middle), spend * (1 - low))


def reckon(
    pool: Pool,
    today: date,
    *,
    gap: float = 1e-3,
    seconds: float = 60.0,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Work a pool out. `gap` is asked of each award; `seconds` is the most that one solving may take."""
    named = pool.registers.named
    identity = identities(named, pool.same)
    rounds, unknown = align(named, today)
    lots = []
    for lot in market_lots(pool).values():
        progress(lot.id)
        lots.append(_lot(pool, lot, gap, seconds))
    return Outcome(
        pool=pool, inside=inside(named, identity), across=across(named, identity), same=proposals(identity),
        questions=questions(pool.wants, pool.buyers, pool.lots), rounds=rounds, ends_unknown=len(unknown),
        lots=tuple(lots), terms=terms(pool.rules.market),
    )  # fmt: skip


def _lot(pool: Pool, lot: Lot, gap: float, seconds: float) -> LotOutcome:
    awards: dict[Mode, Award] = {
        mode: award(lot, mode, single=pool.rules.single, gap=gap, seconds=seconds) for mode in MODES
    }
    mixed = awards["mixed"]
    one_price = buyer_costs(lot, mixed)
    shares = fair_shares(lot, mixed.cost, seconds=seconds)
    free = award(replace(lot, share_cap=1.0), "mixed", single=pool.rules.single, gap=gap, seconds=seconds)
    leaving = leaving_under(lot, one_price, seconds=seconds)
    return LotOutcome(lot, awards, shares, one_price, leaving, max(0.0, mixed.cost - free.cost))


def terms(market: Market) -> tuple[TermLine, ...]:
    """Every length in `TERMS`, at the discount that just pays for it."""
    found = []
    for years in TERMS:
        even = break_even(market, years)
        at = even or 0.0
        found.append(TermLine(years, even, break_clause(market, years, at), term_cost(market, years, at)))
    return tuple(found)
