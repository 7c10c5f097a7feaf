"""The night, from top to bottom: what may be done, what was delivered, who is who, what is damp, who needs help, what
becomes of it. Killed anywhere and started again, it goes on where it was and ends the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ginnel.engines import connect, write_table
from ginnel.flow.again import measure_again
from ginnel.flow.barred import bar, barred_from, barred_people_now, recalled
from ginnel.flow.decide import Candidate, Clockwork, Decision, Facts, Person, decide
from ginnel.flow.families import deciders
from ginnel.flow.look import candidates, find, open_snapshot, sectors
from ginnel.flow.notes import cut_note, decision_note, plan_notes
from ginnel.flow.plan import Look, Plan, make_plan
from ginnel.flow.ports import Desk
from ginnel.flow.prepare import (
    Paths,
    link_people,
    load_all,
    loaded_paths,
    measure_homes,
    spell_paths,
    today,
)
from ginnel.flow.run import Entropy, Progress, Run, close_run, open_run, restarted
from ginnel.flow.settle import Touched, settlement
from ginnel.governance import Choice, Note
from ginnel.governance.choices import ALL, PERSON
from ginnel.referrals import Offer
from ginnel.region import Region
from ginnel.vocabulary import BadInput, digest


@dataclass(frozen=True)
class Night:
    """What a night came to, for the summary and for tests."""

    run: str
    now: datetime
    plan: Plan
    loaded: Mapping[str, Any]
    identity: Mapping[str, Any]
    spells: Mapping[str, Any]
    decisions: tuple[Decision, ...]
    summary: Mapping[str, Any]


def nightly(region: Region, desk: Desk, *, now: datetime, entropy: Entropy, progress: Progress) -> Night:
    """Run the whole path for a region. The caller holds `run.alone`: one night at a time."""
    run = open_run(region.folder, now=now, entropy=entropy, progress=progress)
    connection = connect(
        memory=region.config.limits.memory, threads=region.config.limits.threads,
        scratch=region.folder / "lake" / "scratch",
    )  # fmt: skip
    try:
        # 1. What may be done, before any row is read; the answers are in the ledger before the first row is.
        plan = make_plan(region, today(run, region))
        run = _planned(region, desk, run, plan, entropy)
        # 2. What was delivered, checked against its contracts.
        loaded = run.step("load", lambda: load_all(region, plan, run, connection))
        paths = loaded_paths(region, loaded)
        # 3. Who is who and who lives where, from identifiers alone; whoever asked not to be linked is left out.
        desk.take_choices(delivered_choices(region, paths), run.now)
        unsafe = choices_unread(region, plan, loaded, desk.choices())
        identity = run.step(
            "link", lambda: link_people(region, plan.link, paths, run, connection, desk.choices(), desk.reviews())
        )
        # 4. Readings become damp spells; a gap is a gap.
        spells = run.step("measure", lambda: measure_homes(region, plan, paths, run, connection))
        # Works that were done are measured again before anything new is looked for.
        run.step("again", lambda: measure_again(region, plan, paths, run, desk, connection))
        # 5. What people have chosen cuts the input; then each permitted signal is looked for.
        looked = run.step(
            "look", lambda: _look(region, plan, run, desk, connection, paths, spell_paths(run, spells), unsafe)
        )
        # 6. What becomes of each find, on a fresh snapshot of choices and answers.
        decided, facts, languages, recalls = _decide(region, plan, run, desk, connection)
        notes = [decision_note(run, d, {a.id: a.hash for a in region.agreements}) for d in decided]
        summary = {
            **_summary(plan, loaded, identity, spells, looked, decided),
            "unsafe": unsafe,
            "recalled": len(recalls),
        }
        # 7. Cases, questions, proposals, pages and ledger: one transaction.
        run.step(
            "settle",
            lambda: _settle(
                desk,
                settlement(
                    region,
                    plan,
                    run,
                    decided,
                    facts,
                    notes,
                    summary,
                    languages,
                    touched(run, spell_paths(run, spells)),
                    recalls,
                ),
            ),
        )
    finally:
        connection.close()
    close_run(region.folder, run)
    return Night(run.id, run.now, plan, loaded, identity, spells, tuple(decided), summary)


def _planned(region: Region, desk: Desk, run: Run, plan: Plan, entropy: Entropy) -> Run:
    """Record the plan. A run that comes by again under another plan starts anew: it must not mix two."""
    state = digest([[p.id, p.columns, p.agreement_hashes, p.expression] for p in plan.permits])

    def note() -> dict[str, Any]:
        desk.note(plan_notes(run, plan), run.now)
        return {"permits": len(plan.permits), "refusals": len(plan.refusals), "state": state}

    if run.step("plan", note)["state"] == state:
        return run
    run.progress("plan", "the region's files changed since this run began: starting anew")
    return _planned(region, desk, restarted(region.folder, run, entropy), plan, entropy)


def _settle(desk: Desk, night: Any) -> dict[str, Any]:
    desk.settle(night)
    return {"cases": len(night.cases), "offers": len(night.offers), "proposals": len(night.proposals)}


def delivered_choices(region: Region, paths: Paths) -> Iterable[tuple[str, Choice]]:
    """Choices that bodies delivered with their records. They are rules about reading, so they need only be loaded."""
    for dataset in region.delivered:
        if dataset.kind != "choices" or dataset.name not in paths:
            continue
        for row in pq.read_table(paths[dataset.name]).to_pylist():
            choice = Choice(
                row["dataset"], row["about_record"], row["kind"], row["purpose"], row["since"], row.get("until"),
                recipient=row.get("recipient") or ALL, category=row.get("category") or ALL,
            )  # fmt: skip
            yield f"{dataset.name}/{row['record']}", choice


def choices_unread(region: Region, plan: Plan, loaded: Mapping[str, Any], choices: Iterable[Choice]) -> list[str]:
    """Why somebody's no may be unknown tonight. While there is a reason, nothing that reads people is looked for.

    A body's own case about a home goes on: a legal duty does not wait for a file.
    """
    found = []
    wanted = {name for p in plan.loads for name in p.columns}
    for dataset in region.delivered:
        if dataset.kind == "choices" and dataset.name in wanted:
            report = loaded.get(dataset.name, {})
            if report.get("stopped"):
                found.append(f"{dataset.name} could not be read: {report['stopped']}")
            elif report.get("rejected"):
                found.append(f"{dataset.name}: {report['rejected']} rows could not be read; see {report['rejects']}")
    people = {d.name for d in region.delivered if d.kind == "people"} | {PERSON}
    strange = sorted({c.dataset for c in choices} - people)
    if strange:
        found.append(f"choices name {', '.join(strange)}, which holds no people: name the record of the person herself")
    return found


def _look(
    region: Region,
    plan: Plan,
    run: Run,
    desk: Desk,
    connection: duckdb.DuckDBPyConnection,
    paths: Paths,
    spells: Paths,
    unsafe: list[str],
) -> dict[str, Any]:
    """Run every permitted expression; its answer is kept in the run's folder."""
    if not run.path("identity").exists():
        return {}
    choices = desk.choices()
    open_snapshot(connection, run.path("identity"), choices)
    found: dict[str, Any] = {}
    notes: list[Note] = []
    for look in plan.looks:
        run.progress("look", f"looking for {look.use.id}")
        people = reads_people(region, look)
        if people and unsafe:
            found[look.use.id] = None
            continue
        cut = bar(region, look, connection, today(run, region), desk.overrides())
        answer = _found(look, region, run, paths, spells, connection)
        if answer is None:
            found[look.use.id] = None
            continue
        write_table(run.path("found", f"{look.use.id}.parquet"), answer)
        notes.append(cut_note(run, look, cut if people else 0, choices))
        found[look.use.id] = {"rows": answer.num_rows, "cut": cut if people else 0}
    desk.note(notes, run.now)
    return found


def _found(
    look: Look, region: Region, run: Run, paths: Paths, spells: Paths, connection: duckdb.DuckDBPyConnection
) -> pa.Table | None:
    """The answer of one look, None when it fails: one signal's fault stops that signal and no other."""
    try:
        return find(look, region, paths, spells, connection, "ginnel_barred")
    except BadInput as error:
        run.progress("look", f"{look.use.id} is left out: {error}")
        return None


def reads_people(region: Region, look: Look) -> bool:
    """Whether an expression reads records of people; one about homes alone has nobody to cut."""
    return any(region.tables.dataset(name).about == "person" for name in look.permit.columns)


def _decide(
    region: Region, plan: Plan, run: Run, desk: Desk, connection: duckdb.DuckDBPyConnection
) -> tuple[list[Decision], Facts, dict[str, str], tuple[str, ...]]:
    if not run.path("identity").exists():
        return [], Facts({}, frozenset(), frozenset()), {}, ()
    choices = desk.choices()
    open_snapshot(connection, run.path("identity"), choices)
    people, languages = known_people(run.path("identity"))
    time = Clockwork(run.now, today(run, region))
    decisions: list[Decision] = []
    recalls: list[str] = []
    facts = Facts(people, frozenset(), protected_homes(people), sectors=sectors(plan.looks, run.path("identity")),
                  overrides=desk.overrides(), deciders=deciders(
                      connection, run.path("identity"), desk.reviews(), day=time.day, youngest=region.config.youngest
                  ))  # fmt: skip
    for look in plan.looks:
        path = run.path("found", f"{look.use.id}.parquet")
        if not path.exists():
            continue
        finds = sorted(candidates(look, pq.read_table(path)), key=_order)
        offers = {**facts.offers, **_asked_before(desk, run, finds)}
        facts = replace(
            facts, offers=offers, barred=barred_people_now(region, look, connection, time.day),
            barred_from=barred_from(region, look, connection, time.day, choices),
        )  # fmt: skip
        made = [decide(look, c, facts, region.directory, time=time, secret=run.region_secret) for c in finds]
        decisions += one_each(made)
        recalls += recalled(look, facts, desk.released(), time.day)
    return decisions, facts, languages, tuple(recalls)


def one_each(decisions: Iterable[Decision]) -> list[Decision]:
    """The first decision of each key: a person found twice for one reason is asked once."""
    first: dict[str, Decision] = {}
    for decision in decisions:
        first.setdefault(decision.key, decision)
    return list(first.values())


def _asked_before(desk: Desk, run: Run, finds: Iterable[Candidate]) -> dict[str, tuple[Offer, ...]]:
    """Offers of earlier runs. Those of this run do not count, or a run that comes by again would decide otherwise."""
    asked = desk.offers_about({c.person for c in finds if c.person})
    return {person: tuple(o for o in offers if o.asked_at < run.now) for person, offers in asked.items()}


def known_people(identity: Path) -> tuple[dict[str, Person], dict[str, str]]:
    """Everybody linked, and the language in which to write to her."""
    people, languages = {}, {}
    columns = ["person", "born", "home", "protected", "language"]
    for row in pq.read_table(identity / "people.parquet", columns=columns).to_pylist():
        people[row["person"]] = Person(row["person"], row["born"], row["home"], bool(row["protected"]))
        languages[row["person"]] = row["language"] or "en"
    return people, languages


def touched(run: Run, spells: Paths) -> Touched:
    """Who holds what, from this run's links and spells."""
    homes = {
        name: frozenset(h for h in pq.read_table(path, columns=["home"])["home"].to_pylist() if h)
        for name, path in spells.items()
    }
    held: dict[str, set[str]] = {}
    if run.path("identity").exists():
        for row in pq.read_table(run.path("identity", "links.parquet"), columns=["dataset", "person"]).to_pylist():
            held.setdefault(row["person"], set()).add(row["dataset"])
    return Touched(homes, {person: frozenset(names) for person, names in held.items()})


def protected_homes(people: Mapping[str, Person]) -> frozenset[str]:
    """Homes where somebody lives whose address is secret."""
    return frozenset(p.home for p in people.values() if p.protected and p.home)


def _order(candidate: Candidate) -> tuple[str, str, str, tuple[str, ...]]:
    told = tuple(str(candidate.told[word]) for word in sorted(candidate.told))
    return (candidate.home or "", candidate.person or "", candidate.spell or "", told)


def _summary(
    plan: Plan, loaded: Mapping[str, Any], identity: Mapping[str, Any], spells: Mapping[str, Any],
    looked: Mapping[str, Any], decisions: Iterable[Decision],
) -> dict[str, Any]:  # fmt: skip
    by_use: dict[str, Counter[str]] = {}
    reasons: Counter[str] = Counter()
    for d in decisions:
        by_use.setdefault(d.candidate.use, Counter())[d.outcome] += 1
        reasons.update({r.code for r in d.reasons})
    return {
        "rows": sum(r["rows"] for r in loaded.values()),
        "rejected": sum(r["rejected"] for r in loaded.values()),
        "stopped": sorted(n for n, r in loaded.items() if r["stopped"]),
        "identity": dict(identity),
        "spells": dict(spells),
        "looked": dict(looked),
        "outcomes": {use: dict(sorted(c.items())) for use, c in sorted(by_use.items())},
        "reasons": dict(sorted(reasons.items())),
        "permits": len(plan.permits),
        "refused_flows": [r.flow for r in plan.refusals],
    }
