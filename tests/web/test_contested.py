"""Two who may decide for a child: each is asked, one no is a no, neither reads the other, and a named worker is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]
User = Callable[[str], Any]
DISAGREE = "Two who may decide for a child disagree"
PAGES = ("/me", "/me/uses", "/me/offers/{}")


@pytest.fixture
def two(store: Any) -> Any:
    """Karl may decide for Sami too, and was asked with Amina."""
    from ginnel.store.models import OfferRow

    row = OfferRow.objects.get(id="offer-sami")
    row.id, row.asked = "offer-karl-sami", "karl"
    row.save(force_insert=True)
    return store


MINE = {"c-amina": "offer-sami", "c-karl": "offer-karl-sami"}


def says(visit: Visit, who: str, answer: str) -> None:
    path = f"/me/offers/{MINE[who]}"
    if answer == "back":
        visit(who).post(f"{path}/take-back")
    else:
        visit(who).post(path, {"answer": answer})


def proposal() -> Any:
    from ginnel.store.models import ProposalRow

    return ProposalRow.objects.filter(key="key-sami").first()


def waits() -> bool:
    row = proposal()
    return row is not None and row.state == "waiting"


def seen(visit: Visit, who: str) -> list[str]:
    """What a parent reads, without the mark of its form and the moment at which it was read."""
    import re

    found = [visit(who).get(p.format(MINE[who])).content.decode().split("<main")[1].split("</main>")[0] for p in PAGES]
    return [re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", html) for html in found]


@pytest.mark.parametrize(
    "said",
    [
        [("c-amina", "yes"), ("c-karl", "no")],
        [("c-karl", "no"), ("c-amina", "yes")],
        [("c-amina", "yes"), ("c-karl", "yes"), ("c-karl", "back")],
        [("c-amina", "no"), ("c-karl", "no")],
    ],
)
def test_one_no_is_a_no_in_whatever_order(visit: Visit, two: Any, said: list[tuple[str, str]]) -> None:
    for who, answer in said:
        says(visit, who, answer)
    assert not waits()


def test_a_yes_of_one_is_enough_while_the_other_is_silent(visit: Visit, two: Any) -> None:
    says(visit, "c-amina", "yes")
    assert waits()


def test_a_rule_that_lets_a_later_yes_open_it_is_caught(
    visit: Visit, two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ginnel.app.services import rounds

    monkeypatch.setattr(rounds, "refused", lambda _: False)
    with pytest.raises(AssertionError):
        test_one_no_is_a_no_in_whatever_order(visit, two, [("c-karl", "no"), ("c-amina", "yes")])


def test_a_no_after_it_was_told_recalls_it(visit: Visit, two: Any, user: User) -> None:
    from ginnel.app.services import release

    says(visit, "c-amina", "yes")
    assert release.release("key-sami", user("s-sana"), "she said yes", two.now).told
    says(visit, "c-karl", "no")
    assert proposal().recalled_at is not None


def test_a_release_looks_at_the_other_ones_no_again(visit: Visit, two: Any, user: User) -> None:
    from ginnel.app.services import release
    from ginnel.store.models import OfferRow

    says(visit, "c-amina", "yes")
    OfferRow.objects.filter(id="offer-karl-sami").update(state="no", answer="no", answered_at=two.now)
    assert [r.code for r in release.release("key-sami", user("s-sana"), "yes", two.now).reasons] == ["no-answer"]


@pytest.mark.parametrize("answer", ["yes", "no"])
@pytest.mark.parametrize(("one", "other"), [("c-amina", "c-karl"), ("c-karl", "c-amina")])
@pytest.mark.parametrize("answered", [True, False])
def test_neither_reads_what_the_other_said(
    visit: Visit, two: Any, answer: str, one: str, other: str, answered: bool
) -> None:
    """Before and after an answer of her own, whatever the other says changes no page of hers."""
    if answered:
        says(visit, one, "yes")
        visit(one).get("/me")  # the message that it is saved
    before = seen(visit, one)
    says(visit, other, answer)
    assert seen(visit, one) == before


def test_a_worker_who_reads_it_after_the_others_yes_shows_on_no_page_of_the_silent_one(visit: Visit, two: Any) -> None:
    before = seen(visit, "c-karl")
    says(visit, "c-amina", "yes")
    visit("s-sana").get("/release/key-sami")
    assert seen(visit, "c-karl") == before
    assert "before telling it" in seen(visit, "c-amina")[1]


def test_a_page_that_shows_it_was_stopped_is_caught(visit: Visit, two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from ginnel.app.services import rounds

    monkeypatch.setattr(rounds, "shared", lambda _: False)
    with pytest.raises(AssertionError):
        test_neither_reads_what_the_other_said(visit, two, "no", "c-amina", "c-karl", True)


def test_a_worker_of_the_body_that_would_have_told_reads_that_they_disagree_and_no_more(visit: Visit, two: Any) -> None:
    says(visit, "c-amina", "yes")
    assert DISAGREE not in visit("s-sana").get("/release").content.decode()
    says(visit, "c-karl", "no")
    html = visit("s-sana").get("/release").content.decode()
    part = html.split(DISAGREE)[1]
    assert not [s for s in ("Amina", "Karl", "Sami", "Okonjo", "Weir Street") if s in part]
    assert DISAGREE not in visit("s-hugh").get("/release").content.decode()


def test_of_two_who_agree_no_worker_reads_anything(visit: Visit, two: Any) -> None:
    for who in MINE:
        says(visit, who, "no")
    assert DISAGREE not in visit("s-sana").get("/release").content.decode()


def test_a_worker_who_lives_there_or_is_not_named_for_somebody_protected_does_not_read_it(
    visit: Visit, two: Any, user: User
) -> None:
    from ginnel.store.models import Person
    from ginnel.store.models import User as UserRow

    says(visit, "c-amina", "yes")
    says(visit, "c-karl", "no")
    UserRow.objects.filter(username="s-sana").update(declared=["karl"])
    assert DISAGREE not in visit("s-sana").get("/release").content.decode()
    UserRow.objects.filter(username="s-sana").update(declared=[])
    Person.objects.filter(id="amina").update(protected=True)
    assert DISAGREE not in visit("s-sana").get("/release").content.decode()


def test_the_ledger_holds_neither_who_answered_nor_what_nor_that_two_disagree(visit: Visit, two: Any) -> None:
    """A copy of it may lie with a body at which one of the two works."""
    from ginnel.store.models import LedgerNote

    says(visit, "c-karl", "no")
    says(visit, "c-amina", "yes")
    written = {n.kind: n.body for n in LedgerNote.objects.filter(kind__in=("answer", "contested"))}
    assert LedgerNote.objects.filter(kind="answer").count() == 2
    assert set(written) == {"answer"}
    assert set(written["answer"]) == {"use", "recipient", "commitment"}


@pytest.mark.parametrize(("no", "yes"), [("c-amina", "c-karl"), ("c-karl", "c-amina")])
def test_a_worker_comes_to_the_childs_review_whoever_of_the_two_said_no(
    visit: Visit, two: Any, no: str, yes: str
) -> None:
    says(visit, no, "no")
    says(visit, yes, "yes")
    assert "/competence/question/key-sami" in visit("s-sana").get("/release").content.decode()
    assert visit("s-sana").get("/competence/question/key-sami").status_code == 200


@pytest.mark.parametrize("words", ["disagree", "/competence/question/key-sami"])
def test_a_parent_who_moved_out_and_works_there_reads_nothing_of_it(visit: Visit, two: Any, words: str) -> None:
    """Karl lives elsewhere now and releases for the care board: he knows what he said, and would read what Amina did."""
    from ginnel.store.models import Person
    from ginnel.store.models import User as UserRow

    Person.objects.filter(id="karl").update(home=None)
    says(visit, "c-karl", "yes")
    says(visit, "c-amina", "no")
    assert words in visit("s-sana").get("/release").content.decode()
    UserRow.objects.filter(username="s-sana").update(person_id="karl")
    assert words not in visit("s-sana").get("/release").content.decode()
    assert visit("s-sana").get("/competence/question/key-sami").status_code == 404


@pytest.mark.parametrize("capacity", ["parent", "helper"])
def test_a_copy_for_a_parent_holds_the_questions_to_her_and_not_what_the_other_said(
    visit: Visit, two: Any, capacity: str
) -> None:
    from ginnel.app.services.rights import found
    from ginnel.store.models import RightsRequest

    says(visit, "c-amina", "yes")
    says(visit, "c-karl", "no")
    row = RightsRequest.objects.get(id="r-sami-icb")
    row.controller, row.asked_by, row.capacity = "northshire-icb", "c-amina", capacity
    said = {f.key: [x["value"] for x in f.fields] for f in found.in_store(row, two.now) if f.source == "asked"}
    assert set(said) == {"asked:offer-sami"}
    assert "no" not in said["asked:offer-sami"]


def test_a_night_closes_what_waits_on_somebody_who_decides_no_more(visit: Visit, two: Any, user: User) -> None:
    """Also where nobody else can be asked: a special guardian who lives elsewhere is not."""
    from ginnel.app.services import notes, release
    from ginnel.flow.ports import Settlement
    from ginnel.store.desk import DjangoDesk
    from ginnel.store.models import OfferRow
    from ginnel.vocabulary import BadInput

    def night(*count: str) -> None:
        known = {"sami": frozenset(count)}
        DjangoDesk(notes.ledger()).settle(Settlement("night", two.now, None, deciders=known))

    says(visit, "c-amina", "yes")
    night("amina", "karl")
    assert waits()
    night("amina")
    assert waits()
    assert OfferRow.objects.get(id="offer-karl-sami").state == "lapsed"
    night("ruth")
    assert not waits()
    with pytest.raises(BadInput):
        release.release("key-sami", user("s-sana"), "she said yes", two.now)
    assert OfferRow.objects.get(id="offer-tom").state == "yes"


def test_no_board_counts_how_often_two_disagree(visit: Visit, two: Any) -> None:
    """A parent who works in information governance would read the other one's no in a count that moves."""
    says(visit, "c-amina", "yes")
    before = visit("g-ruth").get("/governance/ledger").content.decode()
    says(visit, "c-karl", "no")
    html = visit("g-ruth").get("/governance/ledger").content.decode()
    assert "<code>answer</code>" in before
    assert "contested" not in html


@pytest.mark.parametrize(("home", "cut"), [("home-amina", False), (None, True)])
def test_a_parent_who_lives_elsewhere_is_not_told_where_the_child_lives(
    visit: Visit, two: Any, home: str | None, cut: bool
) -> None:
    """The worker decides; what would tell it is marked to be left out."""
    from ginnel.app.services import place
    from ginnel.app.services.rights import found
    from ginnel.store.models import Person, RightsItem, RightsRequest

    Person.objects.filter(id="amina").update(home=home)
    row = RightsRequest.objects.get(id="r-sami-icb")
    row.controller = place.operator().id
    found.keep(row, found.in_store(row, two.now))
    assert ("home" in RightsItem.objects.get(request=row, key="person:sami").cut) is cut
