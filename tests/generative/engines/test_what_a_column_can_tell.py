"""A column tells nothing of a table that its lineage does not name: random expressions run on data that differ in that table.

For each random expression whose word, by its lineage, does not vary with `ill`, two data sets that differ in `ill` alone
must give every person who is in both answers the same word. This is non-interference (Goguen and Meseguer, 1982) for the
value of a word, given that there is a row; what decides that there is one is told apart, in `outputs`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir
import pytest

from ginnel.engines import lineage

KEYS = ["person", "home"]
MANY = 3000 if os.environ.get("GINNEL_DEEP") else 300
LEAST = 50
"""So many expressions, at the least, must read `ill` and yet be said not to vary with it, or nothing was tested."""
People, Ill, Damp = (
    ibis.table({"person": "int64", "home": "int64", "tenure": "string"}, name="people"),
    ibis.table({"person": "int64", "code": "int64"}, name="ill"),
    ibis.table({"home": "int64", "level": "int64"}, name="damp"),
)


def word(r: random.Random, t: ir.Table) -> ir.Value:
    """Something to tell: a constant, a column, a comparison, or a choice among constants."""
    columns = [t[c] for c in t.columns if c not in KEYS]
    one = r.choice(columns)
    picked: ir.Value = r.choice(
        [ibis.literal(True), one, one, one, one.notnull(), one == one, ibis.ifelse(one.isnull(), "a", "b"), ibis.coalesce(one.cast("string"), "x")]
    )  # fmt: skip
    return picked


def worded(r: random.Random, t: ir.Table) -> ir.Table:
    return t.select(*KEYS, word=word(r, t).cast("string"))


def base(r: random.Random) -> ir.Table:
    damp = Damp.group_by("home").agg(level=Damp.level.max())
    return r.choice([People, People.join(damp, "home"), People.left_join(damp, "home").drop("home_right")])


def sick(r: random.Random) -> ir.Table:
    """Something about the ill, one row a person or several."""
    return r.choice(
        [
            Ill.select("person").distinct(),
            Ill.select("person"),
            Ill.select("person"),
            Ill.group_by("person").agg(n=lambda c: c.count()),
            Ill.group_by("person").agg(worst=Ill.code.max()),
            Ill.filter(Ill.code > r.choice([0, 1, 2])).select("person").distinct().mutate(flag=ibis.literal("ill")),
            Ill.select("person").distinct().mutate(flag=ibis.literal(True)),
        ]
    )


def joined(r: random.Random, t: ir.Table) -> ir.Table:
    how = r.choice(["inner", "left", "left", "semi", "anti", "outer", "right"])
    other = sick(r).rename(sick_person="person")
    return t.join(other, t.person == other.sick_person, how=how)


def grouped(r: random.Random, t: ir.Table) -> ir.Table:
    rest = [c for c in t.columns if c not in KEYS]
    one = t[r.choice(rest)]
    size = [t.person.count(), (t.person * 0 + 1).sum(), t.count()]
    over = r.choice([*size, one.count(), one.max(), one.min(), one.nunique()])
    return t.group_by(KEYS).agg(over=over)


def ranked(r: random.Random, t: ir.Table) -> ir.Table:
    order = {"group_by": t.home, "order_by": t.person}
    over = r.choice([ibis.row_number(), t.person.lag(), t.person.lead(), t.person.count(), t.person.max()])
    return t.mutate(over=over.over(**order) if hasattr(over, "over") else over)


def united(r: random.Random, t: ir.Table) -> ir.Table:
    who = Ill.filter(Ill.code > r.choice([0, 1])).select("person").distinct()
    return worded(r, t.semi_join(who, "person")).union(worded(r, t.anti_join(who, "person")))


def expression(r: random.Random) -> ir.Table:
    found = base(r)
    steps: list[Callable[[random.Random, ir.Table], ir.Table]] = [r.choice([joined, joined, united])]
    steps += [r.choice([joined, grouped, grouped, ranked, united]) for _ in range(r.choice([0, 1, 1, 2]))]
    for step in steps:
        if len(found.columns) <= len(KEYS):
            found = found.mutate(here=ibis.literal("here"))
        found = step(r, found)
        found = found.drop([c for c in found.columns if c.endswith("_right") or c == "sick_person"][1:])
        found = found.rename({f"c{n}": c for n, c in enumerate(c for c in found.columns if c not in KEYS)})
    return worded(r, found if len(found.columns) > len(KEYS) else found.mutate(here=ibis.literal("here")))


def picked(r: random.Random) -> ir.Table:
    """A word of everybody, or either of two, and rows kept by whether there is an illness."""
    words = [ibis.literal("a"), ibis.literal(r.choice(["a", "b"]))]
    rows = r.choice([People.select(*KEYS, word="tenure"), *(People.select(*KEYS, word=w) for w in words)])
    if r.random() < 0.6:
        rows = People.select(*KEYS, word=words[0]).union(People.select(*KEYS, word=words[1]))
    one, other = rows.filter(rows.word == "a"), rows.filter(rows.word != "a")
    ill, sick = Ill.select("person"), Ill.select(sick="person").distinct()
    marked = rows.left_join(sick, rows.person == sick.sick)
    kept = marked.filter((marked.word == "a") == marked.sick.notnull()).select(*KEYS, "word")
    apart = one.semi_join(ill, "person").union(other.anti_join(ill, "person"))
    less = rows.difference(one.semi_join(ill, "person")).difference(other.anti_join(ill, "person"))
    return r.choice([kept, apart, less, rows.semi_join(ill, "person"), rows.anti_join(ill, "person")])


def world(r: random.Random) -> list[dict[str, Any]]:
    people = [{"person": n, "home": r.randrange(4), "tenure": r.choice(["social", "private", None])} for n in range(8)]
    damp = [{"home": r.randrange(4), "level": r.randrange(3)} for _ in range(4)]
    ill = [[{"person": r.randrange(8), "code": r.randrange(4)} for _ in range(r.randrange(1, 7))] for _ in range(2)]
    return [{"people": people, "damp": damp, "ill": rows} for rows in ill]


@pytest.fixture(scope="module")
def answer() -> Callable[[str, dict[str, Any]], dict[tuple[Any, ...], set[Any]]]:
    import duckdb
    import pyarrow as pa

    connection = duckdb.connect()

    def run(sql: str, tables: dict[str, Any]) -> dict[tuple[Any, ...], set[Any]]:
        for table in (People, Ill, Damp):
            name = table.get_name()
            connection.register(name, pa.Table.from_pylist(tables[name], schema=table.schema().to_pyarrow()))
        found: dict[tuple[Any, ...], set[Any]] = {}
        rows = connection.execute(sql).fetchall()
        for *key, value in rows:
            found.setdefault(tuple(key), set()).add(value)
        return found

    return run


def interfering(run: Any, made: Any = expression, decides: Any = lambda found: found.varies["word"]) -> tuple[str, int]:
    """The first expression whose word changes with `ill` though its lineage says no, and how many were judged."""
    judged = 0
    for seed in range(MANY):
        r = random.Random(seed)
        found = made(r)
        traced = lineage.trace(found)
        assert not traced.opaque, traced.opaque
        if "ill" not in traced.tables or any(table == "ill" for table, _ in decides(traced)):
            continue
        judged += 1
        sql = str(ibis.to_sql(found, dialect="duckdb"))
        for _ in range(4):
            one, other = (run(sql, tables) for tables in world(r))
            # Where a person has two rows, which of them is there is for `outputs`.
            both = [k for k in one.keys() & other.keys() if len(one[k]) == len(other[k]) == 1]
            if any(one[k] != other[k] for k in both):
                return f"{seed}: {sql}", judged
    return "", judged


def test_a_word_that_does_not_vary_with_a_table_stays_when_the_table_changes(answer: Any) -> None:
    wrong, judged = interfering(answer)
    assert not wrong, wrong
    assert judged >= LEAST, judged


@pytest.mark.parametrize("forgotten", ["outer joins", "counts and ranks", "branches"])
def test_a_walk_that_forgets_one_way_is_caught(answer: Any, monkeypatch: pytest.MonkeyPatch, forgotten: str) -> None:
    """Each of three planted faults: a row without a match, how many rows there were, by which branch a row came."""
    if forgotten == "outer joins":
        monkeypatch.setattr(lineage, "nulled", lambda *_: ())
    elif forgotten == "counts and ranks":
        monkeypatch.setattr(lineage._Walk, "_among", lambda *_: frozenset())
    else:
        monkeypatch.setattr(lineage._Walk, "_betrays", staticmethod(lambda *_: False))
    wrong, _ = interfering(answer)
    assert wrong


def test_a_word_that_no_row_can_choose_stays_when_the_table_changes(answer: Any) -> None:
    wrong, judged = interfering(answer, picked, lambda found: found.chooses("word", "tenure"))
    assert not wrong, wrong
    assert judged >= LEAST, judged


def test_a_walk_that_forgets_that_a_row_can_be_picked_is_caught(answer: Any) -> None:
    """The planted fault: what picks the row is left out, as it was before."""
    wrong, _ = interfering(answer, picked)
    assert wrong
