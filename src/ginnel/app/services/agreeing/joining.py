"""A body joins an agreement that lets bodies of its kind in: its form, from the first look to the file.

A form is kept, signed and published as a draft agreement is, and seen by nobody but the body that prepares it until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ginnel.app.services import place
from ginnel.app.services.agreeing import drafts, publish, walk
from ginnel.flow.drafted import Answer, check_form
from ginnel.governance import Agreement
from ginnel.governance.accession import SIDES, Accession, Joined, members, parse_accession, side_of, standing, widened
from ginnel.governance.accession import lacking as lacking_of
from ginnel.governance.agreements import Signatory
from ginnel.governance.drafting import written_form
from ginnel.governance.judge import approval_reasons
from ginnel.governance.reasons import Reason
from ginnel.governance.signing import needed_of
from ginnel.store.models import DraftRow, DraftVersion, User
from ginnel.vocabulary import BadInput, Problem, digest


@dataclass(frozen=True)
class Door:
    """One side of an agreement on which the user's body may join, or prepares or has a form. `row` is that form."""

    agreement: Agreement
    side: str
    organisation: str
    row: DraftRow | None = None

    @property
    def id(self) -> str:
        """What the form's file is called: who joins what on which side, cut with a digest where it is too long."""
        said = f"{self.organisation}-{self.side}-{self.agreement.id}"
        return said if len(said) <= 60 else f"{said[:51]}-{digest([said])[:8]}"


def forms(user: User) -> list[DraftRow]:
    """The forms of the user's body; nobody else sees one before it is published."""
    if user.role != "governance" or not user.organisation:
        return []
    return list(
        DraftRow.objects.filter(organisation=user.organisation).exclude(joins="").order_by("-started_at", "key")
    )


def door(user: User, id: str, side: str, now: datetime) -> Door | None:
    """None where the agreement does not let the user's body in on this side and her body has no form for it."""
    a = place.agreement_text(id)
    if a is None or side not in SIDES or user.role != "governance" or not user.organisation:
        return None
    return _door(user, a, side, forms(user), now)


def _door(user: User, a: Agreement, side: str, mine: list[DraftRow], now: datetime) -> Door | None:
    row = next((r for r in mine if (r.joins, r.side) == (a.id, side)), None)
    found = Door(a, side, user.organisation, row)
    return found if row is not None or _open(found, now) else None


def _open(d: Door, now: datetime) -> bool:
    """Whether the agreement is in force, lets bodies of this kind in, and the body is no party on that side yet."""
    r = place.register(now)
    body, wide = r.bodies.get(d.organisation), r.agreement(d.agreement.id)
    classes = d.agreement.open_from if d.side == "from" else d.agreement.open_to
    return (
        body is not None and wide is not None and body.legal_class in classes and d.agreement.in_force(r.day)
        and not tuple(approval_reasons(r, d.agreement)) and d.organisation not in side_of(wide, d.side)
    )  # fmt: skip


def doors(user: User, now: datetime) -> list[Door]:
    """Every agreement and side on which the user's body may join or has a form, by title."""
    if user.role != "governance" or not user.organisation:
        return []
    mine = forms(user)
    found = (_door(user, a, side, mine, now) for a in place.region().agreements for side in SIDES)
    return sorted((d for d in found if d is not None), key=lambda d: (d.agreement.title, d.side))


def joined(id: str, now: datetime) -> tuple[Joined, ...]:
    """Who has joined an agreement: for everybody to see."""
    region = place.region()
    return members(region.texts(place.today(now)), region.accessions, id)


# --- The form


def answers(d: Door, now: datetime) -> walk.Answers:
    """What was answered so far, with those who have to sign at the least filled in."""
    said = dict(d.row.answers) if d.row else {}
    name = f"sign-{d.organisation}"
    if not said.get(name):
        said[name] = [s.role for s in _needed(d, now)]
    return said


def _needed(d: Door, now: datetime) -> list[Signatory]:
    wide = widened(d.agreement, _form(d, {}, now))
    return list(needed_of(place.register(now), wide, d.organisation, gives=d.side == "from"))


def fields(d: Door, now: datetime) -> tuple[walk.Field, ...]:
    """The questions of the form: from when, in one sentence, on which law where data is given, and who signs."""
    r = place.register(now)
    wide = widened(d.agreement, _form(d, d.row.answers if d.row else {}, now))
    law = tuple(walk.law_fields(r, wide, d.organisation)) if d.side == "from" else ()
    return (
        walk.Field("plain", "area", "join_plain"), walk.Field("starts", "day", "join_starts"), *law,
        walk.sign_field(d.organisation),
    )  # fmt: skip


def _form(d: Door, said: Mapping[str, Any], now: datetime) -> Accession:
    signs = tuple(Signatory(d.organisation, role) for role in said.get(f"sign-{d.organisation}", []))
    starts = walk.day(str(said.get("starts", ""))) or place.today(now)
    return Accession(
        id=d.row.agreement if d.row else d.id, agreement=d.agreement.id, agreed=d.agreement.hash,
        organisation=d.organisation, side=d.side, starts=starts, signatories=signs,
        basis=walk.basis(said, d.organisation) if d.side == "from" else None, plain=walk.flat(str(said.get("plain", ""))),
        file=f"agreements/accessions/{d.row.agreement if d.row else d.id}.toml",
    )  # fmt: skip


def form_of(d: Door, now: datetime) -> Accession:
    """The form that the answers come to, for the agreement's text as it stands now."""
    return _form(d, answers(d, now), now)


def save(user: User, d: Door, post: Mapping[str, list[str]], edition: str, now: datetime) -> list[tuple[str, str]]:
    """Keep the answers; what is missing is said and kept all the same. Nobody overwrites anybody."""
    row = d.row or _begun(user, d, now)
    with transaction.atomic():
        fresh = DraftRow.objects.select_for_update().get(pk=row.pk)
        if edition != str(fresh.edition):
            return [("", "changed")]
        said, faults = walk.taken(fields(d, now), post)
        fresh.answers = {**fresh.answers, **said}
        fresh.edition += 1
        fresh.save()
    return faults


def _begun(user: User, d: Door, now: datetime) -> DraftRow:
    """The row of a new form. Raises `BadInput` where somebody wrote a file of this name by hand."""
    taken = {f.id for f in place.region().accessions} | {a.id for a in place.region().agreements}
    if d.id in taken or DraftRow.objects.filter(agreement=d.id).exclude(joins=d.agreement.id).exists():
        raise BadInput(Problem("a form of this name is there already", file=f"agreements/accessions/{d.id}.toml",
                               mend="look at the file"))  # fmt: skip
    found, _ = DraftRow.objects.get_or_create(
        organisation=d.organisation, joins=d.agreement.id, side=d.side,
        defaults={
            "key": f"join-{digest([d.id, user.username, now.isoformat()])[:24]}", "agreement": d.id,
            "title": d.agreement.title[:200], "started_by": user.username, "started_at": now, "parties": [d.organisation],
        },
    )  # fmt: skip
    return found


def open_fields(d: Door, now: datetime) -> list[tuple[str, str]]:
    """(field, fault) of what is still missing."""
    post = {k: v if isinstance(v, list) else [v] for k, v in answers(d, now).items()}
    return walk.taken(fields(d, now), post)[1]


def missing(d: Door, now: datetime) -> tuple[Signatory, ...]:
    """Who has to sign and is not named."""
    return lacking_of(place.region().texts(place.today(now)), form_of(d, now), d.agreement)


def checked(d: Door, now: datetime) -> tuple[Answer, ...]:
    """The flow check on a copy of the region in which everybody whom the form names has signed it."""
    return check_form(place.region(), form_of(d, now), place.today(now))


def keep(user: User, d: Door, now: datetime) -> DraftVersion:
    """Keep the form as a version. Raises `BadInput` where it is not whole, or is the last version."""
    if d.row is None or open_fields(d, now) or missing(d, now):
        raise BadInput(Problem("this is not a whole form yet", mend="answer what is still open"))
    form = form_of(d, now)
    text = written_form(form)
    parse_accession(text, form.id, place.region().directory.organisations)
    last = drafts.latest(d.row)
    if last is not None and last.hash == form.hash:
        raise BadInput(Problem("nothing has changed since the last version"))
    return DraftVersion.objects.create(
        draft=d.row, number=last.number + 1 if last else 1, text=text, hash=form.hash, made_by=user.username, made_at=now,
    )  # fmt: skip


def closed(d: Door, version: DraftVersion | None) -> bool:
    """Whether the version joins another text of the agreement than the one there."""
    form = drafts.text_of(version) if version else None
    return isinstance(form, Accession) and form.agreed != d.agreement.hash


def against(d: Door, now: datetime) -> tuple[Reason, ...] | None:
    """Why the published form does not count today, empty where it does; None where none is published."""
    form = publish.there(d.row) if d.row else None
    return standing(place.region().texts(place.today(now)), form) if isinstance(form, Accession) else None
