"""Whose rows an expression tells of: an equality in every row ties two tables to one person, a shared home does not."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pytest

from ginnel.engines import together, trace, untied

people = ibis.table({"person": "string", "home": "string", "tenure": "string"}, name="people")
ill = ibis.table({"person": "string", "home": "string", "code": "string"}, name="ill")
sick = ill.select(who="person", there="home")
pairs = people.join(sick, people.home == sick.there)


@pytest.mark.parametrize(
    "expression",
    [
        people.join(ill, "person"),
        people.join(ill, ["person", "home"]),
        people.left_join(sick, people.person == sick.who),
        people.anti_join(ill, "person"),
        pairs.filter(pairs.person == pairs.who),
        people.filter(people.person.isin(ill.person)),
        people.filter((ill.person == people.person).any()),
        people.join(ill.group_by("person").agg(n=ill.count()), "person"),
    ],
    ids=["join", "two-keys", "outer", "anti", "filtered", "looked-up", "exists", "grouped"],
)
def test_rows_of_the_same_person_are_tied(expression: ir.Table) -> None:
    assert "ill" not in untied(expression, "person")


@pytest.mark.parametrize(
    "expression",
    [
        pairs,
        people.join(ill.drop("person"), "home"),
        people.filter(people.home.isin(ill.home)),
        pairs.group_by("home").agg(person=pairs.person.min()),
        pairs.left_join(people.view(), [pairs.person == pairs.who]),
        people.left_join(sick, people.person == sick.who).mutate(n=lambda r: r.who.count().over(group_by=r.home)),
        people.filter((ill.home == people.home).any()),
        people.cross_join(sick),
    ],
    ids=["home", "home-alone", "looked-up", "least", "outer", "window", "exists", "cross"],
)
def test_rows_of_whoever_shares_a_home_are_not(expression: ir.Table) -> None:
    assert "ill" in untied(expression, "person")


def test_person_and_home_are_together_where_one_row_holds_both() -> None:
    assert together(people.join(ill, "person").select("person", "home"), "person", "home")
    elsewhere = people.select("home").cross_join(ill.select("person"))
    assert not together(elsewhere, "person", "home")


def test_one_constant_is_chosen_by_nothing_and_two_by_whatever_keeps_the_row() -> None:
    yes, no = (people.mutate(word=ibis.literal(said)) for said in (True, False))
    health = {("ill", ""), ("ill", "person")}
    assert not health & trace(yes.semi_join(ill, "person")).chooses("word")
    assert health <= trace(yes.union(no).semi_join(ill, "person")).chooses("word")
    assert not health & trace(people.semi_join(ill, "person")).chooses("tenure", "tenure")
