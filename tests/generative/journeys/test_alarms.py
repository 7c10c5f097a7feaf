"""What is planted is found; where nothing is planted, almost nothing is: many seeds, each a log of its own.

The claim is that one log in 20 at most names a slow handover, and one in 20 at most a gap, where there is none. With 300
logs, more than 24 false alarms would come about once in a hundred tries at exactly that rate.
"""

from __future__ import annotations

import numpy as np
import pytest

from ginnel.journeys.events import SECOND, Ints, Log, assemble
from ginnel.journeys.gaps import gaps
from ginnel.journeys.handovers import Handovers, handovers

SEEDS = 300
MOST_FALSE = 24
BODIES = ("council", "court", "hospital", "police")
HOUR = 3_600 * SECOND


def made_log(seed: int, *, slow: bool = False, cases: int = 150, events: int = 5) -> Log:
    """Cases pass at random between four bodies. Some cases are slow throughout, so that waits of one case are alike.

    With `slow`, the police hand over to the court at three times the usual wait.
    """
    rng = np.random.default_rng(seed)
    owner = rng.integers(0, len(BODIES), (cases, events))
    waits = rng.exponential(20, (cases, events)) * rng.lognormal(0, 0.7, (cases, 1))
    if slow:
        waits[:, 1:][(owner[:, :-1] == 3) & (owner[:, 1:] == 1)] *= 3
    start = (np.cumsum(waits, axis=1) * HOUR).astype(np.int64).ravel()
    case = np.repeat(np.arange(cases), events)
    activity: Ints = np.tile(np.arange(events), cases)
    none = np.zeros(cases * events, dtype=bool)
    return assemble(
        "made", case, (activity, tuple("abcde")), start, start, (owner.ravel(), BODIES), (np.full(len(case), -1), ()), none
    )  # fmt: skip


def named(found: Handovers) -> set[tuple[str, str]]:
    return {(h.giver, h.taker) for h in found.pairs if h.slow}


def test_no_slow_handover_is_named_where_none_is() -> None:
    false = sum(bool(named(handovers(made_log(seed)))) for seed in range(SEEDS))
    assert false <= MOST_FALSE


def test_a_planted_slow_handover_is_found_and_no_other() -> None:
    found = [named(handovers(made_log(seed, slow=True))) for seed in range(100)]
    assert sum(("police", "court") in f for f in found) >= 90
    assert sum(bool(f - {("police", "court")}) for f in found) <= 12


def groups(seed: int, gap: float) -> tuple[Ints, np.ndarray]:
    """Six groups of unlike sizes; the smallest but one is late more often by `gap`."""
    rng = np.random.default_rng(seed)
    group = rng.choice(6, 900, p=[0.4, 0.25, 0.15, 0.1, 0.07, 0.03])
    return group, rng.random(900) < np.where(group == 4, 0.2 + gap, 0.2)


def test_no_gap_is_named_where_none_is() -> None:
    false = sum(bool(gaps(*_asked(groups(seed, 0.0))).found) for seed in range(SEEDS))
    assert false <= MOST_FALSE


def test_a_planted_gap_is_found() -> None:
    found = [{g.group for g in gaps(*_asked(groups(seed, 0.35))).found} for seed in range(100)]
    assert sum("group 4" in f for f in found) >= 95


def _asked(made: tuple[Ints, np.ndarray]) -> tuple[Ints, tuple[str, ...], np.ndarray, str]:
    return made[0], tuple(f"group {n}" for n in range(6)), made[1], "late"


def test_the_alarm_rings_too_often_without_adjustment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two tests above would notice if many looks were taken for one: planted here."""
    monkeypatch.setattr("ginnel.journeys.handovers.holm", list)
    monkeypatch.setattr("ginnel.journeys.gaps.holm", list)
    assert sum(bool(named(handovers(made_log(seed)))) for seed in range(100)) > 12
    assert sum(bool(gaps(*_asked(groups(seed, 0.0))).found) for seed in range(100)) > 12


def test_the_interval_of_a_handovers_share_holds_the_true_share() -> None:
    """The share over very many cases stands in for the truth. With waits as skewed as these, 150 cases hold it about
    92 times in 100 and not 95: the page says 95 % of an interval that is a little narrow for small, skewed logs."""
    truth = {
        (h.giver, h.taker): h.share.value for h in handovers(made_log(1, slow=True, cases=60_000)).pairs
    }["police", "court"]  # fmt: skip
    inside = 0
    for seed in range(2, 202):
        pair = next(h for h in handovers(made_log(seed, slow=True)).pairs if (h.giver, h.taker) == ("police", "court"))
        inside += pair.share.low <= truth <= pair.share.high
    assert 0.89 <= inside / 200 <= 0.99
