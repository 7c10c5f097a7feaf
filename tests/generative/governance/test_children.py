"""Who decides for a child, over sets: the same as the reference on random families, and what guards her always holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from ginnel.governance import children as rule
from ginnel.governance.children import Answer, Child, Order, Responsible, Review, decides
from ginnel.governance.children_sets import decides_sql
from ginnel.vocabulary.calendar import full_years

DAY = date(2026, 11, 25)
KIDS, ADULTS = ("kid-1", "kid-2"), ("ann", "bob", "cat")
near = st.one_of(st.none(), st.integers(-3, 2).map(lambda n: DAY + timedelta(days=n)))
ages = st.sampled_from([0, 5, 11, 12, 13, 14, 15, 16, 17, 18, 40])
births = st.one_of(
    st.none(), st.builds(lambda a, d: date(2026 - a, 11, 25) + timedelta(days=d), ages, st.sampled_from([-1, 0, 1, 9]))
)
kids = st.tuples(births, st.sampled_from(["England", "Wales", "Scotland", "Northern Ireland"]))
evidence = st.sampled_from(["court-order"] * 3 + [*rule.EVIDENCE, "gp-note", ""])
relations = st.sampled_from([*rule.GIVES, "adopter", "special-guardian", "step-parent", ""])
responsible = st.builds(
    Responsible, st.sampled_from(KIDS), st.sampled_from([*ADULTS, "kid-1", ""]), relations, evidence, near, near,
)  # fmt: skip
reviews = st.builds(
    Review, st.sampled_from(KIDS), st.booleans(), st.sampled_from(["Dr Shaw", "Nurse Obi", " "]), near, near
)
orders = st.builds(
    Order, st.sampled_from(KIDS), st.sampled_from([*rule.GIVES_BODY, "emergency", "section-20"]),
    st.sampled_from(["council", "county", ""]), st.sampled_from(["team manager", "director", " "]), evidence, near, near,
)  # fmt: skip
answers = st.builds(
    Answer, st.sampled_from(KIDS), st.sampled_from([*ADULTS, *KIDS, "council"]), st.booleans(), st.integers(0, 2)
)
families = st.tuples(
    st.lists(kids, min_size=2, max_size=2), st.lists(responsible, max_size=5), st.lists(reviews, max_size=3),
    st.lists(orders, max_size=2), st.lists(answers, max_size=5), st.sampled_from([10, 13, 14, 16]),
)  # fmt: skip

TEXT, DATE, FLAG = pa.string(), pa.date32(), pa.bool_()
COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "children": {"child": TEXT, "born": DATE, "nation": TEXT},
    "responsible": {"child": TEXT, "holder": TEXT, "kind": TEXT, "evidence": TEXT, "since": DATE, "until": DATE},
    "reviews": {"child": TEXT, "competent": FLAG, "by": TEXT, "since": DATE, "until": DATE},
    "orders": {"child": TEXT, "kind": TEXT, "body": TEXT, "role": TEXT, "evidence": TEXT, "since": DATE, "until": DATE},
    "answers": {"child": TEXT, "who": TEXT, "yes": FLAG, "number": pa.int64()},
}


def by_sets(world: Any) -> dict[str, tuple[Any, ...]]:
    born, held, judged, ordered, said, age = world
    kids = [Child(k, *b) for k, b in zip(KIDS, born, strict=True)]
    connection = duckdb.connect()
    for name, rows in zip(COLUMNS, (kids, held, judged, ordered, said), strict=True):
        fields = {"children": ("id", "born", "nation")}.get(name, tuple(COLUMNS[name]))
        arrays = [
            pa.array([getattr(r, f) for r in rows], t) for f, t in zip(fields, COLUMNS[name].values(), strict=True)
        ]
        connection.register(name, pa.table(arrays, names=list(COLUMNS[name])))
    found = connection.execute(decides_sql(**{n: n for n in COLUMNS}, day=DAY, youngest=age)).fetchall()
    return {r[0]: (r[1], tuple(r[2]), *r[3:]) for r in found}


def one_by_one(world: Any, decide: Any = decides) -> dict[str, tuple[Any, ...]]:
    born, held, judged, ordered, said, age = world
    found = {
        k: decide(Child(k, *b), held, judged, ordered, said, day=DAY, youngest=age)
        for k, b in zip(KIDS, born, strict=True)
    }
    return {k: (d.who, d.by, d.outcome, d.contested, d.role) for k, d in found.items()}


@given(families)
@settings(max_examples=300, deadline=None)
def test_sets_say_what_the_reference_says(world: Any) -> None:
    assert by_sets(world) == one_by_one(world)


@given(families)
@settings(max_examples=400, deadline=None)
def test_what_has_no_evidence_or_is_out_of_its_dates_counts_for_nothing(world: Any) -> None:
    born, held, judged, ordered, said, age = world
    kept = [r for r in held if r.counts(DAY)]
    assert one_by_one(world) == one_by_one((born, kept, [r for r in judged if r.counts(DAY)],
                                            [o for o in ordered if o.counts(DAY)], said, age))  # fmt: skip


def outvoted(world: Any, decide: Any = decides) -> list[str]:
    """Where one more no made a yes, or a competent child's own no is not the end of it."""
    born, held, judged, ordered, said, age = world
    before, found = one_by_one(world, decide), []
    for who in (*ADULTS, *KIDS, "council"):
        more = [*said, *(Answer(k, who, False, 9) for k in KIDS)]
        after = one_by_one((born, held, judged, ordered, more, age), decide)
        for kid in KIDS:
            if (after[kid][2] == "yes" != before[kid][2]) or (
                who == kid and before[kid][0] == "herself" and after[kid][2] != "no"
            ):
                found.append(kid)
    return found


@given(families)
@settings(max_examples=400, deadline=None)
def test_one_more_no_never_makes_a_yes_and_a_competent_childs_no_is_final(world: Any) -> None:
    assert outvoted(world) == []


@given(families)
@settings(max_examples=300, deadline=None)
def test_below_16_no_age_alone_makes_a_child_decide(world: Any) -> None:
    """Whatever a region writes as its age; Scotland presumes it from 12."""
    born, _, _, _, _, age = world
    for kid, (birth, nation) in zip(KIDS, born, strict=True):
        years = full_years(birth, DAY)
        if years is not None and years < (12 if nation == "Scotland" else 16):
            assert not rule.competent(Child(kid, birth, nation), (), day=DAY, youngest=age)


def test_a_rule_that_lets_a_parents_yes_stand_against_her_no_is_caught() -> None:
    """The property above fails on a planted rule in which any yes of a holder is enough."""
    held = [Responsible("kid-1", "ann", "mother", "birth-certificate", date(2010, 1, 1))]
    said = [Answer("kid-1", "kid-1", False), Answer("kid-1", "ann", True)]
    world = ([(date(2010, 1, 1), "England"), (None, "England")], held, [], [], said, 13)

    def planted(*facts: Any, **more: Any) -> Any:
        true = decides(*facts, **more)
        yes = any(a.yes for a in facts[4] if a.who in {r.holder for r in facts[1]})
        return rule.Decided(true.who, true.by, "yes" if yes else true.outcome)

    assert outvoted(world) == []
    assert "kid-1" in outvoted(world, planted)
