"""Older households that may be missing Pension Credit: an offer of help to claim, and nothing else.

The council's own benefit assessments alone are read. `perhaps_missing` is `pension_rules.assess` over sets, for the facts
that an assessment holds; the addition for severe disability is not among them, so that no health record is read: who has
it may be missing more than this finds. The amounts are not told to anybody.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir

from ginnel.signals.pension_rules import Household, Income, parameters
from ginnel.signals.signal import Rule, Signal, Word
from ginnel.vocabulary.say import Say

MONEY = ("state_pension", "other_pension", "earnings", "other_income", "capital")
KINDS = {
    "state_pension": "state-pension",
    "other_pension": "private-pension",
    "earnings": "earnings",
    "other_income": "other",
}
MONTHS = 12


def household_of(row: dict[str, Any]) -> Household:
    """A row of `means_tests` with `born` as the reference rule takes it. An empty amount is one that nobody knows."""
    known = {k: None if row[k] is None else Decimal(str(row[k])).quantize(Decimal("0.01")) for k in MONEY}
    incomes = tuple(Income(kind, known[k] or Decimal(0)) for k, kind in KINDS.items())
    return Household(
        born=row["born"], couple=row["partner"], partner_born=row["partner_born"], incomes=incomes, capital=known["capital"],
        carers=row["carers"], children=((None, ""),) * row["children"], receives=row["pension_credit"],
        unknown_income=any(known[k] is None for k in KINDS),
    )  # fmt: skip


def perhaps_missing(t: Any) -> ir.Table:
    """Claimants whose assessed means leave a shortfall of the guarantee and who have no Pension Credit: one row a person."""
    who = t.benefits.filter(t.benefits.until.isnull()).select(
        "claim_id", "person", "home", "given_name", "family_name", "born"
    )
    m = t.means_tests.filter(~t.means_tests.pension_credit)
    facts = m.select("claim_id", "assessed_on", "partner", "partner_born", *MONEY, "carers", "children")
    joined = who.join(facts, "claim_id")
    day = joined.assessed_on
    pence = {k: (joined[k] * 100).round().cast("int64") for k in MONEY}
    known = joined.filter(
        *(joined[k].notnull() for k in MONEY), joined.born.notnull(), _of_age(joined.born, day),
        ~joined.partner | _of_age(joined.partner_born, day), day <= parameters().last_day,
        _minimum(joined, day) - _counted(joined, pence, day) - _tariff(pence["capital"], day) >= _amount("small-amount-limit", day),
        _minimum(joined, day) - _counted(joined, pence, day) - _tariff(pence["capital"], day) > 0,
    )  # fmt: skip
    return known.select("person", "home", "given_name", "family_name", tenure=ibis.literal("unknown")).distinct()


def _pence(amount: Decimal) -> int:
    return int(amount * 100)


def _amount(id: str, day: ir.DateValue) -> Any:
    """Pence of a parameter on `day`; null where no figure is known."""
    periods = parameters().amounts[id]
    cases = [
        ((day >= since) if until is None else day.between(since, until), ibis.literal(_pence(value), "int64"))
        for since, until, value in periods
    ]
    return ibis.cases(*cases, else_=ibis.null("int64"))


def _of_age(born: ir.DateValue, day: ir.DateValue) -> Any:
    """Whether somebody has reached pensionable age on `day`."""
    table = parameters().ages
    reached = ibis.cases(
        (born < table[0][0], (born + ibis.interval(months=66 * MONTHS)).cast("date")),
        *((born.between(since, until), (born + ibis.interval(months=years * MONTHS + months)).cast("date"))
          for since, until, years, months in table),
        else_=ibis.literal(date(2999, 1, 1)),
    )  # fmt: skip
    return (reached <= day).fill_null(False)


def _minimum(row: Any, day: ir.DateValue) -> Any:
    base = ibis.ifelse(
        row.partner,
        _amount("standard-minimum-guarantee-couple", day),
        _amount("standard-minimum-guarantee-single", day),
    )
    return base + row.carers * _amount("carer", day) + row.children * _amount("child", day)


def _counted(row: Any, pence: dict[str, Any], day: ir.DateValue) -> Any:
    left = ibis.cases(
        (row.carers > 0, _amount("earnings-disregard-higher", day)),
        (row.partner, _amount("earnings-disregard-couple", day)),
        else_=_amount("earnings-disregard-single", day),
    )
    return (
        pence["state_pension"]
        + pence["other_pension"]
        + pence["other_income"]
        + ibis.greatest(0, pence["earnings"] - left)
    )


def _tariff(capital: Any, day: ir.DateValue) -> Any:
    above = ibis.greatest(0, capital - _amount("capital-disregard", day))
    return (above / _amount("tariff-step", day)).ceil() * _amount("tariff-amount", day)


SIGNAL = Signal(
    name="pension_credit",
    version=1,
    need="low-income-later-life",
    purpose="benefit-take-up",
    title=Say("Help to claim", "Help i hawlio"),
    rules=(
        Rule(
            name="perhaps_missing",
            title=Say("May be missing Pension Credit", "Gallai fod yn colli Credyd Pensiwn"),
            expression=perhaps_missing,
            opening="disclosure",
            tells={
                "given_name": Word("full", Say("first name", "enw cyntaf")),
                "family_name": Word("full", Say("last name", "cyfenw")),
                "home": Word("full", Say("the address", "y cyfeiriad")),
            },
            why=Say(
                "What the council knows of your means suggests that you may be missing Pension Credit. It may be wrong.",
                "Mae'r hyn a ŵyr y cyngor am eich modd yn awgrymu y gallech fod yn colli Credyd Pensiwn. Gall fod yn anghywir.",
            ),
            offer=Say(
                "Somebody independent can help you to claim, free of charge. Saying no changes nothing about what you get.",
                "Gall rhywun annibynnol eich helpu i hawlio, am ddim. Nid yw dweud na yn newid dim am yr hyn a gewch.",
            ),
        ),
    ),
)
