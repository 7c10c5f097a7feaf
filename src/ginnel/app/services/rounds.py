"""Rounds: where two may decide for a child each is asked, at one moment. One no is a no, and neither reads what the other said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from ginnel.app.services import access, children
from ginnel.referrals.messages import to_organisation
from ginnel.store.cases import DjangoCaseStore
from ginnel.store.models import OfferRow, User

NO = ("no", "withdrawn")
HEARD_DAYS = 365
"""A no is heard for a year, and so long a worker reads that two disagree."""


def of(row: OfferRow) -> QuerySet[OfferRow]:
    """Everybody who was asked the same at the same moment, `row` among them."""
    return OfferRow.objects.filter(key=row.key, asked_at=row.asked_at)


def shared(row: OfferRow) -> bool:
    return of(row).count() > 1


def refused(row: OfferRow) -> bool:
    return of(row).filter(state__in=NO).exists()


def later(row: OfferRow) -> bool:
    """Whether somebody was asked this again since: what became of it then is not this one's to read or to stop."""
    return OfferRow.objects.filter(key=row.key, asked_at__gt=row.asked_at).exists()


def standing(key: str, now: datetime) -> OfferRow | None:
    """The yes on which a telling rests: of whoever decides today, in the latest round, without a no beside it."""
    for row in OfferRow.objects.filter(key=key, state="yes").order_by("-asked_at", "id"):
        if not later(row) and not refused(row) and children.stands(row, now):
            return row
    return None


def keys_of(person: str) -> list[str]:
    """Keys of what she was asked in the latest round: nobody else was asked since."""
    return [row.key for row in OfferRow.objects.filter(asked=person) if person and not later(row)]


def own_keys(person: str) -> list[str]:
    """Keys of what she was ever asked about herself: hers also after somebody else decides for her again."""
    return list(OfferRow.objects.filter(asked=person, about=person).values_list("key", flat=True))


@dataclass(frozen=True)
class Contested:
    """Two who may decide disagree. Who said what is not here."""

    key: str
    use: str
    recipient: str
    since: datetime


def contested(row: OfferRow) -> bool:
    said = set(of(row).values_list("state", flat=True))
    return "yes" in said and bool(said & set(NO))


def say_contested(row: OfferRow, now: datetime) -> None:
    """Tell the body that would have told, once a round. Call inside the answer's transaction.

    The ledger says nothing of it: read beside the moment of an answer, it would say what the other parent said.
    """
    if contested(row) and row.sender:
        DjangoCaseStore(now).add_once(to_organisation(row.sender, "offer", f"{row.key}:{row.asked_at:%Y%m%d}"))


def contested_of(user: User, now: datetime) -> list[Contested]:
    """Where two disagree, for a worker of the body that would have told: less whom she may not see, and for a year."""
    if user.role != "sender" or not user.organisation:
        return []
    rows = OfferRow.objects.filter(
        sender=user.organisation, state="yes", asked_at__gt=now - timedelta(days=2 * HEARD_DAYS)
    )
    kept, found = access.kept_from(user), {}
    for row in rows.order_by("asked_at", "id"):
        noes = [o.withdrawn_at or o.answered_at for o in of(row).filter(state__in=NO)]
        last = max((at for at in noes if at is not None), default=None)
        fresh = last is not None and last > now - timedelta(days=HEARD_DAYS)
        if fresh and last and not later(row) and not kept(row.home, row.about, row.restricted):
            found[row.key] = Contested(row.key, row.use, row.recipient, max(last, row.answered_at or last))
    return sorted(found.values(), key=lambda c: (c.since, c.key))
