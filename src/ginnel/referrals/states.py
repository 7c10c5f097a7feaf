"""Which events a case allows, from which state, by whom: one table, and one function that follows it.

Two paths share it. A *hazard* case (damp in a let home) is assessed, investigated, mended and measured again: works
done is not dry, and dry needs a measurement. A *help* case (money advice, advice to an owner) is acknowledged and
ends with what came of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from ginnel.referrals.case import EVENT_KINDS, Case, Event, EventKind, Role
from ginnel.vocabulary import BadInput, Problem, nearest

State = Literal[
    "new", "acknowledged", "assessed", "no-hazard", "investigated", "works-ordered", "works-done", "dry", "reopened",
    "closed",
]  # fmt: skip
STATES: tuple[State, ...] = get_args(State)
Path = Literal["hazard", "help"]
Answer = Literal["dry", "still-damp"]

HAZARD_SIGNALS = frozenset({"damp"})
LET = frozenset({"social", "private"})
ATTEMPTS = 3
"""Recorded attempts before a case may close as not reached: one missed call must not end a duty. Our own choice."""
DATA_KEYS: dict[EventKind, str] = {
    "assessed": "hazard", "investigated": "found", "re-measured": "result", "closed": "outcome", "outcome-told": "to",
}  # fmt: skip
OPEN: tuple[State, ...] = tuple(s for s in STATES if s != "closed")
BEFORE_WORKS_END: tuple[State, ...] = (
    "new", "acknowledged", "reopened", "assessed", "investigated", "works-ordered",
)  # fmt: skip
WORKER: tuple[Role, ...] = ("worker",)
ANYBODY: tuple[Role, ...] = ("worker", "citizen", "sender", "system")


@dataclass(frozen=True)
class Move:
    """One row of the table: `event` (with `word` in its data, if set) leads from any of `since` to `to`.

    `to=None` stays where it is. `who` may do it; `reasons` says whether reasons are wanted.
    """

    event: EventKind
    since: tuple[State, ...]
    to: State | None
    who: tuple[Role, ...] = WORKER
    word: str | None = None
    reasons: bool = False


_BOTH: tuple[Move, ...] = (
    Move("acknowledged", ("new", "reopened"), "acknowledged"),
    Move("cannot-reach", OPEN, None, reasons=True),
    Move("escalated", OPEN, None, ANYBODY, reasons=True),
    Move("closed", BEFORE_WORKS_END, "closed", word="not-reached", reasons=True),
    Move("outcome-told", ("closed",), None, ("worker", "system")),
)
_TO_ASSESS: tuple[State, ...] = ("acknowledged", "reopened", "assessed", "no-hazard")
_TO_INVESTIGATE: tuple[State, ...] = ("assessed", "investigated", "works-ordered")
_IS_HAZARD = ("emergency", "significant")
_HAZARD: tuple[Move, ...] = (
    *(Move("assessed", _TO_ASSESS, "assessed", word=w, reasons=True) for w in _IS_HAZARD),
    Move("assessed", _TO_ASSESS, "no-hazard", word="not-a-hazard", reasons=True),
    *(Move("investigated", _TO_INVESTIGATE, "investigated", word=w, reasons=True) for w in _IS_HAZARD),
    Move("investigated", _TO_INVESTIGATE, "no-hazard", word="not-a-hazard", reasons=True),
    Move("summary-sent", tuple(s for s in STATES if s != "new"), None),
    Move("made-safe", ("assessed", "investigated", "works-ordered"), None),
    Move("works-ordered", ("investigated",), "works-ordered"),
    Move("works-started", ("works-ordered",), None),
    Move("works-done", ("works-ordered",), "works-done"),
    Move("re-measured", ("works-done", "dry"), "dry", ("system", "worker"), "dry"),
    Move("re-measured", ("works-done", "dry"), "reopened", ("system", "worker"), "still-damp"),
    # Only a case whose duties are done or stopped can be reopened: a running clock is never begun again.
    Move("reopened", ("works-done", "dry", "no-hazard", "closed"), "reopened", ("worker", "citizen", "sender"),
         reasons=True),
    Move("closed", ("dry",), "closed", word="dry", reasons=True),
    Move("closed", ("no-hazard",), "closed", word="no-hazard", reasons=True),
    Move("closed", ("works-done",), "closed", word="works-done-not-measured", reasons=True),
)  # fmt: skip
_HELP: tuple[Move, ...] = (
    *(Move("closed", ("acknowledged",), "closed", word=w, reasons=True) for w in ("helped", "declined", "no-need")),
    Move("reopened", ("closed",), "reopened", ("worker", "citizen", "sender"), reasons=True),
)
TABLE: dict[Path, tuple[Move, ...]] = {"hazard": _BOTH + _HAZARD, "help": _BOTH + _HELP}


def path_of(case: Case) -> Path:
    """Damp in a let home is a hazard that somebody must mend; everything else is help that may be taken."""
    return "hazard" if case.signal in HAZARD_SIGNALS and case.tenure in LET else "help"


def state_of(case: Case) -> State:
    """Where the case stands after its events."""
    state: State = "new"
    for event in case.events:
        state = _to(_moves(case, event.kind, state, event.data.get(DATA_KEYS.get(event.kind, ""))), state)
    return state


def hazard_of(case: Case) -> str | None:
    """The latest finding since the body last became aware: emergency, significant, not-a-hazard, or None."""
    found: str | None = None
    for event in case.events:
        found = None if event.makes_aware else event.finding or found
    return found


def allowed(case: Case, role: Role | None = None) -> tuple[Move, ...]:
    """The moves that the case allows now, to anybody or to one role: the buttons of its page."""
    state = state_of(case)
    return tuple(
        m for m in TABLE[path_of(case)] if state in m.since and (role is None or role in m.who) and not _guard(case, m)
    )


def apply(case: Case, event: Event) -> Case:
    """The case with one more event. Raises `BadInput`, naming what is allowed now and why; `case` never changes."""
    state = state_of(case)
    word = event.data.get(DATA_KEYS.get(event.kind, ""))
    moves = _moves(case, event.kind, state, word)
    problem = _not_now(case, event, state, moves) or _unfit(case, event, moves[0])
    if problem is not None:
        raise BadInput(problem)
    return replace(case, events=(*case.events, replace(event, data=dict(event.data))))


def replay(case: Case, events: Iterable[Event]) -> Case:
    """The case as it was opened, with these events applied one after the other."""
    found = replace(case, events=())
    for event in events:
        found = apply(found, event)
    return found


def remeasured(case: Case, answer: Answer, at: datetime, *, by: str = "sensors") -> Case:
    """What measuring again after the works says: "dry" lets the case close, "still-damp" reopens it.

    A reopened case starts new clocks from `at`, the moment at which the readings made it known. Raises `BadInput`
    unless the works are done.
    """
    return apply(case, Event("re-measured", at, by, data={"result": answer}, role="system"))


def _moves(case: Case, kind: str, state: State, word: str | None) -> tuple[Move, ...]:
    return tuple(m for m in TABLE[path_of(case)] if m.event == kind and state in m.since and m.word in (None, word))


def _to(moves: tuple[Move, ...], state: State) -> State:
    return state if not moves or moves[0].to is None else moves[0].to


def _not_now(case: Case, event: Event, state: State, moves: tuple[Move, ...]) -> Problem | None:
    """What is wrong with this kind of event in this state."""
    if event.kind not in EVENT_KINDS:
        return Problem(
            "no such event", key="kind", expected="one of " + ", ".join(EVENT_KINDS),
            nearest=nearest(event.kind, EVENT_KINDS),
        )  # fmt: skip
    if moves:
        return None
    rows = [m for m in TABLE[path_of(case)] if m.event == event.kind and state in m.since]
    if rows:
        return Problem(
            f"{event.kind} needs a word that fits a case that is {state}", key=DATA_KEYS[event.kind],
            expected="one of " + ", ".join(sorted(str(m.word) for m in rows)),
        )  # fmt: skip
    now = ", ".join(_shown(m) for m in allowed(case))
    since = sorted({s for m in TABLE[path_of(case)] if m.event == event.kind for s in m.since}, key=STATES.index)
    why = f"that follows {' or '.join(since)}" if since else f"that is no step of a {path_of(case)} case"
    return Problem(
        f"{event.kind} is not possible while the case is {state}: {why}", key="kind", expected=f"one of {now}",
        mend="record the earlier steps first, or choose one of these",
    )  # fmt: skip


def _unfit(case: Case, event: Event, move: Move) -> Problem | None:
    """What is wrong with this event, whose kind fits."""
    if event.role not in move.who:
        return Problem(f"{_shown(move)} is for {' or '.join(move.who)} to record", key="role")
    if not event.by.strip():
        return Problem("an event needs the name of who did it", key="by")
    if move.reasons and not event.reasons.strip():
        return Problem(f"{_shown(move)} needs reasons", key="reasons", mend="write in a sentence why")
    if event.kind == "outcome-told" and not event.data.get("to"):
        return Problem("outcome-told needs to say who was told", key="to")
    guard = _guard(case, move)
    return Problem(guard, key="kind") if guard else _untimely(case, event, move)


def _guard(case: Case, move: Move) -> str | None:
    """What must have happened before this move, apart from the state; None when it has."""
    kinds = [e.kind for e in case.events]
    if move.event == "assessed" and state_of(case) == "no-hazard" and "investigated" in _since_aware(case):
        # Judged anew, the case would have no running clock: its investigation has ended.
        return "an investigation found no hazard: reopen the case, so that a new clock starts"
    if move.event == "summary-sent" and "investigated" not in kinds:
        return "a written summary says what an investigation found: record the investigation first"
    if move.word == "not-reached" and kinds.count("cannot-reach") < ATTEMPTS:
        return f"a case closes as not reached after {ATTEMPTS} recorded attempts: record cannot-reach for each"
    return None


def _since_aware(case: Case) -> list[EventKind]:
    """The kinds of the events since the body last became aware."""
    start = max((i + 1 for i, e in enumerate(case.events) if e.makes_aware), default=0)
    return [e.kind for e in case.events[start:]]


def _untimely(case: Case, event: Event, move: Move) -> Problem | None:
    """Steps go forward in time; notes, such as a summary sent, may be typed in later than the step after them."""
    if event.at.tzinfo is None:
        return Problem("a moment needs a time zone", key="at", mend="give an aware time, in UTC for example")
    steps = [e.at for e in case.events if e.kind not in _NOTES]
    earliest = case.aware_at if move.to is None or not steps else max(case.aware_at, steps[-1])
    if event.at < earliest:
        return Problem(
            f"this cannot be earlier than the step before it ({earliest:%d %B %Y, %H:%M} UTC)",
            key="at",
            mend="give the time at which it really happened",
        )
    return None


_NOTES: frozenset[EventKind] = frozenset(m.event for path in TABLE.values() for m in path if m.to is None)


def _shown(move: Move) -> str:
    return move.event if move.word is None else f"{move.event} ({move.word})"
