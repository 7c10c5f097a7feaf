"""Telling: a named worker of the sending body releases what the night proposed, or turns it down, with reasons.

Everything is looked at again at that moment: the agreement, the law, the person's choices, her yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ginnel.app.services import access, cases, children, notes, overrides, place, rounds
from ginnel.flow.barred import categories_of
from ginnel.flow.plan import Look
from ginnel.governance import Disclosure, Reason, Refusal, Tellable, disclosure
from ginnel.governance.choices import BLOCKING, binding_kinds
from ginnel.governance.openings import as_fields, opening_fingerprint
from ginnel.referrals import Case, open_case, state_of
from ginnel.referrals.case import signal_of
from ginnel.referrals.messages import to_organisation, to_person
from ginnel.referrals.ports import NEW
from ginnel.store.cases import DjangoCaseStore, without_asides
from ginnel.store.choices import to_choice
from ginnel.store.models import CaseRow, ChoiceRow, Nearby, Person, ProposalRow, User, UseRow
from ginnel.store.recalls import TOLD_MORE
from ginnel.vocabulary import BadInput, Problem

SAMPLE = 5
"""Of a batch, at least so many are read in full before it goes."""


@dataclass(frozen=True)
class Answer:
    """What came of one release: the case that it opened or added to, or the reasons why nothing was told."""

    key: str
    case: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def told(self) -> bool:
        return not self.reasons


def waiting(user: User) -> tuple[list[ProposalRow], int, bool]:
    """What waits for this sender, oldest first; how many her declarations keep back; whether she declared any."""
    seen = access.proposals_of(user)
    rows = ProposalRow.objects.filter(key__in=seen.ids).order_by("proposed_at", "key")
    return list(rows), seen.kept, access.bars(user).any


def release(key: str, user: User, reason: str, now: datetime) -> Answer:
    """Tell what was proposed, or say why not. Raises `BadInput` for what is not hers, was decided, or has no reason."""
    answer = _release(key, user, reason, now)
    notes.flush()
    return answer


def _release(key: str, user: User, reason: str, now: datetime) -> Answer:
    _need(reason)
    with transaction.atomic():
        row = _claimed(key, user)
        leave, reasons = check_again(row, now)
        if leave is None or reasons:
            _stop(row, reasons, user, now)
            return Answer(key, reasons=reasons)
        return Answer(key, _tell(row, leave, user, reason, now))


def release_batch(keys: Iterable[str], user: User, reason: str, now: datetime) -> tuple[Answer, ...]:
    """Each on its own: one that may not be told, or that somebody decided meanwhile, never holds up the others."""
    answers = []
    for key in keys:
        try:
            answers.append(_release(key, user, reason, now))
        except BadInput:
            continue
    notes.flush()
    return tuple(answers)


def turn_down(key: str, user: User, reason: str, now: datetime) -> None:
    """Decide not to tell. The night does not propose it again."""
    _need(reason)
    with transaction.atomic():
        row = _claimed(key, user)
        _decide(row, "turned-down", user, reason, now)
        _use(row, "turned-down", [], now)
        notes.write(f"turned-down:{key}", "turned-down", {"use": row.use, "sender": row.sender}, now)
    notes.flush()


def _need(reason: str) -> None:
    if not reason.strip():
        raise BadInput(Problem("a decision needs reasons", key="reason", mend="write in a sentence why"))


def _claimed(key: str, user: User) -> ProposalRow:
    ProposalRow.objects.select_for_update().filter(key=key).first()
    row = access.proposal_for_sender(user, key)
    if row is None or row.state != "waiting":
        raise BadInput(Problem("this no longer waits for you", mend="go back to the list"))
    return row


def check_again(row: ProposalRow, now: datetime) -> tuple[Tellable | None, tuple[Reason, ...]]:
    """The leave to tell, as of now, and every reason against it."""
    place.refresh()
    look = place.look_of(row.use, now)
    leave = look.telling_to(row.recipient) if look else None
    if look is None or leave is None:
        return None, (Reason("no-agreement", f"{row.use} to {row.recipient}", "ask information governance"),)
    if isinstance(leave, Refusal):
        return None, leave.reasons
    if overrides.ground(row.person, look.use.purpose, row.recipient, now):
        return leave, ()
    asked = rounds.standing(row.key, now)
    if leave.agreement.ask == "before" and asked is None:
        return leave, (Reason("no-answer", "there is no yes to this any more"),)
    people = {row.person} | ({asked.asked} - {""} if asked else set())
    if barred(people, look, leave, now):
        return leave, (Reason("choice", "a choice on record forbids this use"),)
    return leave, ()


def barred(people: Iterable[str], look: Look, leave: Tellable, now: datetime) -> bool:
    """Whether a choice of one of `people` forbids telling, taken from the store as it is now."""
    rows = [row for row in map(place.region().law.row, leave.basis) if row is not None and row.kind == "art6"]
    # What rests on the person's yes is always hers to stop.
    kinds = BLOCKING if leave.agreement.ask == "before" else binding_kinds(rows)
    day = place.today(now)
    people = set(people)
    # Whoever may be her, at the low threshold, binds too: a no reaches every record that may be the objector's.
    people |= set(Nearby.objects.filter(person__in=people).values_list("other", flat=True))
    found = ChoiceRow.objects.filter(person__in=people)
    used = categories_of(place.region(), look)
    return any(
        to_choice(c).blocks(look.use.purpose, day, kinds, recipient=leave.recipient, categories=used) for c in found
    )


def _tell(row: ProposalRow, leave: Tellable, user: User, reason: str, now: datetime) -> str:
    opening = disclosure(
        leave, key=row.key, person=row.person, home=row.home, words={w: str(v) for w, v in row.words.items()},
        answered_yes=rounds.standing(row.key, now) is not None, released_by=user.username,
        override=overrides.ground(row.person, place.purpose_of(row.use), row.recipient, now),
    )  # fmt: skip
    case = _case_for(row, opening, now)
    row.opening = as_fields(opening)
    _decide(row, "released", user, reason, now)
    _use(row, "told", list(leave.words), now)
    _messages(row, case, now)
    note = {"use": row.use, "agreement": opening.agreement, "agreement_hash": opening.agreement_hash,
            "recipient": row.recipient, "words": sorted(opening.words)}  # fmt: skip
    key = f"disclosure:{row.key}"
    proof = notes.sealed(key, opening_fingerprint(opening), now)
    notes.write(key, "disclosure", {**note, "commitment": proof}, now)
    return case


def _case_for(row: ProposalRow, opening: Disclosure, now: datetime) -> str:
    """What is told joins the recipient's own open case of the home; otherwise it opens one."""
    store = DjangoCaseStore(now)
    same = CaseRow.objects.filter(
        organisation=row.recipient, home=row.home, opening_kind="own-case", use__startswith=signal_of(row.use) + "."
    )
    # Whoever is told less than the home must not learn it from the case that this joins.
    knows = opening.words.get("home") == row.home
    for found in (store.case(r.id) for r in same.exclude(home="").order_by("opened_at", "id") if knows):
        if found is not None and state_of(without_asides(found[0])) != "closed":
            told = {cases.WORD + w: v for w, v in opening.words.items()}
            data = {"use": row.use, "key": row.key, "agreement": opening.agreement, **told}
            cases.add_aside(found[0], found[1], TOLD_MORE, opening.released_by, data, now)
            return found[0].id
    return _opened(store, row, opening, now)


def _opened(store: DjangoCaseStore, row: ProposalRow, opening: Disclosure, now: datetime) -> str:
    body = place.region().directory.organisations[row.recipient]
    tenure: Any = row.tenure
    case: Case = open_case(opening, tenure=tenure, nation=body.nation, opened_at=now, restricted=row.restricted)
    store.save(case, NEW)
    CaseRow.objects.filter(id=case.id).update(agreement=opening.agreement)
    return case.id


def _decide(row: ProposalRow, state: str, user: User, reason: str, now: datetime) -> None:
    row.state, row.decided_at, row.decided_by, row.reason = state, now, user.username, reason.strip()
    row.save()


def _stop(row: ProposalRow, reasons: tuple[Reason, ...], user: User, now: datetime) -> None:
    """What a person's own no stops is over; what an agreement stops waits until that is mended."""
    codes = [r.code for r in reasons]
    if not {"choice", "no-answer", "declined"} & set(codes):
        return
    _decide(row, "stopped", user, "; ".join(codes), now)
    _use(row, "refused", [], now, codes)
    notes.write(f"stopped:{row.key}", "refused", {"use": row.use, "reasons": codes}, now)


def _use(row: ProposalRow, outcome: str, told: list[str], now: datetime, codes: Iterable[str] = ()) -> None:
    UseRow.objects.update_or_create(
        key=row.key,
        defaults={"person": row.person, "use": row.use, "outcome": outcome, "recipient": row.recipient,
                  "agreement": row.agreement, "reasons": list(codes), "words": told, "last_at": now},
        create_defaults={"person": row.person, "use": row.use, "outcome": outcome, "recipient": row.recipient,
                         "agreement": row.agreement, "reasons": list(codes), "words": told, "first_at": now,
                         "last_at": now},
    )  # fmt: skip


def _messages(row: ProposalRow, case: str, now: datetime) -> None:
    store = DjangoCaseStore(now)
    store.add_once(to_organisation(row.recipient, "case", case))
    asked = rounds.standing(row.key, now)
    person = Person.objects.filter(id=asked.asked if asked else row.person).first()
    if person is not None and not children.young(person, now):
        message = to_person(cases.contact(person), "case", case)
        if message is not None:
            store.add_once(message)
