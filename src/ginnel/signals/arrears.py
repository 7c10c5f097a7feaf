"""Sustained rent arrears: an offer of free money advice to the tenant, and nothing else.

Nothing here infers, stores or shows anything about anybody's health. The landlord's account alone is read; the advice
charity is told only after a yes, and is not told how much is owed.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from ginnel.signals.signal import Rule, Signal, Word
from ginnel.vocabulary.say import Say

PERIODS = 3
"""Arrears at three four-week period ends running are sustained; our choice, to be reviewed with advisers."""
PERIODS_OWED = 1.0
"""At each of them at least this many periods' rent is owed."""


def sustained_arrears(t: Any) -> ir.Table:
    """Lead tenants who owed at least one period's rent at each of the last three period ends: one row a person."""
    accounts = t.rent_accounts.select("person", "home", "tenancy_id", "period_end", "charged", "owed")
    latest = ibis.window(group_by=accounts.tenancy_id, order_by=ibis.desc(accounts.period_end))
    last = accounts.mutate(place=ibis.row_number().over(latest)).filter(lambda a: a.place < PERIODS)
    behind = last.filter(last.charged > 0, last.owed >= last.charged * PERIODS_OWED)
    counted = behind.group_by(["person", "home"]).agg(periods=behind.count())
    who = t.tenancies.filter(t.tenancies.tenant, t.tenancies.until.isnull())
    who = who.select("person", "home", "given_name", "family_name", "phone")
    return (
        counted.filter(counted.periods >= PERIODS)
        .join(who, ["person", "home"])
        .select("person", "home", "given_name", "family_name", "phone", tenure=ibis.literal("social"))
        .distinct()
    )


SIGNAL = Signal(
    name="arrears",
    version=1,
    need="rent-worry",
    purpose="money-advice",
    title=Say("Help with money", "Help gydag arian"),
    rules=(
        Rule(
            name="sustained_arrears",
            title=Say("Behind with the rent for some time", "Ar ei hôl hi gyda'r rhent ers peth amser"),
            expression=sustained_arrears,
            opening="disclosure",
            tells={
                "given_name": Word("full", Say("first name", "enw cyntaf")),
                "family_name": Word("full", Say("last name", "cyfenw")),
                "phone": Word("full", Say("telephone number", "rhif ffôn")),
            },
            why=Say(
                "Your rent account has been behind for three periods running.",
                "Mae eich cyfrif rhent wedi bod ar ei hôl hi am dri chyfnod yn olynol.",
            ),
            offer=Say(
                "A free and independent money adviser can call you. Saying no changes nothing about your tenancy.",
                "Gall cynghorydd arian annibynnol eich ffonio am ddim. Nid yw dweud na yn newid dim am eich tenantiaeth.",
            ),
        ),
    ),
)
