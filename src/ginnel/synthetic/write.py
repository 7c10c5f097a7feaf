"""Writes the data of an invented region: what its silos deliver, and beside it the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from ginnel.synthetic import parameters as par
from ginnel.synthetic import silos, truth
from ginnel.synthetic.bad_rows import as_text, with_bad_rows
from ginnel.synthetic.choices import choices
from ginnel.synthetic.climate import Weather, outdoor
from ginnel.synthetic.columns import STORY_NUMBERS
from ginnel.synthetic.devices import devices_and_readings, weather_table
from ginnel.synthetic.layout import LAYOUTS
from ginnel.synthetic.means import means_tests
from ginnel.synthetic.money import rent_accounts
from ginnel.synthetic.population import Population, draw
from ginnel.synthetic.silos import Delivered
from ginnel.synthetic.sinks import Sinks
from ginnel.synthetic.story_population import story_population
from ginnel.vocabulary import BadInput, Problem

PEOPLE_LEAST = 100

Progress = Callable[[int, int], None]
"""Called with people done and people in all, after each chunk."""


@dataclass(frozen=True)
class Summary:
    """What was written: counts of people, households, protected people, and rows by dataset (bad rows among them)."""

    people: int
    households: int
    protected: int
    rows: Mapping[str, int]
    bad_rows: Mapping[str, int]


@dataclass
class _Tally:
    people: int = 0
    households: int = 0
    protected: int = 0
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LAYOUTS, 0))
    bad_rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LAYOUTS, 0))


@dataclass(frozen=True)
class _Run:
    """What every chunk shares. `salt` scatters ids and differs by seed."""

    seed: int
    salt: int
    weather: Weather
    outage_start: int

    def rng(self, chunk: int, step: int) -> np.random.Generator:
        """A generator of its own for each step, so that a change in one silo leaves the others' bytes alone.

        Chunk 0 holds the story people, who are the same whatever the seed.
        """
        return np.random.default_rng(np.random.SeedSequence([self.seed if chunk else 0, chunk, step]))


def write_region_data(folder: Path, *, people: int, seed: int, now: date, progress: Progress | None = None) -> Summary:
    """Write `folder/data/<dataset>/<dataset>.csv|parquet` and `folder/truth/*.parquet` for `people` people.

    The same arguments give the same bytes. Readings end the day before `now`. Memory is bounded by
    `parameters.CHUNK_PEOPLE`. Raises `BadInput` when `people` or `seed` cannot be used.
    """
    _check(people, seed)
    start = np.random.default_rng(np.random.SeedSequence([seed]))
    run = _Run(seed, int(start.integers(1, 10**9)), outdoor(start, now), int(start.integers(300, 1500)))
    tally = _Tally()
    with Sinks(folder) as sinks:
        sinks.write("data/weather/weather.parquet", weather_table(run.weather))
        tally.rows["weather"] = len(run.weather.hours)
        sinks.write("truth/stories.parquet", truth.stories())
        _chunk(sinks, run, 0, story_population(now), tally)
        for number, size in enumerate(_sizes(people - tally.people), start=1):
            population = draw(
                run.rng(number, 0),
                people=size,
                first_person=STORY_NUMBERS + tally.people,
                first_home=tally.households,
                now=now,
                salt=run.salt,
            )
            _chunk(sinks, run, number, population, tally)
            if progress is not None:
                progress(tally.people, people)
    return Summary(tally.people, tally.households, tally.protected, tally.rows, tally.bad_rows)


def _check(people: int, seed: int) -> None:
    if not PEOPLE_LEAST <= people <= par.PEOPLE_MOST:
        raise BadInput(
            Problem(
                "the number of people is out of range",
                key="people",
                found=str(people),
                expected=f"{PEOPLE_LEAST} to {par.PEOPLE_MOST}",
                mend="choose a number in this range, such as 20000",
            )
        )
    if seed < 0:
        raise BadInput(Problem("the seed is negative", key="seed", found=str(seed), expected="0 or more"))


def _sizes(people: int) -> list[int]:
    """Sizes of chunks that add up to `people`."""
    whole, rest = divmod(people, par.CHUNK_PEOPLE)
    return [par.CHUNK_PEOPLE] * whole + ([rest] if rest else [])


def _chunk(sinks: Sinks, run: _Run, chunk: int, population: Population, tally: _Tally) -> None:
    for step, delivered in enumerate(_deliveries(sinks, run, chunk, population)):
        _write_rows(sinks, run.rng(chunk, 100 + step), chunk, population, delivered, tally)
    homes = truth.homes(population)
    sinks.write("truth/homes.parquet", homes)
    sinks.write("truth/damp.parquet", truth.damp_homes(homes))
    fled = truth.protected(population)
    sinks.write("truth/protected.parquet", fled)
    tally.people += len(population.people)
    tally.households += len(population.households)
    tally.protected += fled.num_rows


def _deliveries(sinks: Sinks, run: _Run, chunk: int, population: Population) -> list[Delivered]:
    salt = run.salt
    patients, patient_ids = silos.patients(population, run.rng(chunk, 1), salt)
    tenancies, occupant_ids = silos.tenancies(population, run.rng(chunk, 2), salt)
    made = choices(population, run.rng(chunk, 3), salt, patients=patient_ids, occupants=occupant_ids)
    sinks.write("truth/objections.parquet", truth.objections(population, made))
    sensors = [
        part
        for step, social in ((8, True), (9, False))
        for part in devices_and_readings(
            population, run.rng(chunk, step), salt, social=social, weather=run.weather, outage_start=run.outage_start
        )
    ]
    return [
        patients,
        silos.conditions(population, patient_ids, salt),
        tenancies,
        rent_accounts(population, run.rng(chunk, 4), salt),
        silos.council_tax(population, run.rng(chunk, 5), salt),
        silos.benefits(population, run.rng(chunk, 6), salt),
        silos.social_care(population, run.rng(chunk, 7), salt),
        means_tests(population, run.rng(chunk, 10), salt),
        *sensors,
        Delivered("choices", made.table),
    ]


def _write_rows(
    sinks: Sinks, rng: np.random.Generator, chunk: int, population: Population, delivered: Delivered, tally: _Tally
) -> None:
    """One dataset of one chunk. Bad rows go into the first drawn chunk only: never among the story people."""
    name, layout = delivered.dataset, LAYOUTS[delivered.dataset]
    table = delivered.table.select(list(layout.columns))
    if layout.suffix == "csv":
        table = as_text(table, layout)
        if chunk == 1:
            table, bad = with_bad_rows(table, layout, rng)
            tally.bad_rows[name] = bad.num_rows
            sinks.write(
                "truth/bad_rows.parquet", bad.append_column("dataset", pa.array([name] * bad.num_rows, pa.string()))
            )
    sinks.write(f"data/{name}/{name}.{layout.suffix}", table)
    tally.rows[name] += table.num_rows
    if delivered.who is not None:
        sinks.write("truth/people.parquet", truth.records(population, delivered))
