"""What came from outside: kept as its sender claims, open for the receiving body, and told on to nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

Visit = Callable[..., Any]
WORDS = "Our patient coughs at night and says that her bedroom is wet."


def form(**changes: str) -> dict[str, str]:
    day = (date.today() - timedelta(days=3)).isoformat()
    return {"service": "homes-repairs", "sender": "Southshire Hospital", "channel": "letter", "day": day,
            "claimed": "UK GDPR Art 6(1)(d)", "words": WORDS, "case": "", **changes}  # fmt: skip


def record(visit: Visit, who: str = "o-nadia", **changes: str) -> Any:
    return visit(who).post("/received/new", form(**changes))


def row() -> Any:
    from ginnel.store.models import ReceivedRow

    return ReceivedRow.objects.get()


@pytest.fixture
def karl(store: Any) -> str:
    """A case of the landlord about Karl."""
    from ginnel.store.models import CaseRow

    CaseRow.objects.create(
        id="case-karl", opening_key="open-karl", opening_kind="disclosure", use="damp.vulnerable", organisation="northshire-homes",
        home="", person="karl", tenure="social", nation="England", opened_at=store.now, aware_at=store.now, version=1, words={},
    )  # fmt: skip
    return "case-karl"


def test_it_opens_a_case_of_the_receiving_body_and_of_no_other(visit: Visit) -> None:
    from ginnel.store.models import CaseRow

    before = set(CaseRow.objects.values_list("id", flat=True))
    response = record(visit)
    (new,) = CaseRow.objects.exclude(id__in=before)
    assert response["Location"] == f"/cases/{new.id}"
    assert (new.organisation, new.opening_kind, new.home, new.person) == ("northshire-homes", "received", "", "")
    assert new.words == {"received": WORDS}
    for who in ("o-ben", "o-ines"):
        assert visit(who).get(f"/cases/{new.id}").status_code == 404


def test_the_basis_is_shown_as_claimed_and_judged_by_nobody(visit: Visit) -> None:
    html = visit("o-nadia").get(record(visit)["Location"]).content.decode()
    assert "Basis, as claimed by the sender:" in html
    assert "UK GDPR Art 6(1)(d)" in html
    assert "Nobody here has judged it." in html
    assert WORDS in html


def test_the_body_is_aware_from_the_day_on_which_it_came(visit: Visit) -> None:
    from ginnel.store.models import CaseRow

    record(visit)
    case = CaseRow.objects.get(id=row().case)
    assert case.aware_at.date() == row().received_on
    assert case.opened_at > case.aware_at


def test_a_body_of_the_region_under_an_agreement_is_told_to_use_it(visit: Visit) -> None:
    from ginnel.store.models import ReceivedRow

    for sender in ("northshire-icb", "  northshire   INTEGRATED care board ", "Bwrdd Gofal Integredig Northshire"):
        response = record(visit, sender=sender)
        assert response.status_code == 422
        assert "damp-tell-vulnerable" in response.content.decode()
    assert not ReceivedRow.objects.exists()
    assert record(visit, sender="northshire-police").status_code == 302, "no agreement, so its letter is kept"


def test_nothing_received_can_be_told_on_without_an_agreement(visit: Visit, store: Any) -> None:
    """The release desk finds no leave for it, and governance makes no disclosure of it, however one asks."""
    from ginnel.app.services import notes, place, release
    from ginnel.governance import disclosure
    from ginnel.governance.ledger import Entry
    from ginnel.governance.openings import rebuilt_opening
    from ginnel.store.models import CaseRow, LedgerNote, ProposalRow
    from ginnel.vocabulary import NotAllowed

    record(visit)
    case = CaseRow.objects.get(id=row().case)
    for recipient in place.region().directory.organisations:
        waiting = ProposalRow(
            key="k", use=case.use, senders=[case.organisation], sender=case.organisation, recipient=recipient, person="karl",
            tenure="social", words=case.words, agreement="damp-tell-vulnerable", state="waiting", proposed_at=store.now,
        )  # fmt: skip
        leave, reasons = release.check_again(waiting, store.now)
        assert leave is None
        assert [r.code for r in reasons] == ["no-agreement"]
    note = LedgerNote.objects.get(kind="received")
    opening = rebuilt_opening(
        row().opening,
        Entry(1, note.key, note.kind, note.at, note.body),
        notes.secret_of(place.folder(), row().recorded_at),
    )
    with pytest.raises(NotAllowed, match="only an agreement"):
        disclosure(opening, key="k", person="karl", home="", words=case.words, answered_yes=True, released_by="x")  # type: ignore[arg-type]


def test_what_was_received_is_no_table_that_a_signal_could_read(store: Any) -> None:
    """No permit can name it: the flow check knows the silos' tables and those worked out from them, and no case."""
    from ginnel.app.services import place

    columns = {(d.name, c.name) for d in place.region().delivered for c in d.columns}
    assert not [c for c in columns if "received" in c[1] or c[0] in ("cases", "received")]
    assert not any(
        "received" in k.permit.columns or k.use.id.endswith(".received") for k in place.plan(store.now).looks
    )


def test_the_person_sees_that_it_came_and_not_its_words(visit: Visit, karl: str) -> None:
    record(visit, case=karl)
    id = row().case
    page = visit("c-karl").get(f"/me/cases/{id}").content.decode()
    assert "Received from Southshire Hospital" in page
    assert "as claimed" in page
    uses = visit("c-karl").get("/me/uses").content.decode()
    assert "Somebody outside wrote to a body about you" in uses
    assert WORDS not in page + uses
    assert visit("c-amina").get(f"/me/cases/{id}").status_code == 404


def test_a_letter_about_nobody_known_is_on_nobodys_page(visit: Visit) -> None:
    record(visit)
    for who in ("c-amina", "c-karl", "c-tom", "c-grace"):
        assert visit(who).get(f"/me/cases/{row().case}").status_code == 404


def test_a_letter_about_somebody_protected_is_for_named_staff(visit: Visit, store: Any) -> None:
    from ginnel.store.models import CaseRow

    CaseRow.objects.filter(id="case-grace").update(person="grace")
    record(visit, case="case-grace")
    id = row().case
    assert visit("o-nadia").get(f"/cases/{id}").status_code == 200
    assert visit("o-olga").get(f"/cases/{id}").status_code == 404


def test_the_same_letter_typed_in_twice_is_one_case(visit: Visit) -> None:
    assert record(visit)["Location"] == record(visit)["Location"]


def test_no_words_and_no_outside_name_stand_in_the_ledger(visit: Visit) -> None:
    from ginnel.store.models import LedgerNote

    record(visit)
    body = str(LedgerNote.objects.get(kind="received").body)
    assert "coughs" not in body
    assert "Southshire" not in body
    assert "6(1)(d)" not in body


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"service": "money-advice"}, "id_service"), ({"service": ""}, "id_service"), ({"sender": " "}, "id_sender"),
        ({"sender": "Northshire Homes"}, "id_sender"), ({"channel": "pigeon"}, "id_channel"), ({"day": "soon"}, "id_day"),
        ({"day": "2099-01-01"}, "id_day"), ({"words": " "}, "id_words"), ({"case": "case-tom"}, "id_case"),
        ({"case": "case-amina"}, "id_case"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_at_its_place(visit: Visit, changes: dict[str, str], element: str) -> None:
    response = record(visit, **changes)
    assert response.status_code == 422
    assert f'href="#{element}"' in response.content.decode()


def test_a_body_without_a_service_opens_nothing(visit: Visit, user: Callable[[str], Any]) -> None:
    from ginnel.store.models import User

    User.objects.filter(username="o-ben").update(organisation="northshire-icb")
    assert "gives no service" in visit("o-ben").get("/received/new").content.decode()
