"""Choices over millions: the same rule as `choices.py`, as SQL over relations. tests/generative compares the two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import duckdb

from ginnel.engines import quoted
from ginnel.governance.choices import ALL, BLOCKING, PERSON


def barred_sql(
    *, choices: str, links: str, pairs: str, purpose: str, day: date, low: float, kinds: frozenset[str] = BLOCKING,
    recipient: str = "", categories: Iterable[str] = (),
) -> str:  # fmt: skip
    """A SELECT of (dataset, record), each once, that `purpose` must not see on `day`.

    `choices`, `links` and `pairs` are relations (SQL in brackets or table names): choices(dataset, record, kind,
    purpose, since, until, status, recipient, category), links(dataset, record, person), pairs(dataset_l, record_l, dataset_r, record_r,
    probability).
    """
    words = ", ".join(f"'{k}'" for k in sorted(BLOCKING & kinds))
    told = ", ".join(f"'{quoted(r)}'" for r in (recipient or ALL, ALL))
    used = ", ".join(f"'{quoted(c)}'" for c in (*sorted(categories), ALL))
    return f"""
    WITH blocking AS (
        SELECT DISTINCT dataset, record FROM {choices}
        WHERE kind IN ({words}) AND NOT (kind = 'objection' AND status = 'overruled')
          AND recipient IN ({told}) AND category IN ({used}) AND purpose IN ('{quoted(purpose)}', '{ALL}')
          AND since <= DATE '{day}' AND (until IS NULL OR DATE '{day}' < until)
    ), objectors AS (
        SELECT l.person FROM blocking b JOIN {links} l USING (dataset, record)
        UNION
        SELECT record FROM blocking WHERE dataset = '{PERSON}'
    ), theirs AS (
        SELECT l.dataset, l.record FROM {links} l JOIN objectors o USING (person)
    ), beside AS (
        SELECT p.dataset_r AS dataset, p.record_r AS record FROM {pairs} p
        JOIN theirs t ON t.dataset = p.dataset_l AND t.record = p.record_l
        WHERE p.probability >= {float(low)!r}
        UNION
        SELECT p.dataset_l, p.record_l FROM {pairs} p
        JOIN theirs t ON t.dataset = p.dataset_r AND t.record = p.record_r
        WHERE p.probability >= {float(low)!r}
    ), people AS (
        SELECT person FROM objectors
        UNION
        SELECT l.person FROM beside b JOIN {links} l USING (dataset, record)
    )
    SELECT dataset, record FROM blocking
    UNION
    SELECT l.dataset, l.record FROM {links} l JOIN people p USING (person)
    """


def barred(connection: duckdb.DuckDBPyConnection, **relations: object) -> list[tuple[str, str]]:
    """The rows of `barred_sql`, sorted."""
    sql = barred_sql(**relations)  # type: ignore[arg-type]
    return [(d, r) for d, r in connection.execute(f"SELECT * FROM ({sql}) ORDER BY ALL").fetchall()]
