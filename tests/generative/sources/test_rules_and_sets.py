"""The rules in Python and the rules in SQL give the same verdicts and the same records on random rows."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ginnel.engines.duck import connect
from ginnel.sources import Contract, Rule, check_row, record_of
from ginnel.sources.sets import staged_sql
from ginnel.vocabulary import Column, Dataset

RULES = (
    Rule("a", "text", required=True, pattern=r"[A-Z|]+\d*"),
    Rule("b", "timestamp", required=True, zone="Europe/London"),
    Rule("c", "integer", least=-5, most=500),
    Rule("d", "number", least=0.5),
    Rule("e", "date", least=date(1950, 1, 1), most=date(2030, 12, 31)),
    Rule("f", "flag"),
    Rule("g", "text", choices=("x", "it's")),
    Rule("h", "date", format="%d/%m/%Y"),
    Rule("i", "timestamp", format="%d.%m.%Y %H:%M", zone="Europe/London"),
    Rule("j", "timestamp"),
)
CONTRACT = Contract(
    Dataset(
        "x",
        frozenset({"o"}),
        tuple(Column(r.name, r.type, frozenset({"none"})) for r in RULES),
        frozenset({"none"}),
        key=("a", "b"),
    ),
    RULES,
)
NAMES = [r.name for r in RULES]
days = st.dates(date(1890, 1, 1), date(2060, 1, 1))
moments = st.datetimes(min_value=__import__("datetime").datetime(2019, 1, 1))
changes = st.sampled_from(
    ["2025-10-26 01:30", "2025-10-26 00:59:59", "2025-10-26 02:00", "2025-03-30 01:00", "2025-03-30 02:00"]
)
offsets = st.sampled_from(["", "", "Z", "+01", "-0530", "+23:59", "+24", "z"])
texts = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "A1",
            "B|2",
            "x",
            " x ",
            "it's",
            "Yes",
            "N",
            "T",
            "0",
            "1",
            "1e3",
            "1e999",
            ".5",
            "5.",
            "-",
            "+7",
            "999999999999999999999",
            "29/02/2023",
            "29/02/2024",
            "1/2/2020",
            "2023-02-29",
            "0000-01-01",
            "nan",
            "inf",
            "2020-01-01T24:00",
            "2020-01-01 23:59:60",
            "01.02.2024 25:00",
            "٣",
            "A\n",
            "A\tB",
        ]
    ),
    st.integers(-1000, 1000).map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(repr),
    days.map(str),
    days.map(lambda d: d.strftime("%d/%m/%Y")),
    st.tuples(moments, offsets).map(lambda p: str(p[0]) + p[1]),
    st.tuples(changes, offsets).map("".join),
    moments.map(lambda m: m.strftime("%d.%m.%Y %H:%M")),
    st.text(alphabet="ABC|019-/: .éZ+", max_size=8),
)
rows = st.fixed_dictionaries({"a": st.one_of(st.just("A1"), texts), **dict.fromkeys(NAMES[1:], texts)})


@pytest.fixture(scope="module")
def connection():
    return connect()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, min_size=1, max_size=60))
def test_python_and_sql_agree(connection, delivered) -> None:
    table = pa.table({n: pa.array([r[n] for r in delivered], pa.string()) for n in NAMES})
    connection.register("texts", table)
    found = connection.execute(
        f"SELECT record, reasons FROM ({staged_sql(CONTRACT, NAMES, 'SELECT *, row_number() OVER () AS n FROM texts')})"
    ).fetchall()
    for row, (record, reasons) in zip(delivered, found, strict=True):
        expected = check_row(CONTRACT, row)
        assert [tuple(r) for r in reasons or []] == expected
        if not expected:
            assert record == record_of(CONTRACT, row)
