"""A signal's expression has one hash in every process: else each night would think that the region had changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CODE = """
import sys
from datetime import date
from pathlib import Path
from ginnel.flow.plan import make_plan
from ginnel.region import load_region
print([look.permit.expression for look in make_plan(load_region(Path(sys.argv[1])), date(2026, 11, 25)).looks])
"""


def test_hashes_do_not_depend_on_the_process(fresh: Path) -> None:
    """Three processes with three seeds for the order of sets."""
    found = set()
    for seed in ("1", "2", "3"):
        done = subprocess.run(
            [sys.executable, "-c", CODE, str(fresh)], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        found.add(done.stdout)
    assert len(found) == 1
    assert found.pop().count(",") >= 4
