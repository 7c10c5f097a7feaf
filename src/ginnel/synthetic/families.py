"""What silos record of who may decide for a child: relations with and without paper, ended ones, orders of a court.

It draws what is recorded and knows no rule of who decides. The words are those of the contracts.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ginnel.synthetic import parameters as par
from ginnel.synthetic.columns import Array, choose, look_up, nothing_where
from ginnel.synthetic.population import CHILD, Population

_DAY = np.timedelta64(1, "D")
_NEVER = np.datetime64("NaT", "D")
PARENT = ("mother", "father-registered")
ROLE = "team manager, looked-after children"


def relations(population: Population, rng: np.random.Generator, who: np.ndarray, noted: np.ndarray) -> dict[str, Array]:
    """The four columns beside an adult's number for rows of people `who`; empty where no adult is `noted`."""
    people, size = population.people, len(who)
    drawn = _drawn(population, rng, par.RELATION_SHARES, size)
    lead = population.households.lead[people.household[who]]
    kind = np.where(drawn == "step-parent", "step-parent", np.array(PARENT)[people.sex[lead]])
    evidence = np.where(
        drawn == "no-paper", "", np.where(drawn == "step-parent", "marriage-certificate", "birth-certificate")
    )
    ended = np.datetime64(population.now) - rng.integers(1, 900, size) * _DAY
    return {
        "responsible_kind": nothing_where(pa.array(kind), ~noted),
        "responsible_evidence": nothing_where(pa.array(evidence), ~noted | (evidence == "")),
        "responsible_since": pa.array(np.where(noted, people.born[who], _NEVER)),
        "responsible_until": pa.array(np.where(noted & (drawn == "ended"), ended, _NEVER)),
    }


def orders(population: Population, rng: np.random.Generator, who: np.ndarray) -> dict[str, Array]:
    """The four columns of orders for rows of people `who`; adults and story people have none."""
    size = len(who)
    drawn = _drawn(population, rng, par.CARE_ORDER_SHARES, size)
    has = (population.people.role[who] == CHILD) & (drawn != "") & (not population.story)
    since = np.datetime64(population.now) - rng.integers(10, 600, size) * _DAY
    ended = has & (rng.random(size) < par.ORDER_ENDED_SHARE)
    named = has & (drawn != "section-20") & (rng.random(size) >= par.ORDER_WITHOUT_ROLE_SHARE)
    return {
        "order_kind": nothing_where(pa.array(drawn), ~has),
        "order_role": nothing_where(look_up((ROLE,), np.zeros(size, dtype=np.int64)), ~named),
        "order_since": pa.array(np.where(has, since, _NEVER)),
        "order_until": pa.array(np.where(ended, np.datetime64(population.now) - _DAY, _NEVER)),
    }


def _drawn(
    population: Population, rng: np.random.Generator, shares: tuple[tuple[str, float], ...], size: int
) -> np.ndarray:
    """A word for each row; story people have the first."""
    words = np.array([w for w, _ in shares])
    at = choose(rng, [share for _, share in shares], size)
    found: np.ndarray = words[np.zeros(size, dtype=np.int64) if population.story else at]
    return found
