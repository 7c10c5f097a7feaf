"""After works, measured again: "closed" is not "dry". What the sensors say moves the case on or opens it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb

from ginnel import identity, sensors
from ginnel.flow.plan import Plan
from ginnel.flow.ports import Desk, Works
from ginnel.flow.prepare import Paths
from ginnel.flow.run import Run
from ginnel.governance import Permit
from ginnel.region import Region
from ginnel.region.tables import derived_damp
from ginnel.sources import view_sql

SAID = {"dry": "dry", "still damp": "still-damp"}
"""Answers that move a case, in the words of referrals; "not enough readings" moves nothing."""


def measure_again(
    region: Region, plan: Plan, paths: Paths, run: Run, desk: Desk, connection: duckdb.DuckDBPyConnection
) -> dict[str, Any]:
    """Ask the readings about every case whose works are done; how many are dry, still damp, not known yet."""
    counts = {"dry": 0, "still damp": 0, "not enough readings": 0}
    waiting = desk.works_done()
    weather = next((d.name for d in region.delivered if d.kind == "weather"), "")
    permits = {p.id: p for p in plan.derived}
    for derived in derived_damp(region.delivered):
        readings, devices = derived.derived_from
        permit = permits.get(f"need:{derived.name}")
        mine = [w for w in waiting if derived.name in _reads(plan, w.use)]
        if permit is None or not mine or not all(n in paths for n in (readings, devices, weather)):
            continue
        answers = _answers(region, permit, (readings, devices, weather), paths, mine, run, connection)
        for works in mine:
            answer = answers.get(works.case, "not enough readings")
            counts[answer] += 1
            if answer in SAID:
                desk.remeasured(works.case, SAID[answer], run.now)
    return counts


def _reads(plan: Plan, use: str) -> frozenset[str]:
    """The tables that a use reads."""
    return frozenset(name for look in plan.looks if look.use.id == use for name in look.permit.columns)


def _answers(
    region: Region, permit: Permit, names: tuple[str, str, str], paths: Paths, works: Iterable[Works], run: Run,
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, str]:  # fmt: skip
    """The answer of each case: of several devices in a home, "still damp" outweighs "dry", and that "not known"."""
    readings, devices, weather = (view_sql(permit, name, paths[name]) for name in names)
    placed: dict[str, list[str]] = {}
    for device, uprn in connection.execute(f"SELECT DISTINCT device_id, uprn FROM ({devices})").fetchall():
        if uprn:
            placed.setdefault(identity.home_of_uprn(run.region_secret, uprn), []).append(device)
    days: dict[str, date] = {}
    for done in works:
        days |= dict.fromkeys(placed.get(done.home, []), done.done_on)
    found = sensors.remeasured(
        connection, readings=readings, weather=weather, works=days, now=run.now, zone=region.config.zone
    )
    answers = {}
    for done in works:
        said = {found[d] for d in placed.get(done.home, []) if d in found}
        order = ("still damp", "dry", "not enough readings")
        answers[done.case] = next((a for a in order if a in said), "not enough readings")
    return answers
