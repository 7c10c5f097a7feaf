"""What somebody may expect of a body, by the grounds on which it relies."""

from __future__ import annotations

import pytest

from ginnel.governance.law import LawRow, shipped_rows
from ginnel.governance.rights import expected

ROWS = {r.id: r for r in shipped_rows()}


def rows(*letters: str) -> list[LawRow]:
    return [ROWS[f"gdpr-6-1-{letter}"] for letter in letters]


@pytest.mark.parametrize(
    ("kind", "letters", "answer"),
    [
        ("access", "e", "yes"),
        ("rectification", "c", "yes"),
        ("complaint", "", "yes"),
        ("restriction", "c", "grounds"),
        ("portability", "a", "yes"),
        ("portability", "e", "unlikely"),
        ("portability", "f", "unlikely"),
        ("portability", "ae", "partly"),
        ("erasure", "c", "unlikely"),
        ("erasure", "e", "unlikely"),
        ("erasure", "a", "yes"),
        ("erasure", "f", "grounds"),
        ("erasure", "ac", "partly"),
        ("objection", "e", "yes"),
        ("objection", "f", "yes"),
        ("objection", "c", "unlikely"),
        ("objection", "ce", "partly"),
        ("objection", "", "unknown"),
    ],
)
def test_which_right_under_which_ground(kind: str, letters: str, answer: str) -> None:
    assert expected(kind, rows(*letters)) == answer


def test_recognised_legitimate_interests_can_be_objected_to() -> None:
    """Verify: Art 21 as amended; the default is yes."""
    assert expected("objection", rows("ea")) == "yes"
    assert expected("portability", rows("ea")) == "unlikely"


def test_law_enforcement_knows_neither_objection_nor_taking_data_along() -> None:
    assert expected("objection", [], enforcement=True) == "unlikely"
    assert expected("access", [], enforcement=True) == "yes"
