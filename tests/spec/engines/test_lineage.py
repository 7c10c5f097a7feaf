"""What an expression reads, what each of its columns can tell, and what nobody can follow."""

from __future__ import annotations

import ibis
import pytest

from ginnel.engines import expression_hash, trace

homes = ibis.table({"home": "string", "level": "string", "rooms": "int64"}, name="homes")
ill = ibis.table({"home": "string", "code": "string", "patient": "string"}, name="ill")


@ibis.udf.scalar.python
def shout(text: str) -> str:
    return text.upper()


@ibis.udf.scalar.python(name="Add")
def wolf_in_sheeps_clothing(text: str) -> str:
    return text


def test_a_column_tells_itself_and_that_there_is_a_row() -> None:
    found = trace(homes.select("home"))
    assert found.outputs["home"] == {("homes", "home"), ("homes", "")}


@pytest.mark.parametrize(
    "expression",
    [
        homes.filter(homes.home.isin(ill.home)).select("level"),
        homes.semi_join(ill, "home").select("level"),
        homes.join(ill, "home").select("level"),
        homes.filter((ill.home == homes.home).any()).select("level"),
        homes.anti_join(ill, "home").select("level"),
        homes.join(ill.group_by("home").agg(n=ill.count()), "home").select("level"),
        homes.mutate(n=ill.count().as_scalar()).filter(lambda t: t.n > 0).select("level"),
        homes.select("home", "level").union(ill.select("home", level=ill.code)).select("level"),
        homes.left_join(ill, "home").mutate(level=ibis.cases((ill.code.notnull(), "x"), else_="y")).select("level"),
        homes.join(ill, "home").order_by("code").limit(3).select("level"),
        homes.join(ill, "home").select("level", n=ibis.row_number().over(ibis.window(order_by=ill.code))),
        homes.select("home", "level").difference(ill.select("home", level=ill.code)).select("level"),
    ],
    ids=[
        "isin",
        "semi-join",
        "join",
        "exists",
        "anti-join",
        "grouped",
        "scalar",
        "union",
        "case",
        "limit",
        "window",
        "except",
    ],
)
def test_health_shows_however_it_is_smuggled(expression) -> None:
    found = trace(expression)
    assert not found.opaque
    assert ("ill", "") in found.outputs["level"], "that somebody is ill decides what the answer holds"


def test_a_constant_tells_which_rows_there_are() -> None:
    found = trace(homes.join(ill, "home").select(flag=ibis.literal(True)))
    assert ("ill", "home") in found.outputs["flag"]


def test_reads_names_every_column_that_the_expression_names_and_no_other() -> None:
    assert trace(homes.filter(homes.level == "damp").select("home")).reads == {("homes", "home"), ("homes", "level")}


def test_an_aggregate_tells_what_it_counts_over() -> None:
    found = trace(ill.group_by("home").agg(n=ill.patient.nunique()))
    assert ("ill", "patient") in found.outputs["n"]
    assert ("ill", "home") in found.outputs["n"]


@pytest.mark.parametrize(
    "expression",
    [
        ill.agg(n=ill.nunique()),
        ill.group_by("home").agg(n=ill.nunique()),
        ill.group_by("home").agg(n=ill.nunique()).filter(lambda t: t.n > 1).select("home"),
    ],
    ids=["whole", "grouped", "decides"],
)
def test_counting_distinct_rows_tells_and_reads_every_column_counted(expression) -> None:
    found = trace(expression)
    shown = found.outputs["n" if "n" in found.outputs else "home"]
    assert {("ill", "home"), ("ill", "code"), ("ill", "patient")} <= shown
    assert ("ill", "code") in found.reads


def test_values_leave_out_what_only_decides_which_rows_there_are() -> None:
    found = trace(homes.join(ill.filter(ill.code == "x"), "home").select("level", flag=ibis.literal(True)))
    assert found.values == {"level": {("homes", "level")}, "flag": frozenset()}
    assert ("ill", "code") in found.outputs["level"]


def test_what_fills_a_gap_is_a_value_of_the_column() -> None:
    filled = homes.select("home", "level").fill_null(ill.code.max().as_scalar()).select("level")
    assert ("ill", "code") in trace(filled).values["level"]


def test_a_column_of_set_answers_is_known_through_the_relations_above_it() -> None:
    band = ibis.cases((ill.code == "x", "high"), else_="low")
    found = trace(
        ill.select("home", "code", band=band, one=ibis.literal("a")).filter(lambda t: t.home != "").distinct()
    )
    assert found.fixed == {"band", "one"}
    mixed = ill.select(band=band).union(ill.select(band=ill.code))
    assert trace(mixed).fixed == frozenset()
    assert trace(ill.select(band=ibis.cases((ill.code == "x", ill.code), else_="low"))).fixed == frozenset()


@pytest.mark.parametrize(
    ("expression", "node"),
    [
        (homes.select(x=shout(homes.level)), "shout"),
        (homes.select(x=wolf_in_sheeps_clothing(homes.level)), "wolf_in_sheeps_clothing"),
        (homes.join(ibis.memtable({"home": ["h"]}), "home"), "InMemoryTable"),
        (homes.filter(ibis.random() > 0.5), "RandomScalar"),
        (homes.filter(ibis.now().year() > 2000), "TimestampNow"),
        (homes.mutate(x=ibis.uuid()), "RandomUUID"),
        (ibis.duckdb.connect().sql("select 'h1' as home"), "SQLQueryResult"),
    ],
    ids=["python", "python-in-disguise", "in-memory", "chance", "clock", "uuid", "raw-sql"],
)
def test_what_cannot_be_followed_is_named_and_not_followed(expression, node: str) -> None:
    found = trace(expression)
    assert any(node in name for name in found.opaque)
    assert found.outputs == {}


def test_the_hash_changes_with_the_meaning_and_only_then() -> None:
    one = homes.filter(homes.level == "damp").select("home")
    same = homes.filter(homes.level == "damp").select("home")
    other = homes.filter(homes.level == "severe").select("home")
    assert expression_hash(one) == expression_hash(same)
    assert expression_hash(one) != expression_hash(other)
