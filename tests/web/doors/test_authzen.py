"""A program of a body asks whether something may be told: what it learns, and what it can never find out."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

ICB, HOMES, COUNCIL, MONEY, OPERATOR = (
    "northshire-icb", "northshire-homes", "northshire-council", "northshire-money", "northshire-partnership",
)  # fmt: skip
TOM_FLOW = f"tell:damp.vulnerable:{COUNCIL}"
AMINA_FLOW = f"tell:damp.vulnerable:{HOMES}"
KARL_FLOW = f"tell:arrears.sustained_arrears:{MONEY}"
EVALUATION, EVALUATIONS = "/access/v1/evaluation", "/access/v1/evaluations"
Knock = Callable[..., Any]


def test_the_sender_is_told_yes_with_agreement_law_and_proposal(knock: Knock, code: Any, question: Any) -> None:
    answer = knock(ICB, EVALUATION, question(code("tom", ICB), TOM_FLOW)).json()
    assert answer["decision"] is True
    assert answer["context"]["agreements"] == ["damp-tell-vulnerable"]
    assert answer["context"]["proposal"] == "key-tom"
    assert any(row.startswith("gdpr-") or "gdpr" in row for row in answer["context"]["law"])


def test_a_no_of_hers_turns_it(knock: Knock, code: Any, question: Any, store: Any) -> None:
    from ginnel.app.services import citizen
    from ginnel.store.models import ChoiceRow, Person

    ChoiceRow.objects.create(
        key="tom-damp", dataset="person", record="tom", person="tom", kind="objection", purpose="damp-and-mould",
        since=store.now.date() - timedelta(days=1), made_by="c-tom", made_at=store.now,
    )  # fmt: skip
    assert citizen.choices(Person.objects.get(id="tom"), store.now)
    answer = knock(ICB, EVALUATION, question(code("tom", ICB), TOM_FLOW)).json()
    assert answer["decision"] is False
    assert [r["code"] for r in answer["context"]["reasons"]] == ["no-for-person"]


def test_every_no_about_a_person_is_the_same_no(knock: Knock, code: Any, question: Any, store: Any) -> None:
    """Protected, never asked, said no, a made-up code, another body's code, last month's code: one answer, to the byte."""
    from ginnel.app.services.doors import codes

    last_month = store.now - timedelta(days=40)
    subjects = {
        "protected, with a yes": (code("grace", ICB), AMINA_FLOW), "asked, no answer yet": (code("sami", ICB), AMINA_FLOW),
        "never asked": (code("olga", ICB), AMINA_FLOW), "made up": ("c-abcdefgh", AMINA_FLOW),
        "nobody's id": (code("no-such-person", ICB), AMINA_FLOW), "another body's code": (code("tom", HOMES), TOM_FLOW),
        "last month's": (codes.code_for("tom", ICB, last_month), TOM_FLOW), "a bare id": ("tom", TOM_FLOW),
    }  # fmt: skip
    answers = {k: knock(ICB, EVALUATION, question(*v)) for k, v in subjects.items()}
    assert {(a.status_code, a.content) for a in answers.values()} == {(200, answers["made up"].content)}, (
        "somebody could be told apart from nobody"
    )
    headers = {k: sorted(h for h, _ in a.items() if h != "Date") for k, a in answers.items()}
    assert len({tuple(h) for h in headers.values()}) == 1


def test_the_oracle_test_sees_a_planted_oracle(
    knock: Knock, code: Any, question: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With protected people left in, the yes of one shows: what the test above compares does differ then."""
    from ginnel.app.services.doors import flows
    from ginnel.store.models import ProposalRow

    monkeypatch.setattr(flows, "known", lambda c, u, r: ProposalRow.objects.filter(use=u, recipient=r, sender=c))
    seen = [knock(ICB, EVALUATION, question(s, AMINA_FLOW)).content for s in (code("grace", ICB), "c-abcdefgh")]
    assert seen[0] != seen[1]


def test_a_recipient_learns_of_a_yes_at_the_release_and_not_before(
    knock: Knock, code: Any, question: Any, user: Any, store: Any
) -> None:
    """A yes before that would tell it who is ill. After a recall it is no again."""
    from ginnel.app.services import release
    from ginnel.store import recalls

    asked = question(code("tom", COUNCIL), TOM_FLOW)
    assert knock(COUNCIL, EVALUATION, asked).json()["decision"] is False
    assert release.release("key-tom", user("s-sana"), "urgent", store.now).told
    assert knock(COUNCIL, EVALUATION, asked).json()["decision"] is True
    recalls.recall(["key-tom"], "taken-back", store.now + timedelta(hours=1))
    assert knock(COUNCIL, EVALUATION, asked).json()["decision"] is False


def test_the_door_and_the_desk_agree_about_every_proposal(
    knock: Knock, code: Any, question: Any, store: Any, user: Any
) -> None:
    """Over every choice that could stand against it, the door says yes exactly where the release would tell."""
    from ginnel.app.services import release
    from ginnel.store.models import ChoiceRow, ProposalRow

    seen = set()
    kinds, purposes, whom = ("objection", "restriction", "opt-out", "withdrawn"), ("damp-and-mould", "all"), ("all", COUNCIL)  # fmt: skip
    for n, (kind, purpose, recipient, status) in enumerate(itertools.product(kinds, purposes, whom, ("pending", "overruled"))):  # fmt: skip
        for person in ("tom", "karl"):
            ChoiceRow.objects.filter(key__startswith="try-").delete()
            ChoiceRow.objects.create(
                key=f"try-{n}", dataset="person", record=person, person=person, kind=kind, purpose=purpose, status=status,
                recipient=recipient, since=store.now.date() - timedelta(days=1), made_by="x", made_at=store.now,
            )  # fmt: skip
            row = ProposalRow.objects.get(person=person)
            leave, reasons = release.check_again(row, store.now)
            flow = TOM_FLOW if person == "tom" else KARL_FLOW
            said = knock(row.sender, EVALUATION, question(code(person, row.sender), flow)).json()["decision"]
            assert said is (leave is not None and not reasons), (kind, purpose, recipient, status, person)
            seen.add(said)
    assert seen == {True, False}


def test_a_body_learns_nothing_about_flows_of_others(knock: Knock, question: Any) -> None:
    """A flow between others is answered like one that does not exist."""
    theirs = knock(MONEY, EVALUATION, question(MONEY, AMINA_FLOW, "organisation"))
    none = knock(MONEY, EVALUATION, question(MONEY, "tell:no.such:nobody", "organisation"))
    as_other = knock(MONEY, EVALUATION, question(ICB, AMINA_FLOW, "organisation"))
    assert theirs.content == none.content == as_other.content
    assert theirs.json()["decision"] is False
    assert theirs.json()["context"]["reasons"][0]["code"] == "not-yours"


def test_files_decide_what_a_body_may_do_at_all(knock: Knock, question: Any) -> None:
    """Its own flows by the flow check, yes and no, with the same reasons as `ginnel check`."""
    assert knock(ICB, EVALUATION, question(ICB, AMINA_FLOW, "organisation")).json()["decision"] is True
    assert (
        knock(OPERATOR, EVALUATION, question(OPERATOR, "link:people", "organisation", "link")).json()["decision"]
        is True
    )
    load = question(ICB, "load:gp_patients", "organisation", "load")
    assert knock(ICB, EVALUATION, load).json()["decision"] is True
    wrong = question(ICB, "load:gp_patients", "organisation", "tell")
    assert knock(ICB, EVALUATION, wrong).json()["decision"] is False


def test_an_agreement_taken_away_gives_every_reason_to_who_takes_part(
    knock: Knock, question: Any, store: Any, code: Any
) -> None:
    path = store.folder / "agreements" / "damp-tell-vulnerable.toml"
    text = path.read_bytes()
    try:
        path.unlink()
        answer = knock(ICB, EVALUATION, question(code("tom", ICB), TOM_FLOW)).json()
        outside = knock(MONEY, EVALUATION, question(MONEY, TOM_FLOW, "organisation")).json()
    finally:
        path.write_bytes(text)
    assert answer["decision"] is False
    assert answer["context"]["reasons"][0]["code"] == "no-agreement"
    assert "write agreements/" in answer["context"]["reasons"][0]["mend"]
    assert [r["code"] for r in outside["context"]["reasons"]] == ["not-yours"]


# --- Batches


@pytest.mark.parametrize(
    ("semantic", "asked", "expected"),
    [
        ("execute_all", "ynyn", "ynyn"), (None, "yny", "yny"), ("deny_on_first_deny", "yynyy", "yyn"),
        ("deny_on_first_deny", "yy", "yy"), ("permit_on_first_permit", "nnyny", "nny"),
        ("permit_on_first_permit", "nn", "nn"),
    ],
)  # fmt: skip
def test_a_batch_ends_as_its_semantics_say(
    knock: Knock, code: Any, semantic: str | None, asked: str, expected: str
) -> None:
    subject = {"y": {"type": "person", "id": code("tom", ICB)}, "n": {"type": "person", "id": "c-nobody"}}
    body: dict[str, Any] = {
        "action": {"name": "tell"}, "resource": {"type": "flow", "id": TOM_FLOW},
        "evaluations": [{"subject": subject[letter]} for letter in asked],
    }  # fmt: skip
    if semantic:
        body["options"] = {"evaluations_semantic": semantic}
    found = knock(ICB, EVALUATIONS, body).json()["evaluations"]
    assert "".join("y" if e["decision"] else "n" for e in found) == expected


def test_a_batch_without_questions_is_one_question(knock: Knock, code: Any, question: Any) -> None:
    for more in ({}, {"evaluations": []}):
        answer = knock(ICB, EVALUATIONS, {**question(code("tom", ICB), TOM_FLOW), **more}).json()
        assert answer["decision"] is True


# --- Searches


def test_a_search_for_people_gives_codes_of_what_waits_for_the_caller(knock: Knock, code: Any) -> None:
    body = {"subject": {"type": "person"}, "action": {"name": "tell"}, "resource": {"type": "flow", "id": TOM_FLOW}}
    found = knock(ICB, "/access/v1/search/subject", body).json()
    assert found["results"] == [{"type": "person", "id": code("tom", ICB), "properties": {"proposal": "key-tom"}}]
    assert knock(COUNCIL, "/access/v1/search/subject", body).json()["results"] == []
    grace = {**body, "resource": {"type": "flow", "id": AMINA_FLOW}}
    assert knock(ICB, "/access/v1/search/subject", grace).json()["results"] == []


def test_pages_of_a_search_hold_everything_once(knock: Knock) -> None:
    body: dict[str, Any] = {"subject": {"type": "organisation", "id": OPERATOR}, "action": {"name": "load"}, "resource": {"type": "flow"}}  # fmt: skip
    whole = knock(OPERATOR, "/access/v1/search/resource", body).json()["results"]
    found, token = [], ""
    for _ in range(50):
        page = {"limit": 3, **({"token": token} if token else {})}
        answer = knock(OPERATOR, "/access/v1/search/resource", {**body, "page": page}).json()
        found += answer["results"]
        token = answer["page"]["next_token"]
        if not token:
            break
    assert found == whole
    assert len(whole) > 5


def test_a_token_is_of_its_search_and_caller_only(knock: Knock) -> None:
    body: dict[str, Any] = {"subject": {"type": "organisation", "id": OPERATOR}, "action": {"name": "load"}, "resource": {"type": "flow"}, "page": {"limit": 1}}  # fmt: skip
    token = knock(OPERATOR, "/access/v1/search/resource", body).json()["page"]["next_token"]
    body["page"]["token"] = token
    assert knock(OPERATOR, "/access/v1/search/resource", body).status_code == 200
    assert knock(ICB, "/access/v1/search/resource", body).status_code == 404
    for wrong in ("made-up", token.replace("1.", "9."), "é", "-1.ab"):
        body["page"]["token"] = wrong
        assert knock(OPERATOR, "/access/v1/search/resource", body).status_code == 404


def test_a_search_for_actions_names_the_one_that_is_allowed(knock: Knock, code: Any) -> None:
    body = {"subject": {"type": "person", "id": code("tom", ICB)}, "resource": {"type": "flow", "id": TOM_FLOW}}
    assert knock(ICB, "/access/v1/search/action", body).json()["results"] == [{"name": "tell"}]
    body["subject"]["id"] = "c-nobody"
    assert knock(ICB, "/access/v1/search/action", body).json()["results"] == []


# --- Wire


def test_where_it_is_anybody_may_read(visit: Any) -> None:
    found = visit().get("/.well-known/authzen-configuration").json()
    assert found["policy_decision_point"] == "http://testserver"
    assert found["access_evaluation_endpoint"] == "http://testserver/access/v1/evaluation"
    assert found["search_action_endpoint"].endswith("/access/v1/search/action")


def test_the_request_id_comes_back(knock: Knock, question: Any, visit: Any) -> None:
    assert knock(ICB, EVALUATION, question("c-x", TOM_FLOW), **{"X-Request-ID": "bfe9eb29-ab87"})["X-Request-ID"] == "bfe9eb29-ab87"  # fmt: skip
    assert visit().post(EVALUATION, headers={"X-Request-ID": "abc-1"})["X-Request-ID"] == "abc-1"
    assert "X-Request-ID" not in knock(ICB, EVALUATION, question("c-x", TOM_FLOW), **{"X-Request-ID": "943 476 5919"})


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"subject": NaN}', "[" * 100_000, "{}", '{"subject": {"type": "person", "id": 7}}', '"x"'],
)
def test_what_cannot_be_read_is_400_with_what_to_do(knock: Knock, text: str) -> None:
    response = knock(ICB, EVALUATION, text)
    assert (response.status_code, response["Content-Type"]) == (400, "application/json")
    assert response.json()["error"]["message"]


def test_a_form_is_no_question_and_too_much_is_413(keys: dict[str, str], store: Any) -> None:
    from django.test import Client

    bearer = {"Authorization": f"Bearer {keys[ICB]}"}
    assert Client().post(EVALUATION, {"a": "b"}, headers=bearer).status_code == 400
    big = '{"context": {"x": "' + "y" * 300_000 + '"}}'
    assert Client().post(EVALUATION, big, content_type="application/json", headers=bearer).status_code == 413
    assert Client().get(EVALUATION, headers=bearer).status_code == 405


REAL = (
    "943 476 5919", "9434765919", "943-476-5919", "QQ123456C", "QQ 12 34 56 C", "qq123456c", "38001085718", "EE38001085718",
    "tom.reed@example.org", "Tom Reed", "NS1 2AB", "NS12AB", "100012345678", "0113 496 0000", "+441134960000", "nhs:9434765919",
    "1960-03-03",
)  # fmt: skip


@pytest.mark.parametrize("value", REAL)
def test_a_real_identifier_is_400_and_stands_in_no_answer_and_no_log(
    knock: Knock, question: Any, value: str, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    from ginnel.store.models import LedgerNote

    before = LedgerNote.objects.count()
    with caplog.at_level(logging.DEBUG):
        subject = question(value, TOM_FLOW)
        batch = {"evaluations": [subject]}
        hidden = {**subject, "subject": {"type": value, "id": "c-x"}}
        responses = [knock(ICB, EVALUATION, subject), knock(ICB, EVALUATIONS, batch), knock(ICB, EVALUATION, hidden),
                     knock(ICB, EVALUATION, question("c-x", value))]  # fmt: skip
    for response in responses:
        assert response.status_code == 400
        assert value not in response.content.decode()
        assert response.json()["error"]["mend"]
    printed = capfd.readouterr()
    assert value not in caplog.text + printed.out + printed.err
    assert LedgerNote.objects.count() == before


def test_what_stands_beside_the_question_is_kept_nowhere(
    knock: Knock, code: Any, question: Any, caplog: pytest.LogCaptureFixture
) -> None:
    from ginnel.store.models import LedgerNote

    asked = question(code("tom", ICB), TOM_FLOW)
    asked["context"] = {"note": "943 476 5919"}
    asked["subject"]["properties"] = {"nhs": "943 476 5919"}
    with caplog.at_level(logging.DEBUG):
        response = knock(ICB, EVALUATION, asked)
    assert response.json()["decision"] is True
    kept = str(list(LedgerNote.objects.values_list("body", "key")))
    assert "943 476" not in response.content.decode() + caplog.text + kept


def test_the_ledger_has_who_asked_and_nobody_it_was_about(knock: Knock, code: Any, question: Any) -> None:
    from ginnel.store.models import LedgerNote

    subject = code("tom", ICB)
    knock(ICB, EVALUATION, question(subject, TOM_FLOW))
    note = LedgerNote.objects.filter(kind="asked-at-door").order_by("-pk")[0]
    assert note.body["organisation"] == ICB
    assert set(note.body) == {"organisation", "door", "commitment"}
    assert subject not in str(note.body) + note.key
    assert "tom" not in str(note.body)
