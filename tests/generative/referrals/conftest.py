"""A case of a landlord about a damp home, for random sequences of events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ginnel.governance import OwnCase, own_case
from ginnel.governance.permit import make_permit
from ginnel.referrals import Case, open_case

AWARE = datetime(2026, 2, 6, 9, 0, tzinfo=UTC)
"""A Friday; the ten working days after it have no bank holiday among them."""


def an_opening(key: str = "spell-1", *, use: str = "damp.damp_home", aware_at: datetime = AWARE) -> OwnCase:
    permit = make_permit(
        kind="need", id="need:damp", purpose="damp-and-mould", controllers=frozenset({"northshire-homes"}),
        columns={"landlord_damp": ("home",)}, agreements=(), agreement_hashes=(),
    )  # fmt: skip
    return own_case(
        permit, key=key, use=use, organisation="northshire-homes", home="h-1", words={"room": "bedroom"},
        aware_at=aware_at,
    )  # fmt: skip


def a_case(key: str = "spell-1", *, use: str = "damp.damp_home", aware_at: datetime = AWARE, **more: Any) -> Case:
    facts: dict[str, Any] = {"tenure": "social", "nation": "England", "opened_at": aware_at, "restricted": False}
    return open_case(an_opening(key, use=use, aware_at=aware_at), **{**facts, **more})


@pytest.fixture
def opening() -> Callable[..., OwnCase]:
    return an_opening


@pytest.fixture
def new_case() -> Callable[..., Case]:
    return a_case
