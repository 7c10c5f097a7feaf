"""Cases: from an opening to an outcome, one step at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ginnel.governance import Disclosure, OwnCase
from ginnel.referrals import Case, Event, allowed, apply, open_case, remeasured, state_of
from ginnel.vocabulary import BadInput, NotAllowed

NOON = datetime(2026, 2, 9, 12, 0, tzinfo=UTC)

ACK = ("acknowledged", {})
ASSESSED = ("assessed", {"hazard": "significant"})
FOUND = ("investigated", {"found": "significant"})
ORDERED = ("works-ordered", {})
DONE = ("works-done", {})
DRY = ("re-measured", {"result": "dry"})


def go(case: Case, *steps: tuple[str, dict[str, str]], **more: Any) -> Case:
    """Each step a day after the one before, by a named worker with reasons."""
    for kind, data in steps:
        at = NOON + timedelta(days=len(case.events))
        role = "system" if kind == "re-measured" else "worker"
        case = apply(case, Event(kind, at, "w-1", "seen at the home", data, **{"role": role, **more}))  # type: ignore[arg-type]
    return case


def test_a_case_starts_from_an_opening_and_from_nothing_else(opening: Callable[..., OwnCase]) -> None:
    case = open_case(opening(), tenure="social", nation="England", opened_at=NOON, restricted=False)
    assert (case.opening, case.organisation, case.home) == ("own-case", "northshire-homes", "h-1")
    look_alike = SimpleNamespace(**{f: getattr(opening(), f) for f in ("key", "use", "organisation", "home", "words")})
    with pytest.raises(NotAllowed, match="opening of governance"):
        open_case(look_alike, tenure="social", nation="England", opened_at=NOON, restricted=False)  # type: ignore[arg-type]


def test_a_body_knows_its_own_record_when_the_readings_did_and_what_it_is_told_when_told(
    opening: Callable[..., OwnCase], told: Callable[..., Disclosure]
) -> None:
    own = open_case(opening(), tenure="social", nation="England", opened_at=NOON, restricted=False)
    assert own.aware_at == opening().aware_at < own.opened_at
    from_icb = open_case(told(), tenure="social", nation="England", opened_at=NOON, restricted=False)
    assert (from_icb.aware_at, from_icb.sources, from_icb.person) == (NOON, ("northshire-icb",), "p-1")


def test_the_same_opening_makes_the_same_case_on_every_run(new_case: Callable[..., Case]) -> None:
    assert new_case("spell-1") == new_case("spell-1")
    assert new_case("spell-1").id != new_case("spell-2").id
    assert len(new_case().id) == len("c-") + 16


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), "new"),
        ((ACK,), "acknowledged"),
        ((ACK, ASSESSED), "assessed"),
        ((ACK, ("assessed", {"hazard": "not-a-hazard"})), "no-hazard"),
        ((ACK, ASSESSED, FOUND), "investigated"),
        ((ACK, ASSESSED, ("investigated", {"found": "not-a-hazard"})), "no-hazard"),
        ((ACK, ASSESSED, FOUND, ORDERED), "works-ordered"),
        ((ACK, ASSESSED, FOUND, ORDERED, DONE), "works-done"),
        ((ACK, ASSESSED, FOUND, ORDERED, DONE, DRY), "dry"),
        ((ACK, ASSESSED, FOUND, ORDERED, DONE, ("re-measured", {"result": "still-damp"})), "reopened"),
        ((ACK, ASSESSED, FOUND, ORDERED, DONE, DRY, ("closed", {"outcome": "dry"})), "closed"),
    ],
)
def test_the_way_of_a_damp_home(new_case: Callable[..., Case], steps: Any, state: str) -> None:
    assert state_of(go(new_case(), *steps)) == state


def test_done_is_not_dry(new_case: Callable[..., Case]) -> None:
    """Works done can be closed as just that; "dry" is said by a measurement."""
    done = go(new_case(), ACK, ASSESSED, FOUND, ORDERED, DONE)
    with pytest.raises(BadInput, match="works-done-not-measured"):
        go(done, ("closed", {"outcome": "dry"}))
    assert state_of(go(done, ("closed", {"outcome": "works-done-not-measured"}))) == "closed"
    assert state_of(go(remeasured(done, "dry", NOON + timedelta(days=5)), ("closed", {"outcome": "dry"}))) == "closed"


def test_still_damp_opens_the_case_again(new_case: Callable[..., Case]) -> None:
    again = remeasured(go(new_case(), ACK, ASSESSED, FOUND, ORDERED, DONE), "still-damp", NOON + timedelta(days=5))
    assert state_of(again) == "reopened"
    assert state_of(go(again, ACK, ASSESSED)) == "assessed"


def test_nothing_is_measured_again_before_the_works_are_done(new_case: Callable[..., Case]) -> None:
    with pytest.raises(BadInput, match="follows works-done or dry"):
        remeasured(new_case(), "dry", NOON)


def test_closing_needs_an_outcome_and_reasons(new_case: Callable[..., Case]) -> None:
    case = go(new_case(), ACK, ("assessed", {"hazard": "not-a-hazard"}))
    with pytest.raises(BadInput, match="one of no-hazard"):
        apply(case, Event("closed", NOON + timedelta(days=3), "w-1", "all well"))
    with pytest.raises(BadInput, match="needs reasons"):
        apply(case, Event("closed", NOON + timedelta(days=3), "w-1", " ", {"outcome": "no-hazard"}))


def test_a_hazard_is_judged_by_a_named_person_with_reasons(new_case: Callable[..., Case]) -> None:
    case = go(new_case(), ACK)
    at, data = NOON + timedelta(days=1), {"hazard": "not-a-hazard"}
    for event, missing in (
        (Event("assessed", at, "w-1", "", data), "needs reasons"),
        (Event("assessed", at, "", "looked", data), "needs the name"),
        (Event("assessed", at, "w-1", "looked", data, role="system"), "is for worker"),
        (Event("assessed", at, "w-1", "looked", {"hazard": "perhaps"}), "emergency, not-a-hazard, significant"),
    ):
        with pytest.raises(BadInput, match=missing):
            apply(case, event)


def test_a_refused_step_says_what_is_possible_now_and_why(new_case: Callable[..., Case]) -> None:
    with pytest.raises(BadInput) as caught:
        apply(new_case(), Event("works-done", NOON, "w-1"))
    text = str(caught.value)
    assert "not possible while the case is new: that follows works-ordered" in text
    assert "acknowledged" in text
    assert "record the earlier steps first" in text
    with pytest.raises(BadInput, match="Did you mean 'closed'"):
        apply(new_case(), Event("close", NOON, "w-1"))  # type: ignore[arg-type]


def test_nobody_reached_takes_three_recorded_attempts(new_case: Callable[..., Case]) -> None:
    attempt = ("cannot-reach", {})
    end = ("closed", {"outcome": "not-reached"})
    with pytest.raises(BadInput, match="3 recorded attempts"):
        go(new_case(), attempt, attempt, end)
    assert state_of(go(new_case(), attempt, attempt, attempt, end)) == "closed"


def test_a_citizen_can_reopen_a_closed_case_with_her_reasons_and_escalate_an_open_one(
    new_case: Callable[..., Case],
) -> None:
    closed = go(new_case(), ACK, ("assessed", {"hazard": "not-a-hazard"}), ("closed", {"outcome": "no-hazard"}))
    again = go(closed, ("reopened", {}), role="citizen")
    assert state_of(again) == "reopened"
    assert state_of(go(again, ("escalated", {}), role="citizen")) == "reopened"
    with pytest.raises(BadInput, match="is for worker"):
        go(again, ACK, role="citizen")


def test_a_running_duty_cannot_be_begun_again_by_reopening(new_case: Callable[..., Case]) -> None:
    with pytest.raises(BadInput, match="reopened is not possible"):
        go(new_case(), ACK, ASSESSED, FOUND, ("reopened", {}))


@pytest.mark.parametrize(("use", "tenure"), [("arrears.behind", "social"), ("damp.damp_home_lent", "owner")])
def test_help_that_is_no_repair_ends_with_what_came_of_it(new_case: Callable[..., Case], use: str, tenure: str) -> None:
    case = go(new_case(use=use, tenure=tenure), ACK)
    assert state_of(go(case, ("closed", {"outcome": "helped"}))) == "closed"
    with pytest.raises(BadInput, match="no step of a help case"):
        go(case, ASSESSED)


def test_steps_go_forward_in_time_but_a_note_may_be_typed_in_later(new_case: Callable[..., Case]) -> None:
    case = go(new_case(), ACK, ASSESSED, FOUND, ORDERED)
    with pytest.raises(BadInput, match="cannot be earlier"):
        apply(case, Event("works-done", NOON, "w-1"))
    sent = apply(case, Event("summary-sent", NOON + timedelta(days=2, hours=1), "w-1"))
    assert state_of(sent) == "works-ordered"


def test_the_page_offers_each_role_its_own_steps(new_case: Callable[..., Case]) -> None:
    assert {m.event for m in allowed(new_case(), "worker")} == {"acknowledged", "cannot-reach", "escalated"}
    assert {m.event for m in allowed(new_case(), "citizen")} == {"escalated"}
