"""An invented region: what its silos deliver, and what is known to be true."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ginnel.synthetic import LAYOUTS, write_region_data
from ginnel.vocabulary import CATEGORIES, BadInput
from ginnel.vocabulary.catalogue import COLUMN_TYPES, KINDS, ROLES


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_the_same_seed_gives_the_same_bytes(make):
    """Two regions of one seed are equal file by file, byte by byte."""
    assert _digests(make(people=600, seed=7).folder) == _digests(make(people=600, seed=7).folder)


def test_another_seed_gives_other_people_but_the_same_stories(make):
    """The story people of the docs are there whatever the seed; everybody else differs."""
    one, two = make(people=600, seed=7), make(people=600, seed=8)
    names_one = {r["patient_id"]: r["family_name"] for r in one.table("gp_patients")}
    names_two = {r["patient_id"]: r["family_name"] for r in two.table("gp_patients")}
    both = names_one.keys() & names_two.keys()
    assert {names_one[k] for k in both} >= {"Okafor", "Warsame", "Hartley"}
    assert all(k.startswith("P0") for k in both)


def test_nothing_but_whole_files_is_left(region):
    """Files appear under their name when they are whole; none is left half-written."""
    assert {p.name for p in (region.folder / "data").iterdir()} == set(LAYOUTS)
    assert not [p for p in region.folder.rglob("*") if p.name.endswith(".part")]


def test_the_summary_counts_what_was_written(region):
    """People asked for are people made, and each dataset's rows are counted, unusable rows among them."""
    assert region.summary.people == 3000
    assert len(region.truth("homes")) == region.summary.households
    for dataset in LAYOUTS:
        assert len(region.table(dataset)) == region.summary.rows[dataset], dataset


@pytest.mark.parametrize("dataset", sorted(LAYOUTS))
def test_each_contract_describes_its_file(region, template, dataset):
    """The template's contract names the columns of the file, in their order, and its date forms."""
    contract = tomllib.loads((template / "contracts" / f"{dataset}.toml").read_text(encoding="utf-8"))
    names = [column["name"] for column in contract["column"]]
    assert names == list(LAYOUTS[dataset].columns) == list(region.table(dataset)[0])
    forms = {c["name"]: c.get("format", "%Y-%m-%d") for c in contract["column"] if c["type"] == "date"}
    assert forms == dict(LAYOUTS[dataset].dates)
    assert contract["key"][0] == names[0]
    assert contract["kind"] in KINDS
    for column in contract["column"]:
        assert column["type"] in COLUMN_TYPES
        assert set(column["categories"]) <= set(CATEGORIES)
        assert column.get("role") is None or column["role"] in ROLES


def test_every_value_a_contract_lists_is_the_only_kind_written(region, template):
    """Columns with a list of choices hold those words and no others."""
    for dataset in LAYOUTS:
        contract = tomllib.loads((template / "contracts" / f"{dataset}.toml").read_text(encoding="utf-8"))
        for column in (c for c in contract["column"] if "choices" in c):
            assert {r[column["name"]] for r in region.table(dataset)} <= {*column["choices"], ""}


def test_unusable_rows_are_few_and_listed(region):
    """Each larger CSV file has a few rows that no contract accepts; truth lists them, by key and reason."""
    bad = region.truth("bad_rows")
    assert {b["reason"] for b in bad} == {"not a date", "required and empty", "key twice"}
    assert not [b for b in bad if str(b["record"])[1] == "0"], "a story person's row was spoilt"
    for dataset, count in region.summary.bad_rows.items():
        assert count <= 0.01 * region.summary.rows[dataset]
        assert count == sum(b["dataset"] == dataset for b in bad)


def test_no_file_of_a_silo_tells_the_truth(region):
    """Nothing that a silo delivers says who is who, what is damp, or why."""
    told = {"person", "home", "damp", "onset", "excess", "air_changes", "story", "sensor", "arrears"}
    for dataset in LAYOUTS:
        assert not told & set(region.table(dataset)[0])
    assert not [p for p in (region.folder / "data").rglob("*.*") if b"person-" in p.read_bytes()]


def test_every_record_of_a_person_has_its_true_person(region):
    """For each dataset about people, truth names the person of each good row and of no other row."""
    bad = {(b["dataset"], b["record"]) for b in region.truth("bad_rows")}
    known = {(t["dataset"], t["record"]) for t in region.truth("people")}
    for dataset in ("gp_patients", "tenancies", "council_tax", "benefits", "social_care"):
        rows = {(dataset, r[LAYOUTS[dataset].columns[0]]) for r in region.table(dataset)}
        assert rows - known <= bad
        assert {k for k in known if k[0] == dataset} <= rows


def test_readings_cover_ninety_days_up_to_yesterday(region):
    """Readings are hourly, in UTC, and end before the day on which the region was made."""
    end = datetime(region.now.year, region.now.month, region.now.day, tzinfo=UTC)
    times = [r["recorded_at"] for r in region.table("weather")]
    assert (times[0], times[-1]) == (end - timedelta(days=90), end - timedelta(hours=1))
    assert len(times) == 90 * 24
    readings = region.table("landlord_readings")
    assert max(r["recorded_at"] for r in readings) < end
    assert len({(r["device_id"], r["recorded_at"]) for r in readings}) == len(readings)


def test_an_outage_silences_many_devices_of_the_landlord_together(region):
    """For some hours a good part of the landlord's devices is silent at once: a gateway was off, nobody tampered."""
    hours: dict[object, int] = {}
    for reading in region.table("landlord_readings"):
        hours[reading["recorded_at"]] = hours.get(reading["recorded_at"], 0) + 1
    last = sorted(hours)[14 * 24 :]
    typical = sorted(hours[h] for h in last)[len(last) // 2]
    assert sum(hours[h] < 0.9 * typical for h in last) >= 48


def test_too_few_people_and_a_negative_seed_are_refused_with_a_mend(tmp_path):
    """The error names the setting, what was found and what would do."""
    with pytest.raises(BadInput, match=r"people.*found 5; expected 100 to"):
        write_region_data(tmp_path, people=5, seed=1, now=datetime(2026, 1, 1).date())
    with pytest.raises(BadInput, match="seed"):
        write_region_data(tmp_path, people=500, seed=-1, now=datetime(2026, 1, 1).date())
    assert not list(tmp_path.iterdir())


def test_a_stopped_run_leaves_no_half_written_file(tmp_path):
    """When writing stops midway, the files written so far are taken away."""

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_region_data(tmp_path, people=300, seed=1, now=datetime(2026, 1, 1).date(), progress=stop)
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]
