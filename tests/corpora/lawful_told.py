"""Tellings after a yes that stay within what was agreed: categories, words, levels, recipients."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from ginnel.signals import arrears, damp, pension_credit

from .shapes import (
    ASTHMA,
    COPD,
    RISK_WORDS,
    at_risk,
    behind,
    call,
    claim,
    claimants,
    damp_homes,
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


def asthma_severe(t: Any) -> ir.Table:
    worst = spells_now(t.landlord_damp).filter(lambda s: s.level == "severe").select("home", "tenure")
    ill = t.gp_conditions.filter(t.gp_conditions.code == ASTHMA).select("person", "home")
    return at_risk(ill.join(worst, "home"))


def lent_only(t: Any) -> ir.Table:
    lent = spells_now(t.council_damp).select("home", "tenure")
    return at_risk(lung_rows(t).select("person", "home").join(lent, "home"))


def young_children(t: Any) -> ir.Table:
    young = t.gp_patients.filter(t.gp_patients.born >= "2021-11-25").select("person")
    return at_risk(ill_and_damp(t).join(young, "person"))


def older_people(t: Any) -> ir.Table:
    return vulnerable(t).semi_join(t.gp_patients.filter(t.gp_patients.born < "1960-01-01"), "person")


def two_conditions(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    counted = rows.group_by("person", "home", "tenure").agg(n=rows.code.nunique())
    return at_risk(counted.filter(counted.n > 1))


def any_of_codes(t: Any) -> ir.Table:
    rows = t.gp_conditions.select("person", "home", "code").join(damp_homes(t), "home")
    found = rows.group_by("person", "home", "tenure").agg(vulnerable=rows.code.isin([ASTHMA, COPD]).any())
    return found.filter(found.vulnerable)


def coded_lately(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows.filter(rows.coded_on >= "2020-01-01"))


def latest_condition(t: Any) -> ir.Table:
    c = t.gp_conditions
    by_person = ibis.window(group_by=c.person, order_by=[ibis.desc(c.coded_on), c.condition_id])
    last = c.mutate(place=ibis.row_number().over(by_person)).filter(lambda r: r.place == 0)
    return at_risk(last.filter(last.code == COPD).select("person", "home").join(damp_homes(t), "home"))


def by_semi_join(t: Any) -> ir.Table:
    damp_now = damp_homes(t).distinct()
    ill = lung_rows(t).select("person", "home").distinct()
    return at_risk(ill.join(damp_now, "home").semi_join(damp_homes(t), "home"))


def by_exists(t: Any) -> ir.Table:
    ill = lung_rows(t)
    social = ill.filter(ill.home.isin(spells_now(t.landlord_damp).home)).select("person", "home")
    return at_risk(social.mutate(tenure=ibis.literal("social")))


def two_illnesses(t: Any) -> ir.Table:
    one = t.gp_conditions.filter(t.gp_conditions.code == ASTHMA).select("person", "home")
    other = t.gp_conditions.filter(t.gp_conditions.code == COPD).select("person", "home")
    return at_risk(one.union(other, distinct=True).join(damp_homes(t), "home"))


def not_damp_before(t: Any) -> ir.Table:
    over = t.landlord_damp.filter(t.landlord_damp.until.notnull())
    return vulnerable(t).anti_join(over, "home")


def _with_spell(t: Any) -> ir.Table:
    damp_now = spells_now(t.landlord_damp).select("home", "tenure", "level", "index_mid")
    return lung_rows(t).select("person", "home").join(damp_now, "home")


def band_of_index(t: Any) -> ir.Table:
    rows = _with_spell(t)
    return at_risk(
        rows, level=ibis.cases((rows.index_mid >= 5, "severe"), (rows.index_mid >= 3, "damp"), else_="watch")
    )


def band_of_level(t: Any) -> ir.Table:
    rows = _with_spell(t)
    return at_risk(rows, level=ibis.ifelse(rows.level == "severe", "act at once", "act soon"))


def band_one_constant(t: Any) -> ir.Table:
    return at_risk(_with_spell(t), level=ibis.literal("damp"))


def half_postcode(t: Any) -> ir.Table:
    rows = ill_and_damp(t).join(t.gp_patients.select("person", "postcode"), "person")
    whole = rows.postcode.replace(" ", "")
    return at_risk(rows, area=whole.substr(0, whole.length() - 3))


def own_reference(t: Any) -> ir.Table:
    rows = ill_and_damp(t)
    return at_risk(rows, reference=rows.person)


def two_periods(t: Any) -> ir.Table:
    rows = behind(t)
    counted = rows.group_by("person", "home").agg(n=rows.period_end.nunique())
    return to_call(counted.filter(counted.n >= 2).join(tenants(t), ["person", "home"]))


def growing(t: Any) -> ir.Table:
    rows = behind(t)
    before = rows.owed.lag().over(ibis.window(group_by=rows.tenancy_id, order_by=rows.period_end))
    grown = rows.mutate(before=before).filter(lambda r: r.owed > r.before)
    return to_call(grown.join(tenants(t), ["person", "home"]))


def nothing_paid(t: Any) -> ir.Table:
    paid = t.rent_accounts.filter(t.rent_accounts.paid > 0, t.rent_accounts.period_end >= "2026-10-01")
    return to_call(behind(t).join(tenants(t), ["person", "home"]).anti_join(paid, "person"))


def with_telephone(t: Any) -> ir.Table:
    who = tenants(t).filter(lambda r: r.phone.notnull())
    return to_call(behind(t).select("person", "home").distinct().join(who, ["person", "home"]))


def names_tidied(t: Any) -> ir.Table:
    rows = behind(t).join(tenants(t), ["person", "home"])
    return to_call(rows, given_name=ibis._.given_name.strip().capitalize(), phone=ibis._.phone.replace(" ", ""))


def more_than_average(t: Any) -> ir.Table:
    rows = behind(t)
    return to_call(rows.filter(rows.owed > rows.owed.mean()).join(tenants(t), ["person", "home"]))


def small_savings(t: Any) -> ir.Table:
    low = poor(t).filter(lambda m: m.capital < 10_000).select("claim_id")
    return to_claim(claimants(t).join(low, "claim_id"))


def old_and_alone(t: Any) -> ir.Table:
    who = claimants(t).filter(lambda c: c.born < "1946-01-01")
    return to_claim(who.join(poor(t).filter(lambda m: ~m.partner).select("claim_id"), "claim_id"))


def latest_assessment(t: Any) -> ir.Table:
    m = t.means_tests
    by_person = ibis.window(group_by=m.person, order_by=[ibis.desc(m.assessed_on), m.claim_id])
    last = m.mutate(place=ibis.row_number().over(by_person)).filter(lambda r: r.place == 0)
    low = last.filter(~last.pension_credit, last.state_pension + last.other_pension < 218).select("claim_id")
    return to_claim(claimants(t).join(low, "claim_id"))


def none_in_household(t: Any) -> ir.Table:
    paid = t.means_tests.filter(t.means_tests.pension_credit)
    low = poor(t).anti_join(paid, "person").select("claim_id")
    return to_claim(claimants(t).join(low, "claim_id"))


def one_of_two_benefits(t: Any) -> ir.Table:
    rent = t.benefits.filter(t.benefits.benefit == "housing-benefit").select("claim_id")
    tax = t.benefits.filter(t.benefits.benefit == "council-tax-reduction").select("claim_id")
    return to_claim(claimants(t).join(rent.union(tax, distinct=True), "claim_id").semi_join(poor(t), "claim_id"))


BAND = {**RISK_WORDS, "level": "band"}
LAWFUL_TOLD = (
    risk("told-shipped", "The shipped signal: agreed health records, asked first, told as yes or no.", damp.vulnerable),
    risk("told-shipped-council", "The same, told to the other agreed recipient.", damp.vulnerable, recipient="northshire-council"),
    risk("told-shipped-found-only", "The same, asked only whether it may be run.", damp.vulnerable, recipient=""),
    risk("told-written-again", "The same shape, written again.", vulnerable),
    risk("told-fewer-words", "Only the address is told.", vulnerable, tells={"home": "full"}),
    risk("told-asthma-severe", "Filters over the agreed health and damp records; the word stays yes.", asthma_severe),
    risk("told-lent-only", "The council's lent sensors alone, told to the council.", lent_only, recipient="northshire-council"),
    risk("told-young-children", "The date of birth, an agreed identifier, keeps children under five.", young_children),
    risk("told-older-people", "A semi-join with the patients' agreed dates of birth.", older_people),
    risk("told-two-conditions", "A count over agreed health records keeps people with more than one lung condition.", two_conditions),
    risk("told-any-of-codes", "ANY over agreed codes gives a yes, and only rows of yes are kept.", any_of_codes),
    risk("told-coded-lately", "A filter over the agreed day of coding.", coded_lately),
    risk("told-latest-condition", "A window over agreed health records keeps the latest.", latest_condition),
    risk("told-by-semi-join", "The same people by a semi-join.", by_semi_join),
    risk("told-by-exists", "The same people by EXISTS, in the landlord's homes.", by_exists),
    risk("told-two-illnesses", "A union of two agreed illnesses.", two_illnesses),
    risk("told-not-damp-before", "An anti-join against agreed earlier spells.", not_damp_before),
    risk("told-band-of-index", "A band of three constants over the agreed mould index, where a band is agreed.", band_of_index, tells=BAND, world="bands"),
    risk("told-band-of-level", "A band of two constants over the agreed level, where a band is agreed.", band_of_level, tells=BAND, world="bands"),
    risk("told-band-one-constant", "One constant, where a band is agreed.", band_one_constant, tells=BAND, world="bands"),
    risk("told-half-postcode", "The first half of the postcode, where a coarse place is agreed.", half_postcode, tells={"vulnerable": "yes-or-no", "area": "coarse-place"}, world="places"),
    risk("told-pseudonym", "The person, told as a pseudonym made for this recipient and purpose, where one is agreed.", own_reference, tells={"vulnerable": "yes-or-no", "reference": "pseudonym"}, world="places"),
    call("told-arrears-shipped", "The shipped signal: the landlord's own accounts, told after a yes.", arrears.sustained_arrears),
    call("told-arrears-found-only", "The same, asked only whether it may be run.", arrears.sustained_arrears, recipient=""),
    call("told-arrears-two-periods", "A count over agreed rent accounts.", two_periods),
    call("told-arrears-growing", "LAG over agreed rent accounts.", growing),
    call("told-arrears-nothing-paid", "An anti-join against agreed rent accounts.", nothing_paid),
    call("told-arrears-with-telephone", "A filter over an agreed word.", with_telephone),
    call("told-arrears-names-tidied", "Text functions over the agreed words themselves.", names_tidied),
    call("told-arrears-above-average", "What is owed is compared with the average of all; nothing of it is told.", more_than_average),
    call("told-arrears-no-telephone", "Fewer words than agreed.", arrears.sustained_arrears, tells={"given_name": "full", "family_name": "full"}),
    claim("told-claim-shipped", "The shipped signal: the council's own assessments, told after a yes.", pension_credit.perhaps_missing),
    claim("told-claim-small-savings", "A filter over agreed savings, which are not told.", small_savings),
    claim("told-claim-old-and-alone", "Filters over the agreed date of birth and partner.", old_and_alone),
    claim("told-claim-latest-assessment", "A window over agreed assessments and a sum of two amounts.", latest_assessment),
    claim("told-claim-none-in-household", "An anti-join against agreed assessments.", none_in_household),
    claim("told-claim-one-of-two-benefits", "A union and a semi-join over agreed benefits.", one_of_two_benefits),
)  # fmt: skip
