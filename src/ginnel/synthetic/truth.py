"""What is true and no silo says: for evaluation only. Ginnel never reads the folder `truth/`."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ginnel.synthetic import parameters as par
from ginnel.synthetic.columns import look_up, text_of_int, together
from ginnel.synthetic.population import Population
from ginnel.synthetic.silos import Delivered
from ginnel.synthetic.story_population import story_people


def person_ids(number: np.ndarray) -> pa.Array:
    """How truth names a person: "person-12"."""
    return together("person-", text_of_int(number))


def records(population: Population, delivered: Delivered) -> pa.Table:
    """dataset, record, person, home (UPRN where the person lives), home_written (UPRN of the written address)."""
    people, homes = population.people, population.households
    who = np.zeros(0, int) if delivered.who is None else delivered.who
    row = who if delivered.row is None else delivered.row
    return pa.table(
        {
            "dataset": pa.array([delivered.dataset] * len(who), pa.string()),
            "record": delivered.table.column(0),
            "person": person_ids(people.number[who]),
            "home": homes.uprn.take(pa.array(people.household[who])),
            "home_written": homes.uprn.take(pa.array(row)),
        }
    )


def homes(population: Population) -> pa.Table:
    """One row per home: address, tenure, people, and the physical causes of its air (`parameters.IndoorClimate`)."""
    homes = population.households
    return pa.table(
        {
            "home": homes.uprn,
            "address": homes.line,
            "postcode": homes.postcode,
            "tenure": look_up(par.TENURES, homes.tenure),
            "people": pa.array(np.bincount(population.people.household, minlength=len(homes))),
            "damp": pa.array(homes.damp),
            "onset": pa.array(homes.onset),
            "sensor": pa.array(homes.sensor),
            "arrears": pa.array(homes.arrears),
            **{name: pa.array(homes.air[:, i]) for i, name in enumerate(("day", "night", "excess", "air_changes"))},
        }
    )


def damp_homes(homes: pa.Table) -> pa.Table:
    """The homes with a heavy moisture load, and since when: the physical cause, whatever a rule makes of their air."""
    return homes.filter(homes.column("damp")).drop_columns(["damp", "arrears"])


def protected(population: Population) -> pa.Table:
    """Everybody who fled: person, home that stays secret, home that was fled, and the person who lives there."""
    people, homes = population.people, population.households
    who = np.flatnonzero(homes.protected[people.household])
    household = people.household[who]
    old = homes.old[household]
    return pa.table(
        {
            "person": person_ids(people.number[who]),
            "home": homes.uprn.take(pa.array(household)),
            "old_home": homes.uprn.take(pa.array(old)),
            "left": person_ids(people.number[homes.lead[old]]),
        }
    )


def objections(population: Population, choices: Delivered) -> pa.Table:
    """Every choice with the person who made it."""
    who = np.zeros(0, int) if choices.who is None else choices.who
    return choices.table.append_column("person", person_ids(population.people.number[who]))


def stories() -> pa.Table:
    """Which person and home of the truth each story person is."""
    everybody = story_people()
    return pa.table(
        {
            "story": pa.array([story.key for story, _ in everybody]),
            "key": pa.array([person.key for _, person in everybody]),
            "person": person_ids(np.arange(1, len(everybody) + 1)),
            "home": pa.array([story.uprn for story, _ in everybody]),
        }
    )
