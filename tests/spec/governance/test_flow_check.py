"""The flow check: which uses are permitted, and what a refusal says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import ibis
import pytest

from ginnel.engines import Tables
from ginnel.governance import Permit, Refusal, Tellable, Use, check_link, check_need, check_telling
from ginnel.governance.agreements import Basis
from ginnel.governance.permit import make_permit
from ginnel.vocabulary import NotAllowed

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
    assert refusal.codes == ("not-approved",)


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
