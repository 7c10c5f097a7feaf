"""People of three bodies who draft and sign a paper by pages, for several chapters of tests. Loaded by path."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Visit = Callable[..., Any]
FLOW = "tell:pension_credit.perhaps_missing:northshire-money"
COUNCIL, MONEY = "northshire-council", "northshire-money"
PEOPLE = {
    "p-mair": (COUNCIL, "Mair Bowen"), "p-dai": (COUNCIL, "Dai Rees"), "p-siro": (COUNCIL, "Una Shaw"),
    "p-chief": (MONEY, "Ola Grant"), "p-money": (MONEY, "Tess Wood"), "p-icb": ("northshire-icb", "Ike Moss"),
}  # fmt: skip
ANSWERS: dict[str, dict[str, Any]] = {
    "who": {"title": "Help with a claim", "plain": "Once the person has said yes: her name and address.",
            "sources": [COUNCIL], "recipients": [MONEY]},
    "why": {"purpose": "benefit-take-up", "operation": "tell", "aim": "Older people receive what they are owed."},
    "what": {"uses": ["pension_credit.perhaps_missing"],
             "categories": ["identifier", "address", "contact", "linkage", "benefits"],
             "told-given_name": "full", "told-family_name": "full", "told-home": "full"},
    "need": {"necessary": "The adviser cannot call somebody she does not know of.", "less": "No income and no amount.",
             "harm_of_sharing": "Somebody may feel watched.", "harm_of_not_sharing": "Somebody goes cold."},
    "law": {f"power-{COUNCIL}": "la2011-s1", f"art6-{COUNCIL}": "gdpr-6-1-e", f"confidentiality-{COUNCIL}": "clc-consent"},
    "fair": {"ask": "before", "fairness": "She decides.", "told_how": "By letter.", "rights": "On her page, or by telephone."},
    "keep": {"retention_days": "400", "starts": "2020-01-01", "review_by": "2098-01-01", "ends": "2099-01-01",
             "security": "Sign-in and encryption.", "access": "Two advisers.", "accuracy": "Asked at the first call."},
    "risks": {"what-1": "A letter is opened by another.", "likelihood-1": "low", "severity-1": "medium",
              "measure-1": "It says nothing of money.", "left-1": "low", "consulted": "A group of tenants.", "advice": "Go on."},
    "sign": {f"sign-{COUNCIL}": ["Data Protection Officer", "Senior Information Risk Owner"],
             f"sign-{MONEY}": ["Chief Executive"]},
}  # fmt: skip
SIGNERS = {"p-dai": "Data Protection Officer", "p-siro": "Senior Information Risk Owner", "p-chief": "Chief Executive"}


@pytest.fixture
def people(store: Any, tmp_path: Path) -> Iterator[Any]:
    """Information governance of three bodies, on a copy of the region in which nobody has agreed to help with a claim."""
    from django.test import override_settings

    from ginnel.app.services import place
    from ginnel.store.models import Office, User

    folder = tmp_path / "region"
    shutil.copytree(store.folder, folder)
    (folder / "agreements" / "pension-tell.toml").unlink()
    for name, (body, called) in PEOPLE.items():
        User.objects.create(
            username=name, display_name=called, role="governance", organisation=body, demo=True, password="!"
        )
    for name, role in SIGNERS.items():
        Office.objects.create(
            username=name, organisation=PEOPLE[name][0], role=role, given_by="p-mair", given_at=store.now
        )
    with override_settings(REGION=folder):
        place.refresh()
        yield store
    place.refresh()


def refused(now: Any) -> set[str]:
    from ginnel.app.services import place

    place.refresh()
    return {r.flow for r in place.plan(now).refusals}


def walked(visit: Visit, who: str = "p-mair", /, **changes: dict[str, Any]) -> Any:
    """A draft with every page answered."""
    from ginnel.store.models import DraftRow

    client = visit(who)
    assert client.post("/governance/papers", {"title": "Help with a claim"}).status_code == 302
    row = DraftRow.objects.get(agreement="help-with-a-claim")
    for step, answers in ANSWERS.items():
        row.refresh_from_db()
        found = client.post(
            f"/governance/papers/{row.key}/ask/{step}", {**answers, **changes.get(step, {}), "edition": row.edition}
        )
        assert found.status_code == 302, (step, found.content.decode()[:4000])
    row.refresh_from_db()
    return row


def do(visit: Visit, who: str, row: Any, what: str, **more: str) -> Any:
    return visit(who).post(f"/governance/papers/{row.key}", {"do": what, **more})


def sign(visit: Visit, who: str, row: Any) -> Any:
    hash = row.versions.order_by("-number")[0].hash
    return do(visit, who, row, "approve", role=SIGNERS[who], hash=hash)


def signed(visit: Visit) -> Any:
    row = walked(visit)
    assert do(visit, "p-mair", row, "keep").status_code == 302
    assert do(visit, "p-mair", row, "publish").status_code == 302
    for who in SIGNERS:
        assert sign(visit, who, row).status_code == 302
    row.refresh_from_db()
    return row
