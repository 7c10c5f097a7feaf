"""What becomes of one candidate: the reference rule, used for one person at a desk and for each of a night's finds.

A candidate met a signal. The answer is one of: the body's own case; ask first; asked and waiting; ready for a worker
to release; refused, with every reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from ginnel.directory import Directory, Service
from ginnel.flow.plan import Look
from ginnel.governance import Reason, Refusal
from ginnel.governance.levels import cut
from ginnel.governance.verdict import Override
from ginnel.referrals import Offer, may_offer, who_decides
from ginnel.vocabulary import keyed

Outcome = Literal["own-case", "ask", "waiting", "to-release", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("own-case", "ask", "waiting", "to-release", "refused")


@dataclass(frozen=True)
class Candidate:
    """One row of a signal's answer. `person` is None for a home's own case; `told` holds the words that may leave."""

    use: str
    home: str | None
    tenure: str
    told: Mapping[str, Any]
    person: str | None = None
    spell: str | None = None
    aware_on: date | None = None


@dataclass(frozen=True)
class Person:
    """What deciding needs to know of somebody."""

    id: str
    born: date | None
    home: str | None
    protected: bool = False
    responsible: str | None = None


@dataclass(frozen=True)
class Facts:
    """The world around a candidate on a fresh snapshot. `offers` holds what was asked about each person before."""

    people: Mapping[str, Person]
    barred: frozenset[str]
    protected_homes: frozenset[str]
    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)
    sectors: Mapping[str, str] = field(default_factory=dict)
    """Home -> postcode sector, where something is told as a coarse place."""
    barred_from: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Recipient -> the people whom it may not be told about, by choices that name it."""
    overrides: tuple[Override, ...] = ()

    def says_no(self, person: str, recipient: str) -> bool:
        """Whether a choice forbids telling this recipient about this person."""
        return person in self.barred or person in self.barred_from.get(recipient, frozenset())

    def overridden(self, person: str, purpose: str, recipient: str, day: date) -> Override | None:
        """The override that lets this recipient be told about this person in spite of her choice."""
        mine = (person, purpose, recipient)
        return next((o for o in self.overrides if (o.person, o.purpose, o.recipient) == mine and o.in_force(day)), None)


@dataclass(frozen=True)
class Decision:
    """The outcome for one candidate. `key` is stable from night to night, so that nothing opens twice."""

    key: str
    candidate: Candidate
    outcome: Outcome
    recipient: str | None = None
    ask: str | None = None
    agreement: str | None = None
    reasons: tuple[Reason, ...] = ()
    restricted: bool = False
    service: str | None = None
    override: str = ""
    """The ground on which a choice of hers was overridden, if one was."""


@dataclass(frozen=True)
class Clockwork:
    """When it is: the moment of the run and the local day."""

    now: datetime
    day: date


def decide(
    look: Look, candidate: Candidate, facts: Facts, directory: Directory, *, time: Clockwork, secret: bytes
) -> Decision:
    """The reference rule for one candidate."""
    service = directory.service_for(look.use.need, candidate.tenure)
    recipient = service.organisation if service else None
    key = opening_key(secret, candidate, recipient)
    restricted = candidate.home in facts.protected_homes
    if look.use.opening == "own-case":
        return _own(look, candidate, secret, service, restricted)
    if recipient is None:
        why = Reason(
            "no-route", f"need {look.use.need}, tenure {candidate.tenure}", "add a service to organisations.toml"
        )
        return Decision(key, candidate, "refused", reasons=(why,), restricted=restricted)
    told = cut(
        candidate.told, look.use.tells, secret=secret, recipient=recipient, purpose=look.use.purpose, sectors=facts.sectors
    )  # fmt: skip
    return _disclosure(look, replace(candidate, told=told), facts, key, recipient, restricted, time)


def _own(look: Look, candidate: Candidate, secret: bytes, service: Service | None, restricted: bool) -> Decision:
    """A body's own case at its service for the tenure; with no such service, the body first asks whose home it is."""
    owner = next(iter(look.permit.controllers))
    ours = service.id if service is not None and service.organisation == owner else None
    key = opening_key(secret, candidate, owner)
    return Decision(key, candidate, "own-case", owner, restricted=restricted, service=ours)


def _disclosure(
    look: Look, candidate: Candidate, facts: Facts, key: str, recipient: str, restricted: bool, time: Clockwork
) -> Decision:
    person = facts.people.get(candidate.person or "")
    restricted = restricted or bool(person and person.protected)

    def refuse(*reasons: Reason) -> Decision:
        return Decision(key, candidate, "refused", recipient, reasons=reasons, restricted=restricted)

    leave = look.telling_to(recipient)
    if leave is None or isinstance(leave, Refusal):
        return refuse(*(leave.reasons if leave else (Reason("no-agreement", f"telling {recipient}"),)))
    if person is None:
        return refuse(Reason("choice", "a choice on record forbids this use"))
    lifted = facts.overridden(person.id, look.use.purpose, recipient, time.day)
    if lifted is not None:
        # A named person decided against her choice; whoever releases it decides again.
        return Decision(
            key, candidate, "to-release", recipient, None, leave.agreement.id, restricted=restricted, override=lifted.ground
        )  # fmt: skip
    if facts.says_no(person.id, recipient):
        return refuse(Reason("choice", "a choice on record forbids this use"))
    if leave.agreement.ask == "tell":
        return Decision(key, candidate, "to-release", recipient, None, leave.agreement.id, restricted=restricted)
    ask = _whom_to_ask(person, facts, time.day)
    if ask is None:
        return refuse(Reason("nobody-decides", "no adult is recorded who may decide for this person"))
    if facts.says_no(ask, recipient):
        return refuse(Reason("choice", "the person who would be asked has said no to this use"))
    outcome, reasons = _by_answer(facts.offers.get(person.id, ()), candidate.use, recipient, person.id, time.now)
    return Decision(key, candidate, outcome, recipient, ask, leave.agreement.id, reasons, restricted)


_WHY_NOT = {"said-no": "declined", "lapsed-lately": "no-answer", "lapsed-twice": "no-answer"}


def _by_answer(
    offers: tuple[Offer, ...], use: str, recipient: str, person: str, now: datetime
) -> tuple[Outcome, tuple[Reason, ...]]:
    why = may_offer(offers, use=use, recipient=recipient, about_person=person, now=now)
    if why is None:
        return "ask", ()
    if why == "agreed":
        return "to-release", ()
    if why == "open":
        return "waiting", ()
    return "refused", (Reason(_WHY_NOT[why], "asked before"),)


def _whom_to_ask(person: Person, facts: Facts, day: date) -> str | None:
    """The adult who decides. Somebody who decides for a child must live with her: asking tells where she lives."""
    responsible = facts.people.get(person.responsible or "")
    ask = who_decides(
        person.id, person.born, responsible.id if responsible else None, responsible.born if responsible else None, day
    )
    if ask is None or ask == person.id:
        return ask
    return ask if responsible is not None and responsible.home == person.home else None


def opening_key(secret: bytes, candidate: Candidate, recipient: str | None) -> str:
    """A stable, opaque key: the same find on the next night has the same key."""
    about = candidate.spell or candidate.person or ""
    return keyed(secret, "opening", candidate.use, about, candidate.home or "", recipient or "")[:32]
