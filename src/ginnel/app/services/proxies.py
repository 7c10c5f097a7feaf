"""Who may ask for somebody else: recorded with evidence, ended early, kept out of one thing, and seen by her in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from ginnel.app.services import children, notes, place
from ginnel.governance import Reason
from ginnel.governance.proxies import EVIDENCE, LONGEST_DAYS, Mandate, outside
from ginnel.store.models import AskRow, MandateRow, Person, RefusedAskRow, User
from ginnel.vocabulary import BadInput, Problem, digest


@dataclass(frozen=True)
class Act:
    """One ask of a proxy: made, or refused with the codes of its reasons."""

    service: str
    at: datetime
    reasons: tuple[str, ...] = ()
    case: str = ""


@dataclass(frozen=True)
class Shown:
    """A scope as one of its two people sees it. `name` is the other one's; `may_end`: it rests on her yes alone."""

    row: MandateRow
    name: str
    in_force: bool
    may_end: bool
    acts: tuple[Act, ...]

    @property
    def open_purposes(self) -> list[str]:
        return sorted(set(self.row.purposes) - set(self.row.kept))


def purposes() -> tuple[str, ...]:
    """What a scope can be for: the purposes of the region's services."""
    return tuple(sorted({s.purpose for s in place.region().directory.services}))


def scope(key: str) -> Mandate | None:
    row = MandateRow.objects.filter(key=key).first()
    return _mandate(row) if row else None


def refuses(found: Mandate | None, proxy: str, purpose: str, now: datetime) -> tuple[Reason, ...]:
    """Every reason against an ask of `proxy` within this scope. Parental responsibility ends where a child decides herself."""
    reasons = outside(found, proxy, found.person if found else "", purpose, place.today(now))
    if found is None or found.evidence != "parental-responsibility":
        return reasons
    child = Person.objects.filter(id=found.person).first()
    if child is not None and children.herself(child, now):
        return (*reasons, Reason("decides-herself", "she is old enough", "she can ask herself"))
    return reasons


def record(
    *, proxy: str, person: str, wanted: Iterable[str], since: date, until: date, evidence: str, reference: str, by: str,
    now: datetime,
) -> MandateRow:  # fmt: skip
    """Record a scope; `proxy` and `person` are person ids. Raises `BadInput` for what is missing or too long."""
    wanted = sorted(set(wanted))
    unknown = [p for p in wanted if p not in purposes()]
    for bad, problem in (
        (not proxy or not person or proxy == person, Problem("a proxy and the person are two people", key="proxy")),
        (not wanted or unknown, Problem("choose what it is for", key="purpose", expected=", ".join(purposes()))),
        (evidence not in EVIDENCE, Problem("choose the evidence", key="evidence", expected=", ".join(EVIDENCE))),
        (not reference.strip(), Problem("say which paper was seen", key="reference")),
        (not by.strip(), Problem("say who saw the paper", key="by")),
        (not since < until <= since + timedelta(days=LONGEST_DAYS),
         Problem("choose a last day", key="until", expected=f"after the first day, within {LONGEST_DAYS} days")),
    ):  # fmt: skip
        if bad:
            raise BadInput(problem)
    with transaction.atomic():
        number = MandateRow.objects.filter(person=person).count()
        row = MandateRow.objects.create(
            key=f"pm-{digest([proxy, person, number])[:32]}", proxy=proxy, person=person, purposes=wanted, since=since,
            until=until, evidence=evidence, reference=reference.strip()[:200], recorded_by=by, recorded_at=now,
        )  # fmt: skip
        _note(row, "recorded", now)
    notes.flush()
    return row


def keep(person: Person, key: str, purpose: str, now: datetime) -> bool:
    """She keeps one thing from a proxy, from now; False where it is no scope of hers."""
    with transaction.atomic():
        row = MandateRow.objects.select_for_update().filter(key=key, person=person.id).first()
        if row is None or purpose not in row.purposes:
            return False
        row.kept = sorted({*row.kept, purpose})
        row.save(update_fields=["kept"])
        _note(row, f"kept-{purpose}", now)
    notes.flush()
    return True


def end(person: Person, key: str, now: datetime) -> bool:
    """She takes back her written yes; False for a scope that rests on something else, or is not hers."""
    with transaction.atomic():
        row = MandateRow.objects.select_for_update().filter(key=key, person=person.id, ended_on=None).first()
        if row is None or row.evidence != "written-yes":
            return False
        row.ended_on = place.today(now)
        row.save(update_fields=["ended_on"])
        _note(row, "ended", now)
    notes.flush()
    return True


def for_me(person: Person, now: datetime) -> list[Shown]:
    """Who may ask for her, with every act of theirs, made and refused."""
    rows = MandateRow.objects.filter(person=person.id).order_by("-since", "key")
    return [_shown(row, row.proxy, _all_acts(row), now) for row in rows]


def by_me(person: Person, now: datetime) -> list[Shown]:
    """For whom she may ask. She sees her own asks only, less those about what the other keeps to herself."""
    rows = MandateRow.objects.filter(proxy=person.id).order_by("-since", "key")
    return [_shown(row, row.person, _own_acts(row), now) for row in rows]


def usable(person: Person, now: datetime) -> list[Shown]:
    """The scopes within which she may ask for somebody today."""
    return [s for s in by_me(person, now) if s.in_force and s.open_purposes]


def of_citizen(user: User, key: str) -> bool:
    """Whether this scope is about her: only she changes it."""
    return bool(user.person_id) and MandateRow.objects.filter(key=key, person=user.person_id).exists()


def _all_acts(row: MandateRow) -> tuple[Act, ...]:
    made = [Act(a.service, a.asked_at, case=a.case) for a in AskRow.objects.filter(mandate=row.key)]
    no = [Act(r.service, r.at, tuple(r.reasons)) for r in RefusedAskRow.objects.filter(mandate=row.key)]
    return tuple(sorted([*made, *no], key=lambda a: a.at, reverse=True))


def _own_acts(row: MandateRow) -> tuple[Act, ...]:
    kept = {s.id for s in place.region().directory.services if s.purpose in row.kept}
    made = AskRow.objects.filter(mandate=row.key, asked_by=row.proxy).exclude(service__in=kept)
    return tuple(Act(a.service, a.asked_at) for a in made.order_by("-asked_at"))


def _shown(row: MandateRow, other: str, acts: tuple[Act, ...], now: datetime) -> Shown:
    """The name of somebody protected is shown to nobody: her given name is all that a proxy reads."""
    found = Person.objects.filter(id=other).first()
    name = "" if found is None else found.given_name if found.protected else f"{found.given_name} {found.family_name}"
    mine, day = _mandate(row), place.today(now)
    live = not any(r.code != "mandate-purpose" for r in outside(mine, row.proxy, row.person, "", day))
    return Shown(row, name.strip(), live, row.evidence == "written-yes" and row.ended_on is None, acts)


def _mandate(row: MandateRow) -> Mandate:
    return Mandate(
        row.key, row.proxy, row.person, frozenset(row.purposes), row.since, row.until, row.evidence, row.reference,
        row.recorded_by, frozenset(row.kept), row.ended_on,
    )  # fmt: skip


def _note(row: MandateRow, what: str, now: datetime) -> None:
    key = f"mandate:{row.key}:{what}"
    proof = notes.sealed(key, {"proxy": row.proxy, "person": row.person, "by": row.recorded_by}, now)
    body = {"evidence": row.evidence, "purposes": list(row.purposes), "state": what, "until": row.until.isoformat()}
    notes.write(key, "mandate", {**body, "commitment": proof}, now)
