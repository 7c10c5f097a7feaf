"""The derived tables: links, pairs, people and homes, from what linking found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ginnel.engines.files import write_table
from ginnel.governance.permit import Permit
from ginnel.identity.addresses import with_addresses
from ginnel.identity.families import Families, Known, adult_sql, drop_families, make_families
from ginnel.identity.frame import all_roles_sql, people_datasets
from ginnel.identity.homes import home_of_address, home_of_uprn
from ginnel.identity.link import LinkResult
from ginnel.identity.people import Ids, Ref, stable_ids
from ginnel.vocabulary import Catalogue, NotAllowed

ROLES = (
    "given_name",
    "family_name",
    "born",
    "sex",
    "language",
    "address",
    "postcode",
    "uprn",
    "responsible_adult",
    "protected",
    "since",
    "until",
    "responsible_kind",
    "responsible_evidence",
    "responsible_since",
    "responsible_until",
    "order_kind",
    "order_role",
    "order_since",
    "order_until",
)
RECORDS, MEMBERS = "ginnel_records", "ginnel_members"
BEST = ("given_name", "family_name", "born", "sex", "language")
"""Fields of a person that are the value of most of her records (tie: the dataset named first in the catalogue)."""


@dataclass(frozen=True)
class Identity:
    """Arrow tables, columns as in `derived.derived`, and the ids that changed."""

    links: pa.Table
    pairs: pa.Table
    people: pa.Table
    homes: pa.Table
    ids: Ids
    families: Families

    def write(self, folder: Path) -> None:
        """Write each table as Parquet, those of families too, and `aliases.parquet` (person, superseded_by; null when ended)."""
        for name in ("links", "pairs", "people", "homes"):
            write_table(folder / f"{name}.parquet", getattr(self, name))
        for name in ("children", "papers", "orders"):
            write_table(folder / f"{name}.parquet", getattr(self.families, name))
        rows = sorted([*self.ids.superseded.items(), *((p, None) for p in self.ids.ended)], key=lambda r: r[0])
        schema = pa.schema([("person", pa.string()), ("superseded_by", pa.string())])
        write_table(folder / "aliases.parquet", pa.table([[r[0] for r in rows], [r[1] for r in rows]], schema=schema))


def resolve(
    permit: Permit,
    result: LinkResult,
    frames: Mapping[str, Path],
    catalogue: Catalogue,
    connection: duckdb.DuckDBPyConnection,
    *,
    secret: bytes,
    as_of: date,
    previous: Path | None = None,
    known: Known | None = None,
) -> Identity:
    """Persons and homes from linked records. `previous` is the folder that an earlier `Identity.write` wrote.

    `known` is what the region says about its children beside the records; its reviews may still name ids that became
    others in this run.

    Raises `NotAllowed` when the permit leaves out a column that says who must be protected: without it her address
    would be joined to her old records.
    """
    _need_protected(permit, frames, catalogue)
    ids = _ids(result, secret, previous)
    try:
        _make_records(permit, frames, catalogue, connection)
        _make_homes(connection, secret)
        _make_members(connection, result, ids)
        _make_current(connection, as_of)
        known = known or Known()
        moved = (replace(r, child=ids.superseded.get(r.child, r.child)) for r in known.reviews)
        known = replace(known, reviews=tuple(moved))
        families = make_families(connection, catalogue, frames, MEMBERS, as_of, known)
        people = _people(connection, as_of, known.youngest)
        return Identity(_links(connection), _pairs(result), people, _homes(connection), ids, families)
    finally:
        drop_families(connection)
        for table in (RECORDS, MEMBERS, f"{RECORDS}_homes", f"{MEMBERS}_current", f"{MEMBERS}_hidden"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")


def _need_protected(permit: Permit, frames: Mapping[str, Path], catalogue: Catalogue) -> None:
    for name in people_datasets(permit, frames, catalogue):
        column = catalogue.dataset(name).with_role("protected")
        if column is not None and column.name not in permit.columns_of(name):
            raise NotAllowed(f"{permit.id} must name {name}.{column.name}: it says whose address is kept secret")


def _ids(result: LinkResult, secret: bytes, previous: Path | None) -> Ids:
    clusters: dict[int, list[Ref]] = defaultdict(list)
    rows = zip(*(result.clusters[c].to_pylist() for c in ("dataset", "record", "cluster")), strict=True)
    for dataset, record, cluster in rows:
        clusters[cluster].append((dataset, record))
    old, gone, over = _previous(previous)
    return stable_ids(clusters.values(), old, secret, gone, over)


def _previous(folder: Path | None) -> tuple[dict[Ref, str], dict[str, str], list[str]]:
    if folder is None or not (folder / "links.parquet").is_file():
        return {}, {}, []
    links = pq.read_table(folder / "links.parquet", columns=["dataset", "record", "person"]).to_pylist()
    aliases = pq.read_table(folder / "aliases.parquet").to_pylist()
    gone = {a["person"]: a["superseded_by"] for a in aliases if a["superseded_by"] is not None}
    ended = [a["person"] for a in aliases if a["superseded_by"] is None]
    return {(x["dataset"], x["record"]): x["person"] for x in links}, gone, ended


def _make_records(
    permit: Permit, frames: Mapping[str, Path], catalogue: Catalogue, connection: duckdb.DuckDBPyConnection
) -> None:
    raw = all_roles_sql(permit, frames, catalogue, ROLES)
    connection.execute(f"""
    CREATE OR REPLACE TEMP TABLE {RECORDS} AS SELECT * REPLACE (
      coalesce(try_cast(protected AS BOOLEAN), false) AS protected, try_cast(since AS DATE) AS since,
      try_cast(until AS DATE) AS until, try_cast(born AS DATE) AS born,
      try_cast(responsible_since AS DATE) AS responsible_since, try_cast(responsible_until AS DATE) AS responsible_until,
      try_cast(order_since AS DATE) AS order_since, try_cast(order_until AS DATE) AS order_until,
      CASE WHEN regexp_full_match(ltrim(coalesce(uprn, ''), '0 '), '[0-9]{{1,12}}')
        THEN ltrim(uprn, '0 ') END AS uprn)
    FROM ({with_addresses(raw)}) ORDER BY dataset, record
    """)


def _make_homes(connection: duckdb.DuckDBPyConnection, secret: bytes) -> None:
    """Add `home` and `home_uprn` to the records: `homes.Homes` over whole tables."""
    connection.execute(f"""
    CREATE OR REPLACE TEMP TABLE {RECORDS} AS
    WITH full_form AS (SELECT normal, min(uprn) AS u FROM {RECORDS} WHERE uprn IS NOT NULL AND normal <> ''
        GROUP BY normal HAVING count(DISTINCT uprn) = 1),
      short_form AS (SELECT short, min(uprn) AS u FROM {RECORDS} WHERE uprn IS NOT NULL AND short <> ''
        GROUP BY short HAVING count(DISTINCT uprn) = 1)
    SELECT r.*, coalesce(r.uprn, f.u, s.u) AS home_uprn,
      CASE WHEN r.short <> '' THEN r.short ELSE r.normal END AS form
    FROM {RECORDS} r LEFT JOIN full_form f ON r.normal = f.normal LEFT JOIN short_form s ON r.short = s.short
    """)
    forms = connection.execute(
        f"SELECT DISTINCT home_uprn, CASE WHEN home_uprn IS NULL THEN form END AS form FROM {RECORDS} "
        "WHERE home_uprn IS NOT NULL OR form <> '' ORDER BY 1, 2"
    ).fetchall()
    homes = [home_of_uprn(secret, u) if u else home_of_address(secret, f) for u, f in forms]
    table = pa.table(
        {
            "home_uprn": pa.array([u for u, _ in forms], pa.string()),
            "form": pa.array([f for _, f in forms], pa.string()),
            "home": pa.array(homes, pa.string()),
        }
    )
    connection.register("ginnel_homes_in", table)
    connection.execute(f"""
    CREATE OR REPLACE TEMP TABLE {RECORDS}_homes AS SELECT r.*, coalesce(a.home, b.home) AS home FROM {RECORDS} r
    LEFT JOIN ginnel_homes_in a ON r.home_uprn = a.home_uprn
    LEFT JOIN ginnel_homes_in b ON r.home_uprn IS NULL AND b.home_uprn IS NULL AND r.form = b.form
    """)
    connection.unregister("ginnel_homes_in")


def _make_members(connection: duckdb.DuckDBPyConnection, result: LinkResult, ids: Ids) -> None:
    """Records with their person; `hidden` holds persons who are or may be somebody whose address is secret."""
    refs = list(ids.person)
    table = pa.table(
        {
            "dataset": pa.array([d for d, _ in refs], pa.string()),
            "record": pa.array([r for _, r in refs], pa.string()),
            "person": pa.array(list(ids.person.values()), pa.string()),
        }
    )
    given = {"ginnel_ids_in": table, "ginnel_clusters_in": result.clusters, "ginnel_pairs_in": result.pairs}
    for name, rows in given.items():
        connection.register(name, rows)
    connection.execute(f"""
    CREATE OR REPLACE TEMP TABLE {MEMBERS} AS SELECT h.*, person, probability, evidence FROM {RECORDS}_homes h
    JOIN ginnel_ids_in USING (dataset, record) JOIN ginnel_clusters_in USING (dataset, record)
    """)
    # A pair at the low threshold is enough: hiding one too many is a nuisance, showing one too many a danger.
    connection.execute(f"""
    CREATE OR REPLACE TEMP TABLE {MEMBERS}_hidden AS
    WITH marked AS (SELECT DISTINCT person FROM {MEMBERS} WHERE protected),
      near AS (SELECT a.person AS one, b.person AS other FROM ginnel_pairs_in p
        JOIN {MEMBERS} a ON p.dataset_l = a.dataset AND p.record_l = a.record
        JOIN {MEMBERS} b ON p.dataset_r = b.dataset AND p.record_r = b.record WHERE a.person <> b.person)
    SELECT person FROM marked UNION SELECT other FROM near WHERE one IN (SELECT person FROM marked)
    UNION SELECT one FROM near WHERE other IN (SELECT person FROM marked)
    """)
    for name in given:
        connection.unregister(name)


def _make_current(connection: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """The home where each person lives now: the latest record that has not ended; of a hidden person, only the record
    that carries the protected mark counts."""
    connection.execute(f"""
    CREATE OR REPLACE TEMP TABLE {MEMBERS}_current AS
    SELECT person, home FROM {MEMBERS} m WHERE home IS NOT NULL
      AND (protected OR person NOT IN (SELECT person FROM {MEMBERS}_hidden))
    QUALIFY row_number() OVER (PARTITION BY person ORDER BY (until IS NOT NULL AND until <= DATE '{as_of.isoformat()}'),
      since DESC NULLS LAST, source, record) = 1
    """)


def _links(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    return connection.execute(f"""
    SELECT dataset, record, person,
      CASE WHEN protected OR person NOT IN (SELECT person FROM {MEMBERS}_hidden) THEN home END AS home,
      probability, evidence FROM {MEMBERS} ORDER BY dataset, record
    """).to_arrow_table()


def _pairs(result: LinkResult) -> pa.Table:
    return result.pairs.select(["dataset_l", "record_l", "dataset_r", "record_r", "probability"])


def _people(connection: duckdb.DuckDBPyConnection, as_of: date, youngest: int) -> pa.Table:
    best = ", ".join(f"b_{f}.value AS {f}" for f in BEST)
    joins = " ".join(
        f"LEFT JOIN (SELECT person, arg_min({f}, (-n, source, CAST({f} AS VARCHAR))) AS value FROM "
        f"(SELECT person, {f}, count(*) AS n, min(source) AS source FROM {MEMBERS} WHERE {f} IS NOT NULL "
        f"GROUP BY person, {f}) GROUP BY person) b_{f} ON p.person = b_{f}.person"
        for f in BEST
    )
    return connection.execute(f"""
    WITH p AS (SELECT person, count(*) AS sources FROM {MEMBERS} GROUP BY person),
      adult AS ({adult_sql(as_of, youngest)})
    SELECT p.person, {best}, c.home, p.person IN (SELECT person FROM {MEMBERS}_hidden) AS protected,
      a.responsible_person, p.sources
    FROM p {joins} LEFT JOIN {MEMBERS}_current c ON p.person = c.person LEFT JOIN adult a ON p.person = a.person
    ORDER BY p.person
    """).to_arrow_table()


def _homes(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Each home once, with the address that most records give it."""
    return connection.execute(f"""
    WITH written AS (SELECT home, address, postcode, count(*) AS n, min(source) AS source FROM {RECORDS}_homes
        WHERE home IS NOT NULL GROUP BY home, address, postcode),
      number AS (SELECT home, min(home_uprn) AS uprn FROM {RECORDS}_homes WHERE home IS NOT NULL GROUP BY home)
    SELECT home, uprn, best.address AS address, best.postcode AS postcode FROM number JOIN (
      SELECT home, arg_min(struct_pack(address := address, postcode := postcode),
        (address IS NULL, -n, source, coalesce(address, ''))) AS best FROM written GROUP BY home) USING (home)
    ORDER BY home
    """).to_arrow_table()
