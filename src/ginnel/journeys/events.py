"""An event log in memory: one row an event, coded as whole numbers, sorted by case, time and row.

Everything that this room measures is measured on a `Log`. Names of cases are not kept: no result needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
"""Times are whole microseconds since 1970 in UTC."""
BLANK = -1
"""The code of an owner or group that the log does not give."""


@dataclass(frozen=True)
class Reject:
    """A row that was left out: its number in the file (the heading is row 1) and why. It holds no value of the row."""

    row: int
    reason: str


@dataclass(frozen=True)
class Left:
    """What was left out: how many rows for each reason, and the first of them by row."""

    counts: dict[str, int] = field(default_factory=dict)
    first: tuple[Reject, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Log:
    """`case`, `activity`, `owner` are codes by event; `first[c]` is the row of case c's first event, `first[-1]` all.

    `start` and `finish` are microseconds since 1970 (UTC); `finish` is `start` where the log gives no end. `group` and
    `enhanced` are by case. `end` is the last moment that the log tells of: what happens later nobody knows.
    """

    name: str
    case: Ints
    activity: Ints
    start: Ints
    finish: Ints
    owner: Ints
    first: Ints
    group: Ints
    enhanced: NDArray[np.bool_]
    activities: tuple[str, ...]
    owners: tuple[str, ...]
    groups: tuple[str, ...]
    end: int
    left: Left = field(default_factory=Left)
    zoned: bool = True
    """Whether times came with a zone; if not, they are local times that stand as they were written."""
    mixed_groups: int = 0
    """Cases whose rows name more than one group: the earliest counts."""

    @property
    def events(self) -> int:
        return len(self.case)

    @property
    def cases(self) -> int:
        return len(self.first) - 1

    @property
    def follows(self) -> NDArray[np.bool_]:
        """For every event but the last, whether the next one is of the same case."""
        same: NDArray[np.bool_] = self.case[1:] == self.case[:-1]
        return same

    @property
    def waits(self) -> Ints:
        """For every event but the last, microseconds from its finish to the next start, never below 0."""
        return np.asarray(np.maximum(self.start[1:] - self.finish[:-1], 0))


@dataclass(frozen=True)
class Event:
    """One event of one case, for logs that are made in Python. `at` is aware; empty texts are blanks."""

    case: str
    activity: str
    at: datetime
    owner: str = ""
    group: str = ""
    enhanced: bool = False
    until: datetime | None = None


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware moment."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    """The aware moment, in UTC, of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=int(value))


def from_events(events: Sequence[Event], name: str = "log", end: datetime | None = None) -> Log:
    """A log from a list of events, in any order; equal times keep the order of the list. `end`: if later than all."""
    case, _ = coded([e.case for e in events])
    activity, activities = coded([e.activity for e in events])
    owner, owners = coded([e.owner for e in events])
    group, groups = coded([e.group for e in events])
    start = np.array([micros(e.at) for e in events], dtype=np.int64)
    finish = np.array([micros(e.until or e.at) for e in events], dtype=np.int64)
    enhanced = np.array([e.enhanced for e in events], dtype=bool)
    return assemble(
        name, case, (activity, activities), start, finish, (owner, owners), (group, groups), enhanced,
        end=None if end is None else micros(end),
    )  # fmt: skip


def coded(words: Iterable[str]) -> tuple[Ints, tuple[str, ...]]:
    """Codes in order of the alphabet, and the words; an empty word is `BLANK`."""
    listed = list(words)
    names = tuple(sorted({w for w in listed if w}))
    place = {w: i for i, w in enumerate(names)}
    return np.array([place.get(w, BLANK) for w in listed], dtype=np.int64), names


Coded = tuple[Ints, tuple[str, ...]]


def assemble(
    name: str, case: Ints, activity: Coded, start: Ints, finish: Ints, owner: Coded, group: Coded,
    enhanced: NDArray[np.bool_], *, end: int | None = None, left: Left | None = None, zoned: bool = True,
) -> Log:  # fmt: skip
    """A `Log` from columns in the order of the file. Ties in (case, time) keep that order."""
    order = sorted_order(case, start)
    if order is not None:
        case, start, finish = case[order], start[order], finish[order]
        codes, owners_, groups_ = activity[0][order], owner[0][order], group[0][order]
        enhanced = enhanced[order]
    else:
        codes, owners_, groups_ = activity[0], owner[0], group[0]
    new = np.flatnonzero(np.r_[True, case[1:] != case[:-1]]) if len(case) else np.zeros(0, dtype=np.int64)
    first = np.r_[new, len(case)].astype(np.int64)
    number = np.repeat(np.arange(len(new), dtype=np.int32), np.diff(first))
    last = int(finish.max()) if len(finish) else 0
    chosen, mixed = _by_case(groups_, number, len(new))
    return Log(
        name=name, case=number, activity=codes, start=start, finish=finish, owner=owners_, first=first, group=chosen,
        enhanced=np.bincount(number[enhanced], minlength=len(new)).astype(bool) if len(new) else np.zeros(0, dtype=bool),
        activities=activity[1], owners=owner[1], groups=group[1], end=max(last, end or last), left=left or Left(),
        zoned=zoned, mixed_groups=mixed,
    )  # fmt: skip


def sorted_order(case: Ints, start: Ints) -> Ints | None:
    """Rows by (case, time, row); None where they stand so already, which most files do."""
    if len(case) < 2:
        return None
    rises = (case[1:] > case[:-1]) | ((case[1:] == case[:-1]) & (start[1:] >= start[:-1]))
    return None if rises.all() else np.lexsort((start, case))


def _by_case(codes: Ints, number: Ints, cases: int) -> tuple[Ints, int]:
    """The first code of each case that is no blank; how many cases hold several."""
    found = np.full(cases, BLANK, dtype=np.int64)
    told = np.flatnonzero(codes != BLANK)
    if not len(told):
        return found, 0
    found[number[told[::-1]]] = codes[told[::-1]]
    differs = codes[told] != found[number[told]]
    return found, len(np.unique(number[told][differs]))
