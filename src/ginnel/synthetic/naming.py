"""Names for households: by culture, sex and generation, with shared and earlier family names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ginnel.synthetic import parameters as par
from ginnel.synthetic.columns import Array, choose, nothing_where
from ginnel.synthetic.names import FAMILY, GIVEN

_LEAD, _PARTNER, _CHILD, _OTHER = 0, 1, 2, 3
_COMMON_FIRST = 1.6
"""Exponent of the draw: above 1, names at the front of a list come more often. Our choice."""
_GENERATIONS = np.array(["1958-01-01", "2001-01-01"], "datetime64[D]")


@dataclass
class Names:
    """Given, family and earlier family name (null for most) of each person."""

    given: Array
    family: Array
    earlier: Array


class _Pools:
    """Lists of names laid end to end, so that a draw from many lists is one look-up."""

    def __init__(self, lists: list[tuple[str, ...]]) -> None:
        self.names = pa.array([name for names in lists for name in names])
        self.sizes = np.array([len(names) for names in lists])
        self.starts = np.cumsum(self.sizes) - self.sizes

    def draw(self, rng: np.random.Generator, pool: np.ndarray) -> np.ndarray:
        u = rng.random(len(pool)) ** _COMMON_FIRST
        return np.asarray(self.starts[pool] + (u * self.sizes[pool]).astype(int))


_GIVEN_FIRST = np.cumsum([0, *(len(lists) for lists in GIVEN.values())])[:-1]
_GENERATED = np.array([len(lists) == 6 for lists in GIVEN.values()])
_GIVEN_POOLS = _Pools([names for lists in GIVEN.values() for names in lists])
_FAMILY_POOLS = _Pools([FAMILY[culture] for culture in par.CULTURE_SHARES])


def given_pool(culture: np.ndarray, sex: np.ndarray, born: np.ndarray) -> np.ndarray:
    """Which list of `names.GIVEN`, counted through all cultures, a person's given name comes from."""
    generation = np.digitize(born.astype(int), _GENERATIONS.astype(int))
    return np.asarray(_GIVEN_FIRST[culture] + np.where(_GENERATED[culture], generation * 2, 0) + sex)


def draw_names(
    rng: np.random.Generator,
    *,
    culture: np.ndarray,
    household: np.ndarray,
    role: np.ndarray,
    sex: np.ndarray,
    born: np.ndarray,
    sharers: np.ndarray,
) -> Names:
    """Names of everybody. `culture` and `sharers` are per household, the rest per person."""
    size, homes = len(household), len(culture)
    other_culture = choose(rng, list(par.CULTURE_SHARES.values()), size)
    mixed = ((role == _PARTNER) & (rng.random(size) < par.MIXED_COUPLE_SHARE)) | ((role == _OTHER) & sharers[household])
    own_culture = np.where(mixed, other_culture, culture[household])
    given = _GIVEN_POOLS.draw(rng, given_pool(own_culture, sex, born))
    own_family = _FAMILY_POOLS.draw(rng, own_culture)
    lead = np.flatnonzero(role == _LEAD)
    shares = rng.random(homes) < par.SHARED_FAMILY_NAME_SHARE
    takes = (role == _CHILD) | ((role == _PARTNER) & shares[household]) | ((role == _OTHER) & ~sharers[household])
    family = np.where(takes, own_family[lead][household], own_family)
    given = _sons_named_as_fathers(rng, given, household, role, sex, lead)
    spare = _FAMILY_POOLS.draw(rng, own_culture)
    changed = _changed_name(role, sex, household, shares, lead)
    earlier = nothing_where(_FAMILY_POOLS.names.take(pa.array(spare)), ~changed)
    return Names(_GIVEN_POOLS.names.take(pa.array(given)), _FAMILY_POOLS.names.take(pa.array(family)), earlier)


def _sons_named_as_fathers(
    rng: np.random.Generator,
    given: np.ndarray,
    household: np.ndarray,
    role: np.ndarray,
    sex: np.ndarray,
    lead: np.ndarray,
) -> np.ndarray:
    father = lead[household]
    son = (role == _CHILD) & (sex == 1) & (sex[father] == 1) & (rng.random(len(given)) < par.SON_NAMED_AS_FATHER_SHARE)
    return np.where(son, given[father], given)


def _changed_name(
    role: np.ndarray, sex: np.ndarray, household: np.ndarray, shares: np.ndarray, lead: np.ndarray
) -> np.ndarray:
    """The woman of a couple with one family name, or the partner where both are of one sex."""
    partner = np.flatnonzero((role == _PARTNER) & shares[household])
    leads = lead[household[partner]]
    changer = np.where((sex[leads] == 0) & (sex[partner] == 1), leads, partner)
    out = np.zeros(len(role), bool)
    out[changer] = True
    return out
