"""Illegal pipelines that the check once permitted: found by reading it, after both labelled sets had passed.

In each the word `vulnerable`, or the tenure that chooses who is told, is no value of a condition. It differs with which rows
there are: by a row without a match, by how many rows there were, or by the branch of a union. They are kept apart from the
labelled sets, which were made before the check; tests/generative/engines looks for more of the kind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir

from .shapes import damp_homes, lung_rows, risk

COLUMNS = ("person", "home", "tenure", "vulnerable")


def patients(t: Any) -> ir.Table:
    """Everybody on a practice's list who lives in a damp home, ill or well."""
    return t.gp_patients.select("person", "home").distinct().join(damp_homes(t), "home")


def ill(t: Any) -> ir.Table:
    return lung_rows(t).select("person").distinct()


def several(t: Any) -> ir.Table:
    """One row for each lung condition of somebody in a damp home."""
    return lung_rows(t).select("person", "home").join(damp_homes(t), "home")


def unmatched(how: str) -> Callable[[Any], ir.Table]:
    def rows(t: Any) -> ir.Table:
        return patients(t).join(ill(t).mutate(vulnerable=ibis.literal(True)), "person", how=how).select(*COLUMNS)

    return rows


def matched(t: Any) -> ir.Table:
    rows = patients(t).left_join(ill(t), "person")
    return rows.select("person", "home", "tenure", vulnerable=rows.person_right.notnull())


def tenure_unmatched(t: Any) -> ir.Table:
    rows = patients(t).drop("tenure").left_join(ill(t).mutate(tenure=ibis.literal("social")), "person")
    return rows.select("person", "home", "tenure", vulnerable=ibis.literal(True))


def _by_size(t: Any, size: Callable[[ir.Table], ir.Value]) -> ir.Table:
    grouped = several(t).mutate(one=ibis.literal(1)).group_by(["person", "home", "tenure"]).agg(n=size)
    return grouped.select("person", "home", "tenure", vulnerable=grouped.n > 1)


def counted(t: Any) -> ir.Table:
    return _by_size(t, lambda rows: rows.tenure.count())


def summed(t: Any) -> ir.Table:
    return _by_size(t, lambda rows: rows.one.sum())


def numbered(t: Any) -> ir.Table:
    rows = several(t)
    rows = rows.mutate(n=ibis.row_number().over(group_by=rows.person, order_by=rows.home))
    return rows.select("person", "home", "tenure", vulnerable=rows.n > 0)


def lagged(t: Any) -> ir.Table:
    rows = several(t)
    rows = rows.mutate(before=rows.home.lag().over(group_by=rows.person, order_by=rows.home))
    return rows.select("person", "home", "tenure", vulnerable=rows.before.notnull())


def branches(t: Any) -> ir.Table:
    sick, well = patients(t).semi_join(ill(t), "person"), patients(t).anti_join(ill(t), "person")
    return sick.mutate(vulnerable=ibis.literal(True)).union(well.mutate(vulnerable=ibis.literal(False)))


def branches_worked_out(t: Any) -> ir.Table:
    sick, well = patients(t).semi_join(ill(t), "person"), patients(t).anti_join(ill(t), "person")
    return sick.mutate(vulnerable=sick.home == sick.home).union(well.mutate(vulnerable=well.home != well.home))


FOUND = (
    risk("found-left", "An outer join leaves the yes empty for whoever is well.", unmatched("left")),
    risk("found-outer", "A full outer join does the same.", unmatched("outer")),
    risk("found-matched", "Whether an outer join found a match is the word.", matched),
    risk("found-tenure", "An outer join leaves the tenure empty, by which the recipient is chosen.", tenure_unmatched),
    risk("found-count", "How often a harmless column stands in a group of conditions is the word.", counted),
    risk("found-sum", "A sum of ones over conditions is the word.", summed),
    risk("found-rank", "The number of a row among a person's conditions is the word.", numbered),
    risk("found-lag", "Whether there was a condition before is the word.", lagged),
    risk(
        "found-branch", "The ill come by one branch of a union with true, the well by the other with false.", branches
    ),
    risk("found-branch-sum", "The same, and each branch works its constant out from the home.", branches_worked_out),
)


def same_in_both(t: Any) -> ir.Table:
    """The lawful neighbour of the two above: the branches differ in nothing that is told."""
    sick, old = patients(t).semi_join(ill(t), "person"), patients(t).semi_join(several(t), "person")
    return sick.mutate(vulnerable=ibis.literal(True)).union(old.mutate(vulnerable=ibis.literal(True)), distinct=True)


STILL = (
    risk(
        "still-matched", "An inner join has no row without a match: the yes is true in every row.", unmatched("inner")
    ),
    risk("still-branch", "Both branches take home and tenure from one place and say yes.", same_in_both),
)
"""Lawful, each beside one of the above: what was forbidden is the device, not the join or the union."""
