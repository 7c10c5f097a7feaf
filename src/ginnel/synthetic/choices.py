"""Choices that people made and the operator recorded: objections, restrictions, consents and their withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ginnel.synthetic import parameters as par
from ginnel.synthetic.columns import Array, choose, look_up, other_where, record_ids
from ginnel.synthetic.population import Population
from ginnel.synthetic.silos import Delivered
from ginnel.synthetic.story_population import story_people

_DAY = np.timedelta64(1, "D")
_KINDS = [kind for kind, _ in par.CHOICE_KINDS]
_PURPOSES = [purpose for purpose, _ in par.CHOICE_PURPOSES]
_STORY_DAYS_AGO = 120
_THROUGH_LANDLORD_SHARE = 0.3
"""Choices of tenants that were made at the landlord's desk, against the landlord's record. Our choice."""


@dataclass
class _Made:
    who: np.ndarray
    kind: np.ndarray
    purpose: np.ndarray
    since: np.ndarray
    until: np.ndarray


def _story_choices(population: Population) -> _Made:
    made = [(row, person.choice) for row, (_, person) in enumerate(story_people()) if person.choice]
    since = np.datetime64(population.now - timedelta(days=_STORY_DAYS_AGO))
    return _Made(
        np.array([row for row, _ in made]),
        np.array([_KINDS.index(choice[0]) for _, choice in made]),
        np.array([_PURPOSES.index(choice[1]) for _, choice in made]),
        np.full(len(made), since),
        np.full(len(made), np.datetime64("NaT", "D")),
    )


def _drawn_choices(population: Population, rng: np.random.Generator, able: np.ndarray) -> _Made:
    who = np.flatnonzero(able & (rng.random(len(able)) < par.OBJECTION_SHARE))
    size, today = len(who), np.datetime64(population.now)
    since = today - rng.integers(100, 1000, size) * _DAY
    ended = rng.random(size) < 0.1
    until = np.where(ended, today - rng.integers(1, 99, size) * _DAY, np.datetime64("NaT", "D"))
    return _Made(
        who,
        choose(rng, [s for _, s in par.CHOICE_KINDS], size),
        choose(rng, [s for _, s in par.CHOICE_PURPOSES], size),
        since,
        until,
    )


def choices(
    population: Population, rng: np.random.Generator, salt: int, *, patients: Array, occupants: Array
) -> Delivered:
    """Rows of `choices`. `patients` and `occupants` are each person's record ids, null where there is none."""
    registered = ~np.asarray(pc.is_null(patients))
    made = _story_choices(population) if population.story else _drawn_choices(population, rng, registered)
    patient, occupant = patients.take(pa.array(made.who)), occupants.take(pa.array(made.who))
    through = ~np.asarray(pc.is_null(occupant)) & (rng.random(len(made.who)) < _THROUGH_LANDLORD_SHARE)
    through &= not population.story
    table = pa.table(
        {
            "choice_id": record_ids("D", population.people.number[made.who], salt),
            "dataset": look_up(("gp_patients", "tenancies"), through.astype(int)),
            "about_record": other_where(patient, through, occupant),
            "kind": look_up(_KINDS, made.kind),
            "purpose": look_up(_PURPOSES, made.purpose),
            "since": pa.array(made.since),
            "until": pa.array(made.until),
        }
    )
    return Delivered("choices", table, made.who, None).in_key_order()
