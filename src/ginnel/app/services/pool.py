"""The pool on pages: what was worked out last, and the form in which a buyer says what she wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ginnel.app import pooling
from ginnel.app.services import place
from ginnel.engines import write_text
from ginnel.procurement import load_pool
from ginnel.procurement.demand import Want, as_toml, questions
from ginnel.procurement.rows import Unreadable, day, flag, money
from ginnel.vocabulary import BadInput, Problem

FIELDS: tuple[str, ...] = ("quantity", "needed_by", "must_have", "who_decides", "local_price", "exit_cost")
LONGEST = 80


@dataclass(frozen=True)
class Form:
    """One buyer's lines as texts, and what is still to be asked of her: (lot, key)."""

    buyer: str
    name: str
    lots: Mapping[str, str]
    cells: Mapping[tuple[str, str], str]
    open: tuple[tuple[str, str], ...]


def folder() -> Path:
    """The region's pool: the folder `pool` in it."""
    return place.folder() / "pool"


def there() -> bool:
    return (folder() / "pool.toml").exists()


def outcome() -> dict[str, Any] | None:
    """What `ginnel pool` kept last."""
    return pooling.kept(folder())


def buyers() -> dict[str, str]:
    """Buyers of the pool by id. Raises `BadInput` when a file of the pool is broken."""
    return {b.id: b.name for b in load_pool(folder()).buyers.values()} if there() else {}


def form(buyer: str) -> Form | None:
    """The form of one buyer as it stands; None where she is no buyer."""
    if not there():
        return None
    pool = load_pool(folder())
    if buyer not in pool.buyers:
        return None
    wants = {w.lot: w for w in pool.wants if w.buyer == buyer}
    cells = {(lot, field): _text(getattr(wants[lot], field)) for lot in wants for field in FIELDS}
    asked = questions(wants.values(), [buyer], pool.lots)
    return Form(
        buyer, pool.buyers[buyer].name, {lot.id: lot.title for lot in pool.lots.values()}, cells,
        tuple((q.lot, q.key) for q in asked),
    )  # fmt: skip


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return f"{value:g}" if isinstance(value, float) else str(value)


def save(buyer: str, cells: Mapping[tuple[str, str], str]) -> None:
    """Keep a buyer's lines, whole or not at all. Raises `BadInput` with one problem for each bad cell, its key `lot:field`."""
    pool = load_pool(folder())
    if buyer not in pool.buyers:
        raise BadInput(Problem("no buyer has this id", key="buyer"))
    problems: list[Problem] = []
    wants = [want for lot in pool.lots if (want := _want(buyer, lot, cells, problems)) is not None]
    if problems:
        raise BadInput(problems)
    write_text(folder() / "demand" / f"{buyer}.toml", as_toml(wants))


def _want(
    buyer: str, lot: str, cells: Mapping[tuple[str, str], str], problems: list[Problem]
) -> Want | None:  # fmt: skip
    given = {field: cells.get((lot, field), "").strip() for field in FIELDS}
    if not any(given.values()):
        return None
    readers: Mapping[str, Any] = {
        "quantity": money, "needed_by": day, "must_have": flag, "local_price": money, "exit_cost": money,
    }  # fmt: skip
    found: dict[str, Any] = {"who_decides": given["who_decides"][:LONGEST]}
    for field, read in readers.items():
        try:
            found[field] = read(given[field])
        except Unreadable as error:
            problems.append(Problem(str(error), key=f"{lot}:{field}"))
            found[field] = None
    found["exit_cost"] = found["exit_cost"] or 0.0
    return Want(buyer=buyer, lot=lot, file=f"demand/{buyer}.toml", **found)
