"""The port behind which cases, offers and the outbox are kept; each store passes the same contract tests."""

from __future__ import annotations

from typing import Protocol

from ginnel.referrals.case import Case
from ginnel.referrals.messages import Message
from ginnel.referrals.offers import Offer, OfferState
from ginnel.vocabulary import GinnelError

NEW = 0
"""The version of a case that is not kept yet."""


class ConflictError(GinnelError):
    """Somebody else changed it since it was read: read it again and decide again."""


class CaseStore(Protocol):
    """Transactional state of this room. Every method is one transaction: all of it or nothing."""

    def case(self, id: str) -> tuple[Case, int] | None:
        """The case and its version (1 when first saved), or None."""

    def save(self, case: Case, expected_version: int) -> int:
        """Keep `case`; gives its new version. `expected_version` is the one that was read, `NEW` for a new case.

        Raises `ConflictError` when the version kept is another, or when kept events would be lost or changed.
        """

    def cases_for(self, organisation: str) -> tuple[Case, ...]:
        """All cases of a body, by id."""

    def cases_at(self, home: str) -> tuple[Case, ...]:
        """All cases about a home, by id."""

    def offers_for(self, person: str) -> tuple[Offer, ...]:
        """The offers that `person` is asked, by `asked_at` and id."""

    def offers_about(self, person: str) -> tuple[Offer, ...]:
        """The offers about `person`, whoever is asked, by `asked_at` and id."""

    def save_offer(self, offer: Offer, expected_state: OfferState | None) -> None:
        """Keep `offer`; `expected_state` is the state that was read, None for a new one. The same twice is no change.

        Raises `ConflictError` when the state kept is another: an answer is never lost to a lapse.
        """

    def add_once(self, message: Message) -> bool:
        """Put a message into the outbox; False when one with its id is there already."""

    def messages(self) -> tuple[Message, ...]:
        """The outbox, by id."""
