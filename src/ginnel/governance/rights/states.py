"""What may happen to a request, in which order: one table. A step outside it is refused.

No step of any request opens a flow: steps ask, wait, answer or refuse. Choices that a request brings with it only block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ginnel.governance.rights.kinds import KINDS
from ginnel.vocabulary import BadInput, Problem

FINAL: frozenset[str] = frozenset({"answered", "partly", "refused", "withdrawn"})
ENDS: Mapping[str, str] = {
    "answered": "answered", "partly-answered": "partly", "refused": "refused", "withdrawn": "withdrawn",
}  # fmt: skip
"""Which event ends a request in which state."""
ASIDES: frozenset[str] = frozenset(
    {"acknowledged", "extended", "search-asked", "found", "told-others", "erased", "identity-checked"}
)
"""Events that change nothing about what the request waits for."""
REASONED: frozenset[str] = frozenset(
    {"identity-asked", "clarification-asked", "extended", "refused", "partly-answered"}
)
"""Steps that the person must be given reasons for (Arts 12(4), 12(6), 12A(4))."""


@dataclass(frozen=True)
class Event:
    kind: str
    at: datetime
    by: str
    role: str = "body"
    reasons: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def state_of(events: Iterable[Event]) -> str:
    """new, identity, clarification, open, or one of `FINAL`."""
    state = "new"
    for event in events:
        if event.kind in ENDS:
            state = ENDS[event.kind]
        elif event.kind == "identity-asked":
            state = "identity"
        elif event.kind == "clarification-asked":
            state = "clarification"
        elif event.kind in ("identity-given", "clarified", "acknowledged") and state not in FINAL:
            state = "open" if event.kind != "acknowledged" or state == "new" else state
    return state


def moves(kind: str, state: str, events: Iterable[Event], *, doubt: bool) -> frozenset[str]:
    """What the handling body may do next. `doubt`: whether it is reasonable to ask who is asking (Art 12(6))."""
    if state in FINAL:
        return frozenset()
    done = {e.kind for e in events}
    found = {"answered", "partly-answered", "refused"}
    if state == "identity":
        return frozenset({"identity-given", "refused"})
    found |= {"acknowledged"} - done
    found |= {"extended"} - done if KINDS[kind].may_extend else set()
    if state == "clarification":
        return frozenset(found | {"clarified"})
    found |= {"search-asked"} if kind in ("access", "portability") else set()
    found |= {"clarification-asked"} if KINDS[kind].may_pause else set()
    found |= {"identity-asked", "identity-checked"} - done if doubt else set()
    return frozenset(found)


def check(kind: str, events: tuple[Event, ...], step: Event, *, doubt: bool) -> None:
    """Raises `BadInput` where `step` is not possible now, or lacks the reasons that the person must be given."""
    state = state_of(events)
    if step.role == "citizen":
        allowed = {"withdrawn"} if state not in FINAL else set()
        allowed |= {"clarified"} if state == "clarification" else set()
    else:
        allowed = set(moves(kind, state, events, doubt=doubt))
    if step.kind not in allowed:
        raise BadInput(Problem("this step is not possible now", key="step"))
    if step.kind in REASONED and not step.reasons.strip():
        raise BadInput(Problem("write the reasons", key="reasons"))
    if events and step.at < events[-1].at:
        raise BadInput(Problem("this lies before the last step", key="day"))
