"""A case: what one body was told or found about one home, and everything that has happened to it since.

A case starts from an opening that governance sealed and from nothing else. It is never edited: `states.apply` gives a
new case with one more event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal, get_args

from ginnel.governance import Ask, Disclosure, OwnCase, Received
from ginnel.vocabulary import BadInput, NotAllowed, Problem, digest

Tenure = Literal["social", "private", "owner", "unknown"]
OpeningKind = Literal["own-case", "disclosure", "ask", "received"]
Role = Literal["worker", "citizen", "sender", "system"]
"""In what part somebody acts: a worker of the case's body, the citizen (or her helper), the body that told, Ginnel."""
EventKind = Literal[
    "acknowledged", "assessed", "investigated", "summary-sent", "made-safe", "works-ordered", "works-started",
    "works-done", "re-measured", "cannot-reach", "reopened", "escalated", "closed", "outcome-told",
]  # fmt: skip
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
ROLES: tuple[Role, ...] = get_args(Role)
TENURES: tuple[Tenure, ...] = get_args(Tenure)

FINDING_KEYS: Mapping[EventKind, str] = {"assessed": "hazard", "investigated": "found"}
"""The events that say what the hazard is, and the key of `Event.data` that holds the word."""


@dataclass(frozen=True)
class Event:
    """One thing that happened. `at` is when it happened (aware), not when it was typed in; `by` is who did it.

    `data` holds a decided word where the kind wants one: assessed {"hazard"}, investigated {"found"},
    re-measured {"result"}, closed {"outcome"}, outcome-told {"to"}.
    """

    kind: EventKind
    at: datetime
    by: str
    reasons: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    role: Role = "worker"

    @property
    def finding(self) -> str | None:
        """ "emergency", "significant" or "not-a-hazard" where this event says so."""
        key = FINDING_KEYS.get(self.kind)
        return None if key is None else self.data.get(key)

    @property
    def makes_aware(self) -> bool:
        """Whether the body learns here, once more, of a hazard: a new round with new clocks begins."""
        return self.kind == "reopened" or (self.kind == "re-measured" and self.data.get("result") == "still-damp")


@dataclass(frozen=True)
class Case:
    """A case of `organisation` about `home`.

    `use` is "<signal>.<rule>"; `words` is what was told, by column; `aware_at` is when the body knew, from which legal
    clocks run, and `opened_at` when the case was made. `restricted`: a protected home, seen by named staff only.
    `person` is set when it is about one person, `sources` (the bodies that told) when a disclosure opened it.
    """

    id: str
    key: str
    opening: OpeningKind
    use: str
    organisation: str
    home: str
    words: Mapping[str, str]
    opened_at: datetime
    aware_at: datetime
    tenure: Tenure
    nation: str
    restricted: bool
    person: str = ""
    sources: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def signal(self) -> str:
        return signal_of(self.use)


def signal_of(use: str) -> str:
    """The signal of a use: "damp" for "damp.damp_home"."""
    return use.partition(".")[0]


def case_id(key: str) -> str:
    """The id of the case that the opening with this key starts: the same on every run."""
    return f"c-{digest(key)[:16]}"


Opening = OwnCase | Disclosure | Ask | Received
KIND_OF: Mapping[type, OpeningKind] = {
    OwnCase: "own-case",
    Disclosure: "disclosure",
    Ask: "ask",
    Received: "received",
}


def open_case(opening: Opening, *, tenure: Tenure, nation: str, opened_at: datetime, restricted: bool) -> Case:
    """A new case. A body is aware of its own record at `opening.aware_at`, of what it is told when told: `opened_at`.

    An ask is told at once, so that a clock runs from the moment in which it was sent. What was received makes aware on
    the day on which it came, at its first moment, whenever somebody typed it in.
    `tenure` is the home's as the case's body meets it: "social" only where that body is the landlord, since the
    landlord's clocks follow from it. Raises `NotAllowed` for anything but an opening of governance, `BadInput` for an
    unknown tenure or a moment without zone.
    """
    kind = KIND_OF.get(type(opening))
    if kind is None:
        raise NotAllowed("a case starts from an opening of governance only: ask governance.openings for one")
    aware_at = opened_at
    if isinstance(opening, OwnCase):
        aware_at = opening.aware_at
    elif isinstance(opening, Received) and opened_at.tzinfo is not None:
        aware_at = min(opened_at, datetime.combine(opening.received_on, time.min, opened_at.tzinfo))
    _check(tenure, aware_at, opened_at)
    return Case(
        id=case_id(opening.key), key=opening.key, opening=kind, use=opening.use, organisation=opening.organisation,
        home="" if isinstance(opening, Received) else opening.home, words=dict(opening.words), opened_at=opened_at,
        aware_at=aware_at, tenure=tenure, nation=nation, restricted=restricted,
        person="" if isinstance(opening, OwnCase) else opening.person,
        sources=opening.sources if isinstance(opening, Disclosure) else (),
    )  # fmt: skip


def _check(tenure: str, *moments: datetime) -> None:
    if tenure not in TENURES:
        raise BadInput(Problem("unknown tenure", key="tenure", expected="one of " + ", ".join(TENURES)))
    if any(m.tzinfo is None for m in moments):
        raise BadInput(Problem("a moment needs a time zone", mend="give aware times, in UTC for example"))
