"""Own cases in which a word, or another column, carries what the landlord may not learn.

The landlord's own case rests on an agreement over its own sensors: address and housing conditions. Nothing of the
general practices, of the council or of a rent account may show in it, in any column and by any computation.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .shapes import ASTHMA, CASE, COPD, HIV, SPELL_WORDS, case, landlord, lung_rows, own, spells_now


def _with_codes(t: Any) -> ir.Table:
    """The landlord's cases beside the conditions of whoever lives there."""
    return landlord(t).join(t.gp_conditions.select("home", "code", "coded_on"), "home")


def _out(rows: ir.Table, **instead: Any) -> ir.Table:
    return rows.mutate(**instead).select(*CASE)


def value(t: Any) -> ir.Table:
    return _with_codes(t).select(*CASE, "code")


def renamed(t: Any) -> ir.Table:
    rows = t.gp_conditions.select("home", a="code").rename(b="a").rename(note="b")
    return landlord(t).join(rows, "home").drop("room").rename(room="note").select(*CASE)


def case_when(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, level=ibis.cases((rows.code == ASTHMA, "severe"), else_="damp"))


def concat(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, room=rows.room + "-" + rows.code)


def substring(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, room=rows.code.substr(0, 4))


def length(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, level=ibis.ifelse(rows.code.length() > 8, "severe", "damp"))


def arithmetic(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, spell=rows.spell + "." + (rows.code.cast("int64") % 97).cast("string"))


def bits(t: Any) -> ir.Table:
    rows = t.gp_conditions.group_by("home").agg(
        asthma=(t.gp_conditions.code == ASTHMA).any().cast("int64"),
        hiv=(t.gp_conditions.code == HIV).any().cast("int64"),
    )
    found = landlord(t).join(rows, "home")
    return _out(found, room=found.room + ((found.asthma << 1) | found.hiv).cast("string"))


def date_value(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, since=rows.coded_on)


def date_shift(t: Any) -> ir.Table:
    rows = _with_codes(t)
    shift = ibis.cases((rows.code == ASTHMA, 1), (rows.code == COPD, 2), else_=0)
    return _out(rows, since=(rows.since + shift.as_interval("D")).cast("date"))


def clock_shift(t: Any) -> ir.Table:
    rows = _with_codes(t)
    earlier = (rows.aware_on - ibis.interval(days=7)).cast("date")
    return _out(rows, aware_on=ibis.ifelse(rows.code == COPD, earlier, rows.aware_on))


def coalesced(t: Any) -> ir.Table:
    rows = landlord(t).left_join(lung_rows(t).select("home", "code"), "home")
    return _out(rows, room=ibis.coalesce(rows.code, rows.room))


def nulled(t: Any) -> ir.Table:
    ill = lung_rows(t).select("home", place=ibis.literal("kitchen")).distinct()
    rows = landlord(t).left_join(ill, "home")
    return _out(rows, room=rows.room.nullif(rows.place))


def ranked(t: Any) -> ir.Table:
    conditions = t.gp_conditions
    by_home = ibis.window(group_by=conditions.home, order_by=conditions.coded_on)
    last = conditions.mutate(place=ibis.row_number().over(by_home)).select("home", "place")
    rows = landlord(t).join(last, "home")
    return _out(rows, room=rows.place.cast("string"))


def lagged(t: Any) -> ir.Table:
    conditions = t.gp_conditions
    before = conditions.code.lag().over(ibis.window(group_by=conditions.home, order_by=conditions.coded_on))
    rows = landlord(t).join(conditions.select("home", before=before), "home")
    return _out(rows, level=rows.before)


def greatest(t: Any) -> ir.Table:
    worst = t.gp_conditions.group_by("home").agg(code=t.gp_conditions.code.max())
    rows = landlord(t).join(worst, "home")
    return _out(rows, room=rows.code)


def any_one(t: Any) -> ir.Table:
    some = t.gp_conditions.group_by("home").agg(code=t.gp_conditions.code.arbitrary())
    rows = landlord(t).join(some, "home")
    return _out(rows, room=rows.code)


def listed(t: Any) -> ir.Table:
    all_codes = t.gp_conditions.group_by("home").agg(codes=t.gp_conditions.code.group_concat("+"))
    rows = landlord(t).join(all_codes, "home")
    return _out(rows, room=rows.codes)


def count_of_one(t: Any) -> ir.Table:
    hiv = t.gp_conditions.filter(t.gp_conditions.code == HIV).group_by("home").agg(n=lambda c: c.count())
    rows = landlord(t).left_join(hiv, "home")
    return _out(rows, level=ibis.ifelse(rows.n.fill_null(0) == 1, "severe", "damp"))


def group_key(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows.group_by(*CASE, "code").agg(n=rows.count()), room=lambda r: r.code)


def yes_as_text(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, level=rows.code.isin([ASTHMA, COPD]).cast("string"))


def scalar_count(t: Any) -> ir.Table:
    whole = t.gp_conditions.filter(t.gp_conditions.code == HIV).count().as_scalar()
    return own(t.landlord_damp, room=whole.cast("string"))


def hashed(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, spell=rows.code.hash().cast("string"))


def pattern(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, room=rows.code.re_extract("^([0-9]{3})", 1))


def turned(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, room=rows.code.translate("0123456789", "abcdefghij").reverse())


def month_name(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, room=rows.coded_on.strftime("%B"))


def most(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, since=ibis.greatest(rows.since, rows.coded_on))


def unnested(t: Any) -> ir.Table:
    packed = t.gp_conditions.group_by("home").agg(codes=t.gp_conditions.code.collect())
    rows = landlord(t).join(packed, "home")
    return _out(rows.mutate(one=rows.codes.unnest()), room=lambda r: r.one)


def packed(t: Any) -> ir.Table:
    rows = _with_codes(t)
    box = ibis.struct({"room": rows.room, "code": rows.code})
    return _out(rows.mutate(box=box), room=lambda r: r.box["code"])


def turned_long(t: Any) -> ir.Table:
    found = spells_now(t.landlord_damp).select("home", "spell", "tenure", "since", "level", "room", aware_on="known_on")
    wide = found.join(t.gp_conditions.select("home", "code"), "home")
    return wide.pivot_longer(["room", "code"], names_to="what", values_to="said").rename(room="said").select(*CASE)


def tenure_by_health(t: Any) -> ir.Table:
    rows = _with_codes(t)
    return _out(rows, tenure=ibis.ifelse(rows.code == HIV, "private", rows.tenure))


ILLEGAL_WORDS = (
    case("own-value", "A column more holds the code of a tenant's illness as it stands, and is told.", value, tells={**SPELL_WORDS, "code": "full"}),
    case("own-renamed", "The code of an illness, renamed three times, is told as the room.", renamed),
    case("own-case-when", "The level says severe where a CASE finds asthma, whatever the sensor said.", case_when),
    case("own-concat", "The code of an illness is written behind the room's name.", concat),
    case("own-substring", "The first digits of a code stand where the room should.", substring),
    case("own-length", "The length of a code decides the level.", length),
    case("own-arithmetic", "The remainder of a code is written into the spell's id.", arithmetic),
    case("own-bits", "Two illnesses are packed into two bits behind the room's name.", bits),
    case("own-date-value", "The day on which an illness was coded is told as the first damp day.", date_value),
    case("own-date-shift", "The first damp day is moved by as many days as say which illness it is.", date_shift),
    case("own-clock-shift", "The day from which the landlord's deadlines run is moved where somebody is ill.", clock_shift),
    case("own-coalesce", "An outer join and COALESCE put the code where there is one, and the room where not.", coalesced),
    case("own-nullif", "NULLIF empties the room where somebody is ill and the room is the kitchen.", nulled),
    case("own-rank", "The rank of a condition among those of its home is told as the room.", ranked),
    case("own-lag", "LAG over a home's conditions tells the one before as the level.", lagged),
    case("own-max", "MAX of the codes of a home is told as the room.", greatest),
    case("own-arbitrary", "Any one code of a home is told as the room.", any_one),
    case("own-listed", "All codes of a home, joined by plus signs, are told as the room.", listed),
    case("own-count-of-one", "A COUNT over one illness, which is nought or one, decides the level.", count_of_one),
    case("own-group-key", "Rows are grouped by the code, and the group's key is told.", group_key),
    case("own-yes-as-text", "Whether somebody has a lung illness is cast to text and told as the level.", yes_as_text),
    case("own-scalar-count", "A scalar subquery puts the number of patients with HIV into every row.", scalar_count),
    case("own-hash", "The hash of a code, easily guessed back, is told as the spell's id.", hashed),
    case("own-pattern", "A regular expression takes digits out of a code.", pattern),
    case("own-translated", "A code written in letters and backwards is told as the room.", turned),
    case("own-month-name", "The month in which an illness was coded is told as the room.", month_name),
    case("own-greatest", "The later of the first damp day and the day of an illness is told as the first damp day.", most),
    case("own-unnest", "Codes are collected into an array and unnested under the room's name.", unnested),
    case("own-struct", "A code rides in a struct and is taken out under the room's name.", packed),
    case("own-pivot", "Turning columns into rows puts codes and rooms into one column.", turned_long),
    case("own-tenure-by-health", "The tenure, which says who gets the case, is changed where somebody has HIV.", tenure_by_health),
)  # fmt: skip
