"""Tellings after a yes in which an agreed word says more than agreed, or a word that nobody agreed to is told.

The agreement `damp-tell-vulnerable`: the address, and yes or no to "somebody there is at more risk"; never who, never
the illness. `money-tell`: name and telephone number; not how much is owed. `pension-tell`: name and address; no amount.
The worlds `bands` and `places` agree to a band, and to a coarse place and a pseudonym, besides.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .shapes import (
    ASTHMA,
    BRONCHIECTASIS,
    CALL_WORDS,
    CLAIM_WORDS,
    COPD,
    HIV,
    RISK_WORDS,
    at_risk,
    behind,
    call,
    claim,
    claimants,
    ill_and_damp,
    lung_rows,
    poor,
    risk,
    spells_now,
    tenants,
    to_call,
    to_claim,
    vulnerable,
)  # fmt: skip

BAND = {**RISK_WORDS, "level": "band"}


def _damp_level(t: Any) -> ir.Table:
    damp = spells_now(t.landlord_damp).select("home", "tenure", "level", "index_mid", "room", "days_wet")
    return lung_rows(t).select("person", "home", "code", "coded_on").join(damp, "home")


def illness_named(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, vulnerable=ibis.cases((rows.code == ASTHMA, "asthma"), else_="another"))


def code_as_yes(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, vulnerable=rows.code)


def number_as_yes(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return rows.group_by("person", "home", "tenure").agg(vulnerable=rows.code.nunique())


def three_states(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, vulnerable=ibis.cases((rows.code == ASTHMA, True), (rows.code == COPD, False)))


def two_states(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, vulnerable=rows.code == ASTHMA)


def rows_of_no(t: Any) -> ir.Table:
    rows = t.gp_conditions.select("person", "home", "code")
    return at_risk(rows.mutate(tenure=ibis.literal("social")), vulnerable=rows.code == HIV)


def home_with_code(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, home=rows.home + "#" + rows.code)


def person_with_code(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, person=rows.code)


def tenure_routes(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, tenure=ibis.cases((rows.code == BRONCHIECTASIS, "private"), else_="social"))


def home_of_name(t: Any) -> ir.Table:
    names = t.gp_patients.select("person", "family_name")
    rows = ill_and_damp(t).join(names, "person")
    return at_risk(rows, home=rows.family_name)


def with_code(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, reason=rows.code)


def with_name(t: Any) -> ir.Table:
    rows = ill_and_damp(t).join(t.gp_patients.select("person", "given_name"), "person")
    return at_risk(rows, given_name=rows.given_name)


def with_day(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, since=rows.coded_on)


def index_as_band(t: Any) -> ir.Table:
    rows = _damp_level(t)
    return at_risk(rows, level=rows.index_mid)


def days_as_band(t: Any) -> ir.Table:
    rows = _damp_level(t)
    return at_risk(rows, level=rows.days_wet.cast("string"))


def room_as_band(t: Any) -> ir.Table:
    rows = _damp_level(t)
    return at_risk(rows, level=rows.room)


def age_as_band(t: Any) -> ir.Table:
    rows = _damp_level(t).join(t.gp_patients.select("person", "born"), "person")
    return at_risk(rows, level=ibis.literal(2026) - rows.born.year())


def date_as_band(t: Any) -> ir.Table:
    rows = _damp_level(t)
    return at_risk(rows, level=rows.coded_on.truncate("M"))


def else_of_band(t: Any) -> ir.Table:
    rows = _damp_level(t)
    return at_risk(rows, level=ibis.cases((rows.code == ASTHMA, "A"), else_=rows.code))


def owed_as_phone(t: Any) -> ir.Table:
    rows = behind(t).join(tenants(t), ["person", "home"])
    return to_call(rows, phone=rows.owed.cast("string"))


def owed_in_name(t: Any) -> ir.Table:
    rows = behind(t).join(tenants(t), ["person", "home"])
    return to_call(rows, family_name=rows.family_name + ibis.ifelse(rows.owed > 1000, ".", ""))


def owed_told(t: Any) -> ir.Table:
    rows = behind(t).join(tenants(t), ["person", "home"])
    return to_call(rows).join(rows.group_by("person").agg(owed=rows.owed.max()), "person")


def income_in_name(t: Any) -> ir.Table:
    rows = claimants(t).join(poor(t).select("claim_id", "capital"), "claim_id")
    return to_claim(rows, given_name=rows.given_name.lpad(40, " ").substr(0, 40) + rows.capital.cast("string"))


def born_as_name(t: Any) -> ir.Table:
    rows = claimants(t).join(poor(t).select("claim_id"), "claim_id")
    return to_claim(rows, given_name=rows.born.cast("string"))


def with_person(t: Any) -> ir.Table:
    return to_claim(claimants(t).join(poor(t).select("claim_id"), "claim_id"))


def whole_postcode(t: Any) -> ir.Table:
    rows = ill_and_damp(t).join(t.gp_patients.select("person", "postcode"), "person")
    return at_risk(rows, area=rows.postcode)


def street_as_area(t: Any) -> ir.Table:
    rows = ill_and_damp(t).join(t.gp_patients.select("person", "address", "postcode"), "person")
    return at_risk(rows, area=rows.postcode.split(" ")[0] + " " + rows.address)


def reference_of_person(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, reference=rows.person)


def reference_by_hash(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, reference=rows.person.hash().cast("string"))


PLACE = {"vulnerable": "yes-or-no", "area": "coarse-place"}

ILLEGAL_LEVELS = (
    risk("level-illness-named", "A word agreed as yes or no is one of two names of illnesses.", illness_named),
    risk("level-code-as-yes", "A word agreed as yes or no holds the code itself.", code_as_yes),
    risk("level-number-as-yes", "A word agreed as yes or no is how many lung conditions there are.", number_as_yes),
    risk("level-three-states", "True, false and empty name three illnesses: a boolean that is a band.", three_states),
    risk("level-two-states", "Everybody told is ill; true or false says which of the illnesses, which is never to be told.", two_states),
    risk("level-rows-of-no", "Every patient's home is told, most with a no: being told at all says that there is a condition.", rows_of_no),
    risk("level-home-with-code", "The address, agreed in full, has the code of the illness written behind it.", home_with_code),
    risk("level-person-with-code", "The person column, by which choices are kept, holds the code: two people with asthma become one, and no objection is found.", person_with_code),
    risk("level-tenure-routes", "The tenure is set by the illness, so that the body that is told learns it.", tenure_routes),
    risk("level-home-of-name", "The word for the address holds the patient's family name.", home_of_name),
    risk("level-full-vulnerable", "The word agreed as yes or no is to be told in full.", vulnerable, tells={"home": "full", "vulnerable": "full"}),
    risk("word-reason", "A word that the agreement does not name tells the code.", with_code, tells={**RISK_WORDS, "reason": "full"}),
    risk("word-reason-as-band", "The code is told as a band under a word that the agreement does not name.", with_code, tells={**RISK_WORDS, "reason": "band"}),
    risk("word-given-name", "A word that the agreement does not name tells who is ill.", with_name, tells={**RISK_WORDS, "given_name": "full"}),
    risk("word-since", "A word that is harmless elsewhere tells when the illness was coded.", with_day, tells={**RISK_WORDS, "since": "full"}),
    risk("band-free-number", "A free number, the mould index, is told where a band is agreed.", index_as_band, tells=BAND, world="bands"),
    risk("band-number-as-text", "A count of wet days written as text is told where a band is agreed.", days_as_band, tells=BAND, world="bands"),
    risk("band-free-text", "A room's free text is told where a band is agreed.", room_as_band, tells=BAND, world="bands"),
    risk("band-age", "The age in years is told where a band is agreed.", age_as_band, tells=BAND, world="bands"),
    risk("band-month", "The month in which the illness was coded is told where a band is agreed.", date_as_band, tells=BAND, world="bands"),
    risk("band-else-is-value", "A CASE gives a constant for asthma and the code itself for all else.", else_of_band, tells=BAND, world="bands"),
    call("word-owed", "How much is owed is told under a word that the agreement does not name.", owed_told, tells={**CALL_WORDS, "owed": "full"}),
    call("word-owed-as-phone", "The telephone number, agreed in full, holds how much is owed, cast to text.", owed_as_phone),
    call("word-owed-in-name", "A full stop behind the family name says that more than 1,000 pounds are owed.", owed_in_name),
    claim("word-capital-in-name", "Savings are written far behind the first name.", income_in_name),
    claim("word-born-as-name", "The first name holds the date of birth, which is not to be told.", born_as_name),
    claim("word-person", "Beside the agreed words the region's own id of the person is told in full.", with_person, tells={**CLAIM_WORDS, "person": "full"}),
    risk("place-told-in-full", "Where a coarse place is agreed, the postcode is told in full.", whole_postcode, tells={**PLACE, "area": "full"}, world="places"),
    risk("place-is-street", "What is called a coarse place is half a postcode with the whole address behind it.", street_as_area, tells=PLACE, world="places"),
    risk("pseudonym-told-in-full", "The region's own id of a person, one for all recipients, is told where a pseudonym is agreed.", reference_of_person, tells={"vulnerable": "yes-or-no", "reference": "full"}, world="places"),
    risk("pseudonym-made-here", "A hash of the person made in the expression is the same for every recipient, so that two can join their lists.", reference_by_hash, tells={"vulnerable": "yes-or-no", "reference": "full"}, recipient="northshire-council", world="places"),
)  # fmt: skip
