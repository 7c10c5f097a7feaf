"""Drafts of agreements: who sees them, their answers, versions and comments, and what the check says of them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ginnel.app.services import place
from ginnel.app.services.agreeing import walk
from ginnel.app.services.drafts import slug
from ginnel.flow.drafted import Answer, check_draft
from ginnel.governance import Agreement, Register
from ginnel.governance.accession import Accession, parse_accession
from ginnel.governance.agreements import Signatory, parse_agreement
from ginnel.governance.drafting import written
from ginnel.governance.signing import lacking
from ginnel.store.models import DraftComment, DraftRow, DraftVersion, User
from ginnel.vocabulary import BadInput, Problem, digest


def register(now: datetime) -> Register:
    return place.register(now)


def mine(user: User) -> list[DraftRow]:
    """The drafts in which the user's body is a party, or that it began; nobody else's."""
    if user.role != "governance" or not user.organisation:
        return []
    rows = DraftRow.objects.filter(joins="").order_by("-started_at", "key")
    return [r for r in rows if user.organisation == r.organisation or user.organisation in r.parties]


def draft_of(user: User, key: str) -> DraftRow | None:
    return next((r for r in mine(user) if r.key == key), None)


def begin(user: User, title: str, now: datetime) -> DraftRow:
    """A new draft with a title. Raises `BadInput` where the title is empty or is another agreement's."""
    id = slug(title)
    if not id:
        raise BadInput(Problem("write a title", key="title"))
    if place.agreement(id, now) or DraftRow.objects.filter(agreement=id).exists() or id == "approvals":
        raise BadInput(Problem("another agreement has this title", key="title", mend="write another title"))
    named = " ".join(title.split())[:200]
    return DraftRow.objects.create(
        key=f"draft-{digest([id, user.username, now.isoformat()])[:24]}", agreement=id, title=named,
        organisation=user.organisation, started_by=user.username, started_at=now,
        answers={"title": named, "sources": [user.organisation]},
        parties=[user.organisation],
    )  # fmt: skip


def answer(
    row: DraftRow, step: str, post: Mapping[str, list[str]], edition: str, now: datetime
) -> list[tuple[str, str]]:
    """Keep the answers of one page; what is missing is said and kept all the same. Nobody overwrites anybody."""
    with transaction.atomic():
        fresh = DraftRow.objects.select_for_update().get(pk=row.pk)
        if edition != str(fresh.edition):
            return [("", "changed")]
        answers, faults = walk.given(step, fresh.answers, register(now), post)
        fresh.answers = {**fresh.answers, **answers}
        fresh.title = str(fresh.answers.get("title") or fresh.title)[:200]
        now_named = {*fresh.answers.get("sources", []), *fresh.answers.get("recipients", [])}
        fresh.parties = sorted({fresh.organisation, *now_named, *_signing(fresh)})
        fresh.edition += 1
        fresh.save()
    row.refresh_from_db()
    return faults


def _signing(row: DraftRow) -> set[str]:
    """Who signs the published text: whoever takes them out of the answers cannot do it behind their backs."""
    version = row.versions.filter(hash=row.published_hash).first() if row.published_hash else None
    return {s.organisation for s in parsed(version).signatories} if version else set()


def agreement_of(row: DraftRow, now: datetime) -> Agreement:
    r = register(now)
    return walk.made(walk.preset(row.answers, r), r, row.agreement)


def open_steps(row: DraftRow, now: datetime) -> list[str]:
    """The pages on which something is still missing."""
    r = register(now)
    answers = walk.preset(row.answers, r)
    post = {k: v if isinstance(v, list) else [v] for k, v in answers.items()}
    return [step for step in walk.STEPS if walk.given(step, answers, r, post)[1]]


def faults_of(row: DraftRow, now: datetime) -> tuple[list[str], tuple[Signatory, ...]]:
    """What keeps the answers from being an agreement's file, and who must sign and is not named."""
    agreement = agreement_of(row, now)
    try:
        parse_agreement(written(agreement), row.agreement, place.region().directory.organisations)
    except BadInput as error:
        return [p.message for p in error.problems], lacking(register(now), agreement)
    return [], lacking(register(now), agreement)


def checked(agreement: Agreement, now: datetime) -> tuple[Answer, ...]:
    """The flow check on a copy of the region in which everybody named has signed this text."""
    return check_draft(place.region(), agreement, place.today(now))


def keep(user: User, row: DraftRow, now: datetime) -> DraftVersion:
    """Keep the text as it stands as a version. Raises `BadInput` where it is no agreement yet, or is the last version."""
    problems, missing = faults_of(row, now)
    if problems or missing or open_steps(row, now):
        raise BadInput(Problem("this is not a whole agreement yet", mend="answer what is still open"))
    agreement = agreement_of(row, now)
    last = latest(row)
    if last is not None and last.hash == agreement.hash:
        raise BadInput(Problem("nothing has changed since the last version"))
    return DraftVersion.objects.create(
        draft=row, number=last.number + 1 if last else 1, text=written(agreement), hash=agreement.hash,
        made_by=user.username, made_at=now,
    )  # fmt: skip


def latest(row: DraftRow) -> DraftVersion | None:
    return row.versions.order_by("-number").first()


def parsed(version: DraftVersion) -> Agreement:
    return parse_agreement(version.text, version.draft.agreement, place.region().directory.organisations)


def text_of(version: DraftVersion) -> Agreement | Accession:
    """What a version says: an agreement, or the form by which a body joins one."""
    if version.draft.joins:
        return parse_accession(version.text, version.draft.agreement, place.region().directory.organisations)
    return parsed(version)


def fits_still(version: DraftVersion) -> None:
    """Raises `BadInput` where the form joins another text of the agreement than the one there."""
    form = text_of(version)
    if isinstance(form, Accession):
        parent = place.agreement_text(form.agreement)
        if parent is None or parent.hash != form.agreed:
            raise BadInput(
                Problem("the agreement has another text now", mend="read it, keep the form again and sign that")
            )


def compared(row: DraftRow, one: int, other: int) -> list[tuple[str, str]]:
    """Two versions line by line: ("same" | "gone" | "new", the line). Raises `BadInput` where there is no such version."""
    texts = {v.number: v.text.splitlines() for v in row.versions.all()}
    if one not in texts or other not in texts:
        raise BadInput(Problem("there is no such version", mend="choose one of the list"))
    kinds = {"  ": "same", "- ": "gone", "+ ": "new"}
    lines = difflib.ndiff(texts[one], texts[other])
    return [(kinds[line[:2]], line[2:]) for line in lines if line[:2] in kinds]


def comment(user: User, row: DraftRow, words: str, now: datetime) -> None:
    """Keep a comment under the writer's name. Raises `BadInput` for an empty one."""
    if not words.strip():
        raise BadInput(Problem("write your comment", key="words"))
    last = latest(row)
    DraftComment.objects.create(
        draft=row, version=last.number if last else 0, words=words.strip()[:1000], said_by=user.username,
        organisation=user.organisation, said_at=now,
    )  # fmt: skip
