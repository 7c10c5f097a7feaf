"""GLOSSARY.md defines each word that code and documents use, in at most two sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WORDS = (
    "organisation", "operator", "dataset", "contract", "person", "household", "home", "purpose", "power", "basis",
    "agreement", "choice", "signal", "permit", "disclosure", "refusal", "opening", "proposal", "release", "receipt",
    "ledger", "checkpoint", "witness", "review", "round", "request", "exemption", "breach", "region", "journey",
    "handover",
)  # fmt: skip
ENTRY = re.compile(r"^- \*\*([a-z ]+)\*\*: (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def glossary(root: Path) -> dict[str, str]:
    return dict(ENTRY.findall((root / "GLOSSARY.md").read_text(encoding="utf-8")))


def sentences(text: str) -> int:
    """Full stops that end something: not those inside a file's name."""
    return len(re.findall(r"[.!?](?=\s|$)", text))


def test_every_word_is_there_and_no_other(glossary: dict[str, str]) -> None:
    assert tuple(glossary) == WORDS


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_defined_in_at_most_two_sentences(glossary: dict[str, str], word: str) -> None:
    text = glossary[word]
    assert 1 <= sentences(text) <= 2, text
    assert text.endswith(".")
    assert text[0].isupper()
    assert len(text) < 300
