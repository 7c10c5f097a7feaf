"""From what was found to a plan under a budget. Duties and people's own asks are committed first and never chosen among.

The plan orders help that the law leaves open. It withholds nothing, opens nothing and delays nothing: the night does not
read it, and a case's clock runs from when a body knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ginnel.prevention.devices import Year, year_of
from ginnel.prevention.interventions import Help, Intervention, Kind
from ginnel.prevention.ledger import Line, by_year, payments, savings
from ginnel.prevention.options import Limits, Options, options_of
from ginnel.prevention.placement import Homes, Placed, by_chance, by_risk, by_value
from ginnel.prevention.plan import Chosen, choose, order
from ginnel.prevention.ranges import Firmness, firmness
from ginnel.prevention.risk_first import RiskFirst, risk_first
from ginnel.vocabulary import BadInput, Problem

Sort = Literal["duty", "ask", "choice"]
LEVELS = {"watch": 1.0, "damp": 2.0, "severe": 3.0}
"""How bad a level is, for the comparison "worst first"."""
MORE_DEVICES = 200


@dataclass(frozen=True)
class Need:
    """One thing found or asked: `key` is that of its question, proposal or case; `household` is its home or person.

    `sort`: a legal duty, somebody's own ask, or help that may be given. `area` is the sector of the postcode.
    """

    key: str
    use: str
    household: str
    tenure: str
    sort: Sort
    area: str = ""
    level: str = ""

    @property
    def lot(self) -> float:
        """A draw in [0, 1) that is the same each time and says nothing about anybody: keys are keyed hashes."""
        return int(self.key[:8] or "0", 16) / 2**32 if all(c in "0123456789abcdef" for c in self.key[:8]) else 0.0


@dataclass(frozen=True)
class Pick:
    """One household that is offered this help: its place in the order and the discounted pounds expected of it."""

    need: Need
    help: Intervention
    place: int
    benefit: float
    firm: bool


@dataclass(frozen=True)
class Committed:
    """A duty or an ask that goes out whatever the budget, with the help that the region prices it with, if any."""

    need: Need
    help: Intervention | None


@dataclass(frozen=True)
class Broken:
    """What it costs to spend the protected share on something else: pounds of benefit lost by year 3 and 5."""

    share: float
    spent_less: float
    by_year_3: float
    by_year_5: float


@dataclass(frozen=True)
class Devices:
    """One kind of device: this year's stock, and with `MORE_DEVICES` more; where they change most beside two other rules."""

    kind: Kind
    now: Year
    more: Year
    placed: tuple[tuple[str, int, float], ...]
    """(rule, devices, expected gain in pounds)."""


@dataclass(frozen=True)
class Prevention:
    """A whole plan."""

    budget: float
    committed: tuple[Committed, ...]
    picks: tuple[Pick, ...]
    candidates: int
    chosen: Chosen
    limits: Limits
    firmness: Firmness
    worst_first: RiskFirst
    pays: dict[str, float]
    saves: tuple[Line, ...]
    broken: Broken
    devices: tuple[Devices, ...]


def plan_prevention(
    needs: Iterable[Need], help_: Help, *, budget: float, share: float | None = None, unmeasured: Homes | None = None,
) -> Prevention:  # fmt: skip
    """The plan for `budget` pounds of help that may be given. Raises `BadInput` for a budget or floor that cannot be.

    `unmeasured`: homes of which nobody knows whether they are damp.
    """
    every = sorted(needs, key=lambda n: (n.key, n.use))
    committed = tuple(commit(every, help_))
    found = [n for n in every if n.sort == "choice"]
    options, pairs = _options(found, help_)
    limits = _limits(help_, budget, options)
    chosen = choose(options, limits)
    picks = _picks(options, pairs, chosen, firm := firmness(options, limits, chosen))
    taken = [(p.help, p.need.level) for p in picks]
    saves = savings(taken)
    return Prevention(
        budget=budget, committed=committed, picks=picks, candidates=options.households, chosen=chosen,
        limits=limits, firmness=firm, worst_first=risk_first(options, limits, _risk(options, pairs)), pays=payments(taken),
        saves=saves, broken=_broken(options, pairs, limits, saves, help_.share if share is None else share),
        devices=tuple(_devices(k, help_, unmeasured) for k in help_.devices),
    )  # fmt: skip


def commit(needs: Iterable[Need], help_: Help) -> Iterable[Committed]:
    """Every duty and every ask, in the order given, whatever the budget: nothing here looks at money."""
    for need in needs:
        if need.sort != "choice":
            yield Committed(need, next(iter(help_.fitting(need.use, need.tenure, duty=True)), None))


def _options(found: Sequence[Need], help_: Help) -> tuple[Options, list[tuple[Need, Intervention]]]:
    """Every help that fits every need, one household at most once; pairs in the order of the options."""
    rows, pairs = [], []
    number = {h: i for i, h in enumerate(sorted({n.household for n in found}))}
    index = {i.id: n for n, i in enumerate(help_.interventions)}
    seen: set[tuple[str, str]] = set()
    for need in found:
        for one in help_.fitting(need.use, need.tenure, duty=False):
            if (need.household, one.id) in seen:
                continue
            seen.add((need.household, one.id))
            slots = help_.slots_for(one.organisation, need.area)
            worth = {s: one.worth(s, need.level) for s in ("low", "mid", "high")}
            rows.append({
                "household": number[need.household], "help": index[one.id], "cost": one.cost, **worth,
                "place": slots.name if slots else None, "group": need.area if need.area in help_.floors else None,
                "lot": need.lot,
            })  # fmt: skip
            pairs.append((need, one))
    ranked = sorted(range(len(rows)), key=lambda i: (rows[i]["household"], rows[i]["help"]))
    options = options_of(rows, [s.name for s in help_.slots], list(help_.floors))
    return options, [pairs[i] for i in ranked]


def _limits(help_: Help, budget: float, options: Options) -> Limits:
    if not np.isfinite(budget) or budget < 0:
        raise BadInput(Problem("not an amount of money", key="--budget", expected="pounds, 0 or more",
                               mend="write the budget in pounds, such as --budget 250000"))  # fmt: skip
    return Limits(
        budget, np.array([float(s.slots) for s in help_.slots]), _floors(help_, budget, options),
        tuple(s.name for s in help_.slots), tuple(help_.floors),
    )  # fmt: skip


def _floors(help_: Help, budget: float, options: Options) -> np.ndarray:
    """Pounds of each floor. One that may be all that was found is capped by the cheapest help of each household."""
    found = []
    for g, floor in enumerate(help_.floors.values()):
        inside = options.group == g
        cheapest = np.full(options.households, np.inf)
        np.minimum.at(cheapest, options.household[inside], options.cost[inside])
        most = float(cheapest[np.isfinite(cheapest)].sum())
        found.append(min(floor.share * budget, most) if floor.or_all_found else floor.share * budget)
    return np.array(found, dtype=np.float64)


def _picks(
    options: Options, pairs: Sequence[tuple[Need, Intervention]], chosen: Chosen, firm: Firmness
) -> tuple[Pick, ...]:  # fmt: skip
    return tuple(
        Pick(pairs[i][0], pairs[i][1], place, float(options.mid[i]), int(i) in firm.same)
        for place, i in enumerate(order(options, chosen).tolist(), start=1)
    )


def _risk(options: Options, pairs: Sequence[tuple[Need, Intervention]]) -> np.ndarray:
    return np.array([LEVELS.get(need.level, 0.0) for need, _ in pairs], dtype=np.float64).reshape(len(options))


def _broken(
    options: Options, pairs: Sequence[tuple[Need, Intervention]], limits: Limits, saves: tuple[Line, ...], share: float
) -> Broken:  # fmt: skip
    """The same choice with the protected share taken out of the budget."""
    less = choose(options, limits.with_budget(limits.budget * (1 - share)))
    left = savings([(pairs[i][1], pairs[i][0].level) for i in less.chosen.tolist()])
    lost = [max(0.0, by_year(saves, year) - by_year(left, year)) for year in (3, 5)]
    return Broken(share, limits.budget * share, *lost)


def _devices(kind: Kind, help_: Help, unmeasured: Homes | None) -> Devices:
    placed: list[tuple[str, int, float]] = []
    if not kind.consent and unmeasured is not None and help_.prior is not None and len(unmeasured):
        terms = {"act": help_.prior.act, "loss": help_.prior.loss, "shared": help_.prior.shared}
        for extra in (0, MORE_DEVICES):
            count = min(int(year_of(kind, extra).working), len(unmeasured))
            for rule, place in (("value", by_value), ("risk", by_risk), ("chance", by_chance)):
                found: Placed = place(unmeasured, count, **terms)
                placed.append((rule, count, found.gain))
    return Devices(kind, year_of(kind), year_of(kind, MORE_DEVICES), tuple(placed))
