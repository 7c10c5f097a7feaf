"""Damp spells: when one starts, when it is over, how bad it is and since when it has been known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ginnel.sensors import Day, Spell, spells

FIRST = date(2026, 1, 5)
Diary = Callable[..., list[Day]]


def day(number: int) -> date:
    """The day with this number, from 0."""
    return FIRST + timedelta(days=number)


def only(found: list[Spell]) -> Spell:
    assert len(found) == 1
    return found[0]


def test_a_dry_home_has_no_spell(diary: Diary) -> None:
    assert spells(diary(("dry", 40))) == []


def test_four_wet_days_are_weather(diary: Diary) -> None:
    assert spells(diary(("dry", 10), ("damp", 4), ("dry", 20))) == []


def test_five_wet_days_of_seven_are_a_spell_from_the_first_of_them(diary: Diary) -> None:
    spell = only(spells(diary(("dry", 10), ("damp", 3), ("dry", 2), ("damp", 2))))
    assert (spell.since, spell.known_on, spell.until, spell.level) == (day(10), day(16), None, "watch")
    assert (spell.days_wet, spell.coverage) == (5, 1.0)


@pytest.mark.parametrize(("gap", "is_spell"), [(1, True), (2, False)])
def test_seven_days_that_are_not_known_to_three_quarters_start_nothing(diary: Diary, gap: int, is_spell: bool) -> None:
    """Five wet days and one missing of the last seven: a spell. Five wet ones and two missing: not yet."""
    series = diary(("damp", 2), ("gap", gap), ("damp", 3), ("dry", 2 - gap), ("gap", 7))
    assert bool(spells(series)) is is_spell


def test_a_gap_starts_nothing_and_ends_nothing(diary: Diary) -> None:
    assert spells(diary(("dry", 5), ("gap", 60))) == []
    spell = only(spells(diary(("damp", 10), ("gap", 60))))
    assert (spell.until, spell.days_wet) == (None, 10)
    assert spell.coverage == pytest.approx(10 / 70)


def test_a_spell_ends_with_the_first_of_fourteen_days_on_which_nothing_held(diary: Diary) -> None:
    """After ten damp days the last seven still hold five wet ones on days 10 and 11; day 12 is the first without."""
    assert only(spells(diary(("damp", 10), ("dry", 15)))).until is None
    assert only(spells(diary(("damp", 10), ("dry", 16)))).until == day(12)


def test_dry_days_among_missing_ones_end_it_only_when_three_quarters_are_known(diary: Diary) -> None:
    """Of the fourteen days up to day 25, ten are known and then eleven: 71 % and 79 %."""
    assert only(spells(diary(("damp", 10), ("dry", 2), ("gap", 4), ("dry", 10)))).until is None
    assert only(spells(diary(("damp", 10), ("dry", 2), ("gap", 3), ("dry", 11)))).until == day(12)


def test_a_fortnight_of_the_humidity_rule_is_damp_and_known_from_that_day(diary: Diary) -> None:
    """The rule holds from day 5 (seven days must be known to 75 %), so that day 18 is the fourteenth."""
    series = diary(("damp", 30))
    spell = only(spells(series))
    assert (spell.level, spell.known_on, spell.since) == ("damp", day(18), day(0))
    assert series[18].index_mid < 1.0
    assert only(spells(series[:18])).level == "watch"


def test_visible_mould_is_severe_and_stays_so(diary: Diary) -> None:
    series = diary(("soaked", 100))
    spell = only(spells(series))
    assert spell.level == "severe"
    assert spell.index_mid >= 3.0
    drier = only(spells(diary(("soaked", 100), ("dry", 60))))
    assert (drier.level, drier.until) == ("severe", None), "an index over 1 lasts, and the mould with it"
    assert drier.known_on == spell.known_on


def test_later_readings_never_change_since_when_damp_was_known(diary: Diary) -> None:
    """The landlord's clock runs from that day: cut the diary anywhere after it, and the day is the same."""
    series = diary(("dry", 4), ("damp", 25), ("gap", 6), ("dry", 30), ("damp", 20))
    whole = spells(series)
    assert [s.level for s in whole] == ["damp", "damp"]
    for end in range(1, len(series)):
        for spell in spells(series[:end]):
            if spell.level != "watch":
                assert (spell.since, spell.known_on) in [(s.since, s.known_on) for s in whole]
        known = [s.known_on for s in whole if s.known_on < day(end)]
        assert [s.known_on for s in spells(series[:end]) if s.level != "watch"] == known


def test_the_three_indices_are_in_order(diary: Diary) -> None:
    for each in diary(("damp", 60), ("dry", 20)):
        assert 0.0 <= each.index_low <= each.index_mid <= each.index_high <= 6.0
