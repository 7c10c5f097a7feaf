"""The page of the two corpora names every pipeline once, with its label and what the check says of it now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.corpora.found import FOUND, STILL
from tests.corpora.found_rows import FOUND_ROWS, STILL_ROWS
from tests.corpora.illegal import ILLEGAL
from tests.corpora.lawful import LAWFUL
from tests.corpora.pipelines import DISPUTABLE
from tests.corpora_second import illegal, lawful

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "corpora.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([^`]+)` \| (.+) \| (illegal|lawful)(, disputable)? \| (.+) \|$", re.MULTILINE)
FIRST, SECOND, LATER = re.split(r"## The second corpus|## What both did not show", PAGE)


@pytest.mark.parametrize(
    ("part", "refused", "permitted"),
    [(FIRST, ILLEGAL, LAWFUL), (SECOND, illegal.ILLEGAL, lawful.LAWFUL), (LATER, (*FOUND, *FOUND_ROWS), (*STILL, *STILL_ROWS))],
    ids=["first", "second", "later"],
)  # fmt: skip
def test_every_pipeline_is_named_once_with_its_label(part: str, refused: tuple, permitted: tuple) -> None:
    found = [(name, how, label) for name, how, label, _, _ in ROW.findall(part)]
    assert sorted(found) == sorted(
        [(p.name, p.how, "illegal") for p in refused] + [(p.name, p.how, "lawful") for p in permitted]
    )


def test_disputable_labels_and_lawful_ones_that_are_refused_are_shown() -> None:
    rows = ROW.findall(PAGE)
    assert {name for name, _, _, mark, _ in rows if mark} == set(DISPUTABLE)
    assert [name for name, _, label, _, today in rows if label == "lawful" and "refused" in today] == []
    assert all("refused: `" in today for _, _, label, _, today in rows if label == "illegal")
