"""People and homes as pages need them: replaced each night from the linked records, ids kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.db import connection

from ginnel.store.models import (
    AskRow,
    CaseRow,
    ChoiceRow,
    CompetenceReview,
    Holding,
    Home,
    Look,
    MandateRow,
    NamedStaff,
    Nearby,
    OfferRow,
    OverrideRow,
    Person,
    ProposalRow,
    ReceivedRow,
    RefusedAskRow,
    RightsProxy,
    RightsRequest,
    User,
    UseRow,
)

CHUNK = 2_000


def replace_people(identity: Path) -> None:
    """Make the tables hold exactly the people and homes of `identity`. Call inside a transaction."""
    for model in (Holding, Person, Home, Nearby):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    homes = pq.read_table(identity / "homes.parquet", columns=["home", "uprn", "address", "postcode"]).to_pylist()
    Home.objects.bulk_create(
        [
            Home(id=r["home"], uprn=r["uprn"] or "", address=r["address"] or "", postcode=r["postcode"] or "")
            for r in homes
        ],
        batch_size=CHUNK,
    )
    known = {r["home"] for r in homes}
    nations = _nations(identity / "children.parquet")
    Person.objects.bulk_create(
        [_person(r, known, nations) for r in pq.read_table(identity / "people.parquet").to_pylist()], batch_size=CHUNK
    )
    links = pq.read_table(identity / "links.parquet", columns=["dataset", "record", "person"]).to_pylist()
    person_of = {(r["dataset"], r["record"]): r["person"] for r in links}
    held = sorted({(person, dataset) for (dataset, _), person in person_of.items()})
    Holding.objects.bulk_create([Holding(person_id=p, dataset=d) for p, d in held], batch_size=CHUNK)
    _near(identity, person_of)
    _follow_merged(identity)
    _whose_choices(person_of)


def _near(identity: Path, person_of: Mapping[tuple[str, str], str]) -> None:
    """Pairs of different people; linking kept only pairs at or above the threshold at which a no binds."""
    pairs = set()
    for row in pq.read_table(identity / "pairs.parquet").to_pylist():
        left = person_of.get((row["dataset_l"], row["record_l"]))
        right = person_of.get((row["dataset_r"], row["record_r"]))
        if left and right and left != right:
            pairs |= {(left, right), (right, left)}
    Nearby.objects.bulk_create([Nearby(person=a, other=b) for a, b in sorted(pairs)], batch_size=CHUNK)


def _whose_choices(person_of: Mapping[tuple[str, str], str]) -> None:
    """A choice delivered with a record is its person's, so that pages and releases see it too."""
    changed = []
    for row in ChoiceRow.objects.exclude(dataset="person"):
        # A record that is gone leaves its last person: her no does not end with somebody's file.
        person = person_of.get((row.dataset, row.record), row.person)
        if row.person != person:
            row.person = person
            changed.append(row)
    ChoiceRow.objects.bulk_update(changed, ["person"], batch_size=500)


def _nations(path: Path) -> dict[str, str]:
    rows = pq.read_table(path, columns=["child", "nation"]).to_pylist() if path.exists() else []
    return {r["child"]: r["nation"] for r in rows}


def _person(row: dict[str, Any], homes: set[str], nations: Mapping[str, str]) -> Person:
    return Person(
        id=row["person"], given_name=row["given_name"] or "", family_name=row["family_name"] or "", born=row["born"],
        language=row["language"] or "", home_id=row["home"] if row["home"] in homes else None,
        responsible=row["responsible_person"] or "", protected=bool(row["protected"]), sources=row["sources"],
        nation=nations.get(row["person"], ""),
    )  # fmt: skip


def _follow_merged(identity: Path) -> None:
    """Where two ids became one, everything that was said, asked, told and seen follows."""
    path = identity / "aliases.parquet"
    if not path.exists():
        return
    moved = pq.read_table(path).to_pylist()
    _declared({r["person"]: r["superseded_by"] for r in moved if r["superseded_by"] is not None})
    for row in moved:
        before, after = row["person"], row["superseded_by"]
        if after is None:
            continue
        ChoiceRow.objects.filter(dataset="person", record=before).update(record=after, person=after)
        User.objects.filter(person_id=before).update(person_id=after)
        NamedStaff.objects.filter(person=before).update(person=after)
        for model in (ProposalRow, UseRow, CaseRow, Look, OverrideRow, RightsRequest, RightsProxy, CompetenceReview):
            model.objects.filter(person=before).update(person=after)
        ChoiceRow.objects.filter(person=before).update(person=after)
        OfferRow.objects.filter(asked=before).update(asked=after)
        OfferRow.objects.filter(about=before).update(about=after)
        for rows in (AskRow.objects, MandateRow.objects, RefusedAskRow.objects, ReceivedRow.objects):
            rows.filter(person=before).update(person=after)
        AskRow.objects.filter(asked_by=before).update(asked_by=after)
        RefusedAskRow.objects.filter(asked_by=before).update(asked_by=after)
        MandateRow.objects.filter(proxy=before).update(proxy=after)


def _declared(became: Mapping[str, str]) -> None:
    """A worker stays barred from whomever she declared."""
    for user in User.objects.exclude(declared=[]):
        moved = [became.get(str(p), str(p)) for p in user.declared]
        if moved != user.declared:
            user.declared = moved
            user.save(update_fields=["declared"])
