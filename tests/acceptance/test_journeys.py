"""A real log: traffic fines of an Italian municipal police, 10,000 cases (bupaR's eventdataR, MIT).

`tests/integration/test_pm4py_agrees.py` holds every count of it against PM4Py where that is to be had.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ginnel.journeys import Columns, open_log
from ginnel.journeys.graph import graph
from ginnel.journeys.variants import variants

pytestmark = pytest.mark.skipif(
    "GINNEL_REAL_DATA" not in os.environ,
    reason="traffic fines: set GINNEL_REAL_DATA to the folder with journeys/traffic_fines.csv (docs/how-to/real-data.md)",
)


def test_the_log_holds_what_its_source_says() -> None:
    """Its times are days without a clock time, so ties are many: the order of the file breaks them."""
    path = Path(os.environ["GINNEL_REAL_DATA"]) / "journeys" / "traffic_fines.csv"
    log = open_log(path, Columns("case_id", "activity", "timestamp", "resource"))
    assert (log.cases, log.events, len(log.activities), log.left.total) == (10_000, 34_724, 11, 0)
    moves = graph(log).moves
    assert (sum(m.count for m in moves), len(moves), len(variants(log).counts)) == (24_724, 40, 44)
