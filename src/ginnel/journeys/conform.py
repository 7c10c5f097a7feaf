"""Events held against an intended journey: which clocks were kept, by whom, by how much, and for whom they were not.

The rule (in plain Python in `reference.py`). Every occurrence of the step that starts a clock starts one. It is met by
the first occurrence of its own step in that case at or after that moment, whatever the order of rows at equal times.
What is due on a day is due by the end of that local day; hours are counted to the moment. A clock that is not met when
the log ends is late if its due moment has passed, and runs on if not: nobody knows how it ends. A stop before it is
met ends it, as late if the stop comes too late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from ginnel.directory import holidays_of
from ginnel.journeys.events import SECOND, Ints, Log, micros, moment
from ginnel.journeys.intended import Clock, Journey, Step
from ginnel.vocabulary.calendar import end_of_day, local_day

NEVER = np.iinfo(np.int64).max
MET, LATE, OWED, RUNNING, STOPPED = range(5)
"""Done in time; done, or stopped, too late; not done and too late; not done, time left; stopped in time."""
STATES = ("met", "late", "owed", "running", "stopped")


@dataclass(frozen=True)
class Started:
    """All clocks that one rule started, as columns: where each started (row of the log), due, done (or `NEVER`), state."""

    step: Step
    clock: Clock
    row: Ints
    case: Ints
    due: Ints
    done: Ints
    done_row: Ints
    state: NDArray[np.int8]

    @property
    def decided(self) -> NDArray[np.bool_]:
        return np.isin(self.state, (MET, LATE, OWED))

    @property
    def late(self) -> NDArray[np.bool_]:
        return np.isin(self.state, (LATE, OWED))


class Dues:
    """Due moments, remembered by day: a journey has few days and many cases."""

    def __init__(self, journey: Journey, zone: str) -> None:
        self.zone = zone
        self.holidays = holidays_of(journey.nation) if _counts_working_days(journey) else None
        self._known: dict[tuple[date, int, str], datetime] = {}

    def due(self, start: datetime, length: int, unit: str) -> datetime:
        """The moment after which it is too late."""
        if unit == "hours":
            return start + timedelta(hours=length)
        return self.by_day(local_day(start, self.zone), length, unit)

    def by_day(self, day: date, length: int, unit: str) -> datetime:
        key = (day, length, unit)
        if key not in self._known:
            last = day + timedelta(days=length)
            if unit == "working-days" and self.holidays is not None:
                last = self.holidays.plus_working_days(day, length)
            self._known[key] = end_of_day(last, self.zone)
        return self._known[key]


def _counts_working_days(journey: Journey) -> bool:
    return any(c.unit == "working-days" for s in journey.steps for c in s.clocks)


def zone_of(log: Log, journey: Journey) -> str:
    """Days are local days; times that were written without a zone stand as they are."""
    return journey.zone if log.zoned else "UTC"


def conform(log: Log, journey: Journey) -> tuple[Started, ...]:
    """Every clock that the log's events start, by step. Raises `BadInput` for working days outside the known tables."""
    dues = Dues(journey, zone_of(log, journey))
    rows = Rows(log)
    fits = _fits(log, journey)
    return tuple(
        _started(log, dues, step, clock, rows.of(journey.activities(clock.after), fits), rows.of(step.activities), rows.of(clock.stops))
        for step in journey.steps for clock in step.clocks
    )  # fmt: skip


def _fits(log: Log, journey: Journey) -> NDArray[np.bool_]:
    """For each event, whether the journey is for its case."""
    if not journey.groups:
        return np.ones(log.events, dtype=bool)
    codes = [i for i, g in enumerate(log.groups) if g in journey.groups]
    return np.isin(log.group, codes)[log.case]


class Rows:
    """The rows of the log that hold certain activities, in order."""

    def __init__(self, log: Log) -> None:
        self.log, self.codes = log, {a: i for i, a in enumerate(log.activities)}

    def of(self, activities: Iterable[str], among: NDArray[np.bool_] | None = None) -> Ints:
        wanted = [self.codes[a] for a in activities if a in self.codes]
        found = np.isin(self.log.activity, wanted)
        return np.flatnonzero(found if among is None else found & among)


def _started(
    log: Log, dues: Dues, step: Step, clock: Clock, begins: Ints, done: Ints, stops: Ints
) -> Started:  # fmt: skip
    days = [local_day(moment(t), dues.zone) for t in log.start[begins]]
    begins = begins[np.array([clock.since <= d < clock.until for d in days], dtype=bool)]
    due = np.array(
        [
            micros(dues.due(moment(log.start[r]), clock.length(bool(log.enhanced[log.case[r]])), clock.unit))
            for r in begins
        ],
        dtype=np.int64,
    )
    done_row = first_from(log, begins, done)
    stop_row = first_from(log, begins, stops)
    met, stop = _at(log, done_row), _at(log, stop_row)
    return Started(step, clock, begins, log.case[begins], due, met, done_row, _states(due, met, stop, log.end))


def first_from(log: Log, begins: Ints, wanted: Ints) -> Ints:
    """For each row of `begins`, the first row of `wanted` in its case at or after its time; -1 where there is none."""
    if not len(wanted) or not len(begins):
        return np.full(len(begins), -1, dtype=np.int64)
    new = np.r_[True, (log.case[1:] != log.case[:-1]) | (log.start[1:] != log.start[:-1])]
    tie = np.maximum.accumulate(np.where(new, np.arange(log.events), 0))
    at = np.searchsorted(wanted, tie[begins], side="left")
    found = wanted[np.minimum(at, len(wanted) - 1)]
    return np.where((at < len(wanted)) & (log.case[found] == log.case[begins]), found, -1)


def _at(log: Log, rows: Ints) -> Ints:
    return np.where(rows >= 0, log.start[rows], NEVER)


def _states(due: Ints, met: Ints, stop: Ints, end: int) -> NDArray[np.int8]:
    """`due` is the first moment that is too late."""
    state = np.where(end >= due, OWED, RUNNING).astype(np.int8)
    stopped = stop != NEVER
    state[stopped] = np.where(stop[stopped] < due[stopped], STOPPED, LATE)
    done = (met != NEVER) & (met <= stop)
    state[done] = np.where(met[done] < due[done], MET, LATE)
    return state


@dataclass(frozen=True)
class Chain:
    """Two clocks in a row: the citizen sees one promise, two owners keep it. Counts are of clocks decided on both.

    `heard_late` counts those for whom the second step came after the whole promise, had each owner used all its time.
    """

    first: Step
    second: Step
    kept: int
    first_late: int
    second_late: int
    both_late: int
    heard_late: int

    @property
    def total(self) -> int:
        return self.kept + self.first_late + self.second_late + self.both_late


def chains(log: Log, journey: Journey, started: tuple[Started, ...]) -> tuple[Chain, ...]:
    """Every pair of clocks of which the second starts with the first one's step."""
    dues = Dues(journey, zone_of(log, journey))
    pairs = [(a, b) for b in started for a in started if b.clock.after == a.step.id]
    return tuple(c for a, b in pairs if (c := _chain(log, dues, a, b)).total)


def _chain(log: Log, dues: Dues, a: Started, b: Started) -> Chain:
    counts, heard_late = [0, 0, 0, 0], 0
    for one, two in _joined(a, b):
        counts[int(a.late[one]) + 2 * int(b.late[two])] += 1
        length = b.clock.length(bool(log.enhanced[b.case[two]]))
        # The last moment of the first owner's time begins the second owner's.
        promised = micros(dues.due(moment(int(a.due[one]) - 1), length, b.clock.unit))
        heard_late += int(min(int(b.done[two]), log.end + SECOND) >= promised)
    kept, first, second, both = counts
    return Chain(a.step, b.step, kept, first, second, both, heard_late)


def _joined(a: Started, b: Started) -> Iterator[tuple[int, int]]:
    """Clocks of `a` with the clock of `b` that the event which met them started; the earliest of several."""
    earliest: dict[int, int] = {}
    for i in np.flatnonzero(a.decided & (a.done != NEVER)):
        earliest.setdefault(int(a.done_row[i]), int(i))
    for j in np.flatnonzero(b.decided):
        if int(b.row[j]) in earliest:
            yield earliest[int(b.row[j])], int(j)
