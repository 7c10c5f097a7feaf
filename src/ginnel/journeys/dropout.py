"""Drop-out: of those who reached a step, how many have gone no further after so many days.

The rule. A case's clock begins at its first occurrence of the step and stops at its next event. A case with no next
event is not counted as dropped out: it is censored at the end of the log, since it may go on the day after. The share
that has not gone on is Kaplan and Meier's (1958) estimate, with Greenwood's variance on the log(-log) scale. It is given
only where at least `LEAST` cases were still followed at that day. Steps that finish a journey are left out.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from ginnel.journeys.events import SECOND, Ints, Log
from ginnel.journeys.numbers import Share, Z
from ginnel.vocabulary.small import LEAST

DAY = 86_400 * SECOND
HORIZONS = (28, 90, 365)
"""Days after which one asks whether a case has gone on."""


@dataclass(frozen=True)
class Step:
    """`reached` cases took the step; `open` of them have no next event; `stuck` is by horizon, None where unknown."""

    activity: str
    reached: int
    open: int
    stuck: dict[int, Share | None]


def dropout(log: Log, done: Collection[str] = (), horizons: Sequence[int] = HORIZONS) -> tuple[Step, ...]:
    """One line a step, by how many are stuck at the first horizon that is known, most first. `done`: finishing steps."""
    size = len(log.activities)
    _, rows = np.unique(log.case * size + log.activity, return_index=True)
    last = np.zeros(log.events, dtype=bool)
    last[log.first[1:] - 1] = True
    found = []
    for code in range(size):
        at = rows[log.activity[rows] == code]
        if log.activities[code] in done or not len(at):
            continue
        ends = last[at]
        after = np.where(ends, log.end, log.start[np.minimum(at + 1, log.events - 1)])
        waits = np.maximum(after - log.finish[at], 0)
        stuck = {h: not_gone_on(waits, ~ends, h * DAY) for h in horizons}
        found.append(Step(log.activities[code], len(at), int(ends.sum()), stuck))
    return tuple(sorted(found, key=lambda s: (-_known(s), s.activity)))


def _known(step: Step) -> float:
    return next((s.value for s in step.stuck.values() if s is not None), -1.0)


def not_gone_on(waits: Ints, went: np.ndarray, horizon: int) -> Share | None:
    """Kaplan and Meier's share still waiting just after `horizon`; None where too few were followed so long.

    At equal times those who go on do so before others are censored.
    """
    if int((waits >= horizon).sum()) < LEAST and int((~went & (waits < horizon)).sum()):
        return None
    moments, counts = np.unique(waits[went & (waits <= horizon)], return_counts=True)
    at_risk = len(waits) - np.searchsorted(np.sort(waits), moments, side="left")
    left = at_risk - counts
    if (left == 0).any():
        return Share(0.0, 0.0, 0.0)
    share = float(np.exp(np.log(left / at_risk).sum()))
    return _interval(share, float((counts / (at_risk * left)).sum()))


def _interval(share: float, greenwood: float) -> Share:
    """Complementary log-log limits; at none gone on there is no spread to tell."""
    if share in (0.0, 1.0):
        return Share(share, share, share)
    width = Z * math.sqrt(greenwood) / abs(math.log(share))
    return Share(share, share ** math.exp(width), share ** math.exp(-width))
