"""The table of moves, looked at as a whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ginnel.referrals.case import EVENT_KINDS, FINDING_KEYS, Event
from ginnel.referrals.clocks import RULES
from ginnel.referrals.states import DATA_KEYS, STATES, TABLE, Move


@pytest.mark.parametrize("path", sorted(TABLE))
def test_no_event_leads_two_ways_from_one_state(path: str) -> None:
    rows = [(m.event, state, m.word) for m in TABLE[path] for state in m.since]  # type: ignore[index]
    assert len(rows) == len(set(rows))
    for event, state, word in rows:
        assert word is not None or not [r for r in rows if r[:2] == (event, state) and r[2] is not None]


def test_every_event_and_state_is_reachable() -> None:
    moves: tuple[Move, ...] = TABLE["hazard"]
    assert {m.event for m in moves} == set(EVENT_KINDS)
    assert {m.to for m in moves if m.to} | {"new"} == set(STATES)


@pytest.mark.parametrize("path", sorted(TABLE))
def test_every_case_can_come_to_an_end_from_every_state(path: str) -> None:
    ends = {"closed"}
    for _ in STATES:
        ends |= {s for m in TABLE[path] if m.to in ends for s in m.since}  # type: ignore[index]
    reachable = {"new"} | {m.to for m in TABLE[path] if m.to}  # type: ignore[index]
    assert reachable <= ends


def test_findings_are_read_from_the_keys_that_the_table_wants() -> None:
    assert all(DATA_KEYS[kind] == key for kind, key in FINDING_KEYS.items())
    at = datetime(2026, 2, 9, tzinfo=UTC)
    assert Event("closed", at, "w", "r", {"outcome": "dry"}).finding is None


def test_every_clock_is_kept_by_events_of_the_table_and_stopped_by_its_words() -> None:
    words = {m.word for m in TABLE["hazard"]} | {"closed"}
    assert all(r.met_by and r.met_by <= set(EVENT_KINDS) and r.stopped_by <= words for r in RULES)
    assert len({r.id for r in RULES}) == len(RULES)
