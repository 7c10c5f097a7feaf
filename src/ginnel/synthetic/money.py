"""Rent accounts: eight four-week periods for each social tenancy, most paid, some late, some in arrears that last."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from ginnel.synthetic import parameters as par
from ginnel.synthetic.columns import record_ids
from ginnel.synthetic.population import SOCIAL, Population
from ginnel.synthetic.silos import Delivered

PERIODS = 8


def period_ends(now: date) -> np.ndarray:
    """The Sundays that ended the last eight whole four-week periods before `now`, oldest first."""
    last = now - timedelta(days=now.isoweekday() % 7 or 7)
    return np.array([last - timedelta(weeks=4 * k) for k in reversed(range(PERIODS))], "datetime64[D]")


def balances(rng: np.random.Generator, arrears: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Charged, paid and owed in pounds, each of shape (tenancies, periods)."""
    size = len(arrears)
    low, high = par.RENT_OF_FOUR_WEEKS
    charged = np.repeat(np.round(rng.uniform(low, high, (size, 1)), 2), PERIODS, axis=1)
    short = rng.uniform(0.05, 0.35, (size, PERIODS)) * arrears[:, None]
    late = (rng.random((size, PERIODS)) < par.LATE_PAYMENT_RATE) & ~arrears[:, None]
    paid, owed = np.zeros_like(charged), np.zeros_like(charged)
    debt = np.where(arrears, rng.uniform(200, 900, size), 0.0)
    for t in range(PERIODS):
        due = np.where(arrears, charged[:, t] * (1 - short[:, t]), charged[:, t] + debt)
        paid[:, t] = np.round(np.where(late[:, t], due * 0.5, due), 2)
        debt = np.maximum(np.round(debt + charged[:, t] - paid[:, t], 2), 0.0)
        owed[:, t] = debt
    return charged, paid, owed


def rent_accounts(population: Population, rng: np.random.Generator, salt: int) -> Delivered:
    """Rows of `rent_accounts`: one per tenancy and period since it began, against the lead tenant."""
    homes = population.households
    rows = np.flatnonzero(homes.tenure == SOCIAL)
    charged, paid, owed = (a.ravel() for a in balances(rng, homes.arrears[rows]))
    household = np.repeat(rows, PERIODS)
    period = np.tile(np.arange(PERIODS), len(rows))
    ends = period_ends(population.now)[period]
    keep = ends >= homes.since[household]
    household, period, ends = household[keep], period[keep], ends[keep]
    number = homes.number[household]
    table = pa.table(
        {
            "entry_id": record_ids("R", number * PERIODS + period, salt),
            "tenancy_id": record_ids("T", number * 2, salt),
            "occupant_id": record_ids("O", population.people.number[homes.lead[household]] * 2, salt),
            "period_end": pa.array(ends),
            "charged": pa.array(charged[keep]),
            "paid": pa.array(paid[keep]),
            "owed": pa.array(owed[keep]),
        }
    )
    return Delivered("rent_accounts", table).in_key_order()
