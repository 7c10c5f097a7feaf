"""Who is left out of a look or a telling by choice, on a fresh snapshot, and whom an override lets through.

A choice about a purpose or a category cuts the input before anything is looked for. A choice that names a recipient
leaves the look alone and forbids telling that recipient.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import duckdb

from ginnel.engines import quoted
from ginnel.flow.decide import Facts
from ginnel.flow.look import CHOICES, LINKS, PAIRS
from ginnel.flow.plan import Look
from ginnel.governance.check import art6_rows
from ginnel.governance.choices import ALL, PERSON, Choice, binding_kinds
from ginnel.governance.sets import barred_sql
from ginnel.governance.verdict import Override
from ginnel.region import Region


def categories_of(region: Region, look: Look) -> frozenset[str]:
    """The categories of data that an expression reads."""
    found: set[str] = set()
    for name, columns in look.permit.columns.items():
        dataset = region.tables.dataset(name)
        found |= dataset.row_categories
        found |= {c for column in columns if dataset.has(column) for c in dataset.column(column).categories}
    return frozenset(found)


def kinds_of(region: Region, look: Look, day: date) -> frozenset[str]:
    """Which kinds of choice bind a look."""
    return binding_kinds(art6_rows(region.register(day), look.permit))


def bar(
    region: Region, look: Look, connection: duckdb.DuckDBPyConnection, day: date, overrides: Iterable[Override] = ()
) -> int:
    """Make the relation `ginnel_barred` for one expression; how many records it holds.

    Records of somebody for whom an override counts at some recipient are let in; telling any other is refused later.
    """
    _barred(region, look, connection, day, "ginnel_barred", "")
    let_in = sorted({o.person for o in overrides if counts(o, look.use.purpose, day)})
    if let_in:
        names = ", ".join(f"'{quoted(p)}'" for p in let_in)
        connection.execute(
            f"DELETE FROM ginnel_barred WHERE (dataset, record) IN (SELECT (dataset, record) FROM {LINKS} WHERE person IN ({names}))"
        )
    # A choice about a person stands here too, under her id: that is no record that was left out.
    row = connection.execute(f"SELECT count(*) FROM ginnel_barred WHERE dataset <> '{PERSON}'").fetchone()
    return int(row[0]) if row else 0


def counts(override: Override, purpose: str, day: date) -> bool:
    """Whether an override counts today for this purpose, at its own recipient."""
    return override.in_force(day) and override.purpose == purpose


def barred_people_now(region: Region, look: Look, connection: duckdb.DuckDBPyConnection, day: date) -> frozenset[str]:
    """Everybody whose choice, or near record's choice, forbids the look, overrides or not."""
    _barred(region, look, connection, day, "ginnel_barred_all", "")
    return _people(connection, "ginnel_barred_all")


def barred_from(
    region: Region, look: Look, connection: duckdb.DuckDBPyConnection, day: date, choices: Iterable[Choice]
) -> Mapping[str, frozenset[str]]:
    """For each recipient that somebody's choice names: whom it may not be told about."""
    named = {c.recipient for c in choices} - {ALL}
    found = {}
    for recipient in sorted(named & {leave.recipient for leave in look.tellable}):
        _barred(region, look, connection, day, "ginnel_barred_told", recipient)
        found[recipient] = _people(connection, "ginnel_barred_told")
    return found


def recalled(look: Look, facts: Facts, released: Iterable[tuple[str, str, str, str]], day: date) -> Iterable[str]:
    """Keys of what was told under this look and what a choice forbids now, unless an override lets it stand."""
    for key, use, person, recipient in released:
        lifted = facts.overridden(person, look.use.purpose, recipient, day) is not None
        if use == look.use.id and facts.says_no(person, recipient) and not lifted:
            yield key


def _barred(
    region: Region, look: Look, connection: duckdb.DuckDBPyConnection, day: date, table: str, recipient: str
) -> None:
    sql = barred_sql(
        choices=CHOICES, links=LINKS, pairs=PAIRS, purpose=look.use.purpose, day=day,
        low=region.config.thresholds.choice, kinds=kinds_of(region, look, day), recipient=recipient,
        categories=categories_of(region, look),
    )  # fmt: skip
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS {sql}")


def _people(connection: duckdb.DuckDBPyConnection, table: str) -> frozenset[str]:
    rows = connection.execute(f"SELECT DISTINCT person FROM {LINKS} JOIN {table} USING (dataset, record)").fetchall()
    return frozenset(r[0] for r in rows)
