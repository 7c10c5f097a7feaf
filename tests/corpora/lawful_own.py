"""Own cases about damp that read the owner's own sensors, whatever they do with them: all of it is the owner's."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from ginnel.signals import damp

from .shapes import CASE, SPELL_WORDS, case, landlord, own, spells_now


def severe(t: Any) -> ir.Table:
    return own(t.landlord_damp.filter(t.landlord_damp.level == "severe"))


def well_measured(t: Any) -> ir.Table:
    return own(t.landlord_damp.filter(t.landlord_damp.coverage >= 0.8, t.landlord_damp.days_wet > 14))


def latest_of_home(t: Any) -> ir.Table:
    spells = spells_now(t.landlord_damp)
    by_home = ibis.window(group_by=spells.home, order_by=[ibis.desc(spells.since), spells.spell])
    return own(spells.mutate(place=ibis.row_number().over(by_home)).filter(lambda s: s.place == 0))


def came_back(t: Any) -> ir.Table:
    spells = t.landlord_damp
    before = spells.until.lag().over(ibis.window(group_by=spells.device, order_by=spells.since))
    again = spells.mutate(before=before)
    return own(again.filter(again.before.notnull(), (again.before + ibis.interval(days=60)) > again.since))


def worst_of_home(t: Any) -> ir.Table:
    rows = landlord(t)
    return rows.group_by("home", "tenure").agg(
        spell=rows.spell.min(), room=rows.room.arbitrary(), since=rows.since.min(), level=rows.level.max(),
        aware_on=rows.aware_on.min(),
    )  # fmt: skip


def severe_or_long(t: Any) -> ir.Table:
    long = own(t.landlord_damp.filter(t.landlord_damp.days_wet > 60))
    return severe(t).union(long, distinct=True)


def first_time(t: Any) -> ir.Table:
    over = t.landlord_damp.filter(t.landlord_damp.until.notnull())
    return landlord(t).anti_join(over, "home")


def damp_before(t: Any) -> ir.Table:
    over = t.landlord_damp.filter(t.landlord_damp.until.notnull())
    return landlord(t).semi_join(over, "home")


def two_rooms(t: Any) -> ir.Table:
    rows = landlord(t)
    other = rows.select("home", other="room")
    return rows.join(other, "home").filter(lambda r: r.room != r.other).select(*CASE).distinct()


def renamed(t: Any) -> ir.Table:
    found = spells_now(t.landlord_damp).rename(first_day="since", place="room")
    return found.rename(since="first_day", room="place", aware_on="known_on").select(*CASE)


def banded(t: Any) -> ir.Table:
    found = spells_now(t.landlord_damp)
    level = ibis.cases((found.index_mid >= 5, "severe"), (found.index_mid >= 3, "damp"), else_="watch")
    return own(found, level=ibis._.level).drop("level").join(found.select("spell", level=level), "spell").select(*CASE)


def no_room_said(t: Any) -> ir.Table:
    return own(t.landlord_damp, room=ibis.coalesce(ibis._.room.nullif(""), "not said"))


def rooms_counted(t: Any) -> ir.Table:
    rows = landlord(t)
    counted = rows.group_by("home").agg(n=rows.room.nunique())
    found = rows.join(counted, "home")
    return found.mutate(level=ibis.ifelse(found.n > 1, "several rooms", "one room")).select(*CASE)


def worst_first(t: Any) -> ir.Table:
    found = spells_now(t.landlord_damp)
    return own(found.order_by(ibis.desc(found.index_mid), found.spell).limit(50))


def aware_when_fitted(t: Any) -> ir.Table:
    return own(t.landlord_damp, aware_on=ibis.greatest(ibis._.aware_on, ibis._.since))


def tidy_room(t: Any) -> ir.Table:
    return own(t.landlord_damp, room=ibis._.room.strip().lower().substr(0, 20))


def room_and_level(t: Any) -> ir.Table:
    return own(t.landlord_damp, room=ibis._.room + " (" + ibis._.level + ")")


def but_for_short(t: Any) -> ir.Table:
    return ibis.difference(landlord(t), own(t.landlord_damp.filter(t.landlord_damp.days_wet < 3)))


def both_lists(t: Any) -> ir.Table:
    return ibis.intersect(severe(t), own(t.landlord_damp.filter(t.landlord_damp.coverage > 0.5)))


def of_last_day(t: Any) -> ir.Table:
    last = t.landlord_damp.known_on.max().as_scalar()
    return own(t.landlord_damp.filter(t.landlord_damp.known_on == last))


def in_known_homes(t: Any) -> ir.Table:
    long = t.landlord_damp.filter(t.landlord_damp.days_wet > 30)
    return own(t.landlord_damp.filter(t.landlord_damp.home.isin(long.home)))


def above_average(t: Any) -> ir.Table:
    found = spells_now(t.landlord_damp)
    return own(found.filter(found.index_mid > found.index_mid.mean()))


def rooms_listed(t: Any) -> ir.Table:
    rows = landlord(t)
    rooms = rows.group_by("home").agg(rooms=rows.room.group_concat(", "))
    return rows.drop("room").join(rooms, "home").rename(room="rooms").select(*CASE)


def with_earlier_spell(t: Any) -> ir.Table:
    over = t.landlord_damp.filter(t.landlord_damp.until.notnull()).group_by("home").agg(n=lambda s: s.count())
    rows = landlord(t).left_join(over, "home")
    return rows.mutate(level=ibis.ifelse(rows.n.fill_null(0) > 0, "damp again", rows.level)).select(*CASE)


def lent_private(t: Any) -> ir.Table:
    return own(t.council_damp.filter(t.council_damp.tenure == "private"))


def lent_not_owner(t: Any) -> ir.Table:
    return own(t.council_damp.filter(~t.council_damp.tenure.isin(["owner", "unknown"])))


LENT = {"use": "damp.damp_home_lent"}
LAWFUL_OWN = (
    case("own-shipped", "The shipped signal: the landlord's sensors open the landlord's case.", damp.damp_home),
    case("own-shipped-lent", "The shipped signal: the council's lent sensors open the council's case.", damp.damp_home_lent, **LENT),
    case("own-severe", "A filter over the owner's own level.", severe),
    case("own-well-measured", "Filters over the coverage and the wet days of the owner's own sensors.", well_measured),
    case("own-latest-of-home", "A window over the owner's own spells keeps the latest of each home.", latest_of_home),
    case("own-came-back", "LAG over the owner's own spells finds damp that came back within sixty days.", came_back),
    case("own-worst-of-home", "Own spells are put together by home, with the worst level.", worst_of_home),
    case("own-severe-or-long", "A union of two filters over the owner's own spells.", severe_or_long),
    case("own-first-time", "An anti-join against the owner's own earlier spells.", first_time),
    case("own-damp-before", "A semi-join with the owner's own earlier spells.", damp_before),
    case("own-two-rooms", "Own spells joined with themselves find homes with two damp rooms.", two_rooms),
    case("own-renamed-back", "Columns are renamed and renamed back; all are the owner's.", renamed),
    case("own-banded", "The level is one of three constants, chosen by the owner's own mould index.", banded),
    case("own-room-not-said", "COALESCE and NULLIF fill an empty room; the room is the owner's own record.", no_room_said),
    case("own-rooms-counted", "How many of the owner's rooms are damp becomes one of two constants.", rooms_counted),
    case("own-worst-first", "The order by the owner's own index and a LIMIT keep the fifty worst.", worst_first),
    case("own-aware-on", "The later of two of the owner's own days is when it knew.", aware_when_fitted),
    case("own-tidy-room", "Text functions over the owner's own name for the room.", tidy_room),
    case("own-room-and-level", "The owner's own level is written behind its own room.", room_and_level),
    case("own-but-for-short", "EXCEPT takes away the owner's own short spells.", but_for_short),
    case("own-both-lists", "INTERSECT of two lists of the owner's own spells.", both_lists),
    case("own-of-last-day", "A scalar subquery over the owner's own spells gives the last day known.", of_last_day),
    case("own-in-known-homes", "EXISTS over the owner's own spells.", in_known_homes),
    case("own-above-average", "Own spells are compared with the average of all own spells.", above_average),
    case("own-rooms-listed", "The names of a home's damp rooms are joined; all are the owner's.", rooms_listed),
    case("own-damp-again", "An outer join with own earlier spells changes the level to a constant or leaves it.", with_earlier_spell),
    case("own-fewer-words", "Fewer words than the shipped signal tells.", landlord, tells={"home": "full", "level": "band"}),
    case("own-lent-private", "The council's own lent sensors, in privately rented homes.", lent_private, **LENT),
    case("own-lent-not-owner", "The same with the tenures that are left out.", lent_not_owner, **LENT),
    case("own-without-link", "The leave to link has ended; sensors need none, for the device says which home it is in.", landlord, world="no-link"),
    case("own-others-expired", "Another agreement has ended; this one is in force.", landlord, tells=SPELL_WORDS, world="expired"),
    case("own-lent-half-twice", "Two half agreements over health say nothing about lent sensors, whose own agreement is whole.", damp.damp_home_lent, world="half-twice", **LENT),
    case("own-of-joint-agreement", "Both owners are named in the agreement, and the case reads one owner's sensors.", landlord, world="joint-own"),
)  # fmt: skip
