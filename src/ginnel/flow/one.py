"""The same path for one person at a desk: what the night would find and decide about her and her home.

Signals are the same checked expressions, over views narrowed to her and her home. Choices are applied by the reference
rule in plain Python. tests/generative says that this and the night agree in decision, reasons, words and keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from ginnel.engines import connect, quoted
from ginnel.flow.barred import categories_of, counts, kinds_of
from ginnel.flow.decide import Clockwork, Decision, Facts, Person, decide
from ginnel.flow.families import decider_of
from ginnel.flow.look import Only, candidates, find, open_snapshot, sectors
from ginnel.flow.nightly import choices_unread, known_people, one_each, protected_homes, reads_people
from ginnel.flow.plan import Look, make_plan
from ginnel.flow.ports import Desk
from ginnel.flow.prepare import Paths, loaded_paths
from ginnel.flow.run import last_run, region_secret
from ginnel.governance.children import Decided
from ginnel.governance.choices import Choice, Pair, Ref, barred_people
from ginnel.region import Region
from ginnel.vocabulary import BadInput, Problem
from ginnel.vocabulary.calendar import local_day


@dataclass(frozen=True)
class Near:
    """Everything that linking said about a person and about whoever may be her."""

    person_of: Mapping[Ref, str]
    pairs: tuple[Pair, ...]


def one(region: Region, desk: Desk, person: str, *, now: datetime) -> list[Decision]:
    """Every decision about `person` and her home, on the last night's records and today's choices and answers.

    Raises `BadInput` when no night has run, or nobody has this id.
    """
    folder = _last(region)
    people, _ = known_people(folder / "identity")
    who = people.get(person)
    if who is None:
        raise BadInput(Problem("nobody has this id", key=person, mend="take an id from a page or a case"))
    plan = make_plan(region, local_day(now, region.config.zone))
    secret = region_secret(region.folder) or b""
    connection = connect(memory=region.config.limits.memory, threads=region.config.limits.threads)
    try:
        choices = desk.choices()
        open_snapshot(connection, folder / "identity", choices)
        decisions: list[Decision] = []
        loaded: dict[str, Any] = json.loads((folder / "load.json").read_text(encoding="utf-8"))
        unsafe = choices_unread(region, plan, loaded, choices)
        for look in plan.looks:
            if unsafe and reads_people(region, look):
                continue
            decisions += _about(region, desk, look, who, people, choices, folder, connection, now, secret)
    finally:
        connection.close()
    return decisions


def _about(
    region: Region, desk: Desk, look: Look, who: Person, people: Mapping[str, Person], choices: Iterable[Choice],
    folder: Path, connection: duckdb.DuckDBPyConnection, now: datetime, secret: bytes,
) -> list[Decision]:  # fmt: skip
    time = Clockwork(now, local_day(now, region.config.zone))
    overrides = desk.overrides()
    found = decider_of(
        folder / "identity", who.id, desk.reviews(), day=time.day, youngest=region.config.youngest
    )  # fmt: skip
    near = _around(connection, who, people, found)
    barred = _barred(region, look, near, choices, time)
    let_in = {o.person for o in overrides if counts(o, look.use.purpose, time.day)}
    _make_barred(connection, barred - let_in)
    paths, spells = _paths(region, folder)
    answer = find(look, region, paths, spells, connection, "ginnel_barred", Only(who.id, who.home))
    if answer is None:
        return []
    finds = [c for c in candidates(look, answer) if c.person in (None, who.id)]
    asked = desk.offers_about({who.id})
    offers = {p: tuple(o for o in found if o.asked_at < now) for p, found in asked.items()}
    named = {c.recipient for c in choices} & {leave.recipient for leave in look.tellable}
    facts = Facts(
        people, barred, protected_homes(people), offers, sectors([look], folder / "identity"),
        {r: _barred(region, look, near, choices, time, r) for r in sorted(named)}, overrides, found,
    )  # fmt: skip
    return one_each(decide(look, c, facts, region.directory, time=time, secret=secret) for c in finds)


def _around(
    connection: duckdb.DuckDBPyConnection, who: Person, people: Mapping[str, Person], decide: Mapping[str, Decided]
) -> Near:
    """What is known of her, of those who live with her and of whoever decides for her; and of the records near theirs."""
    ids = {who.id, *(p.id for p in people.values() if who.home and p.home == who.home)}
    return _near(connection, ids | {id for d in decide.values() for id in d.by})


def _barred(
    region: Region, look: Look, near: Near, choices: Iterable[Choice], time: Clockwork, recipient: str = ""
) -> frozenset[str]:
    """Who is barred among the people met, from looking or from telling `recipient`: by the reference rule."""
    return barred_people(
        choices, near.person_of, near.pairs, purpose=look.use.purpose, day=time.day, recipient=recipient,
        low=region.config.thresholds.choice, kinds=kinds_of(region, look, time.day), categories=categories_of(region, look),
    )  # fmt: skip


def _near(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> Near:
    """Links and pairs within one step of these people, and all records of everybody met on the way."""
    names = ", ".join(f"'{quoted(i)}'" for i in sorted(ids))
    pairs = connection.execute(
        f"""
        WITH mine AS (SELECT dataset, record FROM ginnel_links WHERE person IN ({names}))
        SELECT p.dataset_l, p.record_l, p.dataset_r, p.record_r, p.probability FROM ginnel_pairs p
        WHERE EXISTS (SELECT 1 FROM mine m WHERE m.dataset = p.dataset_l AND m.record = p.record_l)
           OR EXISTS (SELECT 1 FROM mine m WHERE m.dataset = p.dataset_r AND m.record = p.record_r)
        """
    ).fetchall()
    refs = {(r[0], r[1]) for r in pairs} | {(r[2], r[3]) for r in pairs}
    links = connection.execute("SELECT dataset, record, person FROM ginnel_links").fetchall()
    met = {p for d, r, p in links if (d, r) in refs} | set(ids)
    person_of = {(d, r): p for d, r, p in links if p in met}
    return Near(person_of, tuple(Pair((r[0], r[1]), (r[2], r[3]), r[4]) for r in pairs))


def _make_barred(connection: duckdb.DuckDBPyConnection, people: frozenset[str]) -> None:
    names = ", ".join(f"'{quoted(p)}'" for p in sorted(people)) or "''"
    connection.execute(
        f"CREATE OR REPLACE TABLE ginnel_barred AS SELECT dataset, record FROM ginnel_links WHERE person IN ({names})"
    )


def _last(region: Region) -> Path:
    id = last_run(region.folder)
    if id is None:
        raise BadInput(Problem("no night has run yet", file=str(region.folder), mend=f"ginnel nightly {region.folder}"))
    return region.folder / "lake" / "runs" / id


def _paths(region: Region, folder: Path) -> tuple[Paths, Paths]:
    loaded: dict[str, Any] = json.loads((folder / "load.json").read_text(encoding="utf-8"))
    spells = {p.stem: p for p in sorted((folder / "spells").glob("*.parquet"))}
    return loaded_paths(region, loaded), spells


def person_of(region: Region, dataset: str, record: str) -> str | None:
    """Whom a record is about, by the last night's linking."""
    found = pq.read_table(
        _last(region) / "identity" / "links.parquet", columns=["person"],
        filters=[("dataset", "=", dataset), ("record", "=", record)],
    ).to_pylist()  # fmt: skip
    return found[0]["person"] if found else None
