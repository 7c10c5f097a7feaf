"""What the flow needs of the operational store: choices and offers in, one settlement out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from ginnel.governance import Choice, Note
from ginnel.governance.children import Review
from ginnel.governance.verdict import Override
from ginnel.referrals import Case, Message, Offer


@dataclass(frozen=True)
class Proposal:
    """A telling that waits for a named worker of `sender`."""

    key: str
    use: str
    senders: tuple[str, ...]
    sender: str
    recipient: str
    person: str
    home: str
    tenure: str
    words: Mapping[str, str]
    agreement: str
    restricted: bool


@dataclass(frozen=True)
class Asked:
    """An offer and what a yes to it leads to: the opening's key, who releases, whose records it rests on."""

    offer: Offer
    key: str
    sender: str
    sources: tuple[str, ...]
    tenure: str
    restricted: bool
    role: str = ""
    """Where a body is asked: who decides there, as its order names her or her post."""


@dataclass(frozen=True)
class UseRecord:
    """One use of a person's records, as her page shows it."""

    key: str
    person: str
    use: str
    outcome: str
    recipient: str
    agreement: str
    reasons: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Settlement:
    """Everything that a night changes in the store, applied in one transaction and any number of times.

    `identity` is the folder with people, homes, links and aliases; `cases` are (case, service). Offers and proposals
    that are there already stay as people have answered them.
    """

    run: str
    now: datetime
    identity: Path | None
    cases: tuple[tuple[Case, str], ...] = ()
    offers: tuple[Asked, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    uses: tuple[UseRecord, ...] = ()
    messages: tuple[Message, ...] = ()
    recalls: tuple[str, ...] = ()
    """Keys of tellings that a choice forbids now."""
    deciders: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Child below 16 -> whose answers count now: people, or the body under an order. Nobody else's yes goes out."""
    notes: tuple[Note, ...] = ()
    summary: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Works:
    """A case whose works are done and that nobody has measured again."""

    case: str
    use: str
    home: str
    done_on: date


class Desk(Protocol):
    """The operational store as the flow sees it."""

    def take_choices(self, delivered: Iterable[tuple[str, Choice]], now: datetime) -> int:
        """Keep delivered choices (key, choice) that are not known yet; how many were new."""

    def choices(self) -> tuple[Choice, ...]:
        """Every choice on record, in order of key."""

    def reviews(self) -> tuple[Review, ...]:
        """Every review of whether a child decides herself, in order of key."""

    def overrides(self) -> tuple[Override, ...]:
        """Every override that was approved and not taken back, in order of key."""

    def offers_about(self, people: Iterable[str]) -> Mapping[str, tuple[Offer, ...]]:
        """What was asked before, by the person it is about."""

    def released(self) -> Sequence[tuple[str, str, str, str]]:
        """(key, use, person, recipient) of everything that was told and not recalled, in order of key."""

    def works_done(self) -> tuple[Works, ...]:
        """Cases that wait to be measured again, in order of id."""

    def remeasured(self, case: str, answer: str, at: datetime) -> None:
        """Move a case on by what the sensors say ("dry" or "still-damp")."""

    def note(self, notes: Iterable[Note], now: datetime) -> None:
        """Record notes durably, in the store and then in the ledger; the same note twice is one."""

    def settle(self, night: Settlement) -> None:
        """Apply a night: all of it or nothing, and nothing twice."""
