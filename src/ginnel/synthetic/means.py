"""What the council recorded of the means of households that claim: incomes, savings, who lives there.

The rates below were written before any rule read them. Nothing here knows an entitlement: incomes are drawn from
coarse shapes, and whoever looks for Pension Credit does so with parameters that this file never sees.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ginnel.synthetic.columns import record_ids
from ginnel.synthetic.population import CHILD, PARTNER, Population
from ginnel.synthetic.silos import Delivered

_DAY = np.timedelta64(1, "D")

OLDER_AGE = 67
"""From here on a lead is drawn as somebody who has retired. Our choice: a round age, not a legal one."""
FULL_STATE_PENSION_SHARE, STATE_PENSION = 0.45, (95.0, 241.0)
"""Share with the upper end; the rest are even between. Pounds a week, shaped on DWP pension statistics."""
PRIVATE_PENSION_SHARE, PRIVATE_PENSION_MEDIAN, PRIVATE_PENSION_SPREAD = 0.50, 45.0, 0.9
"""Median in pounds a week of those who have one, and the spread of its logarithm. Our choice."""
EARNINGS_SHARE_OLDER, EARNINGS_SHARE_YOUNGER, EARNINGS = 0.06, 0.55, (20.0, 420.0)
SAVINGS_MEDIAN, SAVINGS_SPREAD = 3_500.0, 1.4
"""Pounds, and the spread of the logarithm. Our choice; housing benefit claimants hold little."""
CARER_SHARE = 0.07
HAS_PENSION_CREDIT = 0.60
"""Of older households below a coarse line. Our choice, near the published take-up of about two thirds (DWP, Income-
related benefits: estimates of take-up; check the year)."""
COARSE_LINE = (215.0, 330.0)
"""Pounds a week, single and couple, under which such a household is drawn as poor."""
INCOME_UNKNOWN, SAVINGS_UNKNOWN = 0.05, 0.07
"""Shares of claims in which the council does not know the private pension, or the savings. Our choice."""
STORY_MEANS = {"state_pension": 168.4, "other_pension": 22.5, "capital": 4_200.0}
"""The owner of the stories: an old man on a small pension, who never asked."""


def means_tests(population: Population, rng: np.random.Generator, salt: int) -> Delivered:
    """Rows of `means_tests`: one for each household that claims, amounts in pounds a week for the household."""
    people, homes = population.people, population.households
    lead = homes.lead[homes.claims]
    size, household = len(lead), people.household[lead]
    now = np.datetime64(population.now)
    older = (now - people.born[lead]) / _DAY / 365.25 >= OLDER_AGE
    partner = _partner(population)[household]
    couple = partner >= 0
    state, private, earned, other = _incomes(rng, older, couple)
    capital = np.round(SAVINGS_MEDIAN * np.exp(rng.normal(0, SAVINGS_SPREAD, size)) * (1 + 0.4 * couple), 2)
    poor = older & (state + private + earned + other < np.where(couple, COARSE_LINE[1], COARSE_LINE[0]))
    claims_it = poor & (rng.random(size) < HAS_PENSION_CREDIT)
    no_private, no_capital = rng.random(size) < INCOME_UNKNOWN, rng.random(size) < SAVINGS_UNKNOWN
    if population.story:
        state[:], private[:] = STORY_MEANS["state_pension"], STORY_MEANS["other_pension"]
        capital[:], earned[:], other[:] = STORY_MEANS["capital"], 0.0, 0.0
        claims_it[:], no_private[:], no_capital[:] = False, False, False
    children = np.bincount(people.household, weights=people.role == CHILD, minlength=len(homes))[household]
    carer = older & (rng.random(size) < CARER_SHARE) & (not population.story)
    table = pa.table(
        {
            "claim_id": record_ids("B", people.number[lead], salt),
            "assessed_on": pa.array(now - rng.integers(5, 200, size) * _DAY),
            "partner": pa.array(couple),
            "partner_born": pa.array(np.where(couple, people.born[partner], np.datetime64("NaT", "D"))),
            "state_pension": pa.array(state),
            "other_pension": pa.array(private, mask=no_private),
            "earnings": pa.array(earned),
            "other_income": pa.array(other),
            "capital": pa.array(capital, mask=no_capital),
            "carers": pa.array(carer.astype(np.int64)),
            "children": pa.array(children.astype(np.int64)),
            "pension_credit": pa.array(claims_it),
        }
    )
    return Delivered("means_tests", table).in_key_order()


def _partner(population: Population) -> np.ndarray:
    """Row of the lead's partner for each household, -1 where there is none."""
    people = population.people
    found = np.full(len(population.households), -1)
    rows = np.flatnonzero(people.role == PARTNER)
    found[people.household[rows]] = rows
    return found


def _incomes(rng: np.random.Generator, older: np.ndarray, couple: np.ndarray) -> tuple[np.ndarray, ...]:
    """State pension, private pension, earnings, other income: pounds a week, to the penny."""
    size = len(older)
    low, high = STATE_PENSION
    each = np.where(rng.random(size) < FULL_STATE_PENSION_SHARE, high, rng.uniform(low, high, size))
    state = older * each * (1 + 0.65 * couple)
    has = older & (rng.random(size) < PRIVATE_PENSION_SHARE)
    private = has * PRIVATE_PENSION_MEDIAN * np.exp(rng.normal(0, PRIVATE_PENSION_SPREAD, size))
    works = rng.random(size) < np.where(older, EARNINGS_SHARE_OLDER, EARNINGS_SHARE_YOUNGER)
    earned = works * rng.uniform(*EARNINGS, size)
    other = (~older & ~works) * rng.uniform(60, 110, size)
    return tuple(np.round(a, 2) for a in (state, private, earned, other))
