"""Offers: a person is asked before anybody is told. Silence is no, and a no is heard for a year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from ginnel.vocabulary import BadInput, Problem, digest
from ginnel.vocabulary.calendar import end_of_day, local_day

OfferState = Literal["open", "yes", "no", "lapsed", "withdrawn"]
WhyNot = Literal["open", "agreed", "said-no", "lapsed-lately", "lapsed-twice"]

DAYS_TO_ANSWER = 28
DAYS_AFTER_LAPSE = 90
LAPSES = 2
ADULT = 18
"""From this age somebody may answer for a child, if she decides for her."""


@dataclass(frozen=True)
class Offer:
    """One question to `asked_person` about `about_person` (herself or her child): may `recipient` be told `words`?

    Where several may decide for a child each has an offer of her own, asked at one moment: a round.

    `words` is exactly what would be told, by column. `answer_by` is the first moment at which silence is a no.
    """

    id: str
    use: str
    asked_person: str
    about_person: str
    home: str
    recipient: str
    words: Mapping[str, str]
    agreement: str
    asked_at: datetime
    answer_by: datetime
    answer: Literal["yes", "no"] | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    state: OfferState = "open"
    withdrawn_at: datetime | None = None
    asked_body: str = ""
    """The body that decides for a child by an order, where it is asked; then `asked_person` is empty."""

    @property
    def asked(self) -> str:
        return self.asked_person or self.asked_body


def may_offer(earlier: Iterable[Offer], *, use: str, recipient: str, about_person: str, now: datetime) -> WhyNot | None:
    """Why this may not be asked now; None when it may.

    Never while an offer is open or agreed to; never within 12 months of a no or a withdrawal; after silence once
    more, 90 days later, and then not again until the person herself asks. In a round one no is a no, whatever the
    others say or said; a yes of one is enough while nobody else says no.
    """
    same = [tick(o, now) for o in _same(earlier, use, recipient, about_person)]
    refused = {o.asked_at for o in same if _no_at(o) is not None}
    live = [o for o in same if o.asked_at not in refused]
    for state, why in (("yes", "agreed"), ("open", "open")):
        if any(o.state == state for o in live):
            return why  # type: ignore[return-value]
    noes = [at for o in same if (at := _no_at(o)) is not None]
    if any(now < _a_year_after(at) for at in noes):
        return "said-no"
    last_no = max(noes, default=None)
    lapses = {o.answer_by for o in same if o.state == "lapsed" and (last_no is None or o.answer_by > last_no)}
    if len(lapses) >= LAPSES:
        return "lapsed-twice"
    if any(now < at + timedelta(days=DAYS_AFTER_LAPSE) for at in lapses):
        return "lapsed-lately"
    return None


def make_offer(
    earlier: Iterable[Offer], *, use: str, asked_person: str, about_person: str, home: str, recipient: str,
    words: Mapping[str, str], agreement: str, now: datetime, zone: str, days: int = DAYS_TO_ANSWER, asked_body: str = "",
    count: Collection[str] | None = None, seat: int = 0,
) -> Offer:  # fmt: skip
    """A new, open offer; its id depends on what is asked and on how often, so that a second run makes the same one.

    `earlier` are the offers about this person; of `count` are those whose answers count today (none: everybody's), and
    `seat` is the place among those who are asked at once. Raises `BadInput` when `may_offer` says no.
    """
    earlier = tuple(earlier)
    heard = [o for o in earlier if count is None or o.asked in count]
    why = may_offer(heard, use=use, recipient=recipient, about_person=about_person, now=now)
    if why is not None:
        raise BadInput(Problem(f"this may not be asked now: {why}", mend="leave it; the person can ask at any time"))
    attempt = len(_same(earlier, use, recipient, about_person)) + 1
    named = [asked_person] if seat else []
    return Offer(
        id=f"o-{digest([use, recipient, about_person, attempt, *named])[:16]}", use=use, asked_person=asked_person,
        about_person=about_person, home=home, recipient=recipient, words=dict(words), agreement=agreement, asked_at=now,
        answer_by=end_of_day(local_day(now, zone) + timedelta(days=days), zone), asked_body=asked_body,
    )  # fmt: skip


def answer(offer: Offer, *, yes: bool, by: str, at: datetime) -> Offer:
    """The offer answered. `by` is who answered: the person asked, or the helper who typed it in for her.

    Whether `by` may answer for her is for the door to check. Raises `BadInput` when it is no longer open.
    """
    state = tick(offer, at).state
    if state != "open":
        raise BadInput(
            Problem(f"this offer is {state}: it cannot be answered", mend="withdraw a yes, or ask for the help instead")
        )
    if at < offer.asked_at or not by:
        raise BadInput(Problem("an answer needs who gave it, and comes after the question", key="by"))
    word: Literal["yes", "no"] = "yes" if yes else "no"
    return replace(offer, answer=word, answered_at=at, answered_by=by, state=word)


def withdraw(offer: Offer, *, at: datetime) -> Offer:
    """A yes taken back: it counts as a no from `at`. Raises `BadInput` for anything but a yes."""
    if offer.state != "yes" or offer.answered_at is None or at < offer.answered_at:
        raise BadInput(Problem(f"only a yes can be withdrawn, after it was given; this offer is {offer.state}"))
    return replace(offer, state="withdrawn", withdrawn_at=at)


def tick(offer: Offer, now: datetime) -> Offer:
    """The offer as time leaves it: lapsed once `answer_by` has come without an answer."""
    return replace(offer, state="lapsed") if offer.state == "open" and now >= offer.answer_by else offer


def _same(offers: Iterable[Offer], use: str, recipient: str, about_person: str) -> list[Offer]:
    return [o for o in offers if (o.use, o.recipient, o.about_person) == (use, recipient, about_person)]


def _no_at(offer: Offer) -> datetime | None:
    if offer.state == "withdrawn":
        return offer.withdrawn_at
    return offer.answered_at if offer.state == "no" else None


def _a_year_after(moment: datetime) -> datetime:
    if (moment.month, moment.day) == (2, 29):
        return moment.replace(year=moment.year + 1, month=3, day=1)
    return moment.replace(year=moment.year + 1)
