"""Running a checked expression: bound to nothing but the views it is given."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ginnel.engines.duck import identifier


def run(expression: ir.Table, views: Mapping[str, str], connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The answer of `expression` over `views` (table name -> SELECT), sorted by all its columns.

    A table that has no view raises DuckDB's CatalogException: there is nothing else to read.
    """
    cursor = connection.cursor()
    schema = "expression_run"
    try:
        cursor.execute(f"CREATE SCHEMA {schema}")
        for name, sql in views.items():
            cursor.execute(f"CREATE VIEW {schema}.{identifier(name)} AS {sql}")
        cursor.execute(f"SET search_path = '{schema}'")
        text = str(ibis.to_sql(expression, dialect="duckdb"))
        order = ", ".join(f"{identifier(c)} NULLS LAST" for c in expression.columns)
        return cursor.execute(f"SELECT * FROM ({text}) ORDER BY {order}").to_arrow_table()
    finally:
        cursor.execute("SET search_path = 'main'")
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cursor.close()
