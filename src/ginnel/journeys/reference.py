"""The meaning of this room's figures: one case at a time, in plain Python. Slow, and what the fast forms must equal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from ginnel.directory import holidays_of
from ginnel.journeys.events import Event
from ginnel.journeys.intended import Clock, Journey
from ginnel.vocabulary.calendar import end_of_day, local_day

Case = list[Event]


def cases(events: Sequence[Event]) -> list[Case]:
    """The events of each case, by time; equal times keep the order of the list."""
    found: dict[str, Case] = {}
    for event in events:
        found.setdefault(event.case, []).append(event)
    return [sorted(case, key=lambda e: e.at) for case in found.values()]


def quantile(values: Sequence[float], share: float) -> float:
    """Between the two order statistics on either side, in proportion."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def wait(before: Event, after: Event) -> float:
    """Seconds from the end of an event to the next, never below 0."""
    return max((after.at - (before.until or before.at)).total_seconds(), 0.0)


def moves(events: Sequence[Event]) -> dict[tuple[str, str], list[float]]:
    """The waits of every pair of steps that follow each other."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for case in cases(events):
        for before, after in pairwise(case):
            found[before.activity, after.activity].append(wait(before, after))
    return dict(found)


def variants(events: Sequence[Event]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(e.activity for e in case) for case in cases(events))


def durations(events: Sequence[Event]) -> list[float]:
    return [max(((c[-1].until or c[-1].at) - c[0].at).total_seconds(), 0.0) for c in cases(events)]


def rework(events: Sequence[Event]) -> dict[str, tuple[int, int, int, int]]:
    """By activity: cases with it, cases with it again, extra events, extra events that follow at once."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for case in cases(events):
        for activity, count in Counter(e.activity for e in case).items():
            line = found[activity]
            line[0], line[1], line[2] = line[0] + 1, line[1] + (count > 1), line[2] + count - 1
        for before, after in pairwise(case):
            found[before.activity][3] += before.activity == after.activity
    return {a: (line[0], line[1], line[2], line[3]) for a, line in found.items()}


def handovers(events: Sequence[Event]) -> dict[tuple[str, str], list[float]]:
    """The waits of every pair of bodies; moves within one body, or with a blank end, under ("", "") left out."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for case in cases(events):
        for before, after in pairwise(case):
            if before.owner and after.owner and before.owner != after.owner:
                found[before.owner, after.owner].append(wait(before, after))
    return dict(found)


def not_gone_on(events: Sequence[Event], activity: str, horizon: timedelta) -> float | None:
    """Kaplan and Meier's share still at `activity` just after `horizon`: the product over moments of (1 - went/at risk)."""
    end = max(e.until or e.at for e in events)
    followed: list[tuple[float, bool]] = []
    for case in cases(events):
        at = next((i for i, e in enumerate(case) if e.activity == activity), None)
        if at is None:
            continue
        last = at + 1 == len(case)
        done = case[at].until or case[at].at
        followed.append((max(((end if last else case[at + 1].at) - done).total_seconds(), 0.0), not last))
    limit = horizon.total_seconds()
    if sum(t >= limit for t, _ in followed) < 5 and any(t < limit and not went for t, went in followed):
        return None
    share = 1.0
    for moment in sorted({t for t, went in followed if went and t <= limit}):
        at_risk = sum(t >= moment for t, _ in followed)
        share *= 1 - sum(t == moment and went for t, went in followed) / at_risk
    return share


Answer = tuple[str, str, datetime, str]
"""Of one clock: its step, the case, when it was due, and how it stands."""


def conform(events: Sequence[Event], journey: Journey, zone: str) -> list[Answer]:
    """Every clock that the events start, one case at a time."""
    end = max(e.until or e.at for e in events)
    found: list[Answer] = []
    for case in cases(events):
        enhanced = any(e.enhanced for e in case)
        if journey.groups and next((e.group for e in case if e.group), "") not in journey.groups:
            continue
        for step in journey.steps:
            for clock in step.clocks:
                for event in case:
                    in_force = clock.since <= local_day(event.at, zone) < clock.until
                    if event.activity in journey.activities(clock.after) and in_force:
                        due = _due(event.at, clock, enhanced, journey, zone)
                        met = _first(case, step.activities, event.at)
                        stop = _first(case, set(clock.stops), event.at)
                        found.append((step.id, event.case, due, _state(due, met, stop, end)))
    return found


def _due(start: datetime, clock: Clock, enhanced: bool, journey: Journey, zone: str) -> datetime:
    length = clock.length(enhanced)
    if clock.unit == "hours":
        return start + timedelta(hours=length)
    day = local_day(start, zone)
    if clock.unit == "calendar-days":
        return end_of_day(day + timedelta(days=length), zone)
    return end_of_day(holidays_of(journey.nation).plus_working_days(day, length), zone)


def _first(case: Case, activities: Collection[str], since: datetime) -> datetime | None:
    return next((e.at for e in case if e.activity in activities and e.at >= since), None)


def _state(due: datetime, met: datetime | None, stop: datetime | None, end: datetime) -> str:
    if met is not None and (stop is None or met <= stop):
        return "met" if met < due else "late"
    if stop is not None:
        return "stopped" if stop < due else "late"
    return "owed" if end >= due else "running"
