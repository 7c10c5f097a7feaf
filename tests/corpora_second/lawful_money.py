"""Lawful: rent accounts and tenancies of the one landlord, told after a yes; and the council's own assessments."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from .pipelines import Pipeline
from .shapes import MONEY, PENSION, claimants, out, tenants


def _behind(t: Any) -> ir.Table:
    return t.rent_accounts.filter(t.rent_accounts.owed > t.rent_accounts.charged)


def _shipped(t: Any) -> ir.Table:
    accounts = t.rent_accounts.select("person", "home", "tenancy_id", "period_end", "charged", "owed")
    latest = ibis.window(group_by=accounts.tenancy_id, order_by=ibis.desc(accounts.period_end))
    last = accounts.mutate(place=ibis.row_number().over(latest)).filter(lambda a: a.place < 3)
    behind = last.filter(last.charged > 0, last.owed >= last.charged)
    counted = behind.group_by(["person", "home"]).agg(periods=behind.count())
    return out(counted.filter(counted.periods >= 3).join(tenants(t), ["person", "home"]).distinct())


def _growing(t: Any) -> ir.Table:
    accounts = t.rent_accounts.select("person", "tenancy_id", "period_end", "owed")
    window = ibis.window(group_by=accounts.tenancy_id, order_by=accounts.period_end)
    grown = accounts.mutate(before=accounts.owed.lag().over(window))
    return out(tenants(t).semi_join(grown.filter(grown.owed > grown.before), "person"))


def _largest(t: Any) -> ir.Table:
    most = t.rent_accounts.group_by("person").agg(most=lambda r: r.owed.max())
    joined = tenants(t).join(most, "person")
    return out(joined.filter(joined.most > 1000).order_by(ibis.desc(joined.most)))


def _nothing_paid(t: Any) -> ir.Table:
    paid = t.rent_accounts.group_by("tenancy_id").agg(paid=lambda r: r.paid.sum())
    who = t.tenancies.filter(t.tenancies.tenant).join(paid.filter(paid.paid == 0), "tenancy_id")
    return out(who.mutate(tenure=ibis.literal("social")))


def _young(t: Any) -> ir.Table:
    who = t.tenancies.filter(t.tenancies.tenant, t.tenancies.born > date(2001, 1, 1))
    return out(who.mutate(tenure=ibis.literal("social")).semi_join(_behind(t), "person"))


def _renamed(t: Any) -> ir.Table:
    who = t.tenancies.rename(first="given_name", last="family_name").filter(lambda w: w.tenant)
    named = who.mutate(given_name=who.first, family_name=who.last, tenure=ibis.literal("social"))
    return out(named.semi_join(_behind(t), "person"))


def _neat(t: Any) -> ir.Table:
    who = tenants(t).semi_join(_behind(t), "person")
    return out(who.mutate(given_name=who.given_name.strip().capitalize(), phone=who.phone.replace(" ", "")))


def _either(t: Any) -> ir.Table:
    unpaid = t.rent_accounts.filter(t.rent_accounts.paid == 0)
    return tenants(t).semi_join(_behind(t), "person").union(tenants(t).semi_join(unpaid, "person"), distinct=True)


def _welsh(t: Any) -> ir.Table:
    who = t.tenancies.filter(t.tenancies.tenant, t.tenancies.language == "cy")
    return out(who.mutate(tenure=ibis.literal("social")).semi_join(_behind(t), "person"))


def _phoneless(t: Any) -> ir.Table:
    who = tenants(t)
    return out(who.mutate(phone=ibis.coalesce(who.phone, ibis.literal("no telephone"))).semi_join(_behind(t), "person"))


def _pension_shipped(t: Any) -> ir.Table:
    means = t.means_tests.filter(~t.means_tests.pension_credit).select(
        "claim_id", "state_pension", "other_pension", "capital"
    )
    who = t.benefits.filter(t.benefits.until.isnull()).join(means, "claim_id")
    poor = who.filter(who.state_pension + who.other_pension < 238, who.capital < 10000, who.born < date(1960, 1, 1))
    return poor.select("person", "home", "given_name", "family_name", tenure=ibis.literal("unknown")).distinct()


def _pension_carers(t: Any) -> ir.Table:
    means = t.means_tests.filter(t.means_tests.carers > 0, ~t.means_tests.pension_credit)
    return claimants(t).semi_join(means, "person")


def _pension_latest(t: Any) -> ir.Table:
    means = t.means_tests.select("person", "assessed_on", "state_pension")
    last = ibis.window(group_by=means.person, order_by=ibis.desc(means.assessed_on))
    newest = means.mutate(place=ibis.row_number().over(last)).filter(lambda m: m.place == 0)
    return claimants(t).semi_join(newest.filter(newest.state_pension < 200), "person")


def _pension_cases(t: Any) -> ir.Table:
    means = t.means_tests.select("claim_id", "partner", "state_pension", "pension_credit")
    joined = t.benefits.join(means, "claim_id")
    line = ibis.ifelse(joined.partner, 364, 238)
    found = joined.filter(joined.state_pension < line, ~joined.pension_credit)
    return found.select("person", "home", "given_name", "family_name", tenure=ibis.literal("unknown"))


def _pension_self(t: Any) -> ir.Table:
    housing = t.benefits.filter(t.benefits.benefit == "housing-benefit").select("person")
    return claimants(t).semi_join(housing, "person")


def _pension_none(t: Any) -> ir.Table:
    return claimants(t).anti_join(t.means_tests.filter(t.means_tests.pension_credit), "person")


def _pension_sum(t: Any) -> ir.Table:
    total = t.benefits.group_by("person").agg(total=lambda b: b.weekly_amount.sum())
    return claimants(t).semi_join(total.filter(total.total < 100), "person")


def _advice_on_council_tax(t: Any) -> ir.Table:
    alone = t.council_tax.filter(t.council_tax.single_discount, t.council_tax.until.isnull())
    return alone.select("person", "home", "given_name", "family_name", tenure=ibis.literal("unknown"))


MONEY_LAWFUL: tuple[Pipeline, ...] = (
    Pipeline("money-shipped", "The shipped rule: three periods behind, the landlord's own records alone.", _shipped, **MONEY),
    Pipeline("money-shipped-run", "The same, only run.", _shipped, **{**MONEY, "recipient": ""}),
    Pipeline("money-growing", "Debt that grows, by a window over the same account.", _growing, **MONEY),
    Pipeline("money-largest", "The greatest debt decides and orders; only names and number are told.", _largest, **MONEY),
    Pipeline("money-nothing-paid", "A sum over the account, joined by tenancy.", _nothing_paid, **MONEY),
    Pipeline("money-young", "Young tenants, by the landlord's own dates of birth.", _young, **MONEY),
    Pipeline("money-renamed", "Columns renamed and named back.", _renamed, **MONEY),
    Pipeline("money-neat", "Names and numbers tidied up.", _neat, **MONEY),
    Pipeline("money-either", "A union of people far behind and people who paid nothing, from the landlord's own accounts.", _either, **MONEY),
    Pipeline("money-welsh", "Tenants who asked for Welsh: contact is agreed.", _welsh, **MONEY),
    Pipeline("money-phoneless", "A constant where there is no number.", _phoneless, **MONEY),
    Pipeline("money-exists", "EXISTS over the landlord's own accounts that are behind.",
             lambda t: (lambda who: out(who.filter((_behind(t).person == who.person).any())))(tenants(t)), **MONEY),
    Pipeline("money-difference", "Tenants less those with a clear account, both the landlord's.",
             lambda t: out(tenants(t).join(tenants(t).select("person").difference(
                 t.rent_accounts.filter(t.rent_accounts.owed <= 0).select("person")), "person")), **MONEY),
    Pipeline("money-fewer-words", "Only the number is told, less than agreed.", _shipped, **{**MONEY, "tells": {"phone": "full"}}),
    Pipeline("money-agreed-anew", "The agreement in force is this year's new text.", _shipped, world="agreed-anew", **MONEY),
    Pipeline("money-council-tax-agreed", "The council's own accounts under its general power, as agreed, only run.",
             _advice_on_council_tax, world="general-power-for-advice",
             **{**MONEY, "use": "arrears.council_tax", "tells": {"given_name": "full", "family_name": "full"}, "recipient": ""}),
    Pipeline("pension-shipped", "Below a line by the council's own assessment; the amounts stay.", _pension_shipped, **PENSION),
    Pipeline("pension-shipped-run", "The same, only run.", _pension_shipped, **{**PENSION, "recipient": ""}),
    Pipeline("pension-carers", "Carers among claimants.", _pension_carers, **PENSION),
    Pipeline("pension-latest", "The latest assessment, by a window.", _pension_latest, **PENSION),
    Pipeline("pension-cases", "The line depends on the partner, by a CASE over agreed columns.", _pension_cases, **PENSION),
    Pipeline("pension-self-join", "Claimants of another benefit of the same council.", _pension_self, **PENSION),
    Pipeline("pension-anti-join", "Claimants without Pension Credit, by the council's own record.", _pension_none, **PENSION),
    Pipeline("pension-sum", "A sum of the council's own payments.", _pension_sum, **PENSION),
    Pipeline("pension-fewer-words", "Only the home is told.", _pension_shipped, **{**PENSION, "tells": {"home": "full"}}),
)  # fmt: skip
