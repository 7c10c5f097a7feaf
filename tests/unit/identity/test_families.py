"""Who may decide for a child, from linked records: the rule over the records' people, by paper, day and order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from ginnel.governance.children import Child, Order, Responsible, decides
from ginnel.identity.families import adult_sql
from ginnel.vocabulary import Catalogue, Column, Dataset

DAY = date(2026, 11, 25)
FAMILY = ("responsible_kind", "responsible_evidence", "responsible_since", "responsible_until")
ORDERS = ("order_kind", "order_role", "order_since", "order_until")


def catalogue(*more: str) -> Catalogue:
    names = ("responsible_adult", *more)
    columns = tuple(
        Column(n, "text", frozenset({"family"}), role=n, links_to="gp" if n == "responsible_adult" else None)
        for n in names
    )
    return Catalogue([Dataset("gp", frozenset({"icb"}), columns, frozenset(), key=("key",), kind="people")])


def decided(known: Catalogue, born: date, relation: tuple = ("mother", "birth-certificate", date(2015, 1, 1), None),
            order: tuple | None = None) -> str | None:  # fmt: skip
    """Who decides for the child "kid", whose record names Ann."""
    db = duckdb.connect()
    dates = {"responsible_since", "responsible_until", "order_since", "order_until"}
    columns = ", ".join(f"{c} {'DATE' if c in dates else 'VARCHAR'}" for c in (*FAMILY, *ORDERS))
    db.execute(f"CREATE TABLE m (dataset VARCHAR, record VARCHAR, source INTEGER, person VARCHAR, born DATE, "
               f"responsible_adult VARCHAR, {columns})")  # fmt: skip
    rows = [
        ("gp", "g1", 0, "ann", date(1985, 1, 1), None, *[None] * 8),
        ("gp", "g2", 0, "kid", born, "g1", *relation, *[None] * 4),
        ("care", "c1", 3, "kid", born, None, *[None] * 4, *(order or (None,) * 4)),
    ]
    db.executemany(f"INSERT INTO m VALUES ({', '.join('?' * 14)})", rows)
    sql = adult_sql(known, {"gp": Path("x")}, "m", DAY)
    return dict(db.execute(sql).fetchall()).get("kid")


@pytest.mark.parametrize(
    ("born", "relation", "order", "who"),
    [
        (date(2018, 1, 1), ("mother", "birth-certificate", date(2018, 1, 1), None), None, "ann"),
        (date(2018, 1, 1), ("mother", None, date(2018, 1, 1), None), None, None),
        (date(2018, 1, 1), ("step-parent", "marriage-certificate", date(2018, 1, 1), None), None, None),
        (date(2018, 1, 1), ("mother", "birth-certificate", date(2018, 1, 1), DAY), None, None),
        (date(2018, 1, 1), ("mother", "birth-certificate", None, None), None, None),
        (date(2018, 1, 1), ("mother", "birth-certificate", date(2018, 1, 1), None), ("care", "manager", date(2026, 1, 1), None), None),
        (date(2018, 1, 1), ("mother", "birth-certificate", date(2018, 1, 1), None), ("care", "manager", date(2026, 1, 1), DAY), "ann"),
        (date(2018, 1, 1), ("mother", "birth-certificate", date(2018, 1, 1), None), ("section-20", None, date(2026, 1, 1), None), "ann"),
        (date(2018, 1, 1), ("mother", "birth-certificate", date(2018, 1, 1), None), ("care", None, date(2026, 1, 1), None), None),
        (date(2010, 1, 1), ("mother", "birth-certificate", date(2010, 1, 1), None), None, None),
    ],
)  # fmt: skip
def test_an_adult_decides_by_paper_day_and_order(
    born: date, relation: tuple, order: tuple | None, who: str | None
) -> None:
    """The same as the reference says of this family; None where nobody, the child or a body decides."""
    found = decided(catalogue(*FAMILY, *ORDERS), born, relation, order)
    held = [Responsible("kid", "ann", relation[0], relation[1] or "", *relation[2:])]
    ordered = [Order("kid", order[0], "council", order[1] or "", "court-order", *order[2:])] if order else []
    reference = decides(Child("kid", born, "England"), held, [], ordered, [], day=DAY)
    assert found == who
    assert (reference.by[0] if reference.who in ("holders", "guardian") else None) == who


def test_a_contract_older_than_these_columns_is_taken_at_its_word() -> None:
    assert decided(catalogue(), date(2018, 1, 1), (None, None, None, None)) == "ann"
