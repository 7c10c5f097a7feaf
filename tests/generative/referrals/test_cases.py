"""Whatever is tried on a case, it stays one that its own events explain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ginnel.directory import holidays_of
from ginnel.referrals import Case, Event, allowed, apply, clocks_for, state_of
from ginnel.referrals.case import EVENT_KINDS, ROLES
from ginnel.referrals.states import DATA_KEYS, TABLE, Move, path_of, replay
from ginnel.vocabulary import BadInput

AWARE = datetime(2026, 2, 6, 9, 0, tzinfo=UTC)
LONDON = "Europe/London"
WORDS = sorted({m.word for path in TABLE.values() for m in path if m.word} | {"perhaps"})
QUIET = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
hours = st.integers(-5, 24 * 20)


@st.composite
def anything(draw: st.DrawFn) -> tuple[Any, ...]:
    return (
        draw(st.sampled_from(EVENT_KINDS)), draw(hours), draw(st.sampled_from(["w-1", ""])),
        draw(st.sampled_from(["seen", ""])), draw(st.sampled_from(WORDS)), draw(st.sampled_from(ROLES)),
    )  # fmt: skip


def event(kind: Any, at: datetime, by: str, reasons: str, word: str, role: Any) -> Event:
    return Event(kind, at, by, reasons, {DATA_KEYS[kind]: word} if kind in DATA_KEYS else {}, role)


@QUIET
@given(tries=st.lists(anything(), max_size=25))
def test_an_illegal_event_changes_nothing_and_replay_gives_the_same_case(
    new_case: Callable[..., Case], tries: list[tuple[Any, ...]]
) -> None:
    case = opened = new_case()
    for kind, hour, *rest in tries:
        before = (case, state_of(case))
        try:
            case = apply(case, event(kind, AWARE + timedelta(hours=hour), *rest))
        except BadInput:
            assert (case, state_of(case)) == before
        else:
            assert case.events[:-1] == before[0].events
    assert replay(opened, case.events) == case


def walk(case: Case, choices: list[tuple[int, int]]) -> Case:
    """Legal moves only, each some hours after the one before."""
    at = AWARE
    for pick, gap in choices:
        at += timedelta(hours=gap)
        case = apply(case, _made(allowed(case), pick, at))
    return case


def _made(moves: tuple[Move, ...], pick: int, at: datetime) -> Event:
    move = moves[pick % len(moves)]
    data = {DATA_KEYS[move.event]: move.word or "p-1"} if move.event in DATA_KEYS else {}
    return Event(move.event, at, "w-1", "seen", data, move.who[0])


steps = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 24 * 9)), max_size=25)


@QUIET
@given(choices=steps, use=st.sampled_from(["damp.damp_home", "arrears.behind"]))
def test_whatever_is_allowed_can_be_done(
    new_case: Callable[..., Case], choices: list[tuple[int, int]], use: str
) -> None:
    case = walk(new_case(use=use), choices)
    assert len(case.events) == len(choices)
    assert all(m in TABLE[path_of(case)] for m in allowed(case))
    closings = [e for e in case.events if e.kind == "closed"]
    for closing in closings:
        before = case.events[: case.events.index(closing)]
        if closing.data["outcome"] == "dry":
            assert any(e.kind == "re-measured" and e.data["result"] == "dry" for e in before)


@QUIET
@given(choices=steps, later=st.integers(0, 24 * 100))
def test_no_step_takes_away_that_a_duty_was_late(
    new_case: Callable[..., Case], choices: list[tuple[int, int]], later: int
) -> None:
    """A clock that is late stays late, whatever is done next (but a note that it was done in time may be typed in)."""
    assume(choices)
    before = walk(new_case(), choices[:-1])
    at = AWARE + timedelta(hours=sum(gap for _, gap in choices))
    late = {_name(c) for c in _clocks(before, at) if c.state == "late"}
    after = walk(new_case(), choices)
    assert late <= {_name(c) for c in _clocks(after, at + timedelta(hours=later)) if c.state == "late"}


@QUIET
@given(choices=steps)
def test_while_a_hazard_is_open_in_a_social_home_some_clock_speaks_of_it(
    new_case: Callable[..., Case], choices: list[tuple[int, int]]
) -> None:
    case = walk(new_case(), choices)
    at = AWARE + timedelta(hours=sum(gap for _, gap in choices))
    if state_of(case) in ("new", "acknowledged", "reopened", "assessed"):
        assert any(c.owed for c in _clocks(case, at)) or any(e.kind == "made-safe" for e in case.events)


def _clocks(case: Case, now: datetime) -> Any:
    return clocks_for(case, case.events, holidays_of("England"), LONDON, now=now)


def _name(clock: Any) -> tuple[str, datetime]:
    return (clock.rule.id, clock.started_at)
