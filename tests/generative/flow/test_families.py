"""Who decides for a child, from the files of a run: the night's set form and the desk's reference say the same of anybody."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ginnel.flow import families
from ginnel.flow.decide import Facts, Person, whom_to_ask
from ginnel.governance.children import GIVES_BODY, Review

DAY = date(2026, 11, 25)
KIDS, ADULTS = ("kid-1", "kid-2", "old-1"), ("ann", "bob")
near = st.one_of(st.none(), st.integers(-3, 2).map(lambda n: DAY + timedelta(days=n)))
since = st.integers(-3, 1).map(lambda n: DAY + timedelta(days=n))
children = st.tuples(st.sampled_from([5, 11, 12, 13, 15]), st.sampled_from(["England", "Scotland", ""]))
papers = st.fixed_dictionaries({
    "child": st.sampled_from(KIDS[:2]), "holder": st.sampled_from(ADULTS),
    "kind": st.sampled_from(["mother", "father-married", "special-guardian", "adopter", "step-parent"]),
    "evidence": st.sampled_from(["birth-certificate", "birth-certificate", "court-order", ""]), "since": near, "until": near,
})  # fmt: skip
orders = st.fixed_dictionaries({
    "child": st.sampled_from(KIDS[:2]), "kind": st.sampled_from([*GIVES_BODY, "section-20"]),
    "body": st.sampled_from(["council", "council", "county"]), "role": st.sampled_from(["team manager", "team manager", ""]),
    "evidence": st.just("court-order"), "since": near, "until": near,
})  # fmt: skip
reviews = st.builds(Review, st.sampled_from(KIDS), st.booleans(), st.sampled_from(["Dr Shaw", " "]), since, near)
worlds = st.tuples(
    st.lists(children, min_size=2, max_size=2), st.lists(papers, max_size=4), st.lists(orders, max_size=2),
    st.lists(reviews, max_size=3), st.sampled_from([10, 13, 15]),
)  # fmt: skip
TEXT, DATE = pa.string(), pa.date32()
SCHEMAS = {
    "children": {"child": TEXT, "born": DATE, "nation": TEXT},
    "papers": {"child": TEXT, "holder": TEXT, "kind": TEXT, "evidence": TEXT, "since": DATE, "until": DATE},
    "orders": {"child": TEXT, "kind": TEXT, "body": TEXT, "role": TEXT, "evidence": TEXT, "since": DATE, "until": DATE},
    "aliases": {"person": TEXT, "superseded_by": TEXT},
}


def write(folder: Path, world: Any) -> None:
    """The files of a run. In it the id old-1 became kid-1."""
    kids, held, ordered, _, _ = world
    rows = {
        "children": [
            {"child": k, "born": date(2026 - age, 11, 25), "nation": n} for k, (age, n) in zip(KIDS, kids, strict=False)
        ],
        "papers": held, "orders": ordered, "aliases": [{"person": "old-1", "superseded_by": "kid-1"}],
    }  # fmt: skip
    for name, schema in SCHEMAS.items():
        pq.write_table(
            pa.Table.from_pylist(rows[name], schema=pa.schema(list(schema.items()))), folder / f"{name}.parquet"
        )


def differ(folder: Path, world: Any) -> list[str]:
    """Children of whom night and desk say different things."""
    write(folder, world)
    judged, youngest = world[3], world[4]
    night = families.deciders(duckdb.connect(), folder, judged, day=DAY, youngest=youngest)
    desk = {
        k: v
        for kid in KIDS[:2]
        for k, v in families.decider_of(folder, kid, judged, day=DAY, youngest=youngest).items()
    }
    assert night.keys() == set(KIDS[:2])
    return [k for k in KIDS[:2] if night[k] != desk.get(k)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("identity")


@given(world=worlds)
@settings(max_examples=150, deadline=None)
def test_night_and_desk_agree_about_every_child(folder: Path, world: Any) -> None:
    assert differ(folder, world) == []


MOTHER = {"child": "kid-1", "holder": "ann", "kind": "mother", "evidence": "birth-certificate",
          "since": date(2013, 1, 1), "until": None}  # fmt: skip
CARE = {"child": "kid-1", "kind": "care", "body": "council", "role": "team manager", "evidence": "court-order",
        "since": date(2026, 1, 1), "until": None}  # fmt: skip
KID = [(13, "England"), (5, "England")]


@pytest.mark.parametrize(
    ("world", "planted"),
    [
        ((KID, [MOTHER], [], [Review("kid-1", True, "Dr Shaw", DAY)], 13), "reviews"),
        ((KID, [MOTHER], [], [Review("old-1", True, "Dr Shaw", DAY)], 13), "merged"),
        ((KID, [MOTHER], [CARE], [], 13), "orders"),
    ],
)
def test_a_night_that_forgets_reviews_merged_ids_or_orders_is_caught(
    folder: Path, world: Any, planted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_night_and_desk_agree_about_every_child.hypothesis.inner_test(folder, world)  # type: ignore[attr-defined]
    if planted == "reviews":
        true = families.make_reviews
        monkeypatch.setattr(families, "make_reviews", lambda connection, _: true(connection, ()))
    elif planted == "merged":
        true_moved, calls = families._moved, iter((False, True, True))
        monkeypatch.setattr(families, "_moved", lambda f, found: true_moved(f, found) if next(calls) else tuple(found))
    else:
        files = {**families.FILES, families.ORDERS: "nothing"}
        pq.write_table(
            pa.Table.from_pylist([], schema=pa.schema(list(SCHEMAS["orders"].items()))), folder / "nothing.parquet"
        )
        monkeypatch.setattr(families, "FILES", files)
    with pytest.raises(AssertionError):
        test_night_and_desk_agree_about_every_child.hypothesis.inner_test(folder, world)  # type: ignore[attr-defined]


def strangers(folder: Path, world: Any, ask: Any = whom_to_ask) -> list[str]:
    """Who is asked about a child and lives elsewhere, is no adult, or decides nothing for her."""
    write(folder, world)
    found = families.deciders(duckdb.connect(), folder, world[3], day=DAY, youngest=world[4])
    kids = {k: Person(k, date(2026 - age, 11, 25), "home-1") for k, (age, _) in zip(KIDS, world[0], strict=False)}
    people = {
        **kids,
        "ann": Person("ann", date(1990, 1, 1), "home-1"),
        "bob": Person("bob", date(1990, 1, 1), "home-2"),
    }
    facts = Facts(people, frozenset(), frozenset(), deciders=found)
    asked = {k: ask(p, facts, DAY) for k, p in kids.items()}
    bad = []
    for kid, asking in asked.items():
        decided = found[kid]
        for who in asking.people if asking else ():
            at_home = people[who].home == "home-1"
            if who not in decided.by or not at_home or (decided.who == "herself") != (who == kid):
                bad.append(who)
        if asking is not None and (decided.who == "body") != bool(asking.body):
            bad.append(asking.body)
    return bad


@given(world=worlds)
@settings(max_examples=150, deadline=None)
def test_only_who_decides_and_lives_with_her_is_asked_and_under_an_order_no_parent(folder: Path, world: Any) -> None:
    assert strangers(folder, world) == []


def test_a_rule_that_asks_every_holder_wherever_he_lives_is_caught(folder: Path) -> None:
    from ginnel.flow.decide import Asking

    father = {**MOTHER, "holder": "bob", "kind": "father-married"}
    world = (KID, [MOTHER, father], [], [], 13)

    def planted(person: Person, facts: Facts, _: date) -> Any:
        by = facts.deciders[person.id].by
        return Asking(by, frozenset(by)) if by else None

    assert strangers(folder, world) == []
    assert strangers(folder, world, planted) == ["bob"]
