"""Looks: every time a worker opens a case or reads a proposal, a row that the citizen can see, and a ledger note."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from ginnel.app.services import access, notes
from ginnel.app.services.children import herself
from ginnel.store.models import AskRow, CaseRow, Look, OfferRow, Person, ProposalRow, User


@transaction.atomic
def at_case(user: User, case: CaseRow, now: datetime, why: str = "case") -> None:
    """A look at a case. `why` is a code, never free text: free text could name somebody."""
    _write(user, case.person, case.home, case.id, why, now)


@transaction.atomic
def at_proposal(user: User, proposal: ProposalRow, now: datetime) -> None:
    _write(user, proposal.person, proposal.home, "", "before-telling", now)


@transaction.atomic
def at_question(user: User, offer: OfferRow, now: datetime) -> None:
    """A look at what a body is asked about a child for whom it decides."""
    _write(user, offer.about, offer.home, "", "before-telling", now)


def at_request(user: User, person: str, request: str, now: datetime) -> None:
    """A look at somebody's request about her data, by whoever answers it."""
    with transaction.atomic():
        _write(user, person, "", request, "rights", now)
    notes.flush()


def _write(user: User, person: str, home: str, case: str, why: str, now: datetime) -> None:
    look = Look.objects.create(
        username=user.username, organisation=user.organisation, person=person, home=home, case=case, why=why, at=now
    )
    key = f"look:{look.pk}"
    body = {"organisation": user.organisation, "why": why}
    seen = notes.sealed(key, {"by": user.username, "person": person, "home": home, "case": case}, now)
    notes.write(key, "look", {**body, "commitment": seen}, now)


@dataclass(frozen=True)
class Looked:
    """Looks by workers of one body for one reason within one hour; `at` is the latest of them."""

    at: datetime
    organisation: str
    why: str
    times: int


def for_citizen(user: User, person: Person, now: datetime) -> list[Looked]:
    """Looks at her, at cases of her home that she may see, and at what she let be told of a child; newest first."""
    cases = [c.id for c in access.cases_of_citizen(user, now)]
    # Only after her own yes: of two who may decide, the other one's yes is nothing that she reads.
    yes = OfferRow.objects.filter(asked=person.id, answer="yes").exclude(about=person.id)
    children = yes.values_list("about", flat=True)
    # A child who was asked herself, or asks herself, has a life of her own here: what is looked at there is hers.
    own = {*OfferRow.objects.filter(about=F("asked")).values_list("asked", flat=True)}
    own |= {*AskRow.objects.filter(person__in=list(children)).values_list("person", flat=True)}
    # So has a child for whom a body decides: a parent who was asked before reads nothing of it.
    own |= {*OfferRow.objects.exclude(body="").filter(about__in=list(children)).values_list("about", flat=True)}
    own |= {c.id for c in Person.objects.filter(id__in=list(children)) if herself(c, now)}
    told = Q(person__in=[c for c in children if c not in own], why="before-telling")
    mine = Q(person=person.id) | Q(person="", case__in=cases) | told
    rows = Look.objects.filter(mine).exclude(organisation="").order_by("-at", "pk")[:500]
    hours = [(r, (r.organisation, r.why, r.at.replace(minute=0, second=0, microsecond=0))) for r in rows]
    times = Counter(hour for _, hour in hours)
    first: dict[tuple[str, str, datetime], Looked] = {}
    for row, hour in hours:
        first.setdefault(hour, Looked(row.at, row.organisation, row.why, times[hour]))
    return list(first.values())
