"""Exemptions: proposed by one person of a body, approved by another, looked at again by a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from ginnel.app.services import notes, place
from ginnel.app.services.rights import who
from ginnel.governance.rights.exemptions import approves, check
from ginnel.governance.rights.states import FINAL
from ginnel.store.models import RightsExemption, RightsRequest, User
from ginnel.vocabulary import BadInput, Problem

SOON, AGAIN = 14, 182
"""Days before its day on which an exemption is shown for review, and days until the next."""


def propose(
    user: User, row: RightsRequest, code: str, reasons: str, review_by: date | None, opinion: str, now: datetime
) -> RightsExemption:
    """Raises `BadInput` where it may not be proposed like this."""
    if row.state in FINAL:
        raise BadInput(Problem("this request is answered", key="code"))
    if review_by is None:
        raise BadInput(Problem("name a day within a year on which this is looked at again", key="review_by"))
    kinds = frozenset(c for item in row.items.all() for f in item.content for c in f.get("categories", []))
    check(code, reasons, review_by, opinion, kinds, place.today(now))
    with transaction.atomic():
        found = RightsExemption.objects.create(
            request=row, code=code, reasons=reasons.strip(), opinion=opinion.strip(), review_by=review_by,
            proposed_by=user.username, proposed_at=now,
        )  # fmt: skip
        _note(found, "proposed", now)
    notes.flush()
    return found


def approve(user: User, row: RightsRequest, id: int, now: datetime) -> None:
    """Raises `BadInput` for whoever proposed it, and where there is nothing to approve."""
    with transaction.atomic():
        found = row.exemptions.select_for_update().filter(pk=id, approved_by="").first()
        if found is None:
            raise BadInput(Problem("there is nothing to approve", key="approve"))
        approves(found.proposed_by, user.username)
        found.approved_by, found.approved_at = user.username, now
        found.save()
        _note(found, "approved", now)
    notes.flush()


def to_review(user: User, now: datetime) -> list[RightsExemption]:
    """Approved exemptions of the user's body that are to be looked at again within a fortnight, or should have been."""
    ids = [r.id for r in who.requests_of_body(user)]
    by = place.today(now) + timedelta(days=SOON)
    rows = RightsExemption.objects.filter(request__in=ids, reviewed_at=None, review_by__lte=by).exclude(approved_by="")
    return list(rows.order_by("review_by", "pk"))


def still_holds(user: User, id: int, now: datetime) -> bool:
    """Somebody looked again and it still holds: the next day is half a year on. False where it is not theirs to say."""
    with transaction.atomic():
        found = next((x for x in to_review(user, now) if x.pk == id), None)
        if found is None:
            return False
        found.review_by = place.today(now) + timedelta(days=AGAIN)
        found.save()
        _note(found, f"looked-at-again:{found.review_by}", now)
    notes.flush()
    return True


def _note(row: RightsExemption, what: str, now: datetime) -> None:
    """The ledger keeps that an exemption of this kind was used by this body, and commits to by whom."""
    key = f"rights-exemption:{row.pk}:{what}"
    seal = notes.sealed(key, {"request": row.request_id, "by": row.proposed_by, "approved": row.approved_by}, now)
    body = {"body": row.request.controller, "code": row.code, "step": what, "commitment": seal}
    notes.write(key, "rights-exemption", body, now)
