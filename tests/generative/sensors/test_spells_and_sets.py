"""The set form finds what the plain rule finds, whatever devices do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ginnel.engines.duck import connect
from ginnel.sensors import Axis, Reading, Spell, damp_spells, days, hourly, outdoor, spells
from ginnel.vocabulary.calendar import local_day

ZONE = "Europe/London"
FIRST = datetime(2026, 2, 20, tzinfo=UTC)
"""So that most runs pass the change of the clocks on 29 March."""
KINDS = ("damp", "soaked", "edge", "dry", "cold", "gap", "stuck")
Sample = tuple[datetime, float | None, float | None]
Diary = list[tuple[str, int]]

diaries = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 14)), min_size=2, max_size=6)
homes = st.lists(st.tuples(diaries, st.sampled_from((20, 60, 60, 90)), st.integers(0, 3)), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    made = connect()
    yield made
    made.close()


def air(kind: str, rng: random.Random) -> tuple[float | None, float | None]:
    """One sample: round values, so that thresholds are met exactly now and then."""
    if rng.random() < 0.02:
        return rng.choice([(None, 50.0), (18.0, None), (18.0, 6553.5), (99.0, 50.0), (18.0, 0.0), (-0.1, 255.0)])
    centre, humidity = {
        "damp": (15, 78), "soaked": (17, 96), "edge": (14, 68), "dry": (20, 40), "cold": (1, 99), "stuck": (16, 85),
    }[kind]  # fmt: skip
    if kind == "stuck":
        return float(centre), float(humidity)
    return centre + rng.randrange(-10, 11) / 10, min(humidity + rng.randrange(-8, 9) / 2, 100.5)


def samples_of(diary: Diary, minutes: int, late: int, rng: random.Random) -> list[Sample]:
    """What one device delivers: in no order, some of it twice, some of it contradicting itself."""
    out: list[Sample] = []
    moment = FIRST + timedelta(days=late, minutes=7)
    for kind, count in diary:
        end = moment + timedelta(days=count)
        while moment < end:
            if kind != "gap" and rng.random() > 0.05:
                out.append((moment, *air(kind, rng)))
                if rng.random() < 0.03:
                    out.append(out[-1])
                if rng.random() < 0.02:
                    out.append((moment, *air(kind, rng)))
            moment += timedelta(minutes=minutes)
    rng.shuffle(out)
    return out


def weather_of(length: int, rng: random.Random) -> list[tuple[datetime, float]]:
    hours = (FIRST + timedelta(hours=h) for h in range(24 * length))
    series = [(h, 5.0 + rng.randrange(-60, 61) / 10) for h in hours if rng.random() > 0.1]
    start = rng.randrange(len(series))
    return series[:start] + series[start + rng.randrange(30) :]


def alone(samples: list[Sample], weather: list[tuple[datetime, float]], now: datetime) -> list[Spell]:
    """The reference: one device, on an axis of its own."""
    end = local_day(now, ZONE)
    axis = Axis.between(min((local_day(at, ZONE) for at, _, _ in samples), default=end), end, ZONE)
    inside = hourly((Reading(*s) for s in samples), axis)
    outside = outdoor(weather, axis).temperature
    climate = [None if a is None or o is None else (*a, o) for a, o in zip(inside, outside, strict=True)]
    return spells(days(climate, axis))


def together(
    connection: duckdb.DuckDBPyConnection,
    homes: dict[str, list[Sample]],
    weather: list[tuple[datetime, float]],
    now: datetime,
) -> dict[str, list[Spell]]:
    rows = [(device, *sample) for device, samples in homes.items() for sample in samples]
    stamp = pa.timestamp("us", tz="UTC")
    readings = pa.table({
        "device_id": pa.array([r[0] for r in rows], pa.string()), "recorded_at": pa.array([r[1] for r in rows], stamp),
        "temperature": pa.array([r[2] for r in rows], pa.float64()),
        "humidity": pa.array([r[3] for r in rows], pa.float64()),
    })  # fmt: skip
    devices = pa.table({
        "device_id": list(homes), "uprn": list(homes), "room": ["bedroom"] * len(homes),
        "tenure": ["social"] * len(homes), "since": pa.array([None] * len(homes), pa.date32()),
        "until": pa.array([None] * len(homes), pa.date32()),
    })  # fmt: skip
    outside = pa.table(
        {"recorded_at": pa.array([w[0] for w in weather], stamp), "temperature": [w[1] for w in weather]}
    )
    for name, table in (("gen_readings", readings), ("gen_devices", devices), ("gen_weather", outside)):
        connection.register(name, table)
    table = damp_spells(
        connection, readings="gen_readings", devices="gen_devices", weather="gen_weather", home_of=str.lower, now=now,
        zone=ZONE,
    )  # fmt: skip
    found: dict[str, list[Spell]] = {device: [] for device in homes}
    for row in table.to_pylist():
        assert row["home"] == row["device"].lower()
        found[row["device"]].append(Spell(**{name: row[name] for name in Spell.__dataclass_fields__}))
    return found


def rounded(spell: Spell) -> tuple[object, ...]:
    return (spell.since, spell.until, spell.known_on, spell.level, spell.days_wet)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(homes=homes, seed=st.integers(0, 2**32), cut=st.integers(0, 400))
def test_many_devices_together_are_each_device_alone(
    connection: duckdb.DuckDBPyConnection, homes: list[tuple[Diary, int, int]], seed: int, cut: int
) -> None:
    """Days, levels and counts are equal; indices and coverage to 1e-9. `cut` makes some readings future ones."""
    rng = random.Random(seed)
    made = {f"D{i}": samples_of(*home, rng) for i, home in enumerate(homes)}
    longest = 3 + max(sum(n for _, n in diary) for diary, _, _ in homes)
    weather = weather_of(longest, rng)
    now = FIRST + timedelta(days=longest) - timedelta(hours=min(cut, 24 * longest - 1))
    got = together(connection, made, weather, now)
    for device, samples in made.items():
        expected = alone(samples, weather, now)
        assert [rounded(s) for s in got[device]] == [rounded(s) for s in expected]
        for a, b in zip(got[device], expected, strict=True):
            for name in ("index_low", "index_mid", "index_high", "coverage"):
                assert abs(getattr(a, name) - getattr(b, name)) <= 1e-9


@settings(max_examples=25, deadline=None)
@given(diary=diaries, seed=st.integers(0, 2**32), cut=st.integers(1, 40))
def test_what_was_known_stays_known(diary: Diary, seed: int, cut: int) -> None:
    """Readings that come later, and weather too, change neither the first day of a damp spell nor its known day."""
    rng = random.Random(seed)
    samples = samples_of(diary, 60, 0, rng)
    length = 1 + sum(n for _, n in diary)
    weather = weather_of(length, rng)
    now = FIRST + timedelta(days=length)
    then = now - timedelta(days=min(cut, length - 1))
    whole = [(s.since, s.known_on) for s in alone(samples, weather, now) if s.level != "watch"]
    earlier = alone([s for s in samples if s[0] < then], [w for w in weather if w[0] < then], then)
    known = [(s.since, s.known_on) for s in earlier if s.level != "watch"]
    assert known == [(since, on) for since, on in whole if on < local_day(then, ZONE)]


def test_the_random_homes_are_damp_often_enough_to_prove_something() -> None:
    """Of thirty homes made as above, with plain diaries, most have a spell and some of those are over."""
    found = []
    for seed in range(30):
        rng = random.Random(seed)
        diary = [(rng.choice(KINDS), rng.randrange(5, 15)) for _ in range(4)] + [("dry", 14), ("dry", 7)]
        length = sum(n for _, n in diary)
        samples = samples_of(diary, 60, 0, rng)
        found.append(alone(samples, weather_of(length, rng), FIRST + timedelta(days=length)))
    assert sum(bool(f) for f in found) >= 15
    assert sum(any(s.until for s in f) for f in found) >= 5
    assert {s.level for f in found for s in f} >= {"watch", "damp"}
    assert all(isinstance(s.since, date) for f in found for s in f)
