"""Messages that leave Ginnel. They say that there is something to read, and nothing about what.

A message may be seen on a shared phone or by whoever opens the letter, so that it names no body, home, person, need or
case: only itself. Who may be written to, and how, is the person's own safe-contact preference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ginnel.referrals.case import Case
from ginnel.referrals.offers import Offer
from ginnel.vocabulary import BadInput, Problem, digest
from ginnel.vocabulary.say import Say

Channel = Literal["letter", "email", "text", "inbox"]
Preference = Literal["letter", "email", "text", "none"]
Kind = Literal["offer", "outcome", "case"]

TEXT = Say(
    "You have a message in Ginnel. Sign in, or ask somebody you trust to help you, to read it. Reference: {reference}.",
    "Mae gennych neges yn Ginnel. Mewngofnodwch, neu gofynnwch i rywun rydych yn ymddiried ynddo eich helpu, "
    "i'w darllen. Cyfeirnod: {reference}.",
)


@dataclass(frozen=True)
class SafeContact:
    """How it is safe to reach a person; "none" means never. `language` is ISO 639-1; other than "cy" reads English."""

    person: str
    preference: Preference
    language: str = "en"


@dataclass(frozen=True)
class Message:
    """One entry of the outbox. `subject` (the offer or case) and `kind` stay inside; `text` is all that leaves."""

    id: str
    to_kind: Literal["person", "organisation"]
    to: str
    channel: Channel
    kind: Kind
    subject: str
    language: str

    @property
    def text(self) -> str:
        return TEXT.in_(self.language).format(reference=self.id)


def message_id(to: str, kind: Kind, subject: str, occasion: int = 1) -> str:
    """The same for the same message on every run; `occasion` tells a second outcome of one case from the first."""
    return f"m-{digest([to, kind, subject, occasion])[:16]}"


def to_person(contact: SafeContact, kind: Kind, subject: str, occasion: int = 1) -> Message | None:
    """A message to a person; None where there is no safe way to reach her."""
    if contact.preference == "none":
        return None
    id = message_id(contact.person, kind, subject, occasion)
    language = "cy" if contact.language == "cy" else "en"
    return Message(id, "person", contact.person, contact.preference, kind, subject, language)


def to_organisation(organisation: str, kind: Kind, subject: str, occasion: int = 1) -> Message:
    """A message to a body's own inbox in Ginnel."""
    id = message_id(organisation, kind, subject, occasion)
    return Message(id, "organisation", organisation, "inbox", kind, subject, "en")


def offer_message(offer: Offer, contact: SafeContact) -> Message | None:
    """Tells the person asked that there is something to answer. Raises `BadInput` for anybody else's contact."""
    if contact.person != offer.asked_person:
        raise BadInput(Problem("an offer is sent to the person who is asked and to nobody else", key="contact"))
    return to_person(contact, "offer", offer.id)


def outcome_messages(case: Case, sender: str | None, persons: Iterable[SafeContact]) -> tuple[Message, ...]:
    """Tells the people concerned, and the body that told, that the case has an outcome.

    A body is not written to about its own case, a person is written to once. Raises `BadInput` for a case that is not
    closed.
    """
    if not case.events or all(e.kind != "closed" for e in case.events):
        raise BadInput(Problem("a case has no outcome before it is closed", mend="close it with an outcome first"))
    occasion = sum(e.kind == "closed" for e in case.events)
    contacts = {c.person: c for c in persons}
    found = [to_person(c, "outcome", case.id, occasion) for c in contacts.values()]
    if sender and sender != case.organisation:
        found.append(to_organisation(sender, "outcome", case.id, occasion))
    return tuple(m for m in found if m is not None)
