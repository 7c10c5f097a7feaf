"""Offers: one adult is asked, in her words, before anybody is told. She can take a yes back at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from ginnel.app.services import children, noes, notes, overrides, place, rounds
from ginnel.app.services.proposals import propose
from ginnel.app.services.words import Told, told
from ginnel.governance import Agreement
from ginnel.governance.law import LawRow
from ginnel.referrals import offers as rules
from ginnel.signals import Rule
from ginnel.store.cases import fill_offer, to_offer
from ginnel.store.models import OfferRow, Person, ProposalRow, User, UseRow
from ginnel.store.recalls import recall
from ginnel.vocabulary import BadInput, Problem


@dataclass(frozen=True)
class OfferView:
    """An offer, ready to be shown. `state` is as of now; `stopped`: a no stopped it after her yes.

    `no_since` is since when a no of hers forbids what is asked, so that a yes would do nothing.
    """

    row: OfferRow
    state: str
    rule: Rule | None
    words: tuple[Told, ...]
    bodies: tuple[str, ...]
    law: tuple[LawRow, ...]
    agreement: Agreement | None
    not_told: tuple[str, ...]
    about_child: str
    released_at: datetime | None
    turned_down: bool
    stopped: bool
    no_since: date | None
    may_answer: bool
    may_take_back: bool
    shared: bool
    """Whether somebody else was asked the same at the same moment."""


def view(row: OfferRow, language: str, now: datetime) -> OfferView:
    """Of a child, only the first name is shown: a parent of two must know for whom she answers."""
    offer = rules.tick(to_offer(row), now)
    found = place.rule_of(row.use)
    child = Person.objects.filter(id=row.about).first() if row.about != row.asked else None
    proposal = None if rounds.later(row) else ProposalRow.objects.filter(key=row.key).first()
    released = proposal if proposal is not None and proposal.state == "released" else None
    shared = rounds.shared(row)
    # What another who may decide said shows on nobody else's page: not even that it stopped something.
    stopped = offer.state == "yes" and proposal is not None and proposal.state == "stopped" and not shared
    no_since = noes.no_since(row.asked, row.use, now, row.recipient) if offer.state == "open" else None
    heard = offer.state == "open" and children.stands(row, now)
    return OfferView(
        row=row, state=offer.state, rule=found[1] if found else None, words=told(row.use, row.words, language),
        bodies=tuple(row.sources), law=place.law_rows((row.agreement,), now), agreement=place.agreement(row.agreement, now),
        not_told=place.not_told(row.recipient), about_child=child.given_name if child else "",
        released_at=released.decided_at if released else None,
        turned_down=proposal is not None and proposal.state == "turned-down" and not shared, stopped=stopped, no_since=no_since,
        may_answer=heard and no_since is None, may_take_back=offer.state == "yes" and not stopped, shared=shared,
    )  # fmt: skip


def answer(id: str, user: User, *, yes: bool, now: datetime) -> None:
    """Keep her answer. Raises `BadInput` when the offer is no longer open, or at a yes while a no of hers forbids it."""
    with transaction.atomic():
        row = OfferRow.objects.select_for_update().get(id=id, asked=user.person_id, body="")
        if yes and noes.no_since(row.asked, row.use, now, row.recipient) is not None:
            raise BadInput(Problem("a no forbids this", mend="take that no back first, then answer"))
        settle(row, yes=yes, by=user.username, now=now)
    notes.flush()


def settle(row: OfferRow, *, yes: bool, by: str, now: datetime) -> None:
    """What an answer comes to. In a round one no is a no: a yes beside it proposes nothing.

    Call inside a transaction, for somebody who may answer. Raises `BadInput` when the question is closed, or when
    somebody else decides meanwhile.
    """
    if rounds.later(row) or not children.stands(row, now):
        raise BadInput(Problem("somebody else decides this now", mend="there is nothing to answer any more"))
    fill_offer(row, rules.answer(to_offer(row), yes=yes, by=by, at=now)).save()
    _note(row, now)
    if not yes:
        _stop(row, "declined", now)
        recall([row.key], "taken-back", now)
    elif rounds.refused(row):
        _stop(row, "declined", now)
    else:
        propose(row, now)
        UseRow.objects.filter(key=row.key).update(outcome="to-release", reasons=[], last_at=now)
    rounds.say_contested(row, now)


def take_back(id: str, user: User, now: datetime) -> None:
    """A yes taken back. What still waits is stopped; whoever was told already is told that she took it back."""
    with transaction.atomic():
        row = OfferRow.objects.select_for_update().get(id=id, asked=user.person_id, body="")
        unsettle(row, now)
    notes.flush()


def unsettle(row: OfferRow, now: datetime) -> None:
    """A yes taken back. What somebody else was asked since is not touched. Call inside a transaction."""
    fill_offer(row, rules.withdraw(to_offer(row), at=now)).save()
    _note(row, now)
    if not rounds.later(row):
        _stop(row, "declined", now)
        recall([row.key], "taken-back", now)
        rounds.say_contested(row, now)


def close_unheard(about: str, now: datetime) -> None:
    """Close open questions to whoever decides no more about this child, and stop what waits on a yes of theirs.

    Call inside the transaction that changed who decides.
    """
    for row in OfferRow.objects.select_for_update().filter(about=about, state__in=("open", "yes")):
        if children.stands(row, now):
            continue
        if row.state == "open":
            row.state = "lapsed"
            row.save(update_fields=["state"])
            _note(row, now)
        ProposalRow.objects.filter(key=row.key, state="waiting").update(
            state="stopped", decided_at=now, decided_by="", reason="no-answer"
        )


def close_for(user: User, person: str, purpose: str, recipient: str, now: datetime) -> None:
    """What her no ends: open questions to her are answered no, what waits is stopped, what was told is recalled.

    Call inside the transaction that keeps the no.
    """
    asked = OfferRow.objects.select_for_update().filter(asked=person, state="open", asked_at__lte=now)
    for row in asked.filter(answer_by__gt=now):
        if noes.covers(purpose, row.use, recipient, row.recipient):
            if not children.stands(row, now):
                continue
            fill_offer(row, rules.answer(to_offer(row), yes=False, by=user.username, at=now)).save()
            _note(row, now)
            _stop(row, "declined", now)
            rounds.say_contested(row, now)
    hers = Q(person=person) | Q(key__in=rounds.keys_of(person))
    for waiting in ProposalRow.objects.select_for_update().filter(hers, state="waiting"):
        if noes.covers(purpose, waiting.use, recipient, waiting.recipient):
            _stop(waiting, "choice", now)
            body = {"use": waiting.use, "reasons": ["choice"]}
            notes.write(f"stopped:{waiting.key}", "refused", body, now)
    told = ProposalRow.objects.filter(hers, state="released", recalled_at=None)
    covered = [t for t in told if noes.covers(purpose, t.use, recipient, t.recipient)]
    recall([t.key for t in covered if not _overridden(t, now)], "choice", now)


def _overridden(row: ProposalRow, now: datetime) -> bool:
    """Whether a named person decided that this may be told in spite of her choice."""
    return overrides.ground(row.person, place.purpose_of(row.use), row.recipient, now) != ""


def _note(row: OfferRow, now: datetime) -> None:
    key = f"answer:{row.id}:{row.state}"
    # A copy of the ledger may lie where the other parent works: what was said is behind the month's secret, like who said it.
    sealed = notes.sealed(key, {"by": row.answered_by, "state": row.state}, now)
    notes.write(key, "answer", {"use": row.use, "recipient": row.recipient, "commitment": sealed}, now)


def _stop(row: OfferRow | ProposalRow, code: str, now: datetime) -> None:
    """Nothing that waits under this key goes out."""
    waiting = ProposalRow.objects.filter(key=row.key, state="waiting")
    waiting.update(state="stopped", decided_at=now, decided_by="", reason=code)
    UseRow.objects.filter(key=row.key).exclude(outcome="told").update(outcome="refused", reasons=[code], last_at=now)


__all__ = ["BadInput", "OfferView", "answer", "close_for", "close_unheard", "settle", "take_back", "unsettle", "view"]
