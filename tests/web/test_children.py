"""A child's own ask is hers: no parent, no proxy and nobody of the home reads of it, on a page or in a letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

Visit = Callable[..., Any]
TEXT = "I am cold at night and do not want to say so at home."
PAGES = ("/me", "/me/uses", "/me/choices", "/me/ask", "/me/proxies")


def years(age: int) -> date:
    return date.today().replace(day=1) - timedelta(days=int(365.25 * age) + 40)


@pytest.fixture
def sami(store: Any, visit: Visit) -> Any:
    """Sami is fourteen, has an account, and asks the landlord for help. His mother was asked about him before."""
    from ginnel.store.models import CaseRow, Person, User

    Person.objects.filter(id="sami").update(born=years(14))
    User.objects.create(username="c-sami", demo=True, password="!", role="citizen", person_id="sami")
    visit("c-sami").post("/me/ask/homes-repairs", {"asked": TEXT, "number": "0", "do": "send", "tell": ["name"]})
    return CaseRow.objects.get(opening_kind="ask")


def mandate(evidence: str = "parental-responsibility") -> Any:
    from django.utils import timezone

    from ginnel.app.services import proxies

    today = date.today()
    return proxies.record(
        proxy="amina", person="sami", wanted=("damp-and-mould",), since=today - timedelta(days=3), evidence=evidence,
        until=today + timedelta(days=90), reference="birth certificate", by="Ruth", now=timezone.now(),
    )  # fmt: skip


def test_his_parents_read_nothing_of_it_on_any_page(visit: Visit, sami: Any) -> None:
    mandate()
    assert TEXT in visit("c-sami").get(f"/me/cases/{sami.id}").content.decode()
    for who in ("c-amina", "c-karl"):
        assert visit(who).get(f"/me/cases/{sami.id}").status_code == 404
        for path in PAGES:
            html = visit(who).get(path).content.decode()
            assert TEXT not in html
            assert sami.id not in html
            assert "you asked yourself" not in html


def test_no_worker_who_looks_at_it_shows_on_a_parents_page(visit: Visit, sami: Any) -> None:
    from ginnel.app.services import looks
    from ginnel.store.models import Person, User

    amina = User.objects.get(username="c-amina")
    before = looks.for_citizen(amina, Person.objects.get(id="amina"), sami.opened_at)
    visit("o-nadia").get(f"/cases/{sami.id}")
    after = looks.for_citizen(amina, Person.objects.get(id="amina"), sami.opened_at)
    assert after == before
    assert "a worker of" in visit("c-sami").get("/me/uses").content.decode()


def test_no_letter_goes_to_the_home_not_even_on_closing(visit: Visit, sami: Any, user: Callable[[str], Any]) -> None:
    from ginnel.app.services import cases
    from ginnel.store.models import MessageRow

    nadia = user("o-nadia")
    now = sami.opened_at + timedelta(minutes=5)
    for kind, word in (("acknowledged", ""), ("assessed", "not-a-hazard"), ("closed", "no-hazard")):
        cases.record(sami.id, nadia, cases.Step(kind, word, now, "looked into"), now=now)
    assert not MessageRow.objects.filter(to_kind="person").exists()


def test_a_planted_letter_to_the_home_is_seen(
    visit: Visit, sami: Any, user: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above fails on a rule that writes to everybody concerned."""
    from ginnel.app.services import cases

    monkeypatch.setattr(cases, "confidential", lambda *_: False)
    with pytest.raises(AssertionError):
        test_no_letter_goes_to_the_home_not_even_on_closing(visit, sami, user)


def test_a_parent_asks_for_a_child_and_not_for_one_who_decides_herself(visit: Visit, store: Any) -> None:
    from ginnel.store.models import AskRow, Person

    made = mandate()
    form = {"asked": "His room is wet.", "number": "0", "do": "send", "for": made.key}
    assert visit("c-amina").post("/me/ask/homes-repairs", form).status_code == 302
    assert AskRow.objects.get().person == "sami"
    Person.objects.filter(id="sami").update(born=years(16))
    html = visit("c-amina").post("/me/ask/homes-repairs", {**form, "number": "1"}).content.decode()
    assert "old enough to decide" in html
    assert AskRow.objects.count() == 1
