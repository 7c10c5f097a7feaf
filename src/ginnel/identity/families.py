"""Who decides for a child, from the records that were linked: the rule of `governance.children_sets` over their people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ginnel.engines import quoted
from ginnel.governance.children import YOUNG
from ginnel.governance.children_sets import decides_sql
from ginnel.vocabulary import Catalogue

NOBODY = "SELECT NULL::VARCHAR AS person, NULL::VARCHAR AS responsible_person WHERE false"


def adult_sql(catalogue: Catalogue, frames: Mapping[str, Path], members: str, as_of: date) -> str:
    """SELECT of person and responsible_person: for each child below 16, one adult who may decide on `as_of`.

    Nobody stands there for a child under an order: a named role of that body decides, and no parent silently. Nobody
    either where a record names an adult without paper or outside its days. A contract without columns for that is
    taken at its word, as it was before there were any. Reviews of single children are no records of a silo, so that
    below 16 none is known here.
    """
    named = [n for n in sorted(frames) if n in catalogue and catalogue.dataset(n).with_role("responsible_adult")]
    if not named:
        return NOBODY
    papers = " UNION ALL ".join(_papers(catalogue, name, members) for name in named)
    rule = decides_sql(
        children=f"(SELECT person AS child, max(born) AS born, 'England' AS nation FROM {members} GROUP BY person "
        f"HAVING max(born) > DATE '{as_of}' - INTERVAL {YOUNG} YEAR)",
        responsible=f"({papers})", reviews=_none("child VARCHAR, competent BOOLEAN, by VARCHAR, since DATE, until DATE"),
        orders=f"(SELECT person AS child, order_kind AS kind, source AS body, coalesce(order_role, '') AS role, "
        f"'court-order' AS evidence, order_since AS since, order_until AS until FROM "
        f"(SELECT * REPLACE (CAST(source AS VARCHAR) AS source) FROM {members}) WHERE order_kind IS NOT NULL)",
        answers=_none("child VARCHAR, who VARCHAR, yes BOOLEAN, number INTEGER"), day=as_of,
    )  # fmt: skip
    return (
        f"""SELECT child AS person, "by"[1] AS responsible_person FROM ({rule}) WHERE who IN ('guardian', 'holders')"""
    )


def _papers(catalogue: Catalogue, name: str, members: str) -> str:
    """The relations that one dataset records. Without columns for paper and days they count as they stand."""
    dataset = catalogue.dataset(name)
    column = dataset.with_role("responsible_adult")
    target = (column.links_to if column else None) or name
    dated = dataset.with_role("responsible_evidence") is not None
    shown = (
        "m.responsible_kind AS kind, m.responsible_evidence AS evidence, m.responsible_since AS since, "
        "m.responsible_until AS until"
        if dated
        else "'order' AS kind, 'court-record' AS evidence, DATE '1900-01-01' AS since, NULL::DATE AS until"
    )
    return (
        f"SELECT m.person AS child, a.person AS holder, {shown} FROM {members} m JOIN {members} a "
        f"ON a.dataset = '{quoted(target)}' AND a.record = m.responsible_adult WHERE m.dataset = '{quoted(name)}'"
    )


def _none(columns: str) -> str:
    """A relation of these columns without a row."""
    picked = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in (c.split() for c in columns.split(", ")))
    return f"(SELECT {picked} WHERE false)"
