"""Who may decide for a child, from linked records: the rule over the records' people, by paper, day and order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from ginnel.governance.children import Child, Order, Responsible, Review, decides
from ginnel.identity.families import Families, Known, adult_sql, make_families, undated
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
    care = Dataset("care", frozenset({"council"}), (), frozenset(), key=("key",), kind="people")
    return Catalogue([Dataset("gp", frozenset({"icb"}), columns, frozenset(), key=("key",), kind="people"), care])


def decided(catalogue: Catalogue, born: date, relation: tuple = ("mother", "birth-certificate", date(2015, 1, 1), None),
            order: tuple | None = None, known: Known | None = None) -> str | None:  # fmt: skip
    """Who decides for the child "kid", whose record names Ann."""
    return made(catalogue, born, relation, order, known or Known())[0]


def made(
    catalogue: Catalogue, born: date, relation: tuple, order: tuple | None, known: Known
) -> tuple[str | None, Families]:
    db = duckdb.connect()
    dates = {"responsible_since", "responsible_until", "order_since", "order_until"}
    columns = ", ".join(f"{c} {'DATE' if c in dates else 'VARCHAR'}" for c in (*FAMILY, *ORDERS))
    db.execute(f"CREATE TABLE m (dataset VARCHAR, record VARCHAR, source INTEGER, person VARCHAR, born DATE, "
               f"responsible_adult VARCHAR, {columns}, home VARCHAR)")  # fmt: skip
    rows = [
        ("gp", "g1", 0, "ann", date(1985, 1, 1), None, *[None] * 8),
        ("gp", "g2", 0, "kid", born, "g1", *relation, *[None] * 4),
        ("care", "c1", 3, "kid", born, None, *[None] * 4, *(order or (None,) * 4)),
    ]
    db.executemany(f"INSERT INTO m VALUES ({', '.join('?' * 14)}, 'home-1')", rows)
    db.execute("CREATE TABLE m_current AS SELECT 'kid' AS person, 'home-1' AS home")
    frames = {"gp": Path("x"), "care": Path("x")}
    families = make_families(db, catalogue, frames, "m", DAY, known)
    return dict(db.execute(adult_sql(DAY, known.youngest)).fetchall()).get("kid"), families


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


def test_a_contract_older_than_these_columns_counts_for_nothing_in_a_live_region() -> None:
    older = catalogue()
    assert decided(older, date(2018, 1, 1), (None, None, None, None), known=Known(at_its_word=False)) is None
    assert undated(older, "gp") == FAMILY
    assert undated(catalogue(*FAMILY), "gp") == ()
    assert undated(older, "care") == (), "it names no adult"


MOTHER = ("mother", "birth-certificate", date(2012, 1, 1), None)


def test_a_reviewed_child_has_no_adult_and_a_review_of_another_changes_nothing() -> None:
    born, full = date(2012, 6, 1), catalogue(*FAMILY, *ORDERS)
    review = Review("kid", True, "Dr Shaw", DAY)
    assert decided(full, born, MOTHER) == "ann"
    assert decided(full, born, MOTHER, known=Known(reviews=(review,))) is None
    assert decided(full, born, MOTHER, known=Known(reviews=(Review("other", True, "Dr Shaw", DAY),))) == "ann"
    assert decided(full, born, MOTHER, known=Known(reviews=(review,), youngest=15)) == "ann"


@pytest.mark.parametrize(
    ("nations", "councils", "nation", "who"),
    [
        (("Scotland",), {}, "Scotland", None),
        (("England",), {}, "England", "ann"),
        (("England", "Scotland"), {}, "", "ann"),
        (("England", "Scotland"), {"care": "Scotland"}, "Scotland", None),
        (("England", "Scotland"), {"care": "England"}, "England", "ann"),
        (("England", "Scotland"), {"care": "England", "gp": "Scotland"}, "", "ann"),
    ],
)
def test_a_child_of_12_decides_herself_where_she_is_known_to_live_in_scotland(
    nations: tuple[str, ...], councils: dict[str, str], nation: str, who: str | None
) -> None:
    """By the region's one nation, else by the council that has a record at her home; unknown: an adult is asked."""
    found, families = made(
        catalogue(*FAMILY, *ORDERS), date(2014, 6, 1), MOTHER, None, Known(nations=nations, councils=councils)
    )
    assert (families.children["nation"].to_pylist(), found) == ([nation], who)
