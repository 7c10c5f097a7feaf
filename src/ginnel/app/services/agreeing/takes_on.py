"""What one body takes on in this region, and what it does not: from the region's files, about no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ginnel.app.services import place
from ginnel.directory import Organisation, Service
from ginnel.flow.drafted import with_form
from ginnel.governance import Agreement
from ginnel.governance.accession import Accession, standing
from ginnel.referrals.clocks import RULES, ClockRule
from ginnel.region import Region
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
    return _of(place.region(), id, place.today(now), now)


@dataclass(frozen=True)
class More:
    """What a body would take on beyond today: agreements, offices in which it signs, kinds of data that it would hear of."""

    gives: tuple[Agreement, ...]
    told: tuple[Agreement, ...]
    signs: tuple[str, ...]
    hears: tuple[str, ...]


def more(form: Accession, now: datetime) -> More | None:
    """What joining by `form` would add, if everybody whom it names signed it; None for a body that is not there."""
    day = max(place.today(now), form.starts)
    before = _of(place.region(), form.organisation, day, now)
    after = _of(with_form(place.region(), form, day), form.organisation, day, now)
    if before is None or after is None:
        return None
    gave, heard = {a.id for a in before.gives}, {a.id for a in before.told}
    return More(
        gives=tuple(a for a in after.gives if a.id not in gave), told=tuple(a for a in after.told if a.id not in heard),
        signs=tuple(s.role for s in form.signatories), hears=tuple(c for c in before.not_told if c not in after.not_told),
    )  # fmt: skip


def _of(region: Region, id: str, day: date, now: datetime) -> TakesOn | None:
    body = region.directory.organisations.get(id)
    if body is None:
        return None
    texts, register = region.texts(day), region.register(day)
    joined = [f for f in region.accessions if f.organisation == id and not standing(texts, f)]
    running = [a for a in register.agreements if a.in_force(day)]
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
        signs=tuple(
            (a, s.role) for a in running
            for s in (*a.signatories, *(s for f in joined if f.agreement == a.id for s in f.signatories)) if s.organisation == id
        ),
        not_told=tuple(sorted(c for c in CATEGORIES if c not in heard and c != "none")),
        apart=tuple(a.id for a in running if id not in a.sources | a.recipients and "tell" in a.operations),
    )  # fmt: skip
