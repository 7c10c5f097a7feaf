"""Signing and publishing. A signature is for one text, byte for byte of what it says: another text needs another one.

Whoever made a version does not sign it, nobody signs twice for one body, and nobody gives herself an office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ginnel.app.services import notes, place
from ginnel.app.services.agreeing import drafts
from ginnel.engines import write_text
from ginnel.governance.agreements import Signatory, load_approvals
from ginnel.governance.drafting import ROLES, approval_lines
from ginnel.store.models import DraftRow, DraftVersion, Office, PaperApproval, User
from ginnel.vocabulary import BadInput, Problem

__all__ = [
    "ROLES", "Line", "approve", "colleagues", "give_office", "lines", "may_sign", "of_body", "offices", "publish",
]  # fmt: skip
APPROVALS = "agreements/approvals.toml"


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
    if username == user.username:
        raise BadInput(Problem("nobody gives herself an office", key="username", mend="ask a colleague to do it"))
    found, _ = Office.objects.get_or_create(
        username=username, role=role,
        defaults={"organisation": user.organisation, "given_by": user.username, "given_at": now},
    )  # fmt: skip
    return found


def lines(version: DraftVersion) -> list[Line]:
    """Everybody who must sign this version."""
    rows = PaperApproval.objects.filter(agreement=version.draft.agreement)
    found = []
    for s in drafts.parsed(version).signatories:
        own = [r for r in rows if (r.organisation, r.role) == (s.organisation, s.role)]
        now = next((r for r in own if r.hash == version.hash), None)
        found.append(Line(s, now, bool(own) and now is None))
    return found


def may_sign(user: User, version: DraftVersion) -> list[str]:
    """The offices in which this user may sign this version now."""
    if version.made_by == user.username:
        return []
    mine, open_ = set(offices(user)), []
    for line in lines(version):
        if line.signatory.organisation != user.organisation:
            continue
        if line.approval is not None and line.approval.username == user.username:
            return []
        if line.approval is None and line.signatory.role in mine:
            open_.append(line.signatory.role)
    return open_


def approve(user: User, row: DraftRow, role: str, hash: str, now: datetime) -> PaperApproval:
    """Approve the text with this hash in one office. Raises `BadInput` unless it is the latest version and hers to sign."""
    with transaction.atomic():
        row = DraftRow.objects.select_for_update().get(pk=row.pk)
        version = drafts.latest(row)
        if version is None or version.hash != hash:
            raise BadInput(Problem("the text has changed meanwhile", mend="read the version that is there now"))
        if role not in may_sign(user, version):
            raise BadInput(Problem("this is not yours to sign", mend="ask whoever holds the office"))
        approval = PaperApproval.objects.create(
            agreement=row.agreement, hash=hash, organisation=user.organisation, role=role,
            name=user.display_name or user.username, username=user.username, at=now, demo=place.demo(),
        )  # fmt: skip
        _note(
            "approval",
            f"{hash}:{user.organisation}:{role}",
            row,
            approval.name,
            now,
            organisation=user.organisation,
            role=role,
        )
        if row.published_hash == hash:
            _append([approval])
    place.refresh()
    notes.flush()
    return approval


def publish(user: User, row: DraftRow, now: datetime) -> None:
    """Write the latest version into the region's files, with the approvals it has. Raises `BadInput` otherwise.

    Signatures that are missing do not hinder it: the flow check refuses the text until the last one is there.
    """
    with transaction.atomic():
        row = DraftRow.objects.select_for_update().get(pk=row.pk)
        version = drafts.latest(row)
        if version is None:
            raise BadInput(Problem("there is no version yet", mend="keep one first"))
        there = place.agreement(row.agreement)
        if there is not None and there.hash != row.published_hash:
            raise BadInput(Problem("somebody changed the file by hand", file=there.file, mend="look at it first"))
        if version.hash == row.published_hash:
            raise BadInput(Problem("this version is published already"))
        row.published_hash, row.published_by, row.published_at = version.hash, user.username, now
        row.save()
        _note("publication", version.hash, row, user.username, now, organisation=user.organisation)
        write_text(place.folder() / "agreements" / f"{row.agreement}.toml", version.text)
        _append(list(PaperApproval.objects.filter(agreement=row.agreement, hash=version.hash).order_by("at", "id")))
    place.refresh()
    notes.flush()


def _append(approvals: list[PaperApproval]) -> None:
    """Add approvals to the file that the flow check reads; one that stands there already is not written twice."""
    path = place.folder() / APPROVALS
    known = {(a.agreement, a.hash, a.organisation, a.role) for a in load_approvals(path, APPROVALS)}
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    for a in approvals:
        if (a.agreement, a.hash, a.organisation, a.role) not in known:
            on = place.today(a.at)
            text += approval_lines(a.agreement, a.hash, Signatory(a.organisation, a.role), a.name, on, demo=a.demo)
    write_text(path, text)


def _note(kind: str, name: str, row: DraftRow, who: str, now: datetime, **more: str) -> None:
    """The ledger keeps that it happened and for which text; who did it, as a salted commitment."""
    key = f"paper:{kind}:{row.agreement}:{name}"
    proof = notes.sealed(key, {"by": who}, now)
    notes.write(
        key, kind, {"agreement": row.agreement, "hash": name.partition(":")[0], "commitment": proof, **more}, now
    )


def of_body(user: User) -> list[Office]:
    """Who holds which office at the user's body."""
    return list(Office.objects.filter(organisation=user.organisation).order_by("role", "username"))


def colleagues(user: User) -> list[User]:
    """Whom the user may name for an office."""
    found = User.objects.filter(organisation=user.organisation, role="governance", is_active=True)
    return list(found.exclude(username=user.username).order_by("display_name", "username"))
