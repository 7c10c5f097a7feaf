"""The file of an intended journey"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ginnel.directory import NATIONS
from ginnel.journeys import Journey, load_journeys, parse_journey, shipped, written
from ginnel.journeys.svg import intended_map
from ginnel.vocabulary import BadInput

STEP = '[[step]]\nid = "one"\ntitle = "One"\nowner = "court"\n'
CLOCK = '[[step]]\nid = "two"\ntitle = "Two"\nowner = "police"\n\n[[step.clock]]\nafter = "one"\nwithin = 5\nunit = "hours"\n'
WHOLE = f'[journey]\ntitle = "Made"\n\n{STEP}\n{CLOCK}'


@pytest.mark.parametrize("name", ["victim", "damp"])
def test_a_shipped_journey_can_be_written_and_read_again(name: str) -> None:
    journey = shipped(name)
    assert parse_journey(written(journey), f"{name}.journey.toml") == journey


@pytest.mark.parametrize("name", ["victim", "damp"])
def test_every_limit_of_a_shipped_journey_says_that_it_is_to_be_verified(name: str) -> None:
    """Nobody has held them against the Code or the Regulations themselves; each names where it is said to stand."""
    clocks = [c for s in shipped(name).steps for c in s.clocks]
    assert clocks
    assert all(c.verify and c.source for c in clocks)


@pytest.mark.parametrize(
    ("change", "to", "line", "said"),
    [
        ('after = "one"', 'after = "oen"', 14, "no step has the id 'oen'. Did you mean 'one'?"),
        ('after = "one"', 'after = "two"', 14, "a clock cannot start with its own step"),
        ("within = 5", "within = 0", 15, "number out of range"),
        ('unit = "hours"', 'unit = "hour"', 16, "unknown word"),
        ('owner = "police"', 'owmer = "police"', 11, "unknown key"),
        ('id = "two"', 'id = "one"', 9, "two steps have the id 'one'"),
        ('title = "Made"', 'title = "Made"\nnation = "Scotland"', 1, ""),
    ],
)
def test_a_mistake_is_told_with_its_line(change: str, to: str, line: int, said: str) -> None:
    """The last row is no mistake: hours need no bank holidays, so those of Scotland need not be known."""
    text = WHOLE.replace(change, to, 1)
    if not said:
        assert parse_journey(text, "made.journey.toml").nation == "Scotland"
        return
    with pytest.raises(BadInput) as caught:
        parse_journey(text, "made.journey.toml")
    found = [(p.line, p.message) for p in caught.value.problems if said in p.message]
    assert found, caught.value.problems
    assert found[0][0] in (line, line - 1, line - 2, line + 1)


def test_clocks_in_a_ring_are_refused() -> None:
    ring = WHOLE.replace(STEP, STEP + '\n[[step.clock]]\nafter = "two"\nwithin = 1\nunit = "hours"\n')
    with pytest.raises(BadInput, match="in a ring: one, two"):
        parse_journey(ring, "made.journey.toml")


@pytest.mark.parametrize("nation", NATIONS)
def test_working_days_are_counted_in_every_nation(nation: str) -> None:
    text = WHOLE.replace('title = "Made"', f'title = "Made"\nnation = "{nation}"').replace('"hours"', '"working-days"')
    assert parse_journey(text, "made.journey.toml").nation == nation


def test_every_faulty_file_of_a_folder_is_told_at_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.journey.toml").write_text("[journey]\n")
    with pytest.raises(BadInput) as caught:
        load_journeys(tmp_path)
    assert {p.file for p in caught.value.problems} == {"journeys/one.journey.toml", "journeys/two.journey.toml"}
    assert load_journeys(tmp_path / "none") == ()


def test_a_map_has_a_title_a_description_and_no_markup_from_a_name() -> None:
    journey: Journey = parse_journey(WHOLE, "made.journey.toml")
    step = replace(journey.steps[0], owner="<script>alert(1)</script>")
    svg = intended_map(replace(journey, steps=(step, *journey.steps[1:])), "cy")
    assert 'role="img"' in svg
    assert "<title" in svg
    assert "o fewn 5 awr" in svg
    assert "<script" not in svg
