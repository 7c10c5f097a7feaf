"""From a question to a telling: answers, releases, batches, and everything that can still stop them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ginnel.vocabulary import BadInput

User = Callable[[str], Any]
Visit = Callable[..., Any]


def use(key: str) -> Any:
    from ginnel.store.models import UseRow

    return UseRow.objects.get(key=key)


def proposal(key: str) -> Any:
    from ginnel.store.models import ProposalRow

    return ProposalRow.objects.get(key=key)


def same(html: str) -> str:
    """The content of a page without the mark of its form, which differs each time."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", html.split("<main")[1].split("</main>")[0])


def ledger(store: Any) -> str:
    from ginnel.app.services import notes

    return "\n".join(e.leaf.decode() for e in notes.ledger().entries())


# --- Telling


def test_a_telling_joins_the_open_case_of_the_home(store: Any, user: User, visit: Visit) -> None:
    """The council has a case of Tom's home already: it is told more there, and no second case opens."""
    from ginnel.app.services import release
    from ginnel.store.models import CaseRow

    before = CaseRow.objects.count()
    answer = release.release("key-tom", user("s-sana"), "urgent for him", store.now)
    assert (answer.told, answer.case, CaseRow.objects.count()) == (True, "case-tom", before)
    assert (proposal("key-tom").state, use("key-tom").outcome) == ("released", "told")
    html = visit("o-ben").get("/cases/case-tom").content.decode()
    assert "that somebody who lives there is at more risk from damp" in html
    assert "lung" not in html
    assert "Reed" not in html


def test_what_one_person_let_be_told_is_not_on_the_citizens_page_of_the_homes_case(
    store: Any, user: User, visit: Visit
) -> None:
    """Whoever else lives there sees the damp case unchanged."""
    from ginnel.app.services import release
    from ginnel.store.models import Person

    Person.objects.filter(id="karl").update(home_id="home-tom")
    before = visit("c-karl").get("/me/cases/case-tom").content.decode()
    release.release("key-tom", user("s-sana"), "urgent for him", store.now)
    after = visit("c-karl").get("/me/cases/case-tom").content.decode()
    assert same(before) == same(after)


def test_a_telling_without_a_case_to_join_opens_one(store: Any, user: User, visit: Visit) -> None:
    """The advice charity learns the words and the broad title, never that it is about rent."""
    from ginnel.app.services import release

    answer = release.release("key-karl", user("s-hugh"), "he said yes", store.now)
    for path in ("/cases", f"/cases/{answer.case}"):
        html = visit("o-ines").get(path).content.decode()
        assert "Help with money" in html
        assert "Behind with the rent" not in html
        assert "Weir Street" not in html, "the address is not among the words that it was told"
        assert "Weir Street" not in html, "the address is not among the words that it was told"
    assert "0113 496 0000" in html


def test_a_telling_leaves_a_line_in_the_ledger_that_names_nobody(store: Any, user: User) -> None:
    from ginnel.app.services import notes, release
    from ginnel.governance.tlog import audit
    from ginnel.store.models import LedgerNote

    release.release("key-karl", user("s-hugh"), "he said yes", store.now)
    written = ledger(store)
    assert '"kind":"disclosure"' in written
    for said in ("key-karl", "Karl", "Brandt", "0113 496", "Weir Street", "s-hugh", "he said yes"):
        assert said not in written
    assert not LedgerNote.objects.filter(appended=False).exists()
    assert audit(notes.ledger().folder).faults == ()


def test_a_telling_writes_to_the_body_and_to_whoever_was_asked(store: Any, user: User) -> None:
    from ginnel.app.services import release
    from ginnel.store.models import MessageRow

    release.release("key-tom", user("s-sana"), "urgent", store.now)
    assert set(MessageRow.objects.values_list("to_kind", "to")) == {
        ("organisation", "northshire-council"), ("person", "tom"),
    }  # fmt: skip


def test_a_release_needs_reasons_and_happens_once(store: Any, user: User) -> None:
    from ginnel.app.services import release

    with pytest.raises(BadInput, match="needs reasons"):
        release.release("key-tom", user("s-sana"), "  ", store.now)
    release.release("key-tom", user("s-sana"), "urgent", store.now)
    with pytest.raises(BadInput, match="no longer waits"):
        release.release("key-tom", user("s-sana"), "again", store.now)


def test_a_turned_down_telling_tells_nobody_and_keeps_the_reason(store: Any, user: User, visit: Visit) -> None:
    from ginnel.app.services import release
    from ginnel.store.models import CaseEventRow

    before = CaseEventRow.objects.count()
    release.turn_down("key-tom", user("s-sana"), "he moved away", store.now)
    assert (proposal("key-tom").state, proposal("key-tom").reason) == ("turned-down", "he moved away")
    assert (use("key-tom").outcome, CaseEventRow.objects.count()) == ("turned-down", before)
    assert "decided that nobody is told" in visit("c-tom").get("/me/offers/offer-tom").content.decode()


# --- What still stops it


@pytest.mark.parametrize("purpose", ["damp-and-mould", "all"])
def test_a_no_said_meanwhile_stops_it(store: Any, user: User, purpose: str) -> None:
    """Choices are read again at the moment of telling, pending ones too."""
    from ginnel.app.services import release
    from ginnel.store.models import ChoiceRow

    ChoiceRow.objects.create(
        key="ch-body", dataset="gp_patients", record="1", person="tom", kind="objection", purpose=purpose,
        since=store.now.date() - timedelta(days=1), made_by="body", made_at=store.now,
    )  # fmt: skip
    answer = release.release("key-tom", user("s-sana"), "urgent", store.now)
    assert [r.code for r in answer.reasons] == ["choice"]
    assert (proposal("key-tom").state, use("key-tom").outcome, use("key-tom").reasons) == (
        "stopped",
        "refused",
        ["choice"],
    )


def test_a_no_said_here_stops_what_waits_at_once(store: Any, user: User, visit: Visit) -> None:
    """Her page says that it is over, and has no yes to take back."""
    from ginnel.app.services import access, citizen, release

    tom = access.person_of(user("c-tom"))
    assert tom is not None
    citizen.say_no(user("c-tom"), tom, "damp-and-mould", store.now)
    assert (proposal("key-tom").state, use("key-tom").outcome, use("key-tom").reasons) == (
        "stopped",
        "refused",
        ["choice"],
    )
    with pytest.raises(BadInput, match="no longer waits"):
        release.release("key-tom", user("s-sana"), "urgent", store.now)
    html = visit("c-tom").get("/me/offers/offer-tom").content.decode()
    assert "This was stopped because you said no. Nobody was told." in html
    assert "Take my yes back" not in html
    assert "This was stopped because you said no." in visit("c-tom").get("/me").content.decode()


def test_a_no_to_something_else_does_not_stop_it(store: Any, user: User) -> None:
    """Tom said no to money advice."""
    from ginnel.app.services import release

    assert release.release("key-tom", user("s-sana"), "urgent", store.now).told


def test_the_no_of_somebody_who_may_be_the_same_person_stops_it(store: Any, user: User) -> None:
    from ginnel.app.services import access, citizen, release
    from ginnel.store.models import Nearby

    Nearby.objects.create(person="tom", other="victor")
    victor = user("c-karl")
    victor.person_id = "victor"
    person = access.person_of(victor)
    assert person is not None
    citizen.say_no(victor, person, "damp-and-mould", store.now)
    assert [r.code for r in release.release("key-tom", user("s-sana"), "urgent", store.now).reasons] == ["choice"]


def test_a_yes_taken_back_stops_it(store: Any, user: User) -> None:
    from ginnel.app.services import offers, release

    offers.take_back("offer-tom", user("c-tom"), store.now)
    assert (proposal("key-tom").state, use("key-tom").reasons) == ("stopped", ["declined"])
    with pytest.raises(BadInput, match="no longer waits"):
        release.release("key-tom", user("s-sana"), "urgent", store.now)


def test_an_agreement_taken_away_stops_it_until_it_is_back(store: Any, user: User, tmp_path: Path) -> None:
    """Nothing is told, and the telling goes on waiting: an agreement can be mended, a person's no cannot."""
    from django.test import override_settings

    from ginnel.app.services import release

    without = tmp_path / "region"
    shutil.copytree(store.folder, without)
    (without / "agreements" / "damp-tell-vulnerable.toml").unlink()
    with override_settings(REGION=without):
        answer = release.release("key-tom", user("s-sana"), "urgent", store.now)
    assert "no-agreement" in [r.code for r in answer.reasons]
    assert (proposal("key-tom").state, use("key-tom").outcome) == ("waiting", "to-release")


# --- Answers


def test_a_yes_waits_for_a_worker_at_once(store: Any, user: User) -> None:
    from ginnel.app.services import offers

    offers.answer("offer-sami", user("c-amina"), yes=True, now=store.now)
    row = proposal("key-sami")
    assert (row.state, row.sender, row.person, row.words) == (
        "waiting", "northshire-icb", "sami", {"home": "home-amina", "vulnerable": "yes"},
    )  # fmt: skip


def test_after_a_yes_her_page_says_that_it_waits(store: Any, user: User) -> None:
    """The line of what was used follows the answer at once, not with the next night."""
    from ginnel.app.services import offers

    offers.answer("offer-sami", user("c-amina"), yes=True, now=store.now)
    assert use("key-sami").outcome == "to-release"


def test_a_no_is_kept_and_a_second_answer_is_refused(store: Any, user: User) -> None:
    from ginnel.app.services import offers
    from ginnel.store.models import ProposalRow

    offers.answer("offer-sami", user("c-amina"), yes=False, now=store.now)
    assert (use("key-sami").outcome, use("key-sami").reasons) == ("refused", ["declined"])
    with pytest.raises(BadInput):
        offers.answer("offer-sami", user("c-amina"), yes=True, now=store.now)
    assert not ProposalRow.objects.filter(key="key-sami").exists()


def test_silence_is_no(store: Any, user: User) -> None:
    """After the last day the question is closed, also before the night has closed it."""
    from ginnel.app.services import offers

    with pytest.raises(BadInput):
        offers.answer("offer-sami", user("c-amina"), yes=True, now=store.now + timedelta(days=27))


def test_a_yes_taken_back_after_the_telling_is_told_too(store: Any, user: User, visit: Visit) -> None:
    """The body is written to, the case says so, and the words are gone from its page."""
    from ginnel.app.services import offers, release
    from ginnel.store.models import MessageRow

    for key, sender, offer, citizen, officer, case in (
        ("key-karl", "s-hugh", "offer-karl", "c-karl", "o-ines", ""),
        ("key-tom", "s-sana", "offer-tom", "c-tom", "o-ben", "case-tom"),
    ):
        case = release.release(key, user(sender), "yes", store.now).case or case
        offers.take_back(offer, user(citizen), store.now + timedelta(minutes=1))
        html = visit(officer).get(f"/cases/{case}").content.decode()
        assert "must not be used any more" in html
        assert "0113 496 0000" not in html
        assert "that somebody who lives there is at more risk" not in html
        assert MessageRow.objects.filter(to_kind="organisation", subject=case).count() == 2
        assert "We have told" in visit(citizen).get(f"/me/offers/{offer}").content.decode()
        assert "was told that it must not use the words any more." in visit(citizen).get("/me/uses").content.decode()


# --- A batch


def test_a_batch_goes_only_when_its_sample_is_read(store: Any, visit: Visit) -> None:
    """Seven wait; five are drawn; each must be ticked and a reason given; then all seven are told."""
    from ginnel.store.models import Look, OfferRow, ProposalRow

    for n in range(6):
        fields = {"words": {"home": "home-tom", "vulnerable": "yes"}, "agreement": "damp-tell-vulnerable", "home": "home-tom",
                  "use": "damp.vulnerable", "recipient": "northshire-council", "tenure": "private"}  # fmt: skip
        OfferRow.objects.create(id=f"o{n}", key=f"k{n}", asked="tom", about="tom", asked_at=store.now, state="yes",
                                answer="yes", answer_by=store.now, **fields)  # fmt: skip
        ProposalRow.objects.create(key=f"k{n}", senders=["northshire-icb"], sender="northshire-icb", person="tom",
                                   proposed_at=store.now, **fields)  # fmt: skip
    client = visit("s-sana")
    keys = [*(f"k{n}" for n in range(6)), "key-tom"]
    assert client.post("/release", {"key": keys})["Location"] == "/release/batch"
    looks = Look.objects.count()
    client.get("/release/batch")
    sample = client.session["batch-sample"]
    assert (len(sample), Look.objects.count() - looks) == (5, 5)
    response = client.post("/release/batch", {"read": sample[:4], "reason": "all alike"})
    assert response.status_code == 422
    assert ProposalRow.objects.filter(state="released").count() == 0
    html = client.post("/release/batch", {"read": sample, "reason": "all alike"}).content.decode()
    assert "7 of 7 were told." in html
    assert set(ProposalRow.objects.filter(state="released").values_list("reason", flat=True)) == {"all alike"}


def test_a_batch_is_of_one_kind(store: Any, visit: Visit) -> None:
    from ginnel.store.models import ProposalRow

    ProposalRow.objects.filter(key="key-karl").update(sender="northshire-icb")
    response = visit("s-sana").post("/release", {"key": ["key-tom", "key-karl"]})
    assert "of the same kind" in response.content.decode()


def test_a_batch_cannot_hold_what_is_not_hers(visit: Visit) -> None:
    """Keys of another body, or of somebody protected, are ignored."""
    response = visit("s-sana").post("/release", {"key": ["key-karl", "key-grace"]})
    assert response.status_code == 422
