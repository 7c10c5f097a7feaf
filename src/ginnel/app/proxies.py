"""Recording from a terminal who may ask for somebody else; evidence is seen by a named person, and is not kept here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from ginnel.app.setup import migrate, setup
from ginnel.vocabulary import BadInput, Problem


def add(
    folder: Path, *, proxy: str, person: str, purposes: Iterable[str], since: date, until: date, evidence: str,
    reference: str, by: str, now: datetime,
) -> str:  # fmt: skip
    """Record a scope and give its key. `proxy` is an account; `person` an account or a person id.

    Raises `BadInput` for an account that is not there and for what `services.proxies.record` refuses.
    """
    setup(folder)
    migrate()
    from ginnel.app.services import proxies

    row = proxies.record(
        proxy=_person(proxy, "--proxy"), person=_person(person, "--for"), wanted=purposes, since=since, until=until,
        evidence=evidence, reference=reference, by=by, now=now,
    )  # fmt: skip
    return row.key


def name_staff(folder: Path, *, worker: str, person: str, by: str, now: datetime) -> None:
    """Name a worker for a protected person, so that she can open that person's cases of her own body."""
    setup(folder)
    migrate()
    from ginnel.app.services import notes
    from ginnel.store.models import NamedStaff, User

    user = User.objects.filter(username=worker, is_active=True, role="officer").first()
    if user is None:
        raise BadInput(Problem(f"no officer signs in as {worker!r}", key="--worker", mend="name an officer's account"))
    id = _person(person, "--for")
    NamedStaff.objects.get_or_create(username=worker, person=id, defaults={"named_by": by, "named_at": now})
    key = f"named:{worker}:{notes.sealed('named', id, now)[:16]}"
    body = {"organisation": user.organisation, "commitment": notes.sealed(key, {"person": id, "by": by}, now)}
    notes.write(key, "named-staff", body, now)
    notes.flush()


def _person(name: str, option: str) -> str:
    from ginnel.store.models import Person, User

    user = User.objects.filter(username=name, role="citizen").first()
    id = user.person_id if user else name
    if not Person.objects.filter(id=id).exists():
        raise BadInput(
            Problem("nobody has this account or id", key=option, mend="name a citizen's account or a person id")
        )
    return id
