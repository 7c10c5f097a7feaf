"""Who sees what on the pages: people who live in a home, people who work on it, and people who must never find it.

Amina and Karl live with the child Sami in a damp flat of the landlord. Grace is protected. Victor, once her partner,
works for the landlord and has declared her. Olga works there and rents a damp flat there herself. Nadia is the one
worker named for Grace. Ben works for the council, Sana for the care board.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

User = Callable[[str], Any]
Visit = Callable[..., Any]

CASES = {
    # who        sees                                              kept from her, by her own declarations
    "o-nadia": ({"case-amina", "case-grace", "case-olga", "case-ivy"}, 0),
    "o-olga": ({"case-amina", "case-ivy"}, 1),
    "o-victor": ({"case-amina", "case-olga"}, 1),
    "o-ben": ({"case-tom"}, 0),
    "o-ines": (set(), 0),
}


@pytest.mark.parametrize(("who", "sees"), CASES.items())
def test_an_officer_sees_cases_of_her_body_less_what_is_protected_or_barred(
    user: User, who: str, sees: tuple[set[str], int]
) -> None:
    from ginnel.app.services import access

    found = access.cases_of(user(who))
    assert (set(found.ids), found.kept) == sees


@pytest.mark.parametrize(("who", "sees"), CASES.items())
def test_one_case_is_open_to_whoever_has_it_in_her_list_and_to_nobody_else(
    user: User, who: str, sees: tuple[set[str], int]
) -> None:
    """The list and the single case are decided by different code; they must agree."""
    from ginnel.app.services import access
    from ginnel.store.models import CaseRow

    opens = {id for id in CaseRow.objects.values_list("id", flat=True) if access.case_for_officer(user(who), id)}
    assert opens == sees[0]


def test_a_protected_persons_case_is_not_even_counted_as_kept(user: User) -> None:
    """Victor declared Grace: a count that rises by one would tell him that she has a case."""
    from ginnel.app.services import access
    from ginnel.store.models import CaseRow

    before = access.cases_of(user("o-victor")).kept
    CaseRow.objects.filter(id="case-grace").delete()
    assert access.cases_of(user("o-victor")).kept == before


def test_what_is_not_hers_looks_like_what_does_not_exist(visit: Visit) -> None:
    """The same status and the same page, to the letter, but for the path in the language link and marks made afresh."""
    pages = []
    for id in ("case-grace", "case-xxxxx"):
        response = visit("o-victor").get(f"/cases/{id}")
        assert response.status_code == 404
        pages.append(
            re.sub(r'(nonce|csrfmiddlewaretoken" value)="[^"]+"', "", response.content.decode()).replace(id, "")
        )
    assert pages[0] == pages[1]


def test_the_address_of_a_protected_person_stands_on_no_page_that_her_former_partner_can_read(visit: Visit) -> None:
    """Every page that Victor may open, in both roles that he might have."""
    for path in (
        "/cases",
        "/cases/case-amina",
        "/cases/case-olga",
        "/cases/case-grace",
        "/me",
        "/release",
        "/governance",
    ):
        assert "Secret Lane" not in visit("o-victor").get(path).content.decode()


def test_being_named_does_not_lift_a_bar(user: User) -> None:
    """Somebody named for a protected person who is her own sister stays barred."""
    from ginnel.app.services import access

    nadia = user("o-nadia")
    nadia.declared = ["grace"]
    nadia.save()
    assert access.case_for_officer(user("o-nadia"), "case-grace") is None


def test_protection_counts_from_the_moment_it_is_recorded(user: User) -> None:
    """A case that was opened before somebody there was protected is kept back as well."""
    from ginnel.app.services import access
    from ginnel.store.models import Person

    assert access.case_for_officer(user("o-victor"), "case-amina") is not None
    Person.objects.filter(id="amina").update(protected=True)
    assert access.case_for_officer(user("o-victor"), "case-amina") is None


def test_a_declared_person_bars_everybody_where_she_lives(user: User) -> None:
    """Nadia declares Karl: the case of the flat where he lives is kept from her."""
    from ginnel.app.services import access

    nadia = user("o-nadia")
    nadia.declared = ["karl"]
    nadia.save()
    assert access.case_for_officer(user("o-nadia"), "case-amina") is None
    assert access.cases_of(user("o-nadia")).kept == 1


CITIZENS = {
    # who        cases          offers
    "c-amina": ({"case-amina"}, {"offer-sami"}),
    "c-karl": ({"case-amina"}, {"offer-karl"}),
    "c-grace": ({"case-grace"}, {"offer-grace"}),
    "c-tom": ({"case-tom"}, {"offer-tom"}),
    "c-nobody": (set(), set()),
}


@pytest.mark.parametrize(("who", "sees"), CITIZENS.items())
def test_a_citizen_sees_her_homes_case_and_the_questions_put_to_her(
    store: Any, user: User, who: str, sees: tuple[set[str], set[str]]
) -> None:
    """Never a question put to somebody else of her home: Karl does not learn that Amina was asked about Sami."""
    from ginnel.app.services import access
    from ginnel.store.models import OfferRow

    cases = {row.id for row in access.cases_of_citizen(user(who), store.now)}
    offers = {o for o in OfferRow.objects.values_list("id", flat=True) if access.offer_for_citizen(user(who), o)}
    assert (cases, offers) == sees


def test_a_case_that_names_a_person_is_hers_alone(store: Any, user: User) -> None:
    """Somebody else of the home would learn from it who needs help."""
    from ginnel.app.services import access
    from ginnel.store.models import CaseRow

    CaseRow.objects.filter(id="case-amina").update(person="amina")
    assert access.cases_of_citizen(user("c-karl"), store.now) == []
    assert [c.id for c in access.cases_of_citizen(user("c-amina"), store.now)] == ["case-amina"]


def test_a_child_does_not_see_the_homes_case(store: Any, user: User) -> None:
    from ginnel.app.services import access

    karl = user("c-karl")
    karl.person_id = "sami"
    assert access.cases_of_citizen(karl, store.now) == []


def test_where_somebody_is_protected_only_she_sees_the_homes_case(store: Any, user: User) -> None:
    """Karl moves in with Grace; he sees nothing of the case, she still does."""
    from ginnel.app.services import access
    from ginnel.store.models import Person

    Person.objects.filter(id="karl").update(home_id="home-grace")
    assert access.cases_of_citizen(user("c-karl"), store.now) == []
    assert len(access.cases_of_citizen(user("c-grace"), store.now)) == 1


def test_of_a_child_an_offer_shows_the_first_name_and_nothing_else(visit: Visit) -> None:
    html = visit("c-amina").get("/me/offers/offer-sami").content.decode()
    assert "This is about Sami." in html
    assert "Okonjo" not in html.split("<main")[1]
    assert "February 2020" not in html


def test_what_was_used_about_one_person_is_not_on_anothers_page(visit: Visit) -> None:
    """Amina's page holds nothing of Karl's rent, and Karl's nothing of what Amina was asked about Sami."""
    assert "0113 496 0000" not in visit("c-amina").get("/me/uses").content.decode()
    assert "trouble breathing" not in visit("c-karl").get("/me/uses").content.decode()


def test_what_came_of_an_answer_for_a_child_is_on_the_page_of_whoever_was_asked(visit: Visit) -> None:
    """Karl lives with Sami too; nobody asked him."""
    assert "About Sami" in visit("c-amina").get("/me/uses").content.decode()
    assert "Sami" not in visit("c-karl").get("/me/uses").content.decode()


def test_a_body_whose_records_were_used_is_named_among_those_not_told(visit: Visit) -> None:
    """It holds them already and hears nothing new; being party to the agreement makes no body a source."""
    html = visit("c-amina").get("/me/uses").content.decode()
    refused = [card for card in html.split("ginnel-card") if "Nobody. You or somebody who may be you said no." in card]
    assert len(refused) == 1
    assert "Northshire Homes (keeps its own records; it is told nothing new)" in refused[0]


def test_a_page_of_hers_asks_for_an_interpreter_in_her_language(visit: Visit) -> None:
    for path in ("/me", "/me/uses", "/me/choices", "/me/offers/offer-sami", "/me/cases/case-amina"):
        assert "Waxaan ku hadlaa af Soomaali." in visit("c-amina").get(path).content.decode()
    assert "af Soomaali" not in visit("c-karl").get("/me").content.decode()
    assert "af Soomaali" not in visit("o-nadia").get("/cases/case-amina").content.decode()


def test_looks_of_one_hour_stand_in_one_line(store: Any, visit: Visit) -> None:
    from ginnel.store.models import Look

    at = store.now.replace(minute=10, second=0, microsecond=0) - timedelta(days=5)
    for minutes in (0, 9, 18):
        Look.objects.create(
            username="o-nadia", organisation="northshire-homes", home="home-amina", case="case-amina", why="case",
            at=at + timedelta(minutes=minutes),
        )  # fmt: skip
    html = visit("c-karl").get("/me/uses").content.decode()
    assert html.count("a worker of Northshire Homes") == 2
    assert "(3 times)" in html


def test_a_worker_who_opens_a_case_is_seen_by_the_people_who_live_there(visit: Visit) -> None:
    before = visit("c-karl").get("/me/uses").content.decode().count("a worker of Northshire Homes")
    visit("o-nadia").get("/cases/case-amina")
    after = visit("c-karl").get("/me/uses").content.decode()
    assert after.count("a worker of Northshire Homes") == before + 1
    assert "Nadia" not in after


def test_a_look_about_another_person_of_the_home_stays_hers(store: Any, visit: Visit) -> None:
    """A look at what would be told about Amina is not on Karl's page: he would learn that there is something."""
    from ginnel.store.models import Look

    Look.objects.create(
        username="s-sana",
        organisation="northshire-icb",
        person="amina",
        home="home-amina",
        why="before-telling",
        at=store.now,
    )
    assert "Northshire Integrated Care Board, to check" in visit("c-amina").get("/me/uses").content.decode()
    assert "Northshire Integrated Care Board, to check" not in visit("c-karl").get("/me/uses").content.decode()


SENDERS = {"s-sana": {"key-tom"}, "s-hugh": {"key-karl"}}


@pytest.mark.parametrize(("who", "sees"), SENDERS.items())
def test_a_releasing_worker_sees_what_waits_for_her_body(user: User, who: str, sees: set[str]) -> None:
    """Grace's waits for somebody named for her; Sana is not."""
    from ginnel.app.services import access
    from ginnel.store.models import ProposalRow

    assert set(access.proposals_of(user(who)).ids) == sees
    opens = {k for k in ProposalRow.objects.values_list("key", flat=True) if access.proposal_for_sender(user(who), k)}
    assert opens == sees


def test_a_named_releasing_worker_sees_it(store: Any, user: User) -> None:
    from ginnel.app.services import access
    from ginnel.store.models import NamedStaff

    NamedStaff.objects.create(username="s-sana", person="grace", named_by="g-ruth", named_at=store.now)
    assert set(access.proposals_of(user("s-sana")).ids) == {"key-grace", "key-tom"}


def test_no_list_shows_a_name(visit: Visit) -> None:
    """Worklist and waiting list show addresses and kinds; names of people are on neither."""
    for who, path in (("o-nadia", "/cases"), ("s-sana", "/release"), ("s-hugh", "/release")):
        html = visit(who).get(path).content.decode()
        for name in ("Amina", "Okonjo", "Karl", "Brandt", "Grace", "Reed"):
            assert name not in html


def test_a_small_count_of_kept_cases_is_not_told(visit: Visit) -> None:
    """One kept case would tell Olga that her own flat has one; with none she reads the same."""
    from ginnel.store.models import CaseRow

    assert "fewer than 5" in visit("o-olga").get("/cases").content.decode()
    CaseRow.objects.filter(id="case-olga").delete()
    assert "fewer than 5" in visit("o-olga").get("/cases").content.decode()


def test_a_question_that_she_answered_stays_within_reach(visit: Visit) -> None:
    """Otherwise nobody could take a yes back."""
    html = visit("c-tom").get("/me").content.decode()
    assert "/me/offers/offer-tom" in html
