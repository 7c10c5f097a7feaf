"""One frame of all people records, in the form in which they are compared, with the keys on which pairs are sought."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from ginnel.engines.duck import identifier, quoted
from ginnel.governance.permit import Permit
from ginnel.identity.addresses import with_addresses
from ginnel.identity.model import FEW, Measured
from ginnel.identity.sets import (
    given_names_sql,
    nhs_number_sql,
    nino_sql,
    phone_sql,
    plain_sql,
    postcode_sql,
    root_name_sql,
)
from ginnel.sources import view_sql
from ginnel.vocabulary import Catalogue, NotAllowed
from ginnel.vocabulary.catalogue import LINK_ROLES

FRAME = "ginnel_people_frame"
BLOCK_MOST = 200
"""Records that share a key: beyond this the key tells nothing, and pairs on it would grow with the square."""
BLOCK_ALONE = 60
"""The same for a key of one part that is not a number of the person: worth trying only where it is rare."""

BLOCKS = {
    "nhs": ("nhs",),
    "nino": ("nino",),
    "phone": ("phone",),
    "born_given": ("born", "root"),
    "born_family": ("born", "family"),
    "born_sound": ("born", "family[1:1]", "given[1:1]"),
    "born_postcode": ("born", "postcode"),
    "home_given": ("short", "given[1:1]"),
    "uprn_given": ("uprn", "given[1:1]"),
    "postcode_given": ("postcode", "root"),
    "postcode_family": ("postcode", "family", "given[1:1]"),
    "names": ("root", "family"),
    "names_swapped": ("least(given1, family)", "greatest(given1, family)"),
    "family_year": ("family", "CAST(year(born) AS VARCHAR)", "given[1:1]"),
    "given_year": ("root", "CAST(year(born) AS VARCHAR)", "family[1:1]"),
    "names_short": ("given[1:3]", "family[1:4]", "sex"),
    "family_alone": ("family",),
    "postcode_alone": ("postcode",),
    "born_alone": ("born",),
}
"""Pairs are sought among records that agree on all parts of at least one of these."""


def people_datasets(permit: Permit, frames: Mapping[str, Path], catalogue: Catalogue) -> tuple[str, ...]:
    """Datasets of `frames` that hold people and that the permit names, in the order of the catalogue."""
    permit.need_kind("link")
    named = tuple(d.name for d in catalogue if d.kind == "people" and d.name in frames)
    for name in named:
        permit.columns_of(name)
    return named


def role_select(
    permit: Permit, dataset: str, path: Path, catalogue: Catalogue, roles: tuple[str, ...], order: int
) -> str:
    """SELECT of dataset, source order, record and one text column for each role; NULL where there is none.

    A role's column is read only when the permit names it.
    """
    known = catalogue.dataset(dataset)
    permitted = set(permit.columns_of(dataset))
    parts = []
    for role in roles:
        column = known.with_role(role)
        readable = column is not None and column.name in permitted
        value = identifier(column.name) if readable and column is not None else "NULL"
        parts.append(f"CAST({value} AS VARCHAR) AS {role}")
    view = view_sql(permit, dataset, path)
    return f"SELECT '{quoted(dataset)}' AS dataset, {order} AS source, record, {', '.join(parts)} FROM ({view})"


def all_roles_sql(permit: Permit, frames: Mapping[str, Path], catalogue: Catalogue, roles: tuple[str, ...]) -> str:
    """The records of every people dataset, one below the other. Raises `NotAllowed` when there is none."""
    names = people_datasets(permit, frames, catalogue)
    if not names:
        raise NotAllowed(f"{permit.id} names no people dataset that was loaded: there is nobody to link")
    parts = [role_select(permit, n, frames[n], catalogue, roles, i) for i, n in enumerate(names)]
    return " UNION ALL ".join(parts)


def make_frame(
    permit: Permit, frames: Mapping[str, Path], catalogue: Catalogue, connection: duckdb.DuckDBPyConnection
) -> None:
    """Make the table `FRAME`, numbered in the order of dataset and record, from link roles only."""
    raw = all_roles_sql(permit, frames, catalogue, tuple(sorted(LINK_ROLES)))
    sex = "CASE lower(left(coalesce(sex, ''), 1)) WHEN 'f' THEN 'f' WHEN 'm' THEN 'm' ELSE '' END"
    connection.execute(f"""
    CREATE OR REPLACE TEMP TABLE {FRAME} AS
    SELECT *, {root_name_sql("given")} AS root, split_part(given, ' ', 1) AS given1,
      postcode[1:greatest(length(postcode) - 3, 0)] AS outward FROM (
        SELECT row_number() OVER (ORDER BY dataset, record) AS id, dataset, record,
          {given_names_sql("given_name")} AS given, {plain_sql("family_name")} AS family,
          CASE WHEN born <> '1900-01-01' THEN try_cast(born AS DATE) END AS born, {sex} AS sex,
          split_part(normal, '|', 1) AS address, short,
          CASE WHEN normal <> '' THEN split_part(normal, '|', 2) ELSE {postcode_sql("postcode")} END AS postcode,
          ltrim(coalesce(uprn, ''), '0 ') AS uprn,
          {nhs_number_sql("nhs_number")} AS nhs, {nino_sql("nino")} AS nino, {phone_sql("phone")} AS phone
        FROM ({with_addresses(raw)})) ORDER BY id
    """)
    _add_blocks(connection)


def _add_blocks(connection: duckdb.DuckDBPyConnection) -> None:
    """One key column for each block; a key that one record has, or more than `BLOCK_MOST`, is left out."""
    keys = ", ".join(f"{_key(parts)} AS b_{name}" for name, parts in BLOCKS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {FRAME}_keys AS SELECT id, {keys} FROM {FRAME}")
    kept = ", ".join(
        f"CASE WHEN count(b_{n}) OVER (PARTITION BY b_{n}) BETWEEN 2 AND {_most(n)} THEN hash(b_{n}) END AS b_{n}"
        for n in BLOCKS
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {FRAME} AS SELECT f.*, k.* EXCLUDE (id) FROM {FRAME} f "
        f"JOIN (SELECT id, {kept} FROM {FRAME}_keys) k USING (id) ORDER BY f.id"
    )
    connection.execute(f"DROP TABLE {FRAME}_keys")


def _most(block: str) -> int:
    return BLOCK_ALONE if block.endswith("_alone") else BLOCK_MOST


def _key(parts: tuple[str, ...]) -> str:
    texts = [f"nullif(CAST({p} AS VARCHAR), '')" for p in parts]
    return " || '|' || ".join(texts)


def measure(connection: duckdb.DuckDBPyConnection) -> Measured:
    """What the frame tells about itself; figures are kept within bounds that hold for regions of every size."""
    records = _number(connection, f"SELECT count(*) FROM {FRAME}")
    total = max(records, 2.0)
    if records < FEW:
        return Measured(int(records), min(1.0 / total, 0.02), 1e-3, 1e-3)
    home, postcode = (_by_chance(connection, c) for c in ("short", "postcode"))
    full = f"FROM {FRAME} WHERE given <> '' AND family <> '' AND born IS NOT NULL"
    whole = _number(connection, f"SELECT count(*) {full}")
    same = f"SELECT count(*) AS n {full} GROUP BY root, family, born"
    alike = _number(connection, f"SELECT sum(n * (n - 1) / 2) FROM ({same})")
    # About six of ten true pairs agree on all three; few records need a floor of one partner each.
    measured = alike / 0.6 / max(whole * (whole - 1) / 2, 1.0)
    prior = min(max(measured, 1.0 / total), 0.02)
    # True pairs share a home as well: what is left is chance.
    home, postcode = home - 0.6 * prior, postcode - 0.6 * prior
    least = max(2e-7, 0.2 * prior)
    return Measured(int(records), prior, min(max(home, least), 0.02), min(max(postcode, least), 0.05))


def _by_chance(connection: duckdb.DuckDBPyConnection, column: str) -> float:
    """The chance that two records agree on `column`, among those that have it."""
    return _number(
        connection,
        f"SELECT sum(n * (n - 1.0)) / greatest(sum(n) * (sum(n) - 1.0), 1) FROM (SELECT count(*)::DOUBLE AS n "
        f"FROM {FRAME} WHERE {column} <> '' GROUP BY {column})",
    )


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    found = connection.execute(sql).fetchall()
    return float(found[0][0] or 0.0)
