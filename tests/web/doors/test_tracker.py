"""The Data Tracker's questions: a person's lines over a portal, under a code that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

PORTAL, HOMES = "northshire-council", "northshire-homes"
Knock = Callable[..., Any]


def find(knock: Knock, about: str, by: str = "", body: str = PORTAL, **query: str) -> Any:
    from urllib.parse import urlencode

    path = "/v2/findUsage?" + urlencode({"userCode": about, **query})
    return knock(body, path, **{"X-Road-UserId": by or about})


def test_her_lines_are_those_of_her_page_newest_first(knock: Knock, code: Any, store: Any) -> None:
    from ginnel.app.services import citizen, looks
    from ginnel.store.models import Person, User

    amina = Person.objects.get(id="amina")
    account = User.objects.get(username="c-amina")
    page = len(citizen.uses(amina, "en", store.now)) + len(looks.for_citizen(account, amina, store.now))
    found = find(knock, code("amina", PORTAL)).json()
    assert found["totalUsages"] == len(found["usages"]) == page > 2
    times = [u["logtime"] for u in found["usages"]]
    assert times == sorted(times, reverse=True)
    assert all({"logtime", "action", "receiverCode", "receiverSystem"} <= set(u) for u in found["usages"])
    told = next(u for u in found["usages"] if u["outcome"] == "own-case")
    assert (told["receiverCode"], told["purpose"]) == (HOMES, "damp-and-mould")
    assert told["law"]
    assert told["agreement"]


def test_what_was_told_has_its_proof(knock: Knock, code: Any, user: Any, store: Any) -> None:
    from ginnel.app.services import release
    from ginnel.store.models import LedgerNote

    assert release.release("key-tom", user("s-sana"), "urgent", store.now).told
    line = find(knock, code("tom", PORTAL)).json()["usages"][0]
    assert line["receiverCode"] == PORTAL
    assert line["proof"]["commitment"] == LedgerNote.objects.get(key="disclosure:key-tom").body["commitment"]


def test_nothing_and_nobody_look_the_same(knock: Knock, code: Any) -> None:
    """Unknown, protected, another body's code, somebody else asking, a partner asking: no lines, to the byte."""
    amina = code("amina", PORTAL)
    answers = [
        find(knock, "c-abcdefgh"), find(knock, code("grace", PORTAL)), find(knock, code("amina", HOMES)),
        find(knock, amina, by=code("tom", PORTAL)), find(knock, amina, by=code("karl", PORTAL)),
        find(knock, amina, by="c-abcdefgh"), find(knock, code("olga", PORTAL)), find(knock, amina, by=code("grace", PORTAL)),
    ]  # fmt: skip
    assert {(a.status_code, a.content) for a in answers} == {(200, b'{"totalUsages": 0, "usages": []}')}


def test_a_mother_asks_for_her_child_and_nobody_else_does(knock: Knock, code: Any) -> None:
    sami = code("sami", PORTAL)
    assert find(knock, sami, by=code("amina", PORTAL)).json()["totalUsages"] > 0
    assert find(knock, sami, by=code("karl", PORTAL)).json()["totalUsages"] == 0
    assert find(knock, code("amina", PORTAL), by=sami).json()["totalUsages"] == 0


def test_a_code_is_of_one_body_and_one_month(code: Any, store: Any) -> None:
    from ginnel.app.services.doors import codes

    later = store.now + timedelta(days=40)
    made = {code("amina", PORTAL), code("amina", HOMES), codes.code_for("amina", PORTAL, later), code("tom", PORTAL)}
    assert len(made) == 4
    assert codes.person_of(code("amina", PORTAL), PORTAL, store.now) == "amina"
    assert codes.person_of(code("amina", PORTAL), PORTAL, later) == codes.NOBODY
    assert codes.person_of(code("amina", PORTAL), HOMES, store.now) == codes.NOBODY
    assert all("amina" not in c and not any(ch.isdigit() for ch in c) for c in made)


def test_a_period_and_a_page_cut_the_lines(knock: Knock, code: Any, store: Any) -> None:
    amina = code("amina", PORTAL)
    whole = find(knock, amina).json()
    page = find(knock, amina, offset="1", limit="1").json()
    assert page["usages"] == whole["usages"][1:2]
    assert page["totalUsages"] == whole["totalUsages"]
    since = (store.now - timedelta(days=2, hours=12)).isoformat(timespec="seconds")
    late = find(knock, amina, periodStart=since).json()["usages"]
    assert 0 < len(late) < whole["totalUsages"]
    early = find(knock, amina, periodEnd=since).json()["usages"]
    assert sorted(u["logtime"] for u in late + early) == sorted(u["logtime"] for u in whole["usages"])


@pytest.mark.parametrize(
    "query",
    [{"offset": "-1"}, {"limit": "x"}, {"limit": "99999999999"}, {"periodStart": "yesterday"}, {"periodEnd": "2026-13-01T00:00:00Z"}],
)  # fmt: skip
def test_what_cannot_be_read_is_400(knock: Knock, code: Any, query: dict[str, str]) -> None:
    assert find(knock, code("amina", PORTAL), **query).status_code == 400


@pytest.mark.parametrize("value", ["QQ123456C", "9434765919", "EE38001085718", "amina@example.org", "Amina Okonjo"])
def test_a_real_identifier_is_400_and_is_never_repeated(
    knock: Knock, code: Any, value: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        for response in (find(knock, value), find(knock, code("amina", PORTAL), by=value)):
            assert response.status_code == 400
            assert value not in response.content.decode()
    assert value not in caplog.text


def test_without_the_header_it_is_400_and_the_others_answer(knock: Knock, code: Any) -> None:
    assert knock(PORTAL, f"/v2/findUsage?userCode={code('amina', PORTAL)}").status_code == 400
    assert knock(PORTAL, "/v2/heartbeat").json()["status"] == "OK"
    assert "periodEnd" not in knock(PORTAL, "/v2/usagePeriod").json()


@pytest.mark.parametrize("other", ["yes", "no"])
def test_a_parent_reads_there_no_more_of_a_child_than_on_her_own_page(
    knock: Knock, code: Any, visit: Any, other: str
) -> None:
    """Neither what the other parent answered nor what the child asked for herself nor who looked at that."""
    from ginnel.store.models import OfferRow, User

    row = OfferRow.objects.get(id="offer-sami")
    row.id, row.asked = "offer-karl-sami", "karl"
    row.save(force_insert=True)
    before = find(knock, code("sami", PORTAL), by=code("amina", PORTAL)).json()
    assert before["totalUsages"] > 0
    visit("c-karl").post("/me/offers/offer-karl-sami", {"answer": other})
    User.objects.create(username="c-sami", demo=True, password="!", role="citizen", person_id="sami")
    form = {"asked": "I am cold at night.", "number": "0", "do": "send"}
    assert visit("c-sami").post("/me/ask/homes-repairs", form).status_code == 302
    assert find(knock, code("sami", PORTAL)).json()["totalUsages"] > before["totalUsages"]
    assert find(knock, code("sami", PORTAL), by=code("amina", PORTAL)).json() == before
