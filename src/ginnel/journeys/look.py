"""Everything that this room has to say about one log, worked out once; `shown.py` cuts it to what may be shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from ginnel.journeys.conform import Chain, Started, chains, conform
from ginnel.journeys.dropout import Step as Stuck
from ginnel.journeys.dropout import dropout
from ginnel.journeys.events import Log
from ginnel.journeys.gaps import Gaps, gaps, slow_cases
from ginnel.journeys.graph import Graph, graph
from ginnel.journeys.handovers import Handovers, handovers
from ginnel.journeys.intended import Journey
from ginnel.journeys.rework import Rework, rework
from ginnel.journeys.throughput import Throughput, throughput
from ginnel.journeys.variants import Variant, most_common, variants


@dataclass(frozen=True)
class Look:
    """The exact figures, small ones too: not for a page."""

    log: Log
    graph: Graph
    variants: tuple[Variant, ...]
    variant_count: int
    throughput: Throughput
    rework: tuple[Rework, ...]
    handovers: Handovers
    dropout: tuple[Stuck, ...]
    journey: Journey | None
    started: tuple[Started, ...]
    chains: tuple[Chain, ...]
    gaps: Gaps | None


def look(log: Log, journey: Journey | None = None, done: Collection[str] = (), limit: int = 20) -> Look:
    """All figures of a log; `limit` variants. `done`: activities that finish a case."""
    found = variants(log)
    started = conform(log, journey) if journey else ()
    return Look(
        log=log, graph=graph(log), variants=most_common(log, found, limit), variant_count=len(found.counts),
        throughput=throughput(log), rework=rework(log), handovers=handovers(log), dropout=dropout(log, done),
        journey=journey, started=started, chains=chains(log, journey, started) if journey else (),
        gaps=group_gaps(log, started) if log.groups else None,
    )  # fmt: skip


def group_gaps(log: Log, started: tuple[Started, ...]) -> Gaps:
    """By group: cases with a late step, of those with a decided one; without an intended journey, slow cases."""
    if not started:
        return gaps(log.group, log.groups, slow_cases(log), "slow")
    decided = np.zeros(log.cases, dtype=bool)
    late = np.zeros(log.cases, dtype=bool)
    for one in started:
        decided[one.case[one.decided]] = True
        late[one.case[one.late]] = True
    return gaps(log.group[decided], log.groups, late[decided], "late")
