"""Working back from needs: what serves each, what serves none, and the queue of needs that nobody has stated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

Visit = Callable[..., Any]


def test_a_need_leads_back_to_what_serves_it(visit: Visit) -> None:
    """Its words, what looks for it and reads what, who helps, the sensors, and the measure."""
    html = visit("g-ruth").get("/needs").content.decode()
    need = html.split('id="need-dry-home"')[1].split("</section>")[0]
    for expected in (
        "Damp in a home of the landlord",
        "landlord_damp",
        "landlord_devices",
        "measured dry",
        "/journeys/damp",
    ):
        assert expected in need, expected


def test_what_is_delivered_and_read_by_nothing_is_listed(visit: Visit) -> None:
    """Council tax is compared to know who is who, and no reason to check reads it: somebody should ask why it comes."""
    idle = visit("g-ruth").get("/needs").content.decode().split("What serves no need by itself")[1]
    assert "council_tax" in idle
    assert "rent_accounts" not in idle


def test_a_remark_is_kept_without_the_case_and_reaches_the_queue(visit: Visit, store: Any) -> None:
    from ginnel.store.models import KeepsHappening

    said = {"kind": "same-building", "words": "The third flat in this block"}
    assert visit("o-nadia").post("/keeps-happening/case-amina", said)["Location"] == "/cases/case-amina"
    row = KeepsHappening.objects.get()
    assert {f.name for f in row._meta.fields} == {"id", "organisation", "use", "kind", "words", "said_by", "said_at"}
    assert "The third flat in this block" in visit("g-ruth").get("/needs/queue").content.decode()


def test_a_line_is_decided_with_reasons_by_a_named_person(visit: Visit, store: Any) -> None:
    from ginnel.store.models import NeedDecision

    visit("o-nadia").post("/keeps-happening/case-amina", {"kind": "same-cause"})
    form = {"key": "keeps-happening:damp.damp_home:same-cause", "decision": "taken-up"}
    assert visit("g-ruth").post("/needs/queue", form).status_code == 422
    assert not NeedDecision.objects.exists()
    assert visit("g-ruth").post("/needs/queue", {**form, "reasons": "cold bridges"})["Location"] == "/needs/queue"
    found = NeedDecision.objects.get()
    assert (found.decided_by, found.reasons) == ("g-ruth", "cold bridges")
    assert visit("g-ruth").post("/needs/queue", {**form, "key": "made-up", "reasons": "x"}).status_code == 422


def test_few_declined_offers_are_not_counted_on_the_page(store: Any) -> None:
    """Four noes are hidden, five are shown: who said no could be guessed from less."""
    from ginnel.app.services import needs
    from ginnel.store.models import OfferRow

    model = OfferRow.objects.first()
    model.use, model.state = "arrears.sustained_arrears", "no"
    OfferRow.objects.filter(state="no").delete()
    for n in range(4):
        model.id, model.key = f"offer-no-{n}", f"key-no-{n}"
        model.asked_at += timedelta(minutes=1)
        model.save(force_insert=True)
    line = next(q for q in needs.queue() if q.key == "declined:arrears.sustained_arrears")
    assert line.count is None
    model.id, model.key = "offer-no-5", "key-no-5"
    model.save(force_insert=True)
    line = next(q for q in needs.queue() if q.key == "declined:arrears.sustained_arrears")
    assert line.count == 5
