"""Overrides: a named person decides that one body may be told about one person in spite of her choice, until a day.

One worker asks, with a ground and reasons, from a case that she may see; somebody of information governance of the same
body, who is another person, decides. The person sees it, unless that is withheld until a day on which it is looked at again.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from ginnel.app.services import notes, place
from ginnel.governance.verdict import GROUNDS
from ginnel.store.choices import to_override
from ginnel.store.models import CaseRow, OverrideRow, Person, User
from ginnel.vocabulary import BadInput, Problem, digest

__all__ = ["GROUNDS", "LONGEST_DAYS", "ask", "decide", "end", "ground", "of_person", "tellings", "waiting"]
LONGEST_DAYS = 90
"""An override ends within so many days; whoever needs longer asks again, with reasons."""
MAY_WITHHOLD = frozenset({"life", "safeguarding"})
"""Grounds on which telling the person could itself do harm."""


def ground(person: str, purpose: str, recipient: str, now: datetime) -> str:
    """The ground on which this may be told in spite of a choice today; empty where nothing was decided."""
    day = place.today(now)
    rows = OverrideRow.objects.filter(person=person, purpose=purpose, recipient=recipient, state="approved")
    for row in rows.order_by("key"):
        if to_override(row).in_force(day):
            return row.ground
    return ""


def ask(
    user: User, case: CaseRow, *, purpose: str, recipient: str, why: str, reasons: str, until: date, withhold: bool,
    now: datetime,
) -> OverrideRow:  # fmt: skip
    """Ask for an override about the person of a case. Raises `BadInput` for what is missing."""
    day = place.today(now)
    if not case.person:
        raise BadInput(Problem("this case is about a home and not about a person", mend="nobody's choice holds it up"))
    if why not in GROUNDS:
        raise BadInput(Problem("choose a ground", key="ground", expected=", ".join(GROUNDS)))
    if not reasons.strip():
        raise BadInput(Problem("write your reasons", key="reasons"))
    if (purpose, recipient) not in tellings(now):
        raise BadInput(Problem("choose what is told to whom", key="telling"))
    if not day < until <= day + timedelta(days=LONGEST_DAYS):
        raise BadInput(Problem("choose a last day", key="until", expected=f"within {LONGEST_DAYS} days"))
    number = OverrideRow.objects.filter(person=case.person).count()
    with transaction.atomic():
        row = OverrideRow.objects.create(
            key=f"ov-{digest([case.person, purpose, recipient, number])[:32]}", person=case.person, purpose=purpose,
            recipient=recipient, organisation=user.organisation, ground=why, reasons=reasons.strip()[:2000],
            asked_by=user.username, asked_at=now, since=day, until=until,
            withheld_until=until if withhold and why in MAY_WITHHOLD else None,
        )  # fmt: skip
        _note(row, now)
    notes.flush()
    return row


def tellings(now: datetime) -> tuple[tuple[str, str], ...]:
    """(purpose, recipient) of every telling that some agreement allows: an override never stands in for one."""
    found = {
        (a.purpose, r) for a in place.register(now).agreements if "tell" in a.operations for r in a.recipients
    }  # fmt: skip
    return tuple(sorted(found))


def waiting(user: User) -> list[OverrideRow]:
    """What somebody of information governance may decide or end: her own body's, and the operator's everything."""
    rows = OverrideRow.objects.exclude(state="refused").order_by("-asked_at", "key")
    if user.organisation and user.organisation != place.region().config.operator:
        rows = rows.filter(organisation=user.organisation)
    return list(rows)


def decide(user: User, key: str, yes: bool, now: datetime) -> OverrideRow:
    """Approve or refuse. Raises `BadInput` for what is not there, was decided, or was asked for by the same person."""
    with transaction.atomic():
        row = OverrideRow.objects.select_for_update().filter(key=key, state="asked").first()
        if row is None or row not in waiting(user):
            raise BadInput(Problem("this no longer waits for you", mend="look at the list again"))
        if row.asked_by == user.username:
            raise BadInput(Problem("whoever asks for an override does not approve it", mend="ask a colleague"))
        row.state, row.approver, row.decided_at = ("approved" if yes else "refused"), user.username, now
        row.save()
        _note(row, now)
    notes.flush()
    return row


def end(user: User, key: str, now: datetime) -> bool:
    """End an override before its day; False where there is none of hers."""
    with transaction.atomic():
        row = OverrideRow.objects.select_for_update().filter(key=key, state="approved").first()
        if row is None or row not in waiting(user):
            return False
        row.state = "ended"
        row.save()
        _note(row, now)
    notes.flush()
    return True


def of_person(person: Person, now: datetime) -> list[OverrideRow]:
    """What she is shown: approved or ended ones, unless one is withheld and its day has not come."""
    day = place.today(now)
    rows = OverrideRow.objects.filter(person=person.id, state__in=("approved", "ended")).order_by("-decided_at", "key")
    return [r for r in rows if r.withheld_until is None or r.withheld_until <= day]


def _note(row: OverrideRow, now: datetime) -> None:
    key = f"override:{row.key}:{row.state}"
    proof = notes.sealed(key, {"person": row.person, "reasons": row.reasons, "by": row.approver or row.asked_by}, now)
    body = {"purpose": row.purpose, "recipient": row.recipient, "ground": row.ground, "state": row.state,
            "until": row.until.isoformat(), "commitment": proof}  # fmt: skip
    notes.write(key, "override", body, now)
