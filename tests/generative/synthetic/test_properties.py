"""What holds for every draw: numbers differ, check digits are right, sums balance, no good row is lost."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from ginnel.synthetic.bad_rows import as_text, with_bad_rows
from ginnel.synthetic.columns import STORY_NUMBERS, nhs_numbers, scattered
from ginnel.synthetic.layout import LAYOUTS
from ginnel.synthetic.money import balances
from ginnel.synthetic.population import household_kinds

salts = st.integers(1, 10**9 - 1)
numbers = st.lists(st.integers(1, 20_000_000), unique=True, min_size=1, max_size=50).map(np.array)


def _has_right_check_digit(number: str) -> bool:
    """The published sum, digit by digit: weights 10 to 2, the remainder by 11 taken from 11, 11 counting as 0."""
    rest = 11 - sum(int(d) * w for d, w in zip(number[:9], range(10, 1, -1), strict=True)) % 11
    return rest != 10 and int(number[9]) == rest % 11


@given(numbers, salts)
def test_different_people_have_different_valid_nhs_numbers(people, salt):
    """Ten digits that begin with 9, each with its check digit."""
    made = nhs_numbers(people, salt).to_pylist()
    assert len(set(made)) == len(made)
    assert all(len(n) == 10 and n[0] == "9" and _has_right_check_digit(n) for n in made)


@given(numbers, salts)
def test_record_numbers_differ_and_leave_the_small_ones_to_the_stories(people, salt):
    """A drawn number never falls among the story people's."""
    made = scattered(people, salt)
    assert len(set(made.tolist())) == len(made)
    assert ((made >= 10**9) == (people >= STORY_NUMBERS)).all()


@given(st.integers(1, 400), st.integers(0, 2**32))
def test_households_hold_exactly_the_people_asked_for(people, seed):
    """Whatever the number, the last household is filled so that nobody is left over; each has one first adult."""
    kind, members = household_kinds(np.random.default_rng(seed), people)
    assert members.sum() == people
    assert (members[:, 0] == 1).all()
    assert len(kind) == len(members)


@given(st.lists(st.booleans(), min_size=1, max_size=30).map(np.array), st.integers(0, 2**32))
def test_rent_accounts_balance(arrears, seed):
    """What is owed is what was owed, plus charged, less paid; only planned arrears last through all periods."""
    charged, paid, owed = balances(np.random.default_rng(seed), arrears)
    change = charged[:, 1:] - paid[:, 1:]
    assert np.allclose(owed[:, 1:], np.maximum(owed[:, :-1] + change, 0), atol=0.011)
    assert (owed[arrears].min(axis=1) > 0).all() if arrears.any() else True
    assert (owed[arrears, -1] > owed[arrears, 0]).all()
    assert (paid >= 0).all()


@settings(max_examples=40)
@given(st.integers(0, 900), st.integers(0, 2**32))
def test_spoilt_rows_are_added_and_no_good_row_is_lost(rows, seed):
    """Take the spoilt rows out and the file is what it was; a repeated key comes after the row it repeats."""
    layout = LAYOUTS["gp_conditions"]
    table = (
        pa.table(
            {
                "condition_id": [f"C{1_000_000_000 + i}" for i in range(rows)],
                "patient_id": [f"P{1_000_000_000 + i}" for i in range(rows)],
                "code": ["195967001"] * rows,
                "coded_on": pa.array([date(2020, 1, 1)] * rows, pa.date32()),
            }
        )
        if rows
        else pa.table({name: pa.array([], pa.string()) for name in layout.columns[:3]}).append_column(
            "coded_on", pa.array([], pa.date32())
        )
    )
    text = as_text(table, layout)
    spoilt, told = with_bad_rows(text, layout, np.random.default_rng(seed))
    keys = spoilt.column("condition_id").to_pylist()
    kept = [k for k in dict.fromkeys(keys) if k[1] != "9"]
    assert kept == text.column("condition_id").to_pylist()
    assert len(keys) == rows + told.num_rows
