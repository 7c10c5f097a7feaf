"""A no or a yes taken back after the telling: the body stops showing the words, she sees it, an override lets it stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

User = Callable[[str], Any]
Visit = Callable[..., Any]
RISK = "that somebody who lives there is at more risk from damp"


def told(user: User, store: Any) -> None:
    from ginnel.app.services import release

    assert release.release("key-tom", user("s-sana"), "urgent for him", store.now).told


def say_no(user: User, store: Any, purpose: str = "damp-and-mould", **named: str) -> None:
    from ginnel.app.services import access, citizen

    tom = user("c-tom")
    person = access.person_of(tom)
    assert person is not None
    citizen.say_no(tom, person, purpose, store.now, **named)


def recalled() -> bool:
    from ginnel.store.models import ProposalRow

    return ProposalRow.objects.get(key="key-tom").recalled_at is not None


def test_a_no_takes_the_words_off_the_case_and_says_so_to_both(store: Any, user: User, visit: Visit) -> None:
    told(user, store)
    assert RISK in visit("o-ben").get("/cases/case-tom").content.decode()
    say_no(user, store)
    case = visit("o-ben").get("/cases/case-tom").content.decode()
    assert RISK not in case
    assert "must not be used any more" in case
    assert "was told that it must not use the words any more" in visit("c-tom").get("/me/uses").content.decode()


def test_a_yes_taken_back_recalls_and_once_only(store: Any, user: User) -> None:
    from ginnel.app.services import offers
    from ginnel.store.models import CaseEventRow, LedgerNote, MessageRow

    told(user, store)
    messages = MessageRow.objects.count()
    offers.take_back("offer-tom", user("c-tom"), store.now)
    say_no(user, store)
    assert recalled()
    assert CaseEventRow.objects.filter(kind="taken-back").count() == 1
    assert LedgerNote.objects.get(key="recall:key-tom").body["why"] == "taken-back"
    assert MessageRow.objects.filter(to_kind="organisation").count() == 2
    assert MessageRow.objects.count() == messages + 1


def test_a_no_to_something_else_or_somebody_else_recalls_nothing(store: Any, user: User) -> None:
    told(user, store)
    say_no(user, store, "money-advice")
    say_no(user, store, recipient="northshire-homes")
    assert not recalled()
    say_no(user, store, recipient="northshire-council")
    assert recalled()


def test_an_override_lets_what_was_told_stand(store: Any, user: User) -> None:
    from ginnel.app.services import place
    from ginnel.store.models import OverrideRow

    told(user, store)
    day = place.today(store.now)
    OverrideRow.objects.create(
        key="ov-tom", person="tom", purpose="damp-and-mould", recipient="northshire-council", ground="life",
        reasons="a child on oxygen", organisation="northshire-council", asked_by="o-ben", approver="g-ruth", state="approved",
        asked_at=store.now, since=day, until=day + timedelta(days=5),
    )  # fmt: skip
    try:
        say_no(user, store)
        assert not recalled()
    finally:
        OverrideRow.objects.all().delete()
