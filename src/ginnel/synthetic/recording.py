"""How a silo writes down who somebody is and where: from the truth, with that silo's errors."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ginnel.synthetic.columns import Array, change_where, nothing_where, other_where
from ginnel.synthetic.names import NICKNAMES
from ginnel.synthetic.parameters import ErrorRates
from ginnel.synthetic.population import Population, phones

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "’": "'"})


@dataclass
class Recorded:
    """What a silo wrote about each person of `who`. `row` is the household row whose home the written address is."""

    who: np.ndarray
    row: np.ndarray
    given: Array
    family: Array
    born: Array
    line: Array
    postcode: Array
    uprn: Array
    phone: Array


def record(
    population: Population,
    who: np.ndarray,
    rates: ErrorRates,
    rng: np.random.Generator,
    *,
    at_old: np.ndarray | None = None,
    salt: int = 0,
) -> Recorded:
    """Write down the people at rows `who`. `at_old` marks rows written before a move, at the old home."""
    people, homes = population.people, population.households
    size = len(who)

    def some(rate: float) -> np.ndarray:
        return rng.random(size) < rate

    household = people.household[who]
    stale = some(rates.old_address) if at_old is None else at_old | some(rates.old_address)
    row = np.where(stale & (homes.old[household] >= 0), homes.old[household], household)
    given, family = _names(people.given.take(pa.array(who)), people.family.take(pa.array(who)), some, rates, rng)
    earlier = people.earlier.take(pa.array(who))
    family = other_where(family, some(rates.earlier_name) & ~np.asarray(pc.is_null(earlier)), earlier)
    swapped = some(rates.swapped_names)
    rows = pa.array(row)
    postcode = change_where(homes.postcode.take(rows), some(rates.postcode_wrong), _each(_slip_postcode, rng))
    return Recorded(
        who,
        row,
        other_where(given, swapped, family),
        other_where(family, swapped, given),
        _born(people.born[who], some, rates, rng),
        change_where(homes.line.take(rows), some(rates.address_typo), _each(slip, rng)),
        nothing_where(postcode, some(rates.postcode_missing)),
        nothing_where(homes.uprn.take(rows), some(rates.uprn_missing)),
        _phone(population, who, some, rates, salt),
    )


def _names(
    given: Array, family: Array, some: Callable[[float], np.ndarray], rates: ErrorRates, rng: np.random.Generator
) -> tuple[Array, Array]:
    given = change_where(given, some(rates.nickname), _each(_nickname, rng))
    given = change_where(given, some(rates.given_typo), _each(slip, rng))
    return given, change_where(family, some(rates.family_typo), _each(slip, rng))


def _phone(
    population: Population, who: np.ndarray, some: Callable[[float], np.ndarray], rates: ErrorRates, salt: int
) -> Array:
    people = population.people
    phone = people.phone.take(pa.array(who))
    old = some(rates.phone_old)
    if old.any():
        phone = other_where(phone, old, phones(people.number[who], salt + 1))
    return nothing_where(phone, some(rates.phone_missing))


def _born(born: np.ndarray, some: Callable[[float], np.ndarray], rates: ErrorRates, rng: np.random.Generator) -> Array:
    column = change_where(pa.array(born), some(rates.born_swapped), lambda days: [swap_day_and_month(d) for d in days])
    column = change_where(column, some(rates.born_wrong), _each(_wrong_day, rng))
    return nothing_where(column, some(rates.born_missing))


def _each(
    change: Callable[[Any, np.random.Generator], Any], rng: np.random.Generator
) -> Callable[[list[Any]], list[Any]]:
    return lambda values: [change(value, rng) for value in values]


def slip(word: str, rng: np.random.Generator) -> str:
    """One slip of the keyboard: a letter changed, left out or doubled, or two turned round; seldom the first."""
    if len(word) < 3:
        return word
    at = int(rng.integers(1, len(word) - 1)) if rng.random() < 0.9 else 0
    kind = int(rng.integers(4))
    if kind == 0:
        return word[:at] + _LETTERS[int(rng.integers(26))] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[: at + 1] + word[at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def swap_day_and_month(day: date) -> date:
    """3 April for 4 March; a day above 12 cannot be a month and stays."""
    return date(day.year, day.day, day.month) if day.day <= 12 else day


def _wrong_day(day: date, rng: np.random.Generator) -> date:
    """A wrong year by one digit, or the first of January, which clerks write for "not known"."""
    if rng.random() < 0.4:
        return date(day.year, 1, 1)
    year = day.year - int(rng.choice([1, 10]))
    return date(year, day.month, min(day.day, 28))


def _nickname(name: str, rng: np.random.Generator) -> str:
    known = NICKNAMES.get(name)
    return name if known is None else str(known[int(rng.integers(len(known)))])


def _slip_postcode(postcode: str, rng: np.random.Generator) -> str:
    return postcode[:-1] + "ABDEFGHJLNPQRSTUWXYZ"[int(rng.integers(20))]


def plain_capitals(column: Array) -> Array:
    """Capitals without accents, as old ledgers print them."""

    def plain(values: list[Any]) -> list[Any]:
        stripped = (unicodedata.normalize("NFKD", v.translate(_PLAIN)) for v in values)
        return ["".join(c for c in text if not unicodedata.combining(c)) for text in stripped]

    accented = ~np.asarray(pc.fill_null(pc.string_is_ascii(column), True))
    return pc.utf8_upper(change_where(column, accented, plain))


def shortened(column: Array, mask: np.ndarray) -> Array:
    """The address with "Rd", "St", "Ave" for the whole word in the rows of `mask`."""
    short = column
    for word, letters in ((" Road", " Rd"), (" Street", " St"), (" Avenue", " Ave"), (" Lane", " Ln")):
        short = pc.replace_substring(short, word, letters)
    return other_where(column, mask, short)


def without_space(postcode: Array, mask: np.ndarray) -> Array:
    """The postcode in one word in the rows of `mask`."""
    return other_where(postcode, mask, pc.replace_substring(postcode, " ", ""))
