"""Values planted in the records, looked for everywhere they must not be; people who said no or are in danger."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pyarrow.parquet as pq
import pytest

CODES = {"195967001", "13645005", "12295008", "233604007", "195951007"}


def tables(region: Path) -> str:
    """Everything in the store, as one text."""
    text = []
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        for (table,) in store.execute("select name from sqlite_master where type = 'table'").fetchall():
            text += [repr(row) for row in store.execute(f"select * from {table}")]
    return "\n".join(text)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write(path: Path, found: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, found[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def person_of(region: Path, dataset: str, record: str) -> str:
    last = json.loads((region / "lake" / "runs" / "last.json").read_text())["id"]
    found = pq.read_table(
        region / "lake" / "runs" / last / "identity" / "links.parquet",
        filters=[("dataset", "=", dataset), ("record", "=", record)],
    ).to_pylist()
    assert len(found) == 1
    return found[0]["person"]


def finds(region: Path, use: str) -> list[dict]:
    last = json.loads((region / "lake" / "runs" / "last.json").read_text())["id"]
    return pq.read_table(region / "lake" / "runs" / last / "found" / f"{use}.parquet").to_pylist()


def story(key: str) -> str:
    from ginnel.synthetic import story_ids

    return story_ids(key).patient_id


def test_no_diagnosis_code_in_store_ledger_or_answers(tools, after_night: Path) -> None:
    delivered = (after_night / "data" / "gp_conditions" / "gp_conditions.csv").read_text()
    assert any(code in delivered for code in CODES), "the codes are in the records"
    kept = tables(after_night) + tools.ledger_text(after_night)
    for use in ("damp.damp_home", "damp.vulnerable", "damp.damp_home_lent"):
        kept += repr(finds(after_night, use))
    assert not [code for code in CODES if code in kept]


def test_no_name_number_or_address_in_the_ledger(tools, after_night: Path) -> None:
    ledger = tools.ledger_text(after_night)
    for row in rows(after_night / "data" / "gp_patients" / "gp_patients.csv"):
        for column in ("nhs_number", "patient_id", "address", "phone"):
            assert not row[column] or row[column] not in ledger
    links = json.loads((after_night / "lake" / "runs" / "last.json").read_text())["id"]
    people = pq.read_table(after_night / "lake" / "runs" / links / "identity" / "people.parquet", columns=["person"])
    assert not [p for p in people["person"].to_pylist() if p in ledger], "not even an id of a person"


def test_who_objected_is_in_no_answer_and_no_offer(after_night: Path) -> None:
    doreen = person_of(after_night, "gp_patients", story("doreen"))
    conditions = rows(after_night / "data" / "gp_conditions" / "gp_conditions.csv")
    assert any(r["patient_id"] == story("doreen") and r["code"] in CODES for r in conditions), "she would be found"
    assert doreen not in {r["person"] for r in finds(after_night, "damp.vulnerable")}
    with sqlite3.connect(after_night / "ginnel.sqlite3") as store:
        for table in ("store_offerrow", "store_proposalrow", "store_caserow"):
            assert doreen not in repr(store.execute(f"select * from {table}").fetchall())
    home = next(r["home"] for r in finds(after_night, "damp.damp_home") if r)
    assert home


def test_her_landlords_case_opens_all_the_same(after_night: Path) -> None:
    doreen = person_of(after_night, "gp_patients", story("doreen"))
    with sqlite3.connect(after_night / "ginnel.sqlite3") as store:
        home = store.execute("select home_id from store_person where id = ?", (doreen,)).fetchone()[0]
        found = store.execute("select count(*) from store_caserow where home = ? and use = 'damp.damp_home'", (home,))
        assert found.fetchone()[0] == 1


def test_a_health_condition_changes_nothing_in_the_landlords_case(
    tools, fresh: Path, after_night: Path, tmp_path: Path
) -> None:
    """The case of step (a) is the same in content, order and time whether or not somebody there is ill."""
    without = tools.copied(fresh, tmp_path / "without")
    path = without / "data" / "gp_conditions" / "gp_conditions.csv"
    write(path, [r for r in rows(path) if r["code"] not in CODES])
    tools.ginnel("nightly", without, "--now", tools.now)
    everybody = tools.copied(fresh, tmp_path / "everybody")
    path = everybody / "data" / "gp_conditions" / "gp_conditions.csv"
    write(path, [{**r, "code": "195967001"} for r in rows(path)])
    tools.ginnel("nightly", everybody, "--now", tools.now)
    assert finds(without, "damp.vulnerable") == []
    assert len(finds(everybody, "damp.vulnerable")) > len(finds(after_night, "damp.vulnerable"))

    def cases(region: Path) -> list:
        with sqlite3.connect(region / "ginnel.sqlite3") as store:
            return store.execute(
                "select rowid, * from store_caserow where opening_kind = 'own-case' order by rowid"
            ).fetchall()

    assert cases(without) == cases(after_night) == cases(everybody)
    assert len(cases(without)) > 3


def test_an_objection_that_links_at_0_4_binds(tools, fresh: Path, tmp_path: Path) -> None:
    """An objection on a record that only may be hers keeps her out: the pair is planted at 0.4 between the two steps."""
    region = tools.copied(fresh, tmp_path / "region")
    code = """
import os, json
import pyarrow as pa, pyarrow.parquet as pq
from ginnel.app.night import run_night
from ginnel.app.entropy import entropy_for
from ginnel.flow.one import person_of
from ginnel.region import load_region
from ginnel.store.models import ChoiceRow
def found(run):
    return {r["person"] for r in pq.read_table(folder / "lake" / "runs" / run / "found" / "damp.vulnerable.parquet").to_pylist()}
quiet = lambda s, w: None
first = run_night(folder, now=now, entropy=entropy_for(folder), progress=quiet)
target = sorted(found(first.run))[0]
links = pq.read_table(folder / "lake" / "runs" / first.run / "identity" / "links.parquet").to_pylist()
hers = next(r for r in links if r["person"] == target and r["dataset"] == "gp_patients")
other = next(r for r in links if r["dataset"] == "council_tax" and r["person"] != target and r["probability"] == 1.0)
ChoiceRow.objects.create(key="planted", dataset="council_tax", record=other["record"], kind="objection", purpose="all",
                         since=date(2026, 1, 1), made_by="test", made_at=now)
def plant(step, what):
    if (step, what) == ("measure", "begins"):
        path = folder / "lake" / "runs" / RUN / "identity" / "pairs.parquet"
        table = pq.read_table(path)
        row = {c: None for c in table.column_names}
        row.update(dataset_l="council_tax", record_l=other["record"], dataset_r="gp_patients", record_r=hers["record"],
                   probability=LEVEL)
        if "evidence" in row:
            row["evidence"] = "[]"
        pq.write_table(pa.concat_tables([table, pa.Table.from_pylist([row], schema=table.schema)]), path)
from datetime import timedelta
answer = {}
for number, LEVEL in enumerate((0.2, 0.4), start=1):
    later = now + timedelta(days=number)
    RUN = later.strftime("%Y%m%dT%H%M%S")
    night = run_night(folder, now=later, entropy=entropy_for(folder), progress=plant)
    answer[str(LEVEL)] = target in found(night.run)
"""
    found = tools.in_region(region, code)
    assert found == {"0.2": True, "0.4": False}


def test_a_protected_person_is_found_by_no_list(tools, after_night: Path) -> None:
    leanne = person_of(after_night, "gp_patients", story("leanne"))
    with sqlite3.connect(after_night / "ginnel.sqlite3") as store:
        protected, home = store.execute(
            "select protected, home_id from store_person where id = ?", (leanne,)
        ).fetchone()
        assert protected == 1
        restricted = store.execute(
            "select count(*) from store_caserow where home = ? and restricted = 0", (home,)
        ).fetchone()[0]
        assert restricted == 0
    shown = tools.ginnel("cases", "list", after_night, "--now", tools.now, "--json").stdout
    hidden = [r for r in json.loads(shown)["cases"] if r["id"] in _restricted(after_night)]
    assert hidden == []


def _restricted(region: Path) -> set[str]:
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        return {r[0] for r in store.execute("select id from store_caserow where restricted = 1")}


def test_the_address_she_fled_from_does_not_lead_to_her(after_night: Path) -> None:
    leanne, craig = (person_of(after_night, "gp_patients", story(k)) for k in ("leanne", "craig"))
    with sqlite3.connect(after_night / "ginnel.sqlite3") as store:
        homes = dict(
            store.execute("select id, home_id from store_person where id in (?, ?)", (leanne, craig)).fetchall()
        )
    assert homes[craig] is not None
    assert homes[leanne] != homes[craig]
    last = json.loads((after_night / "lake" / "runs" / "last.json").read_text())["id"]
    links = pq.read_table(after_night / "lake" / "runs" / last / "identity" / "links.parquet").to_pylist()
    assert not [r for r in links if r["person"] == leanne and r["home"] == homes[craig]]


def test_nothing_personal_in_what_commands_print(tools, fresh: Path, tmp_path: Path) -> None:
    region = tools.copied(fresh, tmp_path / "region")
    done = tools.ginnel("nightly", region, "--now", tools.now)
    listed = tools.ginnel("cases", "list", region, "--now", tools.now)
    text = done.stdout + done.stderr + listed.stdout + listed.stderr
    for row in rows(region / "data" / "gp_patients" / "gp_patients.csv"):
        for column in ("nhs_number", "address", "phone"):
            assert not row[column] or row[column] not in text


def test_reject_files_hold_place_and_reason_and_no_value(after_night: Path) -> None:
    files = sorted((after_night / "lake").glob("*/rejects/*.csv"))
    assert files
    for file in files:
        found = rows(file)
        assert list(found[0]) == ["file", "line", "column", "reason"]
        assert all(r["line"].isdigit() for r in found)
        delivered = after_night / "data" / file.parent.parent.name / f"{file.parent.parent.name}.csv"
        if not delivered.exists():
            continue  # sensor readings come as Parquet and hold no person
        values = [
            v for row in rows(delivered) for k, v in row.items() if k in ("nhs_number", "family_name", "address") and v
        ]
        text = file.read_text()
        assert not [v for v in values if v in text]


@pytest.mark.parametrize("use", ["damp.damp_home", "damp.damp_home_lent"])
def test_an_own_case_tells_nothing_of_any_person(after_night: Path, use: str) -> None:
    with sqlite3.connect(after_night / "ginnel.sqlite3") as store:
        found = store.execute("select words, person from store_caserow where use = ?", (use,)).fetchall()
    assert found
    for words, person in found:
        assert person == ""
        assert set(json.loads(words)) <= {"home", "room", "since", "level"}
