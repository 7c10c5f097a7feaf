"""Throughput: how long cases take from their first event to their last, and how many begin and end each month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ginnel.journeys.events import SECOND, Ints, Log

MONTH = "datetime64[M]"


@dataclass(frozen=True)
class Throughput:
    """Seconds from first event to last: quantiles with linear interpolation, mean, longest. Months such as "2025-11"."""

    cases: int
    p10: float
    median: float
    p90: float
    mean: float
    longest: float
    begun: dict[str, int]
    ended: dict[str, int]


def durations(log: Log) -> Ints:
    """Microseconds from the first event of each case to the finish of its last."""
    last = log.first[1:] - 1
    return np.asarray(np.maximum(log.finish[last] - log.start[log.first[:-1]], 0))


def throughput(log: Log) -> Throughput:
    """A log always has a case, since an empty one is refused when it is opened."""
    took = durations(log)
    low, middle, high = (float(q) / SECOND for q in np.quantile(took, (0.1, 0.5, 0.9)))
    return Throughput(
        log.cases, low, middle, high, float(took.mean()) / SECOND, float(took.max()) / SECOND,
        _months(log.start[log.first[:-1]]), _months(log.finish[log.first[1:] - 1]),
    )  # fmt: skip


def _months(moments: Ints) -> dict[str, int]:
    months, counts = np.unique(moments.astype("datetime64[us]").astype(MONTH), return_counts=True)
    found = Counter({str(m): int(n) for m, n in zip(months, counts, strict=True)})
    return dict(sorted(found.items()))
