"""Choices over sets say what the reference says, and a no never opens anything."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from ginnel.governance.choices import BLOCKING, Choice, Pair, barred_people, barred_records
from ginnel.governance.sets import barred

DAY = date(2026, 11, 25)
REFS = [(d, str(i)) for d in ("gp", "rent", "care") for i in range(2)]
"""Few, so that two choices meet in one record and a pair joins an objector's."""
PURPOSES = ("damp-and-mould", "money-advice")

choices = st.lists(
    st.builds(
        lambda ref, kind, purpose, start, length, status, recipient, category: Choice(
            *ref, kind, purpose, DAY + timedelta(days=start),
            None if length is None else DAY + timedelta(days=start + length), status, recipient, category,
        ),
        st.sampled_from([*REFS, ("person", "p1"), ("person", "p2"), ("person", "nobody")]),
        st.sampled_from(["objection", "restriction", "withdrawn", "opt-out", "consent"]),
        st.sampled_from([*PURPOSES, "all"]),
        st.sampled_from([-3, -1, 0, 0, -2, 1]),
        st.one_of(st.none(), st.integers(0, 4)),
        st.sampled_from(["pending", "upheld", "overruled"]),
        st.sampled_from(["all", "all", "all", "council", "landlord"]),
        st.sampled_from(["all", "all", "all", "health", "address"]),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip
people = st.fixed_dictionaries({ref: st.sampled_from(["p1", "p2", "p3", "p4", ""]) for ref in REFS}).map(
    lambda found: {ref: person for ref, person in found.items() if person}
)
pairs = st.lists(
    st.builds(Pair, st.sampled_from(REFS), st.sampled_from(REFS), st.sampled_from([0.2, 0.29, 0.3, 0.4, 0.95, 1.0])),
    min_size=1,
    max_size=8,
)
kinds = st.sampled_from([BLOCKING, BLOCKING, frozenset({"restriction"})])
told = st.sampled_from(["", "council", "charity"])
used = st.sampled_from([(), ("health",), ("address", "health")])
worlds = st.tuples(choices, people, pairs, st.sampled_from(PURPOSES), kinds, told, used)


def relation(columns: dict[str, pa.DataType], rows: list[tuple]) -> pa.Table:
    arrays = [pa.array([r[i] for r in rows], t) for i, t in enumerate(columns.values())]
    return pa.table(arrays, names=list(columns))


def over_sets(choices, people, pairs, purpose, kinds, told, used) -> list[tuple[str, str]]:
    text, day = pa.string(), pa.date32()
    connection = duckdb.connect()
    connection.register(
        "c",
        relation(
            {
                "dataset": text,
                "record": text,
                "kind": text,
                "purpose": text,
                "since": day,
                "until": day,
                "status": text,
                "recipient": text,
                "category": text,
            },
            [
                (c.dataset, c.record, c.kind, c.purpose, c.since, c.until, c.status, c.recipient, c.category)
                for c in choices
            ],
        ),
    )
    connection.register(
        "l",
        relation({"dataset": text, "record": text, "person": text}, [(*ref, person) for ref, person in people.items()]),
    )
    connection.register(
        "p",
        relation(
            {"dataset_l": text, "record_l": text, "dataset_r": text, "record_r": text, "probability": pa.float64()},
            [(*p.left, *p.right, p.probability) for p in pairs],
        ),
    )
    return barred(connection, choices="c", links="l", pairs="p", purpose=purpose, day=DAY, low=0.3, kinds=kinds,
                  recipient=told, categories=used)  # fmt: skip


@given(worlds)
@settings(max_examples=150, deadline=None)
def test_sets_say_what_the_reference_says(world) -> None:
    choices, people, pairs, purpose, kinds, told, used = world
    expected = barred_records(
        choices, people, pairs, purpose=purpose, day=DAY, low=0.3, kinds=kinds, recipient=told, categories=used
    )
    assert over_sets(*world) == sorted(expected)


@given(worlds, choices)
@settings(max_examples=400)
def test_one_more_choice_never_frees_a_record(world, more) -> None:
    choices, people, pairs, purpose, kinds, told, used = world
    before = barred_records(
        choices, people, pairs, purpose=purpose, day=DAY, low=0.3, kinds=kinds, recipient=told, categories=used
    )
    after = barred_records(
        [*choices, *more],
        people,
        pairs,
        purpose=purpose,
        day=DAY,
        low=0.3,
        kinds=kinds,
        recipient=told,
        categories=used,
    )
    assert before <= after


@given(worlds)
def test_order_and_doubles_change_nothing(world) -> None:
    choices, people, pairs, purpose, kinds, told, used = world
    one = barred_records(
        choices, people, pairs, purpose=purpose, day=DAY, low=0.3, kinds=kinds, recipient=told, categories=used
    )
    two = barred_records(
        [*reversed(choices), *choices],
        people,
        pairs[::-1],
        purpose=purpose,
        day=DAY,
        low=0.3,
        kinds=kinds,
        recipient=told,
        categories=used,
    )
    assert one == two


def test_an_objection_that_links_at_0_4_binds() -> None:
    her, maybe_her = ("gp", "1"), ("rent", "1")
    choice = Choice(*her, "objection", "all", DAY)
    for probability, bound in ((0.4, True), (0.3, True), (0.29, False)):
        found = barred_people(
            [choice], {her: "p1", maybe_her: "p2"}, [Pair(maybe_her, her, probability)],
            purpose="damp-and-mould", day=DAY, low=0.3,
        )  # fmt: skip
        assert ("p2" in found) is bound
