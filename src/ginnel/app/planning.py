"""A region's plan: what was found is read from the store, chosen among under a budget, kept as a file, noted in the ledger.

The plan reads no silo and no health record: only which questions, tellings and cases the night made under its permits.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from ginnel.app.setup import migrate, setup
from ginnel.engines import write_text
from ginnel.flow.prevent import Need, Prevention, Sort, plan_prevention
from ginnel.identity.names import sector
from ginnel.prevention.costs import SOURCE_OF_RATE, prices
from ginnel.prevention.devices import offers_needed
from ginnel.prevention.interventions import Help, load_help
from ginnel.prevention.ledger import financial_year
from ginnel.prevention.options import budget_of
from ginnel.prevention.placement import Homes
from ginnel.prevention.words import lines, paper
from ginnel.region import Region, load_region
from ginnel.vocabulary import BadInput, Problem, keyed

PLAN = Path("lake") / "plans" / "current.json"

__all__ = ["PLAN", "budget_of", "found", "kept", "lines", "make", "paper", "told", "unmeasured"]


def make(folder: Path, budget: float, now: datetime, *, share: float | None = None) -> dict[str, Any]:
    """Plan for `budget` pounds, keep the plan in the region, note it in the ledger, give what may be shown.

    Raises `BadInput` where the region says nothing about help, or the budget or a floor cannot be.
    """
    region = load_region(folder)
    help_ = help_of(region)
    if help_ is None:
        raise BadInput(
            Problem("the region says nothing about help to plan with", file="interventions.toml",
                    mend="write it; `ginnel new` makes a worked example, docs/how-to/plan.md explains it")
        )  # fmt: skip
    setup(folder)
    migrate()
    needs = tuple(found())
    plan = plan_prevention(needs, help_, budget=budget, share=share, unmeasured=unmeasured(help_))
    shown = told(region, help_, plan, now)
    places = {p.need.key: p.place for p in plan.picks}
    text = json.dumps({"told": shown, "places": places}, sort_keys=True, indent=1) + "\n"
    write_text(folder / PLAN, text)
    _note(text, plan, now)
    return shown


def help_of(region: Region) -> Help | None:
    """What `interventions.toml` says; None where there is none. Only a plan reads it: a faulty one stops no night.

    Raises `BadInput` with every fault.
    """
    uses = {f"{s.name}.{r.name}" for s in region.signals for r in s.rules}
    return load_help(
        region.folder / "interventions.toml", organisations=region.directory.organisations,
        needs=region.directory.needs, uses=uses,
    )  # fmt: skip


def _note(text: str, plan: Prevention, now: datetime) -> None:
    """That a plan was made, with its hash: the use is evidenced, and no person stands in it."""
    from ginnel.app.services import notes

    digest = hashlib.sha256(text.encode()).hexdigest()
    body = {"sha256": digest, "budget": plan.budget, "candidates": plan.candidates, "chosen": len(plan.picks)}
    notes.write(f"plan:{now:%Y%m%dT%H%M%S}:{digest[:16]}", "plan", body, now)
    notes.flush()


def kept(folder: Path) -> dict[str, Any] | None:
    """What was planned last; None where nothing was."""
    path = folder / PLAN
    if not path.exists():
        return None
    answer: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return answer


def found() -> Iterator[Need]:
    """Open questions, tellings that wait, and open cases, each as a need with its sort. Nothing about anybody's health."""
    from ginnel.referrals.states import state_of
    from ginnel.store.cases import to_case, without_asides
    from ginnel.store.models import CaseRow, OfferRow, ProposalRow

    where = _areas()
    for row in CaseRow.objects.prefetch_related("events").filter(opening_kind="own-case").order_by("id"):
        if state_of(without_asides(to_case(row))) != "closed":
            duty = row.tenure in ("social", "private")
            level = str(row.words.get("level", ""))
            sort: Sort = "duty" if duty else "choice"
            yield Need(row.opening_key, row.use, row.home, row.tenure, sort, where.get(row.home, ""), level)
    for row in CaseRow.objects.prefetch_related("events").filter(opening_kind__in=("ask", "received")).order_by("id"):
        if state_of(without_asides(to_case(row))) != "closed":
            # What somebody asked for, or what came from outside, is open already: committed, whatever it costs.
            yield Need(row.opening_key, row.use, row.home or row.person or row.id, row.tenure, "ask")
    waiting = ProposalRow.objects.filter(state="waiting").order_by("key")
    asked = OfferRow.objects.filter(state="open").order_by("key")
    # Two who may decide for a child are asked about one thing, and what one said yes to waits already.
    for key, use, home, person in sorted({
        *waiting.values_list("key", "use", "home", "person"), *asked.values_list("key", "use", "home", "about"),
    }):  # fmt: skip
        yield Need(key, use, home or person, "unknown", "choice", where.get(home, ""))


def _areas() -> dict[str, str]:
    """Home -> sector of its postcode, such as "NX1 2"; "" where the postcode is none."""
    from ginnel.store.models import Home

    return {home: sector(postcode) for home, postcode in Home.objects.values_list("id", "postcode")}


def unmeasured(help_: Help) -> Homes | None:
    """Homes that never had a damp case; likelier to be damp where their postcode has one. None without a prior.

    Homes whose sensor shows nothing are among them: the store does not know which homes have sensors.
    """
    from ginnel.store.models import CaseRow, Home

    if help_.prior is None:
        return None
    damp = set(CaseRow.objects.filter(opening_kind="own-case").values_list("home", flat=True))
    homes = list(Home.objects.order_by("id").values_list("id", "postcode"))
    near = {postcode for home, postcode in homes if home in damp}
    left = [(home, postcode) for home, postcode in homes if home not in damp]
    index = {p: n for n, p in enumerate(sorted({p for _, p in left}))}
    return Homes(
        chance=np.array([help_.prior.near if p in near else help_.prior.base for _, p in left], dtype=np.float64),
        place=np.array([index[p] for _, p in left], dtype=np.int64),
        lot=np.array([int(keyed(b"placement", home)[:8], 16) / 2**32 for home, _ in left], dtype=np.float64),
    )  # fmt: skip


def told(region: Region, help_: Help, plan: Prevention, now: datetime) -> dict[str, Any]:
    """The plan as a committee may read it: counts below five hidden, nobody and no home in it."""
    from ginnel.app.services import numbers

    names = {o.id: o.name for o in region.directory.organisations.values()}
    start = _year_of(now.date())
    chosen = numbers.suppressed(Counter(p.help.id for p in plan.picks))
    duties = {id: numbers.large(n) for id, n in Counter(c.help.id for c in plan.committed if c.help).items()}
    by_id = {p.help.id: p.help for p in plan.picks} | {c.help.id: c.help for c in plan.committed if c.help}
    first = {p.help.id: p.place for p in reversed(plan.picks)}
    return {
        "region": region.config.name, "demo": region.config.mode == "demo", "on": now.date().isoformat(),
        "budget": plan.budget, "spent": round(plan.chosen.spent, 2), "candidates": numbers.large(plan.candidates), "chosen": numbers.large(len(plan.picks)),
        "firm": {"households": plan.firmness.households, "changed": plan.firmness.changed, "share": round(plan.firmness.share, 4),
                 "benefit": {k: round(v, 2) for k, v in plan.firmness.benefit.items()}},
        "gap": round(plan.chosen.gap, 6), "bound": round(plan.chosen.bound, 2), "exact": plan.chosen.exact,
        "order": [
            {"help": by_id[id].title, "title_cy": by_id[id].title_cy or by_id[id].title,
             "organisation": names[by_id[id].organisation], "households": chosen[id], "cost": by_id[id].cost,
             "a_pound": round(_per_pound(plan, id), 3), "first": place,
             "grades": sorted({b.grade for b in by_id[id].benefits})}
            for id, place in sorted(first.items(), key=lambda item: item[1])
        ],
        "committed": [
            {"help": by_id[id].title, "title_cy": by_id[id].title_cy or by_id[id].title,
             "organisation": names[by_id[id].organisation], "cases": n, "cost": by_id[id].cost,
             "spend": None if n is None else round(n * by_id[id].cost)}
            for id, n in sorted(duties.items())
        ],
        "committed_unpriced": numbers.large(sum(c.help is None for c in plan.committed)),
        "prices": _prices(plan, names),
        "pays": _pays(plan, names),
        "saves": [
            {"bearer": x.bearer, "year": financial_year(start, x.year), "kind": x.kind, "low": round(x.low), "mid": round(x.mid), "high": round(x.high)}
            for x in plan.saves if _behind(plan, x.bearer, x.kind) >= numbers.LEAST
        ],
        "broken": {"share": plan.broken.share, "pounds": round(plan.broken.spent_less, 2),
                   "by_year_3": round(plan.broken.by_year_3), "by_year_5": round(plan.broken.by_year_5)},
        "worst_first": {"benefit": round(plan.worst_first.benefit, 2), "spent": round(plan.worst_first.spent, 2)},
        "benefit": round(plan.chosen.benefit, 2),
        "devices": [_device(d) for d in plan.devices],
        "prior": help_.prior.source if help_.prior else "",
        "sources": {"costs": prices().attribution, "deflator": prices().deflator, "year": prices().today, "rate": SOURCE_OF_RATE},
    }  # fmt: skip


def _pays(plan: Prevention, names: Mapping[str, str]) -> dict[str, float | None]:
    """What each body spends this year; hidden where so few households are behind it that they could be counted."""
    from ginnel.app.services import numbers

    households = numbers.suppressed(Counter(p.help.organisation for p in plan.picks))
    return {names[o]: None if households[o] is None else round(v, 2) for o, v in plan.pays.items()}


def _behind(plan: Prevention, bearer: str, kind: str) -> int:
    """How many households stand behind a line of savings."""
    book = prices()
    costs = {c.code for c in book.costs.values() if (c.bearer, c.kind) == (bearer, kind)}
    return sum(any(b.cost_code in costs for b in p.help.benefits) for p in plan.picks)


def _per_pound(plan: Prevention, id: str) -> float:
    picks = [p for p in plan.picks if p.help.id == id]
    return sum(p.benefit for p in picks) / max(sum(p.help.cost for p in picks), 1e-9)


def _prices(plan: Prevention, names: Mapping[str, str]) -> dict[str, Any]:
    """What one more of each limit would bring, in pounds of expected benefit."""
    found = plan.chosen.prices
    slots = dict(zip(plan.limits.place_names, found.capacity.tolist(), strict=True))
    floors = dict(zip(plan.limits.group_names, found.floor.tolist(), strict=True))
    return {
        "pound": round(found.budget, 3),
        "slots": {_named(name, names): round(v, 2) for name, v in slots.items()},
        "floors": {g: round(v, 3) for g, v in floors.items()},
    }


def _named(place: str, names: Mapping[str, str]) -> str:
    organisation, comma, area = place.partition(", ")
    return names.get(organisation, organisation) + comma + area


def _device(d: Any) -> dict[str, Any]:
    def year(y: Any) -> dict[str, Any]:
        return {
            "working": round(y.working, 1),
            "homes": round(y.homes, 1),
            "asked": round(offers_needed(d.kind, y.homes), 1),
            "cost": round(y.cost, 2),
            "each": None if y.each is None else round(y.each, 2),
        }

    return {
        "title": d.kind.title, "title_cy": d.kind.title_cy or d.kind.title, "consent": d.kind.consent,
        "now": year(d.now), "more": year(d.more),
        "placed": [{"rule": rule, "devices": n, "gain": round(gain)} for rule, n, gain in d.placed],
    }  # fmt: skip


def _year_of(day: date) -> int:
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1
