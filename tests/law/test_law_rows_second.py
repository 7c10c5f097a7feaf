"""Law rows that one reader had written, against what a second one wrote of the same provisions; no lawyer has read either.

Where the two differ, `DIFFERS` says how and what became of it. A row that is narrower than the second reading refuses
something that may be lawful and stays; one that is wider is a question for a lawyer, or was mended where a text was at hand.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.law.test_law_rows import SHIPPED, classes, read_once

ROWS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("law_rows_second.toml").read_text(encoding="utf-8")
)["row"]  # fmt: skip
NOTES = ("id", "why", "quality")

DIFFERS: dict[str, dict[str, str]] = {
    "dea2017-s35-disadvantages": {"extent": "narrower: who is listed in Wales and Scotland was not read"},
    "dea2017-s35-water": {"extent": "narrower: who is listed in Wales was not read"},
    "dea2017-s35-tv": {"extent": "narrower: who is listed in Wales and Scotland was not read"},
    "dea2017-s36": {
        "from": "narrower: the later of two dates",
        "from_class": "narrower: energy companies alone, which the reader had no word for",
        "to_class": "narrower: energy companies alone, which the reader had no word for",
    },
    "dea2017-s38": {
        "from": "narrower: the later of two dates",
        "from_class": "narrower: water companies alone, which the reader had no word for",
        "to_class": "narrower: water companies alone, which the reader had no word for",
    },
    "wra2012-s131": {"from_class": "narrower: which landlords and charities may tell was not read"},
    "ca2004-s11": {"to_class": "narrower: the section names nobody who may be told"},
    "cda1998-s115": {"to_class": "narrower: landlords and departments were added later; the text was not found"},
    "ca2014-s7": {
        "from_class": "narrower: ministers for work, prisons and probation are partners",
        "to_class": "narrower: ministers for work, prisons and probation are partners",
    },
    "gdpr-9-2-i": {
        "from_class": "narrower: only bodies with tasks of public health",
        "to_class": "narrower: only bodies with tasks of public health",
    },
    "ca2014-s9": {
        "obliges": "wider, verify: the duty is to assess; whether telling is needed for it is another question"
    },
    "ca2014-s42": {
        "from_class": "wider, verify: the section names the council alone. A case decided by hand lets a hospital answer an "
        "enquiry under it (adult-enquiry); s.7 may be the better power"
    },
    "gdpr-10-official": {
        "from_class": "wider, verify: whether a council or a department acts under official authority here"
    },
    "vital-common-law": {"extent": "wider, verify: the case is one of England and Wales"},
    "poa1985-s3": {"from": "wider, verify: in force in some areas six months before others; no case turns on it"},
}
"""Where a row as it ships differs from the second reading: by field, in which direction, and why it stays."""
MENDED = {"ca1989-s47": "the police were named; s.47(11) lists councils, housing authorities and health bodies"}
"""Rows that were changed to what the second reading says."""


def differing(row: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """By field: what was written, what ships."""
    shipped, found = SHIPPED[row["id"]], {}
    for field, value in row.items():
        if field in NOTES:
            continue
        if field == "section":
            if value not in shipped.section:
                found[field] = (value, shipped.section)
            continue
        wrote = classes(value) if isinstance(value, list) else value
        says = shipped.starts if field == "from" else getattr(shipped, field)
        if says != wrote:
            found[field] = (wrote, says)
    return found


@pytest.mark.parametrize("row", ROWS, ids=[r["id"] for r in ROWS])
def test_a_row_says_what_its_second_reader_wrote(row: dict[str, Any]) -> None:
    found = differing(row)
    assert found.keys() == DIFFERS.get(row["id"], {}).keys(), found


@pytest.mark.parametrize("row", [r for r in ROWS if r["id"] in DIFFERS], ids=lambda r: r["id"])
def test_a_row_that_is_called_narrower_is(row: dict[str, Any]) -> None:
    """Of classes none means any; a later start and fewer nations let less through."""
    for field, (wrote, says) in differing(row).items():
        narrower = {
            "extent": lambda w, s: s < w,
            "from": lambda w, s: s > w,
            "from_class": lambda w, s: bool(s) and (not w or s < w),
            "to_class": lambda w, s: bool(s) and (not w or s < w),
        }.get(field, lambda w, s: False)
        direction = DIFFERS[row["id"]][field].partition(":")[0]
        assert direction == ("narrower" if narrower(wrote, says) else "wider, verify"), (field, wrote, says)


def test_every_row_of_one_reader_now_has_a_second_and_no_other() -> None:
    assert sorted(r["id"] for r in ROWS) == sorted(read_once())
    assert DIFFERS.keys() | MENDED.keys() <= read_once()
    assert not DIFFERS.keys() & MENDED.keys()
    assert all(r["why"].strip() and r["quality"] in ("primary", "secondary") for r in ROWS)
