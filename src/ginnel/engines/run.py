"""Running a checked expression: bound to nothing but the views it is given."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ginnel.engines.duck import identifier
from ginnel.engines.settled import settled
from ginnel.vocabulary import BadInput, Problem


def run(expression: ir.Table, views: Mapping[str, str], connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The answer of `expression` over `views` (table name -> SELECT), sorted by all its columns.

    Raises `BadInput` when DuckDB cannot run it, as for a table that has no view: there is nothing else to read.
    """
    try:
        return _run(expression, views, connection)
    except duckdb.Error as error:
        failed = type(error).__name__
    # Raised out here so that DuckDB's own words, which can quote a person's value, are not chained to it.
    raise BadInput(
        Problem(
            f"an expression failed while it ran: {failed}",
            mend="look for casts, divisions and numbers too big in the signal; use try_cast where a value may not fit",
        )
    )


def _run(expression: ir.Table, views: Mapping[str, str], connection: duckdb.DuckDBPyConnection) -> pa.Table:
    cursor = connection.cursor()
    schema = "expression_run"
    try:
        cursor.execute(f"CREATE SCHEMA {schema}")
        for name, sql in views.items():
            cursor.execute(f"CREATE VIEW {schema}.{identifier(name)} AS {sql}")
        cursor.execute(f"SET search_path = '{schema}'")
        text = str(ibis.to_sql(settled(expression), dialect="duckdb"))
        order = ", ".join(f"{identifier(c)} NULLS LAST" for c in expression.columns)
        return cursor.execute(f"SELECT * FROM ({text}) ORDER BY {order}").to_arrow_table()
    finally:
        cursor.execute("SET search_path = 'main'")
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cursor.close()
