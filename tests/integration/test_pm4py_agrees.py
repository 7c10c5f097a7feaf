"""Counts, medians, variants and durations equal PM4Py's, on invented events and on real ones.

PM4Py is AGPL-3.0 and stays in an environment of its own: GINNEL_ORACLE_PYTHON names its interpreter.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ginnel.journeys import Columns, open_log
from ginnel.journeys.graph import graph
from ginnel.journeys.throughput import throughput
from ginnel.journeys.variants import most_common, variants
from ginnel.synthetic import write_victims

pytestmark = pytest.mark.skipif(
    "GINNEL_ORACLE_PYTHON" not in os.environ,
    reason="PM4Py: python3 -m venv V; V/bin/pip install --require-hashes -r benchmarks/requirements-oracle.txt; "
    "then set GINNEL_ORACLE_PYTHON=V/bin/python",
)

PROGRAM = """
import json, sys
import pandas as pd, pm4py
frame = pd.read_csv(sys.argv[1], usecols=sys.argv[2:])
case, step, when = sys.argv[2:]
frame[when] = pd.to_datetime(frame[when])
frame = pm4py.format_dataframe(frame, case_id=case, activity_key=step, timestamp_key=when)
dfg, starts, ends = pm4py.discover_dfg(frame)
slow, _, _ = pm4py.discover_performance_dfg(frame)
print(json.dumps({
    "dfg": [[a, b, n] for (a, b), n in dfg.items()], "starts": starts, "ends": ends,
    "median": [[a, b, t["median"]] for (a, b), t in slow.items()],
    "variants": [[list(v), n if isinstance(n, int) else len(n)] for v, n in pm4py.get_variants(frame).items()],
    "durations": sorted(pm4py.get_all_case_durations(frame)),
}))
"""


def compare(path: Path, case: str, activity: str, time: str) -> None:
    theirs = asked(path, case, activity, time)
    log = open_log(path, Columns(case, activity, time))
    ours = graph(log)
    assert {(m.before, m.after): m.count for m in ours.moves} == {(a, b): n for a, b, n in theirs["dfg"]}
    assert (ours.starts, ours.ends) == (theirs["starts"], theirs["ends"])
    medians = {(m.before, m.after): m.times.median for m in ours.moves}
    assert medians == pytest.approx({(a, b): t for a, b, t in theirs["median"]})
    assert {v.steps: v.cases for v in most_common(log, variants(log))} == {tuple(v): n for v, n in theirs["variants"]}
    took = theirs["durations"]
    middle = (took[(len(took) - 1) // 2] + took[len(took) // 2]) / 2
    assert throughput(log).median == pytest.approx(middle)


def asked(path: Path, case: str, activity: str, time: str) -> Any:
    command = [os.environ["GINNEL_ORACLE_PYTHON"], "-c", PROGRAM, str(path), case, activity, time]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_on_invented_victims_cases(tmp_path: Path) -> None:
    write_victims(tmp_path / "victims.csv", seed=3, cases=500)
    compare(tmp_path / "victims.csv", "case", "activity", "time")


@pytest.mark.skipif("GINNEL_REAL_DATA" not in os.environ, reason="traffic fines: set GINNEL_REAL_DATA")
def test_on_ten_thousand_traffic_fines() -> None:
    """Ten thousand real cases; ties keep the order of the file on both sides."""
    compare(Path(os.environ["GINNEL_REAL_DATA"]) / "journeys" / "traffic_fines.csv", "case_id", "activity", "timestamp")
