"""Cases, choices and evidence through the pages: steps with reasons, noes that count at once, numbers that hide."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from ginnel.app.services import numbers
from ginnel.vocabulary import BadInput

User = Callable[[str], Any]
Visit = Callable[..., Any]

EMPTY_FORMS = [
    ("c-amina", "/me/choices"),
    ("c-amina", "/me/offers/offer-sami"),
    ("c-amina", "/me/cases/case-amina"),
    ("o-nadia", "/cases/case-ivy/assessed"),
    ("o-nadia", "/keeps-happening/case-ivy"),
    ("g-ruth", "/needs/queue"),
    ("c-amina", "/me/rights/helpers"),
    ("c-amina", "/me/rights/ask/0?kind=complaint"),
    ("g-iona", "/rights/one/r-amina-homes"),
    ("g-iona", "/rights/telephone"),
    ("g-iona", "/breaches"),
    ("g-iona", "/breaches/breach-homes"),
    ("s-sana", "/release"),
    ("s-sana", "/release/key-tom"),
]


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(("who", "path"), EMPTY_FORMS)
def test_an_empty_form_says_what_is_missing_and_where(visit: Visit, who: str, path: str, language: str) -> None:
    """A summary whose links point at elements of the page; the title says so too; nothing is saved."""
    response = visit(who, language).post(path, {})
    html = response.content.decode()
    summary = html.split("govuk-error-summary__list")[1].split("</ul>")[0]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert response.status_code == 422
    assert links
    assert all(f'id="{link}"' in html for link in links)
    assert html.split("<title>")[1].startswith({"en": "Error:", "cy": "Gwall:"}[language])


def test_a_case_from_new_to_closed_through_the_pages(store: Any, visit: Visit) -> None:
    """Each step as an officer takes it; at the end the people who live there hear of it."""
    from ginnel.store.models import CaseEventRow, MessageRow

    client = visit("o-nadia")
    steps: list[tuple[str, dict[str, str]]] = [
        ("acknowledged", {}),
        ("assessed", {"word": "significant", "reasons": "black mould in the bedroom"}),
        ("investigated", {"word": "significant", "reasons": "seen on the wall"}),
        ("summary-sent", {}),
        ("works-ordered", {}),
        ("works-done", {}),
        ("re-measured", {"word": "dry"}),
        ("closed", {"word": "dry", "reasons": "dry for four weeks"}),
    ]
    for event, form in steps:
        response = client.post(f"/cases/case-amina/{event}", form)
        assert response["Location"] == "/cases/case-amina", event
    kinds = [*CaseEventRow.objects.filter(case="case-amina").values_list("kind", flat=True)]
    assert kinds == [*(e for e, _ in steps), "outcome-told"]
    assert set(MessageRow.objects.values_list("to", flat=True)) == {"amina", "karl"}
    html = visit("c-karl").get("/me/cases/case-amina").content.decode()
    assert "Measured dry" in html
    assert "dry for four weeks" not in html, "a worker's notes are not for everybody in the home"


def test_a_decision_without_reasons_is_not_taken(store: Any, visit: Visit) -> None:
    from ginnel.store.models import CaseEventRow

    response = visit("o-nadia").post("/cases/case-ivy/assessed", {"word": "not-a-hazard"})
    assert response.status_code == 422
    assert CaseEventRow.objects.filter(case="case-ivy").count() == 1


def test_a_step_that_is_not_possible_is_not_offered(visit: Visit) -> None:
    """Closing a new case: there is no such page, and sending the form changes nothing."""
    client = visit("o-nadia")
    assert client.get("/cases/case-amina/closed").status_code == 404
    assert client.post("/cases/case-amina/closed", {"word": "dry", "reasons": "x"})["Location"] == "/cases/case-amina"


def test_workers_stand_in_a_case_by_name(visit: Visit) -> None:
    """Not by the name of an account."""
    html = visit("o-nadia").get("/cases/case-ivy").content.decode()
    assert "Nadia Hart" in html.split("What has happened")[1]
    assert "o-nadia" not in html


def test_what_was_done_late_is_not_what_is_late(store: Any, visit: Visit) -> None:
    """Owed dates stand above those that were met."""
    from ginnel.store.models import CaseEventRow, CaseRow

    opened = store.now - timedelta(days=60)
    CaseRow.objects.filter(id="case-amina").update(opened_at=opened, aware_at=opened)
    for n, kind in enumerate(("acknowledged", "assessed", "investigated")):
        data = {"assessed": {"hazard": "significant"}, "investigated": {"found": "significant"}}.get(kind, {})
        CaseEventRow.objects.create(
            case_id="case-amina", number=n, kind=kind, at=store.now - timedelta(days=20 - n), by="o-nadia", data=data,
            reasons="seen",
        )  # fmt: skip
    stands = visit("o-nadia").get("/cases/case-amina").content.decode().split("<tbody")[1].split("</tbody>")[0]
    assert "done late" in stands
    assert stands.index("Send findings in writing") < stands.index("Look into it")


def test_the_landlord_of_a_private_home_is_not_told_unasked(store: Any, visit: Visit) -> None:
    assert "Northshire Council must ask you" in visit("c-tom").get("/me/cases/case-tom").content.decode()
    step = visit("o-ben").get("/cases/case-tom/acknowledged").content.decode()
    assert "Before you visit, contact the landlord or order repairs, ask the people who live there." in step
    assert "must ask you" not in visit("c-karl").get("/me/cases/case-amina").content.decode()


def test_dates_say_from_where_they_are_counted(visit: Visit) -> None:
    own = visit("c-karl").get("/me/cases/case-amina").content.decode()
    assert "own readings showed the damp" in own
    assert "own readings showed the damp" not in visit("c-tom").get("/me/cases/case-tom").content.decode()
    assert "is not settled law" in visit("o-nadia").get("/cases/case-amina").content.decode()
    assert "is not settled law" not in visit("o-ben").get("/cases/case-tom").content.decode()


def test_two_workers_at_one_case_do_not_overwrite_each_other(store: Any, visit: Visit) -> None:
    """The form carries the version that its page showed."""
    client = visit("o-nadia")
    first = client.post("/cases/case-amina/acknowledged", {"version": "1"})
    assert first.status_code == 302
    second = client.post("/cases/case-amina/assessed", {"version": "1", "word": "emergency", "reasons": "water"})
    assert second.status_code == 422
    assert "somebody else changed this case" in second.content.decode()


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"day": "31", "month": "2", "year": "2026"}, "Enter a real date"),
        ({"day": "3", "month": "", "year": ""}, "Enter a real date"),
        ({"day": "1", "month": "1", "year": "2020", "time": "25:00"}, "Enter a time"),
        ({"day": "1", "month": "1", "year": "2099"}, "lies in the future"),
        ({"day": "1", "month": "1", "year": "2020"}, "cannot be earlier than the step before it"),
    ],
)
def test_a_time_that_cannot_be_is_refused(visit: Visit, form: dict[str, str], says: str) -> None:
    response = visit("o-nadia").post("/cases/case-amina/acknowledged", form)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_a_day_without_a_time_counts_as_its_end(store: Any, visit: Visit) -> None:
    """So that nobody meets a deadline by leaving the time out."""
    from ginnel.store.models import CaseEventRow

    day = store.now - timedelta(days=1)
    form = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    visit("o-nadia").post("/cases/case-amina/acknowledged", form)
    row = CaseEventRow.objects.get(case="case-amina")
    assert row.at.astimezone(store.now.tzinfo) > store.now - timedelta(days=1, hours=12)
    assert row.at < store.now


def test_whoever_lives_there_can_say_that_it_is_not_put_right(store: Any, visit: Visit) -> None:
    """It stands in the case as said by somebody who lives there, without a name."""
    visit("c-karl").post("/me/cases/case-amina", {"reasons": "the wall is wet again"})
    html = visit("o-nadia").get("/cases/case-amina").content.decode()
    assert "the wall is wet again" in html
    assert "Somebody who lives there wrote that it is not put right" in html
    assert "c-karl" not in html


# --- Choices


def test_a_no_counts_at_once_and_once(store: Any, visit: Visit) -> None:
    from ginnel.store.models import ChoiceRow

    client = visit("c-amina")
    for _ in range(2):
        assert client.post("/me/choices", {"purpose": "damp-and-mould"})["Location"] == "/me/choices"
    row = ChoiceRow.objects.get(person="amina")
    assert (row.dataset, row.record, row.kind, row.status) == ("person", "amina", "objection", "pending")
    client.post(f"/me/choices/{row.key}/end", {})
    row.refresh_from_db()
    assert row.until is not None
    assert "You have not said no to anything." in client.get("/me/choices").content.decode()


def test_what_was_saved_is_said_on_the_next_page(visit: Visit) -> None:
    """Once; the page after that does not say it again."""
    client = visit("c-amina")
    client.post("/me/choices", {"purpose": "all"})
    assert "Your no is saved. It counts from now." in client.get("/me/choices").content.decode()
    assert "Your no is saved. It counts from now." not in client.get("/me/choices").content.decode()


def test_a_no_answers_open_questions_of_its_purpose(store: Any, visit: Visit) -> None:
    from ginnel.store.models import OfferRow, UseRow

    client = visit("c-amina")
    client.post("/me/choices", {"purpose": "money-advice"})
    assert OfferRow.objects.get(id="offer-sami").state == "open", "that was about something else"
    client.post("/me/choices", {"purpose": "damp-and-mould"})
    row = OfferRow.objects.get(id="offer-sami")
    assert (row.state, row.answered_by) == ("no", "c-amina")
    assert UseRow.objects.get(key="key-sami").outcome == "refused"


def test_a_yes_does_nothing_while_a_no_stands(store: Any, visit: Visit) -> None:
    """Asked again after the no: the page says so and shows no form; a form sent all the same changes nothing."""
    from ginnel.store.models import OfferRow, ProposalRow

    client = visit("c-amina")
    client.post("/me/choices", {"purpose": "damp-and-mould"})
    OfferRow.objects.filter(id="offer-sami").update(state="open", answer="", answered_at=None, answered_by="")
    html = client.get("/me/offers/offer-sami").content.decode()
    assert "Take that back first; until then a yes here does nothing." in html
    assert "Save my answer" not in html
    client.post("/me/offers/offer-sami", {"answer": "yes"})
    assert OfferRow.objects.get(id="offer-sami").state == "open"
    assert not ProposalRow.objects.filter(key="key-sami").exists()


def test_nobody_can_end_anothers_no(store: Any, visit: Visit) -> None:
    from ginnel.store.models import ChoiceRow

    assert visit("c-amina").post("/me/choices/choice-tom/end", {}).status_code == 404
    assert ChoiceRow.objects.get(key="choice-tom").until is None


def test_a_no_said_to_a_body_is_ended_there(store: Any, visit: Visit) -> None:
    from ginnel.store.models import ChoiceRow

    ChoiceRow.objects.filter(key="choice-tom").update(dataset="gp_patients")
    visit("c-tom").post("/me/choices/choice-tom/end", {})
    assert ChoiceRow.objects.get(key="choice-tom").until is None


# --- Evidence


def test_small_numbers_are_hidden_and_cannot_be_worked_out() -> None:
    """One to four are hidden; alone, they take the next smallest along."""
    assert numbers.suppressed({"a": 0, "b": 9}) == {"a": 0, "b": 9}
    assert numbers.suppressed({"a": 3, "b": 9, "c": 40}) == {"a": None, "b": None, "c": 40}
    assert numbers.suppressed({"a": 3, "b": 1, "c": 40}) == {"a": None, "b": None, "c": 40}
    people = {"outcomes": {"y": 2, "z": 30}, "rows": 2, "stopped": ["a"]}
    assert numbers.flat({"identity": {"homes": 2, "left_out": 1}}) == {
        "identity / homes": 2,
        "identity / left_out": None,
    }
    assert numbers.flat(people) == {"outcomes / y": None, "outcomes / z": None, "rows": 2, "stopped": 1}
    assert [numbers.large(n) for n in (0, 1, 4, 5)] == [None, None, None, 5], "one cannot be told from none"


def test_the_ledgers_page_says_where_the_ledger_breaks(store: Any, visit: Visit) -> None:
    from ginnel.app.services import notes
    from ginnel.governance.tlog import Log
    from ginnel.governance.tlog.tiles import bundles_of
    from ginnel.store.desk import DjangoDesk

    for n in range(3):
        notes.write(f"n{n}", "look", {"n": n}, store.now)
    notes.flush()
    log = notes.ledger()
    html = visit("g-ruth").get("/governance/ledger").content.decode()
    assert "whole" in html
    assert "No other body has signed what it saw" in html
    path = log.folder / list(bundles_of(log.head().size))[-1].path
    before = path.read_bytes()
    try:
        path.write_bytes(before.replace(b'"n":1', b'"n":7'))
        html = visit("g-ruth").get("/governance/ledger").content.decode()
        assert "broken" in html
        assert f"{path.relative_to(log.folder).as_posix()}, entry {log.head().size - 2}" in html
        # The next process, such as a restarted server, reads the whole ledger before it adds to it.
        fresh = Log(log.folder, log._key, log._seen)
        notes.write("n9", "look", {}, store.now)
        with pytest.raises(BadInput, match="keep this folder as evidence"):
            DjangoDesk(fresh).flush()
    finally:
        path.write_bytes(before)
    assert notes.flush() == 1, "the note waited, and nothing was lost"


def test_the_map_and_its_table_say_the_same(visit: Visit) -> None:
    html = visit("g-ruth").get("/governance").content.decode()
    drawn = set(re.findall(r'ginnel-map__number">(\d+)<', html))
    rows = set(re.findall(r'<th scope="row" class="govuk-table__header">(\d+)</th>', html))
    assert drawn == rows


def test_an_approval_that_nobody_gave_says_so(visit: Visit) -> None:
    assert (
        "demonstration, by nobody"
        in visit("g-ruth").get("/governance/agreements/damp-tell-vulnerable").content.decode()
    )


def test_no_page_of_governance_names_a_person(visit: Visit, store: Any) -> None:
    for path in ("/governance", "/governance/refusals", "/governance/ledger", "/governance/runs"):
        html = visit("g-ruth").get(path).content.decode()
        for name in ("Okonjo", "Brandt", "Hollin", "Weir Street", "amina"):
            assert name not in html


def test_record_says_what_is_possible_instead(store: Any, user: User) -> None:
    from ginnel.app.services import cases

    with pytest.raises(BadInput, match="not possible while the case is new"):
        cases.record("case-amina", user("o-nadia"), cases.Step("works-done", "", store.now, ""), now=store.now)
