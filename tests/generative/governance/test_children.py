"""Who decides for a child, over sets: the same as the reference on random families, and what guards her always holds."""

from __future__ import annotations

from dataclasses import fields, replace
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
since = st.sampled_from([-3, -2, -1, -1, 0, 0, 1, None]).map(lambda n: None if n is None else DAY + timedelta(days=n))
until = st.sampled_from([None, None, 3, 1, 0, 0, -1]).map(lambda n: None if n is None else DAY + timedelta(days=n))
"""Most records count on the day: what counts for nothing hides what a rule does with what counts."""
ages = st.sampled_from([0, 5, 9, 11, 12, 13, 14, 15, 16, 17, 40])
births = st.builds(
    lambda a, d: None if d is None else date(2026 - a, 11, 25) + timedelta(days=d), ages,
    st.sampled_from([-1, 0, 0, 1, 9, 200, None]),
)  # fmt: skip
kids = st.tuples(births, st.sampled_from(["England", "Wales", "Scotland", "Northern Ireland", ""]))
evidence = st.sampled_from(["court-order"] * 9 + [*rule.EVIDENCE, "gp-note", ""])
relations = st.sampled_from([*rule.GIVES, "step-parent", ""])
responsible = st.builds(
    Responsible, st.sampled_from(KIDS), st.sampled_from([*ADULTS, "kid-1", ""]), relations, evidence, since, until,
)  # fmt: skip
reviews = st.builds(
    Review, st.sampled_from(KIDS), st.booleans(), st.sampled_from(["Dr Shaw", "Nurse Obi", " "]), since, until
)
orders = st.builds(
    Order, st.sampled_from(KIDS), st.sampled_from([*rule.GIVES_BODY * 2, "emergency", "section-20"]),
    st.sampled_from(["council", "council", "county", ""]), st.sampled_from(["team manager", "director", " "]), evidence, since, until,
)  # fmt: skip
answers = st.builds(
    Answer, st.sampled_from(KIDS), st.sampled_from([*ADULTS, *KIDS, "council"]), st.booleans(), st.integers(0, 1)
)
families = st.tuples(
    st.lists(kids, min_size=2, max_size=2), st.lists(responsible, min_size=2, max_size=6), st.lists(reviews, max_size=3),
    st.lists(orders, max_size=3), st.lists(answers, min_size=4, max_size=8), st.sampled_from([10, 13, 14, 16]),
)  # fmt: skip

TEXT, DATE, FLAG = pa.string(), pa.date32(), pa.bool_()
COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "children": {"child": TEXT, "born": DATE, "nation": TEXT},
    "responsible": {"child": TEXT, "holder": TEXT, "kind": TEXT, "evidence": TEXT, "since": DATE, "until": DATE},
    "reviews": {"child": TEXT, "competent": FLAG, "by": TEXT, "since": DATE, "until": DATE},
    "orders": {"child": TEXT, "kind": TEXT, "body": TEXT, "role": TEXT, "evidence": TEXT, "since": DATE, "until": DATE},
    "answers": {"child": TEXT, "who": TEXT, "yes": FLAG, "number": pa.int64()},
}


def named(record: Any, number: int) -> Any:
    """A record as that of family `number`: children and their own names are of that family alone."""
    mine = {f.name: getattr(record, f.name) for f in fields(record)}
    return replace(record, **{n: f"{number}/{v}" for n, v in mine.items() if isinstance(v, str) and v in KIDS})


def by_sets(worlds: Any) -> dict[str, tuple[Any, ...]]:
    """All families in one statement, by the first one's age; each child as in its family."""
    age = worlds[0][5]
    kids = [named(Child(k, *b), n) for n, w in enumerate(worlds) for k, b in zip(KIDS, w[0], strict=True)]
    held, judged, ordered, said = ([named(r, n) for n, w in enumerate(worlds) for r in w[i]] for i in (1, 2, 3, 4))
    connection = duckdb.connect()
    for name, rows in zip(COLUMNS, (kids, held, judged, ordered, said), strict=True):
        wanted = {"children": ("id", "born", "nation")}.get(name, tuple(COLUMNS[name]))
        arrays = [
            pa.array([getattr(r, f) for r in rows], t) for f, t in zip(wanted, COLUMNS[name].values(), strict=True)
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


@given(st.lists(families, min_size=10, max_size=10))
@settings(max_examples=60, deadline=None)
def test_sets_say_what_the_reference_says(worlds: Any) -> None:
    one = {}
    for number, (*records, _) in enumerate(worlds):
        for kid, (who, by, *more) in one_by_one((*records, worlds[0][5])).items():
            one[f"{number}/{kid}"] = (who, tuple(sorted(f"{number}/{b}" if b in KIDS else b for b in by)), *more)
    assert by_sets(worlds) == one


def lives(record: Any) -> bool:
    """In its dates, by a count of days that is not the rule's."""
    first, last = record.since, record.until
    return first is not None and (DAY - first).days >= 0 and (last is None or (last - DAY).days > 0)


@given(families)
@settings(max_examples=400, deadline=None)
def test_what_has_no_evidence_or_is_out_of_its_dates_counts_for_nothing(world: Any) -> None:
    born, held, judged, ordered, said, age = world
    kept = [r for r in held if lives(r) and r.evidence not in ("gp-note", "") and r.kind not in ("step-parent", "")]
    others = [r for r in kept if r.holder not in ("", r.child)]
    looked = [r for r in judged if lives(r) and r.by.strip()]
    real = [o for o in ordered if lives(o) and o.kind not in ("emergency", "section-20") and o.body]
    assert one_by_one(world) == one_by_one((born, others, looked, [o for o in real if o.evidence == "court-order"],
                                            said, age))  # fmt: skip


def _overruled(kid: str, who: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    decider = who in before[1] or (who == kid and before[0] == "herself")
    return (after[2] == "yes" != before[2]) or (decider and after[2] != "no")


def outvoted(world: Any, decide: Any = decides) -> list[str]:
    """Where one more no made a yes, or the last word of somebody who decides is a no and not the end of it."""
    born, held, judged, ordered, said, age = world
    everybody = (*ADULTS, *KIDS, "council")
    agreed = [Answer(k, who, True, 8) for k in KIDS for who in everybody]
    found = []
    for spoken in (said, [*said, *agreed]):
        before = one_by_one((born, held, judged, ordered, spoken, age), decide)
        for who in everybody:
            more = [*spoken, *(Answer(k, who, False, 9) for k in KIDS)]
            after = one_by_one((born, held, judged, ordered, more, age), decide)
            found += [kid for kid in KIDS if _overruled(kid, who, before[kid], after[kid])]
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
