"""Linking: which records of which silos are about one person. Reads identifiers under a link permit, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator

from ginnel.governance.permit import Permit
from ginnel.identity.clusters import Edge, components, repaired
from ginnel.identity.frame import BLOCKS, FRAME, make_frame, measure
from ginnel.identity.model import APART, CAPS, FEW, Compared, Measured, adjusted, compared, comparison_settings
from ginnel.vocabulary import Catalogue

PAIRS, GROUPS = "ginnel_pairs", "ginnel_groups"
EVIDENCE_BITS = 1.5
"""A comparison counts as evidence of a match when it makes it about three times likelier, or more."""


@dataclass(frozen=True)
class LinkResult:
    """Arrow tables, sorted by their first columns.

    `pairs`: dataset_l, record_l, dataset_r, record_r, probability, evidence (JSON list of comparisons that agreed).
    `clusters`: dataset, record, cluster (integer; every record has one), probability (of its best pair within the
    cluster, 1.0 alone), evidence (of that pair).
    """

    pairs: pa.Table
    clusters: pa.Table


def link(
    permit: Permit,
    frames: Mapping[str, Path],
    catalogue: Catalogue,
    connection: duckdb.DuckDBPyConnection,
    *,
    low: float = 0.3,
    high: float = 0.95,
    model: Path | None = None,
) -> LinkResult:
    """Link the people datasets among `frames` (dataset -> Parquet file in the lake).

    Pairs at or above `low` are returned, those at or above `high` make clusters. `model` is a JSON file of changed
    weights (`model.adjusted`). The same input gives the same result to 1e-9. Raises `NotAllowed` without a link permit.
    """
    permit.need_kind("link")
    make_frame(permit, frames, catalogue, connection)
    try:
        found = measure(connection)
        _score(adjusted(compared(found), model), found, low, connection)
        edges = _edges(connection, high)
        _make_groups(connection, _grouped(connection, edges))
        return LinkResult(_pairs(connection), _clusters(connection, high))
    finally:
        for table in (FRAME, PAIRS, GROUPS):
            connection.execute(f"DROP TABLE IF EXISTS {table}")


def _score(weights: tuple[Compared, ...], found: Measured, low: float, connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `PAIRS`: id_l, id_r, probability, evidence."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        probability_two_random_records_match=found.prior,
        comparisons=comparison_settings(weights, rarity=found.records >= FEW),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
        blocking_rules_to_generate_predictions=[{"blocking_rule": f"l.b_{b} = r.b_{b}"} for b in BLOCKS],
    )
    api = DuckDBAPI(connection)
    linker = Linker(api.register(FRAME), settings, log_level=None)
    scored = linker.inference.predict(threshold_match_probability=low)
    try:
        _cap(weights, scored.physical_name, low, connection)
    finally:
        linker.table_management.delete_tables_created_by_splink_from_db()


def _cap(weights: tuple[Compared, ...], scored: str, low: float, connection: duckdb.DuckDBPyConnection) -> None:
    columns = ("dataset", "given", "given1", "root", "family", "born", "nhs", "nino", "uprn", "short", "phone")
    sides = ", ".join(f"{s}.{c} AS {c}_{s}" for s in "lr" for c in columns)
    ceiling = " ".join(f"WHEN {sql} THEN {limit}" for sql, limit, _ in CAPS)
    agreed = ", ".join(f"CASE WHEN mw_{c.name} > {EVIDENCE_BITS} THEN '{c.name}' END" for c in weights)
    connection.execute(f"""
    CREATE OR REPLACE TEMP TABLE {PAIRS} AS SELECT id_l, id_r, probability, evidence FROM (
      SELECT id_l, id_r, least(match_probability, CASE {ceiling} ELSE 1.0 END) AS probability,
        CAST(to_json(list_filter([{agreed}], lambda x: x IS NOT NULL)) AS VARCHAR) AS evidence
      FROM (SELECT p.*, {sides} FROM {scored} p JOIN {FRAME} l ON p.id_l = l.id JOIN {FRAME} r ON p.id_r = r.id))
    WHERE probability >= {low!r} ORDER BY id_l, id_r
    """)


def _edges(connection: duckdb.DuckDBPyConnection, high: float) -> list[Edge]:
    found = connection.execute(
        f"SELECT id_l, id_r, probability FROM {PAIRS} WHERE probability >= ? ORDER BY id_l, id_r", [high]
    ).fetchall()
    return [(int(a), int(b), float(p)) for a, b, p in found]


def _make_groups(connection: duckdb.DuckDBPyConnection, groups: Mapping[int, int]) -> None:
    table = pa.table({"id": pa.array(groups.keys(), pa.int64()), "cluster": pa.array(groups.values(), pa.int64())})
    connection.register("ginnel_groups_in", table)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {GROUPS} AS SELECT * FROM ginnel_groups_in")
    connection.unregister("ginnel_groups_in")


def _grouped(connection: duckdb.DuckDBPyConnection, edges: list[Edge]) -> dict[int, int]:
    """Components, and those that hold a pair which must stay apart repaired."""
    whole = components(edges)
    _make_groups(connection, whole)
    columns = ("given", "given1", "root", "family", "born", "nhs", "uprn", "short", "phone")
    sides = ", ".join(f"{s}.{c} AS {c}_{s}" for s in "lr" for c in columns)
    apart = connection.execute(f"""
    WITH m AS (SELECT f.*, cluster FROM {FRAME} f JOIN {GROUPS} USING (id))
    SELECT cluster, id_l, id_r FROM (
      SELECT l.cluster, l.id AS id_l, r.id AS id_r, {sides} FROM m l JOIN m r ON l.cluster = r.cluster AND l.id < r.id)
    WHERE {APART} ORDER BY 1, 2, 3
    """).fetchall()
    if not apart:
        return whole
    torn = {int(c) for c, _, _ in apart}
    mended = repaired([e for e in edges if whole[e[0]] in torn], [(int(a), int(b)) for _, a, b in apart])
    return whole | mended


def _pairs(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    return connection.execute(f"""
    SELECT l.dataset AS dataset_l, l.record AS record_l, r.dataset AS dataset_r, r.record AS record_r,
      probability, evidence FROM {PAIRS} p JOIN {FRAME} l ON id_l = l.id JOIN {FRAME} r ON id_r = r.id
    ORDER BY id_l, id_r
    """).to_arrow_table()


def _clusters(connection: duckdb.DuckDBPyConnection, high: float) -> pa.Table:
    return connection.execute(f"""
    WITH g AS (SELECT f.id, dataset, record, coalesce(cluster, f.id) AS cluster
      FROM {FRAME} f LEFT JOIN {GROUPS} USING (id)),
    ways AS (SELECT id_l AS id, id_r AS other, probability, evidence FROM {PAIRS} WHERE probability >= {high!r}
      UNION ALL SELECT id_r, id_l, probability, evidence FROM {PAIRS} WHERE probability >= {high!r}),
    best AS (SELECT b.id, arg_max(struct_pack(p := b.probability, e := b.evidence), (b.probability, -b.other)) AS best
      FROM ways b JOIN g a ON b.id = a.id JOIN g o ON b.other = o.id AND a.cluster = o.cluster GROUP BY b.id)
    SELECT dataset, record, cluster, coalesce(best.p, 1.0) AS probability, coalesce(best.e, '[]') AS evidence
    FROM g LEFT JOIN best USING (id) ORDER BY g.id
    """).to_arrow_table()
