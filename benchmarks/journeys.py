"""Directly-follows graph, variants and throughput of a large log, against PM4Py, in one run on one machine.

    GINNEL_ORACLE_PYTHON=/path/to/venv/bin/python python benchmarks/journeys.py LOG.csv [EVENTS]

LOG.csv is a log with the columns case_id, activity, timestamp (docs/how-to/real-data.md says where one is); it is copied
under new case names until it holds EVENTS (default 5,000,000). Reading the file is part of every time. Each engine runs in
a process of its own. PM4Py is AGPL-3.0 and stays in its own environment: benchmarks/requirements-oracle.txt.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

OURS = """
import json, resource, sys, time
from pathlib import Path
began = time.perf_counter()
from ginnel.journeys.log import Columns, open_log
from ginnel.journeys.graph import graph
from ginnel.journeys.variants import variants, most_common
from ginnel.journeys.throughput import throughput
imported = time.perf_counter()
log = open_log(Path(sys.argv[1]), Columns("case_id", "activity", "timestamp"))
loaded = time.perf_counter()
g, v, t = graph(log), most_common(log, variants(log)), throughput(log)
ended = time.perf_counter()
print(json.dumps({"load": loaded - imported, "work": ended - loaded, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    "moves": sum(m.count for m in g.moves), "edges": len(g.moves), "variants": len(v), "median": t.median}))
"""
THEIRS = """
import json, resource, sys, time
import pandas as pd, pm4py
imported = time.perf_counter()
frame = pd.read_csv(sys.argv[1], usecols=["case_id", "activity", "timestamp"], dtype={"case_id": "string", "activity": "string"})
frame["timestamp"] = pd.to_datetime(frame["timestamp"])
frame = pm4py.format_dataframe(frame, case_id="case_id", activity_key="activity", timestamp_key="timestamp")
loaded = time.perf_counter()
dfg, starts, ends = pm4py.discover_dfg(frame)
slow, _, _ = pm4py.discover_performance_dfg(frame)
found = pm4py.get_variants(frame)
took = pm4py.get_all_case_durations(frame)
ended = time.perf_counter()
took = sorted(took)
print(json.dumps({"load": loaded - imported, "work": ended - loaded, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    "moves": sum(dfg.values()), "edges": len(dfg), "variants": len(found), "median": took[len(took) // 2]}))
"""


def replicate(source: Path, target: Path, events: int) -> int:
    """Copy the log under new case names until it is large enough; how many events it holds."""
    import csv

    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = [(r["case_id"], r["activity"], r["timestamp"]) for r in csv.DictReader(file)]
    copies = -(-events // len(rows))
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write("case_id,activity,timestamp\n")
        for copy in range(copies):
            file.write("".join(f'{c}-{copy},"{a}",{t}\n' for c, a, t in rows))
    return copies * len(rows)


def measure(python: str, program: str, log: Path) -> dict[str, float]:
    done = subprocess.run([python, "-c", program, str(log)], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(source: Path, events: int) -> None:
    oracle = os.environ.get("GINNEL_ORACLE_PYTHON")
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.csv"
        held = replicate(source, log, events)
        print(f"{held:,} events, {source.name} copied; {os.cpu_count()} cores; reading the file included")
        ours = measure(sys.executable, OURS, log)
        line("ginnel", ours)
        if oracle is None:
            print(
                "PM4Py skipped: set GINNEL_ORACLE_PYTHON to an interpreter that has benchmarks/requirements-oracle.txt"
            )
            return
        theirs = measure(oracle, THEIRS, log)
        line("pm4py", theirs)
        assert (ours["moves"], ours["edges"], ours["variants"]) == (
            theirs["moves"],
            theirs["edges"],
            theirs["variants"],
        )
        speed = (theirs["load"] + theirs["work"]) / (ours["load"] + ours["work"])
        print(
            f"ratio      {speed:5.2f} times as fast, {ours['peak'] / theirs['peak']:.2f} of its memory; the counts are equal"
        )


def line(name: str, found: dict[str, float]) -> None:
    total = found["load"] + found["work"]
    print(f"{name:8} {total:7.2f} s (load {found['load']:.2f}, work {found['work']:.2f}), peak {found['peak'] / 1e6:.2f} GB, "
          f"{found['edges']:.0f} moves, {found['variants']:.0f} variants")  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print("skipped: name a log, as in `python benchmarks/journeys.py LOG.csv`")
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5_000_000)
