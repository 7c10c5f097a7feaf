"""Casework from a terminal: what is open, what waits, and releasing it as a named worker."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from ginnel.app.setup import migrate, setup
from ginnel.directory import holidays_of
from ginnel.governance import REASONS
from ginnel.referrals import Viewer, worklist
from ginnel.region import load_region
from ginnel.vocabulary import BadInput, Problem


def overview(folder: Path, now: datetime) -> dict[str, Any]:
    """Open cases and waiting tellings of a region. What is kept for named staff is left out, not even counted."""
    region = load_region(folder)
    setup(folder)
    migrate()
    from ginnel.store.cases import to_case, without_asides
    from ginnel.store.models import CaseRow, ProposalRow

    waiting = ProposalRow.objects.filter(state="waiting", restricted=False).order_by("sender", "key")
    lines = []
    for organisation in sorted(set(CaseRow.objects.values_list("organisation", flat=True))):
        nation = region.directory.organisations[organisation].nation
        rows = CaseRow.objects.prefetch_related("events").filter(organisation=organisation, restricted=False)
        cases = [without_asides(to_case(row)) for row in rows]
        for item in worklist(cases, Viewer("cli", organisation), holidays_of(nation), region.config.zone, now=now):
            lines.append(
                {
                    "id": item.case.id, "use": item.case.use, "organisation": organisation, "state": item.state,
                    "due": item.next.due_day.isoformat() if item.next else None, "late": item.late,
                }
            )  # fmt: skip
    return {
        "waiting": [
            {"key": p.key, "use": p.use, "sender": p.sender, "recipient": p.recipient, "agreement": p.agreement}
            for p in waiting
        ],
        "cases": lines,
    }


def release(folder: Path, key: str, username: str, reason: str, now: datetime) -> tuple[bool, list[str]]:
    """Release the one waiting telling whose key starts with `key`. Raises `BadInput` when there is not exactly one."""
    setup(folder)
    migrate()
    from ginnel.app.services import release as releasing
    from ginnel.store.models import ProposalRow, User

    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise BadInput(
            Problem(f"nobody signs in as {username!r}", key="--as", mend="name a worker of the sending body")
        )
    found = list(ProposalRow.objects.filter(key__startswith=key, state="waiting")[:2])
    if len(found) != 1:
        what = "several tellings wait" if found else "no telling waits"
        raise BadInput(
            Problem(f"{what} under {key!r}", key="ID", mend=f"`ginnel cases list {folder}` shows what waits")
        )
    answer = releasing.release(found[0].key, user, reason, now)
    if answer.told:
        words = ", ".join(sorted(found[0].words))
        return True, [
            f"told {found[0].recipient}: {words}",
            f"  under agreement {found[0].agreement}, released by {username}",
            f"  case {answer.case}",
        ]
    return False, ["not told:", *(f"  - {REASONS[r.code]}: {r.detail}" for r in answer.reasons)]
