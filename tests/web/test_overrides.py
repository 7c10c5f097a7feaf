"""A choice overridden: one asks, another decides, the person sees it, and nothing stands in for an agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

Visit = Callable[..., Any]
NOW_DAYS = 30


@pytest.fixture
def case(store: Any) -> Iterator[str]:
    """A case of the money advisers about Karl."""
    from ginnel.store.models import CaseRow, OverrideRow

    CaseRow.objects.create(
        id="case-karl", opening_key="open-karl", opening_kind="disclosure", use="arrears.sustained_arrears",
        organisation="northshire-money", home="", person="karl", tenure="social", nation="England", restricted=False,
        opened_at=store.now, aware_at=store.now, version=1, sources=["northshire-homes"], words={}, agreement="money-tell",
    )  # fmt: skip
    yield "case-karl"
    OverrideRow.objects.all().delete()
    CaseRow.objects.filter(id="case-karl").delete()


def form(**changes: str) -> dict[str, str]:
    from ginnel.app.services import overrides

    day = (__import__("datetime").date.today() + timedelta(days=NOW_DAYS)).isoformat()
    at = overrides.tellings(__import__("datetime").datetime.now(__import__("datetime").UTC)).index(
        ("money-advice", "northshire-money")
    )
    return {"telling": str(at), "ground": "safeguarding", "reasons": "a threat was made", "until": day, **changes}


def asked(visit: Visit, case: str, **changes: str) -> Any:
    from ginnel.store.models import OverrideRow

    assert visit("o-ines").post(f"/override/{case}", form(**changes)).status_code == 302
    return OverrideRow.objects.get()


def test_one_asks_another_decides_and_she_sees_it(visit: Visit, case: str, store: Any) -> None:
    from ginnel.app.services import overrides

    row = asked(visit, case)
    assert "waits for a decision" in visit("g-ruth").get("/governance/overrides").content.decode()
    assert overrides.ground("karl", "money-advice", "northshire-money", store.now) == ""
    visit("g-ruth").post(f"/governance/overrides/{row.key}", {"do": "approve"})
    assert overrides.ground("karl", "money-advice", "northshire-money", store.now) == "safeguarding"
    assert overrides.ground("karl", "money-advice", "northshire-council", store.now) == ""
    assert overrides.ground("karl", "money-advice", "northshire-money", store.now + timedelta(days=NOW_DAYS + 1)) == ""
    assert "may be told in spite of your no" in visit("c-karl").get("/me/choices").content.decode()
    assert "in spite of your no" not in visit("c-amina").get("/me/choices").content.decode()


def test_what_would_do_harm_is_withheld_until_its_last_day(visit: Visit, case: str, store: Any) -> None:
    from ginnel.app.services import overrides
    from ginnel.store.models import Person

    row = asked(visit, case, withhold="yes")
    visit("g-ruth").post(f"/governance/overrides/{row.key}", {"do": "approve"})
    karl = Person.objects.get(id="karl")
    assert overrides.of_person(karl, store.now) == []
    assert [o.key for o in overrides.of_person(karl, store.now + timedelta(days=NOW_DAYS + 1))] == [row.key]


def test_only_danger_withholds(visit: Visit, case: str) -> None:
    assert asked(visit, case, ground="legal-claim", withhold="yes").withheld_until is None


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"telling": ""}, "id_telling"), ({"telling": "99"}, "id_telling"), ({"ground": "convenience"}, "id_ground"),
        ({"reasons": "  "}, "id_reasons"), ({"until": "soon"}, "id_until"), ({"until": "2020-01-01"}, "id_until"),
        ({"until": "2099-01-01"}, "id_until"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(visit: Visit, case: str, changes: dict[str, str], element: str) -> None:
    response = visit("o-ines").post(f"/override/{case}", form(**changes))
    assert f'href="#{element}"' in response.content.decode()


def test_whoever_asks_does_not_approve(visit: Visit, case: str, store: Any) -> None:
    from ginnel.app.services import overrides
    from ginnel.store.models import User
    from ginnel.vocabulary import BadInput

    row = asked(visit, case)
    row.asked_by = "g-ruth"
    row.save()
    with pytest.raises(BadInput, match="does not approve"):
        overrides.decide(User.objects.get(username="g-ruth"), row.key, True, store.now)


def test_a_refused_or_ended_one_lets_nothing_through(visit: Visit, case: str, store: Any) -> None:
    from ginnel.app.services import overrides

    row = asked(visit, case)
    visit("g-ruth").post(f"/governance/overrides/{row.key}", {"do": "approve"})
    visit("g-ruth").post(f"/governance/overrides/{row.key}", {"do": "end"})
    assert overrides.ground("karl", "money-advice", "northshire-money", store.now) == ""


def test_other_bodies_officers_cannot_ask_from_this_case(visit: Visit, case: str) -> None:
    assert visit("o-nadia").post(f"/override/{case}", form()).status_code == 404


def test_no_person_and_no_reason_in_the_ledger(visit: Visit, case: str) -> None:
    from ginnel.store.models import LedgerNote

    row = asked(visit, case)
    note = LedgerNote.objects.get(key=f"override:{row.key}:asked")
    assert "karl" not in str(note.body)
    assert "threat" not in str(note.body)
