"""Names, numbers, addresses and homes have the same form one at a time (Python) and in whole tables (SQL)."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ginnel.engines.duck import connect
from ginnel.identity import Homes, Place, names, sets, tables
from ginnel.identity.addresses import with_addresses
from ginnel.identity.homes import normal_address, short_address

LETTERS = st.characters(codec="utf-8", min_codepoint=32, max_codepoint=0x17F, exclude_characters="ªºŉĿŀĲĳſİıµ¼½¾¹²³")
words = st.one_of(
    st.text(LETTERS, max_size=12),
    st.sampled_from(
        ["Dr Bob", "MR J. O'Neill", "Siân", "Bessie Ann", "sir", "Ångström", "Jean-Luc", "  ", "Mr Mr Dr Bob"]
    ),
)
digits = st.one_of(
    st.text("0123456789 -+()", max_size=14),
    st.from_regex(r"[0-9]{10}", fullmatch=True),
    st.sampled_from(["943 476 5919", "9434765919", "9434765918", "0000000000", "+44 7700 900123", "07700 900123"]),
)
numbers = st.one_of(st.from_regex(r"[A-Z]{2} ?[0-9]{6}[A-D]?", fullmatch=True), st.text("ABD0123456789 ", max_size=10))
codes = st.one_of(st.none(), st.sampled_from(["NS1 2AB", "ns12ab", "NS4 1XY", "NS1", "", "N1 1AA"]))
parts = st.sampled_from(
    [
        "Flat",
        "2",
        "12",
        "12A",
        "a",
        "b",
        "High",
        "St",
        "St.",
        "John's",
        "Rd",
        "Street",
        "Mill",
        "Lane,",
        "No.",
        "Apt",
        "Rose",
        "House",
        ",",
        "Northshire",
        "NS1 2AB",
        "3-5",
        "é",
    ]
)
addresses = st.one_of(st.none(), st.lists(parts, max_size=8).map(" ".join), st.text(LETTERS, max_size=20))


@pytest.fixture(scope="module")
def connection():
    return connect()


QUIET = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def column(connection, values, sql: str) -> list[str]:
    connection.register("given_values", pa.table({"v": pa.array(values, pa.string()), "n": range(len(values))}))
    return [r[0] for r in connection.execute(f"SELECT {sql} FROM given_values ORDER BY n").fetchall()]


@QUIET
@given(st.lists(words, min_size=1, max_size=20))
def test_names(connection, values) -> None:
    assert column(connection, values, sets.plain_sql("v")) == [names.plain(v) for v in values]
    assert column(connection, values, sets.given_names_sql("v")) == [names.given_names(v) for v in values]
    plain = [names.given_names(v) for v in values]
    assert column(connection, plain, sets.root_name_sql("v")) == [names.root_name(v) for v in plain]


@QUIET
@given(
    st.lists(digits, min_size=1, max_size=20),
    st.lists(numbers, min_size=1, max_size=20),
    st.lists(codes, min_size=1),
)
def test_numbers_and_postcodes(connection, values, ninos, postcodes) -> None:
    assert column(connection, values, sets.nhs_number_sql("v")) == [names.nhs_number(v) for v in values]
    assert column(connection, values, sets.phone_sql("v")) == [names.phone(v) for v in values]
    assert column(connection, ninos, sets.nino_sql("v")) == [names.nino(v) for v in ninos]
    assert column(connection, postcodes, sets.postcode_sql("v")) == [names.postcode(v) for v in postcodes]


@QUIET
@given(st.lists(st.tuples(addresses, codes), min_size=1, max_size=20))
def test_addresses(connection, places) -> None:
    connection.register(
        "places",
        pa.table(
            {
                "n": range(len(places)),
                "address": pa.array([a for a, _ in places], pa.string()),
                "postcode": pa.array([p for _, p in places], pa.string()),
            }
        ),
    )
    found = connection.execute(
        f"SELECT normal, short FROM ({with_addresses('SELECT * FROM places')}) ORDER BY n"
    ).fetchall()
    for (address, code), (normal, short) in zip(places, found, strict=True):
        expected = normal_address(address, code)
        assert normal == expected
        assert short == (short_address(expected) if expected else "")


@QUIET
@given(
    st.lists(
        st.tuples(st.sampled_from([None, "", "7", "007", "8", "9"]), addresses, codes),
        min_size=1,
        max_size=25,
    )
)
def test_homes(connection, rows) -> None:
    places = [Place(*r) for r in rows]
    reference = Homes(b"s", places)
    connection.register(
        "places",
        pa.table(
            {
                "n": range(len(rows)),
                "uprn": pa.array([(p.uprn or "").lstrip("0") or None for p in places], pa.string()),
                "address": pa.array([p.address for p in places], pa.string()),
                "postcode": pa.array([p.postcode for p in places], pa.string()),
            }
        ),
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {tables.RECORDS} AS {with_addresses('SELECT * FROM places')}")
    tables._make_homes(connection, b"s")
    found = connection.execute(f"SELECT home FROM {tables.RECORDS}_homes ORDER BY n").fetchall()
    assert [h for (h,) in found] == [reference.home(p) for p in places]
