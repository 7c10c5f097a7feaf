"""Where a person's data lies, who deletes it there, and how many days that takes at most: shown to her before it is done.

A yes to deletion is carried out store by store. What stays is named, with why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ginnel.vocabulary.say import Say


@dataclass(frozen=True)
class Store:
    """`days` after the yes at the latest; None: after the longest time for which an agreement lets records be kept."""

    id: str
    by: Literal["ginnel", "operator", "body"]
    days: int | None
    say: Say


STORES: tuple[Store, ...] = (
    Store("records", "ginnel", 7, Say("Records that were delivered, in every version that is kept", "Cofnodion a ddanfonwyd, ym mhob fersiwn a gedwir")),
    Store("runs", "ginnel", 7, Say("Who is who, and what each night found", "Pwy yw pwy, a'r hyn a gafodd pob noson")),
    Store("pages", "ginnel", 7, Say("Cases, questions, what was told, and these pages", "Achosion, cwestiynau, yr hyn a ddywedwyd, a'r tudalennau hyn")),
    Store("plans", "ginnel", 7, Say("Plans: they hold no person, so nothing is to be done", "Cynlluniau: nid oes person ynddynt, felly nid oes dim i'w wneud")),
    Store("deliveries", "body", 31, Say("The files that the body itself delivers; until it delivers without you, your record is kept out", "Y ffeiliau y mae'r corff ei hun yn eu danfon; nes iddo ddanfon hebddoch, cedwir eich cofnod allan")),
    Store("ledger", "ginnel", None, Say("The key without which the record of what happened says nothing about anybody", "Yr allwedd na all y cofnod o'r hyn a ddigwyddodd ddweud dim am neb hebddi")),
    Store("backups", "operator", 35, Say("Copies for emergencies, where whoever runs this keeps any", "Copïau ar gyfer argyfwng, lle mae pwy bynnag sy'n rhedeg hyn yn cadw rhai")),
)  # fmt: skip
BY_ID = {s.id: s for s in STORES}
SCOPES: tuple[str, ...] = ("all", "records")
"""All that a body holds here; or its delivered records, while cases and what was told stay for a reason that it gives."""


def latest(store: Store, yes_on: date, kept_days: int) -> date:
    """The last day by which `store` no longer holds her. `kept_days`: the longest of the region's agreements."""
    return yes_on + timedelta(days=kept_days if store.days is None else store.days)
