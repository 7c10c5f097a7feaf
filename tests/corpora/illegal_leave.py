"""Pipelines that are sound in themselves and that nobody, or not everybody, has given leave to run or to tell."""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir

from .shapes import (
    CASE,
    SPELL_WORDS,
    at_risk,
    behind,
    call,
    case,
    claim,
    claimants,
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


def in_arrears(t: Any) -> ir.Table:
    return to_call(behind(t).join(tenants(t), ["person", "home"]))


def missing_out(t: Any) -> ir.Table:
    return to_claim(claimants(t).join(poor(t).select("claim_id"), "claim_id"))


def lent(t: Any) -> ir.Table:
    return own(t.council_damp)


def both_owners(t: Any) -> ir.Table:
    return landlord(t).union(lent(t))


def case_about_health(t: Any) -> ir.Table:
    return landlord(t).semi_join(lung_rows(t), "home")


def damp_with_person(t: Any) -> ir.Table:
    damp = spells_now(t.landlord_damp).select("home", "tenure", "room", "since", "level")
    return damp.mutate(person=damp.home).select("person", *damp.columns)


def in_care_and_damp(t: Any) -> ir.Table:
    care = t.social_care.filter(t.social_care.until.isnull()).select("person", "home")
    damp = spells_now(t.council_damp).select("home", "tenure")
    return at_risk(care.join(damp, "home"))


def council_debtors(t: Any) -> ir.Table:
    owing = t.council_debts.filter(t.council_debts.owed > 500).select("person")
    return to_call(tenants(t).semi_join(owing, "person"))


def lent_and_ill(t: Any) -> ir.Table:
    damp = spells_now(t.council_damp).select("home", "tenure")
    return at_risk(lung_rows(t).select("person", "home").join(damp, "home"))


def means_of_tenants(t: Any) -> ir.Table:
    means = t.means_tests.filter(t.means_tests.capital < 1000).select("person")
    return to_call(tenants(t).semi_join(means, "person"))


def council_tax_alone(t: Any) -> ir.Table:
    alone = t.council_tax.filter(t.council_tax.single_discount, t.council_tax.until.isnull())
    return to_claim(alone.select("person", "home", "given_name", "family_name"))


def patients_of_practice(t: Any) -> ir.Table:
    who = t.gp_patients.filter(t.gp_patients.phone.notnull())
    return to_call(who.select("person", "home", "given_name", "family_name", "phone"))


def tenancy_room(t: Any) -> ir.Table:
    rows = landlord(t).join(t.tenancies.select("home", "family_name"), "home")
    return rows.mutate(room=rows.family_name).select(*CASE)


ILLEGAL_LEAVE = (
    case("leave-other-owner", "The council's lent sensors are read in the landlord's own case.", lent),
    case("leave-not-the-owner", "The landlord's sensors are read in the case that is the council's own.", landlord, use="damp.damp_home_lent"),
    case("leave-two-owners", "One own case mixes the sensors of two bodies.", both_owners),
    case("leave-two-owners-agreed", "Both owners are named in the agreement, and yet a case over two bodies is nobody's own.", both_owners, world="joint-own"),
    case("leave-health-as-own-case", "The care board's records open a case as if they were the landlord's own, so that nobody is asked.", case_about_health, use="damp.vulnerable"),
    case("leave-use-not-named", "The landlord's damp homes are read for a use that no agreement names.", landlord, use="damp.heat_map"),
    case("leave-other-body-operates", "The agreement lets another body find the damp homes.", landlord, world="other-operator"),
    case("leave-own-tenants", "The landlord's own tenancies name the tenant in the damp case; the agreement covers sensors.", tenancy_room),
    case("leave-rooms-with-illness", "The damp spells carry more than damp: in this landlord's records the room names an illness.", landlord, world="rich-rooms"),
    case("leave-need-not-stated", "The need is not one that the region states.", landlord, need="tidy-garden"),
    risk("leave-need-of-nobody", "The same with health records: the need is not one that the region states.", vulnerable, need="risk-score"),
    risk("leave-use-of-vulnerable", "Everything is as agreed but the use, which no agreement names.", vulnerable, use="damp.watch_list"),
    risk("leave-other-purpose", "Records agreed for damp are read for the purpose of benefit take-up.", vulnerable, purpose="benefit-take-up", need="low-income-later-life"),
    risk("leave-to-money", "The money adviser is told of damp and risk; it is not a party to that agreement.", vulnerable, recipient="northshire-money"),
    risk("leave-to-police", "The police are told that somebody is at more risk from damp.", vulnerable, recipient="northshire-police"),
    risk("leave-to-water", "The water company is told that somebody is at more risk from damp.", vulnerable, recipient="northshire-water"),
    risk("leave-to-itself", "The operator, a processor, is told as if it were a recipient.", vulnerable, recipient="northshire-partnership"),
    risk("leave-to-nobody-known", "A recipient that is not in the region is told.", vulnerable, recipient="northshire-insurance"),
    risk("leave-damp-told-on", "The landlord's damp homes, agreed for its own case, are told to the council.", damp_with_person, use="damp.damp_home", tells=SPELL_WORDS, recipient="northshire-council"),
    risk("leave-care-dataset", "Social care records are read, which no agreement on damp names.", in_care_and_damp),
    call("leave-means-dataset", "Benefit assessments are read to offer tenants money advice; the agreement covers the landlord's records only.", means_of_tenants),
    call("leave-patients-called", "Patients are read for a call by the money adviser; the care board is no party.", patients_of_practice),
    call("leave-arrears-to-landlord", "Names of people in arrears, to be told to the adviser after a yes, are told to the landlord as a referral.", in_arrears, recipient="northshire-homes"),
    call("leave-arrears-to-council", "The council is told who is behind with the rent.", in_arrears, recipient="northshire-council"),
    claim("leave-council-tax-dataset", "Council tax accounts are read for benefit take-up; the agreement covers benefits.", council_tax_alone),
    claim("leave-claim-to-landlord", "The landlord is told which tenants have too little to live on.", missing_out, recipient="northshire-homes"),
    risk("world-expired", "The agreement to find has ended.", vulnerable, world="expired"),
    risk("world-not-begun", "The agreement to tell has not begun.", vulnerable, world="not-begun"),
    risk("world-half-twice", "Two agreements cover half of the categories each; nobody agreed to the whole.", vulnerable, world="half-twice"),
    risk("world-words-half-twice", "Two agreements allow one word each; nobody agreed that one body gets both.", vulnerable, world="words-half-twice"),
    risk("world-no-link", "Records of three bodies are joined after the leave to link them has ended.", vulnerable, world="no-link"),
    risk("world-link-without-landlord", "The landlord has not agreed that its records may be linked.", vulnerable, world="link-without-landlord"),
    call("world-debt-power", "Debts shared to recover them (Digital Economy Act 2017 s.48) choose whom a charity calls; s.49(1) forbids the other use, and nobody has been asked yet.", council_debtors, world="debt-power"),
    call("world-debt-collector", "A firm that collects debts is told who is behind with the rent, under the name of advice.", in_arrears, recipient="northshire-collect", world="debt-collector-told"),
    risk("world-police", "The agreement lets the police be told of damp and risk, on a power to work together on care; they mend no home.", lent_and_ill, recipient="northshire-police", world="police-told"),
    risk("world-immigration", "The agreement lets immigration enforcement be told where somebody ill lives.", vulnerable, recipient="home-office-enforcement", world="immigration-told"),
    risk("world-ask-after", "Health would be told first and the person informed afterwards; the basis named is her explicit consent.", vulnerable, world="ask-after"),
    risk("world-no-condition", "Health records are read without any condition of UK GDPR Article 9.", vulnerable, world="no-art9"),
    risk("world-half-condition", "Article 9(2)(h) is named without the condition of Schedule 1 that DPA 2018 s.10 asks for.", vulnerable, world="art9-without-schedule"),
    risk("world-no-confidentiality", "Health is told without an answer to the common law duty of confidentiality.", vulnerable, world="no-confidentiality"),
    risk("world-public-body-interests", "The care board, a public authority in its tasks, rests on legitimate interests, which UK GDPR Article 6(1) shuts to it.", vulnerable, world="public-body-interests"),
    case("world-public-body-recognised", "The council, a public authority in its tasks, rests on a recognised legitimate interest, shut to it since the Data (Use and Access) Act 2025 s.70(2)(c).", lent, use="damp.damp_home_lent", world="public-body-recognised"),
    claim("world-council-in-wales", "A council in Wales rests on the general power of the Localism Act 2011, which councils in England have.", missing_out, world="council-in-wales"),
    risk("world-service-delivery-power", "The council names Digital Economy Act 2017 s.35; none of the objectives of SI 2018/912 is damp.", vulnerable, world="service-delivery-power"),
    risk("world-council-not-party", "The council's lent sensors are read, and the council is no party.", vulnerable, world="council-not-party"),
    risk("world-council-without-basis", "The council is a party, and nothing says on which law it relies.", vulnerable, world="council-without-basis"),
    risk("world-kept-only", "The agreement gives leave to keep the records, not to look for anybody in them.", vulnerable, world="kept-only"),
)  # fmt: skip
