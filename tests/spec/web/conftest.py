"""Fixtures of the pages, shared with tests/web."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_KEY = "ginnel_tests_web_harness"
if _KEY not in sys.modules:
    _spec = importlib.util.spec_from_file_location(_KEY, Path(__file__).parents[2] / "web" / "harness.py")
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[_KEY] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_KEY])

site = sys.modules[_KEY].site
store = sys.modules[_KEY].store
visit = sys.modules[_KEY].visit
user = sys.modules[_KEY].user
