"""Rework: steps that a case takes more than once, at once again or after something else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ginnel.journeys.events import Log


@dataclass(frozen=True)
class Rework:
    """`cases` took the step; `again` of them more than once; `extra` events beyond the first of each case.

    `at_once` of the extra ones come directly after the same step; the others come back to it after something else.
    """

    activity: str
    cases: int
    again: int
    extra: int
    at_once: int

    @property
    def back(self) -> int:
        return self.extra - self.at_once


def rework(log: Log) -> tuple[Rework, ...]:
    """One line an activity, most extra events first, then by name."""
    size = len(log.activities)
    keys, counts = np.unique(log.case * size + log.activity, return_counts=True)
    activity = keys % size
    cases = np.bincount(activity, minlength=size)
    again = np.bincount(activity[counts > 1], minlength=size)
    extra = np.bincount(activity, weights=counts - 1, minlength=size).astype(np.int64)
    same = log.follows & (log.activity[1:] == log.activity[:-1])
    at_once = np.bincount(log.activity[1:][same], minlength=size)
    found = [
        Rework(log.activities[a], int(cases[a]), int(again[a]), int(extra[a]), int(at_once[a]))
        for a in range(size) if cases[a]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda r: (-r.extra, r.activity)))
