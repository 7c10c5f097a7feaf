"""Illegal: nothing can be said of what such an expression reads or gives, so it must not run."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from .pipelines import Pipeline
from .shapes import DAMP, MONEY, OWN, PENSION, claimants, out, spells, tenants, vulnerable


@ibis.udf.scalar.python
def _looked_up(person: str) -> str:
    """Python that could read anything: here it gives back what it got."""
    return person


@ibis.udf.scalar.builtin(name="read_text")
def _read_text(path: str) -> str:
    """A function of the database that reads files."""


@ibis.udf.agg.builtin(name="arg_max")
def _arg_max(value: str, by: str) -> str:
    """An aggregate of the database that nobody has described."""


def _phone(make: Any) -> Any:
    def expression(t: Any) -> ir.Table:
        who = tenants(t)
        return out(who.mutate(phone=make(who)))

    return expression


def _sql(t: Any) -> ir.Table:
    who = tenants(t)
    text = "SELECT person, home, given_name, family_name, phone, 'social' AS tenure FROM gp_patients"
    return ops.SQLStringView(parent=who.op(), query=text, schema=who.schema()).to_expr()


def _memory(t: Any) -> ir.Table:
    named = ibis.memtable({"person": ["p-1", "p-2"]})
    return out(tenants(t).semi_join(named, "person"))


def _memory_lookup(t: Any) -> ir.Table:
    known = ibis.memtable({"home": ["h-1"], "seen": [True]})
    return spells(t.landlord_damp).left_join(known, "home").drop("home_right", "seen")


def _undescribed(t: Any) -> ir.Table:
    secret = ibis.table({"person": "string", "ward": "string"}, name="hospital_wards")
    return out(tenants(t).semi_join(secret, "person"))


def _choices(t: Any) -> ir.Table:
    said = ibis.table({"about_record": "string", "kind": "string"}, name="choices")
    who = vulnerable(t)
    return who.anti_join(said.filter(said.kind == "objection"), who.person == said.about_record)


def _wider(t: Any) -> ir.Table:
    """A table of a known name with a column that no contract has."""
    conditions = ibis.table({"person": "string", "home": "string", "free_text": "string"}, name="gp_conditions")
    noted = conditions.filter(conditions.free_text.contains("damp"))
    return noted.select("person", "home", tenure=ibis.literal("unknown"), vulnerable=ibis.literal(True))


def _agg(t: Any) -> ir.Table:
    claims = claimants(t)
    return claims.group_by(["person", "home", "tenure"]).agg(
        given_name=_arg_max(claims.given_name, claims.family_name), family_name=claims.family_name.max()
    )


OPAQUE: tuple[Pipeline, ...] = (
    Pipeline("opaque-python", "A Python function sees every person.", _phone(lambda w: _looked_up(w.person)), **MONEY),
    Pipeline("opaque-builtin", "A function of the database that reads files.", _phone(lambda w: _read_text(w.phone)), **MONEY),
    Pipeline("opaque-builtin-aggregate", "An undescribed aggregate of the database.", _agg, **PENSION),
    Pipeline("opaque-sql", "Text in SQL that reads another dataset.", _sql, **MONEY),
    Pipeline("opaque-memtable", "A list of people brought along in the file.", _memory, **MONEY),
    Pipeline("opaque-memtable-homes", "A list of homes brought along into an own case.", _memory_lookup, **OWN),
    Pipeline("opaque-now", "The hour of the run is told, and the rule is another every time.",
             _phone(lambda w: ibis.now().cast("string")), **MONEY),
    Pipeline("opaque-now-filter", "Rows depend on the clock of the machine.",
             lambda t: spells(t.landlord_damp).filter(lambda s: s.since < ibis.now().date()), **OWN),
    Pipeline("opaque-random", "People are drawn by chance: nobody can repeat or explain the choice.",
             lambda t: vulnerable(t).filter(ibis.random() < 0.5), **DAMP),
    Pipeline("opaque-uuid", "A random number as the telephone number.", _phone(lambda w: ibis.uuid().cast("string")), **MONEY),
    Pipeline("opaque-undescribed", "A dataset that no contract describes.", _undescribed, **MONEY),
    Pipeline("opaque-choices", "The record of what people said no to is read as if it were data.", _choices, **DAMP),
    Pipeline("opaque-wider-table", "A known dataset with a column that its contract has not.", _wider, **DAMP),
    Pipeline("opaque-sample", "A sample drawn by chance.", lambda t: tenants(t).sample(0.1, method="row"), **MONEY),
)  # fmt: skip
