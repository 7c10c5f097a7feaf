"""What holds of the mould index in every climate."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ginnel.sensors.across import States, step_block
from ginnel.sensors.mould import DECLINE_FACTORS, MATERIALS, Material, MouldState, run, step

materials = st.sampled_from(list(MATERIALS.values()))
factors = st.sampled_from(DECLINE_FACTORS)
hours = st.tuples(st.floats(-30, 60), st.floats(1, 130))
climates = st.lists(st.one_of(st.none(), hours, st.just((15.0, 98.0))), min_size=1, max_size=120)
starts = st.builds(MouldState, st.floats(0, 6), st.integers(0, 40))


@given(climate=climates, material=materials, factor=factors, start=starts)
def test_the_index_stays_between_nothing_and_all_covered(
    climate: list[tuple[float, float] | None], material: Material, factor: float, start: MouldState
) -> None:
    for state in run(climate, material, factor, start):
        assert 0.0 <= state.index <= 6.0


@given(climate=climates, material=materials, cut=st.integers(0, 120))
def test_a_run_in_two_parts_is_the_whole_run(
    climate: list[tuple[float, float] | None], material: Material, cut: int
) -> None:
    """Bit for bit: what is kept of a day is all that the next day needs."""
    first = list(run(climate[:cut], material))
    rest = list(run(climate[cut:], material, state=first[-1] if first else None))
    assert first + rest == list(run(climate, material))


@settings(max_examples=30)
@given(
    temperature=st.floats(1, 30), humidity=st.floats(70, 99), more=st.floats(0, 10), material=materials,
    days=st.integers(1, 60),
)  # fmt: skip
def test_in_a_constant_climate_more_humidity_never_means_less_mould(
    temperature: float, humidity: float, more: float, material: Material, days: int
) -> None:
    """Up to one hour's growth: three materials grow more slowly from an index of 1 on, and the step may overtake."""
    hour = step(MouldState(), 30.0, 100.0, material).index
    drier = list(run([(temperature, humidity)] * 24 * days, material))[-1].index
    wetter = list(run([(temperature, min(humidity + more, 100.0))] * 24 * days, material))[-1].index
    assert wetter >= drier - hour


@given(
    climates=st.lists(st.lists(st.one_of(st.none(), hours), min_size=30, max_size=30), min_size=1, max_size=4),
    material=materials, factor=factors,
)  # fmt: skip
def test_many_surfaces_together_are_each_surface_alone(
    climates: list[list[tuple[float, float] | None]], material: Material, factor: float
) -> None:
    values = np.array([[(np.nan, np.nan) if hour is None else hour for hour in c] for c in climates], np.float64)
    states = States.fresh(len(climates), 1)
    t, h = values[:, :, 0].T[:, None, :], np.minimum(values[:, :, 1], 100.0).T[:, None, :]
    step_block(states, t, h, material, factor)
    for i, climate in enumerate(climates):
        last = list(run(climate, material, factor))[-1]
        assert abs(states.index[0, i] - last.index) <= 1e-9
        assert states.dry_hours[0, i] == last.dry_hours
