"""Each rule of signing: that it holds, and that a version of Ginnel without it would be seen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Visit = Callable[..., Any]
PAPERS = sys.modules["ginnel_tests_web_harness"].load("papers")
people, refused, walked, do, sign, signed = (
    PAPERS.people, PAPERS.refused, PAPERS.walked, PAPERS.do, PAPERS.sign, PAPERS.signed,
)  # fmt: skip
FLOW, COUNCIL, ANSWERS, SIGNERS = PAPERS.FLOW, PAPERS.COUNCIL, PAPERS.ANSWERS, PAPERS.SIGNERS
DPO, SIRO = "Data Protection Officer", "Senior Information Risk Owner"
ICB, EXAMPLE = "northshire-icb", Path(__file__).parents[2] / "docs" / "examples" / "nhs-to-landlord" / "agreement.toml"


def kept(visit: Visit, who: str = "p-mair") -> Any:
    row = walked(visit, who)
    assert do(visit, who, row, "keep").status_code == 302
    return row


def approvals() -> int:
    from ginnel.store.models import PaperApproval

    return PaperApproval.objects.count()


# --- The rules


def the_maker_does_not_sign(people: Any, visit: Visit) -> None:
    row = kept(visit, "p-dai")
    assert sign(visit, "p-dai", row).status_code == 422
    assert approvals() == 0


def nobody_signs_twice_for_one_body(people: Any, visit: Visit) -> None:
    from ginnel.store.models import Office

    Office.objects.create(username="p-dai", organisation=COUNCIL, role=SIRO, given_by="p-mair", given_at=people.now)
    row = kept(visit)
    hash = row.versions.get().hash
    assert do(visit, "p-dai", row, "approve", role=SIRO, hash=hash).status_code == 302
    assert do(visit, "p-dai", row, "approve", role=DPO, hash=hash).status_code == 422
    assert approvals() == 1


def nobody_names_herself(people: Any, visit: Visit) -> None:
    from ginnel.store.models import Office

    give = {"do": "office", "role": "Caldicott Guardian", "username": "p-mair"}
    assert visit("p-mair").post("/governance/papers", give).status_code == 422
    assert not Office.objects.filter(username="p-mair").exists()


def only_the_latest_version_is_signed(people: Any, visit: Visit) -> None:
    row = kept(visit)
    first = row.versions.get().hash
    row.refresh_from_db()
    said = {**ANSWERS["need"], "less": "No age.", "edition": row.edition}
    assert visit("p-mair").post(f"/governance/papers/{row.key}/ask/need", said).status_code == 302
    assert do(visit, "p-mair", row, "keep").status_code == 302
    assert do(visit, "p-dai", row, "approve", role=DPO, hash=first).status_code == 422
    assert approvals() == 0


def only_the_text_that_was_read_is_signed(people: Any, visit: Visit) -> None:
    row = kept(visit)
    hash = row.versions.get().hash
    for other in ("0" * 64, hash[:-1] + ("0" if hash[-1] != "0" else "1"), hash.upper(), "", hash[:32]):
        assert do(visit, "p-dai", row, "approve", role=DPO, hash=other).status_code == 422
    assert approvals() == 0


def an_approval_of_another_text_permits_nothing(people: Any, visit: Visit) -> None:
    from ginnel.app.services import place

    signed(visit)
    assert FLOW not in refused(people.now)
    path = place.folder() / "agreements" / "help-with-a-claim.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Once the person", "Once the Person"), encoding="utf-8")
    assert FLOW in refused(people.now)


def any_version(row: Any, hash: str) -> Any:
    """The rule without "the latest"."""
    return row.versions.filter(hash=hash).first()


def whatever_hash(row: Any, _hash: str) -> Any:
    """The rule without "exactly that text"."""
    return row.versions.order_by("-number").first()


SIGN, JUDGE = "ginnel.app.services.agreeing.sign", "ginnel.governance.judge"
RULES: tuple[tuple[Callable[..., None], str, Callable[..., Any]], ...] = (
    (the_maker_does_not_sign, f"{SIGN}.made_it", lambda *_: False),
    (nobody_signs_twice_for_one_body, f"{SIGN}.has_signed", lambda *_: False),
    (nobody_names_herself, f"{SIGN}.herself", lambda *_: False),
    (only_the_latest_version_is_signed, f"{SIGN}.to_sign", any_version),
    (only_the_text_that_was_read_is_signed, f"{SIGN}.to_sign", whatever_hash),
    (an_approval_of_another_text_permits_nothing, f"{JUDGE}.same_text", lambda *_: True),
)
"""Each rule, where the code holds it, and the same place without it."""
NAMES = [rule.__name__ for rule, _, _ in RULES]


@pytest.mark.parametrize(("rule", "_at", "_without"), RULES, ids=NAMES)
def test_a_rule_of_signing_holds(
    people: Any, visit: Visit, rule: Callable[..., None], _at: str, _without: Callable[..., Any]
) -> None:
    rule(people, visit)


@pytest.mark.parametrize(("rule", "at", "without"), RULES, ids=NAMES)
def test_its_absence_would_be_seen(
    people: Any,
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    rule: Callable[..., None],
    at: str,
    without: Callable[..., Any],
) -> None:
    monkeypatch.setattr(at, without)
    with pytest.raises(AssertionError):
        rule(people, visit)


# --- A Caldicott Guardian, where health data leaves

TOLD = "tell:damp.vulnerable:northshire-homes"
OFFICES = {
    "h-dpo": ("northshire-homes", DPO), "h-siro": ("northshire-homes", SIRO), "i-dpo": (ICB, DPO), "i-siro": (ICB, SIRO),
    "i-guard": (ICB, "Caldicott Guardian"), "c-dpo": (COUNCIL, DPO), "c-siro": (COUNCIL, SIRO),
    "c-guard": (COUNCIL, "Caldicott Guardian"), "r-dpo": ("northshire-partnership", DPO),
}  # fmt: skip


@pytest.fixture
def pack(people: Any) -> Any:
    """The worked pack as a draft of the council's, in a region in which nothing else lets the landlord be told."""
    from ginnel.app.services import place
    from ginnel.governance.agreements import parse_agreement
    from ginnel.store.models import DraftRow, DraftVersion, Office, User

    (place.folder() / "agreements" / "damp-tell-vulnerable.toml").unlink()
    place.refresh()
    text = EXAMPLE.read_text(encoding="utf-8")
    agreement = parse_agreement(text, "nhs-to-landlord", place.region().directory.organisations)
    row = DraftRow.objects.create(
        key="draft-pack", agreement=agreement.id, title="Pack", organisation=COUNCIL, started_by="p-mair",
        started_at=people.now, parties=sorted(agreement.parties),
    )  # fmt: skip
    DraftVersion.objects.create(
        draft=row, number=1, text=text, hash=agreement.hash, made_by="p-mair", made_at=people.now
    )
    for name, (body, role) in OFFICES.items():
        User.objects.create(
            username=name, display_name=name, role="governance", organisation=body, demo=True, password="!"
        )
        Office.objects.create(username=name, organisation=body, role=role, given_by="x", given_at=people.now)
    return row


def approve(visit: Visit, row: Any, name: str) -> int:
    hash = row.versions.get().hash
    status: int = do(visit, name, row, "approve", role=OFFICES[name][1], hash=hash).status_code
    return status


@pytest.mark.parametrize("guardian", ["i-guard", "c-guard"])
def test_health_data_leaves_only_once_each_guardian_has_signed(
    people: Any, visit: Visit, pack: Any, guardian: str
) -> None:
    assert do(visit, "p-mair", pack, "publish").status_code == 302
    for name in OFFICES:
        if name != guardian:
            assert approve(visit, pack, name) == 302, name
    assert TOLD in refused(people.now)
    assert approve(visit, pack, guardian) == 302
    assert TOLD not in refused(people.now)


def test_no_other_office_signs_for_the_guardian(people: Any, visit: Visit, pack: Any) -> None:
    hash = pack.versions.get().hash
    for name in ("i-dpo", "i-siro", "c-guard"):
        status = do(visit, name, pack, "approve", role="Caldicott Guardian", hash=hash).status_code
        assert status == (302 if name == "c-guard" else 422), name


def test_a_draft_about_health_that_names_no_guardian_is_not_kept(people: Any, visit: Visit) -> None:
    row = walked(
        visit, "p-icb", who={"sources": [ICB]}, what={"categories": ["identifier", "address", "contact", "linkage", "health"]},
        law={f"power-{ICB}": "nhsa2006-s2-2", f"art6-{ICB}": "gdpr-6-1-e", f"art9-{ICB}": ["gdpr-9-2-a"],
             f"confidentiality-{ICB}": "clc-consent"},
        sign={f"sign-{ICB}": [DPO, SIRO]},
    )  # fmt: skip
    page = visit("p-icb").get(f"/governance/papers/{row.key}").content.decode()
    assert "Has to sign and is not named: Northshire Integrated Care Board, Caldicott Guardian" in page
    assert do(visit, "p-icb", row, "keep").status_code == 422
    row.refresh_from_db()
    named = {f"sign-{ICB}": [DPO, SIRO, "Caldicott Guardian"]}
    named[f"sign-{PAPERS.MONEY}"] = ["Chief Executive"]
    said = {**named, "edition": row.edition}
    assert visit("p-icb").post(f"/governance/papers/{row.key}/ask/sign", said).status_code == 302
    assert do(visit, "p-icb", row, "keep").status_code == 302


def test_a_pack_that_forgets_guardians_is_seen(people: Any, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    from ginnel.governance import signing

    monkeypatch.setattr(signing, "GUARDED", frozenset())
    with pytest.raises(AssertionError):
        test_a_draft_about_health_that_names_no_guardian_is_not_kept(people, visit)
