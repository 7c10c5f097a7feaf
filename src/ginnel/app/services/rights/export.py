"""A copy to take away: what one body holds and what was told, as JSON, as tables in a zip, or to read. For herself only."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from typing import Any

from ginnel.app.services import notes, place
from ginnel.app.services.rights import clock
from ginnel.governance.rights.redact import without
from ginnel.governance.rights.states import ENDS
from ginnel.store.models import Person, RightsItem, RightsRequest
from ginnel.vocabulary import BadInput, Problem

FORMATS = ("json", "csv", "html")
SCHEMA = "ginnel-rights-export-1"
STAMP = (1980, 1, 1, 0, 0, 0)
"""Time of every file in the zip: the same answer is the same bytes."""


def may_export(row: RightsRequest) -> bool:
    return row.kind in ("access", "portability") and row.state in ("answered", "partly")


def package(row: RightsRequest, language: str) -> dict[str, Any]:
    """The answer as data: only what was decided to be given. Raises `BadInput` before the answer.

    Nothing says whether anything was left out, for that may be what must not be said; how to complain always is.
    """
    if not may_export(row):
        raise BadInput(Problem("there is no answer to take away yet", key="format"))
    end = next(e for e in clock.events_of(row) if e.kind in ENDS)
    person = Person.objects.filter(id=row.person).first()
    return {
        "schema": SCHEMA, "body": row.controller, "body_name": place.called(row.controller, language),
        "person": {"given_name": person.given_name, "family_name": person.family_name} if person else {},
        "asked_on": place.today(row.received_at).isoformat(), "answered_on": place.today(end.at).isoformat(),
        "answer": end.reasons, "records": [_record(i) for i in row.items.all() if i.decision in ("give", "cut")],
        "complain": {"to_the_body": place.called(row.controller, language), "to": "Information Commissioner, ico.org.uk"},
    }  # fmt: skip


def _record(item: RightsItem) -> dict[str, Any]:
    cut = item.cut if item.decision == "cut" else []
    fields = [{k: f[k] for k in ("name", "meaning", "value")} for f in without(item.content, cut)]
    return {"kind": item.source, "dataset": item.dataset, "fields": fields}


def schema() -> dict[str, Any]:
    """The JSON Schema of `package`."""
    text = resources.files("ginnel.app").joinpath("rights_export.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def as_json(found: Mapping[str, Any]) -> bytes:
    return (json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def as_zip(found: Mapping[str, Any]) -> bytes:
    """One table a dataset or kind, one line a record, beside the whole answer as JSON."""
    tables: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for record in found["records"]:
        tables[_table_name(record)].append({f["name"]: f["value"] for f in record["fields"]})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(tables):
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", STAMP), _csv(tables[name]))
        archive.writestr(zipfile.ZipInfo("answer.json", STAMP), as_json(found))
    return out.getvalue()


def _table_name(record: Mapping[str, Any]) -> str:
    name = record["dataset"] if record["kind"] == "record" else record["kind"]
    return "".join(c for c in name if c.isalnum() or c in "-_") or "other"


def _csv(rows: list[Mapping[str, Any]]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_safe(row.get(c)) for c in columns] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _safe(value: Any) -> str:
    """Text that a spreadsheet would take for a formula is quoted."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def noted(row: RightsRequest, shape: str, now: datetime) -> None:
    """That a copy was taken away stands in the ledger, without what was in it."""
    notes.write(f"rights-copy:{row.id}:{now.isoformat()}", "rights-copy", {"body": row.controller, "form": shape}, now)
    notes.flush()
