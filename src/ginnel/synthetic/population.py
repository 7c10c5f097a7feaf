"""What is true in the invented region: who lives where, with whom, since when, and in what air. No recording yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow.compute as pc

from ginnel.synthetic import parameters as par
from ginnel.synthetic import places
from ginnel.synthetic.columns import (
    STORY_NUMBERS,
    Array,
    choose,
    look_up,
    other_where,
    record_ids,
    together,
)
from ginnel.synthetic.naming import draw_names

LEAD, PARTNER, CHILD, OTHER = 0, 1, 2, 3
SINGLE, SINGLE_OLD, COUPLE, COUPLE_OLD, FAMILY, LONE, SHARERS, THREE = range(8)
SOCIAL, PRIVATE, OWNER = 0, 1, 2
_DAY = np.timedelta64(1, "D")


@dataclass
class Households:
    """One row per household, which is also one home. `old` is the row of the home it moved from, or -1."""

    number: np.ndarray
    kind: np.ndarray
    tenure: np.ndarray
    lead: np.ndarray
    """Row of its first adult in `People`."""
    culture: np.ndarray
    language: Array
    since: np.ndarray
    moved: np.ndarray
    """Day of a move in the last two years, else NaT."""
    old: np.ndarray
    protected: np.ndarray
    damp: np.ndarray
    sensor: np.ndarray
    second_room: np.ndarray
    arrears: np.ndarray
    claims: np.ndarray
    air: np.ndarray
    """Columns day, night (deg C), excess (g/m3), air changes (1/h): see `parameters.IndoorClimate`."""
    air_before: np.ndarray
    """The same for the days before `onset`."""
    onset: np.ndarray
    """Day from which the home is damp: the first of the reading window where it always was, NaT where it is not."""
    line: Array
    postcode: Array
    uprn: Array

    def __len__(self) -> int:
        return len(self.number)


@dataclass
class People:
    """One row per person; `household` is a row of `Households`."""

    number: np.ndarray
    household: np.ndarray
    role: np.ndarray
    born: np.ndarray
    sex: np.ndarray
    """0 female, 1 male."""
    given: Array
    family: Array
    earlier: Array
    """A family name of earlier years, null for most."""
    phone: Array
    cares: np.ndarray
    noted: np.ndarray
    """Whether the practice noted an adult with parental responsibility (means something for children only)."""

    def __len__(self) -> int:
        return len(self.number)


@dataclass
class Population:
    """A chunk of the region. `sick` holds (person row, row of `parameters.CONDITIONS`, day);"""

    people: People
    households: Households
    sick: tuple[np.ndarray, np.ndarray, np.ndarray]
    now: date
    story: bool = False

    def ages(self) -> np.ndarray:
        """Whole and part years of age on `now`."""
        return (np.datetime64(self.now) - self.people.born).astype(float) / 365.25


def household_kinds(rng: np.random.Generator, people: int) -> tuple[np.ndarray, np.ndarray]:
    """Types and member counts (columns lead, partner, child, other) of households that hold exactly `people`."""
    kind = choose(rng, [share for _, share in par.HOUSEHOLD_TYPES], people)
    size = len(kind)
    members = np.ones((size, 4), int)
    members[:, PARTNER] = np.isin(kind, (COUPLE, COUPLE_OLD, FAMILY)) | ((kind == THREE) & (rng.random(size) < 0.8))
    children = choose(rng, par.CHILDREN_COUNT, size) + 1
    members[:, CHILD] = np.where(np.isin(kind, (FAMILY, LONE, THREE)), children, 0)
    members[:, OTHER] = np.where(kind == SHARERS, rng.integers(1, 4, size), kind == THREE)
    total = np.cumsum(members.sum(axis=1))
    last = int(np.searchsorted(total, people))
    kind, members = kind[: last + 1], members[: last + 1]
    surplus = int(total[last]) - people
    if surplus:  # the last household is filled with single people instead
        singles = int(members[last].sum()) - surplus
        kind = np.concatenate([kind[:last], np.full(singles, SINGLE)])
        members = np.concatenate([members[:last], np.tile([1, 0, 0, 0], (singles, 1))])
    return kind, members


def _lead_ages(rng: np.random.Generator, kind: np.ndarray) -> np.ndarray:
    low = np.array([18, 65, 20, 65, 23, 20, 18, 29])[kind]
    high = np.array([65, 97, 65, 93, 54, 52, 36, 56])[kind]
    u = rng.random(len(kind))
    older = np.isin(kind, (SINGLE_OLD, COUPLE_OLD))
    family = np.isin(kind, (FAMILY, LONE, THREE))
    shape = np.where(older, u**1.5, np.where(family, (u + rng.random(len(kind))) / 2, u))
    return np.asarray(low + (high - low) * shape)


def _ages(rng: np.random.Generator, kind: np.ndarray, household: np.ndarray, role: np.ndarray) -> np.ndarray:
    """Ages in years; a child is at least 17 years younger than its youngest parent."""
    lead = _lead_ages(rng, kind)
    partner = np.clip(lead + rng.normal(-0.5, 3.5, len(kind)), np.where(kind == COUPLE_OLD, 60, 18.1), 97)
    youngest = np.where(np.isin(kind, (FAMILY, THREE)), np.minimum(lead, partner), lead)
    u = rng.random(len(household))
    child = u * np.clip(youngest - 17, 0.3, 17.9)[household]
    sharer = kind[household] == SHARERS
    other = np.where(sharer, 18.1 + 20 * u, np.clip(lead[household] + 20 + 15 * u, 45, 99))
    return np.select(
        [role == LEAD, role == PARTNER, role == CHILD], [lead[household], partner[household], child], other
    )


def _sexes(rng: np.random.Generator, kind: np.ndarray, household: np.ndarray, role: np.ndarray) -> np.ndarray:
    share = np.array([0.55, 0.36, 0.55, 0.55, 0.55, 0.14, 0.5, 0.55])[kind]
    lead = rng.random(len(kind)) < share
    same = rng.random(len(kind)) < 0.03
    partner = np.where(same, lead, ~lead)
    drawn = rng.random(len(household)) < np.where(role == OTHER, 0.4, 0.51)
    known = [lead[household], partner[household]]
    return np.asarray(np.select([role == LEAD, role == PARTNER], known, drawn), int)


def _with_twins(rng: np.random.Generator, born: np.ndarray, household: np.ndarray, role: np.ndarray) -> np.ndarray:
    second = np.zeros(len(born), bool)
    second[1:] = (role[1:] == CHILD) & (role[:-1] == CHILD) & (household[1:] == household[:-1])
    rows = np.flatnonzero(second & (rng.random(len(born)) < par.TWINS_SHARE))
    born = born.copy()
    born[rows] = born[rows - 1]
    return born


def _moves(rng: np.random.Generator, tenure: np.ndarray, now: date) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First day in the home, day of a recent move (NaT: none), row of the old home in the region (-1: none)."""
    size, today = len(tenure), np.datetime64(now)
    recent = rng.random(size) < np.asarray(par.MOVED_SHARE)[tenure]
    days = np.where(recent, rng.integers(20, 730, size), rng.integers(731, 9000, size))
    since = today - days * _DAY
    within = recent & (rng.random(size) < par.MOVED_WITHIN_REGION_SHARE) & (size > 1)
    old = (np.arange(size) + rng.integers(1, max(size, 2), size)) % size
    return since, np.where(recent, since, np.datetime64("NaT", "D")), np.where(within, old, -1)


def air_of(rng: np.random.Generator, damp: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Heating, moisture and air change of each home, now and before its onset: columns of `parameters.IndoorClimate`."""

    def drawn(climate: par.IndoorClimate) -> np.ndarray:
        ranges = np.array([climate.day, climate.night, climate.excess, climate.air_changes])
        return np.asarray(ranges[:, 0] + rng.random((len(damp), 4)) * (ranges[:, 1] - ranges[:, 0]))

    dry, wet = drawn(par.DRY_HOME), drawn(par.DAMP_HOME)
    return np.where(damp[:, None], wet, dry), dry


def onset_of(rng: np.random.Generator, damp: np.ndarray, now: date) -> np.ndarray:
    """The day on which each damp home's cause began (NaT: not damp); see `parameters.ONSET_WITHIN_DAYS`."""
    throughout = rng.random(len(damp)) < par.DAMP_THROUGHOUT_SHARE
    ago = np.where(throughout, par.READING_DAYS, rng.integers(1, par.ONSET_WITHIN_DAYS + 1, len(damp)))
    return np.where(damp, np.datetime64(now) - ago * _DAY, np.datetime64("NaT", "D"))


def _sensors(rng: np.random.Generator, tenure: np.ndarray, damp: np.ndarray) -> np.ndarray:
    """Homes with a sensor, so that their share by tenure is `SENSOR_SHARE` while damp homes have more of them."""
    base = np.asarray(par.SENSOR_SHARE) / (1 + np.asarray(par.DAMP_SHARE) * (par.SENSOR_PULL_OF_DAMP - 1))
    return np.asarray(rng.random(len(tenure)) < base[tenure] * np.where(damp, par.SENSOR_PULL_OF_DAMP, 1.0))


def _flight(
    rng: np.random.Generator,
    kind: np.ndarray,
    tenure: np.ndarray,
    woman: np.ndarray,
    moved: np.ndarray,
    old: np.ndarray,
    since: np.ndarray,
    now: date,
) -> np.ndarray:
    """Marks households of people who fled, and sends their old address to a man who lives alone. Changes the moves."""
    able = np.isin(kind, (SINGLE, LONE)) & woman & (tenure != OWNER)
    left = np.flatnonzero((kind == SINGLE) & ~woman)
    share = par.PROTECTED_HOUSEHOLD_SHARE / max(float(able.mean()), 1e-9)
    fled = able & (rng.random(len(kind)) < share) & (len(left) > 0)
    rows = np.flatnonzero(fled)
    if len(rows):
        old[rows] = rng.choice(left, len(rows))
        since[rows] = moved[rows] = np.datetime64(now) - rng.integers(20, 700, len(rows)) * _DAY
    return np.asarray(fled)


def _languages(rng: np.random.Generator, culture: np.ndarray) -> Array:
    codes = ["en", *(code for code, _ in par.LANGUAGE_SHARES.values())]
    index = np.zeros(len(culture), int)
    cultures = list(par.CULTURE_SHARES)
    for i, (name, (_, share)) in enumerate(par.LANGUAGE_SHARES.items(), start=1):
        index[(culture == cultures.index(name)) & (rng.random(len(culture)) < share)] = i
    return look_up(codes, index)


def phones(number: np.ndarray, salt: int) -> Array:
    """Eleven digits that begin with 06, a range in which no number is in service in the United Kingdom."""
    return together("06", pc.utf8_slice_codeunits(record_ids("", number + 100_000, salt), 1))


def _sick(rng: np.random.Generator, age: np.ndarray, damp: np.ndarray, now: date) -> tuple[np.ndarray, ...]:
    """Diagnoses by age band: rows of people, rows of `CONDITIONS`, days coded."""
    band = np.digitize(age, (18, 65))
    people, codes = [], []
    for i, (code, _, shares) in enumerate(par.CONDITIONS):
        factor = np.where(damp & (code == par.ASTHMA), par.ASTHMA_IN_DAMP_HOMES_FACTOR, 1.0)
        rows = np.flatnonzero(rng.random(len(age)) < np.asarray(shares)[band] * factor)
        people.append(rows)
        codes.append(np.full(len(rows), i))
    person, coded = np.concatenate(people), np.concatenate(codes)
    days = (rng.random(len(person)) * np.minimum(age[person], 25.0) * 365).astype(int) + 1
    return person, coded, np.datetime64(now) - np.minimum(days, (age[person] * 365.25).astype(int)) * _DAY


def draw(
    rng: np.random.Generator, *, people: int, first_person: int, first_home: int, now: date, salt: int
) -> Population:
    """A chunk of `people` people numbered from `first_person`, in homes numbered from `first_home` (from 0)."""
    kind, members = household_kinds(rng, people)
    homes = len(kind)
    household = np.repeat(np.arange(homes), members.sum(axis=1))
    role = np.repeat(np.tile([LEAD, PARTNER, CHILD, OTHER], homes), members.ravel())
    lead = np.flatnonzero(role == LEAD)
    age = _ages(rng, kind, household, role)
    sex = _sexes(rng, kind, household, role)
    born = _with_twins(rng, np.datetime64(now) - (age * 365.25).astype(int) * _DAY, household, role)
    culture = choose(rng, list(par.CULTURE_SHARES.values()), homes)
    names = draw_names(
        rng, culture=culture, household=household, role=role, sex=sex, born=born, sharers=kind == SHARERS
    )
    tenure = choose_tenure(rng, kind)
    since, moved, old = _moves(rng, tenure, now)
    protected = _flight(rng, kind, tenure, sex[lead] == 0, moved, old, since, now)
    damp = rng.random(homes) < np.asarray(par.DAMP_SHARE)[tenure]
    number = np.arange(first_person, first_person + people)
    phone = phones(number, salt)
    phone = other_where(phone, role == CHILD, phone.take(lead[household]))
    home = np.arange(first_home, first_home + homes)
    care = np.where(age >= 75, par.CARE_SHARE[1], par.CARE_SHARE[0]) * (age >= 18)
    return Population(
        People(
            number,
            household,
            role,
            born,
            sex,
            names.given,
            names.family,
            names.earlier,
            phone,
            (rng.random(people) < care) | protected[household],
            rng.random(people) < par.RESPONSIBLE_ADULT_SHARE,
        ),
        Households(
            home + STORY_NUMBERS,
            kind,
            tenure,
            lead,
            culture,
            _languages(rng, culture),
            since,
            moved,
            old,
            protected,
            damp,
            _sensors(rng, tenure, damp),
            rng.random(homes) < par.SECOND_ROOM_SHARE,
            (tenure == SOCIAL) & (rng.random(homes) < par.ARREARS_SHARE),
            rng.random(homes) < np.asarray(par.BENEFIT_SHARE)[tenure],
            *air_of(rng, damp),
            onset_of(rng.spawn(1)[0], damp, now),
            places.lines(home),
            places.postcodes(home // places.HOMES_PER_STREET),
            places.uprns(home),
        ),
        _sick(rng, age, damp[household], now),  # type: ignore[arg-type]
        now,
    )


def choose_tenure(rng: np.random.Generator, kind: np.ndarray) -> np.ndarray:
    """Tenure of each household by its type."""
    edges = np.cumsum(np.asarray(par.TENURE_BY_TYPE), axis=1)[kind]
    return np.asarray(np.minimum((rng.random(len(kind))[:, None] > edges).sum(axis=1), OWNER))
