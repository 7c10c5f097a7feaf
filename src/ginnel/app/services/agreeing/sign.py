"""Signing. A signature is for one text, byte for byte of what it says: another text needs another one.

Whoever made a version does not sign it, nobody signs twice for one body, and nobody gives herself an office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ginnel.app.services import notes, place
from ginnel.app.services.agreeing import drafts, publish
from ginnel.governance.agreements import Signatory
from ginnel.governance.signing import ROLES
from ginnel.store.models import DraftRow, DraftVersion, Office, PaperApproval, User
from ginnel.vocabulary import BadInput, Problem

__all__ = ["ROLES", "Line", "approve", "colleagues", "give_office", "lines", "may_sign", "of_body", "offices"]


@dataclass(frozen=True)
class Line:
    """One signatory of a text: who has signed it, and whether an earlier text was signed."""

    signatory: Signatory
    approval: PaperApproval | None
    outdated: bool


def offices(user: User) -> list[str]:
    """The offices that somebody holds at her own body."""
    rows = Office.objects.filter(username=user.username, organisation=user.organisation)
    return list(rows.order_by("role").values_list("role", flat=True))


def give_office(user: User, username: str, role: str, now: datetime) -> Office:
    """Name a colleague for an office. Raises `BadInput` for a stranger, for oneself, or for an unknown office."""
    other = User.objects.filter(username=username, organisation=user.organisation, role="governance", is_active=True)
    if role not in ROLES or not user.organisation or not other.exists():
        raise BadInput(Problem("choose a colleague of information governance and an office", key="username"))
    if herself(user, username):
        raise BadInput(Problem("nobody gives herself an office", key="username", mend="ask a colleague to do it"))
    with transaction.atomic():
        found, new = Office.objects.get_or_create(
            username=username, role=role,
            defaults={"organisation": user.organisation, "given_by": user.username, "given_at": now},
        )  # fmt: skip
        if new:
            # Who may sign rests on this: that it was given is on record for everybody, to whom and by whom is sealed.
            key = f"office:{user.organisation}:{role}:{now:%Y%m%dT%H%M%S%f}"
            proof = notes.sealed(key, {"to": username, "by": user.username}, now)
            notes.write(key, "office", {"organisation": user.organisation, "office": role, "commitment": proof}, now)
    notes.flush()
    return found


def lines(version: DraftVersion) -> list[Line]:
    """Everybody who must sign this version."""
    rows = PaperApproval.objects.filter(agreement=version.draft.agreement)
    found = []
    for s in drafts.text_of(version).signatories:
        own = [r for r in rows if (r.organisation, r.role) == (s.organisation, s.role)]
        now = next((r for r in own if r.hash == version.hash), None)
        found.append(Line(s, now, bool(own) and now is None))
    return found


def herself(user: User, username: str) -> bool:
    """Nobody gives herself an office."""
    return username == user.username


def made_it(user: User, version: DraftVersion) -> bool:
    """Whoever made a version does not sign it."""
    return version.made_by == user.username


def has_signed(user: User, found: list[Line]) -> bool:
    """Nobody signs twice for one body."""
    own = [line.approval for line in found if line.signatory.organisation == user.organisation]
    return any(a is not None and a.username == user.username for a in own)


def to_sign(row: DraftRow, hash: str) -> DraftVersion | None:
    """Only the latest version is signed, and only by whoever read exactly that text."""
    version = drafts.latest(row)
    return version if version is not None and version.hash == hash else None


def may_sign(user: User, version: DraftVersion) -> list[str]:
    """The offices in which this user may sign this version now."""
    found = lines(version)
    if made_it(user, version) or has_signed(user, found):
        return []
    mine, open_ = set(offices(user)), []
    for line in found:
        if line.signatory.organisation == user.organisation and line.approval is None and line.signatory.role in mine:
            open_.append(line.signatory.role)
    return open_


def approve(user: User, row: DraftRow, role: str, hash: str, now: datetime) -> PaperApproval:
    """Approve the text with this hash in one office. Raises `BadInput` unless it is the latest version and hers to sign."""
    with transaction.atomic():
        row = DraftRow.objects.select_for_update().get(pk=row.pk)
        version = to_sign(row, hash)
        if version is None:
            raise BadInput(Problem("the text has changed meanwhile", mend="read the version that is there now"))
        drafts.fits_still(version)
        if role not in may_sign(user, version):
            raise BadInput(Problem("this is not yours to sign", mend="ask whoever holds the office"))
        approval = PaperApproval.objects.create(
            agreement=row.agreement, hash=hash, organisation=user.organisation, role=role,
            name=user.display_name or user.username, username=user.username, at=now, demo=place.demo(), waiting=True,
        )  # fmt: skip
        who = {"organisation": user.organisation, "role": role}
        publish.note("approval", f"{hash}:{user.organisation}:{role}", row, approval.name, now, **who)
    publish.complete(row)
    notes.flush()
    return approval


def of_body(user: User) -> list[Office]:
    """Who holds which office at the user's body. Another duty, such as for children, signs nothing."""
    return list(Office.objects.filter(organisation=user.organisation, role__in=ROLES).order_by("role", "username"))


def colleagues(user: User) -> list[User]:
    """Whom the user may name for an office."""
    found = User.objects.filter(organisation=user.organisation, role="governance", is_active=True)
    return list(found.exclude(username=user.username).order_by("display_name", "username"))
