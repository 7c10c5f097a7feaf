"""From the air of a room to the surface of its wall."""

from __future__ import annotations

import math

import pytest

from ginnel.sensors.surface import dew_point, humidity_band, saturation_pressure, surface_humidity, surface_temperature


def test_a_wall_keeps_its_share_of_the_warmth() -> None:
    """20 degrees in, 0 out, f_Rsi 0.75: the wall has 15 degrees, and 50 % in the room are 68.6 % there."""
    assert surface_temperature(20.0, 0.0, 0.75) == 15.0
    assert surface_humidity(20.0, 50.0, 0.0, 0.75) == pytest.approx(68.55, abs=0.05)
    assert surface_humidity(20.0, 58.35, 0.0, 0.75) == pytest.approx(80.0, abs=0.05)


def test_without_a_difference_the_wall_is_as_the_room() -> None:
    assert surface_humidity(21.0, 80.0, 21.0, 0.70) == 80.0


def test_the_colder_wall_is_the_wetter_one() -> None:
    band = humidity_band(18.0, 60.0, 4.0)
    assert band.low > band.middle > band.high


@pytest.mark.parametrize("temperature", [1, 5, 10, 15, 20, 25, 30, 35])
def test_vapour_agrees_with_the_handbook_of_ashrae(temperature: float) -> None:
    """Dew points within 0.03 K and saturation within 0.3 % of PsychroLib, an independent implementation.

    Below freezing it gives the frost point, over ice, which is another quantity.
    """
    import psychrolib

    psychrolib.SetUnitSystem(psychrolib.SI)
    assert saturation_pressure(temperature) == pytest.approx(psychrolib.GetSatVapPres(temperature), rel=0.003)
    for humidity in (20, 40, 60, 80, 95):
        theirs = psychrolib.GetTDewPointFromRelHum(temperature, humidity / 100)
        assert theirs < 0.0 or math.isclose(dew_point(temperature, humidity), theirs, abs_tol=0.03)
