"""Verdicts over millions of (person, flow) pairs: the rule of `verdict.py` as SQL over relations.

What depends on the files is worked out once for each flow. What a person said about purposes is folded into one row of
bit masks for each person; what she said about one recipient or category into a mark for each flow that it covers. A pair
then costs a few look-ups, whatever anybody said.
"""

from __future__ import annotations

from datetime import date

import duckdb

from ginnel.governance.verdict import ANY, CODES, GROUNDS, KINDS
from ginnel.vocabulary import BadInput, Problem

BITS = {code: 1 << i for i, code in enumerate(CODES)}
"""The bit of each reason in the column `reasons`."""
CONSENT = 1 << len(CODES)
MARKS: dict[str, int] = {**{str(kind): BITS[kind] for kind in KINDS if kind != "consent"}, "consent": CONSENT}
UNLESS_DUTY = BITS["objection"] | BITS["withdrawn"] | BITS["opt-out"]
MOST_PURPOSES = 63
LIVE = "since <= DATE '{day}' AND (until IS NULL OR DATE '{day}' < until)"
HEARD = "(kind <> 'objection' OR status <> 'overruled')"


def prepare(
    connection: duckdb.DuckDBPyConnection, *, flows: str, categories: str, said: str, overrides: str, day: date
) -> None:
    """Fold choices and overrides into temporary tables named verdict_*, which `verdicts` and `permitted` join.

    Relations (table names, or SQL in brackets): `flows`(flow, recipient, purpose, basis, ask_before, agreed);
    `categories`(flow, category); `said`(person, kind, since, until, status, purpose, recipient, category);
    `overrides`(person, purpose, recipient, ground, asked_by, approver, since, until). Raises `BadInput` for more than 63
    purposes.
    """
    _flows(connection, flows)
    live = LIVE.format(day=day)
    _people(connection, said, live)
    _marks(connection, said, categories, live)
    grounds = ", ".join(f"'{g}'" for g in GROUNDS)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE verdict_overrides AS
        SELECT DISTINCT o.person, f.n FROM {overrides} o
        JOIN verdict_flows f ON o.purpose = f.purpose AND o.recipient = f.recipient
        WHERE o.ground IN ({grounds}) AND trim(o.approver) <> '' AND o.approver <> o.asked_by
          AND o.since <= DATE '{day}' AND DATE '{day}' < o.until
        """
    )


def _flows(connection: duckdb.DuckDBPyConnection, flows: str) -> None:
    """One row for each flow; `kept`, `no` and `yes` hold the bit of its purpose where it hears that kind of choice."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE verdict_flows AS
        SELECT n, flow, recipient, purpose, agreed, mask AS kept, CASE WHEN hears THEN mask ELSE 0 END::UBIGINT AS no,
               CASE WHEN asks THEN mask ELSE 0 END::UBIGINT AS yes, hears, asks, mask
        FROM (SELECT row_number() OVER (ORDER BY flow)::INTEGER AS n, flow, recipient, purpose, agreed,
                     NOT (basis = 'duty' AND NOT ask_before) AS hears, (basis = 'consent' OR ask_before) AS asks,
                     1::UBIGINT << (dense_rank() OVER (ORDER BY purpose) - 1)::UBIGINT AS mask
              FROM {flows})
        """
    )
    row = connection.execute("SELECT count(DISTINCT purpose) FROM verdict_flows").fetchone()
    if row and row[0] > MOST_PURPOSES:
        raise BadInput(
            Problem(f"{row[0]} purposes at once", expected=f"{MOST_PURPOSES} at most", mend="decide in parts")
        )


def _people(connection: duckdb.DuckDBPyConnection, said: str, live: str) -> None:
    """One row of masks for each person who said anything about a purpose or about all of them."""
    columns = ", ".join(
        f"coalesce(bit_or(mask) FILTER (kind = '{kind}'), 0)::UBIGINT AS {_column(kind)}" for kind in MARKS
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE verdict_people AS
        SELECT *, objection | withdrawn | opt_out AS no FROM (
        SELECT person, {columns} FROM (
            SELECT s.person, s.kind, CASE WHEN s.purpose = '{ANY}' THEN ~0::UBIGINT ELSE p.mask END AS mask
            FROM {said} s LEFT JOIN (SELECT DISTINCT purpose, mask FROM verdict_flows) p ON p.purpose = s.purpose
            WHERE {live} AND {HEARD} AND s.recipient = '{ANY}' AND s.category = '{ANY}'
              AND (s.purpose = '{ANY}' OR p.mask IS NOT NULL)
        ) GROUP BY person)
        """
    )


def _column(kind: str) -> str:
    return kind.replace("-", "_")


def _marks(connection: duckdb.DuckDBPyConnection, said: str, categories: str, live: str) -> None:
    """One mark for each person and flow, of what she said about a recipient or a category."""
    mark = " ".join(f"WHEN '{kind}' THEN {bit}" for kind, bit in MARKS.items())
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE verdict_marks AS
        SELECT s.person, f.n, bit_or(CASE s.kind {mark} ELSE 0 END)::UTINYINT AS mark
        FROM (SELECT * FROM {said} WHERE {live} AND {HEARD} AND NOT (recipient = '{ANY}' AND category = '{ANY}')) s
        JOIN verdict_flows f ON s.purpose IN (f.purpose, '{ANY}') AND s.recipient IN (f.recipient, '{ANY}')
        WHERE s.category = '{ANY}'
           OR EXISTS (SELECT 1 FROM {categories} c WHERE c.flow = f.flow AND c.category = s.category)
        GROUP BY ALL
        """
    )


def permitted_sql(connection: duckdb.DuckDBPyConnection, pairs: str) -> str:
    """A SELECT of (person, flow) for the pairs that are permitted, and no others."""
    joins, _, clear, lifted = _parts(connection)
    return f"""
    SELECT q.person, q.flow FROM {pairs} q JOIN verdict_flows f ON f.flow = q.flow AND f.agreed {joins}
    WHERE {clear} OR {lifted}
    """


def verdicts_sql(connection: duckdb.DuckDBPyConnection, pairs: str) -> str:
    """A SELECT of (person, flow, permitted, reasons, overridden) for every pair; `reasons` holds `BITS`."""
    joins, forbid, clear, lifted = _parts(connection)
    return f"""
    SELECT person, flow, clear OR lifted AS permitted, reasons, NOT clear AND lifted AS overridden
    FROM (SELECT q.person, q.flow, {clear} AS clear, {lifted} AS lifted,
                 (CASE WHEN {clear} THEN 0 ELSE {forbid} END)::UTINYINT AS reasons
          FROM {pairs} q JOIN verdict_flows f ON f.flow = q.flow AND f.agreed {joins})
    UNION ALL
    SELECT q.person, q.flow, FALSE, {BITS["no-agreement"]}::UTINYINT, FALSE
    FROM {pairs} q JOIN verdict_flows f ON f.flow = q.flow AND NOT f.agreed
    """


def _parts(connection: duckdb.DuckDBPyConnection) -> tuple[str, str, str, str]:
    """Joins; the bits that forbid; whether none does; what lifts them. A relation without rows is not joined."""
    joins, lifted, mark = "LEFT JOIN verdict_people p ON p.person = q.person", "FALSE", ""
    if _some(connection, "verdict_marks"):
        joins += " LEFT JOIN verdict_marks k ON k.person = q.person AND k.n = f.n"
        mark = "coalesce(k.mark, 0)"
    if _some(connection, "verdict_overrides"):
        joins += " LEFT JOIN verdict_overrides o ON o.person = q.person AND o.n = f.n"
        lifted = "(o.person IS NOT NULL)"
    bits = [f"(coalesce(p.{_column(k)}, 0) & f.mask <> 0)::UTINYINT * {bit}" for k, bit in MARKS.items()]
    every = " | ".join([*bits, mark] if mark else bits)
    hears = f"CASE WHEN f.hears THEN {UNLESS_DUTY | BITS['restriction']} ELSE {BITS['restriction']} END"
    silent = f"CASE WHEN f.asks AND ({every}) & {CONSENT} = 0 THEN {BITS['no-answer']} ELSE 0 END"
    forbid = f"((({every}) & {hears}) | {silent})"
    return joins, forbid, f"({_clear()} AND {mark} = 0 OR {mark} <> 0 AND {forbid} = 0)" if mark else _clear(), lifted


def _clear() -> str:
    """Whether nothing said about purposes forbids: two masks against three, whatever the kinds."""
    return (
        "((coalesce(p.no, 0) & f.no) | (coalesce(p.restriction, 0) & f.kept) = 0"
        " AND coalesce(p.consent, 0) & f.yes = f.yes)"
    )


def _some(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def reasons_of(bits: int) -> tuple[str, ...]:
    """The codes that a number of `reasons` stands for, in their order."""
    return tuple(code for code, bit in BITS.items() if bits & bit)
