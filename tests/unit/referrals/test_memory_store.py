"""The store in memory keeps the contract of every store."""

from __future__ import annotations

from collections.abc import Callable

from ginnel.referrals.memory import MemoryCaseStore
from ginnel.referrals.ports import CaseStore


def test_the_store_in_memory_keeps_the_contract(check_case_store: Callable[[Callable[[], CaseStore]], None]) -> None:
    check_case_store(MemoryCaseStore)
