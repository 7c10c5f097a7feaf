"""What one body takes on in this region, and what it does not: from the region's files, about no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ginnel.app.services import place
from ginnel.app.services.agreeing import drafts
from ginnel.directory import Organisation, Service
from ginnel.governance import Agreement
from ginnel.referrals.clocks import RULES, ClockRule
from ginnel.signals import Rule
from ginnel.vocabulary import CATEGORIES


@dataclass(frozen=True)
class TakesOn:
    """Everything that a body undertakes here.

    `capacity` is the operator's towards it: "processor", "joint controller", or "operator" for the operator itself; empty
    where no file says. `gives` and `told` are agreements in force; `delivers` maps a dataset to its kinds of data;
    `opens` are cases of its own from its own records; `clocks` those that bind what it may have to do.
    """

    body: Organisation
    capacity: str
    gives: tuple[Agreement, ...]
    told: tuple[Agreement, ...]
    delivers: Mapping[str, tuple[str, ...]]
    services: tuple[Service, ...]
    opens: tuple[Rule, ...]
    clocks: tuple[ClockRule, ...]
    signs: tuple[tuple[Agreement, str], ...]
    not_told: tuple[str, ...]
    apart: tuple[str, ...]


def bodies() -> list[Organisation]:
    return sorted(place.region().directory.organisations.values(), key=lambda o: o.name)


def of(id: str, now: datetime) -> TakesOn | None:
    """What the body with this id takes on today; None where the region has no such body."""
    region, day = place.region(), place.today(now)
    body = region.directory.organisations.get(id)
    if body is None:
        return None
    running = [a for a in drafts.register(now).agreements if a.in_force(day)]
    told = tuple(a for a in running if id in a.recipients and "tell" in a.operations)
    own = [k for k in place.plan(now).looks if k.use.opening == "own-case" and k.permit.controllers == {id}]
    hazards = {k.signal.name for k in own}
    services = tuple(s for s in region.directory.services if s.organisation == id)
    heard = {c for a in told for c in a.categories}
    return TakesOn(
        body=body, capacity="operator" if id == region.config.operator else region.config.capacity.get(id, ""),
        gives=tuple(a for a in running if id in a.sources), told=told,
        delivers={d.name: tuple(sorted(d.categories - {"none"})) for d in region.delivered if d.controllers == {id}},
        services=services, opens=tuple(k.rule for k in own),
        clocks=tuple(
            r for r in RULES
            if r.nation == body.nation and r.signals & hazards and r.since <= day and (r.until is None or day < r.until)
        ),
        signs=tuple((a, s.role) for a in running for s in a.signatories if s.organisation == id),
        not_told=tuple(sorted(c for c in CATEGORIES if c not in heard and c != "none")),
        apart=tuple(a.id for a in running if id not in a.sources | a.recipients and "tell" in a.operations),
    )  # fmt: skip
