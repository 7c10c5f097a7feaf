"""The twin of the real store, in memory: for tests, and to say what a store must do."""

from __future__ import annotations

from collections.abc import Iterable

from ginnel.referrals.case import Case
from ginnel.referrals.messages import Message
from ginnel.referrals.offers import Offer, OfferState
from ginnel.referrals.ports import NEW, ConflictError


class MemoryCaseStore:
    """A `CaseStore` that forgets when the process ends."""

    def __init__(self) -> None:
        self._cases: dict[str, tuple[Case, int]] = {}
        self._offers: dict[str, Offer] = {}
        self._messages: dict[str, Message] = {}

    def case(self, id: str) -> tuple[Case, int] | None:
        return self._cases.get(id)

    def save(self, case: Case, expected_version: int) -> int:
        kept, version = self._cases.get(case.id, (None, NEW))
        if version != expected_version:
            raise ConflictError(f"{case.id} was changed meanwhile: read it again and decide again")
        if kept is not None and case.events[: len(kept.events)] != kept.events:
            raise ConflictError(f"{case.id} would lose events that happened: add to the case as it is kept")
        self._cases[case.id] = (case, version + 1)
        return version + 1

    def cases_for(self, organisation: str) -> tuple[Case, ...]:
        return tuple(c for _, (c, _) in sorted(self._cases.items()) if c.organisation == organisation)

    def cases_at(self, home: str) -> tuple[Case, ...]:
        return tuple(c for _, (c, _) in sorted(self._cases.items()) if c.home == home)

    def offers_for(self, person: str) -> tuple[Offer, ...]:
        return self._sorted(o for o in self._offers.values() if o.asked_person == person)

    def offers_about(self, person: str) -> tuple[Offer, ...]:
        return self._sorted(o for o in self._offers.values() if o.about_person == person)

    def save_offer(self, offer: Offer, expected_state: OfferState | None) -> None:
        kept = self._offers.get(offer.id)
        if kept == offer:
            return
        if (None if kept is None else kept.state) != expected_state:
            raise ConflictError(f"{offer.id} was answered or lapsed meanwhile: read it again and decide again")
        self._offers[offer.id] = offer

    def add_once(self, message: Message) -> bool:
        if message.id in self._messages:
            return False
        self._messages[message.id] = message
        return True

    def messages(self) -> tuple[Message, ...]:
        return tuple(m for _, m in sorted(self._messages.items()))

    @staticmethod
    def _sorted(offers: Iterable[Offer]) -> tuple[Offer, ...]:
        return tuple(sorted(offers, key=lambda o: (o.asked_at, o.id)))
