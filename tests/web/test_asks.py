"""A person asks: what she chose is told, at once, to whom she chose; a proxy keeps within his scope, and she sees it all."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

Visit = Callable[..., Any]
TEXT = "The bedroom wall is black and wet."


def ask(visit: Visit, who: str, service: str, **changes: Any) -> Any:
    return visit(who).post(f"/me/ask/{service}", {"asked": TEXT, "number": "0", "do": "send", **changes})


def a_case() -> Any:
    from ginnel.store.models import AskRow, CaseRow

    return CaseRow.objects.get(id=AskRow.objects.get().case)


def mandate(proxy: str = "karl", person: str = "tom", **changes: Any) -> Any:
    from ginnel.app.services import proxies

    today = date.today()
    fields: dict[str, Any] = {
        "proxy": proxy, "person": person, "wanted": ("damp-and-mould",), "since": today - timedelta(days=5),
        "until": today + timedelta(days=300), "evidence": "written-yes", "reference": "letter of 1 November", "by": "Ruth",
    }  # fmt: skip
    from django.utils import timezone

    return proxies.record(**{**fields, **changes}, now=timezone.now())


def test_she_sees_the_exact_words_and_the_legal_date_before_she_sends(visit: Visit) -> None:
    from ginnel.store.models import AskRow

    html = ask(visit, "c-amina", "homes-repairs", do="look", tell=["home"]).content.decode()
    assert TEXT in html
    assert "12 Weir Street" in html
    assert "Okonjo" not in html.split("<h1")[1].split("</main>")[0]
    assert "within 10 working days" in html
    assert not AskRow.objects.exists()


def test_an_ask_opens_the_case_at_once_with_these_words_and_no_others(visit: Visit, store: Any) -> None:
    response = ask(visit, "c-amina", "homes-repairs", tell=["home"])
    case = a_case()
    assert response["Location"] == f"/me/cases/{case.id}"
    assert case.words == {"asked": TEXT, "home": "home-amina"}
    assert (case.organisation, case.opening_kind, case.person) == ("northshire-homes", "ask", "amina")
    assert case.opened_at == case.aware_at
    assert TEXT in visit("o-nadia").get(f"/cases/{case.id}").content.decode()
    assert "What was asked".lower() in visit("c-amina").get(f"/me/cases/{case.id}").content.decode().lower()
    assert "you asked yourself" in visit("c-amina").get("/me/uses").content.decode()


def test_without_name_and_address_the_case_holds_neither(visit: Visit) -> None:
    ask(visit, "c-amina", "homes-repairs")
    case = a_case()
    assert (case.home, case.words) == ("", {"asked": TEXT})
    html = visit("o-nadia").get(f"/cases/{case.id}").content.decode()
    assert "Weir Street" not in html
    assert "Okonjo" not in html


def test_the_legal_clock_runs_from_the_moment_in_which_she_sends(visit: Visit) -> None:
    ask(visit, "c-amina", "homes-repairs")
    from ginnel.app.services import cases
    from ginnel.store.cases import to_case

    case = a_case()
    (clock,) = cases.clocks(to_case(case), case.opened_at)
    assert (clock.rule.duty, clock.started_at) == ("investigate", case.opened_at)


def test_sent_twice_is_asked_once_and_asked_again_is_two(visit: Visit) -> None:
    from ginnel.store.models import AskRow

    first = ask(visit, "c-amina", "homes-repairs")["Location"]
    assert ask(visit, "c-amina", "homes-repairs")["Location"] == first
    assert AskRow.objects.count() == 1
    ask(visit, "c-amina", "homes-repairs", number="1")
    assert AskRow.objects.count() == 2


def test_nobody_else_sees_it(visit: Visit) -> None:
    """Not whoever lives with her, not another body, not whoever asks by its number."""
    ask(visit, "c-amina", "homes-repairs", tell=["home", "name"])
    id = a_case().id
    for who in ("c-karl", "c-tom", "o-ben", "o-ines"):
        for path in (f"/me/cases/{id}", f"/cases/{id}"):
            assert visit(who).get(path).status_code == 404
    assert TEXT not in visit("c-karl").get("/me/uses").content.decode()
    assert id not in visit("c-karl").get("/me").content.decode()


def test_no_words_of_an_ask_stand_in_the_ledger_or_in_a_message(visit: Visit) -> None:
    from ginnel.store.models import LedgerNote, MessageRow

    ask(visit, "c-amina", "homes-repairs", tell=["name"])
    note = LedgerNote.objects.get(kind="ask")
    assert set(note.body) == {"use", "recipient", "service", "words", "by", "commitment"}
    assert TEXT not in str(note.body)
    assert "Amina" not in str(note.body)
    assert MessageRow.objects.filter(to="northshire-homes", kind="case").count() == 1


def test_the_ledger_vouches_for_an_ask_and_for_nothing_else(visit: Visit) -> None:
    from ginnel.app.services import notes, place
    from ginnel.governance.ledger import Entry
    from ginnel.governance.openings import rebuilt_opening
    from ginnel.store.models import AskRow, LedgerNote
    from ginnel.vocabulary import NotAllowed

    ask(visit, "c-amina", "homes-repairs", tell=["home"])
    row, note = AskRow.objects.get(), LedgerNote.objects.get(kind="ask")
    entry = Entry(1, note.key, note.kind, note.at, note.body)
    secret = notes.secret_of(place.folder(), row.asked_at)
    assert rebuilt_opening(row.opening, entry, secret).organisation == "northshire-homes"
    for change in ({"organisation": "northshire-police"}, {"words": {"asked": "else"}}, {"mandate": "pm-1"}):
        with pytest.raises(NotAllowed):
            rebuilt_opening({**row.opening, **change}, entry, secret)


def test_a_protected_person_shows_her_address_only_if_she_chose_so(visit: Visit) -> None:
    """And only the worker named for her opens the case; where nobody is named, she is told before she sends."""
    html = ask(visit, "c-grace", "money-advice", do="look").content.decode()
    assert "Nobody at this body is named for you yet" in html
    assert "Secret Lane" not in html
    assert "Nobody at this body" not in ask(visit, "c-grace", "homes-repairs", do="look").content.decode()
    ask(visit, "c-grace", "homes-repairs")
    case = a_case()
    assert (case.home, case.restricted) == ("", True)
    assert "Secret Lane" not in visit("o-nadia").get(f"/cases/{case.id}").content.decode()
    for who in ("o-olga", "o-victor"):
        assert visit(who).get(f"/cases/{case.id}").status_code == 404
        assert case.id not in visit(who).get("/cases").content.decode()


def test_where_nobody_is_named_whoever_runs_the_region_hears_of_it(visit: Visit) -> None:
    from ginnel.store.models import MessageRow

    ask(visit, "c-grace", "money-advice")
    assert MessageRow.objects.filter(to="northshire-partnership", kind="case").count() == 1


# --- Nothing holds it up


SERVICES = ("homes-repairs", "council-environmental-health", "money-advice", "claim-help")


def hinder(store: Any, rng: random.Random) -> None:
    """A world that might hold somebody up: noes of hers, a plan that spent everything, cases upon cases."""
    from ginnel.store.models import CaseRow, ChoiceRow, OfferRow

    kinds, purposes = ("objection", "restriction", "withdrawn", "opt-out"), ("all", "damp-and-mould", "money-advice")
    for n in range(rng.randrange(4)):
        ChoiceRow.objects.create(
            key=f"hinder-{rng.random()}-{n}", dataset="person", record="amina", person="amina", kind=rng.choice(kinds),
            purpose=rng.choice(purposes), since=store.now.date() - timedelta(days=rng.randrange(9)), made_by="c-amina",
            recipient=rng.choice(("all", "northshire-homes", "northshire-money")), made_at=store.now,
            status=rng.choice(("pending", "upheld")),
        )  # fmt: skip
    folder = store.folder / "lake" / "plans"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "current.json").write_text(rng.choice(("{}", '{"budget": 0, "picks": []}', "broken")))
    for n in range(rng.randrange(3)):
        CaseRow.objects.create(
            id=f"busy-{rng.random()}"[:30], opening_key=f"busy-{rng.random()}-{n}", opening_kind="own-case", use="damp.damp_home",
            organisation="northshire-homes", home="home-ivy", tenure="social", nation="England", words={},
            opened_at=store.now, aware_at=store.now, version=1,
        )  # fmt: skip
    OfferRow.objects.filter(asked="amina").update(state=rng.choice(("open", "no", "lapsed")))


def held_up(store: Any, account: Any, tries: int = 25) -> list[int]:
    """The worlds in which an ask did not open its case in the same moment, with its words. Each is undone again."""
    from django.db import transaction

    from ginnel.app.services import asks
    from ginnel.store.models import CaseRow

    found = []
    for seed in range(tries):
        rng = random.Random(seed)
        sid = transaction.savepoint()
        hinder(store, rng)
        service = asks.service_of(rng.choice(SERVICES))
        answer = asks.send(account, service, asks.Form(TEXT), store.now)
        row = CaseRow.objects.filter(id=answer.case).first()
        if row is None or (row.opened_at, row.aware_at, row.words) != (store.now, store.now, {"asked": TEXT}):
            found.append(seed)
        transaction.savepoint_rollback(sid)
    (store.folder / "lake" / "plans" / "current.json").unlink(missing_ok=True)
    return found


def test_no_budget_capacity_plan_or_choice_delays_or_blocks_an_ask(store: Any, user: Callable[[str], Any]) -> None:
    assert held_up(store, user("c-amina")) == []


def test_a_rule_that_lets_a_no_or_a_full_desk_hold_up_an_ask_is_caught(
    store: Any, user: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ginnel.app.services import asks, noes
    from ginnel.store.models import CaseRow

    true_send = asks.send

    def by_choice(who: Any, service: Any, form: Any, now: Any) -> Any:
        barred = any(c.purpose in (service.purpose, "all") for c in noes.choices(who.person_id, now))
        return asks.Answer() if barred else true_send(who, service, form, now)

    def by_capacity(who: Any, service: Any, form: Any, now: Any) -> Any:
        later = timedelta(days=CaseRow.objects.filter(id__startswith="busy").count())
        return true_send(who, service, form, now + later)

    for plant in (by_choice, by_capacity):
        monkeypatch.setattr(asks, "send", plant)
        assert held_up(store, user("c-amina")) != []


def test_an_ask_stands_in_the_plan_as_committed(visit: Visit) -> None:
    from ginnel.app import planning

    ask(visit, "c-amina", "homes-repairs", tell=["home"])
    assert [n.sort for n in planning.found() if n.key == a_case().opening_key] == ["ask"]


# --- A proxy


def test_a_proxy_within_his_scope_asks_and_she_sees_it(visit: Visit) -> None:
    made = mandate()
    response = ask(visit, "c-karl", "council-environmental-health", tell=["home", "name"], **{"for": made.key})
    case = a_case()
    assert response["Location"] == "/me/proxies"
    assert (case.person, case.words["name"]) == ("tom", "Tom Reed")
    hers = visit("c-tom").get("/me/proxies").content.decode()
    assert "Karl Brandt" in hers
    assert case.id in hers
    assert "somebody who may ask for you asked" in visit("c-tom").get("/me/uses").content.decode()
    assert visit("c-tom").get(f"/me/cases/{case.id}").status_code == 200


def test_a_proxy_sees_his_own_ask_and_nothing_of_hers(visit: Visit) -> None:
    made = mandate()
    look = ask(visit, "c-karl", "council-environmental-health", do="look", tell=["home"], **{"for": made.key})
    assert "Mill Bank" not in look.content.decode()
    ask(visit, "c-karl", "council-environmental-health", tell=["home"], **{"for": made.key})
    case = a_case()
    assert visit("c-karl").get(f"/me/cases/{case.id}").status_code == 404
    for path in ("/me", "/me/uses", "/me/choices", "/me/proxies", "/me/ask"):
        html = visit("c-karl").get(path).content.decode()
        assert "Mill Bank" not in html
        assert case.id not in html


@pytest.mark.parametrize(
    ("changes", "service", "why"),
    [
        ({"until": date.today()}, "council-environmental-health", "not in force today"),
        ({"since": date.today() + timedelta(days=1)}, "council-environmental-health", "not in force today"),
        ({}, "money-advice", "not for this kind of help"),
        ({"proxy": "amina"}, "council-environmental-health", "Nobody has recorded"),
    ],
)
def test_an_ask_outside_the_scope_is_refused_with_a_reason_and_she_sees_it(
    visit: Visit, changes: dict[str, Any], service: str, why: str
) -> None:
    from ginnel.store.models import AskRow, CaseRow, LedgerNote

    before = CaseRow.objects.count()
    html = ask(visit, "c-karl", service, **{"for": mandate(**changes).key}).content.decode()
    assert why in html
    assert (AskRow.objects.count(), CaseRow.objects.count()) == (0, before)
    assert "not sent" in visit("c-tom").get("/me/proxies").content.decode()
    assert TEXT not in str(LedgerNote.objects.get(kind="ask-refused").body)


def test_she_keeps_one_thing_to_herself_and_takes_her_yes_back(visit: Visit) -> None:
    made = mandate(wanted=("damp-and-mould", "money-advice"))
    ask(visit, "c-karl", "money-advice", **{"for": made.key})
    visit("c-tom").post(f"/me/proxies/{made.key}", {"keep": "money-advice"})
    assert "Free advice" not in visit("c-karl").get("/me/proxies").content.decode()
    assert (
        "keeps this to herself"
        in ask(visit, "c-karl", "money-advice", number="1", **{"for": made.key}).content.decode()
    )
    visit("c-tom").post(f"/me/proxies/{made.key}", {})
    refused = ask(visit, "c-karl", "council-environmental-health", number="2", **{"for": made.key})
    assert "not in force today" in refused.content.decode()


def test_her_yes_alone_is_hers_to_end(visit: Visit) -> None:
    made = mandate(evidence="lasting-power")
    visit("c-tom").post(f"/me/proxies/{made.key}", {})
    made.refresh_from_db()
    assert made.ended_on is None
    assert visit("c-karl").post(f"/me/proxies/{made.key}", {"keep": "damp-and-mould"}).status_code == 404


def test_a_proxy_never_sends_the_address_of_somebody_protected(visit: Visit) -> None:
    made = mandate(person="grace")
    assert "Hollin" not in visit("c-karl").get("/me/ask/homes-repairs").content.decode()
    ask(visit, "c-karl", "homes-repairs", tell=["home", "name"], **{"for": made.key})
    case = a_case()
    assert (case.home, "home" in case.words, case.restricted) == ("", False, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"evidence": "married"}, {"reference": " "}, {"by": ""}, {"wanted": ()}, {"wanted": ("fraud",)}, {"proxy": "tom"},
        {"until": date.today() + timedelta(days=1000)},
    ],
)  # fmt: skip
def test_a_scope_without_evidence_purpose_or_end_is_not_recorded(store: Any, changes: dict[str, Any]) -> None:
    from ginnel.vocabulary import BadInput

    with pytest.raises(BadInput):
        mandate(**changes)


def test_an_empty_ask_names_what_is_missing(visit: Visit) -> None:
    response = ask(visit, "c-amina", "homes-repairs", asked="  ")
    assert response.status_code == 422
    assert "Write what you need help with" in response.content.decode()
