"""Illegal pipelines of a second reading of the check: nothing in a word varies with a condition, and yet the row does.

Both answers are made for everybody and a condition picks the row that is left; or the row is about one person and the one
who is asked is another. On data that differ in conditions alone, each of the first kind told another word of a person.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .found import COLUMNS, ill, patients
from .shapes import (
    ASTHMA,
    COPD,
    RISK_WORDS,
    at_risk,
    behind,
    call,
    damp_homes,
    ill_and_damp,
    lung_rows,
    risk,
    spells_now,
    tenants,
    to_call,
)  # fmt: skip


def either(t: Any) -> ir.Table:
    """Everybody in a damp home twice, once with yes and once with no."""
    yes, no = (patients(t).mutate(vulnerable=ibis.literal(said)) for said in (True, False))
    return yes.union(no)


def _marked(t: Any) -> ir.Table:
    rows = either(t).left_join(ill(t), "person")
    return rows.mutate(fits=rows.vulnerable == rows.person_right.notnull())


def picked(t: Any) -> ir.Table:
    return _marked(t).filter(lambda r: r.fits).select(*COLUMNS)


def picked_by_join(t: Any) -> ir.Table:
    rows, flags = either(t), patients(t).select("person").left_join(ill(t), "person")
    flags = flags.select("person", vulnerable=flags.person_right.notnull())
    return rows.semi_join(flags, ["person", "vulnerable"])


def picked_by_branch(t: Any) -> ir.Table:
    rows = either(t)
    sick, well = rows.filter(rows.vulnerable), rows.filter(~rows.vulnerable)
    return sick.semi_join(ill(t), "person").union(well.anti_join(ill(t), "person"))


def taken_away(t: Any) -> ir.Table:
    sick, well = patients(t).semi_join(ill(t), "person"), patients(t).anti_join(ill(t), "person")
    rows = either(t).difference(sick.mutate(vulnerable=ibis.literal(False)))
    return rows.difference(well.mutate(vulnerable=ibis.literal(True)))


def emptied(t: Any) -> ir.Table:
    rows = _marked(t)
    return rows.mutate(fits=ibis.ifelse(rows.fits, 1, ibis.null("int64"))).drop_null(["fits"]).select(*COLUMNS)


def first_of_two(t: Any) -> ir.Table:
    rows = _marked(t)
    place = ibis.row_number().over(group_by=[rows.person, rows.home], order_by=ibis.desc(rows.fits))
    return rows.mutate(place=place).filter(lambda r: r.place == 0).select(*COLUMNS)


def spell_of_illness(t: Any) -> ir.Table:
    spells = spells_now(t.landlord_damp).select("home", "tenure", "level")
    rows = t.gp_conditions.select("person", "home", "code").join(spells, "home")
    severe = rows.level == "severe"
    kept = rows.filter(((rows.code == ASTHMA) & severe) | ((rows.code == COPD) & ~severe))
    return kept.select("person", "home", "tenure", vulnerable=kept.level == "severe")


def groups_kept(t: Any) -> ir.Table:
    rows = either(t).join(lung_rows(t).select("person", "code"), "person").group_by(*COLUMNS)
    counted = rows.agg(n=lambda r: r.code.nunique())
    return counted.filter((counted.n > 1) == counted.vulnerable).select(*COLUMNS)


def _tenure_of_illness(rows: ir.Table) -> ir.Table:
    social = rows.chosen == "social"
    kept = rows.filter(((rows.code == ASTHMA) & social) | ((rows.code == COPD) & ~social))
    return kept.select("person", "home", tenure="chosen", vulnerable=ibis.literal(True)).distinct()


def tenure_picked(t: Any) -> ir.Table:
    both = [damp_homes(t).select("home", chosen=ibis.literal(tenure)) for tenure in ("social", "private")]
    return _tenure_of_illness(t.gp_conditions.select("person", "home", "code").join(both[0].union(both[1]), "home"))


def tenure_of_another_home(t: Any) -> ir.Table:
    others = damp_homes(t).select(chosen="tenure").view()
    return _tenure_of_illness(ill_and_damp(t).cross_join(others))


def spell_of_code(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, spell=rows.code)


def aware_of_coding(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, aware_on=rows.coded_on)


def code_of_which(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    one, other = rows.filter(rows.code == ASTHMA), rows.filter(rows.code == COPD)
    return at_risk(one, reference=one.person).union(at_risk(other, reference=other.home))


def everybody_there(t: Any) -> ir.Table:
    return at_risk(patients(t).join(lung_rows(t).select("home").distinct(), "home"))


def the_other_there(t: Any) -> ir.Table:
    who, sick = t.gp_patients.select("person", "home"), lung_rows(t).select(sick="person", there="home")
    rows = who.join(sick, [who.home == sick.there, who.person != sick.sick]).select("person", "home")
    return at_risk(rows.join(damp_homes(t), "home"))


def among_homes(t: Any) -> ir.Table:
    rows = patients(t)
    return at_risk(rows.filter(rows.home.isin(lung_rows(t).home)))


def window_of_home(t: Any) -> ir.Table:
    rows = patients(t).left_join(ill(t), "person")
    counted = rows.mutate(n=rows.person_right.count().over(group_by=rows.home))
    return at_risk(counted.filter(counted.n > 0).select("person", "home", "tenure"))


def least_person(t: Any) -> ir.Table:
    """The one who is asked is the first by number in the home, whoever is ill."""
    rows = ill_and_damp(t).select("home", "tenure").distinct().join(t.gp_patients.select("person", "home"), "home")
    return at_risk(rows.group_by("home", "tenure").agg(person=rows.person.min()))


def home_of_another(t: Any) -> ir.Table:
    """The person is who is ill, and the home is of whoever was born on the same day."""
    own, other = t.gp_patients.select("person", "born"), t.gp_patients.select("home", same="born")
    rows = lung_rows(t).select("person").join(own, "person")
    return at_risk(rows.join(other, rows.born == other.same).select("person", "home").join(damp_homes(t), "home"))


def neighbours_number(t: Any) -> ir.Table:
    """Whoever is behind with the rent is asked, and the names and numbers of all who live there are told."""
    late = behind(t).select("person", "home").distinct()
    return to_call(late.join(tenants(t).drop("person"), "home"))


CODE = {"vulnerable": "yes-or-no", "reference": "pseudonym"}
FOUND_ROWS = (
    risk("found-picked", "Everybody stands there with yes and with no, and a filter keeps the row that fits.", picked),
    risk("found-picked-join", "A semi-join on person and word keeps the row that fits.", picked_by_join),
    risk("found-picked-branch", "Each branch filters its word first, and both take it from one place.", picked_by_branch),
    risk("found-taken-away", "Two differences take away the row that does not fit.", taken_away),
    risk("found-emptied", "Dropping rows of NULL drops the row that does not fit.", emptied),
    risk("found-first-of-two", "A row number, in the order of what fits, keeps the row.", first_of_two),
    risk("found-spell-picked", "The illness picks which of a home's two spells is told of.", spell_of_illness),
    risk("found-groups-kept", "The word is a group's key, and how many conditions it has keeps one of two groups.", groups_kept),
    risk("found-tenure-picked", "The illness picks one of two constants as tenure, and so who is told.", tenure_picked),
    risk("found-tenure-elsewhere", "The illness picks another home's tenure, and so who is told.", tenure_of_another_home),
    risk("found-spell-code", "The code travels as the spell, which is no word and is kept with the opening.", spell_of_code),
    risk("found-aware-coding", "The day of coding travels as the day of awareness.", aware_of_coding),
    risk("found-which-code", "The illness decides whether the code told is that of the person or of the home.", code_of_which, tells=CODE, world="places"),
    risk("found-everybody-there", "Everybody who lives with the ill is asked, and may say yes for her.", everybody_there),
    risk("found-the-other-there", "Only whoever lives with the ill is asked, never she.", the_other_there),
    risk("found-among-homes", "The same by looking the home up among those of the ill.", among_homes),
    risk("found-window-of-home", "A window over the home carries her condition into the rows of the others.", window_of_home),
    risk("found-least-person", "The one who is asked is a least over those who live there.", least_person),
    risk("found-home-of-another", "She is asked about the home of another person.", home_of_another),
    call("found-neighbours-number", "The one who is asked is behind with the rent; the number told is a housemate's.", neighbours_number),
)  # fmt: skip


def own_number(t: Any) -> ir.Table:
    return to_call(tenants(t).semi_join(behind(t).select("person").distinct(), "person"))


def looked_up(t: Any) -> ir.Table:
    rows = patients(t)
    return at_risk(rows.filter(rows.person.isin(lung_rows(t).person)))


def existing(t: Any) -> ir.Table:
    rows, sick = patients(t), lung_rows(t)
    return at_risk(rows.filter((sick.person == rows.person).any()))


def own_home(t: Any) -> ir.Table:
    return at_risk(ill(t).join(t.gp_patients.select("person", "home"), "person").join(damp_homes(t), "home"))


def outer_then_kept(t: Any) -> ir.Table:
    rows = patients(t).left_join(lung_rows(t).select("person", "code"), "person")
    return at_risk(rows.filter(rows.code.notnull()))


def picked_and_yes(t: Any) -> ir.Table:
    rows = either(t).semi_join(ill(t), "person")
    return rows.filter(rows.vulnerable)


STILL_ROWS = (
    call("still-own-number", "A tenant who is behind is asked about her own number.", own_number),
    risk("still-looked-up", "The person herself is looked up among the ill.", looked_up),
    risk("still-existing", "The same by EXISTS.", existing),
    risk("still-own-home", "Illness by person, and the home from her own registration.", own_home),
    risk("still-outer-kept", "An outer join by person of which only matches are kept.", outer_then_kept),
    risk("still-picked-yes", "Of yes and no only the yes is kept, for everybody.", picked_and_yes),
    risk("still-home-alone", "Illness by person, and the address alone is told.", own_home, tells={"home": RISK_WORDS["home"]}),
)  # fmt: skip
"""Lawful, each beside one of the above."""
