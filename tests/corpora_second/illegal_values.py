"""Illegal: a health code reaches the money-advice charity as a value, each time by another device."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .pipelines import Pipeline
from .shapes import DEPRESSION, MONEY, out, sick, tenants


def _with(t: Any) -> ir.Table:
    return tenants(t).join(sick(t), "person")


def _left(t: Any) -> ir.Table:
    return tenants(t).left_join(sick(t), "person").drop("person_right")


def _phone(make: Any, table: Any = _with) -> Any:
    """A pipeline whose telephone number is what `make` makes of the joined row."""

    def expression(t: Any) -> ir.Table:
        joined = table(t)
        return out(joined.mutate(phone=make(joined)))

    return expression


def _plain(t: Any) -> ir.Table:
    joined = _with(t)
    return out(joined.mutate(illness=joined.code), "illness")


def _maximum(t: Any) -> ir.Table:
    worst = sick(t).group_by("person").agg(worst=lambda c: c.code.max())
    joined = tenants(t).join(worst, "person")
    return out(joined.mutate(phone=joined.worst))


def _arbitrary(t: Any) -> ir.Table:
    one = sick(t).group_by("person").agg(one=lambda c: c.code.arbitrary())
    joined = tenants(t).join(one, "person")
    return out(joined.mutate(phone=joined.one))


def _collected(t: Any) -> ir.Table:
    every = sick(t).group_by("person").agg(every=lambda c: c.code.group_concat("-"))
    joined = tenants(t).join(every, "person")
    return out(joined.mutate(family_name=joined.every))


def _counted(t: Any) -> ir.Table:
    many = sick(t).group_by("person").agg(many=lambda c: c.count())
    joined = tenants(t).join(many, "person")
    return out(joined.mutate(phone=joined.many.cast("string")))


def _scalar(t: Any) -> ir.Table:
    last = t.gp_conditions.code.max().as_scalar()
    return out(tenants(t).mutate(phone=last))


def _total(t: Any) -> ir.Table:
    every = t.gp_conditions.agg(cases=t.gp_conditions.count())
    joined = tenants(t).cross_join(every)
    return out(joined.mutate(phone=joined.cases.cast("string")))


def _lagged(t: Any) -> ir.Table:
    joined = _with(t)
    before = joined.code.lag().over(ibis.window(group_by=joined.person, order_by=joined.coded_on))
    return out(joined.mutate(phone=before))


def _summed(t: Any) -> ir.Table:
    joined = _with(t)
    total = joined.code.cast("int64").sum().over(ibis.window(group_by=joined.person))
    return out(joined.mutate(phone=total.cast("string")))


def _group_key(t: Any) -> ir.Table:
    grouped = _with(t).group_by(["person", "home", "tenure", "code"])
    found = grouped.agg(given_name=lambda g: g.given_name.max(), family_name=lambda g: g.family_name.max())
    return out(found.mutate(phone=found.code))


def _person(t: Any) -> ir.Table:
    joined = _with(t)
    return out(joined.mutate(person=joined.code))


def _home(t: Any) -> ir.Table:
    joined = _with(t)
    return out(joined.mutate(home=joined.home + ":" + joined.code))


def _routed(t: Any) -> ir.Table:
    joined = _left(t)
    return out(joined.mutate(tenure=ibis.ifelse(joined.code.isnull(), "social", "private")))


def _renamed_twice(t: Any) -> ir.Table:
    conditions = t.gp_conditions.select("person", "code").rename(note="code").rename(remark="note")
    joined = tenants(t).drop("phone").join(conditions, "person")
    return joined.rename(phone="remark").select("person", "home", "given_name", "family_name", "phone", "tenure")


def _case(j: Any) -> Any:
    return ibis.cases((j.code == DEPRESSION, "01632 960001"), else_="01632 960002")


VALUES: tuple[Pipeline, ...] = (
    Pipeline("money-health-value", "The code of the illness is a column of its own, told in full.", _plain,
             **{**MONEY, "tells": {**MONEY["tells"], "illness": "full"}}),
    Pipeline("money-health-renamed", "The code is renamed to the telephone number.", _phone(lambda j: j.code), **MONEY),
    Pipeline("money-health-renamed-twice", "The code is renamed twice on its way.", _renamed_twice, **MONEY),
    Pipeline("money-health-case", "A CASE over the illness chooses between two numbers.", _phone(_case), **MONEY),
    Pipeline("money-health-ifelse-cast", "A comparison with the illness is cast to text.",
             _phone(lambda j: (j.code == DEPRESSION).cast("string")), **MONEY),
    Pipeline("money-health-coalesce", "coalesce puts the code in the number's place.",
             _phone(lambda j: ibis.coalesce(j.code, j.phone), _left), **MONEY),
    Pipeline("money-health-nullif", "nullif empties the number where it equals the code.",
             _phone(lambda j: j.phone.nullif(j.code), _left), **MONEY),
    Pipeline("money-health-empty-number", "The number is left out for people without a code.",
             _phone(lambda j: ibis.ifelse(j.code.isnull(), ibis.null("string"), j.phone), _left), **MONEY),
    Pipeline("money-health-concat", "The code is glued to the number.", _phone(lambda j: j.phone + j.code), **MONEY),
    Pipeline("money-health-substring", "The first three digits of the code.",
             _phone(lambda j: j.code.substr(0, 3)), **MONEY),
    Pipeline("money-health-length", "The length of the code.",
             _phone(lambda j: j.code.length().cast("string")), **MONEY),
    Pipeline("money-health-arithmetic", "The code as a number, times seven plus three.",
             _phone(lambda j: (j.code.cast("int64") * 7 + 3).cast("string")), **MONEY),
    Pipeline("money-health-date-arithmetic", "Year and day of the diagnosis as one number.",
             _phone(lambda j: (j.coded_on.year() * 1000 + j.coded_on.day_of_year()).cast("string")), **MONEY),
    Pipeline("money-health-hash", "A hash of the code, which anybody can look up.",
             _phone(lambda j: j.code.hash().cast("string")), **MONEY),
    Pipeline("money-health-replace", "Digits of the number are replaced by the code.",
             _phone(lambda j: j.phone.replace("0", j.code)), **MONEY),
    Pipeline("money-health-max", "The greatest code of each person.", _maximum, **MONEY),
    Pipeline("money-health-arbitrary", "Any one code of each person.", _arbitrary, **MONEY),
    Pipeline("money-health-group-concat", "All codes of a person in one text.", _collected, **MONEY),
    Pipeline("money-health-count", "How many codes a person has.", _counted, **MONEY),
    Pipeline("money-health-scalar", "A scalar subquery over all codes.", _scalar, **MONEY),
    Pipeline("money-health-total", "A count over the whole table is joined to every row.", _total, **MONEY),
    Pipeline("money-health-lag", "The code before, by a window.", _lagged, **MONEY),
    Pipeline("money-health-window-sum", "The sum of the codes over a person's window.", _summed, **MONEY),
    Pipeline("money-health-group-key", "The code is a key of the grouping and comes out as the number.", _group_key, **MONEY),
    Pipeline("money-health-person-column", "The person's own column carries the code.", _person, **MONEY),
    Pipeline("money-health-home-column", "The home's column carries the code.", _home, **MONEY),
    Pipeline("money-health-routing", "The tenure, which decides who is asked, is set by an illness.", _routed, **MONEY),
)  # fmt: skip
