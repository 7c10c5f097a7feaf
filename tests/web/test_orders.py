"""A body that decides for a child by an order: the one whom the order names, else who has the duty, else nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]
PATH = "/decided-by-body/offer-noor"
SAID = {"answer": "yes", "reasons": "Noor wishes it, and it helps her."}


def offer() -> Any:
    from ginnel.store.models import OfferRow

    return OfferRow.objects.get(id="offer-noor")


def proposals() -> Any:
    from ginnel.store.models import ProposalRow

    return ProposalRow.objects.filter(key="key-noor")


@pytest.fixture
def staff(store: Any) -> Any:
    """A second officer of the council."""
    from ginnel.store.models import User

    return User.objects.create(
        username="o-cara",
        demo=True,
        password="!",
        role="officer",
        organisation="northshire-council",
        display_name="Cara Lund",
    )


def who_may(visit: Visit) -> set[str]:
    from ginnel.store.models import User

    return {u.username for u in User.objects.all() if visit(u.username).get(PATH).status_code == 200}


def test_a_yes_of_the_one_named_makes_the_proposal_and_keeps_reasons(visit: Visit, store: Any, staff: Any) -> None:
    assert who_may(visit) == {"o-ben"}
    for path in ("/decided-by-body", PATH):
        assert "Noor" in visit("o-ben").get(path).content.decode(), "whoever decides knows for whom"
    assert visit("o-ben").post(PATH, {"answer": "yes", "reasons": " "}).status_code == 422
    assert visit("o-ben").post(PATH, SAID).status_code == 302
    assert (offer().state, offer().answered_by, offer().reasons) == ("yes", "o-ben", SAID["reasons"])
    assert proposals().get().state == "waiting"


def test_a_no_proposes_nothing_and_a_yes_can_be_taken_back(visit: Visit, store: Any) -> None:
    visit("o-ben").post(PATH, SAID)
    visit("o-ben").post(PATH, {"answer": "back", "reasons": "She changed her mind."})
    assert (offer().state, proposals().get().state) == ("withdrawn", "stopped")
    assert visit("o-ben").post(PATH, SAID).status_code == 422


def test_a_name_that_nobody_or_two_bear_leaves_it_to_whoever_has_the_duty(visit: Visit, store: Any, staff: Any) -> None:
    from ginnel.store.models import OfferRow, User

    OfferRow.objects.filter(id="offer-noor").update(role="Team manager")
    assert who_may(visit) == set()
    User.objects.create(username="g-dan", demo=True, password="!", role="governance", organisation="northshire-council")
    assert visit("g-iona").post("/governance/duty", {"username": "o-cara"}).status_code == 422
    assert visit("g-dan").post("/governance/duty", {"username": "o-cara"}).status_code == 302
    assert who_may(visit) == {"o-cara"}
    OfferRow.objects.filter(id="offer-noor").update(role="ben  COLE")
    assert who_may(visit) == {"o-ben"}
    User.objects.filter(username="o-cara").update(display_name="Ben Cole")
    assert who_may(visit) == {"o-cara"}, "two of one name: the duty decides"
    visit("g-dan").post("/governance/duty", {"username": "o-cara", "do": "take"})
    assert who_may(visit) == set()


def test_a_rule_that_lets_any_officer_answer_is_caught(
    visit: Visit, store: Any, staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ginnel.app.services import orders

    monkeypatch.setattr(orders, "may_answer", lambda user, row: user.organisation == row.body)
    with pytest.raises(AssertionError):
        test_a_yes_of_the_one_named_makes_the_proposal_and_keeps_reasons(visit, store, staff)


def test_somebody_barred_or_not_named_for_a_protected_child_does_not_see_it(visit: Visit, store: Any) -> None:
    from ginnel.store.models import Person, User

    User.objects.filter(username="o-ben").update(declared=["noor"])
    assert who_may(visit) == set()
    assert "/decided-by-body/" not in visit("o-ben").get("/decided-by-body").content.decode().split("<main")[1]
    User.objects.filter(username="o-ben").update(declared=[])
    Person.objects.filter(id="noor").update(protected=True)
    assert who_may(visit) == set()


def test_no_parent_reads_anything_of_it(visit: Visit, store: Any) -> None:
    """Also one who was asked about her before the order."""
    from datetime import timedelta

    old = offer()
    old.id, old.asked, old.body, old.role, old.state = "offer-old", "amina", "", "", "lapsed"
    old.asked_at -= timedelta(days=200)
    old.save(force_insert=True)
    visit("o-ben").get(PATH)
    visit("o-ben").post(PATH, SAID)
    for path in ("/me", "/me/uses", "/me/offers/offer-old"):
        html = visit("c-amina").get(path).content.decode()
        assert "key-noor" not in html
        assert "offer-noor" not in html
        assert "before telling it" not in html
        assert path == "/me/offers/offer-old" or "Noor" not in html


def test_a_yes_is_released_like_a_parents_and_writes_to_nobody_at_home(
    visit: Visit, store: Any, user: Callable[[str], Any]
) -> None:
    from ginnel.app.services import release
    from ginnel.store.models import MessageRow

    visit("o-ben").post(PATH, SAID)
    assert release.release("key-noor", user("s-sana"), "the council said yes", store.now).told
    assert not MessageRow.objects.filter(to_kind="person").exists()


def test_after_a_courts_order_no_yes_of_a_parent_releases_anything(
    visit: Visit, store: Any, user: Callable[[str], Any]
) -> None:
    """The night that learned of the order knows no adult who decides for Sami any more."""
    from ginnel.app.services import release
    from ginnel.store.models import Person, ProposalRow

    visit("c-amina").post("/me/offers/offer-sami", {"answer": "yes"})
    assert ProposalRow.objects.get(key="key-sami").state == "waiting"
    Person.objects.filter(id="sami").update(responsible="")
    assert [r.code for r in release.release("key-sami", user("s-sana"), "she said yes", store.now).reasons] == [
        "no-answer"
    ]


def test_after_the_end_of_an_order_the_body_answers_no_more(visit: Visit, store: Any) -> None:
    from ginnel.store.models import Person

    Person.objects.filter(id="noor").update(responsible="tom")
    visit("o-ben").post(PATH, SAID)
    assert offer().state == "open"
    assert not proposals().exists()


def test_the_duty_is_no_office_in_which_papers_are_signed(visit: Visit, store: Any, user: Any) -> None:
    from ginnel.app.services import orders

    orders.give(user("g-iona"), orders.officers(user("g-iona"))[0].username, store.now)
    assert orders.DUTY not in visit("g-iona").get("/governance/papers").content.decode()


def test_that_an_office_was_given_is_in_the_ledger_once_and_not_to_whom(store: Any, user: Any) -> None:
    from ginnel.app.services import notes
    from ginnel.app.services.agreeing import sign
    from ginnel.store.models import User

    User.objects.create(username="g-new", role="governance", organisation="northshire-homes", demo=True, password="!")
    for _ in range(2):
        sign.give_office(user("g-iona"), "g-new", sign.ROLES[0], store.now)
    (line,) = (x for e in notes.ledger().entries() if '"office"' in (x := e.leaf.decode()))
    assert "commitment" in line
    assert not [s for s in ("g-new", "g-iona") if s in line]
