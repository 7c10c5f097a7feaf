"""Illegal: the wrong data for the use, the wrong word, level or recipient, and own cases that are nobody's own."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .pipelines import Pipeline
from .shapes import DAMP, LENT, LUNG, MONEY, OWN, PENSION, claimants, damp_homes, ill, out, spells, tenants, vulnerable


def _told(base: dict[str, Any], **more: str) -> dict[str, Any]:
    return {**base, "tells": {**base["tells"], **more}}


def _claims(t: Any) -> ir.Table:
    return t.benefits.filter(t.benefits.until.isnull())


def _pension(t: Any, **columns: Any) -> ir.Table:
    """Claimants with columns of the claim put in the place of, or beside, what may be told."""
    claims = _claims(t)
    made = claims.mutate(tenure=ibis.literal("unknown"), **{k: make(claims) for k, make in columns.items()})
    return made.select("person", "home", "given_name", "family_name", "tenure", *(k for k in columns if k not in (
        "person", "home", "given_name", "family_name", "tenure")))  # fmt: skip


def _capital(t: Any) -> ir.Table:
    means = t.means_tests.select("claim_id", "capital")
    joined = _claims(t).join(means, "claim_id")
    return joined.select(
        "person", "home", "given_name", family_name=joined.capital.cast("string"), tenure=ibis.literal("unknown")
    )


def _pension_with(t: Any, other: ir.Table) -> ir.Table:
    return claimants(t).semi_join(other, "person")


def _routed_by_refuge(t: Any) -> ir.Table:
    joined = claimants(t).left_join(t.social_care.select("person", "protected"), "person")
    return joined.mutate(tenure=ibis.ifelse(joined.protected, "private", "unknown")).drop("protected", "person_right")


def _named(t: Any) -> ir.Table:
    names = t.gp_patients.select("person", "given_name")
    return vulnerable(t).join(names, "person")


def _coded(t: Any) -> ir.Table:
    """The shipped rows with the code beside them."""
    codes = t.gp_conditions.filter(t.gp_conditions.code.isin(LUNG)).select("person", "home", "code", "coded_on")
    return codes.join(damp_homes(t), "home")


def _code_as(t: Any, **columns: Any) -> ir.Table:
    joined = _coded(t)
    words = {"vulnerable": ibis.literal(True), **{k: make(joined) for k, make in columns.items()}}
    return joined.mutate(**words).select("person", "home", "tenure", *(k for k in words if k != "home"))


def _how_many(t: Any) -> ir.Table:
    grouped = _coded(t).group_by(["person", "home", "tenure"]).agg(n=lambda g: g.count())
    band = ibis.cases((grouped.n > 3, "many"), (grouped.n > 1, "some"), else_="one")
    return grouped.mutate(vulnerable=band).drop("n")


def _wetness(t: Any) -> ir.Table:
    wet = t.landlord_damp.select("home", "days_wet")
    return vulnerable(t).join(wet, "home")


def _lead_tenant_only(t: Any) -> ir.Table:
    return vulnerable(t).semi_join(t.tenancies.filter(t.tenancies.tenant), "person")


def _children_only(t: Any) -> ir.Table:
    return vulnerable(t).semi_join(t.gp_patients.filter(t.gp_patients.responsible_adult.notnull()), "person")


def _not_in_arrears(t: Any) -> ir.Table:
    return vulnerable(t).anti_join(t.rent_accounts.filter(t.rent_accounts.owed > 0), "home")


def _own_two(t: Any) -> ir.Table:
    return spells(t.landlord_damp).union(spells(t.council_damp))


def _own_moved(t: Any) -> ir.Table:
    first = t.gp_conditions.group_by("home").agg(first=lambda c: c.coded_on.min())
    joined = spells(t.landlord_damp).join(first, "home")
    return joined.mutate(aware_on=joined.first).drop("first")


def _own_ordered(t: Any) -> ir.Table:
    many = t.gp_conditions.group_by("home").agg(n=lambda c: c.count())
    joined = spells(t.landlord_damp).left_join(many, "home")
    return joined.order_by(ibis.desc(joined.n)).drop("n", "home_right")


def _own_rent(t: Any) -> ir.Table:
    owed = t.rent_accounts.group_by("home").agg(owed=lambda r: r.owed.max())
    joined = spells(t.landlord_damp).left_join(owed, "home").drop("home_right")
    return joined.mutate(level=ibis.ifelse(joined.owed > 500, "severe", "damp")).drop("owed")


def _own_named(t: Any) -> ir.Table:
    names = t.tenancies.filter(t.tenancies.tenant).select("home", "family_name")
    return spells(t.landlord_damp).join(names, "home")


USES: tuple[Pipeline, ...] = (
    Pipeline("pension-care", "Only claimants who receive social care: no agreement for help to claim reads care records.",
             lambda t: _pension_with(t, t.social_care), **PENSION),
    Pipeline("pension-council-tax", "Only claimants with the single discount: council tax is not in the agreement.",
             lambda t: _pension_with(t, t.council_tax.filter(t.council_tax.single_discount)), **PENSION),
    Pipeline("pension-rent", "Only claimants behind with the landlord's rent: another controller, another category.",
             lambda t: _pension_with(t, t.rent_accounts.filter(t.rent_accounts.owed > 0)), **PENSION),
    Pipeline("pension-refuge-routing", "The flag that protects somebody who fled decides the tenure.", _routed_by_refuge, **PENSION),
    Pipeline("pension-amount-told", "A word that the agreement does not let be told: the amount.",
             lambda t: _pension(t, weekly_amount=lambda c: c.weekly_amount), **_told(PENSION, weekly_amount="full")),
    Pipeline("pension-amount-in-name", "The amount under a harmless name.",
             lambda t: _pension(t, given_name=lambda c: c.weekly_amount.cast("string")), **PENSION),
    Pipeline("pension-capital-in-name", "The savings in the place of the last name.", _capital, **PENSION),
    Pipeline("pension-amount-in-home", "The amount glued to the home.",
             lambda t: _pension(t, home=lambda c: c.home + " " + c.weekly_amount.cast("string")), **PENSION),
    Pipeline("pension-to-landlord", "Told to the landlord, whom no agreement for claims names.", claimants,
             **{**PENSION, "recipient": "northshire-homes"}),
    Pipeline("pension-to-water", "Told to the water company.", claimants, **{**PENSION, "recipient": "northshire-water"}),
    Pipeline("pension-to-police", "Told to the police.", claimants, **{**PENSION, "recipient": "northshire-police"}),
    Pipeline("money-to-police", "Tenants behind with the rent told to the police.", tenants, **{**MONEY, "recipient": "northshire-police"}),
    Pipeline("money-council-tax", "Tenants who are also liable for council tax: the council's record, agreed with nobody for this.",
             lambda t: out(tenants(t).semi_join(t.council_tax, "person")), **MONEY),
    Pipeline("money-benefits", "Tenants who are on a benefit.", lambda t: out(tenants(t).semi_join(t.benefits, "person")), **MONEY),
    Pipeline("money-born-told", "The date of birth is told; the agreement names three words and this is none.",
             lambda t: tenants(t).join(t.tenancies.select("person", "born").distinct(), "person"), **_told(MONEY, born="full")),
    Pipeline("money-as-damp", "The use for damp is named over rent accounts.",
             lambda t: tenants(t).mutate(vulnerable=ibis.literal(True)), **DAMP),
    Pipeline("damp-as-money", "The use for money advice is named over health and damp.",
             lambda t: out(tenants(t).semi_join(vulnerable(t), "person")), **MONEY),
    Pipeline("damp-names", "The first name of the person who is ill is told.", _named, **_told(DAMP, given_name="full")),
    Pipeline("damp-code-told", "The illness is told as a word of its own.",
             lambda t: _code_as(t, illness=lambda j: j.code), **_told(DAMP, illness="full")),
    Pipeline("damp-code-as-yes", "The word that may be yes or no is the code itself.",
             lambda t: _code_as(t, vulnerable=lambda j: j.code), **DAMP),
    Pipeline("damp-code-full-level", "The word is told in full, above the agreed level.",
             lambda t: _code_as(t, vulnerable=lambda j: j.code), **_told(DAMP, vulnerable="full")),
    Pipeline("damp-band-for-yes", "A band of how many illnesses, where only yes or no is agreed.", _how_many, **_told(DAMP, vulnerable="band")),
    Pipeline("damp-band-called-yes", "The same band, called yes or no.", _how_many, **DAMP),
    Pipeline("damp-code-in-home", "The code is glued to the home.",
             lambda t: _code_as(t, home=lambda j: j.home + "#" + j.code), **DAMP),
    Pipeline("damp-wetness-told", "A measured number of wet days of the derived dataset, which no agreement lets be told.",
             _wetness, **_told(DAMP, days_wet="full")),
    Pipeline("damp-diagnosis-date", "The day of the diagnosis is told as since when.",
             lambda t: _code_as(t, since=lambda j: j.coded_on), **_told(DAMP, since="full")),
    Pipeline("damp-lead-tenant", "Only lead tenants: the tenancy is not among the agreed categories.", _lead_tenant_only, **DAMP),
    Pipeline("damp-children", "Only people for whom an adult decides: family is not agreed.", _children_only, **DAMP),
    Pipeline("damp-arrears", "Only homes that owe no rent.", _not_in_arrears, **DAMP),
    Pipeline("damp-care", "People with social care are added to those who are ill.",
             lambda t: vulnerable(t).union(t.social_care.select("person", "home", tenure=ibis.literal("unknown"), vulnerable=ibis.literal(True))), **DAMP),
    Pipeline("damp-to-police", "Told to the police.", vulnerable, **{**DAMP, "recipient": "northshire-police"}),
    Pipeline("damp-to-water", "Told to the water company.", vulnerable, **{**DAMP, "recipient": "northshire-water"}),
    Pipeline("damp-to-charity", "Told to the money-advice charity, which the damp agreement does not name.", vulnerable, **{**DAMP, "recipient": "northshire-money"}),
    Pipeline("damp-need-not-stated", "It works for a need that nobody stated.", vulnerable, **{**DAMP, "need": "nice-to-know"}),
    Pipeline("damp-unnamed-use", "No agreement names this use.", vulnerable, **{**DAMP, "use": "damp.everybody"}),
    Pipeline("damp-for-benefits", "The damp use with the purpose of benefits.", vulnerable, **{**DAMP, "purpose": "benefit-take-up"}),
    Pipeline("damp-for-enforcement", "The damp use with a purpose that enforces.", vulnerable, **{**DAMP, "purpose": "immigration-enforcement"}),
    Pipeline("ill-people-without-damp", "An own case opened over people who are ill: no agreement lets health open one.",
             lambda t: ill(t).mutate(spell=ibis.literal("s"), tenure=ibis.literal("social"), room=ibis.literal(""), since=ibis.literal("2026-01-01"),
                                     level=ibis.literal("damp"), aware_on=ibis.literal("2026-01-01")), **OWN),
    Pipeline("own-two-bodies", "One own case over two bodies' sensors.", _own_two, **OWN),
    Pipeline("own-not-the-owner", "The landlord's own case over the council's sensors.", lambda t: spells(t.council_damp), **OWN),
    Pipeline("own-lent-not-the-owner", "The council's own case over the landlord's sensors.", lambda t: spells(t.landlord_damp), **LENT),
    Pipeline("own-where-ill", "The landlord's case opens only where somebody is ill.",
             lambda t: spells(t.landlord_damp).semi_join(ill(t), "home"), **OWN),
    Pipeline("own-where-not-registered", "Opens only where nobody is registered with a practice.",
             lambda t: spells(t.landlord_damp).anti_join(t.gp_patients, "home"), **OWN),
    Pipeline("own-where-care", "Opens only where somebody receives care.",
             lambda t: spells(t.landlord_damp).semi_join(t.social_care, "home"), **OWN),
    Pipeline("own-clock-moved-by-illness", "The day of awareness, which starts the clock, is a day of diagnosis.", _own_moved, **OWN),
    Pipeline("own-ordered-by-illness", "Homes with more illness come first.", _own_ordered, **OWN),
    Pipeline("own-level-is-rent", "The level of damp is a band of the rent owed.", _own_rent, **OWN),
    Pipeline("own-with-name", "The tenant's name is added, which the agreement on own homes does not cover.", _own_named, **_told(OWN, family_name="full")),
)  # fmt: skip
