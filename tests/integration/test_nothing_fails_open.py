"""When files are bad, a no and a secret address stay what they were: nothing fails open."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

NEXT_DAY = "2026-11-26T06:00:00+00:00"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write(path: Path, found: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, found[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def night(tools, region: Path, now: str) -> dict:
    done = tools.ginnel("nightly", region, "--now", now, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def count(region: Path, sql: str) -> int:
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        return int(store.execute(sql).fetchone()[0])


def test_one_unreadable_choice_stops_every_use_of_people_and_no_duty(tools, fresh: Path, tmp_path: Path) -> None:
    region = tools.copied(fresh, tmp_path / "region")
    path = region / "data" / "choices" / "choices.csv"
    write(path, [{**r, "since": "28.07.2026"} if i == 0 else r for i, r in enumerate(rows(path))])
    found = night(tools, region, tools.now)
    assert found["unsafe"]
    assert found["looked"]["damp.vulnerable"] is None
    assert found["looked"]["arrears.sustained_arrears"] is None
    assert found["outcomes"]["damp.damp_home"]["own-case"] > 0, "a legal duty does not wait for a file"
    assert count(region, "select count(*) from store_offerrow") == 0


def test_choices_that_are_gone_leave_those_on_record_in_force(tools, after_night: Path, tmp_path: Path) -> None:
    region = tools.copied(after_night, tmp_path / "region")
    before = count(region, "select count(*) from store_offerrow")
    for path in (region / "data" / "choices").iterdir():
        path.unlink()
    found = night(tools, region, NEXT_DAY)
    assert found["unsafe"]
    assert count(region, "select count(*) from store_offerrow") == before


def test_a_choice_about_something_that_holds_no_people_is_loud(tools, fresh: Path, tmp_path: Path) -> None:
    region = tools.copied(fresh, tmp_path / "region")
    path = region / "data" / "choices" / "choices.csv"
    write(path, [{**r, "dataset": "gp_patiants"} if i == 0 else r for i, r in enumerate(rows(path))])
    assert "gp_patiants" in str(night(tools, region, tools.now)["unsafe"])


def test_a_bad_care_file_uncovers_nobody(tools, after_night: Path, tmp_path: Path) -> None:
    region = tools.copied(after_night, tmp_path / "region")
    before = count(region, "select count(*) from store_person where protected")
    assert before > 0
    (region / "data" / "social_care" / "social_care.csv").write_text('"broken\n')
    night(tools, region, NEXT_DAY)
    assert count(region, "select count(*) from store_person where protected") == before


def test_her_own_row_refused_keeps_her_protected_and_her_home_unknown(tools, after_night: Path, tmp_path: Path) -> None:
    region = tools.copied(after_night, tmp_path / "region")
    path = region / "data" / "social_care" / "social_care.csv"
    care = rows(path)
    kept = [r for r in care if r["given_name"] != "Leanne"]
    assert len(kept) == len(care) - 1
    write(path, kept)
    her = "select id from store_person where lower(family_name) = 'dunmore' and lower(given_name) = 'leanne' and protected"
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        (person,) = store.execute(her).fetchone()
    night(tools, region, NEXT_DAY)
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        found = store.execute("select protected, home_id from store_person where id = ?", (person,)).fetchall()
    assert found == [(1, None)]


def test_without_the_file_that_protects_nobody_is_linked(tools, fresh: Path, tmp_path: Path) -> None:
    region = tools.copied(fresh, tmp_path / "region")
    for path in (region / "data" / "social_care").iterdir():
        path.unlink()
    found = night(tools, region, tools.now)
    assert found["identity"]["linked"] is False
    assert "social_care" in found["identity"]["why"]


def test_a_no_outlives_the_record_it_was_made_on(tools, after_night: Path, tmp_path: Path) -> None:
    region = tools.copied(after_night, tmp_path / "region")
    tools.in_region(
        region,
        """
from ginnel.store.models import ChoiceRow, OfferRow
from ginnel.flow.run import last_run
import pyarrow.parquet as pq
links = pq.read_table(folder / "lake" / "runs" / last_run(folder) / "identity" / "links.parquet").to_pylist()
asked = OfferRow.objects.filter(use="arrears.sustained_arrears").order_by("id").first()
gp = next(r["record"] for r in links if r["person"] == asked.about and r["dataset"] == "gp_patients")
ChoiceRow.objects.create(key="t", dataset="gp_patients", record=gp, person=asked.about, kind="objection", purpose="all",
                         since=date(2026, 11, 1), made_by="test", made_at=now)
answer = True
""",
    )
    before = night(tools, region, NEXT_DAY)["looked"]["arrears.sustained_arrears"]["rows"]
    path = region / "data" / "gp_patients" / "gp_patients.csv"
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        record = store.execute("select record from store_choicerow where key = 't'").fetchone()[0]
    write(path, [r for r in rows(path) if r["patient_id"] != record])
    after = night(tools, region, "2026-11-27T06:00:00+00:00")["looked"]["arrears.sustained_arrears"]["rows"]
    assert after == before


def test_a_lost_region_key_is_not_made_anew(tools, after_night: Path, tmp_path: Path) -> None:
    region = tools.copied(after_night, tmp_path / "region")
    (region / "ledger" / "secrets" / "region.key").unlink()
    done = tools.ginnel("nightly", region, "--now", NEXT_DAY)
    assert done.returncode == 2
    assert "restore it from a backup" in done.stderr


def test_a_live_region_takes_no_pretended_time(tools, after_night: Path, tmp_path: Path) -> None:
    region = tools.copied(after_night, tmp_path / "region")
    path = region / "region.toml"
    path.write_text(path.read_text().replace('mode = "demo"', 'mode = "live"'))
    done = tools.ginnel("cases", "release", region, "x", "--as", "x", "--reason", "x", "--now", "2026-11-01")
    assert done.returncode == 2
    assert "this one is live" in done.stderr


def test_nothing_follows_a_merge_but_her_no_does(tools, after_night: Path, tmp_path: Path) -> None:
    """When two ids become one, a proposal about the old one is held back by the new one's no."""
    region = tools.copied(after_night, tmp_path / "region")
    found = tools.in_region(
        region,
        """
import pyarrow as pa, pyarrow.parquet as pq
from ginnel.app.demo import play
from ginnel.flow.run import last_run
from ginnel.store.models import OverrideRow, ProposalRow, RightsProxy, RightsRequest
from ginnel.store.people import replace_people
play(folder, now)
row = ProposalRow.objects.filter(state="waiting").order_by("key").first()
identity = folder / "lake" / "runs" / last_run(folder) / "identity"
schema = pq.read_schema(identity / "aliases.parquet")
pq.write_table(pa.table({"person": [row.person], "superseded_by": ["p-new"]}, schema=schema), identity / "aliases.parquet")
day = now.date()
OverrideRow.objects.create(key="ov", person=row.person, purpose="p", recipient="r", organisation="o", ground="life", reasons="r",
                           asked_by="a", state="asked", asked_at=now, since=day, until=day)
RightsRequest.objects.create(id="rq", ask="k", person=row.person, kind="access", controller="o", nation="England", received_at=now)
RightsProxy.objects.create(person=row.person, username="u", kinds=[], since=day, until=day)
from ginnel.store.models import User
User.objects.create(username="w", password="!", role="officer", declared=["p-other", row.person])
replace_people(identity)
row.refresh_from_db()
answer = [row.person, User.objects.get(username="w").declared[1], *(m.objects.get(person="p-new").person for m in (OverrideRow, RightsRequest, RightsProxy))]
""",
    )
    assert found == ["p-new"] * 5, "what is hers under the new id too: a worker's bar, a decision, a request, a helper"
