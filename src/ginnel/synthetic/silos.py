"""What each silo delivers about people: the practice, the landlord, the council. One function per dataset.

Every function returns a `Delivered`: the table that the silo writes, and beside it, for `truth/` only, which person
each row is about and which home its address names.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ginnel.synthetic import parameters as par
from ginnel.synthetic.columns import (
    Array,
    choose,
    look_up,
    nhs_numbers,
    nothing_where,
    other_where,
    record_ids,
    text_of_int,
    together,
)
from ginnel.synthetic.families import orders, relations
from ginnel.synthetic.parameters import ErrorRates
from ginnel.synthetic.population import CHILD, LEAD, OTHER, PARTNER, SOCIAL, THREE, Population
from ginnel.synthetic.recording import plain_capitals, record, shortened, without_space

_DAY = np.timedelta64(1, "D")
_NEVER = np.datetime64("NaT", "D")
_BODIES = 80_000_000


@dataclass
class Delivered:
    """Rows for one dataset, in the order of the key (its first column). `who` rows of people, `row` rows of homes."""

    dataset: str
    table: pa.Table
    who: np.ndarray | None = None
    row: np.ndarray | None = None

    def in_key_order(self) -> Delivered:
        """Sorted by key, so that the order of rows tells nothing about households."""
        order = np.asarray(pc.sort_indices(self.table.column(0)))
        return Delivered(
            self.dataset,
            self.table.take(pa.array(order)),
            None if self.who is None else self.who[order],
            None if self.row is None else self.row[order],
        )


def rates_of(population: Population, dataset: str) -> ErrorRates:
    """The silo's errors; none for story people, save that the practice holds the address that was fled."""
    if not population.story:
        return par.ERRORS[dataset]
    return ErrorRates(old_address=1.0) if dataset == "gp_patients" else par.CLEAN


def _some(population: Population, rng: np.random.Generator, size: int, share: float) -> np.ndarray:
    """True for this share of rows; for all rows of story people."""
    return np.full(size, True) if population.story else rng.random(size) < share


def patients(population: Population, rng: np.random.Generator, salt: int) -> tuple[Delivered, Array]:
    """Rows of `gp_patients`, and each person's patient id (null: not registered)."""
    people, rates = population.people, rates_of(population, "gp_patients")
    size = len(people)
    registered = _some(population, rng, size, par.GP_REGISTERED_SHARE)
    twice = registered & (rng.random(size) < par.GP_TWICE_SHARE) & (not population.story)
    ids = nothing_where(record_ids("P", people.number * 2, salt), ~registered)
    who = np.concatenate([np.flatnonzero(registered), np.flatnonzero(twice)])
    second = np.arange(len(who)) >= int(registered.sum())
    written = record(population, who, rates, rng, at_old=second, salt=salt)
    own = record_ids("P", people.number[who] * 2 + second, salt)
    household = people.household[who]
    adult = ids.take(pa.array(population.households.lead[household]))
    numbers = nothing_where(nhs_numbers(people.number[who], salt), rng.random(len(who)) < rates.number_missing)
    noted = (people.role[who] == CHILD) & people.noted[who]
    table = pa.table(
        {
            "patient_id": own,
            "nhs_number": numbers,
            "given_name": written.given,
            "family_name": written.family,
            "born": written.born,
            "sex": look_up(("female", "male"), people.sex[who]),
            "address": shortened(written.line, _style(population, rng, len(who), 0.3)),
            "postcode": written.postcode,
            "phone": written.phone,
            "language": population.households.language.take(pa.array(household)),
            "responsible_adult": nothing_where(adult, ~noted),
        }
        | relations(population, rng, who, noted & ~np.asarray(pc.is_null(adult)))
    )
    return Delivered("gp_patients", table, who, written.row).in_key_order(), ids


def _style(population: Population, rng: np.random.Generator, size: int, share: float) -> np.ndarray:
    return (rng.random(size) < share) & (not population.story)


def conditions(population: Population, patient_ids: Array, salt: int) -> Delivered:
    """Rows of `gp_conditions` for registered people."""
    person, code, day = population.sick
    known = ~np.asarray(pc.is_null(patient_ids.take(pa.array(person))))
    person, code, day = person[known], code[known], day[known]
    table = pa.table(
        {
            "condition_id": record_ids("C", population.people.number[person] * 16 + code, salt),
            "patient_id": patient_ids.take(pa.array(person)),
            "code": look_up([c for c, _, _ in par.CONDITIONS], code),
            "coded_on": pa.array(day),
        }
    )
    return Delivered("gp_conditions", table).in_key_order()


def tenancies(population: Population, rng: np.random.Generator, salt: int) -> tuple[Delivered, Array]:
    """Rows of `tenancies`, and each person's occupant id (null: none).

    The landlord notes most people of a home, and keeps the ended tenancies of leads who moved.
    """
    people, homes = population.people, population.households
    social = homes.tenure[people.household] == SOCIAL
    share = np.array([1.0, 0.95, par.CHILD_OCCUPANT_SHARE, 0.8])[people.role]
    now = social & (_some(population, rng, len(people), 0.0) | (rng.random(len(people)) < share))
    old = homes.old[people.household]
    before = (people.role == LEAD) & (old >= 0) & (homes.tenure[old] == SOCIAL) & (not population.story)
    who = np.concatenate([np.flatnonzero(now), np.flatnonzero(before)])
    ended = np.arange(len(who)) >= int(now.sum())
    household = people.household[who]
    written = record(population, who, rates_of(population, "tenancies"), rng, at_old=ended, salt=salt)
    named = (people.role[who] == LEAD) | (
        np.isin(people.role[who], (PARTNER, OTHER))
        & (homes.kind[household] != THREE)
        & (rng.random(len(who)) < par.JOINT_TENANT_SHARE)
    )
    table = pa.table(
        {
            "occupant_id": record_ids("O", people.number[who] * 2 + ended, salt),
            "tenancy_id": record_ids("T", homes.number[household] * 2 + ended, salt),
            "given_name": written.given,
            "family_name": written.family,
            "born": written.born,
            "phone": written.phone,
            "address": written.line,
            "postcode": written.postcode,
            "uprn": written.uprn,
            "tenant": pa.array(named),
            "language": homes.language.take(pa.array(household)),
            "since": pa.array(np.where(ended, homes.since[household] - 900 * _DAY, homes.since[household])),
            "until": pa.array(np.where(ended, homes.moved[household], _NEVER)),
        }
    )
    ids = nothing_where(record_ids("O", people.number * 2, salt), ~now)
    return Delivered("tenancies", table, who, written.row).in_key_order(), ids


def council_tax(population: Population, rng: np.random.Generator, salt: int) -> Delivered:
    """Rows of `council_tax`: one liable person each; closed accounts of those who moved; no dates of birth."""
    people, homes = population.people, population.households
    joint = (people.role == PARTNER) & (rng.random(len(people)) < par.JOINT_COUNCIL_TAX_SHARE)
    now = (people.role == LEAD) | joint
    moved = homes.old[people.household] >= 0
    before = (people.role == LEAD) & moved & _some(population, rng, len(people), 0.6)
    who = np.concatenate([np.flatnonzero(now), np.flatnonzero(before)])
    ended = np.arange(len(who)) >= int(now.sum())
    household = people.household[who]
    written = record(population, who, rates_of(population, "council_tax"), rng, at_old=ended)
    adults = np.bincount(people.household, weights=people.role != CHILD, minlength=len(homes))
    table = pa.table(
        {
            "account_id": record_ids("A", people.number[who] * 2 + ended, salt),
            "given_name": plain_capitals(written.given),
            "family_name": plain_capitals(written.family),
            "address": plain_capitals(pc.replace_substring(written.line, ",", "")),
            "postcode": written.postcode,
            "uprn": written.uprn,
            "since": pa.array(np.where(ended, homes.since[household] - 900 * _DAY, homes.since[household])),
            "until": pa.array(np.where(ended, homes.moved[household], _NEVER)),
            "single_discount": pa.array((adults[household] == 1) & ~ended),
        }
    )
    return Delivered("council_tax", table, who, written.row).in_key_order()


def benefits(population: Population, rng: np.random.Generator, salt: int) -> Delivered:
    """Rows of `benefits`: the lead of each household that claims."""
    people, homes = population.people, population.households
    rates = rates_of(population, "benefits")
    who = homes.lead[homes.claims]
    size, household = len(who), people.household[who]
    written = record(population, who, rates, rng)
    kind = choose(rng, [share for _, share in par.BENEFITS], size)
    amount = np.round(np.array([16.0, 92.0, 40.0])[kind] * rng.uniform(0.6, 1.4, size), 2)
    wrong = people.number[who] + np.where(rng.random(size) < rates.number_wrong, 1, 0)
    days = np.minimum(rng.integers(30, 2500, size), ((np.datetime64(population.now) - homes.since[household]) / _DAY))
    table = pa.table(
        {
            "claim_id": record_ids("B", people.number[who], salt),
            "nino": nothing_where(_ninos(wrong, salt), rng.random(size) < rates.number_missing),
            "given_name": written.given,
            "family_name": written.family,
            "born": written.born,
            "address": shortened(written.line, _style(population, rng, size, 0.5)),
            "postcode": without_space(written.postcode, _style(population, rng, size, 0.3)),
            "benefit": look_up([name for name, _ in par.BENEFITS], kind),
            "weekly_amount": pa.array(amount),
            "since": pa.array(np.datetime64(population.now) - days.astype(int) * _DAY),
            "until": pa.nulls(size, pa.date32()),
        }
    )
    return Delivered("benefits", table, who, written.row).in_key_order()


def _ninos(number: np.ndarray, salt: int) -> Array:
    """National Insurance numbers that begin with Q, which no real one does."""
    body = (number.astype(np.int64) * 31_415_927 + salt) % _BODIES
    second, rest = body // 4_000_000, body % 4_000_000
    digits = pc.utf8_lpad(text_of_int(rest // 4), width=6, padding="0")
    letters = "ABCEGHJKLMNPQRSTWXYZ"
    return together("Q", look_up(list(letters), second), digits, look_up(("A", "B", "C", "D"), rest % 4))


def social_care(population: Population, rng: np.random.Generator, salt: int) -> Delivered:
    """Rows of `social_care`; everybody of a household that fled is in it and flagged."""
    people, homes = population.people, population.households
    rates = rates_of(population, "social_care")
    who = np.flatnonzero(people.cares)
    size, household = len(who), people.household[who]
    written = record(population, who, rates, rng)
    wrong = people.number[who] + np.where(rng.random(size) < rates.number_wrong, 1, 0)
    has_number = _some(population, rng, size, par.CARE_NHS_NUMBER_SHARE)
    secret = homes.protected[household]
    support = look_up(par.CARE_KINDS, rng.integers(0, len(par.CARE_KINDS), size))
    since = np.datetime64(population.now) - rng.integers(30, 1500, size) * _DAY
    table = pa.table(
        {
            "client_id": record_ids("S", people.number[who], salt),
            "nhs_number": nothing_where(nhs_numbers(wrong, salt), ~has_number),
            "given_name": written.given,
            "family_name": written.family,
            "born": written.born,
            "address": written.line,
            "postcode": without_space(written.postcode, _style(population, rng, size, 0.2)),
            "support": other_where(support, secret, pa.array([par.REFUGE] * size, pa.string())),
            "protected": pa.array(secret),
            "since": pa.array(np.where(secret, homes.since[household], since)),
            "until": pa.nulls(size, pa.date32()),
        }
        | orders(population, rng, who)
    )
    return Delivered("social_care", table, who, written.row).in_key_order()
