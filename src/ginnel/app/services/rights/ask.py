"""Asking: one form becomes one request to each body, each with a clock of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from ginnel.app.services import citizen, looks, notes, place
from ginnel.app.services.rights import bodies, clock, erase, who
from ginnel.governance.rights import BLOCKS, KINDS, Due, Event
from ginnel.store.models import Person, RightsProxy, RightsRequest, User
from ginnel.vocabulary import BadInput, Problem, digest

HELPER_DAYS = 365
NEEDS_WORDS: frozenset[str] = frozenset({"rectification", "erasure", "complaint"})
"""Kinds that make no sense without saying what they are about."""


@dataclass(frozen=True)
class Form:
    """What somebody asks. `worker` is named or described for kind "look"."""

    kind: str
    about: str
    bodies: tuple[str, ...]
    worker: str = ""


@dataclass(frozen=True)
class View:
    """A request as whoever asked sees it; `whom` is empty for herself, else a first name.

    `looked`: the answer to whether one worker looked (None: not asked or not answered); `looks` are times and reasons.
    """

    row: RightsRequest
    due: Due
    events: tuple[Event, ...]
    whom: str
    looked: bool | None
    looks: tuple[tuple[datetime, str], ...]
    erasures: tuple[erase.Line, ...]


def check(form: Form) -> None:
    """Raises `BadInput` with every field that is to be mended."""
    wrong = []
    if form.kind not in KINDS:
        wrong.append(Problem("choose what you ask for", key="kind"))
    if form.kind in NEEDS_WORDS and not form.about.strip():
        wrong.append(Problem("say what it is about", key="about"))
    if form.kind == "look" and not form.worker.strip():
        wrong.append(Problem("name or describe the worker", key="worker"))
    if not form.bodies or not set(form.bodies) <= set(place.region().directory.organisations):
        wrong.append(Problem("choose at least one body", key="bodies"))
    if wrong:
        raise BadInput(wrong)


def ask(user: User, whom: who.For, form: Form, now: datetime) -> str:
    """One request to each body chosen. Gives the id of the ask. Raises `BadInput` for a form that cannot be used."""
    check(form)
    if form.kind not in whom.kinds:
        raise BadInput(Problem("you may not ask this for somebody else", key="kind"))
    # The no first: if anything after it fails, she is the better protected.
    if form.kind in BLOCKS:
        block(user, whom.person, form.kind, now)
    with transaction.atomic():
        found = _raise(user, whom.person, form, whom.capacity, "page", now)
    notes.flush()
    return found


def _raise(user: User, person: Person, form: Form, capacity: str, channel: str, now: datetime) -> str:
    id = digest([person.id, form.kind, user.username, now.isoformat()])[:24]
    for body in sorted(set(form.bodies)):
        row = RightsRequest(
            id=f"r-{digest([id, body])[:30]}", ask=id, kind=form.kind, person=person.id, controller=body,
            nation=place.region().directory.organisations[body].nation, capacity=capacity, asked_by=user.username,
            channel=channel, about=form.about.strip(), worker=form.worker.strip(), received_at=now,
        )  # fmt: skip
        if RightsRequest.objects.filter(id=row.id).exists():
            continue
        row.save(force_insert=True)
        role = "body" if capacity == "staff" else "citizen"
        clock.add(row, Event("asked", now, user.username, role), checked=False)
    return id


def ask_for_caller(user: User, person: Person, form: Form, everywhere: bool, now: datetime) -> str:
    """A worker writes down what somebody asks by telephone. `everywhere`: every body that knows of her, unnamed to the worker."""
    known = tuple(b.id for b in bodies.about(person, now) if b.known) if everywhere else ()
    whole = Form(form.kind, form.about, tuple(dict.fromkeys((user.organisation, *known))), form.worker)
    check(whole)
    if form.kind in BLOCKS:
        block(user, person, form.kind, now)
    with transaction.atomic():
        found = _raise(user, person, whole, "staff", "telephone", now)
        looks.at_request(user, person.id, found, now)
    notes.flush()
    return found


def block(user: User, person: Person, kind: str, now: datetime) -> None:
    """A request to stop using, or only to keep, blocks at once and until she takes it back; no answer lifts it."""
    citizen.say_no(user, person, "all", now, kind=kind)


def view(user: User, row: RightsRequest, now: datetime) -> View:
    person = Person.objects.filter(id=row.person).first()
    whom = person.given_name if person is not None and row.person != user.person_id else ""
    events = clock.events_of(row)
    answer = next((e.data for e in events if e.kind == "answered" and row.kind == "look"), {})
    looks = tuple((datetime.fromisoformat(k["at"]), str(k["why"])) for k in answer.get("looks", []))
    return View(row, clock.due_of(row, now), events, whom, answer.get("looked"), looks, tuple(erase.lines(row)))


def views(user: User, now: datetime) -> list[View]:
    return [view(user, r, now) for r in who.requests_of_citizen(user, now)]


def speak(user: User, id: str, kind: str, words: str, now: datetime) -> None:
    """She says what she means ("clarified"), or takes the request back ("withdrawn")."""
    with transaction.atomic():
        row = clock.locked(id, None)
        if kind == "clarified" and not words.strip():
            raise BadInput(Problem("write what you mean", key="reasons"))
        clock.add(row, Event(kind, now, user.username, "citizen", words))
    notes.flush()


# --- A helper


def helpers(person: Person) -> list[RightsProxy]:
    return list(RightsProxy.objects.filter(person=person.id, ended_at=None).order_by("since", "pk"))


def let_help(user: User, person: Person, username: str, kinds: Iterable[str], now: datetime) -> None:
    """She lets the owner of an account ask for her. An account that is nobody's is taken as it is: nothing is told of it."""
    chosen = sorted(set(kinds) & set(KINDS))
    if not username.strip() or username.strip() == user.username:
        raise BadInput(Problem("write the name of the helper's account", key="helper"))
    if not chosen:
        raise BadInput(Problem("choose what the helper may ask", key="kinds"))
    day = place.today(now)
    with transaction.atomic():
        row = RightsProxy.objects.create(
            person=person.id,
            username=username.strip(),
            kinds=chosen,
            since=day,
            until=day + timedelta(days=HELPER_DAYS),
        )
        notes.write(f"helper:{row.pk}", "helper", {"kinds": chosen}, now)
    notes.flush()


def end_help(person: Person, id: int, now: datetime) -> bool:
    """From this moment the helper sees nothing of hers; False where the leave is not hers."""
    ended = RightsProxy.objects.filter(pk=id, person=person.id, ended_at=None).update(ended_at=now) > 0
    if ended:
        notes.write(f"helper-end:{id}", "helper-ended", {}, now)
        notes.flush()
    return ended
