"""The flow check: which uses are permitted, and what a refusal says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import ibis
import pytest

from ginnel.engines import Tables
from ginnel.governance import Permit, Refusal, Tellable, Use, check_link, check_need, check_telling
from ginnel.governance.agreements import Basis, load_agreement
from ginnel.governance.law import Law, Verification, shipped_rows
from ginnel.governance.permit import make_permit
from ginnel.vocabulary import BadInput, NotAllowed

NEEDS = frozenset({"dry-home"})


def own_case(**changes: object) -> Use:
    use = Use("damp.home", "damp home", "damp-and-mould", "dry-home", "own-case", {"home": "full"})
    return replace(use, **changes)  # type: ignore[arg-type]


def damp(world):
    return Tables(world.catalogue()).damp.select("home", "level")


def test_an_agreement_that_covers_the_use_gives_a_permit(world) -> None:
    permit = check_need(world.register(world.agreement()), own_case(), damp(world), None, NEEDS)
    assert isinstance(permit, Permit)
    assert permit.columns == {"damp": ("home", "level")}
    assert permit.agreements == ("damp",)


def test_without_an_agreement_the_refusal_names_the_flow_and_the_file_to_write(world) -> None:
    refusal = check_need(world.register(), own_case(), damp(world), None, NEEDS)
    assert isinstance(refusal, Refusal)
    assert refusal.codes == ("no-agreement",)
    text = str(refusal)
    for word in ("need:damp.home", "homes", "operator", "agreements/damp-and-mould-need.toml"):
        assert word in text


def test_one_more_column_than_agreed_is_refused_by_name(world) -> None:
    tables = Tables(world.catalogue())
    more = tables.damp.join(tables.rent, "home").select("home", "owed")
    refusal = check_need(world.register(world.agreement()), own_case(), more, None, NEEDS)
    assert isinstance(refusal, Refusal)
    assert "category" in refusal.codes
    assert "rent.owed" in str(refusal)


def test_a_column_in_a_filter_alone_counts_as_read(world) -> None:
    tables = Tables(world.catalogue())
    hidden = tables.damp.filter(tables.damp.home.isin(tables.rent.filter(tables.rent.owed > 0).home)).select("home")
    refusal = check_need(world.register(world.agreement()), own_case(), hidden, None, NEEDS)
    assert isinstance(refusal, Refusal)
    assert "rent.owed" in str(refusal)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends": date(2026, 11, 25)}, "not-in-force"),
        ({"starts": date(2026, 11, 26)}, "not-in-force"),
        ({"recipients": frozenset({"police"})}, "operator-not-party"),
        ({"bases": ()}, "no-basis"),
        ({"bases": (Basis("homes", "own-rules", "gdpr-6-1-f"),)}, "capacity"),
        ({"bases": (Basis("homes", "la2011-s1", "gdpr-6-1-f", instrument="gdpr-28"),)}, "law-class"),
        ({"bases": (Basis("homes", "lgea2021w-s24", "gdpr-6-1-f", instrument="gdpr-28"),)}, "law-extent"),
        ({"bases": (Basis("homes", "no-such", "gdpr-6-1-f", instrument="gdpr-28"),)}, "law-unknown"),
        ({"bases": (Basis("homes", "gdpr-6-1-f", "own-rules", instrument="gdpr-28"),)}, "law-kind"),
        ({"categories": frozenset({"address"})}, "category"),
    ],
)
def test_each_fault_of_an_agreement_has_its_reason(world, change: dict, code: str) -> None:
    refusal = check_need(world.register(world.agreement(**change)), own_case(), damp(world), None, NEEDS)
    assert isinstance(refusal, Refusal)
    assert code in refusal.codes


def test_an_approval_of_an_earlier_text_does_not_count(world) -> None:
    before = world.agreement()
    register = replace(world.register(world.agreement(retention_days=30)), approvals=world.approve(before))
    refusal = check_need(register, own_case(), damp(world), None, NEEDS)
    assert isinstance(refusal, Refusal)
    assert set(refusal.codes) == {"not-approved"}


def test_live_mode_refuses_demonstration_approvals_and_unsigned_law(world) -> None:
    agreement = world.agreement()
    register = replace(world.register(agreement), mode="live", approvals=world.approve(agreement, demo=True))
    refusal = check_need(register, own_case(), damp(world), None, NEEDS)
    assert isinstance(refusal, Refusal)
    assert {"demo-approval", "law-not-verified"} <= set(refusal.codes)


def test_two_agreements_that_cover_half_each_do_not_add_up(world) -> None:
    half = world.agreement(id="a", categories=frozenset({"address"}))
    other = world.agreement(id="b", categories=frozenset({"housing-conditions"}))
    assert isinstance(check_need(world.register(half, other), own_case(), damp(world), None, NEEDS), Refusal)


def test_a_signal_that_serves_no_stated_need_is_refused(world) -> None:
    refusal = check_need(world.register(world.agreement()), own_case(need="tidy-statistics"), damp(world), None, NEEDS)
    assert isinstance(refusal, Refusal)
    assert "no-need" in refusal.codes


def test_an_own_case_never_reads_another_body(world) -> None:
    tables = Tables(world.catalogue())
    joined = tables.damp.join(tables.conditions, "home").select("home")
    everything = world.agreement(
        sources=frozenset({"homes", "icb"}),
        categories=frozenset({"address", "housing-conditions", "health", "identifier", "linkage"}),
        bases=(
            Basis("homes", "own-rules", "gdpr-6-1-f", instrument="gdpr-28"),
            Basis("icb", "nhsa2006-s2-2", "gdpr-6-1-e", ("gdpr-9-2-h", "dpa2018-sch1-p2"), "gdpr-28-3-b", "gdpr-28"),
        ),
    )
    refusal = check_need(world.register(everything), own_case(), joined, None, NEEDS)
    assert isinstance(refusal, Refusal)
    assert {"not-own", "no-link"} <= set(refusal.codes)


def telling_agreement(world, **changes: object):
    base = world.agreement(
        id="tell",
        sources=frozenset({"icb"}),
        recipients=frozenset({"homes"}),
        operations=frozenset({"tell"}),
        categories=frozenset({"address", "health", "identifier", "linkage", "housing-conditions"}),
        bases=(Basis("icb", "nhsa2006-s2-2", "gdpr-6-1-e", ("gdpr-9-2-a",), "clc-consent"),),
        told={"home": "full", "vulnerable": "yes-or-no"},
        file="agreements/tell.toml",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def vulnerable(world):
    tables = Tables(world.catalogue())
    return tables.conditions.select("person", "home", vulnerable=ibis.literal(True))


def telling(**changes: object) -> Use:
    use = Use("damp.vulnerable", "vulnerable", "damp-and-mould", "dry-home", "disclosure",
              {"home": "full", "vulnerable": "yes-or-no"})  # fmt: skip
    return replace(use, **changes)  # type: ignore[arg-type]


def test_what_decided_that_there_is_a_row_counts_as_told(world) -> None:
    leave = check_telling(world.register(telling_agreement(world)), telling(), vulnerable(world), "homes")
    assert isinstance(leave, Tellable)
    without_health = telling_agreement(world, categories=frozenset({"address", "identifier", "linkage"}))
    refusal = check_telling(world.register(without_health), telling(), vulnerable(world), "homes")
    assert isinstance(refusal, Refusal)
    assert "conditions.*row" in str(refusal)


def test_health_is_never_told_without_asking_when_consent_is_the_ground(world) -> None:
    refusal = check_telling(world.register(telling_agreement(world, ask="tell")), telling(), vulnerable(world), "homes")
    assert isinstance(refusal, Refusal)
    assert "ask-first" in refusal.codes


def test_a_word_is_told_at_the_agreed_level_or_not_at_all(world) -> None:
    register = world.register(telling_agreement(world, told={"home": "full", "vulnerable": "drop"}))
    refusal = check_telling(register, telling(), vulnerable(world), "homes")
    assert isinstance(refusal, Refusal)
    assert "told-level" in refusal.codes
    unnamed = world.register(telling_agreement(world, told={"home": "full"}))
    refusal = check_telling(unnamed, telling(), vulnerable(world), "homes")
    assert isinstance(refusal, Refusal)
    assert "told-unknown" in refusal.codes


def refused(answer) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer


def test_a_yes_or_no_word_must_be_yes_or_no(world) -> None:
    """The diagnosis code under the name `vulnerable` is text: the declared level does not make it a yes."""
    conditions = Tables(world.catalogue()).conditions
    register = world.register(telling_agreement(world))
    code = conditions.select("person", "home", vulnerable=conditions.code)
    refusal = refused(check_telling(register, telling(), code, "homes"))
    assert "told-level" in refusal.codes
    assert "'vulnerable'" in str(refusal)
    flag = conditions.select("person", "home", vulnerable=conditions.code == "x")
    assert isinstance(check_telling(register, telling(), flag.filter(flag.vulnerable), "homes"), Tellable)


def test_a_no_about_health_is_not_told_either(world) -> None:
    """Whoever is told "no" learns that there was something to ask: only those of whom it is true are told of."""
    conditions = Tables(world.catalogue()).conditions
    register = world.register(telling_agreement(world))
    both = conditions.select("person", "home", vulnerable=conditions.code == "x")
    assert "varies with conditions.code" in str(refused(check_telling(register, telling(), both, "homes")))


def banded(world, value, level: str = "band"):
    register = world.register(telling_agreement(world, told={"home": "full", "vulnerable": level}))
    use = telling(tells={"home": "full", "vulnerable": level})
    conditions = Tables(world.catalogue()).conditions
    return check_telling(register, use, conditions.select("person", "home", vulnerable=value(conditions)), "homes")


def test_a_band_is_one_of_a_few_words_written_in_the_signal(world) -> None:
    low = banded(world, lambda t: ibis.cases((t.code == "x", "high"), else_="low"))
    assert isinstance(low, Tellable)
    assert isinstance(banded(world, lambda t: (t.code == "x").ifelse("high", "low")), Tellable)
    assert "special-category" in refused(banded(world, lambda t: t.code)).codes
    assert "special-category" in refused(banded(world, lambda t: ibis.cases((t.code == "x", t.code), else_="no"))).codes
    assert "told-level" in refused(banded(world, lambda t: ibis.literal(3))).codes


@pytest.mark.parametrize("level", ["drop", "loud"])
def test_a_word_at_no_level_of_telling_is_not_told(world, level: str) -> None:
    use = telling(tells={"home": "full", "vulnerable": level})
    register = world.register(telling_agreement(world, told={"home": "full", "vulnerable": "full"}))
    assert "told-level" in refused(check_telling(register, use, vulnerable(world), "homes")).codes


def test_a_word_named_as_a_harmless_column_does_not_carry_health(world) -> None:
    """`level` is a column of damp spells: a diagnosis may not travel under its name, whatever is agreed."""
    use = telling(tells={"home": "full", "level": "full"})
    register = world.register(telling_agreement(world, told={"home": "full", "level": "full"}))
    conditions = Tables(world.catalogue()).conditions
    sent = check_telling(register, use, conditions.select("person", "home", level=conditions.code), "homes")
    assert "special-category" in refused(sent).codes


@pytest.mark.parametrize("name", ["home", "person"])
def test_home_and_person_hold_a_home_and_a_person(world, name: str) -> None:
    conditions = Tables(world.catalogue()).conditions
    columns = {"person": conditions.person, "home": conditions.home, name: conditions.code}
    sent = conditions.select(vulnerable=ibis.literal(True), **columns)
    refusal = refused(check_telling(world.register(telling_agreement(world)), telling(), sent, "homes"))
    assert "told-level" in refusal.codes
    assert "conditions.code" in str(refusal)


@pytest.mark.parametrize("word", ["tenure", "person", "home"])
def test_what_chooses_the_recipient_counts_as_told(world, word: str) -> None:
    """The landlord's spells alone are told, but a column read from rent accounts decides who hears of them."""
    tables = Tables(world.catalogue())
    joined = tables.patients.join(tables.damp, "home")
    agreement = telling_agreement(
        world, told={"level": "full"}, categories=frozenset({"housing-conditions", "address"}),
        sources=frozenset({"homes"}), recipients=frozenset({"council"}),
        bases=(Basis("homes", "own-rules", "gdpr-6-1-f"),),
    )  # fmt: skip
    use = telling(tells={"level": "full"})
    column = {"tenure": joined.nhs_number, "person": joined.person, "home": joined.home}[word]
    plain = tables.damp.select("level")
    assert isinstance(check_telling(world.register(agreement), use, plain, "council"), Tellable)
    refusal = refused(
        check_telling(world.register(agreement), use, joined.select("level", **{word: column}), "council")
    )
    assert str(refusal).count("patients.") > 0
    if word == "tenure":
        assert "patients.nhs_number" in str(refusal)


def test_a_tenure_does_not_carry_a_diagnosis(world) -> None:
    conditions = Tables(world.catalogue()).conditions
    sent = conditions.select("person", "home", tenure=conditions.code, vulnerable=ibis.literal(True))
    refusal = refused(check_telling(world.register(telling_agreement(world)), telling(), sent, "homes"))
    assert "special-category" in refusal.codes


def test_the_operator_s_own_records_need_a_basis_to_be_told(world) -> None:
    register = replace(world.register(telling_agreement(world)), operator="icb")
    assert isinstance(check_telling(register, telling(), vulnerable(world), "homes"), Tellable)
    bare = telling_agreement(world, bases=())
    refusal = check_telling(replace(world.register(bare), operator="icb"), telling(), vulnerable(world), "homes")
    assert "no-basis" in refused(refusal).codes


def test_an_agreement_that_nobody_signs_is_not_approved(world) -> None:
    refusal = check_need(world.register(world.agreement(signatories=())), own_case(), damp(world), None, NEEDS)
    assert refused(refusal).codes == ("not-approved",)


@pytest.mark.parametrize("change", [{"name": "  "}, {"name": ""}, {"on": date(2026, 11, 26)}])
def test_an_approval_counts_with_a_name_and_from_its_day_on(world, change: dict) -> None:
    register = world.register(world.agreement())
    register = replace(register, approvals=tuple(replace(p, **change) for p in register.approvals))
    assert set(refused(check_need(register, own_case(), damp(world), None, NEEDS)).codes) == {"not-approved"}


@pytest.mark.parametrize(("name", "on", "codes"), [
    ("A. Solicitor", date(2026, 11, 25), ()),
    (" ", date(2026, 11, 25), ("law-not-verified",)),
    ("A. Solicitor", date(2026, 11, 26), ("law-not-verified",)),
])  # fmt: skip
def test_a_law_row_is_verified_with_a_name_and_from_its_day_on(world, name: str, on: date, codes: tuple) -> None:
    signed = Law(shipped_rows(), [Verification(r.id, r.hash, name, on) for r in shipped_rows()])
    register = replace(world.register(world.agreement()), mode="live", law=signed)
    answer = check_need(register, own_case(), damp(world), None, NEEDS)
    assert set(answer.codes if isinstance(answer, Refusal) else ()) == set(codes)


FILE = """
id = "a"
title = "t"
plain = "p"
purpose = "damp-and-mould"
from = ["icb", "homes"]
to = ["operator"]
operations = ["need"]
categories = ["address"]
retention_days = 1
starts = 2026-04-01
review_by = 2027-01-31
ends = 2027-04-01
[[basis]]
controller = "icb"
art6 = "gdpr-6-1-e"
"""


@pytest.mark.parametrize(("signatories", "says"), [
    ((), "icb"),
    (("operator",), "icb"),
    (("operator", "icb"), "homes"),
    (("icb", "homes"), "receives"),
    (("icb", "homes", "operator"), None),
])  # fmt: skip
def test_every_side_of_an_agreement_signs_it(tmp_path, signatories: tuple[str, ...], says: str | None) -> None:
    path = tmp_path / "a.toml"
    signed = "".join(f'[[signatory]]\norganisation = "{s}"\nrole = "Data Protection Officer"\n' for s in signatories)
    path.write_text(("" if signatories else "signatory = []") + FILE + signed, encoding="utf-8")
    if says is None:
        assert len(load_agreement(path, "a.toml", ("icb", "homes", "operator")).signatories) == 3
    else:
        with pytest.raises(BadInput, match=says):
            load_agreement(path, "a.toml", ("icb", "homes", "operator"))


def test_linking_joins_only_bodies_that_one_agreement_names(world) -> None:
    datasets = list(world.catalogue())
    permit, refusals = check_link(world.register(), datasets)
    assert permit is None
    assert [r.flow for r in refusals] == ["link:icb"]


def test_nobody_but_governance_makes_a_permit() -> None:
    with pytest.raises(NotAllowed, match="made only by governance"):
        Permit(
            kind="load", id="x", purpose="p", controllers=frozenset(), columns={}, agreements=(), agreement_hashes=()
        )
    made = make_permit(
        kind="load",
        id="x",
        purpose="p",
        controllers=frozenset(),
        columns={"a": ("b",)},
        agreements=(),
        agreement_hashes=(),
    )
    with pytest.raises(NotAllowed, match="gives no leave to read c"):
        made.columns_of("c")


def test_a_permit_cannot_be_widened_by_copying_it() -> None:
    made = make_permit(
        kind="need",
        id="x",
        purpose="p",
        controllers=frozenset(),
        columns={"a": ("b",)},
        agreements=(),
        agreement_hashes=(),
    )
    with pytest.raises(NotAllowed, match="made only by governance"):
        replace(made, columns={"a": ("b", "c")})
