"""Open Contracting Data Standard 1.1 releases, read tolerantly: what stands is taken, what is wrong is told by its path.

A release package, a record package or a bare list of releases. One contract of one buyer is keyed by ocid, buyer and
contract id, since publishers reuse an ocid between buyers; of several releases of one key the latest date wins, and a
field that it leaves out keeps its earlier value.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ginnel.vocabulary import BadInput, Problem

Told = tuple[str, str, str, bool]
"""Path, reason, mend, and whether the whole contract was set aside."""
Found = dict[str, Any]


def read_releases(path: Path, shown_as: str) -> tuple[list[Found], list[Told], int]:
    """Contracts, faults, and how many contracts the file holds. Raises `BadInput` when it is no JSON or no releases."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise BadInput(
            Problem("not readable as JSON", file=shown_as, line=line, mend="deliver the file again, whole and in UTF-8")
        ) from None
    latest: dict[tuple[str, str, str], tuple[str, Found]] = {}
    faults: list[Told] = []
    aside = 0
    for place, release in _all(data, shown_as):
        for key, found in _contracts(release, place, faults):
            if key is None:
                aside += 1
                continue
            when = str(release.get("date", ""))
            before = latest.get(key)
            older, newer = (before[1], found) if before and before[0] <= when else (found, before[1] if before else {})
            merged = {**older, **{k: v for k, v in newer.items() if v not in (None, "", ())}}
            latest[key] = (max(when, before[0]) if before else when, merged)
    return [found for _, found in latest.values()], faults, len(latest) + aside


def _all(data: Any, shown_as: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(data, dict) and isinstance(data.get("records"), list):
        for r, record in enumerate(data["records"]):
            inner = record.get("compiledRelease") if isinstance(record, dict) else None
            releases = (
                [inner]
                if isinstance(inner, dict)
                else (record.get("releases") or [])
                if isinstance(record, dict)
                else []
            )
            for n, release in enumerate(releases):
                if isinstance(release, dict):
                    yield f"records/{r}/releases/{n}", release
        return
    releases = data.get("releases") if isinstance(data, dict) else data
    if not isinstance(releases, list):
        raise BadInput(
            Problem("there are no releases in it", file=shown_as, expected='"releases": [...] or "records": [...]')
        )
    for n, release in enumerate(releases):
        if isinstance(release, dict):
            yield f"releases/{n}", release


def _contracts(
    release: dict[str, Any], place: str, faults: list[Told]
) -> Iterator[tuple[tuple[str, str, str] | None, Found]]:  # fmt: skip
    ocid = release.get("ocid")
    buyer = _object(release.get("buyer"))
    awards = {a.get("id"): a for a in _list(release, "awards", place, faults)}
    for n, contract in enumerate(_list(release, "contracts", place, faults)):
        here = f"{place}/contracts/{n}"
        if not ocid or not contract.get("id"):
            missing = "ocid" if not ocid else "contracts/id"
            faults.append((here, f"{missing} is missing", "ask the publisher; the contract is set aside", True))
            yield None, {}
            continue
        award = awards.get(contract.get("awardID"), {})
        key = (str(ocid), str(buyer.get("id") or buyer.get("name") or ""), str(contract["id"]))
        yield key, _found(contract, award, buyer, release, here, faults, "/".join(key))


def _found(
    contract: dict[str, Any], award: dict[str, Any], buyer: dict[str, Any], release: dict[str, Any], here: str,
    faults: list[Told], number: str,
) -> Found:  # fmt: skip
    period = _object(contract.get("period"))
    supplier = next((s for s in award.get("suppliers") or [] if isinstance(s, dict)), {})
    party = next(
        (p for p in release.get("parties") or [] if isinstance(p, dict) and p.get("id") == supplier.get("id")), {}
    )
    items = [i for i in (contract.get("items") or award.get("items") or []) if isinstance(i, dict)]
    end, latest = _day(period, "endDate", here, faults), _day(period, "maxExtentDate", here, faults)
    value, gross = _value(contract.get("value") or award.get("value"), here, faults)
    return {
        "number": number,
        "department": str(buyer.get("name") or ""),
        "supplier": str(supplier.get("name") or ""),
        "supplier_number": str(_object(party.get("identifier")).get("id") or ""),
        "title": str(contract.get("title") or award.get("title") or ""),
        "start": _day(period, "startDate", here, faults),
        "end": end,
        "latest_end": latest,
        "value": value,
        "value_gross": gross,
        "cpv": next((str(_object(i.get("classification")).get("id") or "") for i in items), ""),
        "notes": ()
        if end
        else (("end unknown, only its latest: ask the owner",) if latest else ("end unknown: ask the owner",)),
    }


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(release: dict[str, Any], key: str, place: str, faults: list[Told]) -> list[dict[str, Any]]:
    """A list of objects; one object where a list is wanted is read as a list of one, and told."""
    value = release.get(key) or []
    if isinstance(value, dict):
        faults.append(
            (f"{place}/{key}", "one object where a list is required", "tell the publisher; it is read", False)
        )
        value = [value]
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _day(period: dict[str, Any], key: str, here: str, faults: list[Told]) -> date | None:
    text = period.get(key)
    if text in (None, ""):
        return None
    try:
        return datetime.fromisoformat(str(text).replace("Z", "+00:00")).date()
    except ValueError:
        faults.append((f"{here}/period/{key}", "not a date", "correct it; the contract is kept without it", False))
        return None


def _value(value: Any, here: str, faults: list[Told]) -> tuple[float | None, float | None]:
    """Amount without and with VAT: two numbers that are never mixed."""
    if not isinstance(value, dict):
        return None, None
    found = []
    for key in ("amount", "amountGross"):
        raw = value.get(key)
        good = isinstance(raw, (int, float)) and not isinstance(raw, bool) and math.isfinite(raw) and 0 <= raw <= 1e12
        if raw is not None and not good:
            faults.append((f"{here}/value/{key}", "not an amount that can be used", "correct it; the contract is kept without it", False))  # fmt: skip
        found.append(float(raw) if good and raw is not None else None)
    return found[0], found[1]
