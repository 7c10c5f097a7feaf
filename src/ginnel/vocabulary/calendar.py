"""Working days and local time: arithmetic only; which days are holidays is data that the caller gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ginnel.vocabulary.errors import BadInput, Problem

SATURDAY = 5


@dataclass(frozen=True)
class Holidays:
    """The bank holidays of one area for the days `first` to `last`, both in; other days are not known."""

    area: str
    days: frozenset[date]
    first: date
    last: date

    def is_working(self, day: date) -> bool:
        """Monday to Friday and no bank holiday. Raises `BadInput` for a day outside the table."""
        if not self.first <= day <= self.last:
            raise BadInput(
                Problem(
                    f"bank holidays of {self.area} are known from {self.first} to {self.last}; {day} is outside",
                    mend="add the new dates to directory/holidays.toml",
                )
            )
        return day.weekday() < SATURDAY and day not in self.days

    def plus_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; the day after is day 1 (so `count` >= 1)."""
        if count < 1:
            raise ValueError("count at least one working day")
        found = day
        while count:
            found += timedelta(days=1)
            count -= self.is_working(found)
        return found

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(start + timedelta(days=i)) for i in range(1, (end - start).days + 1))


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day on which `moment` (aware) falls in `zone`."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """The moment, in UTC, at which `day` is over in `zone`."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


def full_years(born: date | None, day: date) -> int | None:
    """Somebody's age on `day`; None when the date of birth is not known or lies ahead.

    Somebody born on 29 February is a year older on 1 March of a common year.
    """
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
