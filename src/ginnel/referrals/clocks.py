"""Clocks: by when the law wants what, as dated rules, and how each stands.

Landlord and Tenant Act 1985 s.10A and the Hazards in Social Housing (Prescribed Requirements) (England) Regulations
2025 (SI 2025/1042), in force 27 October 2025. Read from commentaries, not from the Regulations: docs/law/README.md
says what each reading rests on. Only the landlord's case in a social home in England has these clocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Protocol

from ginnel.referrals.case import Event, EventKind, signal_of
from ginnel.vocabulary.calendar import Holidays, end_of_day, local_day
from ginnel.vocabulary.say import Say

Start = Literal["aware", "investigation-ended"]
Duty = Literal["investigate", "summary", "make-safe", "begin-works", "start-works", "emergency"]
Unit = Literal["working-days", "hours", "weeks"]
ClockState = Literal["running", "met", "late", "stopped"]


@dataclass(frozen=True)
class ClockRule:
    """One time limit of the law, in force from `since` up to, not including, `until`.

    `met_by` are the events that keep it; `stopped_by` are the findings (and "closed") after which it no longer runs.
    `signals` are those whose cases are about this hazard.
    """

    id: str
    duty: Duty
    statute: str
    regulation: str
    nation: str
    tenures: frozenset[str]
    signals: frozenset[str]
    since: date
    runs_from: Start
    length: int
    unit: Unit
    met_by: frozenset[EventKind]
    stopped_by: frozenset[str]
    say: Say
    until: date | None = None


@dataclass(frozen=True)
class Clock:
    """A rule that applies to a case. `due` is the moment after which it is too late (UTC), `due_day` its local day.

    "late" with `met_at` means done, but too late; "stopped" means that the duty fell away in time, "late" with
    `stopped_at` that it fell away too late.
    """

    rule: ClockRule
    started_at: datetime
    due: datetime
    due_day: date
    met_at: datetime | None
    stopped_at: datetime | None
    state: ClockState

    @property
    def owed(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state in ("running", "late") and self.met_at is None and self.stopped_at is None


class Facts(Protocol):
    """What the law asks about a case; `Case` has it."""

    @property
    def use(self) -> str: ...
    @property
    def nation(self) -> str: ...
    @property
    def tenure(self) -> str: ...
    @property
    def aware_at(self) -> datetime: ...


def _awaab(
    id: str, duty: Duty, regulation: str, runs_from: Start, length: int, unit: Unit, met_by: Iterable[EventKind],
    stopped_by: Iterable[str], say: Say,
) -> ClockRule:  # fmt: skip
    return ClockRule(
        id, duty, "Landlord and Tenant Act 1985 s.10A", f"SI 2025/1042 {regulation}", "England", frozenset({"social"}),
        frozenset({"damp"}), date(2025, 10, 27), runs_from, length, unit, frozenset(met_by), frozenset(stopped_by), say,
    )  # fmt: skip


RULES: tuple[ClockRule, ...] = (
    _awaab(
        "awaab-emergency", "emergency", "reg 5", "aware", 24, "hours", ("made-safe", "works-done"),
        ("significant", "not-a-hazard", "closed"),
        Say("The landlord must look into an emergency and make the home safe within 24 hours of knowing of it.",
            "Rhaid i'r landlord ymchwilio i argyfwng a gwneud y cartref yn ddiogel o fewn 24 awr i gael gwybod."),
    ),
    _awaab(
        "awaab-emergency-found", "emergency", "reg 5", "investigation-ended", 24, "hours", ("made-safe", "works-done"),
        ("not-a-hazard", "closed"),
        Say("The landlord must make the home safe within 24 hours of finding the emergency.",
            "Rhaid i'r landlord wneud y cartref yn ddiogel o fewn 24 awr i ddod o hyd i'r argyfwng."),
    ),
    _awaab(
        "awaab-investigate", "investigate", "reg 6", "aware", 10, "working-days", ("investigated",),
        ("emergency", "not-a-hazard", "closed"),
        Say("The landlord must look into the damp or mould within 10 working days of knowing of it.",
            "Rhaid i'r landlord ymchwilio i'r lleithder neu'r llwydni o fewn 10 diwrnod gwaith i gael gwybod amdano."),
    ),
    # The tenant is owed the findings whatever they are, so nothing stops this one.
    _awaab(
        "awaab-summary", "summary", "reg 9", "investigation-ended", 3, "working-days", ("summary-sent",), (),
        Say("The landlord must write to the tenant with what was found within 3 working days of finishing.",
            "Rhaid i'r landlord ysgrifennu at y tenant i ddweud beth a ganfuwyd o fewn 3 diwrnod gwaith i orffen."),
    ),
    _awaab(
        "awaab-make-safe", "make-safe", "reg 11(2)(a)", "investigation-ended", 5, "working-days",
        ("made-safe", "works-done"), ("not-a-hazard", "closed"),
        Say("The landlord must make the home safe within 5 working days of the end of the investigation.",
            "Rhaid i'r landlord wneud y cartref yn ddiogel o fewn 5 diwrnod gwaith i ddiwedd yr ymchwiliad."),
    ),
    _awaab(
        "awaab-begin-works", "begin-works", "reg 11", "investigation-ended", 5, "working-days",
        ("works-ordered", "works-started", "works-done"), ("not-a-hazard", "closed"),
        Say("The landlord must begin lasting repairs, or take steps to begin, within 5 working days.",
            "Rhaid i'r landlord ddechrau atgyweiriadau parhaol, neu gymryd camau i ddechrau, o fewn 5 diwrnod gwaith."),
    ),
    _awaab(
        "awaab-start-works", "start-works", "reg 11", "investigation-ended", 12, "weeks",
        ("works-started", "works-done"), ("not-a-hazard", "closed"),
        Say("Lasting repairs must have started at the latest 12 weeks after the end of the investigation.",
            "Rhaid bod atgyweiriadau parhaol wedi dechrau o fewn 12 wythnos fan bellaf i ddiwedd yr ymchwiliad."),
    ),
)  # fmt: skip


def rules_for(*, signal: str, nation: str, tenure: str, on: date) -> tuple[ClockRule, ...]:
    """The rules that bind on local day `on`; none outside the nation, tenure, hazard and dates of a rule."""
    return tuple(
        r for r in RULES
        if signal in r.signals and nation == r.nation and tenure in r.tenures
        and r.since <= on and (r.until is None or on < r.until)
    )  # fmt: skip


def due_of(rule: ClockRule, started_at: datetime, holidays: Holidays, zone: str) -> tuple[datetime, date]:
    """When `rule` falls due: the moment (UTC; for days, the end of the local day) and the last local day.

    The local day of the start is day zero; weeks are calendar weeks and hours are elapsed hours. Raises `BadInput`
    when working days run past the table of holidays.
    """
    if rule.unit == "hours":
        # Added in UTC: local addition would gain or lose an hour when the clocks change.
        due = started_at.astimezone(UTC) + timedelta(hours=rule.length)
        return due, local_day(due, zone)
    zero = local_day(started_at, zone)
    weeks = rule.unit == "weeks"
    day = zero + timedelta(weeks=rule.length) if weeks else holidays.plus_working_days(zero, rule.length)
    return end_of_day(day, zone), day


def clocks_for(
    facts: Facts, events: tuple[Event, ...], holidays: Holidays, zone: str, *, now: datetime
) -> tuple[Clock, ...]:
    """Every clock of a case, by due moment: of the round that its opening began, and of each time it was reopened.

    Time runs from awareness (never from a release or from the day on which somebody looked). A further investigation
    adds clocks and takes none away. `now` decides what is late.
    """
    found: list[Clock] = []
    for round_ in _rounds(facts.aware_at, events):
        rules = rules_for(
            signal=signal_of(facts.use), nation=facts.nation, tenure=facts.tenure, on=local_day(round_.aware_at, zone)
        )
        for rule in rules:
            for started_at, since, after in _starts(rule, round_):
                met_at = min((e.at for e in round_.later if e.kind in rule.met_by and e.at >= since), default=None)
                due, day = due_of(rule, started_at, holidays, zone)
                stopped_at = _stop(rule, after)
                state = _state(rule, due, met_at, stopped_at, now)
                found.append(Clock(rule, started_at, due, day, met_at, stopped_at, state))
    return tuple(sorted(found, key=lambda c: (c.due, c.rule.id, c.started_at)))


@dataclass(frozen=True)
class _Round:
    """From one awareness to the next: its `own` events, and `later`: these and all after them."""

    aware_at: datetime
    own: tuple[Event, ...]
    later: tuple[Event, ...]


_StartOf = tuple[datetime, datetime, tuple[Event, ...]]
"""When a clock starts; from when on an event may keep it; the events after which it may stop."""


def _rounds(aware_at: datetime, events: tuple[Event, ...]) -> list[_Round]:
    marks = [(aware_at, 0), *((e.at, i + 1) for i, e in enumerate(events) if e.makes_aware)]
    ends = [*(at for _, at in marks[1:]), len(events)]
    return [_Round(at, events[i:end], events[i:]) for (at, i), end in zip(marks, ends, strict=True)]


def _starts(rule: ClockRule, round_: _Round) -> list[_StartOf]:
    if rule.runs_from == "aware":
        applies = rule.duty != "emergency" or _judged_emergency(round_.own)
        return [(round_.aware_at, round_.aware_at, round_.own)] if applies else []
    found: list[_StartOf] = []
    first = True
    for i, event in enumerate(round_.own):
        if event.kind != "investigated":
            continue
        if _follows(rule.duty, event.finding, _judged_emergency(round_.own[:i])):
            # What was made safe before the first investigation ended keeps its duty; a summary must come after.
            since = round_.aware_at if first and rule.duty != "summary" else event.at
            found.append((event.at, since, round_.own[i + 1 :]))
        first = False
    return found


def _judged_emergency(events: tuple[Event, ...]) -> bool:
    return any(e.kind == "assessed" and e.finding == "emergency" for e in events)


def _follows(duty: Duty, finding: str | None, emergency: bool) -> bool:
    """Whether an investigation with this finding starts this duty; `emergency`: it was treated as one already.

    An emergency has 24 hours, counted from awareness where it was known then, in place of the five working days.
    """
    if duty == "summary":
        return True
    if duty == "emergency":
        return finding == "emergency" and not emergency
    return finding == "significant" or (finding == "emergency" and duty != "make-safe")


def _stop(rule: ClockRule, events: tuple[Event, ...]) -> datetime | None:
    """When the duty fell away; a later finding the other way brings it back with its first start."""
    stopped: datetime | None = None
    for event in events:
        word = "closed" if event.kind == "closed" else event.finding
        if word in rule.stopped_by:
            stopped = stopped or event.at
        elif word is not None:
            stopped = None
    return stopped


def _state(
    rule: ClockRule, due: datetime, met_at: datetime | None, stopped_at: datetime | None, now: datetime
) -> ClockState:
    def in_time(moment: datetime) -> bool:
        return moment <= due if rule.unit == "hours" else moment < due

    if met_at is not None:
        return "met" if in_time(met_at) else "late"
    if stopped_at is not None and in_time(stopped_at):
        return "stopped"
    return "running" if in_time(now) else "late"
