"""What may be shown of a log: plain values for pages, reports, commands and programs. Small counts of people are hidden.

None stands for a hidden number. Durations are in days. Whatever is worked out from a hidden count is hidden with it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ginnel.journeys.conform import LATE, NEVER, STATES, Chain, Started
from ginnel.journeys.dropout import Step as Stuck
from ginnel.journeys.events import SECOND, Log, moment
from ginnel.journeys.gaps import Gap, Gaps
from ginnel.journeys.graph import Graph, Times
from ginnel.journeys.handovers import Handovers, Kind
from ginnel.journeys.look import Look
from ginnel.journeys.numbers import Share, shown_table, wilson
from ginnel.journeys.rework import Rework
from ginnel.journeys.throughput import Throughput
from ginnel.journeys.variants import Variant
from ginnel.vocabulary.small import LEAST, large, suppressed

Shown = dict[str, Any]
DAY = 86_400.0
COARSE = 100 * LEAST
"""From so many on, a whole per cent stands for at least `LEAST`."""
BEGIN, END = "", "\0"
"""Rows and columns of the table of moves for the begin and the end of cases."""


def cut(look: Look) -> Shown:
    """The whole of a look, fit to be shown."""
    return {
        "log": _log(look.log),
        "graph": _graph(look.graph),
        "variants": _variants(look.variants, look.variant_count, look.log.cases),
        "throughput": _throughput(look.throughput),
        "rework": _rework(look.rework),
        "handovers": _handovers(look.handovers),
        "dropout": [_stuck(s) for s in look.dropout if s.reached >= LEAST],
        "intended": _intended(look),
        "gaps": None if look.gaps is None else _gaps(look.gaps),
    }


def _days(seconds: float) -> float:
    return round(seconds / DAY, 3)


def _share(share: Share | None) -> Shown | None:
    return None if share is None else {k: round(getattr(share, k), 4) for k in ("value", "low", "high")}


def _times(times: Times, visible: bool) -> Shown:
    return {"median_days": _days(times.median) if visible else None, "p90_days": _days(times.p90) if visible else None}


def _log(log: Log) -> Shown:
    return {
        "name": log.name, "events": large(log.events), "cases": large(log.cases),
        "first": moment(int(log.start.min())).date().isoformat(), "last": moment(log.end).date().isoformat(),
        "left_out": dict(log.left.counts), "left_first": [{"row": r.row, "why": r.reason} for r in log.left.first],
        "mixed_groups": log.mixed_groups if not 0 < log.mixed_groups < LEAST else None,
    }  # fmt: skip


def _graph(graph: Graph) -> Shown:
    """Moves, begins and ends are one table with known totals, so a lone hidden cell takes another along."""
    cells = {(m.before, m.after): m.count for m in graph.moves}
    cells |= {(BEGIN, a): n for a, n in graph.starts.items()} | {(a, END): n for a, n in graph.ends.items()}
    visible = shown_table(cells)
    return {
        "activities": [{"name": a, "count": n} for a, n in suppressed(graph.activities).items()],
        "moves": [
            {"before": m.before, "after": m.after, "count": visible[m.before, m.after],
             **_times(m.times, visible[m.before, m.after] is not None)}
            for m in graph.moves
        ],
        "begins": {a: visible[BEGIN, a] for a in graph.starts},
        "ends": {a: visible[a, END] for a in graph.ends},
    }  # fmt: skip


def _variants(found: tuple[Variant, ...], total: int, cases: int) -> Shown:
    """Rare ones are counted together; if they are 1 to 4 cases, the smallest shown one joins them."""
    seen = [v for v in found if v.cases >= LEAST]
    while seen and 0 < cases - sum(v.cases for v in seen) < LEAST:
        seen.pop()
    other = cases - sum(v.cases for v in seen)
    return {
        "total": total,
        "shown": [
            {"steps": list(v.steps), "cases": v.cases, "share": round(v.cases / cases, 4), **_times(v.times, True)}
            for v in seen
        ],
        "other": {"variants": total - len(seen), "cases": other if other == 0 else large(other)},
    }


def _throughput(found: Throughput) -> Shown:
    spread = found.cases >= 4 * LEAST
    visible = {"median": found.cases >= LEAST, "mean": found.cases >= LEAST, "p10": spread, "p90": spread}
    return {
        **{f"{n}_days": _days(getattr(found, n)) if seen else None for n, seen in visible.items()},
        "begun": suppressed(found.begun), "ended": suppressed(found.ended),
    }  # fmt: skip


def _rework(found: tuple[Rework, ...]) -> list[Shown]:
    again = suppressed({r.activity: r.again for r in found})
    cases = suppressed({r.activity: r.cases for r in found})
    lines = []
    for r in found:
        visible = again[r.activity] is not None and cases[r.activity] is not None
        lines.append(
            {"activity": r.activity, "cases": cases[r.activity], "again": again[r.activity],
             **{k: getattr(r, k) if visible else None for k in ("extra", "at_once", "back")}}
        )  # fmt: skip
    return lines


def _handovers(found: Handovers) -> Shown:
    visible = suppressed({(h.giver, h.taker): min(h.count, h.cases) for h in found.pairs})
    pairs = []
    for h in found.pairs:
        seen = visible[h.giver, h.taker] is not None
        pairs.append(
            {"giver": h.giver, "taker": h.taker, "count": h.count if seen else None, **_times(h.times, seen),
             "share": _share(h.share if seen else None), "p": round(h.p, 6) if seen and h.p is not None else None,
             "slow": h.slow if seen else None}
        )  # fmt: skip
    pairs.sort(key=lambda p: p["count"] is None)
    doors = suppressed({"same": found.first_is_last, "other": found.wrong_door})
    return {
        "pairs": pairs, "between": _kind(found.between), "within": _kind(found.within), "unknown": _kind(found.unknown),
        "waited_days": _days(found.waited), "first_is_last": doors["same"], "wrong_door": doors["other"],
    }  # fmt: skip


def _kind(kind: Kind) -> Shown:
    small = 0 < kind.count < LEAST
    return {"count": None if small else kind.count, "share": _share(None if small else kind.share)}


def _stuck(step: Stuck) -> Shown:
    stuck = {str(h): _share(s if s is not None and _fits(s.value * step.reached, step.reached) else None)
             for h, s in step.stuck.items()}  # fmt: skip
    opened = step.open if _fits(step.open, step.reached) else None
    return {"activity": step.activity, "reached": step.reached, "no_next_event": opened, "not_gone_on": stuck}


def _fits(count: float, of: int) -> bool:
    """Whether neither `count` nor the rest is 1 to 4; a share that implies such a count is as telling."""
    return not 0.5 <= count < LEAST - 0.5 and not 0.5 <= of - count < LEAST - 0.5


def _intended(look: Look) -> Shown | None:
    if look.journey is None:
        return None
    return {
        "id": look.journey.id, "title": look.journey.title.en, "title_cy": look.journey.title.cy,
        "clocks": [_started(s) for s in look.started], "chains": [_chain(c, look.started) for c in look.chains],
    }  # fmt: skip


def _started(one: Started) -> Shown:
    counts = {name: int((one.state == i).sum()) for i, name in enumerate(STATES)}
    decided, late = int(one.decided.sum()), int(one.late.sum())
    visible = decided >= LEAST and _fits(late, decided)
    hidden = suppressed(_cases(one))
    after = (one.state == LATE) & (one.done != NEVER)
    over = (one.done[after] - one.due[after]) / SECOND / DAY
    return {
        "step": one.step.id, "title": one.step.title.en, "title_cy": one.step.title.cy, "owner": one.step.owner,
        "after": one.clock.after, "within": one.clock.within, "enhanced_within": one.clock.enhanced_within,
        "unit": one.clock.unit, "verify": one.clock.verify, "source": one.clock.source,
        **{n: counts[n] if hidden[n] is not None else None for n in STATES},
        "late_share": _late_share(late, decided, visible, None in hidden.values()),
        "median_days_late": round(float(np.median(over)), 3) if len(over) >= LEAST and visible else None,
    }  # fmt: skip


def _late_share(late: int, decided: int, visible: bool, others_hidden: bool) -> Shown | None:
    """Beside a hidden count only to whole per cent, and only where those are coarse enough not to tell it."""
    if not visible or (others_hidden and decided < COARSE):
        return None
    found = _share(wilson(late, decided))
    return {k: round(v, 2) for k, v in found.items()} if found and others_hidden else found


def _chain(chain: Chain, started: tuple[Started, ...]) -> Shown:
    """Beside a clock with a hidden count only where there are many: else the one would tell the other."""
    clocks = [s for s in started if s.step in (chain.first, chain.second)]
    hide = chain.total < COARSE and any(None in suppressed(_cases(s)).values() for s in clocks)
    names = ("kept", "first_late", "second_late", "both_late")
    counts = suppressed({n: getattr(chain, n) for n in names})
    heard = chain.heard_late if _fits(chain.heard_late, chain.total) and not hide else None
    return {"first": chain.first.title.en, "first_cy": chain.first.title.cy, "first_owner": chain.first.owner,
            "second": chain.second.title.en, "second_cy": chain.second.title.cy, "second_owner": chain.second.owner,
            **{n: None if hide else c for n, c in counts.items()}, "heard_late": heard}  # fmt: skip


def _cases(one: Started) -> dict[str, int]:
    """Cases by how the clock stands in them."""
    return {name: len(np.unique(one.case[one.state == i])) for i, name in enumerate(STATES)}


def _gaps(found: Gaps) -> Shown:
    return {"of": found.of, "hidden_groups": found.hidden, "groups": [_gap(g) for g in found.groups],
            "without_group": found.without_group if not 0 < found.without_group < LEAST else None}  # fmt: skip


def _gap(gap: Gap) -> Shown:
    return {"group": gap.group, "cases": gap.cases, "hit": gap.hit, "share": _share(gap.share),
            "difference": _share(gap.difference), "p": None if gap.p is None else round(gap.p, 6), "found": gap.found}  # fmt: skip
