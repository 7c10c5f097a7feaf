"""Pipelines that hold something whose flow of data nobody can follow, or that does not come out the same again."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from .shapes import ASTHMA, CASE, at_risk, case, ill_and_damp, landlord, lung_rows, own, risk, spells_now

SEEN: dict[str, str] = {}


@ibis.udf.scalar.python
def remembered(home: str) -> str:
    """Answers from what Python remembers; the expression does not show it."""
    return SEEN.get(home, "bedroom")


@ibis.udf.scalar.pyarrow
def remembered_all(home: str) -> str:
    """The same over whole columns."""
    return home


@ibis.udf.scalar.builtin
def current_setting(name: str) -> str:  # type: ignore[empty-body]
    """A function of the engine that reads what is outside every table."""


@ibis.udf.agg.builtin
def any_value(one: str) -> str:  # type: ignore[empty-body]
    """An aggregate of the engine under a name that the expression gives."""


def python_function(t: Any) -> ir.Table:
    return own(t.landlord_damp).mutate(room=lambda r: remembered(r.home)).select(*CASE)


def arrow_function(t: Any) -> ir.Table:
    return own(t.landlord_damp).mutate(room=lambda r: remembered_all(r.home)).select(*CASE)


def engine_function(t: Any) -> ir.Table:
    return own(t.landlord_damp, room=current_setting("home_directory"))


def engine_aggregate(t: Any) -> ir.Table:
    codes = lung_rows(t).group_by("home").agg(room=any_value(lung_rows(t).code))
    return landlord(t).drop("room").join(codes, "home").select(*CASE)


def raw_sql(t: Any) -> ir.Table:
    mine = landlord(t)
    query = "select mine.* replace (gp.code as room) from mine join gp_conditions gp using (home)"
    return ops.SQLStringView(parent=mine.op(), query=query, schema=mine.schema()).to_expr()


def sql_of_another(t: Any) -> ir.Table:
    other = ibis.duckdb.connect().sql("select 'H1' as home, 'asthma' as illness")
    return landlord(t).join(other, "home").drop("room").rename(room="illness").select(*CASE)


def list_in_memory(t: Any) -> ir.Table:
    known = ibis.memtable({"home": ["H1", "H2"], "illness": ["asthma", "copd"]})
    return landlord(t).join(known, "home").drop("room").rename(room="illness").select(*CASE)


def list_of_homes(t: Any) -> ir.Table:
    known = ibis.memtable({"home": ["H1", "H2"]})
    return landlord(t).semi_join(known, "home")


def own_table(t: Any) -> ir.Table:
    ill = ibis.table({"home": "string", "code": "string"}, name="gp_archive")
    return landlord(t).semi_join(ill, "home")


def false_columns(t: Any) -> ir.Table:
    columns = {"home": "string", "spell": "string", "tenure": "string", "room": "string", "since": "date",
               "level": "string", "known_on": "date", "until": "date", "asthma_of_tenant": "string"}  # fmt: skip
    return own(ibis.table(columns, name="landlord_damp"), room=ibis._.room).join(
        ibis.table(columns, name="landlord_damp").select("home", "asthma_of_tenant"), "home"
    ).mutate(room=lambda r: r.asthma_of_tenant).select(*CASE)  # fmt: skip


def same_name(t: Any) -> ir.Table:
    ill = ibis.table({"home": "string", "code": "string"}, name="gp_conditions")
    return landlord(t).semi_join(ill.filter(ill.code == ASTHMA), "home")


def other_database(t: Any) -> ir.Table:
    ill = ibis.table({"home": "string"}, name="landlord_damp", database="hospital")
    return landlord(t).semi_join(ill, "home")


def by_the_minute(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    asthma_in_even_minutes = (rows.code == ASTHMA) == (ibis.now().minute() % 2 == 0)
    return at_risk(rows.filter(asthma_in_even_minutes))


def by_chance(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows.filter(ibis.random() < ibis.ifelse(rows.code == ASTHMA, 0.9, 0.1)))


def sampled(t: Any) -> ir.Table:
    return at_risk(ill_and_damp(t)).sample(0.5, method="row")


def new_ids(t: Any) -> ir.Table:
    return own(spells_now(t.landlord_damp), spell=ibis.uuid().cast("string"))


def today_shift(t: Any) -> ir.Table:
    old = t.landlord_damp.filter(t.landlord_damp.known_on < ibis.today() - ibis.interval(days=14))
    return own(old)


ILLEGAL_OPAQUE = (
    case("opaque-python-function", "A Python function gives the room from what it remembers of other runs.", python_function),
    case("opaque-arrow-function", "A Python function over whole columns does the same.", arrow_function),
    case("opaque-engine-function", "A function of the engine reads a setting of the machine into the room.", engine_function),
    case("opaque-engine-aggregate", "An aggregate named by hand carries a code into the room.", engine_aggregate),
    case("opaque-raw-sql", "The room is replaced in a piece of raw SQL.", raw_sql),
    case("opaque-sql-of-another", "A query of another connection brings illnesses in.", sql_of_another),
    case("opaque-memtable", "A list written into the signal's file brings illnesses in.", list_in_memory),
    case("opaque-memtable-filter", "A list written into the signal's file says which homes are told.", list_of_homes),
    case("opaque-table-made-here", "A table that no contract describes decides which homes are told.", own_table),
    case("opaque-false-columns", "A table with a contract's name and a column that the contract does not have.", false_columns),
    case("opaque-same-name", "The conditions, written out by hand instead of taken from the region, decide which homes are told.", same_name),
    case("opaque-other-database", "A table with a contract's name, of another database, decides which homes are told.", other_database),
    risk("opaque-now", "Whom is told depends on the minute: in even ones those with asthma, in odd ones the rest.", by_the_minute),
    risk("opaque-random", "Chance picks those with asthma nine times in ten, so that being told hints at it and no receipt can show why.", by_chance),
    risk("opaque-sample", "Half of the rows are left out by chance, and no receipt can show which and why.", sampled),
    case("opaque-uuid", "The spell's id is a new one in each run, so that the landlord's clock for one spell starts again each night.", new_ids),
    case("opaque-today", "The day is asked of the machine instead of given, so that a run made again tells other homes.", today_shift),
)  # fmt: skip
