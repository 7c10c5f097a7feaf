"""Verdicts on (person, flow) pairs: over sets, beside Cedar with parsed handles and an indexed loop in Python, in one run.

    python benchmarks/governance.py [--pairs 10000000] [--people 1000000]

200 agreements, 500 flows, 24 categories, 20 purposes; two in five people said something. The same pairs are decided by each;
Cedar and the loop decide a sample and must agree with the sets on it. Reading the inputs is not timed; folding choices is.
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import date
from typing import Any

import cedarpy
import duckdb
import numpy as np
import pyarrow as pa

from ginnel.governance.verdict import Flow, Said, verdict
from ginnel.governance.verdict_sets import permitted_sql, prepare, verdicts_sql

DAY = date(2026, 11, 25)
AGREEMENTS, FLOWS, CATEGORIES, PURPOSES, BODIES = 200, 500, 24, 20, 12
CEDAR_SAMPLE, LOOP_SAMPLE = 20_000, 1_000_000
KINDS = ("objection", "consent", "restriction", "withdrawn")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pairs", type=int, default=10_000_000)
    arguments.add_argument("--people", type=int, default=1_000_000)
    given = arguments.parse_args()
    rng = np.random.default_rng(20261125)
    agreements, flows = agreements_of(rng), flows_of(rng)
    agreed = [[a for a in agreements if covers(a, f)] for f in flows]
    said = said_of(rng, given.people)
    people, wanted = rng.integers(0, given.people, given.pairs), rng.integers(0, FLOWS, given.pairs)
    connection = opened(flows, agreed, said, people, wanted)
    fold, permitted = (
        timed(lambda: fold_in(connection)),
        timed(lambda: connection.execute(f"CREATE OR REPLACE TABLE yes AS {permitted_sql(connection, 'pairs')}")),
    )
    every = timed(lambda: connection.execute(f"CREATE OR REPLACE TABLE every AS {verdicts_sql(connection, 'pairs')}"))
    share = connection.execute("SELECT avg(permitted::INT) FROM every").fetchone()[0]
    answers = dict_of(connection)
    noes, yeses = by_person(said)
    loop, looped = loop_rate(flows, agreed, noes, yeses, people, wanted)
    cedar, decided = cedar_rate(agreements, flows, noes, yeses, people, wanted)
    check(answers, looped, people, wanted), check(answers, decided, people, wanted)
    slow = per_request(flows, agreed, said)
    print(f"{given.pairs:,} pairs of {given.people:,} people and {FLOWS} flows; {share:.1%} permitted; samples agree")
    rows = [("over sets, permitted only", given.pairs / (fold + permitted)), ("over sets, all verdicts with reasons", given.pairs / (fold + every)),
            ("indexed loop in Python", loop), ("Cedar, parsed handles, batch", cedar)]  # fmt: skip
    print(f"{'way':38} {'decisions/s':>14} {'x Cedar':>10} {'x loop':>8}")
    for name, rate in rows:
        print(f"{name:38} {rate:14,.0f} {rate / cedar:10,.0f} {rate / loop:8.1f}")
    print(
        f"one request in process: p50 {np.percentile(slow, 50) * 1e6:.0f} us, p99 {np.percentile(slow, 99) * 1e6:.0f} us"
    )


def agreements_of(rng: np.random.Generator) -> list[dict[str, Any]]:
    return [
        {"source": int(rng.integers(BODIES)), "recipient": int(rng.integers(BODIES)), "purpose": int(rng.integers(PURPOSES)),
         "categories": frozenset(rng.choice(CATEGORIES, int(rng.integers(6, 16)), replace=False).tolist())}
        for _ in range(AGREEMENTS)
    ]  # fmt: skip


def flows_of(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Half of the flows are asked about where somebody agreed to something; the rest anywhere."""
    found = []
    base = agreements_of(np.random.default_rng(20261125))
    for _ in range(FLOWS):
        near = base[int(rng.integers(AGREEMENTS))]
        far = rng.random() < 0.5
        found.append({
            "source": int(rng.integers(BODIES)) if far else near["source"],
            "recipient": int(rng.integers(BODIES)) if far else near["recipient"],
            "purpose": int(rng.integers(PURPOSES)) if far else near["purpose"],
            "categories": frozenset(rng.choice(CATEGORIES, int(rng.integers(1, 3)), replace=False).tolist()),
            "asks": bool(rng.random() < 0.3),
        })  # fmt: skip
    return found


def covers(a: dict[str, Any], f: dict[str, Any]) -> bool:
    same = all(a[k] == f[k] for k in ("source", "recipient", "purpose"))
    return same and f["categories"] <= a["categories"]


def said_of(rng: np.random.Generator, people: int) -> dict[str, np.ndarray]:
    count = int(people * 0.6)
    purpose = rng.integers(-1, PURPOSES, count)
    return {
        "person": rng.integers(0, people, count),
        "kind": rng.choice(len(KINDS), count, p=[0.4, 0.45, 0.05, 0.1]),
        "purpose": purpose,
    }


def opened(
    flows: list[dict[str, Any]], agreed: list[list[Any]], said: dict[str, np.ndarray], people: Any, wanted: Any
) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    rows = [
        (
            i,
            f"b{f['recipient']}",
            f"u{f['purpose']}",
            "consent" if f["asks"] else "objectable",
            f["asks"],
            bool(agreed[i]),
        )
        for i, f in enumerate(flows)
    ]
    connection.execute(
        "CREATE TABLE flows(flow INTEGER, recipient TEXT, purpose TEXT, basis TEXT, ask_before BOOL, agreed BOOL)"
    )
    connection.executemany("INSERT INTO flows VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute("CREATE TABLE categories(flow INTEGER, category TEXT)")
    connection.execute(
        "CREATE TABLE overrides(person BIGINT, purpose TEXT, recipient TEXT, ground TEXT, asked_by TEXT, approver TEXT, since DATE, until DATE)"
    )
    connection.register("s", pa.table({k: pa.array(v) for k, v in said.items()}))
    kinds = " ".join(f"WHEN {i} THEN '{k}'" for i, k in enumerate(KINDS))
    connection.execute(
        f"CREATE TABLE said AS SELECT person, CASE kind {kinds} END AS kind, DATE '2026-01-01' AS since, NULL::DATE AS until, "
        "'pending' AS status, CASE WHEN purpose < 0 THEN 'all' ELSE 'u' || purpose END AS purpose, 'all' AS recipient, 'all' AS category FROM s"
    )
    connection.register("p", pa.table({"person": pa.array(people), "flow": pa.array(wanted.astype(np.int32))}))
    connection.execute("CREATE TABLE pairs AS SELECT * FROM p")
    return connection


def fold_in(connection: duckdb.DuckDBPyConnection) -> None:
    prepare(connection, flows="flows", categories="categories", said="said", overrides="overrides", day=DAY)


def dict_of(connection: duckdb.DuckDBPyConnection) -> Any:
    found = connection.execute("SELECT person, flow, permitted FROM every LIMIT 3000000").fetchnumpy()
    return {
        (int(p), int(f)): bool(v) for p, f, v in zip(found["person"], found["flow"], found["permitted"], strict=True)
    }


def by_person(said: dict[str, np.ndarray]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    noes: dict[int, set[int]] = {}
    yeses: dict[int, set[int]] = {}
    for person, kind, purpose in zip(
        said["person"].tolist(), said["kind"].tolist(), said["purpose"].tolist(), strict=True
    ):
        (yeses if KINDS[kind] == "consent" else noes).setdefault(person, set()).add(purpose)
    return noes, yeses


def loop_rate(flows: Any, agreed: Any, noes: Any, yeses: Any, people: Any, wanted: Any) -> tuple[float, list[bool]]:
    static = [(bool(a), f["purpose"], f["asks"]) for f, a in zip(flows, agreed, strict=True)]
    pairs = list(zip(people[:LOOP_SAMPLE].tolist(), wanted[:LOOP_SAMPLE].tolist(), strict=True))
    nothing: set[int] = set()
    start = time.perf_counter()
    found = []
    for person, flow in pairs:
        ok, purpose, asks = static[flow]
        if ok:
            no = noes.get(person, nothing)
            ok = purpose not in no and -1 not in no
            if ok and asks:
                yes = yeses.get(person, nothing)
                ok = purpose in yes or -1 in yes
        found.append(ok)
    return len(pairs) / (time.perf_counter() - start), found


def cedar_rate(
    agreements: Any, flows: Any, noes: Any, yeses: Any, people: Any, wanted: Any
) -> tuple[float, list[bool]]:
    """One policy for each agreement, as somebody would write them; policies and entities parsed before the clock starts."""
    policies = cedarpy.PolicySet.from_str("\n".join(policy(a) for a in agreements))
    pairs = list(zip(people[:CEDAR_SAMPLE].tolist(), wanted[:CEDAR_SAMPLE].tolist(), strict=True))
    entities = cedarpy.Entities.from_json_str(json.dumps([
        *({"uid": {"type": "Person", "id": str(p)}, "parents": [],
           "attrs": {"no": sorted(noes.get(p, ())), "yes": sorted(yeses.get(p, ()))}} for p in sorted({p for p, _ in pairs})),
        *({"uid": {"type": "Flow", "id": str(i)}, "parents": [],
           "attrs": {**{k: f[k] for k in ("source", "recipient", "purpose", "asks")}, "categories": sorted(f["categories"])}}
          for i, f in enumerate(flows)),
    ]))  # fmt: skip
    action = {"type": "Action", "id": "tell"}
    requests = [
        {"principal": {"type": "Person", "id": str(p)}, "action": action, "resource": {"type": "Flow", "id": str(f)}}
        for p, f in pairs
    ]
    start = time.perf_counter()
    found = cedarpy.is_authorized_batch(requests, policies, entities)
    return len(pairs) / (time.perf_counter() - start), [r.allowed for r in found]


def policy(a: dict[str, Any]) -> str:
    p, categories = a["purpose"], sorted(a["categories"])
    return (
        f'permit(principal, action == Action::"tell", resource) when {{ resource.source == {a["source"]} && '
        f"resource.recipient == {a['recipient']} && resource.purpose == {p} && {categories}.containsAll(resource.categories) && "
        f"!principal.no.contains({p}) && !principal.no.contains(-1) && "
        f"(!resource.asks || principal.yes.contains({p}) || principal.yes.contains(-1)) }};"
    )


def check(answers: Any, found: list[bool], people: Any, wanted: Any) -> None:
    """Every decision that both made is the same."""
    compared = 0
    for person, flow, ok in zip(people[: len(found)].tolist(), wanted[: len(found)].tolist(), found, strict=True):
        if (person, flow) in answers:
            compared += 1
            if answers[person, flow] != ok:
                raise SystemExit(f"they disagree on person {person}, flow {flow}")
    if compared < len(found) // 10:
        raise SystemExit(f"only {compared} decisions could be compared")


def per_request(flows: Any, agreed: Any, said: dict[str, np.ndarray]) -> np.ndarray:
    """Seconds of 20,000 single requests by the reference rule, for people who said something."""
    rows: dict[int, list[Said]] = {}
    for person, kind, purpose in zip(
        said["person"][:20_000].tolist(), said["kind"][:20_000].tolist(), said["purpose"][:20_000].tolist(), strict=True
    ):
        word: Any = KINDS[kind]
        rows.setdefault(person, []).append(
            Said(str(person), word, date(2026, 1, 1), None, "pending", "all" if purpose < 0 else f"u{purpose}")
        )
    made = [
        Flow(
            str(i),
            f"b{f['recipient']}",
            f"u{f['purpose']}",
            frozenset(map(str, f["categories"])),
            "consent" if f["asks"] else "objectable",
            f["asks"],
            bool(agreed[i]),
        )
        for i, f in enumerate(flows)
    ]
    taken = []
    for i, (person, mine) in enumerate(rows.items()):
        start = time.perf_counter()
        verdict(str(person), made[i % FLOWS], mine, (), DAY)
        taken.append(time.perf_counter() - start)
    return np.array(taken)


def timed(run: Any) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
