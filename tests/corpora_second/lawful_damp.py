"""Lawful: own cases from a body's own sensors, and one word of health that the family is asked about first."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from .pipelines import Pipeline
from .shapes import DAMP, LENT, LUNG, OWN, damp_homes, ill, spells, vulnerable


def _grouped(t: Any) -> ir.Table:
    found = spells(t.landlord_damp)
    return found.group_by(["home", "tenure"]).agg(
        spell=found.spell.min(), room=found.room.min(), since=found.since.min(), level=found.level.max(),
        aware_on=found.aware_on.min(),
    )  # fmt: skip


def _first(t: Any) -> ir.Table:
    found = spells(t.landlord_damp)
    order = ibis.window(group_by=found.home, order_by=found.since)
    return found.mutate(place=ibis.row_number().over(order)).filter(lambda s: s.place == 0).drop("place")


def _again(t: Any) -> ir.Table:
    earlier = t.landlord_damp.filter(t.landlord_damp.until.notnull()).select("home")
    return spells(t.landlord_damp).semi_join(earlier, "home")


def _never_before(t: Any) -> ir.Table:
    earlier = t.landlord_damp.filter(t.landlord_damp.until.notnull()).select("home")
    return spells(t.landlord_damp).anti_join(earlier, "home")


def _banded(t: Any) -> ir.Table:
    open_ = t.landlord_damp.filter(t.landlord_damp.until.isnull())
    band = ibis.cases((open_.index_high > 4, "severe"), (open_.index_high > 2, "damp"), else_="watch")
    return open_.select("home", "spell", "tenure", "room", "since", level=band, aware_on=open_.known_on)


def _two_branches(t: Any) -> ir.Table:
    severe = spells(t.landlord_damp.filter(t.landlord_damp.level == "severe"))
    long = spells(t.landlord_damp.filter(t.landlord_damp.days_wet > 28, t.landlord_damp.level == "damp"))
    return severe.union(long, distinct=True)


def _self_joined(t: Any) -> ir.Table:
    one = spells(t.landlord_damp)
    other = t.landlord_damp.select("home", "room").view()
    return one.join(other, [one.home == other.home, one.room != other.room]).select(one).distinct()


def _worst_first(t: Any) -> ir.Table:
    open_ = (
        t.landlord_damp.filter(t.landlord_damp.until.isnull()).order_by(ibis.desc(t.landlord_damp.index_mid)).limit(50)
    )
    return open_.select("home", "spell", "tenure", "room", "since", "level", aware_on=open_.known_on)


def _room_named(t: Any) -> ir.Table:
    found = spells(t.landlord_damp)
    return found.mutate(room=ibis.coalesce(found.room, ibis.literal("a room")).lower())


def _well_known(t: Any) -> ir.Table:
    sure = t.landlord_damp.filter(t.landlord_damp.coverage >= 0.8, t.landlord_damp.since > date(2025, 1, 1))
    return spells(sure)


def _by_yes(t: Any, people: ir.Table) -> ir.Table:
    both = people.select("person", "home").join(damp_homes(t), "home")
    return both.select("person", "home", "tenure", vulnerable=ibis.literal(True)).distinct()


def _asthma(t: Any) -> ir.Table:
    return _by_yes(t, t.gp_conditions.filter(t.gp_conditions.code == LUNG[0]))


def _recent(t: Any) -> ir.Table:
    conditions = t.gp_conditions.filter(t.gp_conditions.code.isin(LUNG), t.gp_conditions.coded_on > date(2020, 1, 1))
    return _by_yes(t, conditions)


def _old(t: Any) -> ir.Table:
    return _by_yes(t, ill(t).semi_join(t.gp_patients.filter(t.gp_patients.born < date(1950, 1, 1)), "person"))


def _spoken(t: Any) -> ir.Table:
    return _by_yes(t, ill(t).semi_join(t.gp_patients.filter(t.gp_patients.language == "cy"), "person"))


def _several(t: Any) -> ir.Table:
    many = (
        t.gp_conditions.filter(t.gp_conditions.code.isin(LUNG)).group_by(["person", "home"]).agg(n=lambda c: c.count())
    )
    return _by_yes(t, many.filter(many.n >= 2))


def _computed(t: Any) -> ir.Table:
    counted = ill(t).group_by(["person", "home"]).agg(n=lambda c: c.count())
    both = counted.join(damp_homes(t), "home")
    return both.select("person", "home", "tenure", vulnerable=both.n >= 1)


def _severe(t: Any) -> ir.Table:
    severe = t.landlord_damp.filter(t.landlord_damp.level == "severe", t.landlord_damp.until.isnull())
    return ill(t).join(severe.select("home", "tenure"), "home").mutate(vulnerable=ibis.literal(True)).distinct()


def _never_private(t: Any) -> ir.Table:
    who = vulnerable(t)
    return who.filter(who.tenure != "private")


COUNCIL = {**DAMP, "recipient": "northshire-council"}
RUN = {**DAMP, "recipient": ""}

DAMP_LAWFUL: tuple[Pipeline, ...] = (
    Pipeline("own-shipped", "The landlord's own case from its own sensors.", lambda t: spells(t.landlord_damp), **OWN),
    Pipeline("own-lent-shipped", "The council's own case from the sensors that it lent.", lambda t: spells(t.council_damp), **LENT),
    Pipeline("own-grouped", "One row a home, aggregates of the landlord's own spells.", _grouped, **OWN),
    Pipeline("own-first", "The first spell of a home, by a window.", _first, **OWN),
    Pipeline("own-again", "Homes that were damp before, by a semi-join with the landlord's own records.", _again, **OWN),
    Pipeline("own-never-before", "Homes that never were, by an anti-join with the same.", _never_before, **OWN),
    Pipeline("own-banded", "A band chosen among constants from the landlord's own index.", _banded, **OWN),
    Pipeline("own-two-branches", "A union of two filters over one dataset.", _two_branches, **OWN),
    Pipeline("own-self-join", "Damp in two rooms, by joining the spells to themselves.", _self_joined, **OWN),
    Pipeline("own-worst-first", "The fifty worst, in order, of the landlord's own.", _worst_first, **OWN),
    Pipeline("own-room-named", "A constant where the room is not known.", _room_named, **OWN),
    Pipeline("own-well-known", "Only spells whose readings are nearly whole.", _well_known, **OWN),
    Pipeline("own-lent-banded", "The council's spells of the severe kind.",
             lambda t: spells(t.council_damp.filter(t.council_damp.level == "severe")), **LENT),
    Pipeline("own-fewer-words", "Less is said in the case than could be.", lambda t: spells(t.landlord_damp), **{**OWN, "tells": {"home": "full"}}),
    Pipeline("damp-shipped", "One word of health, asked first, to the landlord.", vulnerable, **DAMP),
    Pipeline("damp-shipped-council", "The same to the council.", vulnerable, **COUNCIL),
    Pipeline("damp-shipped-run", "The same, only run.", vulnerable, **RUN),
    Pipeline("damp-asthma", "One illness decides; the word is still yes.", _asthma, **DAMP),
    Pipeline("damp-recent", "Only diagnoses of late; no date is told.", _recent, **DAMP),
    Pipeline("damp-old", "Older people who are ill, by the practice's dates of birth.", _old, **COUNCIL),
    Pipeline("damp-language", "People who asked for Welsh: contact is agreed.", _spoken, **RUN),
    Pipeline("damp-several", "Two diagnoses or more decide; how many is not told.", _several, **DAMP),
    Pipeline("damp-computed", "The yes is computed by a comparison and true in every row.", _computed, **DAMP),
    Pipeline("damp-severe", "Only severe damp of the landlord's homes.", _severe, **DAMP),
    Pipeline("damp-never-private", "Private tenants are left out altogether.", _never_private, **DAMP),
    Pipeline("damp-only-home", "Only the home is told, less than agreed.", vulnerable, **{**DAMP, "tells": {"home": "full"}}),
    Pipeline("damp-anti-join", "People whose home has damp in no other body's records.",
             lambda t: vulnerable(t).anti_join(t.council_damp, "home"), **RUN),
    Pipeline("damp-two-agreements", "Two agreements cover it, each whole.", vulnerable, world="two-whole-agreements", **DAMP),
    Pipeline("damp-band-agreed", "A band of the damp among constants, as agreed.",
             lambda t: vulnerable(t).join(t.landlord_damp.select("home", "index_high"), "home").mutate(
                 worst=lambda j: ibis.cases((j.index_high > 4, "severe"), else_="damp")).drop("index_high"),
             world="band-told", **{**DAMP, "tells": {**DAMP["tells"], "worst": "band"}}),
)  # fmt: skip
