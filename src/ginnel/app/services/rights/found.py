"""What one body holds about one person, in the operational store: cases, what was told, looks, choices, her account.

Records of the silos themselves are added by `ginnel rights find`, under a permit: pages never open them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from ginnel.app.services import access, overrides, place, rounds
from ginnel.app.services.words import told
from ginnel.governance.rights.redact import suspects
from ginnel.store.models import (
    ChoiceRow,
    CompetenceReview,
    Look,
    MandateRow,
    OfferRow,
    Person,
    ProposalRow,
    ReceivedRow,
    RightsItem,
    RightsRequest,
    User,
    UseRow,
)

OWN: frozenset[str] = frozenset({"ask", "received"})
"""Openings of cases that are between her and the body alone."""


@dataclass(frozen=True)
class Found:
    """One thing found. `fields` are name, meaning, value, categories and, for words that people wrote freely, `free`."""

    key: str
    source: str
    dataset: str
    fields: tuple[Mapping[str, Any], ...]


def field(name: str, meaning: str, value: Any, *categories: str, free: bool = False) -> Mapping[str, Any]:
    shown = value.isoformat() if hasattr(value, "isoformat") else value
    found: dict[str, Any] = {"name": name, "meaning": meaning, "value": shown, "categories": list(categories)}
    return {**found, "free": True} if free else found


def in_store(row: RightsRequest, now: datetime) -> list[Found]:
    """Everything of the operational store that this body answers for. Hers alone: nothing by address but cases that she may see."""
    person = Person.objects.filter(id=row.person).first()
    if person is None:
        return []
    # What a child asked for herself, or a letter says of her, is not laid before a worker for her parent or a helper.
    hers = row.capacity not in ("parent", "helper")
    # Nor is what she decided herself while she did, after a review of her has ended.
    own = frozenset(rounds.own_keys(person.id) if row.capacity == "parent" else ())
    found = [*_cases(person, row.controller, now, hers, own), *_told(person, row.controller, now, own),
             *_asked(person, row, hers), *_uses(person, row.controller, hers, own), *_looks(person, row.controller, now)]  # fmt: skip
    if hers:
        found += _reviews(person, row.controller)
        found += [*_received(person, row.controller), *_overrides(person, row.controller, now)]
    if row.controller == place.operator().id:
        found += [*_choices(person), *_account(person), *(_scopes(person) if hers else ())]
    return found


def _cases(person: Person, body: str, now: datetime, hers: bool, own: frozenset[str]) -> Iterator[Found]:
    for case in access.cases_about(person, now):
        if case.organisation != body or (case.opening_kind in OWN and not hers) or case.opening_key in own:
            continue
        said = told(case.use, case.words, "en")
        fields = [
            field("opened_at", "when the case was opened", case.opened_at),
            field("use", "what it is about", case.use),
        ]
        fields += [field(w.name, w.say.en, w.value or "yes", "housing-conditions") for w in said]
        for event in case.events.all():
            fields.append(
                field(f"step_{event.number}", f"{event.kind} on {event.at:%Y-%m-%d}", event.reasons, free=True)
            )
        yield Found(f"case:{case.id}", "case", case.use, tuple(fields))


def _told(person: Person, body: str, now: datetime, own: frozenset[str]) -> Iterator[Found]:
    """What this body told, or was told, with the law on which that rested."""
    for row in ProposalRow.objects.filter(person=person.id, state="released").exclude(key__in=own).order_by("key"):
        if body != row.recipient and body not in row.senders:
            continue
        law = [f"{r.statute} {r.section}" for r in place.law_rows((row.agreement,), now)]
        fields = [
            field("told_at", "when it was told", row.decided_at), field("from", "who told it", ", ".join(sorted(row.senders))),
            field("to", "who was told", row.recipient), field("agreement", "the agreement it rests on", row.agreement),
            field("law", "the law it rests on", "; ".join(law)),
            *(field(w.name, w.say.en, w.value or "yes") for w in told(row.use, row.words, "en")),
        ]  # fmt: skip
        yield Found(f"told:{row.key}", "told", row.use, tuple(fields))


def _asked(person: Person, asking: RightsRequest, hers: bool) -> Iterator[Found]:
    """Questions about her that this body would have told or heard the answer of, or that it answered for her by an order.

    Who was asked is hers only if it was she. Whoever asks for a child gets the questions to himself and no others: neither
    what she was asked herself nor what another who may decide for her said.
    """
    body = asking.controller
    ours = Q(sender=body) | Q(recipient=body, state="yes") | Q(body=body)
    mine = OfferRow.objects.filter(about=person.id).filter(ours).exclude(asked="", body="")
    if not hers:
        mine = mine.filter(asked__in=_asking(asking)).exclude(asked=person.id)
    for row in mine.order_by("asked_at", "id"):
        fields = [field("asked_at", "when it was asked", row.asked_at), field("answer", "the answer", row.state),
                  field("recipient", "who would be told", row.recipient)]  # fmt: skip
        yield Found(f"asked:{row.id}", "asked", row.use, tuple(fields))


def _uses(person: Person, body: str, hers: bool, own: frozenset[str]) -> Iterator[Found]:
    outcomes = ("told", "own-case", *(("asked", "received") if hers else ()))
    rows = UseRow.objects.filter(person=person.id, recipient=body, outcome__in=outcomes).exclude(key__in=own)
    for row in rows.order_by("key"):
        fields = (field("first_at", "since when", row.first_at), field("last_at", "until when", row.last_at),
                  field("outcome", "what came of it", row.outcome), field("agreement", "the agreement", row.agreement))  # fmt: skip
        yield Found(f"use:{row.key}", "use", row.use, fields)


def _reviews(person: Person, body: str) -> Iterator[Found]:
    """What this body's workers recorded of whether she decides herself."""
    for row in CompetenceReview.objects.filter(person=person.id, body=body).order_by("key"):
        fields = (
            field("competent", "whether you decide yourself", row.competent), field("since", "since when", row.since),
            field("until", "until when", row.until), field("by", "who judged it", f"{row.by}, {row.post}, {row.organisation}"),
            field("why", "why", row.why, free=True),
        )  # fmt: skip
        yield Found(f"review:{row.key}", "review", "", fields)


def _received(person: Person, body: str) -> Iterator[Found]:
    """What came from outside about her. Who sent it is somebody else's business too: a person decides about each field."""
    for row in ReceivedRow.objects.filter(person=person.id, organisation=body).order_by("key"):
        fields = (
            field("received_on", "when it came", row.received_on), field("channel", "how it came", row.channel),
            field("sender", "who sent it", row.sender, free=True),
            field("claimed", "the basis that the sender claimed", row.claimed, free=True),
        )  # fmt: skip
        yield Found(f"received:{row.key}", "received", "", fields)


def _overrides(person: Person, body: str, now: datetime) -> Iterator[Found]:
    """Decisions against a choice of hers, as far as her own page shows them."""
    for row in overrides.of_person(person, now):
        if row.organisation == body:
            fields = (field("purpose", "about what", row.purpose), field("recipient", "who may be told", row.recipient),
                      field("ground", "the ground", row.ground), field("until", "until when", row.until))  # fmt: skip
            yield Found(f"override:{row.key}", "override", "", fields)


def _scopes(person: Person) -> Iterator[Found]:
    """Who may ask for her. That she may ask for somebody else is that person's record."""
    for row in MandateRow.objects.filter(person=person.id).order_by("key"):
        fields = (field("purposes", "for what", ", ".join(row.purposes)), field("since", "since when", row.since),
                  field("until", "until when", row.until), field("evidence", "the paper that was seen", row.evidence))  # fmt: skip
        yield Found(f"scope:{row.key}", "scope", "", fields)


def looks_at(person: Person, body: str, now: datetime) -> list[Look]:
    """Looks by workers of one body at her, or at cases that she herself may see."""
    cases = [c.id for c in access.cases_about(person, now)]
    mine = Q(person=person.id) | Q(person="", case__in=cases)
    return list(Look.objects.filter(mine, organisation=body).order_by("at", "pk"))


def _looks(person: Person, body: str, now: datetime) -> Iterator[Found]:
    """Each look with time and reason; which worker it was is asked by a request of its own."""
    for look in looks_at(person, body, now):
        yield Found(f"look:{look.pk}", "look", "", (field("at", "when", look.at), field("why", "why", look.why)))


def _choices(person: Person) -> Iterator[Found]:
    for row in ChoiceRow.objects.filter(person=person.id).order_by("made_at", "key"):
        fields = (field("kind", "what you said", row.kind), field("purpose", "about what", row.purpose),
                  field("since", "since when", row.since), field("until", "until when", row.until))  # fmt: skip
        yield Found(f"choice:{row.key}", "choice", "", fields)


def _account(person: Person) -> Iterator[Found]:
    for user in User.objects.filter(person_id=person.id, role="citizen").order_by("pk"):
        account = (
            field("name", "name of the account", user.display_name),
            field("language", "language", user.language),
        )
        yield Found(f"account:{user.pk}", "account", "", account)
    fields = (
        field("given_name", "first name", person.given_name, "identifier"), field("family_name", "family name", person.family_name, "identifier"),
        field("born", "date of birth", person.born, "identifier"), field("language", "language", person.language, "contact"),
        field("home", "address", person.home.address if person.home else "", "address"),
    )  # fmt: skip
    yield Found(f"person:{person.id}", "person", "", fields)


def others_of(row: RightsRequest) -> list[str]:
    """Names of people who live with her or decide for her: a field that holds one of them is shown to whoever decides."""
    person = Person.objects.filter(id=row.person).first()
    if person is None:
        return []
    near = Q(home_id=person.home_id) if person.home_id else Q(pk__in=[])
    near |= Q(id=person.responsible) if person.responsible else Q(pk__in=[])
    own = {person.given_name, person.family_name}
    names = Person.objects.filter(near).exclude(id=person.id).values_list("given_name", "family_name")
    return sorted({n for pair in names for n in pair if n and n not in own})


def _lives_elsewhere(row: RightsRequest) -> bool:
    """Whether a parent asks who is not known to live with the child: then nothing may tell where she lives."""
    if row.capacity != "parent":
        return False
    homes = dict(Person.objects.filter(id__in=[row.person, *_asking(row)]).values_list("id", "home_id"))
    mine = {home for id, home in homes.items() if id != row.person}
    return homes.get(row.person) is None or mine != {homes[row.person]}


def _where(fields: Iterable[Mapping[str, Any]]) -> set[str]:
    """Names of the fields by which somebody could be found."""
    return {str(f["name"]) for f in fields if {"address", "contact"} & set(f.get("categories", ()))}


def _asking(row: RightsRequest) -> list[str]:
    """The person whose account asked."""
    found = User.objects.filter(username=row.asked_by, role="citizen").values_list("person_id", flat=True)
    return [person for person in found if person]


def keep(row: RightsRequest, found: Iterable[Found]) -> int:
    """Put what was found before the worker. For herself, what is plainly hers is marked to be given; for others nothing is."""
    others, count, away = others_of(row), 0, _lives_elsewhere(row)
    for item in found:
        cut = sorted(suspects(item.fields, others) | (_where(item.fields) if away else set()))
        plainly = row.capacity == "self" and not cut
        _, new = RightsItem.objects.get_or_create(
            request=row, key=item.key,
            defaults={
                "source": item.source, "dataset": item.dataset, "content": list(item.fields), "cut": cut,
                "decision": "give" if plainly else "open",
            },
        )  # fmt: skip
        count += new
    return count
