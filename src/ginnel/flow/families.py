"""Who decides for each child, on the papers of a run and the reviews of this moment: over all of them, and for one.

The night uses the set form, a desk the reference; tests/generative holds the two together. A run from before these
tables were kept knows nobody who decides for a child.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from ginnel.engines import quoted
from ginnel.governance.children import NOBODY, Child, Decided, Order, Responsible, Review, decides
from ginnel.identity.families import CHILDREN, ORDERS, PAPERS, Known, families_sql, make_reviews
from ginnel.region import Region

FILES = {CHILDREN: "children", PAPERS: "papers", ORDERS: "orders"}


def known_beside(region: Region, reviews: Iterable[Review]) -> Known:
    """What the region says of its children beside the records of its silos."""
    bodies = region.directory.organisations
    councils = {
        d.name: bodies[next(iter(d.controllers))].nation
        for d in region.delivered
        if d.kind == "people" and {bodies[c].legal_class for c in d.controllers} == {"local-authority"} and len(d.controllers) == 1
    }  # fmt: skip
    config = region.config
    return Known(config.nations, councils, tuple(reviews), config.youngest, at_its_word=config.mode == "demo")


def deciders(
    connection: duckdb.DuckDBPyConnection, identity: Path, reviews: Iterable[Review], *, day: date, youngest: int
) -> dict[str, Decided]:
    """Who decides for each child below 16 of a run: the set form."""
    if not (identity / "children.parquet").exists():
        return {}
    make_reviews(connection, _moved(identity, reviews))
    for name, file in FILES.items():
        path = quoted(str(identity / f"{file}.parquet"))
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    rows = connection.execute(families_sql(day, youngest)).fetchall()
    return {
        child: Decided(who, tuple(by), outcome, contested, role) for child, who, by, outcome, contested, role in rows
    }


def decider_of(
    identity: Path, person: str, reviews: Iterable[Review], *, day: date, youngest: int
) -> dict[str, Decided]:
    """The same for one: the reference. Empty for whoever is no child below 16."""
    children = _rows(identity / "children.parquet", person)
    if not children:
        return {}
    child = Child(person, children[0]["born"], children[0]["nation"])
    papers = [Responsible(**row) for row in _rows(identity / "papers.parquet", person)]
    orders = [Order(**row) for row in _rows(identity / "orders.parquet", person)]
    return {person: decides(child, papers, _moved(identity, reviews), orders, (), day=day, youngest=youngest)}


def decides_for(found: Mapping[str, Decided], person: str) -> Decided:
    """Nobody, for a child of whom nothing is known."""
    return found.get(person, NOBODY)


def _moved(identity: Path, reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Reviews under today's ids: a child's id may have become another in this very run."""
    rows = pq.read_table(identity / "aliases.parquet").to_pylist()
    became = {r["person"]: r["superseded_by"] for r in rows if r["superseded_by"] is not None}
    return tuple(replace(r, child=became.get(r.child, r.child)) for r in reviews)


def _rows(path: Path, child: str) -> list[dict[str, Any]]:
    return pq.read_table(path, filters=[("child", "=", child)]).to_pylist() if path.exists() else []
