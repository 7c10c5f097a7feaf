"""Whether a household may be missing Pension Credit (guarantee credit): one household at a time, in plain Python.

State Pension Credit Act 2002 and SI 2002/1792, with the dated amounts of `pension_parameters.toml`. It says "perhaps
missing", never an entitlement: savings credit, housing costs, hospital and care homes are left out. A fact that is not
known and could decide gives "cannot say". No lawyer has reviewed it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

Answer = Literal["perhaps-missing", "not-missing", "cannot-say"]
Money = Decimal
ZERO = Decimal("0.00")
LEFT_OUT = frozenset(
    {
        "attendance-allowance", "pension-age-disability-payment", "disability-living-allowance",
        "personal-independence-payment", "adult-disability-payment", "armed-forces-independence-payment",
        "housing-benefit", "child-benefit", "guardians-allowance", "christmas-bonus", "winter-fuel-payment",
        "scottish-carer-supplement", "pension-credit", "savings-credit",
    }
)  # fmt: skip
"""Income that does not count at all (SI 2002/1792 reg. 15(1))."""
WAR = frozenset({"war-disablement-pension", "war-widows-pension", "war-pension"})
PERIODS = {
    "week": Decimal(1),
    "month": Decimal(12) / Decimal(52),
    "quarter": Decimal(4) / Decimal(52),
    "year": 1 / Decimal(52),
}
SMALL = "small-amount-limit"


@dataclass(frozen=True)
class Income:
    """Pounds of one kind; `whose` is "person", "partner" or "child"."""

    kind: str
    amount: Money
    period: str = "week"
    whose: str = "person"


@dataclass(frozen=True)
class Household:
    """The facts of one household on one day. None where nobody knows.

    `severe`: how many of the couple have the addition for severe disability. `disabled`: somebody has a disability
    benefit, so that more of earnings is left out. `unknown_income`: some income's amount is not known.
    `saved_2019`: a mixed-age couple that had pension-age benefits on 14 May 2019, without a break since.
    """

    born: date
    incomes: tuple[Income, ...] = ()
    couple: bool = False
    partner_born: date | None = None
    capital: Money | None = None
    severe: int = 0
    carers: int = 0
    disabled: bool = False
    children: tuple[tuple[date | None, str], ...] = ()
    """Each child's date of birth (None: not known) and "", "lower" or "higher" for a disability benefit."""
    unknown_income: bool = False
    saved_2019: bool | None = None
    receives: bool = False
    nation: str = "England"


@dataclass(frozen=True)
class Verdict:
    """The answer, and the weekly shortfall where it is known."""

    answer: Answer
    gap: Money | None = None


@dataclass(frozen=True)
class Parameters:
    """The amounts of `pension_parameters.toml`: id -> (from, to or None, amount), newest last; and its rules."""

    amounts: Mapping[str, tuple[tuple[date, date | None, Money], ...]]
    ages: tuple[tuple[date, date, int, int], ...]
    elder_born_by: date

    def at(self, id: str, day: date) -> Money | None:
        """The amount of `id` in force on `day`; None where no figure is known for that day."""
        found = [v for since, until, v in self.amounts[id] if since <= day and (until is None or day <= until)]
        return found[-1] if found else None

    @property
    def last_day(self) -> date:
        """The last day for which the guarantee is known; amounts without an end hold for a year."""
        since, until, _ = self.amounts["standard-minimum-guarantee-single"][-1]
        return until or date(since.year + 1, 4, 5)


@lru_cache(maxsize=1)
def parameters() -> Parameters:
    """The figures that ship with Ginnel."""
    text = resources.files("ginnel.signals").joinpath("pension_parameters.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text, parse_float=Decimal)
    amounts: dict[str, list[tuple[date, date | None, Money]]] = {}
    for p in data["parameter"]:
        since = p.get("valid_from", date(2002, 10, 7))
        amounts.setdefault(p["id"], []).append((since, p.get("valid_to"), Decimal(p["value"])))
    rules: dict[str, Any] = {r["id"]: r for r in data["rule"]}
    ages = tuple(
        (r["born_from"], r["born_to"], r["years"], r["months"]) for r in rules["pensionable-age-table"]["table"]
    )
    ordered = {id: tuple(sorted(v, key=lambda x: x[0])) for id, v in amounts.items()}
    return Parameters(ordered, ages, rules["mixed-age-couple"]["older_member_born_by"])


def pension_day(born: date) -> date | None:
    """The day on which somebody reaches pensionable age (Pensions Act 1995 Sch. 4); None: later than the table."""
    table = parameters().ages
    if born < table[0][0]:
        return _after(born, 66, 0)  # everybody born before had reached it by 2020
    found = next(((years, months) for since, until, years, months in table if since <= born <= until), None)
    return None if found is None else _after(born, *found)


def _after(born: date, years: int, months: int) -> date:
    """So many years and months later; the last day of the month where it lacks the day."""
    month = born.month - 1 + months
    year, month = born.year + years + month // 12, month % 12 + 1
    for day in (born.day, 30, 29, 28):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def of_age(born: date, day: date) -> bool:
    reached = pension_day(born)
    return reached is not None and reached <= day


def assess(h: Household, day: date) -> Verdict:
    """Whether the household may be missing the guarantee credit on `day`."""
    if h.nation == "Northern Ireland" or day > parameters().last_day:
        return Verdict("cannot-say")
    if h.receives:
        return Verdict("not-missing", ZERO)
    entry = _entry(h, day)
    if entry is not None:
        return entry
    guarantee = appropriate_minimum(h, day)
    if guarantee is None:
        return Verdict("cannot-say")
    known = counted(h, day) + (tariff(h.capital, day) if h.capital is not None else ZERO)
    gap = guarantee - known
    limit = parameters().at(SMALL, day) or ZERO
    if gap <= 0 or gap < limit:
        return Verdict("not-missing", ZERO)
    if h.unknown_income or h.capital is None:
        return Verdict("cannot-say")
    return Verdict("perhaps-missing", gap)


def _entry(h: Household, day: date) -> Verdict | None:
    """The door: age, and couples of whom one is too young (Act s. 4(1A)). None lets in."""
    mine = of_age(h.born, day)
    if not h.couple:
        return None if mine else Verdict("not-missing", ZERO)
    if h.partner_born is None:
        return Verdict("cannot-say")
    theirs = of_age(h.partner_born, day)
    if mine and theirs:
        return None
    elder = min(h.born, h.partner_born)
    if not (mine or theirs) or elder > parameters().elder_born_by or h.saved_2019 is False:
        return Verdict("not-missing", ZERO)
    return None if h.saved_2019 else Verdict("cannot-say")


def appropriate_minimum(h: Household, day: date) -> Money | None:
    """The guarantee with every addition (reg. 6, Sch. I and IIA); None where a figure for `day` is not known."""
    at = parameters().at
    base = at("standard-minimum-guarantee-couple" if h.couple else "standard-minimum-guarantee-single", day)
    severe = ZERO if not h.severe else at("severe-disability-both" if h.severe == 2 else "severe-disability-one", day)
    carer = at("carer", day) if h.carers else ZERO
    children = _children(h, day)
    if base is None or severe is None or carer is None or children is None:
        return None
    return base + severe + carer * h.carers + children


def _children(h: Household, day: date) -> Money | None:
    at = parameters().at
    total = ZERO
    known = sorted((c for c in h.children if c[0] is not None), key=lambda c: c[0] or day)
    rest = [c for c in h.children if c[0] is None]
    for place, (born, disabled) in enumerate([*known, *rest]):
        protected = place == 0 and born is not None and born < date(2017, 4, 6)
        parts = [at("child-eldest-before-6-april-2017" if protected else "child", day)]
        if disabled:
            parts.append(at(f"child-disabled-{disabled}", day))
        if any(p is None for p in parts):
            return None
        total += sum((p for p in parts if p is not None), ZERO)
    return total


def counted(h: Household, day: date) -> Money:
    """Weekly income that counts, of both together, less what is left out (regs. 15 and 17, Sch. IV and VI)."""
    at = parameters().at
    own = [i for i in h.incomes if i.whose != "child" and i.kind not in LEFT_OUT]
    earned = sum((weekly(i) for i in own if i.kind == "earnings"), ZERO)
    war = sum((weekly(i) for i in own if i.kind in WAR), ZERO)
    other = sum((weekly(i) for i in own if i.kind != "earnings" and i.kind not in WAR), ZERO)
    higher = h.carers > 0 or h.disabled
    kind = "higher" if higher else "couple" if h.couple else "single"
    left = at(f"earnings-disregard-{kind}", day) or ZERO
    return max(ZERO, earned - left) + max(ZERO, war - (at("war-pension-disregard", day) or ZERO)) + other


def weekly(income: Income) -> Money:
    """Pounds a week; a fraction of a penny is dropped, which helps whoever claims (reg. 24A)."""
    return (income.amount * PERIODS[income.period]).quantize(Decimal("0.01"), rounding=ROUND_DOWN)


def tariff(capital: Money, day: date) -> Money:
    """Deemed income: a pound for each 500 pounds, or part, above 10,000 (reg. 15(6))."""
    at = parameters().at
    above = capital - (at("capital-disregard", day) or ZERO)
    if above <= 0:
        return ZERO
    step = at("tariff-step", day) or Decimal(500)
    steps = (above / step).to_integral_value(rounding=ROUND_CEILING)
    return steps * (at("tariff-amount", day) or Decimal(1))
