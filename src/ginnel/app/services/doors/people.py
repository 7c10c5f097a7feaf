"""May this be told about this person today? Her choices and her yes from the store, judged by `governance/verdict.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ginnel.app.services import place, rounds
from ginnel.flow.barred import categories_of
from ginnel.flow.plan import Look
from ginnel.governance import Tellable
from ginnel.governance.choices import BLOCKING
from ginnel.governance.verdict import Basis, Flow, Override, Said, verdict
from ginnel.store.choices import to_override
from ginnel.store.models import ChoiceRow, Nearby, OfferRow, OverrideRow


def may(person: str, use: str, recipient: str, key: str, now: datetime) -> bool:
    """The verdict on telling `recipient` what `use` says of `person`; `key` is the proposal whose question she answered."""
    look = place.look_of(use, now)
    leave = look.telling_to(recipient) if look else None
    if look is None or not isinstance(leave, Tellable):
        return False
    yes = rounds.standing(key, now)
    said = list(_said(person, yes, look, leave, now))
    return verdict(person, flow_of(look, leave), said, _overrides(person), place.today(now)).permitted


def flow_of(look: Look, leave: Tellable) -> Flow:
    """The flow as the files leave it."""
    return Flow(
        f"tell:{leave.use}:{leave.recipient}", leave.recipient, look.use.purpose, categories_of(place.region(), look),
        basis_of(leave), leave.agreement.ask == "before",
    )  # fmt: skip


def basis_of(leave: Tellable) -> Basis:
    """What the Art 6 rows come to for her choices; the weakest hold of the bodies decides."""
    rows = [row for row in map(place.region().law.row, leave.basis) if row is not None and row.kind == "art6"]
    if any(row.consent for row in rows):
        return "consent"
    return "objectable" if any(row.right_to_object for row in rows) else "duty"


def _said(person: str, yes: OfferRow | None, look: Look, leave: Tellable, now: datetime) -> Iterator[Said]:
    """A no of hers, of whoever answered for her, or of anybody who may be one of them; a yes only of whom was asked."""
    people = {person} | ({yes.asked} - {""} if yes else set())
    near = people | set(Nearby.objects.filter(person__in=people).values_list("other", flat=True))
    for row in ChoiceRow.objects.filter(person__in=near):
        if row.kind in BLOCKING or (row.person == person and leave.agreement.ask != "before"):
            yield _choice(person, row)
    if yes is not None:
        yield Said(person, "consent", place.today(now), purpose=look.use.purpose, recipient=leave.recipient)


def _choice(person: str, row: ChoiceRow) -> Said:
    kind: Any = row.kind
    status: Any = row.status
    return Said(person, kind, row.since, row.until, status, row.purpose, row.recipient, row.category)


def _overrides(person: str) -> list[Override]:
    return [to_override(row) for row in OverrideRow.objects.filter(person=person, state="approved")]
