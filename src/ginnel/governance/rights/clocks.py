"""By when a body must answer somebody about her data: the law's count, one request at a time.

UK GDPR Art 12A (in force 5 February 2026, SI 2026/82): one month from the latest of the request and the information
about identity; the days on which clarification of an access request is awaited do not count, first and last included;
two further months with a notice inside the first month. DPA 2018 s.54 says the same of law enforcement.
DPA 2018 s.164A (in force 19 June 2026): a complaint is acknowledged within 30 days. UK GDPR Art 33: 72 hours.

Two readings are kept. `due` counts as the Information Commissioner's guidance does: to the same date of the next
month, its last day where there is none, and on to the next working day. `strict` is the statute's "period of one month
beginning with" that day, which ends a day earlier and is not moved: a target for the body itself.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from ginnel.vocabulary.calendar import Holidays

ANSWER_MONTHS = 1
EXTENDED_MONTHS = 3
"""From the same start: one month and two further ones."""
COMPLAINT_DAYS = 30
BREACH_HOURS = 72
Pause = tuple[date, date | None]
"""The day on which clarification was asked for, and the day on which it came; None while it is awaited."""
State = Literal["identity", "paused", "running", "overdue", "met", "met-late"]


@dataclass(frozen=True)
class Dates:
    """What happened to one request. `identity_asked` without `identity_given`: the month has not begun."""

    received: date
    identity_asked: date | None = None
    identity_given: date | None = None
    pauses: tuple[Pause, ...] = ()
    extended_on: date | None = None
    met_on: date | None = None
    """The day of the answer; for a complaint, the day on which it was acknowledged."""


@dataclass(frozen=True)
class Due:
    """How a clock stands. All days are None while information about identity is awaited.

    `notice_by` is the last day for a notice that extends; `late_notice` that one was given after it and counts for
    nothing; `paused` how many days did not count.
    """

    state: State
    start: date | None
    due: date | None
    strict: date | None
    notice_by: date | None = None
    extended: bool = False
    late_notice: bool = False
    paused: int = 0


def same_date(day: date, months: int) -> date:
    """The same date `months` later; the last day of that month where it has no such date."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def period_end(day: date, months: int) -> date:
    """The last day of the period of `months` beginning with `day`: the day before the same date, if there is one."""
    found = same_date(day, months)
    return found - timedelta(days=1) if found.day == day.day else found


def next_working(day: date, holidays: Holidays) -> date:
    """`day` itself, or the next working day. Raises `BadInput` outside the table of holidays."""
    while not holidays.is_working(day):
        day += timedelta(days=1)
    return day


def start_of(dates: Dates) -> date | None:
    """The day with which the month begins; None while information about identity is awaited."""
    if dates.identity_asked is not None and dates.identity_given is None:
        return None
    return max(dates.received, dates.identity_given or dates.received)


def request_due(
    dates: Dates, holidays: Holidays, today: date, *, may_pause: bool = True, may_extend: bool = True
) -> Due:
    """The clock of a request under Arts 15 to 21. `may_pause` for access only (Art 12A): else pauses count for nothing."""
    start = start_of(dates)
    if start is None:
        return Due("identity", None, None, None)
    pauses = _from_start(dates.pauses if may_pause else (), start)
    until = dates.met_on or today

    def by_guidance(months: int) -> Callable[[int], date]:
        return lambda paused: next_working(same_date(start, months) + timedelta(days=paused), holidays)

    notice_by, _ = _counted(by_guidance(ANSWER_MONTHS), pauses, until)
    extended = may_extend and dates.extended_on is not None and dates.extended_on <= notice_by
    months = EXTENDED_MONTHS if extended else ANSWER_MONTHS
    due, left_out = _counted(by_guidance(months), pauses, until)
    # The two readings end on different days, so a question asked on the last day of one may come too late for the other.
    strict, _ = _counted(lambda paused: period_end(start, months) + timedelta(days=paused), pauses, until)
    waiting = any(end is None and asked in left_out for asked, end in pauses)
    return Due(
        state=_state(dates.met_on, due, today, waiting), start=start, due=due, strict=strict, notice_by=notice_by,
        extended=extended, late_notice=dates.extended_on is not None and not extended, paused=len(left_out),
    )  # fmt: skip


def complaint_due(received: date, acknowledged: date | None, holidays: Holidays, today: date) -> Due:
    """By when a complaint must be acknowledged. ICO: day one is the day after; statute: it is the day of receipt."""
    due = next_working(received + timedelta(days=COMPLAINT_DAYS), holidays)
    strict = received + timedelta(days=COMPLAINT_DAYS - 1)
    return Due(_state(acknowledged, due, today, waiting=False), received, due, strict)


def breach_due(aware_at: datetime) -> datetime:
    """72 hours after the body became aware, as time elapses: through nights, weekends and clock changes.

    Raises ValueError for a moment without a time zone.
    """
    if aware_at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    # In UTC: local arithmetic would lose or gain an hour where the clocks change.
    return aware_at.astimezone(UTC) + timedelta(hours=BREACH_HOURS)


def _counted(end: Callable[[int], date], pauses: list[Pause], until: date) -> tuple[date, frozenset[date]]:
    """The last day, and the days that did not count. `end` gives the last day when so many days do not count.

    A pause that begins when time is already up stops nothing; one that is still open lasts `until`.
    """
    left_out: set[date] = set()
    for asked, came in pauses:
        if asked > end(len(left_out)):
            continue
        last = came or max(asked, until)
        if last < asked:
            raise ValueError("clarification cannot come before it was asked for")
        left_out |= {asked + timedelta(days=n) for n in range((last - asked).days + 1)}
    return end(len(left_out)), frozenset(left_out)


def _from_start(pauses: tuple[Pause, ...], start: date) -> list[Pause]:
    """Pauses in order, as far as they lie in the period: one that ended before it began takes no day away."""
    return sorted(
        ((max(asked, start), came) for asked, came in pauses if came is None or came >= start), key=lambda p: p[0]
    )


def _state(met: date | None, due: date, today: date, waiting: bool) -> State:
    if met is not None:
        return "met" if met <= due else "met-late"
    if waiting:
        return "paused"
    return "overdue" if today > due else "running"
