"""The Data Tracker protocol (Estonia's Andmejalgija, v2): what was used about a person, by whom, when, newest first.

The same lines as on the person's own page, with the same withheld, and fields of ours beside those of the protocol:
outcome, purpose, law, agreement, proof. A code that is nobody's gives no lines, as does a person of whom there is nothing,
somebody protected, and a pair of codes of which one may not ask for the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ginnel.app.services import access, citizen, looks, place
from ginnel.app.services.children import herself
from ginnel.app.services.doors import codes
from ginnel.app.services.doors.opaque import opaque
from ginnel.store.models import LedgerNote, OfferRow, Person, User, UseRow
from ginnel.vocabulary import BadInput, Problem

SYSTEM = "Ginnel"
DEFAULT_LIMIT = 1000
INT32 = 2_147_483_647
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
_PROOFS = {"told": "disclosure", "taken-back": "disclosure"}


def find_usage(caller: str, user_id: object, query: dict[str, str], now: datetime) -> dict[str, Any]:
    """One page of lines about `userCode`. Raises `BadInput` for what cannot be read; it never repeats a value."""
    asking, about = opaque(user_id, "X-Road-UserId"), opaque(query.get("userCode"), "userCode")
    start, end = _moment(query, "periodStart"), _moment(query, "periodEnd")
    offset, limit = _whole(query, "offset", 0), _whole(query, "limit", DEFAULT_LIMIT)
    found = _people(caller, asking, about, now)
    lines = sorted(_lines(*found, now), key=lambda line: line[0], reverse=True) if found else []
    shown = [line for at, line in lines if (start is None or at >= start) and (end is None or at <= end)]
    return {"totalUsages": len(shown), "usages": shown[offset : offset + limit]}


def usage_period(now: datetime) -> dict[str, str]:
    """Since when lines are kept; without an end, for they reach up to now. With no line yet it starts now."""
    first = UseRow.objects.order_by("first_at").values_list("first_at", flat=True).first()
    day = (first or now).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"periodStart": _stamp(day)}


def _people(caller: str, asking: str, about: str, now: datetime) -> tuple[Person, Person] | None:
    """Whom the lines are about, and who asks: she herself, or of a child an adult who lives with her and decides for her."""
    ids = [codes.person_of(code, caller, now) for code in (about, asking)]
    found = {p.id: p for p in Person.objects.filter(id__in=ids)}
    person, by = found.get(ids[0]), found.get(ids[1])
    if person is None or by is None or by.protected or codes.silent(person):
        return None
    child = (
        not access.is_adult(person, place.today(now)) and not herself(person, now)
        and person.responsible == by.id and person.home_id == by.home_id
    )  # fmt: skip
    return (person, by) if person.id == by.id or child else None


def _lines(person: Person, by: Person, now: datetime) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for entry in citizen.uses(person, "en", now) if person.id == by.id else _of_child(person, by, now):
        yield entry.row.last_at, _use(entry)
    if person.id != by.id:
        return
    account = User.objects.filter(role="citizen", person_id=person.id, is_active=True).order_by("pk").first()
    for seen in looks.for_citizen(account, person, now) if account else ():
        yield seen.at, _line(seen.at, "A worker looked at it", seen.organisation, {"outcome": "looked"})


def _of_child(child: Person, by: Person, now: datetime) -> Iterator[citizen.Entry]:
    """A child's lines as one who decides for her reads them on his own page.

    Never what she asked for herself, and of what was asked about her no more than his own answers tell: a line as she
    reads it would say what the other parent answered.
    """
    asked = set(OfferRow.objects.filter(about=child.id).values_list("key", flat=True))
    for entry in citizen.uses(child, "en", now):
        if entry.row.key not in asked and entry.row.outcome not in ("asked", "received"):
            yield entry
    yield from (entry for entry in citizen.uses(by, "en", now) if entry.row.person == child.id)


def _use(entry: citizen.Entry) -> dict[str, Any]:
    """Until something is told it is in the hands of whoever runs the region."""
    row = entry.row
    body = row.recipient if row.outcome in ("told", "own-case") and row.recipient else place.operator().id
    more: dict[str, Any] = {
        "outcome": "taken-back" if entry.taken_back_at else row.outcome,
        "sources": list(entry.sources),
        "law": [{"id": r.id, "statute": r.statute, "section": r.section, "plain": r.plain} for r in entry.law],
    }
    purpose = place.purpose_of(row.use)
    more |= {"purpose": purpose} if purpose else {}
    more |= {"agreement": entry.agreement.id, "agreementHash": entry.agreement.hash} if entry.agreement else {}
    more |= _proof(row, str(more["outcome"]))
    title = entry.rule.title.in_("en") if entry.rule else row.use
    return _line(row.last_at, title, body, more)


def _proof(row: UseRow, outcome: str) -> dict[str, Any]:
    """The commitment in the ledger to what was told, where something was."""
    kind = _PROOFS.get(outcome)
    note = LedgerNote.objects.filter(key=f"{kind}:{row.key}").first() if kind else None
    body = note.body if note else {}
    return (
        {"proof": {"entry": note.key, "commitment": str(body["commitment"])}} if note and "commitment" in body else {}
    )


def _line(at: datetime, action: str, body: str, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "logtime": _stamp(at), "action": action, "receiverCode": body, "receiverName": place.called(body, "en"),
        "receiverSystem": SYSTEM, **more,
    }  # fmt: skip


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _moment(query: dict[str, str], key: str) -> datetime | None:
    text = query.get(key)
    if text is None:
        return None
    try:
        if _MOMENT.fullmatch(text) is None:
            raise ValueError
        return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text.upper()))
    except ValueError:
        raise BadInput(
            Problem("this is no moment", key=key, expected="RFC 3339, such as 2026-01-31T10:20:30Z")
        ) from None


def _whole(query: dict[str, str], key: str, default: int) -> int:
    text = query.get(key)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= INT32):
        raise BadInput(Problem("this is no whole number", key=key, expected=f"0 to {INT32}"))
    return int(text)
