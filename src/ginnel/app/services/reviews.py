"""Reviews of whether a child decides herself: recorded with the professional named, read by her, shown to nobody else.

There is no list of children and no search: a worker comes here from a case about the child, or from a question or a
telling about her that is her own body's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from ginnel.app.services import access, children, notes, offers, place, rounds
from ginnel.governance.children import REVIEW_DAYS
from ginnel.referrals import state_of
from ginnel.store.cases import to_case, without_asides
from ginnel.store.models import CaseRow, CompetenceReview, OfferRow, Person, ProposalRow, User
from ginnel.vocabulary import BadInput, Problem, digest


@dataclass(frozen=True)
class Form:
    """What the worker writes: whether she understands, who judged it, on which days it counts, why in a few words."""

    competent: bool
    by: str
    post: str
    organisation: str
    since: date
    until: date
    why: str


RECORDERS: frozenset[str] = frozenset({"nhs-body", "local-authority"})
"""Classes of body whose workers record a review: where health, school and social work know children. A landlord's or an
adviser's case is no occasion to settle who decides for one."""


def may_record(user: User) -> bool:
    found = place.region().directory.organisations.get(user.organisation)
    return found is not None and found.legal_class in RECORDERS


def person_of_case(user: User, id: str) -> Person | None:
    """Whom an open case of the officer's body is about: whose case is closed has nothing to do with her any more.

    That she is a child is not said: the worker was not told her age.
    """
    row: CaseRow | None = access.case_for_officer(user, id) if may_record(user) else None
    live = row is not None and row.person and state_of(without_asides(to_case(row))) != "closed"
    return _person(row.person) if row is not None and live else None


def person_of_question(user: User, key: str) -> Person | None:
    """Whom the sender's body asks about: a question that is open, or disagreed on, or a telling that waits."""
    if user.role != "sender" or not may_record(user):
        return None
    told = ProposalRow.objects.filter(key=key, sender=user.organisation, state="waiting").first()
    row = OfferRow.objects.filter(key=key, sender=user.organisation).order_by("-asked_at", "id").first()
    # Whoever in the round was first written: the link must not depend on which of two said no.
    live = row is not None and rounds.of(row).filter(state__in=("open", "yes")).exists()
    person = told.person if told is not None else row.about if row is not None and live else ""
    home, restricted = (
        (told.home, told.restricted) if told is not None else (row.home, row.restricted) if row else ("", True)
    )
    return None if not person or access.kept_from(user)(home, person, restricted) else _person(person)


def _person(id: str) -> Person | None:
    return Person.objects.filter(id=id).first()


def record(user: User, child: Person, form: Form, now: datetime) -> CompetenceReview:
    """Keep a review. It counts from this moment: what others were asked about her is closed, what waits on their yes stops.

    Raises `BadInput` for what is missing, lies ahead or is too long. The same form sent twice is one review.
    """
    _check(form, now)
    if not children.reviewable(child, now):
        raise BadInput(
            Problem("no review counts for this person", key="competent", mend="look at the age in your own file")
        )
    said = [getattr(form, f) for f in Form.__dataclass_fields__]
    key = f"cr-{digest([child.id, user.organisation, *said])[:32]}"
    with transaction.atomic():
        row, new = CompetenceReview.objects.get_or_create(
            key=key,
            defaults={
                "person": child.id, "competent": form.competent, "by": form.by.strip()[:150], "post": form.post.strip()[:120],
                "organisation": form.organisation.strip()[:150], "since": form.since, "until": form.until,
                "why": form.why.strip()[:300], "body": user.organisation, "recorded_by": user.username, "recorded_at": now,
            },
        )  # fmt: skip
        if new:
            # Neither whom it is about nor what it says is in the ledger: both stand behind the month's secret.
            note = f"review:{row.key}"
            sealed = notes.sealed(note, {"person": child.id, "by": user.username, "said": [str(s) for s in said]}, now)
            notes.write(note, "review", {"organisation": user.organisation, "commitment": sealed}, now)
            offers.close_unheard(child.id, now)
    notes.flush()
    return row


def _check(form: Form, now: datetime) -> None:
    last = form.since + timedelta(days=REVIEW_DAYS)
    for bad, problem in (
        (not form.by.strip(), Problem("write who judged it", key="by")),
        (not form.post.strip(), Problem("write the professional's post", key="post")),
        (not form.organisation.strip(), Problem("write where the professional works", key="organisation")),
        (form.since > place.today(now), Problem("that day lies in the future", key="since")),
        (not form.since < form.until <= last, Problem("choose a last day", key="until", expected="within a year")),
        (not form.why.strip(), Problem("write why, in a few words", key="why")),
    ):
        if bad:
            raise BadInput(problem)


def of_me(person: Person) -> list[CompetenceReview]:
    """Every review of herself, newest first: hers alone to read."""
    return list(CompetenceReview.objects.filter(person=person.id).order_by("-since", "-recorded_at", "key"))
