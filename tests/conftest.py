"""Fixtures that several chapters share: small worlds built by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import settings

from ginnel.governance import Agreement, Approval, Body, OwnCase, Register, own_case
from ginnel.governance.agreements import Basis, Signatory
from ginnel.governance.law import Law, shipped_rows
from ginnel.governance.permit import make_permit
from ginnel.referrals import Case, open_case
from ginnel.vocabulary import Catalogue, Column, Dataset

# A slow machine is no fault of a property: no test here is judged by its time. `make test` draws the same examples each
# time, so that it says the same of the same code; `make deep` draws new ones and many more.
DEEP = bool(os.environ.get("GINNEL_DEEP"))
settings.register_profile("ginnel", deadline=None, derandomize=not DEEP, max_examples=1000 if DEEP else 100)
settings.load_profile("ginnel")

TODAY = date(2026, 11, 25)


def make_body(id: str, legal_class: str, nation: str = "England") -> Body:
    return Body(id, id.title(), legal_class, nation, legal_class in ("local-authority", "nhs-body", "police"))


BODIES = {
    b.id: b
    for b in (
        make_body("operator", "local-authority"),
        make_body("icb", "nhs-body"),
        make_body("homes", "housing-association"),
        make_body("council", "local-authority"),
        make_body("money", "charity"),
        make_body("police", "police"),
    )
}


def make_agreement(**changes: object) -> Agreement:
    """The landlord lets the operator find damp homes; every part can be changed."""
    base = Agreement(
        id="damp",
        title="Damp",
        plain="",
        purpose="damp-and-mould",
        sources=frozenset({"homes"}),
        recipients=frozenset({"operator"}),
        operations=frozenset({"need"}),
        categories=frozenset({"address", "housing-conditions"}),
        bases=(Basis("homes", "own-rules", "gdpr-6-1-f", instrument="gdpr-28"),),
        signatories=(
            Signatory("homes", "Data Protection Officer"),
            Signatory("operator", "Data Protection Officer"),
            Signatory("operator", "Senior Information Risk Owner"),
        ),
        starts=date(2026, 4, 1),
        review_by=date(2027, 1, 31),
        ends=date(2027, 4, 1),
        file="agreements/damp.toml",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def approve(agreement: Agreement, *, demo: bool = False) -> tuple[Approval, ...]:
    return tuple(
        Approval(agreement.id, agreement.hash, s.organisation, s.role, "A. Person", TODAY, demo)
        for s in agreement.signatories
    )


def make_register(*agreements: Agreement, catalogue: Catalogue | None = None, **changes: object) -> Register:
    base = Register(
        mode="demo",
        day=TODAY,
        operator="operator",
        capacity={"icb": "processor", "homes": "processor", "council": "processor"},
        bodies=BODIES,
        agreements=agreements,
        approvals=tuple(p for a in agreements for p in approve(a)),
        law=Law(shipped_rows()),
        catalogue=catalogue or small_catalogue(),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def column(name: str, *categories: str, type: str = "text", **more: object) -> Column:
    return Column(name, type, frozenset(categories), **more)  # type: ignore[arg-type]


def small_catalogue() -> Catalogue:
    """A landlord's damp spells and rent, a care board's patients and conditions."""
    return Catalogue(
        [
            Dataset(
                "damp", frozenset({"homes"}),
                (column("home", "address", "housing-conditions"), column("level", "housing-conditions")),
                frozenset({"housing-conditions"}), kind="derived", about="home",
            ),
            Dataset(
                "rent", frozenset({"homes"}),
                (column("home", "address"), column("owed", "rent-account", type="number")),
                frozenset({"rent-account"}), kind="events",
            ),
            Dataset(
                "patients", frozenset({"icb"}),
                (column("nhs_number", "identifier", role="nhs_number"), column("postcode", "address", role="postcode"),
                 column("person", "identifier", "address", "linkage"), column("home", "identifier", "address", "linkage")),
                frozenset({"identifier"}), kind="people",
            ),
            Dataset(
                "conditions", frozenset({"icb"}),
                (column("patient", "identifier", "health", links_to="patients"), column("code", "health"),
                 column("coded_on", "health", type="date"),
                 column("person", "identifier", "address", "linkage"), column("home", "identifier", "address", "linkage")),
                frozenset({"health"}), kind="events",
            ),
        ]
    )  # fmt: skip


class World:
    """The makers above, for tests that want to change a part."""

    today = TODAY
    bodies = BODIES
    body = staticmethod(make_body)
    agreement = staticmethod(make_agreement)
    approve = staticmethod(approve)
    register = staticmethod(make_register)
    catalogue = staticmethod(small_catalogue)
    column = staticmethod(column)


@pytest.fixture(scope="session")
def world() -> type[World]:
    return World


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
