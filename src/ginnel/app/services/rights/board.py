"""How all requests stand: one's own body line by line elsewhere, all bodies by counts with small ones hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from ginnel.app.services import numbers
from ginnel.app.services.rights import clock, who
from ginnel.governance.rights import FINAL
from ginnel.store.models import RightsNotice, RightsRequest, User

STANDS: tuple[str, ...] = ("overdue", "running", "paused", "identity", "met", "met-late")


def by_body(now: datetime) -> Mapping[str, Mapping[str, int | None]]:
    """Requests of each body by how their clock stands. Counts of 1 to 4 are hidden along both ways of the table."""
    found: dict[str, Counter[str]] = {}
    for row in RightsRequest.objects.prefetch_related("events").exclude(state="withdrawn"):
        found.setdefault(row.controller, Counter())[clock.due_of(row, now).state] += 1
    rows = {body: numbers.suppressed({s: c[s] for s in STANDS}) for body, c in sorted(found.items())}
    for stand in STANDS:
        column = numbers.suppressed({b: found[b][stand] for b in found})
        for body in rows:
            if column[body] is None:
                rows[body] = {**rows[body], stand: None}
    return rows


def due(now: datetime) -> list[dict[str, object]]:
    """Every open request with body, kind and days, for whoever runs the region: no person, no words."""
    rows = RightsRequest.objects.prefetch_related("events").exclude(state__in=FINAL).order_by("received_at", "id")
    found: list[dict[str, object]] = []
    for row in rows:
        stands = clock.due_of(row, now)
        found.append(
            {"request": row.id, "body": row.controller, "kind": row.kind, "clock": stands.state,
             "due": stands.due.isoformat() if stands.due else None,
             "target": stands.strict.isoformat() if stands.strict else None, "nobody_may_open": not who.may_open(row)}
        )  # fmt: skip
    return found


def notices(user: User) -> list[RightsNotice]:
    """Word from other bodies that something told earlier was put right, deleted or must not be used."""
    return (
        list(RightsNotice.objects.filter(to=user.organisation).order_by("-made_at", "pk")) if user.organisation else []
    )


def seen(user: User, id: int, now: datetime) -> bool:
    rows = RightsNotice.objects.filter(pk=id, to=user.organisation, seen_at=None)
    return bool(user.organisation) and rows.update(seen_at=now, seen_by=user.username) > 0
