"""What may happen to a request in which order, why something may be left out, and what may be about somebody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ginnel.governance.rights import EXEMPTIONS, KINDS, Event, moves, state_of
from ginnel.governance.rights.exemptions import approves
from ginnel.governance.rights.exemptions import check as check_exemption
from ginnel.governance.rights.redact import suspects, without
from ginnel.governance.rights.states import check
from ginnel.vocabulary import BadInput

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def events(*kinds: str) -> tuple[Event, ...]:
    return tuple(Event(k, AT + timedelta(hours=n), "w", reasons="because") for n, k in enumerate(kinds))


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        (("asked",), "new"),
        (("asked", "acknowledged"), "open"),
        (("asked", "identity-asked"), "identity"),
        (("asked", "identity-asked", "acknowledged"), "identity"),
        (("asked", "identity-asked", "identity-given"), "open"),
        (("asked", "clarification-asked"), "clarification"),
        (("asked", "clarification-asked", "extended"), "clarification"),
        (("asked", "clarification-asked", "clarified"), "open"),
        (("asked", "answered"), "answered"),
        (("asked", "partly-answered", "told-others"), "partly"),
    ],
)
def test_the_state_is_that_of_the_steps(kinds: tuple[str, ...], state: str) -> None:
    assert state_of(events(*kinds)) == state


@pytest.mark.parametrize("end", ["answered", "partly-answered", "refused", "withdrawn"])
def test_after_the_end_nothing_more_is_done(end: str) -> None:
    assert moves("access", state_of(events("asked", end)), events("asked", end), doubt=True) == frozenset()


def test_nobody_who_is_signed_in_is_asked_who_she_is() -> None:
    assert "identity-asked" not in moves("access", "new", events("asked"), doubt=False)
    assert "identity-asked" in moves("access", "new", events("asked"), doubt=True)


def test_only_a_request_to_see_data_can_be_asked_what_it_means() -> None:
    pausing = {k for k in KINDS if "clarification-asked" in moves(k, "open", events("asked"), doubt=False)}
    assert pausing == {"access", "look"}


def test_more_time_is_taken_once_and_never_for_a_complaint() -> None:
    assert "extended" in moves("erasure", "open", events("asked"), doubt=False)
    assert "extended" not in moves("erasure", "open", events("asked", "extended"), doubt=False)
    assert "extended" not in moves("complaint", "open", events("asked"), doubt=False)


@pytest.mark.parametrize("step", ["clarification-asked", "extended", "refused", "partly-answered"])
def test_such_a_step_gives_its_reasons_to_the_person(step: str) -> None:
    with pytest.raises(BadInput, match="reasons"):
        check("access", events("asked"), Event(step, AT + timedelta(days=1), "w"), doubt=False)


def test_the_citizen_can_take_it_back_and_say_what_she_means_and_nothing_else() -> None:
    later = AT + timedelta(days=1)
    check("access", events("asked"), Event("withdrawn", later, "c", "citizen"), doubt=False)
    check("access", events("asked", "clarification-asked"), Event("clarified", later, "c", "citizen"), doubt=False)
    for step in ("answered", "identity-checked", "acknowledged", "clarified"):
        with pytest.raises(BadInput):
            check("access", events("asked"), Event(step, later, "c", "citizen"), doubt=True)


def test_an_exemption_needs_a_reason_a_review_and_where_health_is_harmed_an_opinion() -> None:
    review = TODAY + timedelta(days=90)
    good = frozenset({"health"})
    assert check_exemption("harm-health", "would harm", review, "Dr A, 20 November", good, TODAY).opinion
    for code, reasons, by, opinion, kinds in (
        ("nothing", "r", review, "", good),
        ("crime", " ", review, "", good),
        ("crime", "r", TODAY, "", good),
        ("crime", "r", TODAY + timedelta(days=366), "", good),
        ("harm-health", "r", review, "", good),
        ("harm-health", "r", review, "Dr A", frozenset({"address"})),
    ):
        with pytest.raises(BadInput):
            check_exemption(code, reasons, by, opinion, kinds, TODAY)


def test_every_exemption_names_its_statute() -> None:
    assert all(e.statute.startswith("DPA 2018 Sch") for e in EXEMPTIONS.values())


def test_nobody_approves_their_own_exemption() -> None:
    approves("g-iona", "g-paul")
    with pytest.raises(BadInput):
        approves("g-iona", "g-iona")


def test_what_may_be_about_somebody_else_is_pointed_out() -> None:
    fields = [
        {"name": "given_name", "value": "Amina", "categories": ["identifier"]},
        {"name": "joint", "value": "rented with Karl", "categories": ["tenancy"]},
        {"name": "decides", "value": "P1", "categories": ["family"]},
        {"name": "note", "value": "seen at home", "categories": [], "free": True},
        {"name": "empty", "value": None, "categories": ["family"]},
    ]
    found = suspects(fields, ["Karl", "Brandt"])
    assert found == {"joint", "decides", "note"}
    assert [f["name"] for f in without(fields, found)] == ["given_name", "empty"]
