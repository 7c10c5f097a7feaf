"""Whether a child decides herself: recorded from a case or a question, read by her, and on nobody else's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

Visit = Callable[..., Any]
WHY = "explained in her own words what the landlord would read"
NAME = "Morgan Lightfoot"
PARENTS = ("/me", "/me/uses", "/me/choices", "/me/ask", "/me/proxies", "/me/rights", "/me/offers/offer-sami")
FORM = {"competent": "yes", "by": NAME, "post": "school nurse", "organisation": "Ashby School", "why": WHY}


def years(age: int) -> date:
    return date.today() - timedelta(days=int(365.25 * age) + 40)


def filled(**more: str) -> dict[str, str]:
    today = date.today()
    return {
        **FORM,
        "since": (today - timedelta(days=1)).isoformat(),
        "until": (today + timedelta(days=90)).isoformat(),
        **more,
    }


@pytest.fixture
def sami(store: Any) -> Any:
    from ginnel.store.models import Person, User

    Person.objects.filter(id="sami").update(born=years(14))
    User.objects.create(username="c-sami", demo=True, password="!", role="citizen", person_id="sami")
    return Person.objects.get(id="sami")


@pytest.fixture
def reviewed(visit: Visit, sami: Any) -> Any:
    assert visit("s-sana").post("/competence/question/key-sami", filled()).status_code == 302
    return sami


def reviews() -> Any:
    from ginnel.store.models import CompetenceReview

    return CompetenceReview.objects


def offer(id: str = "offer-sami") -> Any:
    from ginnel.store.models import OfferRow

    return OfferRow.objects.get(id=id)


def asked_again() -> Any:
    """What the next night makes: the same question, to Sami himself."""
    from ginnel.store.models import OfferRow

    row = offer()
    row.id, row.asked, row.state, row.asked_at = "offer-own", "sami", "open", row.asked_at + timedelta(days=2)
    row.save(force_insert=True)
    return OfferRow.objects.get(id="offer-own")


def test_he_reads_it_and_no_parent_does(visit: Visit, reviewed: Any) -> None:
    mine = visit("c-sami").get("/me/choices").content.decode()
    assert NAME in mine
    assert WHY in mine
    for who in ("c-amina", "c-karl"):
        for path in PARENTS:
            html = visit(who).get(path).content.decode()
            assert not {s for s in (NAME, WHY, "school nurse", "decide yourself") if s in html}, (who, path)


def test_a_planted_page_that_shows_a_parent_the_childs_reviews_is_seen(
    visit: Visit, reviewed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ginnel.app.services import reviews as service

    monkeypatch.setattr(service, "of_me", lambda _: list(reviews().all()))
    with pytest.raises(AssertionError):
        test_he_reads_it_and_no_parent_does(visit, reviewed)


def test_the_ledger_holds_neither_him_nor_the_words(store: Any, reviewed: Any) -> None:
    from ginnel.app.services import notes

    lines = [e.leaf.decode() for e in notes.ledger().entries()]
    (line,) = (x for x in lines if '"review"' in x)
    assert "commitment" in line
    assert not [s for s in ("sami", NAME, WHY, "competent", "s-sana") if s in line]


def test_what_his_mother_was_asked_is_closed_and_he_is_asked_on_his_own_page(visit: Visit, reviewed: Any) -> None:
    from ginnel.store.models import ProposalRow

    assert offer().state == "lapsed"
    asked_again()
    assert "offer-own" in visit("c-sami").get("/me").content.decode()
    assert visit("c-amina").get("/me/offers/offer-own").status_code == 404
    visit("c-sami").post("/me/offers/offer-own", {"answer": "yes"})
    assert ProposalRow.objects.get(key="key-sami").state == "waiting"


def test_his_mother_reads_nothing_of_his_answer_and_stops_nothing(
    visit: Visit, store: Any, user: Any, reviewed: Any
) -> None:
    """Not on the page of her own old question, and her no is about her own questions only."""
    from ginnel.app.services import citizen, release
    from ginnel.store.models import Person, ProposalRow

    before = {p: visit("c-amina").get(p).content.decode().split("<main")[1].count("Sami") for p in PARENTS}
    asked_again()
    visit("c-sami").post("/me/offers/offer-own", {"answer": "yes"})
    citizen.say_no(user("c-amina"), Person.objects.get(id="amina"), "damp-and-mould", store.now, "northshire-homes")
    assert ProposalRow.objects.get(key="key-sami").state == "waiting"
    assert release.release("key-sami", user("s-sana"), "he said yes", store.now).told
    for path in PARENTS:
        html = visit("c-amina").get(path).content.decode().split("<main")[1]
        assert "offer-own" not in html
        assert html.count("Sami") <= before[path]
    assert "was told" not in visit("c-amina").get("/me/offers/offer-sami").content.decode().split("<h2")[0]


def test_a_yes_of_his_mother_before_the_review_releases_nothing_after_it(
    visit: Visit, store: Any, user: Callable[[str], Any], sami: Any
) -> None:
    from ginnel.app.services import release
    from ginnel.store.models import ProposalRow

    visit("c-amina").post("/me/offers/offer-sami", {"answer": "yes"})
    visit("s-sana").post("/competence/question/key-sami", filled())
    assert ProposalRow.objects.get(key="key-sami").state == "stopped"
    ProposalRow.objects.update(state="waiting")
    assert [r.code for r in release.release("key-sami", user("s-sana"), "said yes", store.now).reasons] == ["no-answer"]


def test_a_release_that_forgets_who_decides_now_is_caught(
    visit: Visit, store: Any, user: Callable[[str], Any], sami: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ginnel.app.services import children

    monkeypatch.setattr(children, "stands", lambda *_: True)
    with pytest.raises(AssertionError):
        test_a_yes_of_his_mother_before_the_review_releases_nothing_after_it(visit, store, user, sami)


def test_no_letter_about_his_own_telling_goes_to_the_home(
    visit: Visit, store: Any, user: Callable[[str], Any], reviewed: Any
) -> None:
    from ginnel.app.services import cases, release
    from ginnel.store.models import CaseRow, MessageRow

    asked_again()
    visit("c-sami").post("/me/offers/offer-own", {"answer": "yes"})
    CaseRow.objects.filter(id="case-amina").delete()
    case = release.release("key-sami", user("s-sana"), "he said yes", store.now).case
    now = store.now + timedelta(minutes=5)
    for kind, word in (("acknowledged", ""), ("assessed", "not-a-hazard"), ("closed", "no-hazard")):
        cases.record(case, user("o-nadia"), cases.Step(kind, word, now, "looked into"), now=now)
    assert not MessageRow.objects.filter(to_kind="person", to="sami").exists()


def test_a_planted_letter_to_his_home_is_seen(
    visit: Visit, store: Any, user: Callable[[str], Any], reviewed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ginnel.app.services import children

    monkeypatch.setattr(children, "young", lambda *_: False)
    with pytest.raises(AssertionError):
        test_no_letter_about_his_own_telling_goes_to_the_home(visit, store, user, reviewed)


def test_his_mother_neither_asks_for_him_nor_for_his_records_any_more(
    visit: Visit, store: Any, user: Callable[[str], Any], sami: Any
) -> None:
    from ginnel.app.services import proxies
    from ginnel.app.services.rights import who
    from ginnel.governance.proxies import Mandate

    today = date.today()
    scope = Mandate("m", "amina", "sami", frozenset({"damp-and-mould"}), today - timedelta(days=9), today + timedelta(days=9),
                    "parental-responsibility", "paper", "Ruth")  # fmt: skip
    assert proxies.refuses(scope, "amina", "damp-and-mould", store.now) == ()
    assert [f.person.id for f in who.may_ask_for(user("c-amina"), store.now)] == ["amina", "sami"]
    visit("s-sana").post("/competence/question/key-sami", filled())
    assert [r.code for r in proxies.refuses(scope, "amina", "damp-and-mould", store.now)] == ["decides-herself"]
    assert [f.person.id for f in who.may_ask_for(user("c-amina"), store.now)] == ["amina"]


@pytest.mark.parametrize(
    ("more", "born"),
    [
        ({"competent": ""}, 14), ({"by": " "}, 14), ({"post": ""}, 14), ({"organisation": ""}, 14), ({"why": ""}, 14),
        ({"since": "yesterday"}, 14), ({"since": "2999-01-01", "until": "2999-02-01"}, 14), ({"until": "2001-01-01"}, 14),
        ({"until": "2999-01-01"}, 14), ({}, 12), ({}, 17), ({}, 40),
    ],
)  # fmt: skip
def test_what_is_missing_too_long_or_about_somebody_of_another_age_is_not_kept(
    visit: Visit, sami: Any, more: dict[str, str], born: int
) -> None:
    from ginnel.store.models import Person

    Person.objects.filter(id="sami").update(born=years(born))
    assert visit("s-sana").post("/competence/question/key-sami", filled(**more)).status_code == 422
    assert not reviews().exists()
    assert offer().state == "open"


def test_the_regions_youngest_age_and_scotlands_twelve(
    visit: Visit, sami: Any, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from ginnel.app.services import children, place
    from ginnel.store.models import Person

    region = place.region()

    def config(**more: Any) -> None:
        monkeypatch.setattr(place, "region", lambda: replace(region, config=replace(region.config, **more)))

    Person.objects.filter(id="sami").update(born=years(12))
    twelve = Person.objects.get(id="sami")
    assert not children.reviewable(twelve, store.now)
    config(youngest=12)
    assert children.reviewable(twelve, store.now)
    assert not children.herself(twelve, store.now)
    config(nations=("Scotland",), youngest=15)
    assert children.herself(twelve, store.now)
    config(nations=("England", "Scotland"), youngest=10)
    assert not children.herself(twelve, store.now), "nobody knows where he lives: an adult is asked"
    twelve.nation = "Scotland"
    assert children.herself(twelve, store.now)


def test_the_same_form_twice_is_one_and_a_second_review_ends_the_first(visit: Visit, store: Any, reviewed: Any) -> None:
    from ginnel.app.services import children

    visit("s-sana").post("/competence/question/key-sami", filled())
    assert reviews().count() == 1
    assert children.herself(reviewed, store.now)
    asked_again()
    visit("s-sana").post("/competence/question/key-sami", filled(competent="no", since=date.today().isoformat()))
    assert not children.herself(reviewed, store.now)
    assert offer("offer-own").state == "lapsed"


def test_an_officer_records_it_from_his_case_and_from_no_case_of_a_home(visit: Visit, sami: Any) -> None:
    from ginnel.store.models import CaseRow

    visit("c-sami").post(
        "/me/ask/council-environmental-health", {"asked": "My room is wet", "number": "0", "do": "send"}
    )
    case = CaseRow.objects.get(opening_kind="ask")
    html = visit("o-ben").get(f"/competence/case/{case.id}").content.decode()
    assert "Sami" not in html
    assert visit("o-ben").post(f"/competence/case/{case.id}", filled()).status_code == 302
    assert reviews().get().body == "northshire-council"
    for who in ("o-nadia", "s-sana", "g-iona"):
        assert visit(who).get(f"/competence/case/{case.id}").status_code == 404


def test_a_landlords_case_is_no_occasion_to_settle_who_decides(visit: Visit, sami: Any) -> None:
    from ginnel.store.models import CaseRow

    visit("c-sami").post("/me/ask/homes-repairs", {"asked": "My room is wet", "number": "0", "do": "send"})
    case = CaseRow.objects.get(opening_kind="ask")
    assert "/competence/" not in visit("o-nadia").get(f"/cases/{case.id}").content.decode()
    assert visit("o-nadia").post(f"/competence/case/{case.id}", filled()).status_code == 404
    assert not reviews().exists()


def test_a_case_that_is_closed_gives_no_say_over_a_child_any_more(
    visit: Visit, sami: Any, store: Any, user: Callable[[str], Any]
) -> None:
    from ginnel.app.services import cases
    from ginnel.store.models import CaseRow

    visit("c-sami").post(
        "/me/ask/council-environmental-health", {"asked": "My room is wet", "number": "0", "do": "send"}
    )
    case = CaseRow.objects.get(opening_kind="ask")
    path = f"/competence/case/{case.id}"
    assert path in visit("o-ben").get(f"/cases/{case.id}").content.decode()
    now = case.opened_at + timedelta(minutes=5)
    for kind, word in (("acknowledged", ""), ("assessed", "not-a-hazard"), ("closed", "no-hazard")):
        cases.record(case.id, user("o-ben"), cases.Step(kind, word, now, "looked into"), now=now)
    assert path not in visit("o-ben").get(f"/cases/{case.id}").content.decode()
    assert visit("o-ben").post(path, filled()).status_code == 404
    assert not reviews().exists()


def test_what_he_let_be_told_himself_is_in_no_copy_for_a_parent_after_the_review_ended(
    visit: Visit, store: Any, user: Callable[[str], Any], reviewed: Any
) -> None:
    from ginnel.app.services import release
    from ginnel.app.services.rights import found
    from ginnel.store.models import RightsRequest

    asked_again()
    visit("c-sami").post("/me/offers/offer-own", {"answer": "yes"})
    assert release.release("key-sami", user("s-sana"), "he said yes", store.now).told
    reviews().all().delete()
    row = RightsRequest.objects.get(id="r-sami-icb")
    for capacity, expected in (("self", True), ("parent", False)):
        row.capacity = capacity
        keys = {f.key for f in found.in_store(row, store.now)}
        assert ("told:key-sami" in keys) is expected, capacity
        assert ("asked:offer-own" in keys) is expected, capacity
