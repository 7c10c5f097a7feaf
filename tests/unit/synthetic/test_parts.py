"""Parts of the generator: climate, slips of the keyboard, rent periods, postcodes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from ginnel.synthetic import parameters as par
from ginnel.synthetic import places
from ginnel.synthetic.climate import indoor, outdoor, reading_hours, saturation
from ginnel.synthetic.money import period_ends
from ginnel.synthetic.names import FAMILY, GIVEN
from ginnel.synthetic.recording import plain_capitals, slip, swap_day_and_month
from ginnel.synthetic.silos import _ninos

NOW = date(2026, 1, 12)


@pytest.mark.parametrize(("temperature", "grams"), [(0, 4.85), (10, 9.40), (20, 17.3)])
def test_saturated_air_holds_what_tables_say(temperature, grams):
    """Grams of water vapour in a cubic metre of saturated air, to one in a hundred."""
    assert saturation(np.array([float(temperature)]))[0] == pytest.approx(grams, rel=0.01)


def test_winter_is_colder_than_summer():
    """The designed year has seasons, and humidity stays within its bounds."""
    winter, summer = (outdoor(np.random.default_rng(1), d) for d in (date(2026, 3, 1), date(2026, 9, 1)))
    assert winter.temperature.mean() + 6 < summer.temperature.mean()
    assert ((winter.humidity >= 30) & (winter.humidity <= 100)).all()


def test_more_moisture_or_less_heating_gives_wetter_air():
    """Humidity follows its physical causes: an ordinary home, one with more moisture, one with less heating."""
    weather = outdoor(np.random.default_rng(1), NOW)
    air = np.array([[20.0, 18.0, 2.0, 0.5], [20.0, 18.0, 5.0, 0.5], [15.0, 13.0, 2.0, 0.5]])
    temperature, humidity = indoor(air, np.zeros(3, int), weather)
    ordinary, moist, cold = humidity.mean(axis=1)
    assert ordinary < moist
    assert ordinary < cold
    assert humidity.max() <= 100
    assert temperature[2].mean() < temperature[0].mean()


def test_a_home_has_its_earlier_air_until_the_hour_at_which_it_turns_damp():
    """Three rooms of one home: never damp, always damp, damp from hour 1000. The third follows one, then the other."""
    weather = outdoor(np.random.default_rng(1), NOW)
    dry, wet = [20.0, 18.0, 2.0, 0.5], [15.0, 13.0, 6.0, 0.2]
    temperature, humidity = indoor(
        np.array([dry, wet, wet]), np.zeros(3, int), weather, before=np.array([dry] * 3), onset=np.array([0, -5, 1000])
    )
    for values, near in ((temperature, 0.01), (humidity, 0.5)):
        assert np.array_equal(values[2, :1000], values[0, :1000])
        assert values[2, 1300:] == pytest.approx(values[1, 1300:], abs=near)
    assert humidity[2, 1100:].mean() > humidity[2, :1000].mean() + 20


def test_reading_hours_end_before_now():
    """The last hour is 23:00 of the day before, and there are ninety days of them."""
    hours = reading_hours(NOW)
    assert str(hours[-1]) == "2026-01-11T23"
    assert len(hours) == 24 * par.READING_DAYS


@pytest.mark.parametrize(("now", "last"), [(date(2026, 1, 12), "2026-01-11"), (date(2026, 1, 11), "2026-01-04")])
def test_rent_periods_end_on_the_last_sunday_that_is_over(now, last):
    """Eight Sundays, four weeks apart."""
    ends = period_ends(now)
    assert str(ends[-1]) == last
    assert set(np.diff(ends).astype(int)) == {28}
    assert len(ends) == 8


def test_day_and_month_change_places_only_where_both_are_months():
    """4 March becomes 3 April; 25 March stays."""
    assert swap_day_and_month(date(1980, 3, 4)) == date(1980, 4, 3)
    assert swap_day_and_month(date(1980, 3, 25)) == date(1980, 3, 25)


def test_a_slip_changes_a_word_a_little():
    """At most two letters differ in place, or one letter came or went."""
    rng = np.random.default_rng(2)
    for _ in range(200):
        assert abs(len(slip("Margaret", rng)) - 8) <= 1
    assert slip("Li", rng) == "Li"


def test_old_ledgers_print_capitals_without_accents():
    """Accents go, letters stay."""
    import pyarrow as pa

    assert plain_capitals(pa.array(["Małgorzata", "Siân", None])).to_pylist() == ["MALGORZATA", "SIAN", None]


def test_homes_have_different_addresses_and_streets_different_postcodes():
    """No two homes share both address line and postcode; no postcode is shared by two streets."""
    home = np.arange(60_000)
    codes = places.postcodes(home // places.HOMES_PER_STREET).to_pylist()
    lines = places.lines(home).to_pylist()
    assert len(set(zip(lines, codes, strict=True))) == len(home)
    assert len(set(codes)) == len(home) // places.HOMES_PER_STREET
    assert not [c for c in codes if c.split()[1].startswith("0")], "sector 0 is kept for the story people"


def test_national_insurance_numbers_cannot_be_anybodys():
    """They begin with Q and are all different."""
    numbers = _ninos(np.arange(100_000, 150_000), 77).to_pylist()
    assert len(set(numbers)) == len(numbers)
    assert {n[0] for n in numbers} == {"Q"}
    assert {len(n) for n in numbers} == {9}


def test_no_list_of_names_repeats_a_name():
    """A name twice in one list would come twice as often as meant."""
    for lists in [*GIVEN.values(), *((names,) for names in FAMILY.values())]:
        for names in lists:
            assert len(set(names)) == len(names)
