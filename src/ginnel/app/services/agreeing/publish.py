"""Publishing: a kept text becomes the file that the flow check reads, with the approvals that it has.

The file and the row of the store cannot change in one step. So the row first says which text is on its way, then the file
is written, and only then does the row say that it is published. What was cut short between is completed at the next look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from ginnel.app.services import notes, place
from ginnel.app.services.agreeing import drafts
from ginnel.engines import write_text
from ginnel.governance import Agreement
from ginnel.governance.accession import Accession, standing
from ginnel.governance.agreements import Signatory, load_approvals
from ginnel.governance.drafting import approval_lines
from ginnel.governance.judge import approval_reasons
from ginnel.governance.signing import lacking
from ginnel.governance.tlog import disk
from ginnel.store.models import DraftRow, DraftVersion, PaperApproval, User
from ginnel.vocabulary import BadInput, Problem

APPROVALS = "agreements/approvals.toml"
LOCK = "agreements/.approvals.lock"


@dataclass(frozen=True)
class Waits:
    """Why a text is not published while a signed one is in force: who has not signed, which body that signed the text in
    force does not sign this one, and its first day where that is still to come."""

    missing: tuple[Signatory, ...] = ()
    dropped: tuple[str, ...] = ()
    starts: date | None = None

    def __bool__(self) -> bool:
        return bool(self.missing or self.dropped or self.starts)

    def __str__(self) -> str:
        said = [f"{place.called(s.organisation, 'en')}'s {s.role} has not signed" for s in self.missing]
        said += [f"{place.called(b, 'en')} signed the text in force and does not sign this one" for b in self.dropped]
        return "; ".join([*said, *([f"it counts only from {self.starts}"] if self.starts else [])])


def there(row: DraftRow) -> Agreement | Accession | None:
    """The text that the region's file holds, without anybody who joined since."""
    region = place.region()
    texts: tuple[Agreement | Accession, ...] = region.accessions if row.joins else region.agreements
    return next((t for t in texts if t.id == row.agreement), None)


def waits(row: DraftRow, version: DraftVersion, now: datetime) -> Waits:
    """What keeps a version from replacing the text in force; empty where none is, or where everybody has signed."""
    current = there(row)
    if current is None or not _counts(current, now):
        return Waits()
    new = drafts.text_of(version)
    signed = {(a.organisation, a.role) for a in _approvals(row, version.hash)}
    return Waits(
        missing=tuple(s for s in new.signatories if (s.organisation, s.role) not in signed),
        dropped=tuple(sorted({s.organisation for s in current.signatories} - {s.organisation for s in new.signatories})),
        starts=new.starts if new.starts > place.today(now) else None,
    )  # fmt: skip


def _counts(text: Agreement | Accession, now: datetime) -> bool:
    """Whether flows may rest on this text: everybody has signed it, and it has not ended."""
    day = place.today(now)
    r = place.region().texts(day)
    if isinstance(text, Accession):
        return not [w for w in standing(r, text) if w.code != "not-in-force"]
    return day < text.ends and not tuple(approval_reasons(r, text)) and (r.demo or not lacking(r, text))


def publish(user: User, row: DraftRow, now: datetime) -> None:
    """Write the latest version into the region's files, with the approvals it has. Raises `BadInput` otherwise.

    A first text may be published before everybody has signed: the flow check refuses it until the last signature is
    there. A signed text in force is replaced only by one that is signed as well: nobody stops a flow by publishing.
    """
    complete(row)
    with transaction.atomic():
        row = DraftRow.objects.select_for_update().get(pk=row.pk)
        version = drafts.latest(row)
        if version is None:
            raise BadInput(Problem("there is no version yet", mend="keep one first"))
        drafts.fits_still(version)
        current = there(row)
        if (current.hash if current is not None else "") != row.published_hash:
            file = f"agreements/{row.agreement}.toml" if current is None else current.file
            raise BadInput(
                Problem("somebody changed the file by hand, or took it away", file=file, mend="look at it first")
            )
        if version.hash == row.published_hash:
            raise BadInput(Problem("this version is published already"))
        held = waits(row, version, now)
        if held:
            raise BadInput(Problem(f"a signed text is in force: {held}", mend="have it signed by all, then publish"))
        row.pending_hash, row.published_by, row.published_at = version.hash, user.username, now
        row.save()
    complete(row)


def complete(row: DraftRow) -> None:
    """Bring the file and the row together again, whatever was cut short. Doing it twice changes nothing."""
    late = PaperApproval.objects.filter(agreement=row.agreement, hash=row.published_hash, waiting=True)
    if not row.pending_hash and not (row.published_hash and late.exists()):
        return
    with transaction.atomic():
        fresh = DraftRow.objects.select_for_update().get(pk=row.pk)
        place.refresh()
        # Approvals come first: a text that everybody signed is never seen in force without its signatures.
        _append([a for a in _approvals(fresh, fresh.published_hash) if a.waiting])
        _append(_approvals(fresh, fresh.pending_hash))
        if fresh.pending_hash:
            _finish(fresh)
    row.refresh_from_db()
    place.refresh()
    notes.flush()


def _finish(row: DraftRow) -> None:
    current, hash = there(row), row.pending_hash
    held = current.hash if current is not None else ""
    if held not in (row.published_hash, hash):
        # Somebody changed the file or took it away meanwhile: what a person did by hand is not undone.
        row.pending_hash = ""
        row.save()
        return
    if held != hash:
        write_text(_path(row), row.versions.get(hash=hash).text)
    row.published_hash, row.pending_hash = hash, ""
    row.save()
    if row.published_at is not None:
        note("publication", hash, row, row.published_by, row.published_at, organisation=row.organisation)


def _path(row: DraftRow) -> Path:
    folder = place.folder() / "agreements"
    return (folder / "accessions" if row.joins else folder) / f"{row.agreement}.toml"


def _approvals(row: DraftRow, hash: str) -> list[PaperApproval]:
    return list(PaperApproval.objects.filter(agreement=row.agreement, hash=hash).order_by("at", "id"))


def _append(approvals: list[PaperApproval]) -> None:
    """Add approvals to the file that the flow check reads; one that stands there already is not written twice."""
    if not approvals:
        return
    path = place.folder() / APPROVALS
    with disk.locked(place.folder() / LOCK):
        known = {(a.agreement, a.hash, a.organisation, a.role) for a in load_approvals(path, APPROVALS)}
        new = [a for a in approvals if (a.agreement, a.hash, a.organisation, a.role) not in known]
        if new:
            text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
            write_text(path, text + "".join(_lines(a) for a in new))
    PaperApproval.objects.filter(pk__in=[a.pk for a in approvals]).update(waiting=False)


def _lines(a: PaperApproval) -> str:
    on = place.today(a.at)
    return approval_lines(a.agreement, a.hash, Signatory(a.organisation, a.role), a.name, on, demo=a.demo)


def note(kind: str, name: str, row: DraftRow, who: str, now: datetime, **more: str) -> None:
    """The ledger keeps that it happened and for which text; who did it, as a salted commitment."""
    key = f"paper:{kind}:{row.agreement}:{name}"
    proof = notes.sealed(key, {"by": who}, now)
    notes.write(
        key, kind, {"agreement": row.agreement, "hash": name.partition(":")[0], "commitment": proof, **more}, now
    )
