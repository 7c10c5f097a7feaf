"""A body joins an agreement by a form of its own, where the agreement lets bodies of its kind in.

The agreement here lets charities be told. Northshire Money Advice joins the landlord's agreement about damp.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ginnel.governance import Agreement, Approval, Register, accession
from ginnel.governance.accession import Accession, acceded, parse_accession, standing
from ginnel.governance.agreements import Basis, Signatory, parse_agreement
from ginnel.governance.drafting import written, written_form
from ginnel.region import load_region, new_region
from ginnel.vocabulary import BadInput

DAY = date(2026, 11, 25)
JOINS, PARENT = "northshire-money", "damp-tell-vulnerable"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The worked example's, with one agreement open to charities and approved as it then stands."""
    folder: Path = tmp_path_factory.mktemp("acceding") / "region"
    new_region(folder, today=DAY)
    found = load_region(folder).texts(DAY)
    old = found.agreement(PARENT)
    assert old is not None
    parent = replace(old, open_to=frozenset({"charity"}), open_from=frozenset({"charity"}))
    signed = tuple(
        Approval(parent.id, parent.hash, s.organisation, s.role, "Somebody", DAY) for s in parent.signatories
    )
    others = tuple(a for a in found.agreements if a.id != PARENT)
    return replace(found, agreements=(*others, parent), approvals=(*found.approvals, *signed))


def parent_of(register: Register) -> Agreement:
    found = register.agreement(PARENT)
    assert found is not None
    return found


def form(register: Register, **changes: object) -> Accession:
    made = Accession(
        "join-money", PARENT, parent_of(register).hash, JOINS, "to", DAY, (Signatory(JOINS, "Chief Executive"),),
        file="agreements/accessions/join-money.toml",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def signed(register: Register, made: Accession) -> Register:
    own = tuple(Approval(made.id, made.hash, s.organisation, s.role, "Ola", DAY) for s in made.signatories)
    return replace(register, approvals=(*register.approvals, *own))


def codes(register: Register, made: Accession) -> set[str]:
    return {w.code for w in standing(register, made)}


def test_a_signed_form_adds_one_party_and_nothing_else(register: Register) -> None:
    made = form(register)
    before, after = parent_of(register), parent_of(acceded(signed(register, made), [made]))
    assert after.recipients - before.recipients == {JOINS}
    same = {f for f in before.__dataclass_fields__ if getattr(before, f) == getattr(after, f)}
    assert set(before.__dataclass_fields__) - same == {"recipients", "agreed_as", "joined"}


def test_what_the_others_signed_still_counts(register: Register) -> None:
    made = form(register)
    assert parent_of(acceded(signed(register, made), [made])).hash == parent_of(register).hash


def test_an_unsigned_form_adds_nobody(register: Register) -> None:
    made = form(register)
    assert codes(register, made) == {"not-approved"}
    assert acceded(register, [made]).agreements == register.agreements


def test_a_form_changed_after_it_was_signed_adds_nobody(register: Register) -> None:
    made = form(register)
    assert codes(signed(register, made), replace(made, plain="another text")) == {"not-approved"}


def test_a_form_for_another_text_of_the_agreement_adds_nobody(register: Register) -> None:
    made = form(register, agreed="0" * 64)
    assert codes(signed(register, made), made) == {"accession-text"}


def test_a_body_of_a_kind_that_nobody_let_in_stays_outside(register: Register) -> None:
    made = form(
        register, organisation="northshire-police", signatories=(Signatory("northshire-police", "Chief Executive"),)
    )
    assert codes(signed(register, made), made) == {"accession-closed", "enforcement"}


def test_a_form_counts_from_its_day(register: Register) -> None:
    made = form(register, starts=date(2027, 1, 1))
    assert codes(signed(register, made), made) == {"not-in-force"}


def test_a_body_that_gives_data_brings_its_own_basis(register: Register) -> None:
    basis = Basis(JOINS, "own-rules", "gdpr-6-1-f", ("gdpr-9-2-a",), "clc-consent")
    made = form(register, side="from", basis=basis)
    after = parent_of(acceded(signed(register, made), [made]))
    assert JOINS in after.sources
    assert after.basis_of(JOINS) == basis


def test_a_body_that_acts_against_people_stays_outside_and_stops_nothing(register: Register) -> None:
    """The parties opened the door to the police by mistake: inside, they would make the whole agreement refused."""
    parent = replace(parent_of(register), open_to=frozenset({"police"}))
    others = tuple(a for a in register.agreements if a.id != PARENT)
    approved = tuple(Approval(PARENT, parent.hash, s.organisation, s.role, "Somebody", DAY) for s in parent.signatories)
    opened = replace(register, agreements=(*others, parent), approvals=(*register.approvals, *approved))
    police = "northshire-police"
    made = form(opened, organisation=police, signatories=(Signatory(police, "Data Protection Officer"),))
    assert codes(signed(opened, made), made) == {"enforcement"}
    assert acceded(signed(opened, made), [made]).agreements == opened.agreements


@pytest.mark.parametrize(
    ("basis", "code"),
    [
        (Basis(JOINS, "own-rules", "gdpr-6-1-f", (), "clc-consent"), "special-category"),
        (Basis(JOINS, "own-rules", "gdpr-6-1-f", ("gdpr-9-2-a",)), "confidentiality"),
        (Basis(JOINS, "own-rules", "nothing", ("gdpr-9-2-a",), "clc-consent"), "law-unknown"),
    ],
)
def test_a_body_whose_law_does_not_hold_stays_outside_and_stops_nothing(
    register: Register, basis: Basis, code: str
) -> None:
    """Records are linked under one agreement whole: one newcomer without a basis would stop the linking of all."""
    made = form(register, side="from", basis=basis)
    assert code in codes(signed(register, made), made)
    assert acceded(signed(register, made), [made]).agreements == register.agreements


def test_a_rule_that_lets_anybody_harm_the_others_is_seen(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accession, "_harms", lambda *_: iter(()))
    with pytest.raises(AssertionError):
        test_a_body_that_acts_against_people_stays_outside_and_stops_nothing(register)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"basis": Basis(JOINS, "own-rules", "gdpr-6-1-f")}, "names its basis"),
        ({"signatories": (Signatory("northshire-homes", "Chief Executive"),)}, "somebody else signs"),
        ({"side": "from"}, "names its basis"),
    ],
)
def test_a_form_that_does_not_hold_together_is_refused(
    register: Register, changes: dict[str, object], says: str
) -> None:
    text = written_form(form(register, **changes))
    with pytest.raises(BadInput, match=says):
        parse_accession(text, "join-money", register.bodies)


def test_a_form_written_and_read_again_is_the_same(register: Register) -> None:
    made = form(register, plain='We "join".')
    assert parse_accession(written_form(made), made.id, register.bodies).hash == made.hash


def test_an_agreement_written_and_read_again_has_the_same_hash(register: Register) -> None:
    for agreement in register.agreements:
        again = parse_agreement(written(agreement), agreement.id, register.bodies)
        assert again.hash == agreement.hash
