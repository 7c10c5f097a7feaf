"""Work on rights that reads the lake, which pages never do: finding records, deleting them, and what is due."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from ginnel.app.setup import migrate, setup
from ginnel.flow.answering import records_of
from ginnel.flow.erasing import cut_from_lake, forget_secrets
from ginnel.flow.run import alone, last_run
from ginnel.region import load_region
from ginnel.vocabulary import BadInput, Problem
from ginnel.vocabulary.calendar import local_day

BY = "ginnel"


def find(folder: Path, now: datetime) -> list[dict[str, Any]]:
    """Look up records for every request whose body asked for it, each body's own only. Gives what was done, by request."""
    region = load_region(folder)
    with alone(folder):
        setup(folder)
        migrate()
        from ginnel.store.models import RightsRequest

        rows = RightsRequest.objects.filter(
            kind__in=("access", "portability"), state__in=("new", "open", "clarification")
        )
        asked = rows.filter(events__kind="search-asked").distinct().order_by("received_at", "id")
        return [_find(region, row, now) for row in asked]


def _find(region: Any, row: Any, now: datetime) -> dict[str, Any]:
    from django.db import transaction

    from ginnel.app.services import notes
    from ginnel.app.services.rights import clock, found
    from ginnel.governance.rights import Event

    answer = records_of(region, row.controller, row.person, local_day(now, region.config.zone))
    things = [found.Found(f"record:{r.dataset}:{r.key}", "record", r.dataset, r.fields) for r in answer.records]
    with transaction.atomic():
        locked = clock.locked(row.id, None)
        count = found.keep(locked, things)
        data = {"where": "records", "count": count, "not_searched": list(answer.not_searched)}
        clock.add(locked, Event("found", now, BY, data=data), checked=False)
        if answer.permit is not None:
            body = {"permit": answer.permit.id, "agreements": list(answer.permit.agreements), "rows": len(things)}
            notes.write(f"rights-found:{row.id}:{locked.version}", "permit", body, now)
    notes.flush()
    return {"request": row.id, "body": row.controller, "found": len(things), "not_searched": list(answer.not_searched)}


def due(folder: Path, now: datetime) -> list[dict[str, Any]]:
    """Every open request: body, kind, clock, days. No person."""
    load_region(folder)
    setup(folder)
    migrate()
    from ginnel.app.services.rights import board

    return board.due(now)


def name(folder: Path, request: str, username: str, now: datetime) -> None:
    """Name a worker for the person of a request, who may then open it. Raises `BadInput` where that cannot be."""
    load_region(folder)
    setup(folder)
    migrate()
    from ginnel.app.services.rights import who
    from ginnel.store.models import RightsRequest

    row = RightsRequest.objects.filter(id=request).first()
    if row is None:
        raise BadInput(Problem("no request has this id", key="REQUEST", mend="take it from ginnel rights due"))
    who.name_worker(row, username, BY, now)


def breach(folder: Path, body: str, aware_at: datetime, what: str, now: datetime, people: int | None) -> dict[str, Any]:
    """Enter a breach. Raises `BadInput` for a body that the region does not have."""
    region = load_region(folder)
    if body not in region.directory.organisations:
        raise BadInput(
            Problem(
                "no organisation has this id", key="--body", found=repr(body), expected="an id of organisations.toml"
            )
        )
    setup(folder)
    migrate()
    from ginnel.app.services.rights import breach as breaches

    row = breaches.open_one(body, aware_at, what, BY, now, people)
    return {"breach": row.id, "report_by": breaches.line(row, now).due.isoformat()}


def erase(folder: Path, now: datetime) -> list[dict[str, Any]]:
    """Carry out every deletion that a body said yes to, in the lake and in the store. Repeating it is safe."""
    region = load_region(folder)
    with alone(folder):
        setup(folder)
        migrate()
        from ginnel.app.services import notes
        from ginnel.app.services.rights import erase as erasing

        found = [_erase(region, row, now) for row in erasing.waiting()]
        notes.flush()
    return found


def _erase(region: Any, row: Any, now: datetime) -> dict[str, Any]:
    from django.db import transaction

    from ginnel.app.services.rights import erase as erasing

    cut = cut_from_lake(region, row.controller, row.person)
    # The store only after the lake: were it killed between, the next call still finds the deletion waiting.
    rows = erasing.clear_pages(row, cut.left, now)
    forgotten = _forget_secrets(region, erasing.kept_days(now), now)
    with transaction.atomic():
        for store, changed in (("records", cut.records), ("runs", cut.runs), ("plans", 0)):
            erasing.done(row, store, changed, now)
        if local_day(now, region.config.zone) >= row.erasures.get(store="ledger").latest:
            erasing.done(row, "ledger", forgotten, now)
        erasing.finish(row, BY, now)
    steps = {line.store.id: line.row.done_at is not None for line in erasing.lines(row)}
    return {"request": row.id, "body": row.controller, "rows": cut.records + cut.runs + rows, "done": steps}


def _forget_secrets(region: Any, kept_days: int, now: datetime) -> int:
    last = last_run(region.folder)
    keep = {"region.key", "django.key", f"{last}.key", f"desk-{now:%Y%m}.key"}
    return forget_secrets(region.folder, kept_days, int(now.timestamp() * 10**9), keep)


def cleared(folder: Path, request: str, store: str, now: datetime) -> None:
    """An operator or a body says that a store which Ginnel cannot reach is clear. Raises `BadInput` for another store."""
    load_region(folder)
    setup(folder)
    migrate()
    from django.db import transaction

    from ginnel.app.services import notes
    from ginnel.app.services.rights import erase as erasing
    from ginnel.governance.rights.erasure import BY_ID
    from ginnel.store.models import RightsRequest

    row = RightsRequest.objects.filter(id=request, kind="erasure", erasures__store=store).first()
    if row is None or BY_ID[store].by == "ginnel":
        raise BadInput(
            Problem(
                "no deletion of this id waits for that store",
                key="REQUEST",
                expected="deliveries or backups of a deletion",
            )
        )
    with transaction.atomic():
        erasing.done(row, store, 0, now)
    notes.flush()
