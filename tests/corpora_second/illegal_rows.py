"""Illegal: nothing of the illness is in a column, and still it decides which rows there are, or in what order."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .pipelines import Pipeline
from .shapes import DEPRESSION, MONEY, NAMES, out, sick, tenants


def _where(t: Any) -> ir.Table:
    joined = tenants(t).join(sick(t), "person")
    return out(joined.filter(joined.code == DEPRESSION))


def _count_of_one(t: Any) -> ir.Table:
    once = sick(t).group_by("person").agg(n=lambda c: c.count())
    return out(tenants(t).join(once.filter(once.n == 1), "person"))


def _having(t: Any) -> ir.Table:
    joined = tenants(t).join(sick(t), "person")
    many = joined.group_by(["person", "home", *NAMES, "tenure"]).agg(n=joined.count())
    return out(many.filter(many.n > 3))


def _ranked(t: Any) -> ir.Table:
    joined = tenants(t).join(sick(t), "person")
    place = ibis.row_number().over(ibis.window(group_by=joined.home, order_by=ibis.desc(joined.coded_on)))
    ranked = joined.mutate(place=place)
    return out(ranked.filter(ranked.place == 0))


def _exists(t: Any) -> ir.Table:
    who = tenants(t)
    return out(who.filter((t.gp_conditions.person == who.person).any()))


def _not_exists(t: Any) -> ir.Table:
    who = tenants(t)
    return out(who.filter(~(t.gp_conditions.person == who.person).any()))


def _isin(t: Any) -> ir.Table:
    who = tenants(t)
    return out(who.filter(who.person.isin(t.gp_conditions.person)))


def _outer(t: Any) -> ir.Table:
    both = tenants(t).left_join(sick(t), "person")
    return out(both.filter(both.code.isnull()))


def _union(t: Any) -> ir.Table:
    patients = t.gp_patients.semi_join(sick(t), "person")
    return tenants(t).union(patients.select("person", "home", *NAMES, tenure=ibis.literal("social")))


def _limited(t: Any) -> ir.Table:
    joined = tenants(t).join(sick(t), "person")
    return out(joined.order_by(joined.coded_on).limit(5))


def _ordered(t: Any) -> ir.Table:
    joined = tenants(t).left_join(sick(t), "person")
    return out(joined.order_by(ibis.desc(joined.code)))


def _distinct(t: Any) -> ir.Table:
    return out(tenants(t).join(sick(t).select("person").distinct(), "person"))


def _self_joined(t: Any) -> ir.Table:
    one, other = sick(t), sick(t).view()
    two = one.join(other, [one.person == other.person, one.code != other.code]).select(one.person).distinct()
    return out(tenants(t).semi_join(two, "person"))


def _difference(t: Any) -> ir.Table:
    well = tenants(t).select("person").difference(sick(t).select("person"))
    return out(tenants(t).join(well, "person"))


def _intersection(t: Any) -> ir.Table:
    both = tenants(t).select("person").intersect(sick(t).select("person"))
    return out(tenants(t).join(both, "person"))


def _dropped(t: Any) -> ir.Table:
    joined = tenants(t).join(sick(t), "person").mutate(flag=lambda j: j.code == DEPRESSION)
    return out(joined.filter(joined.flag).drop("flag", "code", "coded_on"))


def _length(t: Any) -> ir.Table:
    joined = tenants(t).join(sick(t), "person")
    return out(joined.filter(joined.code.length() > 8))


def _dated(t: Any) -> ir.Table:
    joined = tenants(t).join(sick(t), "person")
    return out(joined.filter(joined.coded_on.year() == 2026))


def _repeated(t: Any) -> ir.Table:
    return out(tenants(t).left_join(sick(t), "person"))


def _unregistered(t: Any) -> ir.Table:
    return out(tenants(t).anti_join(t.gp_patients, "person"))


def _same_home(t: Any) -> ir.Table:
    return out(tenants(t).semi_join(t.gp_conditions, "home"))


def _threshold(t: Any) -> ir.Table:
    who = tenants(t)
    return out(who.filter(t.gp_conditions.count().as_scalar() > 1000))


ROWS: tuple[Pipeline, ...] = (
    Pipeline("money-rows-where", "Only the WHERE looks at the code.", _where, **MONEY),
    Pipeline("money-rows-count-of-one", "Kept where a count of conditions is one.", _count_of_one, **MONEY),
    Pipeline("money-rows-having", "Kept where a group has more than three conditions.", _having, **MONEY),
    Pipeline("money-rows-rank", "One of a home's people, by the date of a diagnosis.", _ranked, **MONEY),
    Pipeline("money-rows-semi-join", "A semi-join keeps tenants with a condition.",
             lambda t: out(tenants(t).semi_join(sick(t), "person")), **MONEY),
    Pipeline("money-rows-anti-join", "An anti-join keeps tenants with none.",
             lambda t: out(tenants(t).anti_join(sick(t), "person")), **MONEY),
    Pipeline("money-rows-outer-join", "An outer join and a test for null.", _outer, **MONEY),
    Pipeline("money-rows-exists", "EXISTS over conditions.", _exists, **MONEY),
    Pipeline("money-rows-not-exists", "NOT EXISTS over conditions.", _not_exists, **MONEY),
    Pipeline("money-rows-in", "IN over conditions.", _isin, **MONEY),
    Pipeline("money-rows-union", "A branch of a union brings patients who are no tenants.", _union, **MONEY),
    Pipeline("money-rows-limit", "The five with the oldest diagnosis.", _limited, **MONEY),
    Pipeline("money-rows-order", "All tenants, in the order of their codes.", _ordered, **MONEY),
    Pipeline("money-rows-distinct", "A join with distinct people of the condition table.", _distinct, **MONEY),
    Pipeline("money-rows-self-join", "Two different conditions of one person, by joining the table to itself.", _self_joined, **MONEY),
    Pipeline("money-rows-difference", "Tenants less the people with a condition.", _difference, **MONEY),
    Pipeline("money-rows-intersection", "Tenants that are also people with a condition.", _intersection, **MONEY),
    Pipeline("money-rows-dropped", "A flag made from the code, used, and dropped.", _dropped, **MONEY),
    Pipeline("money-rows-length", "Kept where the code is long.", _length, **MONEY),
    Pipeline("money-rows-dated", "Kept where something was diagnosed this year.", _dated, **MONEY),
    Pipeline("money-rows-repeated", "A tenant comes once for every condition: the number of rows tells.", _repeated, **MONEY),
    Pipeline("money-rows-absent", "Tenants who are registered with no practice: absence of a row.", _unregistered, **MONEY),
    Pipeline("money-rows-same-home", "Tenants in whose home anybody has a condition.", _same_home, **MONEY),
    Pipeline("money-rows-threshold", "Nobody at all unless the condition table is long enough.", _threshold, **MONEY),
)  # fmt: skip
