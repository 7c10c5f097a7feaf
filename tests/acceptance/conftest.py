"""Real data: found by `GINNEL_REAL_DATA`, never guessed. Where it is set, a skipped test is a failed one."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Turn a skip into a failure where the real data is said to be there (`docs/how-to/real-data.md`)."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and "GINNEL_REAL_DATA" in os.environ:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped although GINNEL_REAL_DATA is set: {report.longrepr}"


@pytest.fixture(scope="session")
def acceptance() -> Any:
    """The module `region/build.py`."""
    path = Path(__file__).parent / "region" / "build.py"
    spec = importlib.util.spec_from_file_location("acceptance_region_build", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def night(acceptance: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The acceptance region after one night (`region/build.Night`); made once."""
    real = Path(os.environ["GINNEL_REAL_DATA"])
    return acceptance.night(tmp_path_factory.mktemp("acceptance") / "region", real)
