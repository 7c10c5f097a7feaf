"""Pipelines whose words are agreed, while which rows there are, how many, or in which order, tells something else."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .shapes import (
    ASTHMA,
    CASE,
    COPD,
    HIV,
    at_risk,
    behind,
    call,
    case,
    claim,
    claimants,
    damp_homes,
    ill_and_damp,
    landlord,
    lung_rows,
    own,
    poor,
    risk,
    spells_now,
    tenants,
    to_call,
    to_claim,
    vulnerable,
)  # fmt: skip


def where(t: Any) -> ir.Table:
    rows = landlord(t).join(t.gp_conditions.select("home", "code"), "home")
    return rows.filter(rows.code == HIV).select(*CASE)


def semi(t: Any) -> ir.Table:
    return landlord(t).semi_join(lung_rows(t), "home")


def anti(t: Any) -> ir.Table:
    return landlord(t).anti_join(lung_rows(t), "home")


def outer_doubles(t: Any) -> ir.Table:
    return landlord(t).left_join(lung_rows(t).select("home", "condition_id"), "home").select(*CASE)


def union_branch(t: Any) -> ir.Table:
    return landlord(t).union(semi(t))


def exists(t: Any) -> ir.Table:
    found = spells_now(t.landlord_damp)
    return own(found.filter(found.home.isin(t.gp_conditions.filter(t.gp_conditions.code == HIV).home)))


def existence(t: Any) -> ir.Table:
    return landlord(t).join(t.gp_conditions.select("home").distinct(), "home")


def ordered_limit(t: Any) -> ir.Table:
    rows = landlord(t).left_join(t.gp_conditions.select("home", "code"), "home")
    return rows.order_by(rows.code == HIV).limit(20).select(*CASE)


def first_of_window(t: Any) -> ir.Table:
    rows = landlord(t).join(t.gp_conditions.select("home", "code"), "home")
    place = ibis.row_number().over(ibis.window(group_by=rows.room, order_by=ibis.desc(rows.code)))
    return rows.mutate(place=place).filter(lambda r: r.place == 0).select(*CASE)


def distinct_doubles(t: Any) -> ir.Table:
    rows = landlord(t).join(t.gp_conditions.select("home", "code"), "home")
    return rows.select(*CASE, "code").distinct().drop("code")


def difference(t: Any) -> ir.Table:
    return ibis.difference(landlord(t), semi(t))


def intersection(t: Any) -> ir.Table:
    return ibis.intersect(landlord(t), anti(t))


def self_join(t: Any) -> ir.Table:
    one, other = t.gp_conditions.select("home", "person"), t.gp_conditions.select("home", other="person")
    both = one.join(other, "home").filter(lambda b: b.person != b.other)
    return landlord(t).join(both.select("home").distinct(), "home")


def at_least_one(t: Any) -> ir.Table:
    homes = t.gp_conditions.group_by("home").agg(n=t.gp_conditions.code.nunique())
    return landlord(t).join(homes.filter(homes.n > 1).select("home"), "home")


def cross(t: Any) -> ir.Table:
    whole = t.gp_conditions.filter(t.gp_conditions.code == HIV).agg(n=lambda c: c.count())
    return landlord(t).cross_join(whole).filter(lambda r: r.n > 0).select(*CASE)


def as_of(t: Any) -> ir.Table:
    days = t.gp_conditions.select("home", since="coded_on")
    found = landlord(t).asof_join(days, on="since", predicates="home")
    return found.filter(found.since_right.notnull()).select(*CASE)


def unequal(t: Any) -> ir.Table:
    rows, ill = landlord(t), lung_rows(t).select(ill_home="home", coded_on="coded_on")
    return rows.join(ill, [rows.home == ill.ill_home, rows.since >= ill.coded_on]).select(*CASE)


def rent_filter(t: Any) -> ir.Table:
    return landlord(t).semi_join(behind(t), "home")


def lent_fills_gap(t: Any) -> ir.Table:
    return landlord(t).anti_join(spells_now(t.council_damp), "home")


def care_window(t: Any) -> ir.Table:
    rows = ill_and_damp(t).join(t.social_care.select("person", "support"), "person")
    place = ibis.rank().over(ibis.window(group_by=rows.home, order_by=rows.support))
    return at_risk(rows.mutate(place=place).filter(lambda r: r.place == 0))


def benefit_where(t: Any) -> ir.Table:
    return vulnerable(t).semi_join(t.benefits.filter(t.benefits.weekly_amount > 100), "person")


def not_in_care(t: Any) -> ir.Table:
    return vulnerable(t).anti_join(t.social_care, "person")


def protected(t: Any) -> ir.Table:
    hidden = t.social_care.filter(t.social_care.protected).select("person")
    return at_risk(ill_and_damp(t).join(hidden, "person"))


def alone(t: Any) -> ir.Table:
    single = t.council_tax.group_by("home").agg(alone=t.council_tax.single_discount.all())
    return at_risk(ill_and_damp(t).join(single, "home").filter(lambda r: r.alone))


def long_tenancy(t: Any) -> ir.Table:
    old = t.tenancies.filter(t.tenancies.since < "2020-01-01").select("home").distinct()
    return at_risk(ill_and_damp(t).join(old, "home"))


def child_of_ill(t: Any) -> ir.Table:
    patients = t.gp_patients.select("patient_id", "person")
    children = t.gp_patients.select("responsible_adult", child="person").filter(lambda c: c.responsible_adult.notnull())
    adults = children.join(patients, children.responsible_adult == patients.patient_id).select("person")
    return vulnerable(t).semi_join(adults, "person")


def union_of_poor(t: Any) -> ir.Table:
    cold = t.means_tests.filter(t.means_tests.capital < 100).select("person", "home")
    return vulnerable(t).union(at_risk(cold.join(damp_homes(t), "home")))


def tenants_with_depression(t: Any) -> ir.Table:
    sad = t.gp_conditions.filter(t.gp_conditions.code == "35489007").select("person").distinct()
    return to_call(behind(t).join(tenants(t), ["person", "home"]).join(sad, "person"))


def tenants_not_on_benefit(t: Any) -> ir.Table:
    return to_call(behind(t).join(tenants(t), ["person", "home"]).anti_join(t.benefits, "person"))


def tenants_by_damp(t: Any) -> ir.Table:
    return to_call(behind(t).join(tenants(t), ["person", "home"]).semi_join(spells_now(t.landlord_damp), "home"))


def claimants_in_arrears(t: Any) -> ir.Table:
    found = claimants(t).join(poor(t).select("claim_id"), "claim_id")
    return to_claim(found.semi_join(t.rent_accounts.filter(t.rent_accounts.owed > 0), "person"))


def claimants_who_are_ill(t: Any) -> ir.Table:
    found = claimants(t).join(poor(t).select("claim_id"), "claim_id")
    ill = found.person.isin(t.gp_conditions.filter(t.gp_conditions.code.isin([ASTHMA, COPD])).person)
    return to_claim(found.filter(ill | (found.born < "1940-01-01")))


ILLEGAL_ROWS = (
    case("rows-where", "Only WHERE looks at the code; the rows left are homes where somebody has HIV.", where),
    case("rows-semi-join", "A semi-join keeps the damp homes where somebody has a lung illness.", semi),
    case("rows-anti-join", "A row that is absent tells that somebody there has a lung illness.", anti),
    case("rows-outer-doubles", "An outer join repeats a spell once for each lung condition of the home.", outer_doubles),
    case("rows-union-branch", "The second branch of a union tells the homes of the ill a second time.", union_branch),
    case("rows-exists", "EXISTS over the conditions decides which homes are told.", exists),
    case("rows-existence", "No column of the conditions is told, only homes that occur among them.", existence),
    case("rows-order-and-limit", "The order by an illness and a LIMIT push homes with HIV off the list.", ordered_limit),
    case("rows-first-of-window", "A window ordered by code picks one spell for each room.", first_of_window),
    case("rows-distinct", "DISTINCT before the code is dropped leaves one row for each different code.", distinct_doubles),
    case("rows-difference", "EXCEPT takes away the homes of the ill.", difference),
    case("rows-intersection", "INTERSECT with the homes of the well leaves the same list as an anti-join.", intersection),
    case("rows-self-join", "The conditions joined with themselves find homes where two patients live.", self_join),
    case("rows-having", "HAVING more than one different code decides which homes are told.", at_least_one),
    case("rows-cross-join", "The whole list appears only if any patient in the region has HIV.", cross),
    case("rows-asof-join", "The nearest earlier condition decides whether a spell is told.", as_of),
    case("rows-unequal-join", "A join on unequal days keeps spells that began after an illness was coded.", unequal),
    case("rows-by-arrears", "The landlord's damp list is cut to tenants behind with the rent, a use of rent accounts that the agreement on damp does not cover.", rent_filter),
    case("rows-without-lent-sensors", "The landlord's list leaves out homes where the council's lent sensor shows damp too, so a gap tells who has one.", lent_fills_gap),
    risk("rows-care-rank", "A rank over the kind of social care decides whom of a home the row is about.", care_window),
    risk("rows-benefit-where", "Only people with a benefit above an amount are told; nobody agreed to use benefits for damp.", benefit_where),
    risk("rows-not-in-care", "People in social care are left out, so whoever is missing is in care.", not_in_care),
    risk("rows-protected", "Only people whose address the council keeps secret are told.", protected),
    risk("rows-living-alone", "The council tax discount keeps only people who live alone.", alone),
    risk("rows-long-tenancy", "The date of the tenancy, which no agreement on damp covers, decides.", long_tenancy),
    risk("rows-parents", "Who has parental responsibility decides; family records are not in the agreement.", child_of_ill),
    risk("rows-union-of-poor", "A second branch tells people with little capital under the word for the ill.", union_of_poor),
    call("rows-depressed-tenants", "Tenants behind with the rent are cut to those with depression; being called tells it.", tenants_with_depression),
    call("rows-tenants-without-benefit", "Tenants who are absent from the list draw a benefit of the council.", tenants_not_on_benefit),
    call("rows-damp-tenants", "The landlord's own damp spells choose whom the money adviser calls: another purpose than agreed.", tenants_by_damp),
    claim("rows-claimants-in-arrears", "The landlord's rent accounts choose among the council's claimants.", claimants_in_arrears),
    claim("rows-claimants-who-are-ill", "An illness, or great age, chooses among the claimants.", claimants_who_are_ill),
)  # fmt: skip
