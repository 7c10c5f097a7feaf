"""Who may see a request: the person, whoever asked for her and still may, and the handling body's own people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ginnel.app.services import access, place
from ginnel.app.services.children import herself, young
from ginnel.governance.rights import KINDS
from ginnel.store.models import NamedStaff, Person, RightsProxy, RightsRequest, User
from ginnel.vocabulary import BadInput, Problem


@dataclass(frozen=True)
class For:
    """Somebody for whom a citizen may ask: herself, a child, or whoever gave her leave."""

    person: Person
    capacity: str
    kinds: frozenset[str]


def may_ask_for(user: User, now: datetime) -> list[For]:
    """Herself first; then children below 16 who do not decide themselves, for whom records name her (decision 0016). A child appears with the first name only, so that a page tells nothing new."""
    me = access.person_of(user)
    if me is None:
        return []
    found = [For(me, "self", frozenset(KINDS))]
    children = Person.objects.filter(responsible=me.id).exclude(id=me.id).order_by("given_name", "id")
    found += [For(c, "parent", frozenset(KINDS)) for c in children if young(c, now) and not herself(c, now)]
    for leave in _leave(user, now):
        person = Person.objects.filter(id=leave.person).first()
        if person is not None:
            found.append(For(person, "helper", frozenset(leave.kinds) & frozenset(KINDS)))
    return found


def _leave(user: User, now: datetime) -> QuerySet[RightsProxy]:
    day = place.today(now)
    return RightsProxy.objects.filter(username=user.username, ended_at=None, since__lte=day, until__gt=day)


def requests_of_citizen(user: User, now: datetime) -> list[RightsRequest]:
    """Requests about herself, whoever asked; and those that she herself asked for somebody for whom she still may."""
    me = access.person_of(user)
    if me is None:
        return []
    rows = list(RightsRequest.objects.filter(person=me.id))
    for other in may_ask_for(user, now)[1:]:
        asked = RightsRequest.objects.filter(person=other.person.id, asked_by=user.username, kind__in=other.kinds)
        rows += asked.filter(capacity=other.capacity)
    return sorted(rows, key=lambda r: (r.received_at, r.id), reverse=True)


def request_for_citizen(user: User, id: str, now: datetime) -> RightsRequest | None:
    """None also where there is no such request, so that the two look the same."""
    return next((r for r in requests_of_citizen(user, now) if r.id == id), None)


def own_answer(user: User, id: str) -> RightsRequest | None:
    """A request about herself, for taking a copy away: nobody else may, not even whoever asked for her."""
    me = access.person_of(user)
    return None if me is None else RightsRequest.objects.filter(id=id, person=me.id).first()


def requests_of_body(user: User) -> list[RightsRequest]:
    """What the information-governance people of a body may open, oldest first.

    A worker is barred from whom she declared and from who lives with her; a protected person's are for named staff.
    """
    if user.role != "governance" or not user.organisation:
        return []
    rows = RightsRequest.objects.filter(controller=user.organisation).order_by("received_at", "id")
    return list(filter(_not_kept(user), rows))


def _not_kept(user: User) -> Callable[[RightsRequest], bool]:
    barred, protected = access.bars(user), access.protected_from(user)
    return lambda row: not protected.keeps("", row.person, False) and not barred.hides("", row.person)


def may_open(row: RightsRequest) -> bool:
    """Whether anybody of the handling body may open it: for a protected person somebody must be named first."""
    staff = User.objects.filter(role="governance", organisation=row.controller, is_active=True)
    return any(_not_kept(user)(row) for user in staff)


def name_worker(row: RightsRequest, username: str, by: str, now: datetime) -> None:
    """Name a worker of the handling body for the person whom a request is about. Raises `BadInput` for anybody else."""
    user = User.objects.filter(username=username, role="governance", organisation=row.controller).first()
    if user is None:
        raise BadInput(Problem("no worker of that body's information governance has this account", key="USERNAME"))
    NamedStaff.objects.get_or_create(username=username, person=row.person, defaults={"named_by": by, "named_at": now})


def request_for_body(user: User, id: str) -> RightsRequest | None:
    return next((r for r in requests_of_body(user) if r.id == id), None)
