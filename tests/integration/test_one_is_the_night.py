"""What the night decides about a region, the desk decides about each of its people: decision, reasons, words, keys."""

from __future__ import annotations

from pathlib import Path

import pytest

CODE = """
from ginnel.store.desk import DjangoDesk
from ginnel.app.ledger import open_log
from ginnel.region import load_region
from ginnel.flow import nightly as night
from ginnel.flow.one import one, _last
from ginnel.flow.nightly import known_people
from ginnel.flow.plan import make_plan
from ginnel.flow.run import Run, region_secret
from ginnel.engines import connect
from ginnel.flow.settle import as_words
region = load_region(folder)
desk = DjangoDesk(open_log(folder))
plan = make_plan(region, now.date())
last = _last(region)
run = Run(last.name, now, last, b"", region_secret(folder), lambda s, w: None)
decided, *rest = night._decide(region, plan, run, desk, connect())
people, _ = known_people(last / "identity")
def plain(d):
    return [d.key, d.candidate.use, d.outcome, d.recipient, [*d.asks, d.body, d.role], d.agreement, sorted(r.code for r in d.reasons),
            d.restricted, sorted(as_words(d.candidate.told).items()), str(d.candidate.aware_on)]
by_person = {}
for person in sorted(people):
    if PICK(person, people, decided):
        by_person[person] = [plain(d) for d in one(region, desk, person, now=now)]
answer = {"night": [plain(d) for d in decided],
          "homes": {d.key: d.candidate.home for d in decided}, "persons": {d.key: d.candidate.person for d in decided},
          "lives": {p: people[p].home for p in people}, "one": by_person}
"""


def picked(code: str, rule: str) -> str:
    return f"PICK = {rule}\n" + code


def test_everybody_with_a_decision_and_a_sample_of_the_rest(tools, after_night: Path) -> None:
    rule = (
        "lambda p, people, decided: p in {d.candidate.person for d in decided} "
        "or people[p].home in {d.candidate.home for d in decided} or int(p[-2:], 16) < 4"
    )
    found = tools.in_region(after_night, picked(CODE, rule))
    night = {row[0]: row for row in found["night"]}
    assert len({row[2] for row in found["night"]}) >= 3, "the region shows several outcomes"
    seen = set()
    for person, decisions in found["one"].items():
        expected = sorted(
            row
            for key, row in night.items()
            if found["persons"][key] == person
            or (found["persons"][key] is None and found["homes"][key] == found["lives"][person] is not None)
        )
        assert sorted(decisions) == expected, person
        seen |= {d[0] for d in decisions}
    unlived = {k for k, home in found["homes"].items() if home not in set(found["lives"].values())}
    assert seen == set(night) - unlived


def test_after_a_new_objection_both_say_no(tools, after_night: Path, tmp_path: Path) -> None:
    region = tools.copied(after_night, tmp_path / "region")
    object_first = """
from ginnel.store.models import ChoiceRow, OfferRow
asked = OfferRow.objects.filter(use="damp.vulnerable").order_by("id").first()
ChoiceRow.objects.create(key="test", dataset="person", record=asked.about, kind="objection", purpose="damp-and-mould",
                         since=date(2026, 11, 1), person=asked.about, made_by="test", made_at=now)
WHO = asked.about
"""
    found = tools.in_region(region, object_first + picked(CODE, "lambda p, people, decided: p == WHO"))
    ((person, decisions),) = found["one"].items()
    assert not any(d[1] == "damp.vulnerable" for d in decisions), "she is not even an input"
    night = [row for row in found["night"] if found["persons"][row[0]] == person and row[1] == "damp.vulnerable"]
    assert all(row[2] == "refused" and row[6] == ["choice"] for row in night), (
        "found before, refused on the fresh snapshot"
    )


CHILD = """
import pyarrow as pa, pyarrow.parquet as pq
from datetime import timedelta
from ginnel.store.models import CompetenceReview, OfferRow
from ginnel.region import load_region
from ginnel.flow.one import _last
last = _last(load_region(folder)) / "identity"
kids = {r["child"] for r in pq.read_table(last / "children.parquet").to_pylist()}
KID = next(o.about for o in OfferRow.objects.filter(use="damp.vulnerable").order_by("id") if o.about in kids)
OfferRow.objects.filter(about=KID).delete()
def fourteen(name, key):
    table = pq.read_table(last / f"{name}.parquet")
    rows = [{**r, "born": date(2012, 6, 1)} if r[key] == KID else r for r in table.to_pylist()]
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), last / f"{name}.parquet")
fourteen("children", "child")
fourteen("people", "person")
def add(name, **row):
    table = pq.read_table(last / f"{name}.parquet")
    pq.write_table(pa.concat_tables([table, pa.Table.from_pylist([row], schema=table.schema)]), last / f"{name}.parquet")
"""
MADE = """
from ginnel.flow.settle import Touched, _messages, _offers
mine = next(d for d in decided if d.candidate.person == KID and d.outcome == "ask")
look = next(k for k in plan.looks if k.use.id == mine.candidate.use)
asked = list(_offers(region, look, mine, rest[0], run, Touched({}, {})))
answer["asked"] = [[a.offer.asked_person, a.offer.asked_body, a.offer.id] for a in asked]
answer["letters"] = sorted(m.to for m in _messages([a.offer for a in asked], rest[0], {}, now.date()))
"""
KINDS = {
    "herself": """CompetenceReview.objects.create(key="r", person=KID, competent=True, by="Dr Shaw", post="GP", organisation="x",
        since=date(2026, 11, 1), until=date(2027, 6, 1), why="x", body="b", recorded_by="o", recorded_at=now)""",
    "body": """add("orders", child=KID, kind="care", body="northshire-council", role="Team manager", evidence="court-order",
        since=date(2026, 1, 1), until=None)""",
    "two": """people = pq.read_table(last / "people.parquet")
rows = people.to_pylist()
home = next(p["home"] for p in rows if p["person"] == KID)
held = {r["holder"] for r in pq.read_table(last / "papers.parquet").to_pylist() if r["child"] == KID}
moves = next(p for p in rows if p["person"] not in held | {KID} and not p["protected"] and p["born"] and p["born"] < date(2000, 1, 1))
moves["home"], other = home, moves["person"]
pq.write_table(pa.Table.from_pylist(rows, schema=people.schema), last / "people.parquet")
add("papers", child=KID, holder=other, kind="second-parent", evidence="birth-certificate", since=date(2020, 1, 1), until=None)""",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_child_who_decides_herself_under_an_order_or_with_two_holders_is_the_same_for_both(
    tools, after_night: Path, tmp_path: Path, kind: str
) -> None:
    region = tools.copied(after_night, tmp_path / "region")
    code = CHILD + KINDS[kind] + "\n" + picked(CODE, "lambda p, people, decided: p == KID") + MADE
    found = tools.in_region(region, code)
    ((child, desk),) = found["one"].items()
    night = [r for r in found["night"] if found["persons"][r[0]] == child]
    assert [r for r in desk if r[1] == "damp.vulnerable"] == night
    ((_, _, outcome, _, (*asks, body, role), *_),) = night
    assert outcome == "ask"
    assert [o[:2] for o in found["asked"]] == ([[who, ""] for who in asks] or [["", "northshire-council"]])
    assert len({o[2] for o in found["asked"]}) == len(found["asked"]), "each has a question of her own"
    # A letter to a child's home would say that she is asked; a body's inbox is its own.
    assert found["letters"] == {"herself": [], "body": ["northshire-council"], "two": sorted(asks)}[kind]
    if kind == "herself":
        assert (asks, body) == ([child], "")
    elif kind == "body":
        assert (asks, body, role) == ([], "northshire-council", "Team manager")
    else:
        assert len(asks) == 2
        assert child not in asks
