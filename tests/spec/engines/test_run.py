"""Running a checked expression: what it reads, and what an error may say."""

from __future__ import annotations

import duckdb
import ibis
import pytest

from ginnel.engines import run
from ginnel.vocabulary import BadInput

people = ibis.table({"name": "string"}, name="people")
VIEW = {"people": "SELECT 'Blodwen Secret' AS name"}


def test_it_answers_from_the_views_it_is_given() -> None:
    assert run(people, VIEW, duckdb.connect()).to_pylist() == [{"name": "Blodwen Secret"}]


def test_an_error_while_it_runs_names_its_class_and_never_a_value() -> None:
    with pytest.raises(BadInput, match="ConversionException") as caught:
        run(people.select(n=people.name.cast("int64")), VIEW, duckdb.connect())
    assert "Blodwen" not in str(caught.value)
    assert caught.value.__context__ is None, "a traceback would show DuckDB's own words"


def test_a_table_without_a_view_cannot_be_read_and_the_connection_still_serves() -> None:
    connection = duckdb.connect()
    with pytest.raises(BadInput, match="CatalogException"):
        run(people, {}, connection)
    assert run(people, VIEW, connection).num_rows == 1
