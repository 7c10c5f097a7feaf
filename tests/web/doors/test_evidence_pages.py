"""What information governance looks after, and what a change would do: the same check, nothing written, nobody shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

Visit = Callable[..., Any]


def told(store: Any, count: int, recipient: str, start: int = 0) -> None:
    from ginnel.store.models import ProposalRow

    for n in range(start, start + count):
        ProposalRow.objects.create(
            key=f"recalled-{recipient}-{n}", use="damp.vulnerable", senders=[], sender="northshire-icb", recipient=recipient,
            person="karl", home="home-amina", tenure="social", words={}, agreement="damp-tell-vulnerable",
            state="released", proposed_at=store.now, recalled_at=store.now, recalled_why="taken-back",
        )  # fmt: skip


def test_few_recalls_are_not_counted_nor_worked_out(store: Any) -> None:
    """Three of one body are hidden, and the next smallest with them; with one row of nine, nine is shown."""
    from ginnel.app.services.doors import board

    told(store, 9, "northshire-homes")
    assert board.recalls() == [("northshire-homes", "taken-back", 9)]
    told(store, 3, "northshire-money")
    told(store, 20, "northshire-council")
    shown = {r: n for r, _, n in board.recalls()}
    assert shown == {"northshire-homes": None, "northshire-money": None, "northshire-council": 20}


def test_reviews_stand_by_date_and_say_what_is_late(store: Any) -> None:
    from ginnel.app.services.doors import board

    found = board.reviews(store.now)
    dates = [r.agreement.review_by for r in found]
    assert dates == sorted(dates)
    assert len(found) > 5
    late = board.reviews(store.now + timedelta(days=(dates[0] - store.now.date()).days + 1))
    assert not late or late[0].state == "late"


def test_the_ledger_is_walked_and_a_change_is_seen(visit: Visit, store: Any) -> None:
    from ginnel.app.services.doors import board

    assert board.health(store.now).whole
    page = visit("g-ruth").get("/governance/evidence").content.decode()
    assert "Health of the ledger" in page
    assert "Last checked" in page


def test_without_an_agreement_the_page_says_what_would_be_refused_and_how_to_mend_it(visit: Visit, store: Any) -> None:
    before = {p: p.read_bytes() for p in store.folder.rglob("*.toml")}
    page = visit("g-ruth").get("/governance/what-if?agreement=damp-tell-vulnerable").content.decode()
    assert "tell:damp.vulnerable:northshire-homes" in page
    assert "It is permitted today." in page
    assert "nobody has agreed to this use" in page
    assert {p: p.read_bytes() for p in store.folder.rglob("*.toml")} == before


def test_taking_an_agreement_away_never_permits_more(store: Any) -> None:
    from ginnel.app.services.doors import whatif

    for id, _ in whatif.agreements()[::5]:
        outcomes = whatif.without(id, store.now)
        assert outcomes is not None
        assert not any(o.permitted for o in outcomes), id


def test_what_if_says_what_the_real_check_says_without_the_file(store: Any) -> None:
    """The oracle: the agreement really taken away, and the whole plan made anew."""
    from ginnel.app.services import place
    from ginnel.app.services.doors import whatif

    for id in ("damp-tell-vulnerable", "linking", "money-tell"):
        before = {r.flow for r in place.plan(store.now).refusals}
        said = {o.flow for o in whatif.without(id, store.now) or () if o.was}
        path = store.folder / "agreements" / f"{id}.toml"
        text = path.read_bytes()
        try:
            path.unlink()
            place.refresh()
            after = {r.flow for r in place.plan(store.now).refusals}
        finally:
            path.write_bytes(text)
            place.refresh()
        assert said == after - before
        assert said


def test_one_more_column_is_judged_by_the_same_agreements(store: Any) -> None:
    """A column that the use reads already changes nothing; debts in a health use are refused with a mend."""
    from ginnel.app.services import place
    from ginnel.app.services.doors import whatif

    for look in place.plan(store.now).looks:
        dataset = min(look.permit.columns)
        column = f"{dataset}.{look.permit.columns[dataset][0]}"
        same = whatif.with_column(look.use.id, column, store.now)
        assert same is not None
        assert same[0].permitted, (look.use.id, column, same[0].reasons)
    more = whatif.with_column("damp.vulnerable", "rent_accounts.owed", store.now)
    assert more is not None
    assert not more[0].permitted
    assert "category" in [r.code for r in more[0].reasons]
    assert all(r.mend for r in more[0].reasons if r.code == "category")


def test_what_is_not_there_is_said_as_a_mistake_of_the_form(visit: Visit) -> None:
    for query, element in (("agreement=x", "id_agreement"), ("use=x&column=gp_patients.nhs_number", "id_use"),
                           ("use=damp.vulnerable&column=x", "id_column")):  # fmt: skip
        response = visit("g-ruth").get(f"/governance/what-if?{query}")
        assert response.status_code == 422
        assert f'href="#{element}"' in response.content.decode()
