"""The law rows that ship with Ginnel say what the rows written from the statutes say."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ginnel.governance.law import LawRow, shipped_rows

FILE = tomllib.loads(Path(__file__).with_name("law_rows.toml").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = FILE["row"]
SHIPPED: dict[str, LawRow] = {r.id: r for r in shipped_rows()}

EXTRA = {
    "gdpr-28-3-b": "secrecy of a processor answers the confidentiality lock while the operator works under instruction",
}
"""Shipped rows that the independent file does not have, each with its reason."""

KIND = {
    "gdpr-26": ("duty", "instrument", "it stands at its own place of a basis: what settles the operator's capacity"),
    "gdpr-28": ("duty", "instrument", "it stands at its own place of a basis: what settles the operator's capacity"),
}
"""Rows filed under a finer kind than the independent file knows: (written, shipped, reason)."""


def shipped_as(row: LawRow) -> dict[str, Any]:
    return {
        "statute": row.statute, "section": row.section, "extent": row.extent, "from": row.starts, "to": row.ends,
        "from_class": row.from_class, "to_class": row.to_class, "regime": row.regime,
    }  # fmt: skip


def written_as(row: dict[str, Any]) -> dict[str, Any]:
    sets = {k: frozenset(row.get(k, ())) for k in ("extent", "from_class", "to_class")}
    return {"statute": row["statute"], "section": row["section"], "from": row["from"], "to": row.get("to"),
            "regime": row["regime"], **sets}  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[r["id"] for r in ROWS])
def test_a_shipped_row_says_what_was_written_from_the_statute(row: dict[str, Any]) -> None:
    shipped = SHIPPED[row["id"]]
    assert shipped_as(shipped) == written_as(row)
    written, as_shipped, _ = KIND.get(row["id"], (row["kind"], row["kind"], ""))
    assert (row["kind"], shipped.kind) == (written, as_shipped)


def test_no_row_ships_that_nobody_wrote_from_a_statute_but_those_listed() -> None:
    assert SHIPPED.keys() - {r["id"] for r in ROWS} == EXTRA.keys()
    assert len(ROWS) == len({r["id"] for r in ROWS}) == 52


def test_every_row_has_a_source_and_says_whether_it_was_read_in_the_original() -> None:
    for row in SHIPPED.values():
        assert row.source.startswith("http"), row.id
        assert row.quality in ("primary", "secondary")
        assert row.plain.endswith("."), row.id
        assert date(1972, 1, 1) < row.starts
