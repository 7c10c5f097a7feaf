"""The rule about Pension Credit over sets says of each household what the rule for one household says."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from ginnel.signals.pension_credit import MONEY, household_of, perhaps_missing
from ginnel.signals.pension_rules import assess

NEAR = st.sampled_from(
    [0.0, 100.0, 217.95, 218.15, 227.0, 227.1, 237.9, 238.0, 238.01, 332.95, 346.6, 363.25, 4.99, 5.0, 20.0, 25.5]
)
CAPITAL = st.sampled_from([0.0, 9999.99, 10000.0, 10000.01, 10499.99, 10500.0, 10500.01, 16000.01, 50000.0])
BORN = st.one_of(
    st.dates(date(1930, 1, 1), date(1975, 1, 1)),
    st.dates(date(1959, 12, 1), date(1961, 4, 30)),
    st.just(date(1954, 2, 5)),
)
ROWS = st.builds(
    dict, born=st.one_of(st.none(), BORN), assessed_on=st.dates(date(2024, 4, 1), date(2027, 4, 20)), partner=st.booleans(),
    partner_born=st.one_of(st.none(), BORN), state_pension=st.one_of(st.none(), NEAR), other_pension=st.one_of(st.none(), NEAR),
    earnings=st.one_of(st.none(), NEAR), other_income=st.one_of(st.just(0.0), st.none()), capital=st.one_of(st.none(), CAPITAL),
    carers=st.integers(0, 2), children=st.integers(0, 3), pension_credit=st.booleans(),
)  # fmt: skip
TYPES = {
    "born": pa.date32(), "assessed_on": pa.date32(), "partner": pa.bool_(), "partner_born": pa.date32(),
    **dict.fromkeys(MONEY, pa.float64()), "carers": pa.int64(), "children": pa.int64(), "pension_credit": pa.bool_(),
}  # fmt: skip


def found(rows: list[dict[str, Any]]) -> set[str]:
    ids = [f"p{n}" for n in range(len(rows))]
    columns = {k: pa.array([r[k] for r in rows], t) for k, t in TYPES.items()}
    text = pa.array(ids)
    who = {"claim_id": text, "person": text, "home": text, "given_name": text, "family_name": text}
    benefits = pa.table({**who, "born": columns.pop("born"), "until": pa.nulls(len(rows), pa.date32())})
    means = pa.table({"claim_id": text, "person": text, "home": text, **columns})
    tables = SimpleNamespace(benefits=ibis.memtable(benefits), means_tests=ibis.memtable(means))
    return set(ibis.duckdb.connect().to_pyarrow(perhaps_missing(tables))["person"].to_pylist())


@given(st.lists(ROWS, min_size=1, max_size=60))
@settings(max_examples=40)
def test_the_set_finds_whom_the_rule_finds(rows: list[dict[str, Any]]) -> None:
    """Somebody without a known date of birth is found by neither."""
    expected = {
        f"p{n}" for n, row in enumerate(rows)
        if row["born"] is not None and assess(household_of(row), row["assessed_on"]).answer == "perhaps-missing"
    }  # fmt: skip
    assert found(rows) == expected


def test_the_random_rows_reach_every_answer() -> None:
    """Otherwise the comparison above would compare nothing."""
    base = {
        "born": date(1950, 1, 1), "assessed_on": date(2026, 6, 1), "partner": False, "partner_born": None, "state_pension": 200.0,
        "other_pension": 0.0, "earnings": 0.0, "other_income": 0.0, "capital": 0.0, "carers": 0, "children": 0, "pension_credit": False,
    }  # fmt: skip
    changes: list[tuple[dict[str, Any], str]] = [
        ({}, "perhaps-missing"), ({"state_pension": 238.0}, "not-missing"), ({"capital": None}, "cannot-say"),
        ({"partner": True, "partner_born": date(1980, 1, 1)}, "cannot-say"),
    ]  # fmt: skip
    for change, answer in changes:
        row = {**base, **change}
        assert assess(household_of(row), row["assessed_on"]).answer == answer
        assert found([row]) == ({"p0"} if answer == "perhaps-missing" else set())
