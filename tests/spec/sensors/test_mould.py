"""The mould index: how fast mould grows on a surface, and how slowly it goes."""

from __future__ import annotations

import math

import pytest

from ginnel.sensors.mould import (
    DECLINE_FACTORS,
    MATERIALS,
    MouldState,
    critical_humidity,
    run,
    step,
    weeks_to_first_growth,
)

PINE = MATERIALS["very sensitive"]


def hours_to(index: float, temperature: float, humidity: float) -> int:
    state, hours = MouldState(), 0
    while state.index < index:
        state, hours = step(state, temperature, humidity, PINE), hours + 1
    return hours


@pytest.mark.parametrize(
    ("temperature", "humidity", "closed_form", "stepped"),
    [(20, 97, 249, 249), (20, 90, 706, 706), (10, 95, 533, 533), (15, 88, 1173, 1174), (22, 85, 1464, 1478)],
)
def test_first_growth_comes_after_the_hours_of_the_closed_form(
    temperature: float, humidity: float, closed_form: int, stepped: int
) -> None:
    """On pine in a constant climate the index reaches 1 after 168 t_m hours; near its limit growth slows a little."""
    assert math.ceil(168 * weeks_to_first_growth(temperature, humidity)) == pytest.approx(closed_form, abs=1)
    assert hours_to(1.0, temperature, humidity) == pytest.approx(stepped, abs=1)


@pytest.mark.parametrize(
    ("temperature", "expected"), [(0.0, 100.0), (5.0, 88.02), (10.0, 82.03), (20.0, 80.04), (25.0, 80.0)]
)
def test_the_colder_the_surface_the_wetter_it_must_be(temperature: float, expected: float) -> None:
    assert critical_humidity(temperature, PINE) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("hours", "lost"), [(6, 0.00798), (24, 0.00798), (25, 0.008647), (48, 0.023988)])
def test_dry_hours_take_away_fast_then_nothing_then_slowly(hours: int, lost: float) -> None:
    states = list(run([(20.0, 40.0)] * hours, PINE, state=MouldState(2.0)))
    assert 2.0 - states[-1].index == pytest.approx(lost, abs=1e-9)


@pytest.mark.parametrize("factor", DECLINE_FACTORS)
def test_a_decline_factor_scales_every_loss(factor: float) -> None:
    states = list(run([(20.0, 40.0)] * 48, PINE, factor, MouldState(2.0)))
    assert 2.0 - states[-1].index == pytest.approx(0.023988 * factor, abs=1e-9)


def test_the_index_tends_to_what_the_humidity_allows() -> None:
    """At 20 degrees C and saturation the greatest index of pine is 1 + 7 - 2 = 6."""
    *_, last = run([(20.0, 100.0)] * 24 * 200, PINE)
    assert last.index == pytest.approx(6.0, abs=0.05)


@pytest.mark.parametrize("temperature", [-15.0, -0.1, 0.0, 50.0, 60.0])
def test_frost_and_heat_grow_nothing_and_crash_nothing(temperature: float) -> None:
    assert step(MouldState(), temperature, 100.0, PINE) == MouldState(0.0, 1)


def test_more_than_saturated_is_saturated() -> None:
    assert step(MouldState(), 10.0, 137.0, PINE) == step(MouldState(), 10.0, 100.0, PINE)


def test_a_missing_hour_changes_nothing() -> None:
    known = [(18.0, 95.0)] * 30
    assert list(run([*known, None, None], PINE))[-1] == list(run(known, PINE))[-1]


def test_a_value_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="keep the state"):
        step(MouldState(), math.nan, 90.0, PINE)
