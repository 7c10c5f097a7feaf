"""Families decided by hand, by somebody who had not seen the rule: who decides, and what the answers come to.

First score, before the rule was changed for anything read here: see docs/decisions/0060-who-decides-for-a-child-now.md.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ginnel.governance.children import Answer, Child, Order, Responsible, Review, decides

CASES = tomllib.loads(Path(__file__).with_name("children.toml").read_text(encoding="utf-8"))["case"]
EVIDENCE = {
    "birth certificate": "birth-certificate", "court order": "court-order", "court record": "court-record",
    "adoption order": "adoption-order", "marriage certificate": "marriage-certificate", "will": "will",
}  # fmt: skip
OUTCOMES = {"yes": "told", "no": "not-told", "open": "waits", "nobody-decides": "nobody-decides"}
ROLE = "the team manager"
"""The cases say that a named role decides at the council; its name is ours."""


def named(who: str) -> str:
    return who.removeprefix("body:")


def decided(case: dict[str, Any]) -> Any:
    child = Child("child", case["born"], case["nation"])
    held = [
        Responsible("child", r["who"], r["kind"], EVIDENCE.get(r["evidence"], r["evidence"]), r["from"], r.get("until"))
        for r in case["relation"]
    ]
    held += [
        Responsible("child", o["who"], "special-guardian", "court-order", o["from"], o.get("until"))
        for o in case["order"]
        if o["kind"] == "special-guardian"
    ]
    orders = [
        Order("child", o["kind"], o["body"], ROLE, "court-order", o["from"], o.get("until"))
        for o in case["order"]
        if "body" in o
    ]
    review = case.get("review")
    reviews = [Review("child", True, "Dr Shaw", review["from"], review["until"])] if review else []
    said = [Answer("child", named(a["by"]), a["says"] == "yes", n) for n, a in enumerate(case["answer"])]
    return decides(child, held, reviews, orders, said, day=case["day"], youngest=case.get("youngest", 13))


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_a_family_is_decided_as_by_hand(case: dict[str, Any]) -> None:
    found, wanted = decided(case), case["expect"]
    assert sorted(found.by) == sorted(named(w) for w in wanted["decides"])
    assert OUTCOMES[found.outcome] == wanted["outcome"]
    assert found.contested == wanted["contested"]
