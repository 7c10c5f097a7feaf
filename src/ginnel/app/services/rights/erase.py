"""The schedule of a deletion, store by store, and what it does in the operational store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from ginnel.app.services import notes, place
from ginnel.app.services.rights import clock
from ginnel.governance.rights import Event
from ginnel.governance.rights.erasure import BY_ID, STORES, Store, latest
from ginnel.governance.rights.states import ENDS
from ginnel.store.models import (
    AskRow,
    CaseRow,
    CompetenceReview,
    ErasureStep,
    Holding,
    Look,
    MandateRow,
    MessageRow,
    NamedStaff,
    Nearby,
    OfferRow,
    OverrideRow,
    Person,
    ProposalRow,
    ReceivedRow,
    RefusedAskRow,
    RightsItem,
    RightsRequest,
    User,
    UseRow,
)


@dataclass(frozen=True)
class Line:
    """One store of a deletion as pages show it."""

    store: Store
    row: ErasureStep


def kept_days(now: datetime) -> int:
    """The longest time for which an agreement of the region lets records be kept, in days."""
    return max((a.retention_days for a in place.register(now).agreements), default=0)


def schedule(row: RightsRequest, now: datetime) -> None:
    """Put every store on the list with its last day; call in the transaction of the yes."""
    day = place.today(now)
    for store in STORES:
        last = latest(store, day, kept_days(now))
        ErasureStep.objects.get_or_create(request=row, store=store.id, defaults={"latest": last})


def lines(row: RightsRequest) -> list[Line]:
    found = {s.store: s for s in row.erasures.all()}
    return [Line(s, found[s.id]) for s in STORES if s.id in found]


def waiting() -> list[RightsRequest]:
    """Deletions that a body said yes to and that are not done in every store that Ginnel itself clears."""
    return list(
        RightsRequest.objects.filter(kind="erasure", erasures__done_at=None).distinct().order_by("received_at", "id")
    )


def scope_of(row: RightsRequest) -> str:
    """What the body said is deleted; "records" unless it said all."""
    said = [e.data.get("scope") for e in clock.events_of(row) if e.kind in ENDS]
    return "all" if "all" in said else "records"


def done(row: RightsRequest, store: str, changed: int, now: datetime) -> None:
    """Mark a store as cleared; the first time counts, later sweeps add what they found."""
    step = ErasureStep.objects.select_for_update().get(request=row, store=store)
    step.changed += changed
    step.done_at = step.done_at or now
    step.save()
    notes.write(f"erased:{row.id}:{store}", "erased", {"body": row.controller, "store": store}, now)


@transaction.atomic
def clear_pages(row: RightsRequest, left: bool, now: datetime) -> int:
    """Delete what this body holds here. `left`: another body's records are still hers, so that she stays known."""
    person, body = row.person, row.controller
    delivered = place.region().delivered
    own = [d.name for d in delivered if d.controllers == {body}]
    count = Holding.objects.filter(person_id=person, dataset__in=own).delete()[0]
    if scope_of(row) == "all":
        count += _clear_help(person, body)
        if body == place.operator().id:
            count += User.objects.filter(person_id=person, role="citizen", is_active=True).update(
                is_active=False, display_name=""
            )
    items = RightsItem.objects.filter(request__person=person, request__controller=body)
    count += items.delete()[0]
    RightsRequest.objects.filter(person=person, controller=body).exclude(pk=row.pk).update(about="", worker="")
    if not left:
        count += _forget(person)
    done(row, "pages", count, now)
    return count


def _clear_help(person: str, body: str) -> int:
    """Cases, questions, tellings and lines of her page that are this body's. Looks stay without her: they are about staff."""
    cases = CaseRow.objects.filter(person=person, organisation=body)
    told = [p.key for p in ProposalRow.objects.filter(person=person) if body in p.senders]
    asked = OfferRow.objects.filter(about=person, sender=body)
    keys = [*told, *asked.values_list("key", flat=True), *cases.values_list("opening_key", flat=True)]
    subjects = [*asked.values_list("id", flat=True), *cases.values_list("id", flat=True)]
    count = UseRow.objects.filter(person=person).filter(Q(key__in=keys) | Q(recipient=body)).delete()[0]
    count += MessageRow.objects.filter(to=person, subject__in=subjects).delete()[0]
    count += ProposalRow.objects.filter(key__in=told).delete()[0] + asked.delete()[0] + cases.delete()[0]
    for rows in (AskRow.objects, ReceivedRow.objects, OverrideRow.objects):
        count += rows.filter(person=person, organisation=body).delete()[0]
    count += CompetenceReview.objects.filter(person=person, body=body).delete()[0]
    return count + Look.objects.filter(person=person, organisation=body).update(person="", home="", case="")


def _forget(person: str) -> int:
    """Nobody holds records of hers any more: her name, home and neighbours in the index go."""
    count = Nearby.objects.filter(Q(person=person) | Q(other=person)).delete()[0]
    count += Person.objects.filter(responsible=person).update(responsible="")
    count += NamedStaff.objects.filter(person=person).delete()[0]
    count += CompetenceReview.objects.filter(person=person).delete()[0]
    count += MandateRow.objects.filter(Q(person=person) | Q(proxy=person)).delete()[0]
    count += RefusedAskRow.objects.filter(Q(person=person) | Q(asked_by=person)).delete()[0]
    AskRow.objects.filter(asked_by=person).update(asked_by="")
    count += MessageRow.objects.filter(to=person).delete()[0]
    return count + Person.objects.filter(id=person).delete()[0]


def finish(row: RightsRequest, by: str, now: datetime) -> None:
    """Say on her page that it is done, once Ginnel's own stores are clear."""
    own = [s for s in row.erasures.all() if BY_ID[s.store].by == "ginnel" and s.store != "ledger"]
    if all(s.done_at for s in own) and not row.events.filter(kind="erased").exists():
        clock.add(row, Event("erased", now, by), checked=False)
