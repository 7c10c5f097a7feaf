"""Illegal: the shipped expressions, in regions whose agreements do not cover them (folders of `worlds`)."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .pipelines import Pipeline
from .shapes import DAMP, LUNG, MONEY, OWN, PENSION, claimants, damp_homes, spells, tenants, vulnerable

NOBODY = {"recipient": ""}


def _worst(t: Any) -> ir.Table:
    """How many wet days, a free number, where a band was agreed."""
    wet = t.landlord_damp.select("home", "days_wet")
    joined = vulnerable(t).join(wet, "home")
    return joined.mutate(worst=joined.days_wet.cast("string")).drop("days_wet")


def _worst_measured(t: Any) -> ir.Table:
    """The first digit of the measured index: a band by name, a value by nature."""
    wet = t.landlord_damp.select("home", "index_high")
    joined = vulnerable(t).join(wet, "home")
    return joined.mutate(worst=joined.index_high.round(3).cast("string")).drop("index_high")


def _worst_code(t: Any) -> ir.Table:
    """The illness where a band of the damp was agreed."""
    codes = t.gp_conditions.filter(t.gp_conditions.code.isin(LUNG)).select("person", "home", worst=t.gp_conditions.code)
    both = codes.join(damp_homes(t), "home")
    return both.mutate(vulnerable=ibis.literal(True))


def _own_key(t: Any) -> ir.Table:
    """A hash of the person without the recipient's secret: both recipients get the same and can compare."""
    who = vulnerable(t)
    return who.mutate(key=who.person.hash().cast("string"))


def _council_tax(t: Any) -> ir.Table:
    alone = t.council_tax.filter(t.council_tax.single_discount, t.council_tax.until.isnull())
    return alone.select("person", "home", "given_name", "family_name", tenure=ibis.literal("unknown"))


ADVICE = {
    **MONEY,
    "use": "arrears.council_tax",
    "tells": {"given_name": "full", "family_name": "full"},
    "recipient": "",
}


def _told(base: dict[str, Any], **more: str) -> dict[str, Any]:
    return {**base, "tells": {**base["tells"], **more}}


WORLDS: tuple[Pipeline, ...] = (
    Pipeline("expired-need", "The agreement that let it run ended.", vulnerable, world="expired", **{**DAMP, **NOBODY}),
    Pipeline("expired-own-case", "The agreement on the landlord's own cases ended.", lambda t: spells(t.landlord_damp), world="expired", **OWN),
    Pipeline("expired-telling", "It may still be run, and told to nobody.", vulnerable, world="expired-telling", **DAMP),
    Pipeline("not-yet", "The agreement starts years from now.", vulnerable, world="not-yet", **{**DAMP, **NOBODY}),
    Pipeline("two-halves", "Two agreements cover half of the categories each; none covers the use whole.",
             vulnerable, world="halves", **{**DAMP, **NOBODY}),
    Pipeline("two-halves-of-telling", "The same with two agreements on telling.", vulnerable, world="halves-of-telling", **DAMP),
    Pipeline("other-use-named", "The agreement names another use of the same purpose.", vulnerable, world="other-signal-named", **{**DAMP, **NOBODY}),
    Pipeline("one-controller-missing", "The council's sensors are read; the council is not party to the agreement.",
             vulnerable, world="one-controller-missing", **{**DAMP, **NOBODY}),
    Pipeline("police-agreed", "An agreement names the police for a purpose of support.", vulnerable, world="police-told",
             **{**DAMP, "recipient": "northshire-police"}),
    Pipeline("immigration-agreed", "An agreement names immigration enforcement for a purpose of support.", vulnerable,
             world="immigration-told", **{**DAMP, "recipient": "immigration-enforcement"}),
    Pipeline("collector-agreed", "An agreement on money advice names a debt-collection company.", tenants, world="collector-told",
             **{**MONEY, "recipient": "swift-collect"}),
    Pipeline("debt-power-into-advice", "Council tax debt, shared under the debt power, finds people to advise.", _council_tax,
             world="debt-power-for-advice", **ADVICE),
    Pipeline("no-condition", "Health data with no condition of Art. 9.", vulnerable, world="no-condition", **{**DAMP, **NOBODY}),
    Pipeline("half-a-condition", "Art. 9(2)(h) without its paragraph of Schedule 1.", vulnerable, world="half-a-condition", **{**DAMP, **NOBODY}),
    Pipeline("no-confidentiality", "Health data with nothing said on confidentiality.", vulnerable, world="no-confidentiality", **{**DAMP, **NOBODY}),
    Pipeline("no-confidentiality-told", "The same for telling.", vulnerable, world="no-confidentiality-telling", **DAMP),
    Pipeline("processor-terms-told", "Terms between controller and processor are named as the ground for telling a third body.",
             vulnerable, world="processor-terms-for-telling", **DAMP),
    Pipeline("no-instrument", "Neither Art. 28 terms nor an Art. 26 arrangement.", vulnerable, world="no-instrument", **{**DAMP, **NOBODY}),
    Pipeline("wrong-capacity", "The region says processor, the agreement says joint controllers.", vulnerable, world="wrong-capacity", **{**DAMP, **NOBODY}),
    Pipeline("told-before-asked", "Explicit consent is the ground, and the family is told of it afterwards.", vulnerable,
             world="told-before-asked", **DAMP),
    Pipeline("consent-after-advice", "Consent is the ground for passing a tenant on, and she is not asked first.", tenants,
             world="consent-after-money", **MONEY),
    Pipeline("nhs-general-power", "A care board names a power that only councils have.", vulnerable, world="nhs-general-power", **{**DAMP, **NOBODY}),
    Pipeline("council-legitimate-interest", "A council names legitimate interests for its own task.", claimants,
             world="council-legitimate-interest", **{**PENSION, **NOBODY}),
    Pipeline("council-recognised-interest", "A council names recognised legitimate interest for its own task.", claimants,
             world="council-recognised-interest", **{**PENSION, **NOBODY}),
    Pipeline("council-own-rules", "A council names its own rules as a private body might.", claimants, world="council-own-rules", **{**PENSION, **NOBODY}),
    Pipeline("council-in-scotland", "A council in Scotland names a power that exists in England alone.", claimants,
             world="council-in-scotland", **{**PENSION, **NOBODY}),
    Pipeline("linked-without-leave", "Health records are joined to homes; the care board agreed to no linking.", vulnerable,
             world="linking-without-care-board", **{**DAMP, **NOBODY}),
    Pipeline("linked-after-end", "The agreement on linking ended; tenants and accounts are joined all the same.", claimants,
             world="linking-expired", **{**PENSION, **NOBODY}),
    Pipeline("band-is-a-number", "A free number is called a band.", _worst, world="band-told", **_told(DAMP, worst="band")),
    Pipeline("band-is-a-measurement", "A measured index is called a band.", _worst_measured, world="band-told", **_told(DAMP, worst="band")),
    Pipeline("band-is-the-code", "The code of the illness is called a band of the damp.", _worst_code, world="band-told", **_told(DAMP, worst="band")),
    Pipeline("finer-than-coarse", "The address in full where only a coarse place was agreed.", vulnerable, world="coarse-home", **DAMP),
    Pipeline("pseudonym-shared", "The pipeline makes its own pseudonym, the same for every recipient.", _own_key,
             world="pseudonym-told", **_told(DAMP, key="pseudonym")),
    Pipeline("pseudonym-in-full", "The person's own number in full where a pseudonym was agreed.",
             lambda t: vulnerable(t).mutate(key=lambda v: v.person), world="pseudonym-told", **_told(DAMP, key="full")),
)  # fmt: skip
