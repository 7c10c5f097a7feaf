"""How much faster damp spells come for many devices at once than one device at a time, in one run on one machine.

    python benchmarks/sensors.py [DEVICES]

On data we made: DEVICES (default 3,000) devices for 90 days, hourly, with gaps and stuck stretches. Only the ratios
carry over to another machine. The plain rule runs on a few devices and is given per reading.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ginnel.engines.duck import connect
from ginnel.sensors import Axis, Reading, damp_spells, days, hourly, outdoor, spells
from ginnel.sensors.across import States, daily

ZONE = "Europe/London"
DAYS = 90
FIRST = date(2025, 12, 1)
END = FIRST + timedelta(days=DAYS)
PLAIN_DEVICES = 12
STAMP = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True)
class Made:
    """Indoor air as (devices, hours), NaN where nothing was heard; outdoor degrees C by the hour."""

    times: np.ndarray
    temperature: np.ndarray
    humidity: np.ndarray
    outside: np.ndarray


def make(devices: int, seed: int = 1) -> Made:
    """A third of the homes is wet enough for a spell."""
    rng = np.random.default_rng(seed)
    hours = np.arange(24 * DAYS)
    swing = np.sin(2 * np.pi * hours / 24)
    temperature = 17 + 1.5 * swing + rng.normal(0, 1.5, (devices, 1)) + rng.normal(0, 0.3, (devices, len(hours)))
    humidity = np.clip(rng.normal(58, 9, (devices, 1)) + rng.normal(0, 2, (devices, len(hours))), 20, 100)
    humidity[rng.random(humidity.shape) < 0.015] = np.nan
    for device in range(0, devices, 10):
        start = int(rng.integers(0, len(hours) - 120))
        humidity[device, start : start + 120] = np.nan if device % 20 else 70.0
    times = np.datetime64(FIRST, "us") + hours * np.timedelta64(1, "h")
    return Made(times, np.round(temperature, 1), np.round(humidity, 1), np.round(5 + 3 * swing, 1))


def write(devices: int, folder: Path) -> None:
    """Parquet files as they lie in the lake, sorted by device and time."""
    made = make(devices)
    count = len(made.temperature)
    heard = ~np.isnan(made.humidity)
    device, hour = np.nonzero(heard)
    ids = pa.array([f"L{i:06d}" for i in range(count)])
    readings = pa.table({
        "device_id": ids.take(pa.array(device)), "recorded_at": pa.array(made.times[hour], STAMP),
        "temperature": made.temperature[heard], "humidity": made.humidity[heard],
    })  # fmt: skip
    pq.write_table(readings, folder / "readings.parquet", compression="zstd")
    pq.write_table(pa.table({
        "device_id": ids, "uprn": ids, "room": ["bedroom"] * count, "tenure": ["social"] * count,
        "since": pa.array([FIRST] * count), "until": pa.array([None] * count, pa.date32()),
    }), folder / "devices.parquet")  # fmt: skip
    weather = pa.table({"recorded_at": pa.array(made.times, STAMP), "temperature": made.outside})
    pq.write_table(weather, folder / "weather.parquet")


def write_apart(devices: int, folder: Path) -> int:
    """`write` in a process of its own, so that its memory does not count here; returns how many readings."""
    child = multiprocessing.get_context("spawn").Process(target=write, args=(devices, folder))
    child.start()
    child.join()
    return int(pq.read_metadata(folder / "readings.parquet").num_rows)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def plain(made: Made) -> int:
    """The reference on a few devices; returns how many readings it saw."""
    axis = Axis.between(FIRST, END, ZONE)
    moments = [datetime.fromtimestamp(int(t.astype("int64")) / 1e6, UTC) for t in made.times]
    seen = 0
    for device in range(PLAIN_DEVICES):
        rows = zip(moments, made.temperature[device].tolist(), made.humidity[device].tolist(), strict=True)
        readings = [Reading(*row) for row in rows if row[2] == row[2]]
        inside = hourly(readings, axis)
        outside = outdoor(zip(moments, made.outside.tolist(), strict=True), axis).temperature
        spells(days([None if a is None or o is None else (*a, o) for a, o in zip(inside, outside, strict=True)], axis))
        seen += len(readings)
    return seen


def model_only(made: Made) -> None:
    """Surface climate, mould index and days of every device, without reading files; in chunks, as `damp_spells`."""
    axis = Axis.between(FIRST, END, ZONE)
    for i in range(0, len(made.temperature), 700):
        part = slice(i, i + 700)
        states = States.fresh(len(made.temperature[part]))
        humidity = made.humidity[part].T
        daily(np.where(np.isnan(humidity), np.nan, made.temperature[part].T), humidity, made.outside, axis, states)


def read_floor(folder: Path) -> None:
    table = pq.read_table(folder / "readings.parquet", columns=["temperature", "humidity"])
    for column in table.columns:
        np.add.reduce(column.to_numpy())


def peak() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    devices = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = write_apart(devices, folder)
        connection = connect()
        found: list[pa.Table] = []
        paths = {n: str(folder / f"{n}.parquet") for n in ("readings", "devices", "weather")}
        held = peak()
        whole = seconds(lambda: found.append(damp_spells(connection, **paths, home_of=str, now=END, zone=ZONE)))
        grown = peak() - held
        made = make(devices)
        seen: list[int] = []
        one = seconds(lambda: seen.append(plain(made))) / seen[0]
        model = seconds(lambda: model_only(made))
        floor = min(seconds(lambda: read_floor(folder)) for _ in range(3))
    print(f"on data we made: {devices:,} devices, {DAYS} days, {count:,} readings, {found[0].num_rows:,} spells")
    print(f"damp_spells: {whole:.2f} s; the process grew by at most {grown:.0f} MB while it ran\n")
    print(f"{'what':<44}{'ns a reading':>14}{'plain = 1':>12}{'floor = 1':>12}")
    rows = (
        ("plain rule, one device at a time", one), ("damp_spells: file to table", whole / count),
        ("model only: surfaces, index, days", model / count), ("read floor: Parquet to sums", floor / count),
    )  # fmt: skip
    for label, each in rows:
        print(f"{label:<44}{each * 1e9:>14.1f}{one / each:>12.1f}{each * count / floor:>12.1f}")


if __name__ == "__main__":
    main()
