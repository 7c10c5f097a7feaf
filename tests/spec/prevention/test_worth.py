"""What help is worth: unit costs in one price year, discounting, devices, and where the next device changes most."""

from __future__ import annotations

import numpy as np
import pytest

from ginnel.prevention.costs import discount, prices
from ginnel.prevention.devices import year_of
from ginnel.prevention.interventions import Kind
from ginnel.prevention.placement import Homes, by_chance, by_risk, by_value, knowing, worth


@pytest.mark.parametrize(
    ("code", "nominal", "price_year", "bearer"),
    [
        ("eviction-complex", 6680, "2010/11", "landlord"),
        ("homeless-application", 2501, "2010/11", "local-authority"),
        ("bed-and-breakfast-week", 334.95, "2010/11", "local-authority"),
        ("emergency-visit", 109, "2011/12", "nhs"),
        ("asthma-stay", 880, "2013/14", "nhs"),
        ("depression-year", 830, "2007/08", "nhs"),
    ],
)
def test_unit_costs_are_those_of_the_published_edition(code: str, nominal: float, price_year: str, bearer: str) -> None:
    """Read off the Greater Manchester database v1.4 by hand."""
    cost = prices().of(code)
    assert (cost.nominal, cost.price_year, cost.bearer) == (nominal, price_year, bearer)


def test_there_are_about_forty_each_with_a_source() -> None:
    found = prices().costs.values()
    assert 40 <= len(found) <= 50
    assert all(c.source_code and c.price_year and c.kind for c in found)


def test_a_cost_is_brought_to_one_price_year_by_the_deflator() -> None:
    """880 of 2013/14 times 100 / 73.4795."""
    assert prices().real("asthma-stay") == pytest.approx(880 * 100 / 73.4795)


def test_a_pound_in_ten_and_in_thirty_years() -> None:
    """The Green Book's table to six decimals."""
    assert discount(10) == pytest.approx(0.708919, abs=1e-6)
    assert discount(30) == pytest.approx(0.356278, abs=1e-6)


SENSOR = Kind("s", "Sensor", "", 100.0, 5.0, 10, 26.0, 1.0, 0.0, 0.0, False)


def test_ten_devices_lent_for_half_a_year_reach_twenty_homes() -> None:
    found = year_of(SENSOR)
    assert (found.working, found.homes, found.cost) == (10, 20, 200)


def test_devices_that_do_not_come_back_or_fail_reach_fewer() -> None:
    """Nine work; a loan in two comes back: 9 x (1 + 0.5) loans, 6.75 of them lost at 100 pounds."""
    kind = Kind("s", "Sensor", "", 100.0, 5.0, 10, 26.0, 0.5, 0.0, 0.1, False)
    found = year_of(kind)
    assert found.homes == pytest.approx(13.5)
    assert found.cost == pytest.approx(10 * 100 / 5 + 6.75 * 100)


def test_knowing_is_worth_nothing_where_it_changes_nothing() -> None:
    """Acting costs 100, damp loses 1,000: sure either way is worth nothing, one in ten is worth most."""
    found = knowing(np.array([0.0, 0.05, 0.1, 0.5, 1.0]), 100.0, 1000.0)
    assert found.tolist() == pytest.approx([0.0, 45.0, 90.0, 50.0, 0.0])


def homes(seed: int, n: int = 60, places: int = 12) -> Homes:
    rng = np.random.default_rng(seed)
    return Homes(rng.beta(1, 6, n), rng.integers(0, places, n), rng.random(n))


@pytest.mark.parametrize("seed", range(10))
def test_lazy_greedy_is_greedy(seed: int) -> None:
    """The same as trying every home at every step, by the definition of the gain."""
    world, terms = homes(seed, 20, 5), {"act": 240.0, "loss": 1900.0, "shared": 0.6}
    taken: list[int] = []
    for _ in range(6):
        left = [i for i in range(len(world)) if i not in taken]
        gains = [worth(world, np.array([*taken, i]), **terms) for i in left]
        taken.append(left[int(np.argmax(gains))])
    found = by_value(world, 6, **terms)
    assert found.gain == pytest.approx(worth(world, np.array(taken), **terms))


def test_where_knowing_changes_most_beats_likeliest_first_and_chance() -> None:
    world, terms = homes(3, 2000, 150), {"act": 240.0, "loss": 1900.0, "shared": 0.6}
    value, risk, chance = (place(world, 60, **terms) for place in (by_value, by_risk, by_chance))
    assert value.gain > max(risk.gain, chance.gain)
    assert value.evaluations < 2000 * 60 / 10
