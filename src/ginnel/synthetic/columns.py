"""Small steps on whole Arrow columns: look up, join, change a few. Every function keeps the order of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Array = Any
"""A `pyarrow.Array` of strings unless a function says otherwise (pyarrow ships no types)."""

_MODULUS = 999_999_937
"""The largest prime below 10^9: multiplication by any other number below it is a permutation of the residues."""
_BODIES = 49_000_000
"""Bodies of NHS numbers used, every second one; the factor below shares no divisor with it, so none comes twice."""
STORY_NUMBERS = 100_000
"""Numbers below this belong to story people and stay as they are."""


def look_up(table: Sequence[str], index: np.ndarray) -> Array:
    """`table[index]` for each index."""
    return pa.array(table, pa.string()).take(pa.array(index))


def text_of_int(values: np.ndarray) -> Array:
    return pc.cast(pa.array(values, pa.int64()), pa.string())


def together(*parts: Any) -> Array:
    """Texts joined end to end; null where any part is null."""
    return pc.binary_join_element_wise(*parts, "")


def nothing_where(column: Array, mask: np.ndarray) -> Array:
    """The column with nulls where `mask` holds."""
    return pc.if_else(pa.array(mask), pa.scalar(None, column.type), column)


def other_where(column: Array, mask: np.ndarray, other: Array) -> Array:
    """`other` where `mask` holds, `column` elsewhere."""
    return pc.if_else(pa.array(mask), other, column)


def change_where(column: Array, mask: np.ndarray, change: Callable[[list[Any]], list[Any]]) -> Array:
    """The column with the few values under `mask` passed through `change` (a list in, a list of that length out)."""
    where = np.flatnonzero(mask)
    if not len(where):
        return column
    changed = change(column.take(pa.array(where)).to_pylist())
    return pc.replace_with_mask(column, pa.array(mask), pa.array(changed, column.type))


def choose(rng: np.random.Generator, shares: Sequence[float], size: int) -> np.ndarray:
    """Indices drawn with these shares (they need not add up to one)."""
    edges = np.cumsum(np.asarray(shares, float))
    return np.minimum(np.searchsorted(edges / edges[-1], rng.random(size), side="right"), len(edges) - 1)


def scattered(numbers: np.ndarray, salt: int) -> np.ndarray:
    """Distinct ten-digit numbers for distinct numbers below 10^9, so that an id says nothing about order or household.

    Numbers of story people are left as they are. Multiplicative permutation modulo a prime, then 10^9 added.
    """
    factor = 1 + (salt * 7_368_787 + 48_271_009) % (_MODULUS - 1)
    mixed = (numbers.astype(np.int64) * factor + salt) % _MODULUS + 1_000_000_000
    return np.where(numbers < STORY_NUMBERS, numbers, mixed)


def record_ids(prefix: str, numbers: np.ndarray, salt: int) -> Array:
    """`prefix` and ten digits, scattered."""
    digits = text_of_int(scattered(numbers, salt))
    return together(pa.scalar(prefix), pc.utf8_lpad(digits, width=10, padding="0"))


def nhs_numbers(person: np.ndarray, salt: int) -> Array:
    """Ten digits with a right check digit (modulus 11), beginning with 9, which is not issued today as far as we know.

    Story people get 999 at the front, the range kept for tests. A draw whose check digit would be 10 moves on by one.
    """
    mixed = (person.astype(np.int64) * 31_415_927 + salt) % _BODIES
    body = np.where(person < STORY_NUMBERS, 999_000_000 + person * 2, 900_000_000 + mixed * 2)
    check = _check_digit(body)
    body = np.where(check == 10, body + 1, body)
    return text_of_int(body * 10 + _check_digit(body))


def _check_digit(body: np.ndarray) -> np.ndarray:
    digits = body[:, None] // 10 ** np.arange(8, -1, -1) % 10
    return np.asarray((11 - (digits * np.arange(10, 1, -1)).sum(axis=1) % 11) % 11)
