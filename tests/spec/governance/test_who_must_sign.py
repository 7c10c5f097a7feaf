"""Who has to sign: an agreement that leaves somebody out, by hand or by the pages, is refused in a live region.

The worlds are small: a landlord, a council, a care board, a charity and the operator.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ginnel.governance import Agreement, Approval, Register, judge
from ginnel.governance.accession import Accession, standing, widened
from ginnel.governance.agreements import Basis, Signatory
from ginnel.governance.claims import questions
from ginnel.governance.judge import covers
from ginnel.governance.law import Law, Verification, shipped_rows
from ginnel.governance.signing import CALDICOTT, CHIEF, DPO, SIRO, lacking, needed
from ginnel.vocabulary import Catalogue, Column, Dataset

ALL = ((DPO, "operator"), (SIRO, "operator"))


def named(*pairs: tuple[str, str]) -> tuple[Signatory, ...]:
    return tuple(Signatory(body, role) for role, body in pairs)


def live(world: Any, agreement: Agreement) -> Register:
    """A live region in which everybody whom the agreement names has approved it."""
    law = Law(shipped_rows(), [Verification(r.id, r.hash, "A. Solicitor", agreement.starts) for r in shipped_rows()])
    return replace(world.register(agreement), mode="live", approvals=world.approve(agreement, demo=False), law=law)


def reasons(world: Any, agreement: Agreement) -> list[str]:
    register = live(world, agreement)
    return [
        w.detail
        for q in questions(register, agreement)
        for w in covers(register, agreement, q)
        if w.code == "signatory"
    ]


def test_a_public_authority_signs_by_its_officer_and_whoever_answers_for_the_risk(world: Any) -> None:
    whole = world.agreement(signatories=named((CHIEF, "homes"), *ALL))
    assert reasons(world, whole) == []
    for left_out in ALL:
        rest = [p for p in ((CHIEF, "homes"), *ALL) if p != left_out]
        found = reasons(world, world.agreement(signatories=named(*rest)))
        assert found == [f"agreements/damp.toml does not name Operator's {left_out[0]}"]


@pytest.mark.parametrize("role", [CHIEF, DPO, SIRO])
def test_another_body_signs_by_one_of_three(world: Any, role: str) -> None:
    assert reasons(world, world.agreement(signatories=named((role, "homes"), *ALL))) == []


def test_a_body_that_only_a_stranger_signs_for_is_refused(world: Any) -> None:
    found = reasons(world, world.agreement(signatories=named(("Treasurer", "homes"), *ALL)))
    assert found == ["agreements/damp.toml does not name Homes's Chief Executive"]


def test_a_demonstration_is_not_refused_for_it(world: Any) -> None:
    """It lives on the check's word that it is a demonstration; `ginnel check` warns of each."""
    agreement = world.agreement(signatories=named((CHIEF, "homes")))
    register = replace(live(world, agreement), mode="demo")
    assert lacking(register, agreement)
    codes = {w.code for q in questions(register, agreement) for w in covers(register, agreement, q)}
    assert "signatory" not in codes


HEALTH = frozenset({"address", "housing-conditions", "health"})


@pytest.mark.parametrize(
    ("gives", "categories", "guarded"),
    [
        ("icb", HEALTH, True),
        ("council", HEALTH, True),
        ("council", frozenset({"social-care"}), True),
        ("icb", frozenset({"address"}), False),
        ("homes", HEALTH, False),
    ],
)
def test_a_caldicott_guardian_signs_where_health_or_care_data_leaves(
    world: Any, gives: str, categories: frozenset[str], guarded: bool
) -> None:
    agreement = world.agreement(sources=frozenset({gives}), categories=categories)
    register = live(world, agreement)
    assert (Signatory(gives, CALDICOTT) in needed(register, agreement)) == guarded
    assert (f"agreements/damp.toml does not name {gives.title()}'s {CALDICOTT}" in reasons(world, agreement)) == guarded


def test_what_a_body_receives_needs_no_guardian_of_its_own(world: Any) -> None:
    agreement = world.agreement(recipients=frozenset({"icb"}), categories=HEALTH)
    assert Signatory("icb", CALDICOTT) not in needed(live(world, agreement), agreement)


def test_only_kinds_of_data_that_a_body_holds_count(world: Any) -> None:
    """The agreement is about health too, but what the council delivers here holds none."""
    agreement = world.agreement(sources=frozenset({"council"}), categories=HEALTH)
    table = Dataset(
        "homes_of", frozenset({"council"}), (Column("a", "text", frozenset({"address"})),), frozenset({"none"})
    )
    register = replace(live(world, agreement), catalogue=Catalogue([table]))
    assert Signatory("council", CALDICOTT) not in needed(register, agreement)


def test_a_check_that_forgets_signatories_is_seen(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "_signatories", lambda _r, _a: iter(()))
    with pytest.raises(AssertionError):
        test_a_public_authority_signs_by_its_officer_and_whoever_answers_for_the_risk(world)


# --- A body that joins


def joins(parent: Agreement, side: str = "from", **changes: Any) -> Accession:
    basis = Basis("council", "la2011-s1", "gdpr-6-1-e", instrument="gdpr-28") if side == "from" else None
    made = Accession(
        "join", parent.id, parent.hash, "council", side, parent.starts, named((DPO, "council"), (SIRO, "council")), basis,
        file="agreements/accessions/join.toml",
    )  # fmt: skip
    return replace(made, **changes)


def stands(world: Any, parent: Agreement, form: Accession) -> set[str]:
    register = live(world, parent)
    own = tuple(Approval(form.id, form.hash, s.organisation, s.role, "Ola", register.day) for s in form.signatories)
    return {w.code for w in standing(replace(register, approvals=(*register.approvals, *own)), form)}


def test_whoever_joins_signs_her_own_form_and_asks_nothing_of_the_agreement(world: Any) -> None:
    parent = world.agreement(open_from=frozenset({"local-authority"}))
    form = joins(parent)
    assert stands(world, parent, form) == set()
    assert lacking(live(world, parent), widened(parent, form)) == ()


def test_a_form_that_leaves_out_whoever_answers_for_the_risk_does_not_count(world: Any) -> None:
    parent = world.agreement(open_from=frozenset({"local-authority"}))
    assert stands(world, parent, joins(parent, signatories=named((DPO, "council")))) == {"signatory"}


def test_a_council_that_joins_to_give_care_data_needs_its_guardian_and_one_that_is_told_does_not(world: Any) -> None:
    door = frozenset({"local-authority"})
    parent = world.agreement(categories=HEALTH, open_from=door, open_to=door)
    law = Basis("council", "la2011-s1", "gdpr-6-1-e", ("gdpr-9-2-a",), "gdpr-28-3-b", "gdpr-28")
    gives = joins(parent, basis=law)
    assert stands(world, parent, gives) == {"signatory"}
    guarded = replace(gives, signatories=(*gives.signatories, Signatory("council", CALDICOTT)))
    assert stands(world, parent, guarded) == set()
    assert stands(world, parent, joins(parent, side="to")) == set()
