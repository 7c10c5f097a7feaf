"""Who decides for a child, from the records that were linked: the rule of `governance.children_sets` over their people.

What the rule needs of the records is kept with each run: children below 16 with their nation, papers, orders. Whoever
decides later that day applies the rule to these, with the reviews of that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from ginnel.engines import quoted
from ginnel.governance.children import YOUNG, YOUNGEST, Review
from ginnel.governance.children_sets import decides_sql
from ginnel.vocabulary import Catalogue

CHILDREN, PAPERS, ORDERS, REVIEWS = "ginnel_children", "ginnel_papers", "ginnel_orders", "ginnel_reviews"
REVIEW_COLUMNS = {
    "child": pa.string(), "competent": pa.bool_(), "by": pa.string(), "since": pa.date32(), "until": pa.date32(),
}  # fmt: skip
NO_ANSWERS = (
    "(SELECT NULL::VARCHAR AS child, NULL::VARCHAR AS who, NULL::BOOLEAN AS yes, NULL::INTEGER AS number WHERE false)"
)


@dataclass(frozen=True)
class Known:
    """What the region says beside its records.

    `councils`: the nation of the council that delivers a dataset, by dataset. `at_its_word`: whether a contract without
    columns for paper and days is taken at its word.
    """

    nations: tuple[str, ...] = ("England",)
    councils: Mapping[str, str] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    youngest: int = YOUNGEST
    at_its_word: bool = True


@dataclass(frozen=True)
class Families:
    """Arrow tables: children(child, born, nation), papers and orders as `governance.children_sets` names their columns."""

    children: pa.Table
    papers: pa.Table
    orders: pa.Table


def make_families(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, frames: Mapping[str, Path], members: str, as_of: date,
    known: Known,
) -> Families:  # fmt: skip
    """Make the tables `CHILDREN`, `PAPERS`, `ORDERS` and `REVIEWS`; gives the first three."""
    named = [n for n in sorted(frames) if n in catalogue and catalogue.dataset(n).with_role("responsible_adult")]
    papers = " UNION ALL ".join(_papers(catalogue, name, members, known.at_its_word) for name in named)
    held = sorted((n, body) for n in frames if n in catalogue for body in catalogue.dataset(n).controllers)
    bodies = ", ".join(f"('{quoted(n)}', '{quoted(body)}')" for n, body in held) or "('', '')"
    made = {
        CHILDREN: f"SELECT b.child, b.born, {_nation(known, members)} AS nation FROM (SELECT person AS child, max(born) AS born "
        f"FROM {members} GROUP BY person HAVING max(born) > DATE '{as_of}' - INTERVAL {YOUNG} YEAR) b",
        PAPERS: papers or f"SELECT {_PAPER} WHERE false",
        # Two controllers of one dataset are two bodies at once: then nobody is known who may decide.
        ORDERS: f"SELECT person AS child, order_kind AS kind, b.body, coalesce(order_role, '') AS role, "
        f"'court-order' AS evidence, order_since AS since, order_until AS until FROM {members} m "
        f"JOIN (VALUES {bodies}) b(dataset, body) ON b.dataset = m.dataset WHERE order_kind IS NOT NULL",
    }
    for table, sql in made.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql} ORDER BY ALL")
    make_reviews(connection, known.reviews)
    return Families(*(connection.execute(f"SELECT * FROM {t}").to_arrow_table() for t in made))


def make_reviews(connection: duckdb.DuckDBPyConnection, reviews: Iterable[Review]) -> None:
    """Make the table `REVIEWS` of these, for `decides_sql`."""
    rows = [{c: getattr(r, c) for c in REVIEW_COLUMNS} for r in reviews]
    connection.register("ginnel_reviews_in", pa.Table.from_pylist(rows, schema=pa.schema(list(REVIEW_COLUMNS.items()))))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {REVIEWS} AS SELECT * FROM ginnel_reviews_in")
    connection.unregister("ginnel_reviews_in")


def families_sql(as_of: date, youngest: int) -> str:
    """The rule over the four tables: SELECT of (child, who, by, outcome, contested, role)."""
    return decides_sql(
        children=CHILDREN, responsible=PAPERS, reviews=REVIEWS, orders=ORDERS, answers=NO_ANSWERS, day=as_of, youngest=youngest
    )  # fmt: skip


def adult_sql(as_of: date, youngest: int) -> str:
    """SELECT of person and responsible_person: for each child below 16, one adult who may decide on `as_of`.

    Nobody stands there for a child who decides herself or who is under an order, and nobody where a record names an
    adult without paper or outside its days.
    """
    rule = families_sql(as_of, youngest)
    return (
        f"""SELECT child AS person, "by"[1] AS responsible_person FROM ({rule}) WHERE who IN ('guardian', 'holders')"""
    )


def drop_families(connection: duckdb.DuckDBPyConnection) -> None:
    for table in (CHILDREN, PAPERS, ORDERS, REVIEWS):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


_PAPER = (
    "NULL::VARCHAR AS child, NULL::VARCHAR AS holder, NULL::VARCHAR AS kind, NULL::VARCHAR AS evidence, "
    "NULL::DATE AS since, NULL::DATE AS until"
)


def _nation(known: Known, members: str) -> str:
    """Where a child lives: the region's one nation, or that of the council whose record names her home; else ''.

    Where it cannot be known the rule asks an adult: whoever is wrongly asked learns that something was asked about her
    child; a child who is wrongly asked may be alone with a question that is not hers yet.
    """
    if len(known.nations) == 1:
        return f"'{quoted(known.nations[0])}'"
    if not known.councils:
        return "''"
    rows = ", ".join(f"('{quoted(n)}', '{quoted(nation)}')" for n, nation in sorted(known.councils.items()))
    return (
        f"coalesce((SELECT CASE WHEN count(DISTINCT c.nation) = 1 THEN min(c.nation) END FROM {members}_current h "
        f"JOIN {members} m ON m.home = h.home JOIN (VALUES {rows}) c(dataset, nation) ON c.dataset = m.dataset "
        f"WHERE h.person = b.child), '')"
    )


def _papers(catalogue: Catalogue, name: str, members: str, at_its_word: bool) -> str:
    """The relations that one dataset records. Without columns for paper and days they count as they stand, or not at all."""
    dataset = catalogue.dataset(name)
    column = dataset.with_role("responsible_adult")
    target = (column.links_to if column else None) or name
    evidence = "'court-record'" if at_its_word else "''"
    shown = (
        "m.responsible_kind AS kind, m.responsible_evidence AS evidence, m.responsible_since AS since, "
        "m.responsible_until AS until"
        if not undated(catalogue, name)
        else f"'order' AS kind, {evidence} AS evidence, DATE '1900-01-01' AS since, NULL::DATE AS until"
    )
    return (
        f"SELECT m.person AS child, a.person AS holder, {shown} FROM {members} m JOIN {members} a "
        f"ON a.dataset = '{quoted(target)}' AND a.record = m.responsible_adult WHERE m.dataset = '{quoted(name)}'"
    )


def undated(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """The roles that a dataset lacks although it names an adult for a child: without them nobody can say by which paper
    and on which days. Empty where it has the paper: days and kind then count for nothing where they are missing."""
    dataset = catalogue.dataset(name)
    if dataset.with_role("responsible_adult") is None or dataset.with_role("responsible_evidence") is not None:
        return ()
    wanted = ("responsible_kind", "responsible_evidence", "responsible_since", "responsible_until")
    return tuple(role for role in wanted if dataset.with_role(role) is None)
