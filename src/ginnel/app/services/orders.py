"""A body that decides for a child by a court's order: the one whom the order names answers there, and no parent is asked.

Where no account of the body bears the name that the order gives, or more than one does, whoever information governance
of that body gave the duty answers; where nobody has it, nobody, and silence is a no.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ginnel.app.services import access, children, notes, offers
from ginnel.store.models import OfferRow, Office, Person, User
from ginnel.vocabulary import BadInput, Problem

DUTY = "decides-for-children"


def may_answer(user: User, row: OfferRow) -> bool:
    """Whether this officer decides there: by the name in the order, else by the duty."""
    if user.role != "officer" or not row.body or row.body != user.organisation or not user.is_active:
        return False
    staff = User.objects.filter(role="officer", organisation=row.body, is_active=True)
    named = [u.username for u in staff if _plain(row.role) and _plain(u.display_name) == _plain(row.role)]
    if len(named) == 1:
        return named[0] == user.username
    return Office.objects.filter(username=user.username, organisation=row.body, role=DUTY).exists()


def waiting(user: User, now: datetime) -> list[OfferRow]:
    """Open questions that this officer answers, the next day first; less whom she may not see."""
    return [row for row in _hers(user) if row.state == "open" and row.answer_by > now and children.stands(row, now)]


def answered(user: User) -> list[OfferRow]:
    """What was answered with yes and may be taken back."""
    return [row for row in _hers(user) if row.state == "yes"]


def one(user: User, id: str) -> OfferRow | None:
    """None also where there is no such question, so that the two look the same."""
    return next((row for row in _hers(user) if row.id == id), None)


def _hers(user: User) -> list[OfferRow]:
    if user.role != "officer" or not user.organisation:
        return []
    kept = access.kept_from(user)
    rows = OfferRow.objects.filter(body=user.organisation).order_by("answer_by", "id")
    return [row for row in rows if may_answer(user, row) and not kept(row.home, row.about, row.restricted)]


def names(rows: list[OfferRow]) -> dict[str, str]:
    """Question -> the child's name. Whoever decides must know for whom; the body that has the order knows her anyway."""
    people = {
        p.id: f"{p.given_name} {p.family_name}".strip() for p in Person.objects.filter(id__in={r.about for r in rows})
    }
    return {row.id: people.get(row.about, "") for row in rows}


def answer(user: User, id: str, said: str, reasons: str, now: datetime) -> None:
    """Keep "yes", "no", or "back" for a yes taken back, with reasons. Raises `BadInput` for what is missing or closed."""
    if not reasons.strip():
        raise BadInput(Problem("a decision needs reasons", key="reasons", mend="write in a sentence why"))
    with transaction.atomic():
        OfferRow.objects.select_for_update().filter(id=id).first()
        row = one(user, id)
        if row is None or said not in ("yes", "no", "back"):
            raise BadInput(Problem("this is not yours to answer", mend="go back to the list"))
        row.reasons = "\n".join(r for r in (row.reasons, reasons.strip()) if r)
        if said == "back":
            offers.unsettle(row, now)
        else:
            offers.settle(row, yes=said == "yes", by=user.username, now=now)
    notes.flush()


# --- Who has the duty


def holders(user: User) -> list[Office]:
    """Who decides for children at this body, besides whom an order names."""
    return list(Office.objects.filter(organisation=user.organisation, role=DUTY).order_by("username"))


def officers(user: User) -> list[User]:
    """Officers of the same body who can be given the duty."""
    found = User.objects.filter(organisation=user.organisation, role="officer", is_active=True)
    return list(found.exclude(username=user.username).order_by("display_name", "username"))


def give(user: User, username: str, now: datetime) -> None:
    """Information governance gives an officer of its own body the duty. Raises `BadInput` for anybody else."""
    if user.role != "governance" or username not in {u.username for u in officers(user)}:
        raise BadInput(Problem("choose an officer of your own body", key="username"))
    with transaction.atomic():
        held = {"organisation": user.organisation, "given_by": user.username, "given_at": now}
        Office.objects.get_or_create(username=username, role=DUTY, defaults=held)
        _note(user, username, "given", now)
    notes.flush()


def take(user: User, username: str, now: datetime) -> None:
    """Take the duty from somebody of the same body."""
    with transaction.atomic():
        gone, _ = Office.objects.filter(username=username, organisation=user.organisation, role=DUTY).delete()
        if gone:
            _note(user, username, "taken", now)
    notes.flush()


def _note(user: User, username: str, what: str, now: datetime) -> None:
    key = f"duty:{user.organisation}:{what}:{now:%Y%m%dT%H%M%S%f}"
    sealed = notes.sealed(key, {"to": username, "by": user.username}, now)
    notes.write(
        key, "duty", {"organisation": user.organisation, "duty": DUTY, "state": what, "commitment": sealed}, now
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
