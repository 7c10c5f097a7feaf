"""The register of breaches: aware, 72 hours to the Information Commissioner, people told without undue delay.

UK GDPR Arts 33 and 34. The register says what happened and to how many, never to whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ginnel.app.services import notes
from ginnel.governance.rights import breach_due
from ginnel.store.models import Breach, User
from ginnel.vocabulary import BadInput, Problem, digest


@dataclass(frozen=True)
class Line:
    """`late`: 72 hours are over and it is neither reported nor is there a reason why not."""

    row: Breach
    due: datetime
    late: bool
    reported_late: bool


def open_one(organisation: str, aware_at: datetime, what: str, by: str, now: datetime, people: int | None = None) -> Breach:  # fmt: skip
    """Enter a breach. Raises `BadInput` for one without words, or known in the future."""
    if not what.strip():
        raise BadInput(Problem("write what happened", key="what"))
    if aware_at > now:
        raise BadInput(Problem("nobody becomes aware in the future", key="aware_at"))
    with transaction.atomic():
        row = Breach.objects.create(
            id=f"b-{digest([organisation, aware_at.isoformat(), what, now.isoformat()])[:24]}", organisation=organisation,
            aware_at=aware_at, what=what.strip(), opened_by=by, opened_at=now, people=people,
        )  # fmt: skip
        _note(row, "opened", now)
    notes.flush()
    return row


def register(user: User, now: datetime) -> list[Line]:
    """Breaches of the user's own body, those whose time runs first."""
    if user.role != "governance" or not user.organisation:
        return []
    rows = Breach.objects.filter(organisation=user.organisation)
    return sorted((line(r, now) for r in rows), key=lambda x: (x.row.closed_at is not None, x.due, x.row.id))


def line(row: Breach, now: datetime) -> Line:
    due = breach_due(row.aware_at)
    waits = row.reported_at is None and not row.not_reported_why
    return Line(row, due, waits and now > due, row.reported_at is not None and row.reported_at > due)


def for_body(user: User, id: str, now: datetime) -> Line | None:
    return next((x for x in register(user, now) if x.row.id == id), None)


def record(user: User, id: str, step: str, words: str, risk: str, now: datetime) -> None:
    """assess, report, not-report, tell or close. Raises `BadInput` where something must come first."""
    with transaction.atomic():
        row = Breach.objects.select_for_update().get(id=id, organisation=user.organisation)
        if row.closed_at is not None:
            raise BadInput(Problem("this breach is closed", key="step"))
        _apply(row, step, words.strip(), risk, now)
        row.save()
        _note(row, step, now)
    notes.flush()


def _apply(row: Breach, step: str, words: str, risk: str, now: datetime) -> None:
    if step == "assess" and risk in ("yes", "no"):
        row.high_risk = risk == "yes"
    elif step == "report":
        row.reported_at = now
    elif step == "not-report" and words:
        row.not_reported_why = words
    elif step == "tell":
        row.told_people_at = now
    elif step == "close":
        _may_close(row)
        row.closed_at = now
    else:
        wrong = {"assess": "say whether people are at high risk", "not-report": "write the reasons"}
        raise BadInput(Problem(wrong.get(step, "this step is not possible now"), key="step"))


def _may_close(row: Breach) -> None:
    if row.high_risk is None:
        raise BadInput(Problem("say whether people are at high risk", key="step"))
    if row.reported_at is None and not row.not_reported_why:
        raise BadInput(Problem("a breach is reported, or the reason why not is kept", key="step"))
    if row.high_risk and row.told_people_at is None:
        raise BadInput(Problem("people at high risk are told first", key="step"))


def _note(row: Breach, step: str, now: datetime) -> None:
    notes.write(f"breach:{row.id}:{step}:{now.isoformat()}", "breach", {"body": row.organisation, "step": step}, now)
