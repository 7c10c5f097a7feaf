"""Typed, unbound Ibis tables made from a catalogue: what a signal's expression is written over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import ibis
import ibis.expr.types as ir

from ginnel.vocabulary import BadInput, Catalogue, Problem, nearest

IBIS_TYPES: Mapping[str, str] = {
    "text": "string",
    "integer": "int64",
    "number": "float64",
    "date": "date",
    "timestamp": "timestamp('UTC')",
    "flag": "boolean",
}
DUCK_TYPES: Mapping[str, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
    "flag": "BOOLEAN",
}


class Tables:
    """`tables.<dataset>` is the unbound Ibis table of that dataset; nothing can be read through it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._tables: dict[str, ir.Table] = {
            d.name: ibis.table({c.name: IBIS_TYPES[c.type] for c in d.columns}, name=d.name) for d in catalogue
        }

    def __getattr__(self, name: str) -> ir.Table:
        if name.startswith("__"):
            raise AttributeError(name)
        found = self._tables.get(name)
        if found is None:
            raise BadInput(
                Problem(
                    f"a signal reads {name!r}, which no contract describes",
                    nearest=nearest(name, self._tables),
                    mend=f"write contracts/{name}.toml, or correct the name in the signal",
                )
            )
        return found

    def every(self) -> Iterator[ir.Table]:
        """Every table."""
        return iter(self._tables.values())

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)
