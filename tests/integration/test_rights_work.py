"""Rights over a region of a thousand people: records found for an answer, and a person erased from every store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

BODIES = ("northshire-homes", "northshire-icb", "northshire-council", "northshire-partnership")
NAMED: dict[str, str] = {
    "store_rightsrequest": "that she asked, and what was answered",
    "store_choicerow": "her noes outlive her record",
}
"""Tables that keep her id after a deletion, each with why; her page says so."""

ASK = """
from ginnel.app.services.rights import ask, clock, desk, who
from ginnel.governance.rights import Event
from ginnel.store.models import (
    AskRow, CompetenceReview, Holding, MandateRow, OverrideRow, Person, ReceivedRow, RefusedAskRow, RightsRequest, User)
from django.db.models import Count
"""
PICK = """
parents = Person.objects.exclude(responsible="").values("responsible")
person = (Person.objects.filter(protected=False, holdings__dataset="tenancies", id__in=parents)
          .filter(holdings__dataset="gp_patients").order_by("id").first())
user = User.objects.create(username="asks", role="citizen", person_id=person.id, display_name="Somebody")
"""


def everything(tools: Any, region: Path) -> dict[str, str]:
    """Every data file and table as text, by name; what bodies deliver and the truth of the generator are not stores of ours."""
    found = {}
    for path in sorted((region / "lake").rglob("*")):
        if path.suffix == ".parquet":
            found[str(path.relative_to(region))] = repr(pq.read_table(path).to_pylist())
        elif path.is_file():
            found[str(path.relative_to(region))] = path.read_text(errors="replace")
    found["ledger"] = tools.ledger_text(region)
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        for (table,) in store.execute("select name from sqlite_master where type = 'table'").fetchall():
            found[table] = repr(store.execute(f"select * from {table}").fetchall())
    return found


def holders(tools: Any, region: Path, words: set[str]) -> set[str]:
    return {name for name, text in everything(tools, region).items() if any(w in text for w in words)}


@pytest.fixture(scope="module")
def erased(after_night: Path, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Somebody with records of landlord and care board asked all to delete all, and all said yes; then it was done."""
    region = tools.copied(after_night, tmp_path_factory.mktemp("erase") / "region")
    # A second run is kept, so that every kept version and run is reached and not only the last.
    assert tools.ginnel("nightly", region, "--now", "2026-11-26T06:00:00+00:00").returncode == 0
    made = tools.in_region(
        region,
        ASK
        + PICK
        + f"""
me = who.may_ask_for(user, now)[0]
ask.ask(user, me, ask.Form("erasure", "all of it", {BODIES!r}), now)
ask.block(user, person, "objection", now)
shared = dict(person=person.id, opening={{"person": person.id}})
AskRow.objects.create(key="a-1", service="repairs", organisation="northshire-homes", case="c-1", asked_by=person.id, asked_at=now, **shared)
ReceivedRow.objects.create(key="r-1", organisation="northshire-council", case="c-2", sender="a school", channel="letter",
                           received_on=now.date(), recorded_by="w", recorded_at=now, **shared)
MandateRow.objects.create(key="m-1", proxy="somebody", person=person.id, since=now.date(), until=now.date(), evidence="her-yes",
                          reference="", recorded_by="w", recorded_at=now)
OverrideRow.objects.create(key="ov-1", person=person.id, purpose="money-advice", recipient="northshire-money",
    organisation="northshire-homes", ground="life", reasons="r", asked_by="a", approver="b", state="approved",
    asked_at=now, since=now.date(), until=now.date())
CompetenceReview.objects.create(key="cr-1", person=person.id, competent=True, by="a nurse", post="p", organisation="o",
    since=now.date(), until=now.date(), why="w", body="northshire-council", recorded_by="w", recorded_at=now)
RefusedAskRow.objects.create(person="somebody", mandate="m-2", asked_by=person.id, service="repairs", at=now)
for row in RightsRequest.objects.all():
    worker = User.objects.create(username="w-" + row.controller, role="governance", organisation=row.controller)
    desk.step(worker, row.id, "answered", "Yes.", row.version, now, {{"scope": "all"}})
answer = {{"person": person.id, "names": [person.given_name, person.family_name],
          "children": list(Person.objects.filter(responsible=person.id).values_list("id", flat=True)), "steps": RightsRequest.objects.first().erasures.count()}}
""",
    )
    last = json.loads((region / "lake" / "runs" / "last.json").read_text())["id"]
    links = pq.read_table(region / "lake" / "runs" / last / "identity" / "links.parquet").to_pylist()
    records = {r["record"] for r in links if r["person"] == made["person"]}
    children = {r["record"] for r in links if r["person"] in made["children"] and r["dataset"] == "gp_patients"}
    before = holders(tools, region, records | {made["person"]})
    done = tools.ginnel("rights", "erase", region, "--now", "2026-11-27T08:00:00+00:00", "--json")
    assert done.returncode == 0, done.stderr
    return {
        **made,
        "records": records,
        "child_records": children,
        "before": before,
        "region": region,
        "done": json.loads(done.stdout),
    }


def test_before_she_was_in_many_stores(erased: dict[str, Any]) -> None:
    """Otherwise the next test would prove nothing: records, two runs, the index of people."""
    assert any("tenancies" in name for name in erased["before"])
    assert sum("links.parquet" in name for name in erased["before"]) == 2
    assert {
        "store_person",
        "store_holding",
        "store_competencereview",
        "store_askrow",
        "store_receivedrow",
        "store_mandaterow",
        "store_overriderow",
    } <= erased["before"]


def test_after_the_schedule_ran_she_is_in_no_store_but_those_named(erased: dict[str, Any], tools: Any) -> None:
    """Neither her id nor the name of one of her records, in any kept version of anything."""
    assert holders(tools, erased["region"], erased["records"] | {erased["person"]}) == set(NAMED) | {"store_user"}
    with sqlite3.connect(erased["region"] / "ginnel.sqlite3") as store:
        assert store.execute("select is_active, display_name from store_user where username = 'asks'").fetchall() == [
            (0, "")
        ]


def test_her_childs_own_record_stays_and_names_nobody_to_decide(erased: dict[str, Any]) -> None:
    """A record that points to her is not hers: the child keeps it, without the pointer."""
    assert erased["child_records"]
    (part,) = (erased["region"] / "lake" / "gp_patients").glob("*/part.parquet")
    rows = {r["record"]: r for r in pq.read_table(part).to_pylist()}
    assert {rows[c]["responsible_adult"] for c in erased["child_records"]} == {None}


def test_every_store_has_a_last_day_and_what_people_must_do_is_left_open(erased: dict[str, Any]) -> None:
    assert erased["steps"] == 7
    for line in erased["done"]:
        assert {s for s, done in line["done"].items() if not done} == {"deliveries", "ledger", "backups"}


def test_the_same_again_finds_nothing_more(erased: dict[str, Any], tools: Any) -> None:
    done = tools.ginnel("rights", "erase", erased["region"], "--now", "2026-11-27T09:00:00+00:00", "--json")
    assert {line["rows"] for line in json.loads(done.stdout)} == {0}


def test_the_next_delivery_does_not_bring_her_back(erased: dict[str, Any], tools: Any, tmp_path: Path) -> None:
    """The bodies deliver the same files once more, with a line more each: her records stay out, the rest comes."""
    region = tools.copied(erased["region"], tmp_path / "again")
    path = region / "data" / "tenancies"
    (file,) = path.glob("*.csv")
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines[:1], *reversed(lines[1:])]) + "\n", encoding="utf-8")
    assert tools.ginnel("nightly", region, "--now", "2026-11-28T06:00:00+00:00").returncode == 0
    assert len(list((region / "lake" / "tenancies").glob("*/part.parquet"))) == 2
    assert holders(tools, region, erased["records"]) - set(NAMED) == set()


def test_a_planted_erasure_that_forgets_old_runs_is_seen(erased: dict[str, Any], tools: Any, tmp_path: Path) -> None:
    """Her link put back into one old run: the search that the tests above rest on finds it."""
    region = tools.copied(erased["region"], tmp_path / "planted")
    path = sorted((region / "lake" / "runs").glob("*/identity/links.parquet"))[0]
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[0]["person"] = erased["person"]
    import pyarrow as pa

    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    assert str(path.relative_to(region)) in holders(tools, region, {erased["person"]})


def test_the_ledger_still_verifies(erased: dict[str, Any], tools: Any) -> None:
    assert tools.ginnel("ledger", "verify", erased["region"]).returncode == 0


def test_records_are_found_for_an_answer_each_bodys_own_only(after_night: Path, tools: Any, tmp_path: Path) -> None:
    """The landlord's request holds the landlord's rows, the care board's its own with her conditions; nobody else's."""
    region = tools.copied(after_night, tmp_path / "find")
    tools.in_region(
        region,
        ASK
        + PICK.replace('.order_by("id")', '.filter(holdings__dataset="gp_patients").order_by("id")')
        + """
me = who.may_ask_for(user, now)[0]
ask.ask(user, me, ask.Form("access", "", ("northshire-homes", "northshire-icb")), now)
for row in RightsRequest.objects.all():
    worker = User.objects.create(username="w-" + row.controller, role="governance", organisation=row.controller)
    desk.step(worker, row.id, "search-asked", "", row.version, now)
answer = person.id
""",
    )
    found = json.loads(tools.ginnel("rights", "find", region, "--now", tools.now, "--json").stdout)
    assert {line["body"] for line in found} == {"northshire-homes", "northshire-icb"}
    items = tools.in_region(
        region,
        "from ginnel.store.models import RightsItem\n"
        "answer = [(i.request.controller, i.dataset, [f['name'] for f in i.content]) for i in RightsItem.objects.filter(source='record')]",
    )
    datasets = {body: {d for b, d, _ in items if b == body} for body, _, _ in items}
    assert "tenancies" in datasets["northshire-homes"]
    assert datasets["northshire-homes"] <= {"tenancies", "rent_accounts"}
    assert "gp_patients" in datasets["northshire-icb"]
    assert datasets["northshire-icb"] <= {"gp_patients", "gp_conditions"}
    assert all(len(names) > 2 for _, _, names in items)
    left = {d for line in found for d in line["not_searched"]}
    assert "landlord_readings" in left


def test_without_the_agreement_to_keep_them_no_record_is_found(after_night: Path, tools: Any, tmp_path: Path) -> None:
    """The permit rests on the agreement by which the body's records are here: taken away, the body searches itself."""
    region = tools.copied(after_night, tmp_path / "none")
    (region / "agreements" / "processing-homes.toml").unlink()
    answer = tools.in_region(
        region,
        "from ginnel.flow.answering import records_of\nfrom ginnel.region import load_region\n"
        "from ginnel.store.models import Holding\n"
        "p = Holding.objects.filter(dataset='tenancies').order_by('person_id').first().person_id\n"
        "found = records_of(load_region(folder), 'northshire-homes', p, now.date())\n"
        "answer = [found.permit is None, len(found.records)]",
    )
    assert answer == [True, 0]


def test_what_is_due_is_said_without_a_person_and_overdue_is_a_no(
    after_night: Path, tools: Any, tmp_path: Path, make_request: Callable[[Path], str]
) -> None:
    region = tools.copied(after_night, tmp_path / "due")
    person = make_request(region)
    early = tools.ginnel("rights", "due", region, "--now", "2026-12-01T06:00:00+00:00", "--json")
    late = tools.ginnel("rights", "due", region, "--now", "2027-02-01T06:00:00+00:00")
    assert (early.returncode, late.returncode) == (0, 1)
    (line,) = json.loads(early.stdout)
    assert (line["due"], line["target"], line["clock"]) == ("2026-12-29", "2026-12-24", "running")
    assert person not in early.stdout + late.stdout


def test_a_breach_is_entered_from_the_command(after_night: Path, tools: Any, tmp_path: Path) -> None:
    region = tools.copied(after_night, tmp_path / "breach")
    words = (
        "--body",
        "northshire-homes",
        "--aware",
        "2026-11-25T05:00",
        "--what",
        "A list was sent to a wrong address.",
    )
    done = tools.ginnel("rights", "breach", region, *words, "--now", tools.now, "--json")
    assert json.loads(done.stdout)["report_by"] == "2026-11-28T05:00:00+00:00"
    assert tools.ginnel("rights", "breach", region, "--body", "nobody", *words[2:], "--now", tools.now).returncode == 2


@pytest.fixture
def make_request(tools: Any) -> Callable[[Path], str]:
    def make(region: Path) -> str:
        code = (
            ASK
            + PICK
            + "User.objects.create(username='w', role='governance', organisation='northshire-homes')\nask.ask(user, who.may_ask_for(user, now)[0], ask.Form('access', '', ('northshire-homes',)), now)\nanswer = person.id\n"
        )
        return str(tools.in_region(region, code))

    return make
