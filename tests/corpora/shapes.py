"""The shapes of the shipped signals, written again here, and the pipelines made of them.

An illegal pipeline differs from one of these shapes in its device alone, so that it can be refused for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from .pipelines import Pipeline

Expression = Callable[[Any], ir.Table]

ASTHMA, COPD, BRONCHIECTASIS = "195967001", "13645005", "12295008"
LUNGS = (ASTHMA, COPD, BRONCHIECTASIS)
HIV, DEPRESSION = "86406008", "35489007"
CASE = ("home", "spell", "tenure", "room", "since", "level", "aware_on")
"""The columns of a body's own case about damp."""
SPELL_WORDS = {"home": "full", "room": "full", "since": "full", "level": "band"}
RISK_WORDS = {"home": "full", "vulnerable": "yes-or-no"}
CALL_WORDS = {"given_name": "full", "family_name": "full", "phone": "full"}
CLAIM_WORDS = {"given_name": "full", "family_name": "full", "home": "full"}


def spells_now(spells: ir.Table) -> ir.Table:
    """Spells that go on and are worse than a watch."""
    return spells.filter(spells.level.isin(["damp", "severe"]), spells.until.isnull())


def own(spells: ir.Table, **instead: Any) -> ir.Table:
    """The columns of an own case; `instead` replaces some by other values."""
    found = spells_now(spells)
    values = {n: found[n] for n in CASE if n != "aware_on"} | {"aware_on": found.known_on}
    return found.select(**values).mutate(**instead).select(*CASE)


def landlord(t: Any) -> ir.Table:
    """The landlord's own damp homes."""
    return own(t.landlord_damp)


def damp_homes(t: Any) -> ir.Table:
    """Home and tenure of every damp home, whoever owns the sensor."""
    return (
        spells_now(t.landlord_damp).select("home", "tenure").union(spells_now(t.council_damp).select("home", "tenure"))
    )


def lung_rows(t: Any) -> ir.Table:
    """Condition rows that name an illness of the lungs."""
    return t.gp_conditions.filter(t.gp_conditions.code.isin(LUNGS))


def ill_and_damp(t: Any) -> ir.Table:
    """Person, home, code, coded_on and tenure of people with a lung illness in a damp home."""
    return lung_rows(t).select("person", "home", "code", "coded_on").join(damp_homes(t), "home")


def vulnerable(t: Any) -> ir.Table:
    """One row a person and home: a lung illness, and damp."""
    return at_risk(ill_and_damp(t))


def at_risk(rows: ir.Table, **more: Any) -> ir.Table:
    """Person, home, tenure and the word `vulnerable`, each once; `more` adds columns or replaces them."""
    return rows.mutate(**{"vulnerable": ibis.literal(True), **more}).select(
        "person", "home", "tenure", "vulnerable", *(n for n in more if n not in ("person", "home", "tenure", "vulnerable"))
    ).distinct()  # fmt: skip


def behind(t: Any) -> ir.Table:
    """Accounts that owed at least one period's rent: person, home, tenancy_id, period_end, charged, owed."""
    accounts = t.rent_accounts.filter(t.rent_accounts.charged > 0, t.rent_accounts.owed >= t.rent_accounts.charged)
    return accounts.select("person", "home", "tenancy_id", "period_end", "charged", "owed")


def tenants(t: Any) -> ir.Table:
    """Tenants now: person, home, given_name, family_name, phone."""
    who = t.tenancies.filter(t.tenancies.tenant, t.tenancies.until.isnull())
    return who.select("person", "home", "given_name", "family_name", "phone")


def to_call(rows: ir.Table, **instead: Any) -> ir.Table:
    """The columns of a call by a money adviser, each tenant once."""
    columns = ("person", "home", "given_name", "family_name", "phone", "tenure")
    return rows.mutate(tenure=ibis.literal("social")).mutate(**instead).select(*columns).distinct()


def poor(t: Any) -> ir.Table:
    """Assessments without Pension Credit and with a low State Pension."""
    return t.means_tests.filter(~t.means_tests.pension_credit, t.means_tests.state_pension < 218)


def claimants(t: Any) -> ir.Table:
    """Claimants now, with their names and dates of birth."""
    who = t.benefits.filter(t.benefits.until.isnull())
    return who.select("claim_id", "person", "home", "given_name", "family_name", "born")


def to_claim(rows: ir.Table, **instead: Any) -> ir.Table:
    """The columns of help with a claim, each claimant once."""
    columns = ("person", "home", "given_name", "family_name", "tenure")
    return rows.mutate(tenure=ibis.literal("unknown")).mutate(**instead).select(*columns).distinct()


def case(name: str, how: str, expression: Expression, **other: Any) -> Pipeline:
    """A pipeline that opens the landlord's own case about damp."""
    return _made(name, how, expression, "damp-and-mould", "dry-home", "own-case", SPELL_WORDS,
                 {"use": "damp.damp_home"} | other)  # fmt: skip


def risk(name: str, how: str, expression: Expression, **other: Any) -> Pipeline:
    """A pipeline that tells the landlord, after a yes, that somebody is at more risk."""
    return _made(name, how, expression, "damp-and-mould", "dry-home", "disclosure", RISK_WORDS,
                 {"use": "damp.vulnerable", "recipient": "northshire-homes"} | other)  # fmt: skip


def call(name: str, how: str, expression: Expression, **other: Any) -> Pipeline:
    """A pipeline that asks the money adviser, after a yes, to call a tenant."""
    return _made(name, how, expression, "money-advice", "rent-worry", "disclosure", CALL_WORDS,
                 {"use": "arrears.sustained_arrears", "recipient": "northshire-money"} | other)  # fmt: skip


def claim(name: str, how: str, expression: Expression, **other: Any) -> Pipeline:
    """A pipeline that asks the adviser, after a yes, to help with a claim."""
    return _made(name, how, expression, "benefit-take-up", "low-income-later-life", "disclosure", CLAIM_WORDS,
                 {"use": "pension_credit.perhaps_missing", "recipient": "northshire-money"} | other)  # fmt: skip


def _made(
    name: str, how: str, expression: Expression, purpose: str, need: str, opening: str, tells: Mapping[str, str],
    other: dict[str, Any],
) -> Pipeline:  # fmt: skip
    base: dict[str, Any] = {"purpose": purpose, "need": need, "opening": opening, "tells": dict(tells)}
    return Pipeline(name=name, how=how, expression=expression, **(base | other))
