"""A case of a landlord about a damp home, as governance would open it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ginnel.governance import Agreement, Disclosure, OwnCase, Tellable, disclosure, own_case
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


@pytest.fixture
def told() -> Callable[..., Disclosure]:
    """What the ICB told the landlord about a person, under an agreement and after her yes."""

    def make(key: str = "told-1", use: str = "damp.vulnerable", organisation: str = "northshire-homes") -> Disclosure:
        agreement = Agreement(
            id="gp-landlord", title="Lungs and damp", purpose="damp-and-mould", sources=frozenset({"northshire-icb"}),
            recipients=frozenset({organisation}), operations=frozenset({"tell"}), categories=frozenset({"health"}),
            bases=(), signatories=(), starts=date(2026, 1, 1), review_by=date(2027, 1, 1), ends=date(2028, 1, 1),
        )  # fmt: skip
        leave = Tellable(
            use=use, recipient=organisation, agreement=agreement, words={"vulnerable": "yes-or-no"},
            sources=frozenset({"northshire-icb"}), basis=("ukgdpr-6-1-e",),
        )  # fmt: skip
        return disclosure(
            leave, key=key, person="p-1", home="h-1", words={"vulnerable": "yes"}, answered_yes=True, released_by="w-9"
        )

    return make
