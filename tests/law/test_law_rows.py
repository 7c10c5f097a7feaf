"""The law rows that ship with Ginnel say what the rows written from the statutes say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from ginnel.governance.law import LawRow, parse_rows, shipped_rows

FILE = tomllib.loads(Path(__file__).with_name("law_rows.toml").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = FILE["row"]
SHIPPED: dict[str, LawRow] = {r.id: r for r in shipped_rows()}

EXTRA = {
    "gdpr-28-3-b": "secrecy of a processor answers the confidentiality lock while the operator works under instruction",
}
"""Shipped rows that the independent file does not have, each with its reason."""

CORRECTED: dict[str, tuple[set[str], str]] = {
    "own-rules": (
        {"to_class"},
        "a private body's own rules do not say to whom it may speak; what it is and does is checked apart",
    ),
    "gdpr-6-1-e": ({"from_class"}, "police, prosecutors, courts and departments have public tasks too"),
    "dea2017-s35": ({"from_class", "to_class"}, "Sch 4 lists departments"),
    "dea2017-s48": ({"from_class", "to_class"}, "Sch 7 lists departments"),
    "la2011-s1": ({"to_class"}, "s.1 does not say who may be told: a department that pays a benefit may be"),
    "clc-s251": ({"to_class"}, "the regulations keep to health bodies and councils' public health"),
}
"""Rows where a second reading of the statute, made for the sharing cases, differs from the first: (fields, why)."""
READ_ONCE = "sharing-powers.toml", "uk-gdpr-more.toml", "confidentiality.toml:clc-statute"
"""Files of rows that this file's independent rows do not have; a second reader's are in law_rows_second.toml."""


def read_once() -> set[str]:
    files = {n.partition(":")[0]: n.partition(":")[2] for n in READ_ONCE}
    folder = resources.files("ginnel.governance").joinpath("law_rows")
    found = {f: parse_rows(f, folder.joinpath(f).read_text(encoding="utf-8")) for f in files}
    return {r.id for f, rows in found.items() for r in rows if files[f] in ("", r.id)}


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


FINER = {"utility": {"utility", "energy-company", "water-company"}}
"""Classes of the file that the product has since told apart."""


def classes(written: Iterable[str]) -> frozenset[str]:
    return frozenset(c for w in written for c in FINER.get(w, {w}))


def written_as(row: dict[str, Any]) -> dict[str, Any]:
    sets = {k: classes(row.get(k, ())) for k in ("extent", "from_class", "to_class")}
    return {"statute": row["statute"], "section": row["section"], "from": row["from"], "to": row.get("to"),
            "regime": row["regime"], **sets}  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[r["id"] for r in ROWS])
def test_a_shipped_row_says_what_was_written_from_the_statute(row: dict[str, Any]) -> None:
    shipped = SHIPPED[row["id"]]
    fields, _ = CORRECTED.get(row["id"], (set(), ""))
    said, wrote = shipped_as(shipped), written_as(row)
    assert {k: v for k, v in said.items() if k not in fields} == {k: v for k, v in wrote.items() if k not in fields}
    assert all(said[f] != wrote[f] for f in fields), "a correction that corrects nothing"
    written, as_shipped, _ = KIND.get(row["id"], (row["kind"], row["kind"], ""))
    assert (row["kind"], shipped.kind) == (written, as_shipped)


def test_no_row_ships_that_nobody_wrote_from_a_statute_but_those_listed() -> None:
    assert SHIPPED.keys() - {r["id"] for r in ROWS} == EXTRA.keys() | read_once()
    assert len(ROWS) == len({r["id"] for r in ROWS}) == 52


def test_every_row_has_a_source_and_says_whether_it_was_read_in_the_original() -> None:
    for row in SHIPPED.values():
        assert row.source.startswith("http"), row.id
        assert row.quality in ("primary", "secondary")
        assert row.plain.endswith("."), row.id
        assert date(1972, 1, 1) < row.starts
