"""The plain pieces that the corpora's pipelines are made from, and what each of the shipped uses says of itself."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

LUNG = ("195967001", "13645005", "12295008")
DEPRESSION = "35489007"
NAMES = ("given_name", "family_name", "phone")

MONEY: dict[str, Any] = {
    "purpose": "money-advice",
    "need": "rent-worry",
    "opening": "disclosure",
    "tells": {"given_name": "full", "family_name": "full", "phone": "full"},
    "use": "arrears.sustained_arrears",
    "recipient": "northshire-money",
}
PENSION: dict[str, Any] = {
    "purpose": "benefit-take-up",
    "need": "low-income-later-life",
    "opening": "disclosure",
    "tells": {"given_name": "full", "family_name": "full", "home": "full"},
    "use": "pension_credit.perhaps_missing",
    "recipient": "northshire-money",
}
DAMP: dict[str, Any] = {
    "purpose": "damp-and-mould",
    "need": "dry-home",
    "opening": "disclosure",
    "tells": {"home": "full", "vulnerable": "yes-or-no"},
    "use": "damp.vulnerable",
    "recipient": "northshire-homes",
}
OWN: dict[str, Any] = {
    "purpose": "damp-and-mould",
    "need": "dry-home",
    "opening": "own-case",
    "tells": {"home": "full", "room": "full", "since": "full", "level": "band"},
    "use": "damp.damp_home",
}
LENT: dict[str, Any] = {**OWN, "use": "damp.damp_home_lent"}


def tenants(t: Any) -> ir.Table:
    """Lead tenants of today with what the advice charity may be told."""
    who = t.tenancies.filter(t.tenancies.tenant, t.tenancies.until.isnull())
    return who.select("person", "home", *NAMES, tenure=ibis.literal("social"))


def claimants(t: Any) -> ir.Table:
    """Claimants of today with what the charity that helps to claim may be told."""
    who = t.benefits.filter(t.benefits.until.isnull())
    return who.select("person", "home", "given_name", "family_name", tenure=ibis.literal("unknown"))


def out(table: ir.Table, *more: str) -> ir.Table:
    """The columns that money advice asks for, in order."""
    return table.select("person", "home", *NAMES, "tenure", *more)


def spells(table: ir.Table) -> ir.Table:
    """Open damp spells in the shape of an own case."""
    found = table.filter(table.until.isnull(), table.level.isin(("damp", "severe")))
    return found.select("home", "spell", "tenure", "room", "since", "level", aware_on=found.known_on)


def damp_homes(t: Any) -> ir.Table:
    """Homes with an open damp spell by either body's sensors."""
    both = [spells(x).select("home", "tenure") for x in (t.landlord_damp, t.council_damp)]
    return both[0].union(both[1]).distinct()


def ill(t: Any) -> ir.Table:
    """People with a recorded lung condition."""
    return t.gp_conditions.filter(t.gp_conditions.code.isin(LUNG)).select("person", "home")


def vulnerable(t: Any) -> ir.Table:
    """The shipped shape: people with a lung condition in a damp home, one word yes."""
    both = ill(t).join(damp_homes(t), "home")
    return both.select("person", "home", "tenure", vulnerable=ibis.literal(True)).distinct()


def sick(t: Any) -> ir.Table:
    """Every coded condition with its person: what money advice and benefits have no leave to read."""
    return t.gp_conditions.select("person", "code", "coded_on")
