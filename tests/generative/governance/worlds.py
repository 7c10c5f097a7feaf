"""Random worlds of people, flows and what people said, and an oracle that shares nothing with the rule: Cedar.

Cedar (cedarpolicy.com) decides by policies: permit and forbid, forbid wins, nothing said is a no. The policies below were
written from the law in the head of `governance/verdict.py`; sets of scope keys stand in for its matching of scopes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import cedarpy

from ginnel.governance.verdict import GROUNDS, KINDS, Flow, Override, Said

DAY = date(2026, 11, 25)
PURPOSES = ("damp-and-mould", "money-advice", "benefit-take-up", "homelessness")
BODIES = ("council", "landlord", "charity", "hospital")
CATEGORIES = ("health", "address", "rent-account", "benefits")


@dataclass(frozen=True)
class World:
    people: tuple[str, ...]
    flows: tuple[Flow, ...]
    said: tuple[Said, ...]
    overrides: tuple[Override, ...]

    def pairs(self) -> list[tuple[str, Flow]]:
        return [(p, f) for p in self.people for f in self.flows]


def world(seed: int, people: int = 50, flows: int = 100) -> World:
    """A world in which most people said something and scopes of every shape occur."""
    r = random.Random(seed)
    names = tuple(f"p{i}" for i in range(people))
    made = tuple(_flow(r, i) for i in range(flows))
    said = tuple(a_word(r, r.choice(names)) for _ in range(r.randint(0, 4 * people)))
    overrides = tuple(an_override(r, r.choice(names), r.choice(made)) for _ in range(r.randint(0, people)))
    return World(names, made, said, overrides)


def _flow(r: random.Random, i: int) -> Flow:
    categories = frozenset(r.sample(CATEGORIES, r.randint(0, 3)))
    return Flow(
        f"f{i}", r.choice(BODIES), r.choice(PURPOSES), categories, r.choice(("consent", "objectable", "duty")),
        r.random() < 0.4, r.random() < 0.8,
    )  # fmt: skip


def a_word(r: random.Random, person: str) -> Said:
    since = DAY + timedelta(days=r.randint(-3, 2))
    until = None if r.random() < 0.5 else since + timedelta(days=r.randint(0, 4))
    kind = r.choice([*KINDS, "consent", "consent"])
    return Said(
        person, kind, since, until, r.choice(("pending", "upheld", "overruled")), r.choice([*PURPOSES, "all", "all"]),
        r.choice([*BODIES, "all", "all", "all"]), r.choice([*CATEGORIES, "all", "all", "all"]),
    )  # fmt: skip


def a_word_about(r: random.Random, person: str, flow: Flow) -> Said:
    """A word that meets this flow if its days do."""
    return replace(
        a_word(r, person), purpose=r.choice((flow.purpose, "all")), recipient=r.choice((flow.recipient, "all")),
        category=r.choice((*sorted(flow.categories), "all")),
    )  # fmt: skip


def an_override(r: random.Random, person: str, flow: Flow) -> Override:
    since = DAY + timedelta(days=r.randint(-2, 1))
    return Override(
        person, flow.purpose, flow.recipient, r.choice([*GROUNDS, "convenience"]), "asker",
        r.choice(("approver", "approver", "approver", "asker", " ")), since, since + timedelta(days=r.randint(0, 3)),
    )  # fmt: skip


POLICIES = """
permit(principal, action, resource) when { resource.agreed && !resource.needs_yes };
permit(principal, action, resource) when { resource.agreed && resource.needs_yes && principal.yes.containsAny(resource.keys) };
permit(principal, action, resource) when { resource.agreed && resource.overridden.contains(principal.name) };
forbid(principal, action, resource) when { principal.restriction.containsAny(resource.keys) }
  unless { resource.overridden.contains(principal.name) };
forbid(principal, action, resource) when { resource.hears_her && principal.no.containsAny(resource.keys) }
  unless { resource.overridden.contains(principal.name) };
"""


def cedar(w: World, pairs: Sequence[tuple[str, Flow]]) -> list[bool]:
    """What Cedar decides about each pair."""
    entities = cedarpy.Entities.from_json_str(json.dumps([*_people(w), *_resources(w)]))
    policies = cedarpy.PolicySet.from_str(POLICIES)
    action = {"type": "Action", "id": "tell"}
    requests = [
        {"principal": {"type": "Person", "id": p}, "action": action, "resource": {"type": "Flow", "id": f.id}}
        for p, f in pairs
    ]
    found = cedarpy.is_authorized_batch(requests, policies, entities)
    assert not any(r.diagnostics.errors for r in found)
    return [r.allowed for r in found]


def _people(w: World) -> Iterable[dict[str, object]]:
    for person in w.people:
        yes, no, kept = [], [], []
        for s in w.said:
            alive = s.since <= DAY and (s.until is None or s.until > DAY)
            if s.person != person or not alive or (s.kind == "objection" and s.status == "overruled"):
                continue
            key = f"{s.purpose}|{s.recipient}|{s.category}"
            {"consent": yes, "restriction": kept}.get(s.kind, no).append(key)
        attributes = {"name": person, "yes": yes, "no": no, "restriction": kept}
        yield {"uid": {"type": "Person", "id": person}, "attrs": attributes, "parents": []}


def _resources(w: World) -> Iterable[dict[str, object]]:
    for flow in w.flows:
        keys = [
            f"{p}|{b}|{c}"
            for p in (flow.purpose, "all") for b in (flow.recipient, "all") for c in (*sorted(flow.categories), "all")
        ]  # fmt: skip
        asks = flow.ask_before or flow.basis == "consent"
        lifted = [
            o.person for o in w.overrides
            if (o.purpose, o.recipient) == (flow.purpose, flow.recipient) and o.ground != "convenience"
            and o.approver == "approver" and o.since <= DAY < o.until
        ]  # fmt: skip
        attributes = {"agreed": flow.agreed, "needs_yes": asks, "hears_her": asks or flow.basis != "duty", "keys": keys,
                      "overridden": lifted}  # fmt: skip
        yield {"uid": {"type": "Flow", "id": flow.id}, "attrs": attributes, "parents": []}
