"""What every `CaseStore` must do: each store's tests run `check_case_store` with a function that makes an empty one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ginnel.referrals import Case, Event, Offer, SafeContact, apply, make_offer
from ginnel.referrals.messages import to_person
from ginnel.referrals.offers import answer, tick
from ginnel.referrals.ports import NEW, CaseStore, ConflictError

AT = datetime(2026, 2, 6, 9, 0, tzinfo=UTC)
MakeStore = Callable[[], CaseStore]


def check_case_store(make_store: MakeStore) -> None:
    """Run every check on a store of its own."""
    for check in (_a_case_comes_back_whole, _a_stale_write_is_refused, _events_are_never_lost, _cases_are_found,
                  _an_answer_is_never_lost_to_a_lapse, _offers_are_found, _a_message_is_added_once):  # fmt: skip
        check(make_store())


def a_case(id: str = "c-1", *, organisation: str = "northshire-homes", home: str = "h-1") -> Case:
    return Case(
        id=id, key=f"key of {id}", opening="own-case", use="damp.damp_home", organisation=organisation, home=home,
        words={"room": "bedroom", "level": "damp"}, opened_at=AT + timedelta(hours=1), aware_at=AT, tenure="social",
        nation="England", restricted=True, person="p-1", sources=("northshire-icb", "northshire-council"),
    )  # fmt: skip


def _assessed(case: Case) -> Case:
    case = apply(case, Event("acknowledged", AT + timedelta(microseconds=5), "w-1"))
    return apply(case, Event("assessed", AT + timedelta(hours=2), "w-1", "stains – gwlyb", {"hazard": "significant"}))


def _a_case_comes_back_whole(store: CaseStore) -> None:
    assert store.case("c-1") is None
    case = a_case()
    assert store.save(case, NEW) == 1
    assert store.case("c-1") == (case, 1)
    more = _assessed(case)
    assert store.save(more, 1) == 2
    assert store.case("c-1") == (more, 2)
    assert store.save(replace(more, restricted=False), 2) == 3
    assert store.case("c-1") == (replace(more, restricted=False), 3)


def _a_stale_write_is_refused(store: CaseStore) -> None:
    case = a_case()
    store.save(case, NEW)
    with pytest.raises(ConflictError):
        store.save(case, NEW)
    store.save(_assessed(case), 1)
    with pytest.raises(ConflictError):
        store.save(apply(case, Event("acknowledged", AT, "w-2")), 1)
    with pytest.raises(ConflictError):
        store.save(a_case("c-2"), 1)
    assert store.case("c-1") == (_assessed(case), 2)
    assert store.case("c-2") is None


def _events_are_never_lost(store: CaseStore) -> None:
    case = _assessed(a_case())
    store.save(case, NEW)
    with pytest.raises(ConflictError):
        store.save(replace(case, events=case.events[:1]), 1)
    with pytest.raises(ConflictError):
        store.save(replace(case, events=(replace(case.events[0], by="w-9"), case.events[1])), 1)
    assert store.case("c-1") == (case, 1)


def _cases_are_found(store: CaseStore) -> None:
    ours, theirs = a_case("c-2"), a_case("c-1", organisation="northshire-council")
    other = a_case("c-3", home="h-2")
    for case in (other, ours, theirs):
        store.save(case, NEW)
    assert store.cases_for("northshire-homes") == (ours, other)
    assert store.cases_at("h-1") == (theirs, ours)
    assert store.cases_for("northshire-icb") == ()


def _an_answer_is_never_lost_to_a_lapse(store: CaseStore) -> None:
    offer = _offer("p-1", "p-1")
    store.save_offer(offer, None)
    store.save_offer(offer, None)
    yes = answer(offer, yes=True, by="p-1", at=AT + timedelta(days=1))
    store.save_offer(yes, "open")
    with pytest.raises(ConflictError):
        store.save_offer(tick(offer, offer.answer_by), "open")
    with pytest.raises(ConflictError):
        store.save_offer(_offer("p-2", "p-2"), "open")
    assert store.offers_for("p-1") == (yes,)


def _offers_are_found(store: CaseStore) -> None:
    mine, child = _offer("p-1", "p-1"), _offer("p-1", "p-2", AT - timedelta(days=1))
    store.save_offer(mine, None)
    store.save_offer(child, None)
    assert store.offers_for("p-1") == (child, mine)
    assert store.offers_about("p-2") == (child,)
    assert store.offers_for("p-2") == ()


def _a_message_is_added_once(store: CaseStore) -> None:
    message = to_person(SafeContact("p-1", "text", "cy"), "offer", "o-1")
    assert message is not None
    assert store.add_once(message) is True
    assert store.add_once(message) is False
    assert store.messages() == (message,)


def _offer(asked: str, about: str, now: datetime = AT) -> Offer:
    return make_offer(
        (), use="damp.vulnerable", asked_person=asked, about_person=about, home="h-1", recipient="northshire-homes",
        words={"vulnerable": "yes"}, agreement="gp-landlord", now=now, zone="Europe/London",
    )  # fmt: skip
