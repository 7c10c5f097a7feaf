"""The clock against an independent count, and what must hold whatever the dates."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ginnel.directory import holidays_of
from ginnel.governance.rights import Dates, Due, complaint_due, request_due

NATIONS = st.sampled_from(["England", "Wales", "Scotland", "Northern Ireland"])
DAYS = st.dates(date(2024, 3, 1), date(2028, 3, 1))


@st.composite
def pauses(draw: st.DrawFn, start: date) -> tuple[date, date]:
    asked = start + timedelta(days=draw(st.integers(-10, 50)))
    return asked, asked + timedelta(days=draw(st.integers(0, 45)))


@st.composite
def requests(draw: st.DrawFn) -> Dates:
    received = draw(DAYS)
    given_on = draw(st.none() | st.integers(0, 60).map(lambda n: received + timedelta(days=n)))
    some = draw(st.lists(pauses(given_on or received), max_size=3))
    extended = draw(st.none() | st.integers(0, 60).map(lambda n: received + timedelta(days=n)))
    return Dates(received, identity_given=given_on, pauses=tuple(some), extended_on=extended)


def found(dates: Dates, nation: str) -> Due:
    return request_due(dates, holidays_of(nation), date(2028, 11, 1))


def oracle(dates: Dates, nation: str, *, strict: bool = False) -> date:
    """Walk day by day on a calendar; nothing shared with the rule but the table of holidays.

    `strict`: the statute's period beginning with the first day, which no weekend moves.
    """
    off = holidays_of(nation).days

    def roll(day: date) -> date:
        while day.weekday() > 4 or day in off:
            day = date.fromordinal(day.toordinal() + 1)
        return day

    def month_on(day: date, n: int) -> date:
        index = day.year * 12 + day.month - 1 + n
        year, month = index // 12, index % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

    start = max(dates.received, dates.identity_given) if dates.identity_given else dates.received

    def ends(n: int, stopped: int, strict: bool) -> date:
        same = month_on(start, n)
        if not strict:
            return roll(date.fromordinal(same.toordinal() + stopped))
        return date.fromordinal(same.toordinal() + stopped - (1 if same.day == start.day else 0))

    def count(n: int, strict: bool) -> date:
        stopped: set[int] = set()
        for asked, came in sorted(dates.pauses):
            assert came is not None
            if came < start or max(asked, start) > ends(n, len(stopped), strict):
                continue
            stopped |= set(range(max(asked, start).toordinal(), came.toordinal() + 1))
        return ends(n, len(stopped), strict)

    extended = dates.extended_on is not None and dates.extended_on <= count(1, False)
    return count(3 if extended else 1, strict)


@given(requests(), NATIONS)
def test_the_rule_counts_like_somebody_with_a_calendar(dates: Dates, nation: str) -> None:
    assert found(dates, nation).due == oracle(dates, nation)


@given(requests(), NATIONS)
def test_nothing_is_due_on_a_day_on_which_nobody_works(dates: Dates, nation: str) -> None:
    day = found(dates, nation).due
    assert day is not None
    assert holidays_of(nation).is_working(day)


@given(requests(), NATIONS)
def test_the_strict_target_is_never_later(dates: Dates, nation: str) -> None:
    stands = found(dates, nation)
    assert stands.strict is not None
    assert stands.due is not None
    assert stands.strict == oracle(dates, nation, strict=True) <= stands.due


def never_earlier(before: Dates, after: Dates, nation: str) -> bool:
    first, second = found(before, nation).due, found(after, nation).due
    assert first is not None
    assert second is not None
    return first <= second


@given(requests(), NATIONS, st.data())
def test_one_more_pause_never_makes_the_day_earlier(dates: Dates, nation: str, data: st.DataObject) -> None:
    more = data.draw(pauses(dates.identity_given or dates.received))
    after = Dates(dates.received, None, dates.identity_given, (*dates.pauses, more), dates.extended_on)
    assert never_earlier(dates, after, nation)


@given(requests(), NATIONS)
def test_an_extension_never_makes_the_day_earlier(dates: Dates, nation: str) -> None:
    assert never_earlier(Dates(dates.received, None, dates.identity_given, dates.pauses), dates, nation)


@given(DAYS, NATIONS)
def test_a_complaint_is_due_thirty_days_on_or_at_the_next_working_day(day: date, nation: str) -> None:
    due = complaint_due(day, None, holidays_of(nation), day).due
    assert due is not None
    assert 30 <= (due - day).days <= 36
    assert holidays_of(nation).is_working(due)
    assert not any(holidays_of(nation).is_working(day + timedelta(days=n)) for n in range(30, (due - day).days))


def test_the_property_about_pauses_sees_a_planted_bug() -> None:
    """A rule that let a pause replace the month's own days would be found: here the days are taken away instead."""
    dates = Dates(date(2026, 2, 10))
    paused = Dates(date(2026, 2, 10), pauses=((date(2026, 2, 12), date(2026, 2, 20)),))
    right, wrong = found(paused, "England").due, date(2026, 3, 10) - timedelta(days=9)
    before = found(dates, "England").due
    assert before is not None
    assert right is not None
    assert before <= right
    assert not before <= wrong
