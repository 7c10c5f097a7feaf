"""The worked pack: its papers are current, and the check says of its agreement what the pack says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ginnel.flow.drafted import check_draft, with_draft
from ginnel.flow.plan import make_plan
from ginnel.governance.signing import lacking

HERE = Path(__file__).parents[2] / "docs" / "examples"
FLOW = "tell:damp.vulnerable:northshire-homes"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("examples_make", HERE / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_paper_is_what_the_file_gives(make: ModuleType) -> None:
    for name, text in make.pages().items():
        assert (HERE / "nhs-to-landlord" / name).read_text(encoding="utf-8") == text, f"{name}: python docs/build.py"


def test_nothing_of_the_assessment_is_left_open(make: ModuleType) -> None:
    assert not [name for name, text in make.pages().items() if "Nothing is written about this yet" in text]


def test_once_everybody_signed_the_check_permits_it_by_this_agreement_alone(make: ModuleType) -> None:
    region = make.region()
    alone = make.replace(region, agreements=tuple(a for a in region.agreements if a.id != "damp-tell-vulnerable"))
    a = make.agreement(region)
    answers = check_draft(alone, a, make.DAY)
    found = {w.flow: w.permitted for w in answers}
    assert found == {FLOW: True, "tell:damp.vulnerable:northshire-council": False}, "the landlord and nobody else"


def test_one_changed_letter_and_the_signatures_count_no_more(make: ModuleType) -> None:
    region = make.region()
    a = make.agreement(region)
    signed = with_draft(region, a, make.DAY)
    text = (HERE / "nhs-to-landlord" / "agreement.toml").read_text(encoding="utf-8").replace("Never who", "Ever who")
    others = tuple(x for x in region.agreements if x.id != "damp-tell-vulnerable")
    changed = make.replace(signed, agreements=(*others, make.agreement(region, text)))
    refused = {r.flow: set(r.codes) for look in make_plan(changed, make.DAY).looks for r in look.refused_tellings}
    assert "not-approved" in refused[FLOW]


def test_whoever_has_to_sign_is_named(make: ModuleType) -> None:
    region = make.region()
    a = make.agreement(region)
    register = with_draft(region, a, make.DAY).register(make.DAY)
    assert lacking(register, a) == ()
