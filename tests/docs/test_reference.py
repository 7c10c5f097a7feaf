"""The reference pages are what the code gives."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """docs/build.py, which is no package."""
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_generated_page_is_current(build: Any) -> None:
    """If this fails: python docs/build.py, or make docs."""
    assert build.stale() == []


def test_a_page_that_is_not_current_is_named_and_ends_with_1(
    build: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "makers", lambda: {"law.md": lambda: "new\n"})
    monkeypatch.setattr(build, "REFERENCE", tmp_path)
    (tmp_path / "law.md").write_text("old\n", encoding="utf-8")
    assert build.main(["--check"]) == 1
    assert "docs/reference/law.md" in capsys.readouterr().err
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0


def test_making_a_page_twice_gives_the_same(build: Any) -> None:
    for page in build.makers().values():
        assert page() == page()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("test_four_wet_days_are_weather", "Four wet days are weather."),
        ("test_different_people_have_different_nhs_numbers", "Different people have different NHS numbers."),
    ],
)
def test_the_name_of_a_test_is_a_sentence(build: Any, name: str, said: str) -> None:
    assert build.neighbour("manual").sentence(name) == said
