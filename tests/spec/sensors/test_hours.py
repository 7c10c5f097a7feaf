"""From readings to hours: what counts, what does not, and what a gap is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ginnel.sensors import Axis, Reading, hourly, outdoor
from ginnel.sensors.hours import DRIEST, SENTINELS, WETTEST

AXIS = Axis.between(date(2026, 1, 5), date(2026, 1, 8), "Europe/London")
START = datetime(2026, 1, 5, tzinfo=UTC)


def at(hour: int, minute: int = 0, temperature: float | None = 18.0, humidity: float | None = 60.0) -> Reading:
    return Reading(START + timedelta(hours=hour, minutes=minute), temperature, humidity)


def first_hour(*readings: Reading) -> tuple[float, float] | None:
    return hourly(readings, AXIS)[0]


def test_an_hour_is_the_mean_of_its_samples() -> None:
    """Six samples of a ten-minute device count alike, and those of the next hour do not count."""
    assert first_hour(at(0, 0, 17.0, 50.0), at(0, 50, 19.0, 60.0), at(1, 0, 30.0, 90.0)) == (18.0, 55.0)


def test_an_hour_without_a_sample_is_a_gap() -> None:
    assert hourly([at(0), at(2)], AXIS)[:3] == [(18.0, 60.0), None, (18.0, 60.0)]


@pytest.mark.parametrize(
    ("temperature", "humidity"),
    [(-20.1, 60.0), (50.1, 60.0), (18.0, 0.0), (18.0, -1.0), (18.0, 100.6), (None, 60.0), (18.0, None),
     (float("nan"), 60.0), (18.0, float("nan")), (18.0, float("inf"))],
)  # fmt: skip
def test_impossible_values_are_gaps(temperature: float | None, humidity: float | None) -> None:
    assert first_hour(at(0, 0, temperature, humidity)) is None


def test_every_sentinel_lies_outside_the_bounds() -> None:
    assert [s for s in SENTINELS if DRIEST < s <= WETTEST] == []


def test_a_reading_delivered_twice_counts_once() -> None:
    assert first_hour(at(0, 0, 17.0), at(0, 0, 17.0), at(0, 30, 18.0)) == (17.5, 60.0)


def test_two_readings_of_one_moment_that_differ_are_both_left_out() -> None:
    assert first_hour(at(0, 0, 17.0), at(0, 0, 12.0), at(0, 30, 18.0)) == (18.0, 60.0)


def test_order_does_not_matter() -> None:
    readings = [at(h, m, 18.0 + h + m / 60) for h in range(5) for m in (0, 20, 40)]
    assert hourly(readings, AXIS) == hourly(readings[::-1], AXIS)


def test_a_device_with_another_clock_zone_is_put_right_by_its_offset() -> None:
    stamped = Reading(datetime(2026, 1, 5, 2, tzinfo=timezone(timedelta(hours=2))), 18.0, 60.0)
    assert first_hour(stamped) == (18.0, 60.0)


def test_a_stuck_device_is_a_gap_from_the_day_on_which_it_has_said_the_same() -> None:
    """23 equal hours still count; from the 24th on they do not, and the first different value counts again."""
    hours = hourly([*(at(h) for h in range(40)), at(40, 0, 18.1)], AXIS)
    assert [h is None for h in hours[:41]] == [False] * 23 + [True] * 17 + [False]


def test_a_gap_of_more_than_six_hours_ends_a_run_of_equal_values() -> None:
    hours = hourly([at(h) for h in (*range(20), *range(26, 48))], AXIS)
    assert hours[47] == (18.0, 60.0)
    hours = hourly([at(h) for h in (*range(20), *range(25, 48))], AXIS)
    assert hours[47] is None


def test_a_local_day_has_23_or_25_hours_when_the_clocks_change() -> None:
    spring = Axis.between(date(2026, 3, 28), date(2026, 3, 31), "Europe/London")
    autumn = Axis.between(date(2026, 10, 24), date(2026, 10, 27), "Europe/London")
    assert [len(spring.hours_of(i)) for i in range(3)] == [24, 23, 24]
    assert [len(autumn.hours_of(i)) for i in range(3)] == [24, 25, 24]


def test_a_missing_outdoor_value_is_carried_for_six_hours_and_flagged() -> None:
    series = outdoor([(START + timedelta(hours=h), 5.0 + h) for h in (0, 1, 10)], AXIS)
    assert series.temperature[:11] == (5.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, None, None, 15.0)
    assert series.carried[:11] == (False, False, *[True] * 6, False, False, False)


def test_an_impossible_outdoor_value_is_missing() -> None:
    assert outdoor([(START, 88.0), (START, None)], AXIS).temperature[0] is None
