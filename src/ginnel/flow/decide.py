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
from ginnel.flow.families import decides_for
from ginnel.flow.plan import Look
from ginnel.governance import Reason, Refusal
from ginnel.governance.children import YOUNG, Decided
from ginnel.governance.levels import cut
from ginnel.governance.verdict import Override
from ginnel.referrals import Offer, may_offer
from ginnel.referrals.offers import ADULT
from ginnel.vocabulary import keyed
from ginnel.vocabulary.calendar import full_years

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
    deciders: Mapping[str, Decided] = field(default_factory=dict)
    """Who decides for each child below 16, by papers, orders and reviews."""

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
    asks: tuple[str, ...] = ()
    """Who is asked: she, or each adult who may decide for her and lives with her."""
    agreement: str | None = None
    reasons: tuple[Reason, ...] = ()
    restricted: bool = False
    service: str | None = None
    override: str = ""
    """The ground on which a choice of hers was overridden, if one was."""
    body: str = ""
    role: str = ""
    """Where a body decides by an order it is asked, and nobody else: who decides there, by name or post."""


@dataclass(frozen=True)
class Asking:
    """Whom to ask about somebody; answers of `count` count, whoever is asked now."""

    people: tuple[str, ...]
    count: frozenset[str]
    body: str = ""
    role: str = ""

    def heard(self, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
        """What was asked before of whoever decides now: an answer of anybody else is nobody's."""
        return tuple(o for o in offers if o.asked in self.count)


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
            key, candidate, "to-release", recipient, (), leave.agreement.id, restricted=restricted, override=lifted.ground
        )  # fmt: skip
    if facts.says_no(person.id, recipient):
        return refuse(Reason("choice", "a choice on record forbids this use"))
    if leave.agreement.ask == "tell":
        return Decision(key, candidate, "to-release", recipient, (), leave.agreement.id, restricted=restricted)
    ask = whom_to_ask(person, facts, time.day)
    if ask is None:
        return refuse(Reason("nobody-decides", "nobody is recorded who may decide for this person and may be asked"))
    if any(facts.says_no(who, recipient) for who in ask.people):
        return refuse(Reason("choice", "the person who would be asked has said no to this use"))
    offers = facts.offers.get(person.id, ())
    if said_no_herself(offers, candidate.use, recipient, person.id, time.now):
        return refuse(Reason("declined", "asked before"))
    heard = ask.heard(offers)
    outcome, reasons = _by_answer(heard, candidate.use, recipient, person.id, time.now)
    return Decision(
        key, candidate, outcome, recipient, ask.people, leave.agreement.id, reasons, restricted, body=ask.body, role=ask.role
    )  # fmt: skip


def said_no_herself(offers: tuple[Offer, ...], use: str, recipient: str, person: str, now: datetime) -> bool:
    """Whether her own answer forbids it: it counts against any yes, also once somebody else decides for her again."""
    own = (o for o in offers if o.asked_person == person)
    return may_offer(own, use=use, recipient=recipient, about_person=person, now=now) == "said-no"


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


def whom_to_ask(person: Person, facts: Facts, day: date) -> Asking | None:
    """Whoever decides: she from 16, and below by `governance.children`. None where nobody may be asked.

    Each adult who decides for a child is asked who lives with her: asking anybody else tells where she lives.
    """
    age = full_years(person.born, day)
    if age is None:
        return None
    found = decides_for(facts.deciders, person.id)
    if age >= YOUNG or found.who == "herself":
        return Asking((person.id,), frozenset({person.id}))
    if found.who == "body":
        return Asking((), frozenset(found.by), found.by[0], found.role)
    here = tuple(id for id in found.by if _adult_at(facts.people.get(id), person.home, day))
    return Asking(here, frozenset(found.by)) if here else None


def _adult_at(person: Person | None, home: str | None, day: date) -> bool:
    return (
        person is not None and home is not None and person.home == home and (full_years(person.born, day) or 0) >= ADULT
    )


def opening_key(secret: bytes, candidate: Candidate, recipient: str | None) -> str:
    """A stable, opaque key: the same find on the next night has the same key."""
    about = candidate.spell or candidate.person or ""
    return keyed(secret, "opening", candidate.use, about, candidate.home or "", recipient or "")[:32]
