"""The contract of case stores, loaded by path: test files import nothing from each other."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from ginnel.referrals.ports import CaseStore


@pytest.fixture
def check_case_store() -> Callable[[Callable[[], CaseStore]], None]:
    path = Path(__file__).with_name("case_store_contract.py")
    spec = importlib.util.spec_from_file_location("case_store_contract", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.check_case_store  # type: ignore[no-any-return]
