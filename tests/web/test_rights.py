"""Rights through the pages: one form for many bodies, an inbox, an answer, a copy; and who never sees any of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

User = Callable[[str], Any]
SOON = timedelta(minutes=30)
"""After whatever a page did just now."""
Visit = Callable[..., Any]

CITIZENS = {
    "c-amina": {"r-amina-homes", "r-amina-icb", "r-sami-icb"},
    "c-karl": {"r-karl-look"},
    "c-grace": {"r-grace-homes"},
    "c-tom": {"r-tom-homes", "r-tom-icb", "r-tom-old", "r-tom-gone"},
}
BODIES = {
    "g-iona": {"r-amina-homes", "r-karl-look", "r-tom-homes"},
    "g-paul": {"r-amina-homes", "r-karl-look", "r-tom-homes", "r-grace-homes"},
    "g-vic": {"r-amina-homes", "r-karl-look", "r-tom-homes"},
    "g-icb": {"r-amina-icb", "r-sami-icb", "r-tom-icb", "r-tom-old", "r-tom-gone"},
}
"""Who may see which request; everybody else sees none."""


def test_nobody_but_the_person_whoever_asked_for_her_and_the_bodys_own_staff_sees_a_request(
    store: Any, user: User
) -> None:
    """Every account by every request. Victor was Grace's partner, works in information governance and declared her."""
    from ginnel.app.services.rights import who

    for name, id in product(store.world.USERS, store.world.REQUESTS):
        mine = who.request_for_citizen(user(name), id, store.now) is not None
        ours = who.request_for_body(user(name), id) is not None
        assert mine == (id in CITIZENS.get(name, set())), (name, id)
        assert ours == (id in BODIES.get(name, set())), (name, id)


def test_lists_hold_what_may_be_opened_and_no_more(store: Any, visit: Visit) -> None:
    for who, may in BODIES.items():
        html = visit(who).get("/rights").content.decode()
        assert {id for id in store.world.REQUESTS if f"/rights/one/{id}" in html} == may
    assert "Grace" not in visit("g-vic").get("/rights").content.decode()


def test_somebody_who_declares_a_person_no_longer_sees_her_request(store: Any, visit: Visit) -> None:
    from ginnel.store.models import User as Account

    Account.objects.filter(username="g-iona").update(declared=["tom"])
    assert visit("g-iona").get("/rights/one/r-tom-homes").status_code == 404


def test_a_planted_rule_that_forgets_the_body_is_seen(store: Any, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from ginnel.app.services.rights import who
    from ginnel.store.models import RightsRequest

    monkeypatch.setattr(who, "request_for_body", lambda user, id: RightsRequest.objects.filter(id=id).first())
    with pytest.raises(AssertionError):
        test_nobody_but_the_person_whoever_asked_for_her_and_the_bodys_own_staff_sees_a_request(store, user)


def test_one_form_asks_every_body_that_knows_of_her_and_each_has_its_own_day(store: Any, visit: Visit) -> None:
    """The boxes of the bodies that hold something, were told something or run the pages are ticked; none is left out."""
    from ginnel.store.models import RightsRequest

    client = visit("c-tom")
    html = client.get("/me/rights/ask/0?kind=access").content.decode()
    known = ["northshire-partnership", "northshire-icb", "northshire-council"]
    for body in ("northshire-police", "northshire-water", *known):
        box = html.split(f'value="{body}"')[1].split(">")[0]
        assert ("checked" in box) == (body in known), body
    client.post("/me/rights/ask/0", {"kind": "access", "bodies": [*known, "northshire-police"]})
    rows = RightsRequest.objects.filter(person="tom", kind="access", received_at__gt=store.now)
    assert {r.controller for r in rows} == {*known, "northshire-police"}
    assert len({r.ask for r in rows}) == 1
    shown = client.get("/me/rights").content.decode()
    assert shown.count("The answer is due by") == 4 + 1, "and the one from before"


def test_what_she_may_expect_is_said_for_each_body(visit: Visit) -> None:
    """The landlord relies on a duty and on interests; the charity on her yes; the police on another law."""
    html = visit("c-amina").get("/me/rights/ask/0?kind=erasure").content.decode()
    landlord = html.split('value="northshire-homes"')[1].split("govuk-checkboxes__item")[0]
    council = html.split('value="northshire-council"')[1].split("govuk-checkboxes__item")[0]
    assert "for some of what they do" in landlord
    assert "We know of nothing" in council


def test_whoever_asks_for_a_child_is_not_told_which_bodies_know_the_child(store: Any, visit: Visit) -> None:
    html = visit("c-amina").get("/me/rights/ask/1?kind=access").content.decode()
    assert "Holds records" not in html
    assert "We know of nothing" not in html
    assert html.count(" checked") == 7, "every body of the region alike"


def test_asking_to_stop_blocks_at_once_and_no_answer_lifts_it(store: Any, visit: Visit, user: User) -> None:
    """Whatever the bodies answer, her no stands until she takes it back."""
    from ginnel.app.services.rights import desk
    from ginnel.store.models import ChoiceRow, OfferRow, ProposalRow, RightsRequest

    visit("c-tom").post("/me/rights/ask/0", {"kind": "objection", "bodies": ["northshire-homes"]})
    (row,) = RightsRequest.objects.filter(person="tom", kind="objection")
    assert ProposalRow.objects.get(key="key-tom").state == "stopped"
    desk.step(user("g-iona"), row.id, "refused", "we must", row.version, store.now + SOON)
    (choice,) = ChoiceRow.objects.filter(person="tom", purpose="all")
    assert (choice.status, choice.until) == ("pending", None)
    assert not OfferRow.objects.filter(asked="tom", state="open").exists()


def flows() -> tuple[set[Any], ...]:
    """Everything that lets something be used or told: choices that block, questions, tellings, cases, leave."""
    from ginnel.store.models import CaseRow, ChoiceRow, OfferRow, ProposalRow

    blocks = set(ChoiceRow.objects.filter(until=None).exclude(status="overruled").values_list("key", flat=True))
    yes = set(OfferRow.objects.filter(state="yes").values_list("id", flat=True))
    going = set(ProposalRow.objects.filter(state__in=("waiting", "released")).values_list("key", flat=True))
    return blocks, yes, going, set(CaseRow.objects.values_list("id", flat=True))


def test_no_request_pause_extension_or_exemption_opens_a_flow(store: Any, visit: Visit, user: User) -> None:
    """Every kind, every step that is possible, by everybody who may: blocks only grow, and nothing else does."""
    from ginnel.app.services.rights import clock, desk, exempt
    from ginnel.governance.rights import KINDS, moves
    from ginnel.store.models import RightsRequest
    from ginnel.vocabulary import BadInput

    before = flows()
    tried = 0
    for kind in KINDS:
        form = {"kind": kind, "about": "all of it", "worker": "somebody", "bodies": ["northshire-homes"]}
        assert visit("c-karl").post("/me/rights/ask/0", form).status_code == 302
        row = RightsRequest.objects.get(person="karl", kind=kind, about="all of it")
        for _round in range(4):
            row.refresh_from_db()
            possible = moves(kind, row.state, clock.events_of(row), doubt=True)
            for step in sorted(possible, key=lambda s: s in ("answered", "partly-answered", "refused")):
                row.refresh_from_db()
                try:
                    desk.step(
                        user("g-iona"),
                        row.id,
                        step,
                        "because",
                        row.version,
                        store.now + timedelta(days=tried + 1),
                        {"worker": "nobody"},
                    )
                except BadInput:
                    continue
                tried += 1
        if row.state not in ("answered", "partly", "refused"):
            exempt.propose(user("g-iona"), row, "crime", "r", store.now.date() + timedelta(days=9), "", store.now)
    assert tried > 15
    assert opened(before, flows()) == []


def opened(before: tuple[set[Any], ...], after: tuple[set[Any], ...]) -> list[str]:
    """What may be used or told after, and might not before."""
    found = ["a block went"] if before[0] - after[0] else []
    found += ["a yes came"] if after[1] - before[1] else []
    found += ["a telling came"] if after[2] - before[2] else []
    return found + (["a case came or went"] if before[3] ^ after[3] else [])


def test_planted_openings_are_seen_by_that_property(store: Any) -> None:
    from ginnel.store.models import ChoiceRow, OfferRow, ProposalRow

    before = flows()
    ChoiceRow.objects.filter(key="choice-tom").update(status="overruled")
    OfferRow.objects.filter(id="offer-sami").update(state="yes")
    ProposalRow.objects.create(key="new", use="x", senders=[], sender="s", recipient="r", person="p", tenure="", words={},
                               agreement="a", proposed_at=store.now)  # fmt: skip
    assert opened(before, flows()) == ["a block went", "a yes came", "a telling came"]


def answered(store: Any, user: User, id: str = "r-amina-homes", who: str = "g-iona") -> Any:
    """Look, decide and answer, as a worker does; the silo's records are put in by hand, for pages never open the lake."""
    from ginnel.app.services.rights import clock, desk, found
    from ginnel.governance.rights import Event
    from ginnel.store.models import RightsRequest

    row = RightsRequest.objects.get(id=id)
    desk.step(user(who), id, "search-asked", "", row.version, store.now)
    fields = (
        found.field("given_name", "first name", "Amina", "identifier"),
        found.field("note", "remark", "lives with Karl Brandt", "tenancy"),
    )
    row.refresh_from_db()
    found.keep(row, [found.Found("record:tenancies:O1", "record", "tenancies", fields)])
    clock.add(row, Event("found", store.now, "ginnel", data={"where": "records", "count": 1}), checked=False)
    for item in row.items.filter(decision="open"):
        desk.decide(user(who), row, item.pk, "cut", item.cut, None)
    row.refresh_from_db()
    desk.step(user(who), id, "answered", "Here is your copy.", row.version, store.now)
    row.refresh_from_db()
    return row


def test_a_copy_holds_what_is_hers_and_nothing_of_whoever_lives_with_her(store: Any, visit: Visit, user: User) -> None:
    """The remark that names Karl is cut; the home's case is hers; the answer is the same in three forms."""
    from ginnel.app.services.rights import export

    row = answered(store, user)
    client = visit("c-amina")
    package = json.loads(client.get(f"/me/rights/{row.id}/copy/json").content)
    assert package["schema"] == export.SCHEMA
    kinds = {r["kind"] for r in package["records"]}
    assert {"record", "case", "use", "look"} <= kinds
    assert "Karl" not in json.dumps(package)
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/me/rights/{row.id}/copy/csv").content))
    assert json.loads(archive.read("answer.json")) == package
    assert archive.read("tenancies.csv").decode("utf-8-sig").splitlines() == ["given_name", "Amina"]
    html = client.get(f"/me/rights/{row.id}/copy/html").content.decode()
    assert "Amina" in html
    assert "Karl" not in html


def test_what_a_child_asked_for_herself_is_hers_and_not_laid_open_for_a_parent(store: Any) -> None:
    """Nor what came from outside, who may ask for her, or what was decided; for herself each of them is found."""
    from ginnel.app.services.rights import found
    from ginnel.store.models import CaseRow, MandateRow, OverrideRow, ReceivedRow, RightsRequest, UseRow

    body, day = "northshire-partnership", store.now.date()
    CaseRow.objects.create(
        id="case-own", opening_key="open-own", opening_kind="ask", use="damp.asked", organisation=body, home="",
        person="sami", tenure="unknown", nation="England", restricted=False, opened_at=store.now, aware_at=store.now,
        version=1, sources=[], words={"asked": "please help"}, agreement="",
    )  # fmt: skip
    UseRow.objects.create(
        key="open-own", person="sami", use="damp.asked", outcome="asked", recipient=body, words=["asked"],
        first_at=store.now, last_at=store.now,
    )  # fmt: skip
    shared = {"person": "sami", "organisation": body}
    ReceivedRow.objects.create(
        key="letter", case="case-letter", sender="a school", channel="letter", received_on=day, recorded_by="w",
        recorded_at=store.now, opening={}, **shared,
    )  # fmt: skip
    OverrideRow.objects.create(
        key="ov", purpose="money-advice", recipient="northshire-money", ground="life", reasons="r", asked_by="a",
        approver="b", state="approved", asked_at=store.now, decided_at=store.now, since=day, until=day, **shared,
    )  # fmt: skip
    MandateRow.objects.create(
        key="pm", proxy="amina", person="sami", since=day, until=day, evidence="written-yes", reference="", recorded_by="w",
        recorded_at=store.now,
    )  # fmt: skip
    row = RightsRequest.objects.get(id="r-sami-icb")
    row.controller = body
    asked = {"case:case-own", "use:open-own", "received:letter", "override:ov", "scope:pm"}
    for capacity, expected in (("parent", set()), ("helper", set()), ("self", asked), ("staff", asked)):
        row.capacity = capacity
        assert {f.key for f in found.in_store(row, store.now)} & asked == expected, capacity


def test_a_copy_is_as_its_schema_says(store: Any, visit: Visit, user: User) -> None:
    """Required names are there and no other name is; the schema itself is shipped with the package."""
    from ginnel.app.services.rights import export

    package, schema = export.package(answered(store, user), "en"), export.schema()
    assert set(package) == set(schema["required"]) == set(schema["properties"])
    record = schema["properties"]["records"]["items"]
    for found in package["records"]:
        assert set(found) == set(record["required"])
        assert found["kind"] in record["properties"]["kind"]["enum"]
        for field in found["fields"]:
            assert set(field) == set(record["properties"]["fields"]["items"]["required"])


def test_nobody_else_takes_the_copy_away_not_even_who_lives_with_her(store: Any, visit: Visit, user: User) -> None:
    row = answered(store, user)
    for who in store.world.USERS:
        for shape in ("json", "csv", "html"):
            status = visit(who).get(f"/me/rights/{row.id}/copy/{shape}").status_code
            assert (status == 200) == (who == "c-amina"), (who, shape)


def test_a_parent_never_gets_a_childs_copy_here(store: Any, visit: Visit, user: User) -> None:
    """Nothing found about a child is given unless a worker decides so, the parent is checked first, and gets no download."""
    from ginnel.app.services.rights import desk
    from ginnel.store.models import RightsRequest
    from ginnel.vocabulary import BadInput

    row = RightsRequest.objects.get(id="r-sami-icb")
    desk.step(user("g-icb"), row.id, "search-asked", "", row.version, store.now)
    assert set(row.items.values_list("decision", flat=True)) <= {"open"}
    row.refresh_from_db()
    with pytest.raises(BadInput, match="check first who asks"):
        desk.step(user("g-icb"), row.id, "answered", "here", row.version, store.now)
    RightsRequest.objects.filter(id=row.id).update(state="answered")
    assert visit("c-amina").get(f"/me/rights/{row.id}/copy/json").status_code == 404


def test_a_parent_who_no_longer_decides_for_the_child_sees_nothing_of_what_she_asked(store: Any, visit: Visit) -> None:
    from ginnel.store.models import Person

    Person.objects.filter(id="sami").update(responsible="")
    assert visit("c-amina").get("/me/rights/r-sami-icb").status_code == 404


def test_a_helper_asks_what_she_was_let_ask_and_sees_it_until_it_is_ended(store: Any, visit: Visit) -> None:
    from ginnel.store.models import RightsProxy, RightsRequest

    visit("c-tom").post("/me/rights/helpers", {"helper": "c-karl", "kinds": ["access"]})
    karl = visit("c-karl")
    assert (
        karl.post("/me/rights/ask/1", {"kind": "erasure", "about": "x", "bodies": ["northshire-icb"]}).status_code
        == 422
    )
    assert karl.post("/me/rights/ask/1", {"kind": "access", "bodies": ["northshire-icb"]}).status_code == 302
    row = RightsRequest.objects.get(person="tom", asked_by="c-karl")
    assert karl.get(f"/me/rights/{row.id}").status_code == 200
    assert karl.get("/me/rights/r-tom-homes").status_code == 404, "not what Tom asked himself"
    assert visit("c-tom").get(f"/me/rights/{row.id}").status_code == 200
    visit("c-tom").post("/me/rights/helpers", {"end": str(RightsProxy.objects.get(person="tom").pk)})
    assert karl.get(f"/me/rights/{row.id}").status_code == 404
    assert karl.get("/me/rights/ask/1?kind=access").status_code == 404


def test_an_answer_waits_until_everything_found_is_decided(store: Any, user: User) -> None:
    from ginnel.app.services.rights import desk
    from ginnel.store.models import RightsRequest
    from ginnel.vocabulary import BadInput

    row = RightsRequest.objects.get(id="r-amina-homes")
    with pytest.raises(BadInput, match="search first"):
        desk.step(user("g-iona"), row.id, "answered", "here", row.version, store.now)
    desk.step(user("g-iona"), row.id, "search-asked", "", row.version, store.now)
    row.refresh_from_db()
    with pytest.raises(BadInput, match="search first"):
        desk.step(user("g-iona"), row.id, "answered", "here", row.version, store.now)


def test_what_is_left_out_needs_two_people_and_the_answer_does_not_say_that_it_was(
    store: Any, visit: Visit, user: User
) -> None:
    """The export is the same as if the thing had never been there: that it is missing can be what must not be told."""
    from ginnel.app.services.rights import desk, exempt, export
    from ginnel.store.models import RightsRequest
    from ginnel.vocabulary import BadInput

    row = RightsRequest.objects.get(id="r-amina-homes")
    desk.step(user("g-iona"), row.id, "search-asked", "", row.version, store.now)
    item = row.items.filter(source="case").get()
    reason = exempt.propose(
        user("g-iona"), row, "safeguarding", "somebody else", store.now.date() + timedelta(days=30), "", store.now
    )
    desk.decide(user("g-iona"), row, item.pk, "keep", [], reason.pk)
    with pytest.raises(BadInput, match="somebody else approved"):
        desk.ready(row)
    with pytest.raises(BadInput, match="somebody else"):
        exempt.approve(user("g-iona"), row, reason.pk, store.now)
    exempt.approve(user("g-paul"), row, reason.pk, store.now)
    done = answered(store, user) if row.state not in ("answered",) else row
    text = json.dumps(export.package(done, "en"))
    assert "safeguarding" not in text
    assert "case" not in {r["kind"] for r in json.loads(text)["records"]}
    assert "safeguarding" not in visit("c-amina").get(f"/me/rights/{row.id}").content.decode()


def test_did_this_worker_look_is_answered_for_one_worker_only(store: Any, visit: Visit, user: User) -> None:
    """Nadia looked at the home's case; so did Olga. Karl hears of Nadia alone, with time and reason, and no name."""
    from ginnel.app.services.rights import desk
    from ginnel.store.models import Look, RightsRequest

    Look.objects.create(username="o-olga", organisation="northshire-homes", home="home-amina", case="case-amina", why="case",
                        at=store.now - timedelta(days=1))  # fmt: skip
    row = RightsRequest.objects.get(id="r-karl-look")
    page = visit("g-iona").get(f"/rights/one/{row.id}").content.decode()
    assert "Nadia Hart" in page
    row.refresh_from_db()
    desk.step(
        user("g-iona"),
        row.id,
        "answered",
        "Yes, on a case of your home.",
        row.version,
        store.now,
        {"worker": "o-nadia"},
    )
    html = visit("c-karl").get(f"/me/rights/{row.id}").content.decode()
    assert "Yes, that worker looked." in html
    assert html.split("The answer</h2>")[1].split("</ul>")[0].count("<li>") == 1
    for name in ("Olga", "o-olga", "Hart"):
        assert name not in html


def test_nobody_answers_about_their_own_looks(store: Any, user: User) -> None:
    from ginnel.app.services.rights import desk
    from ginnel.store.models import Look, RightsRequest
    from ginnel.vocabulary import BadInput

    Look.objects.create(username="g-iona", organisation="northshire-homes", person="karl", why="rights", at=store.now)
    row = RightsRequest.objects.get(id="r-karl-look")
    with pytest.raises(BadInput, match="somebody else"):
        desk.step(user("g-iona"), row.id, "answered", "No.", row.version, store.now, {"worker": "g-iona"})


def test_a_deletion_names_every_store_with_its_last_day_before_it_is_done(store: Any, visit: Visit) -> None:
    """What is deleted is chosen by the worker; without a choice there is no yes."""
    from ginnel.store.models import RightsRequest

    visit("c-tom").post("/me/rights/ask/0", {"kind": "erasure", "about": "all of it", "bodies": ["northshire-homes"]})
    row = RightsRequest.objects.get(person="tom", kind="erasure", controller="northshire-homes")
    page = f"/rights/one/{row.id}"
    form = {"do": "step", "step": "answered", "reasons": "Yes.", "version": str(row.version)}
    assert visit("g-iona").post(page, form).status_code == 422
    assert visit("g-iona").post(page, {**form, "scope": "all"}).status_code == 302
    html = visit("c-tom").get(f"/me/rights/{row.id}").content.decode()
    assert html.count("at the latest") == 7
    assert "your noes" in html


def test_a_protected_persons_request_that_nobody_may_open_is_said_without_her(store: Any, user: User) -> None:
    from ginnel.app.services.rights import board, who
    from ginnel.store.models import NamedStaff, RightsRequest
    from ginnel.vocabulary import BadInput

    NamedStaff.objects.filter(username="g-paul").delete()
    lines = {line["request"]: line for line in board.due(store.now)}
    assert [id for id, line in lines.items() if line["nobody_may_open"]] == ["r-grace-homes"]
    row = RightsRequest.objects.get(id="r-grace-homes")
    for wrong in ("g-icb", "o-nadia", "nobody"):
        with pytest.raises(BadInput):
            who.name_worker(row, wrong, "test", store.now)
    who.name_worker(row, "g-iona", "test", store.now)
    assert who.request_for_body(user("g-iona"), row.id) is not None


def test_a_look_that_she_may_not_know_of_is_not_offered_for_the_answer(store: Any, visit: Visit, user: User) -> None:
    """A look at another home, at a protected person, or for another body never stands before the handler."""
    from ginnel.app.services.rights import found
    from ginnel.store.models import Look, Person

    for person, home, case in (
        ("grace", "home-grace", "case-grace"),
        ("", "home-grace", "case-grace"),
        ("tom", "", ""),
    ):
        Look.objects.create(
            username="o-nadia",
            organisation="northshire-homes",
            person=person,
            home=home,
            case=case,
            why="case",
            at=store.now,
        )
    karl = Person.objects.get(id="karl")
    assert {k.case for k in found.looks_at(karl, "northshire-homes", store.now)} == {"case-amina"}


def test_putting_right_is_told_to_whoever_was_told_the_old_fact(store: Any, visit: Visit, user: User) -> None:
    from ginnel.app.services.rights import desk
    from ginnel.store.models import ProposalRow, RightsRequest

    ProposalRow.objects.filter(key="key-tom").update(state="released", decided_at=store.now)
    visit("c-tom").post("/me/rights/ask/0", {"kind": "rectification", "about": "my name", "bodies": ["northshire-icb"]})
    row = RightsRequest.objects.get(person="tom", kind="rectification")
    desk.step(user("g-icb"), row.id, "answered", "Put right.", row.version, store.now + SOON)
    assert [n.to for n in row.notices.all()] == ["northshire-council"]
    assert "Northshire Council" in visit("c-tom").get(f"/me/rights/{row.id}").content.decode()
    assert (
        "something"
        not in visit("g-iona")
        .get("/rights")
        .content.decode()
        .split("Word from other bodies")[1]
        .split("Nothing yet")[0]
        .split("<ul")[1]
        .lower()
    )


def test_by_telephone_one_person_must_fit_whole_and_a_protected_one_looks_like_nobody(store: Any, visit: Visit) -> None:
    from ginnel.store.models import LedgerNote, RightsRequest

    tom = {
        "kind": "access",
        "given": "tom",
        "family": "REED",
        "born": "1960-03-03",
        "postcode": "ns27mb",
        "everywhere": "yes",
    }
    grace = {"kind": "access", "given": "Grace", "family": "Hollin", "born": "1985-03-03", "postcode": "NS9 9ZZ"}
    client = visit("g-iona")
    assert client.post("/rights/telephone", grace).status_code == 422
    assert client.post("/rights/telephone", {**tom, "born": "1960-03-04"}).status_code == 422
    response = client.post("/rights/telephone", tom)
    assert response.status_code == 302
    rows = RightsRequest.objects.filter(person="tom", capacity="staff")
    tries = list(LedgerNote.objects.filter(kind="rights-caller"))
    assert len(tries) == 3
    assert "Grace" not in json.dumps([n.body for n in tries])
    assert {r.controller for r in rows} == {
        "northshire-homes",
        "northshire-partnership",
        "northshire-icb",
        "northshire-council",
    }
    html = client.get("/rights").content.decode()
    assert "northshire-icb" not in html


def test_the_citizen_says_what_she_means_and_the_clock_goes_on(store: Any, visit: Visit, user: User) -> None:
    from ginnel.app.services.rights import clock, desk
    from ginnel.store.models import RightsRequest

    row = RightsRequest.objects.get(id="r-amina-homes")
    desk.step(user("g-iona"), row.id, "clarification-asked", "Which years?", row.version, store.now - timedelta(days=3))
    row.refresh_from_db()
    assert clock.due_of(row, store.now).state == "paused"
    assert visit("c-amina").post(f"/me/rights/{row.id}", {"step": "clarified", "reasons": ""}).status_code == 422
    visit("c-amina").post(f"/me/rights/{row.id}", {"step": "clarified", "reasons": "all"})
    row.refresh_from_db()
    stands = clock.due_of(row, store.now)
    assert (stands.state, stands.paused) == ("running", 4)


def test_two_workers_who_answer_at_once_do_not_overwrite_each_other(store: Any, visit: Visit) -> None:
    form = {"do": "step", "step": "acknowledged", "version": "1"}
    assert visit("g-iona").post("/rights/one/r-tom-homes", form).status_code == 302
    form = {"do": "step", "step": "refused", "reasons": "no", "version": "1"}
    assert visit("g-paul").post("/rights/one/r-tom-homes", form).status_code == 422


def test_opening_a_request_is_a_look_that_the_person_sees(visit: Visit) -> None:
    visit("g-iona").get("/rights/one/r-amina-homes")
    assert "to answer what you asked about your data" in visit("c-amina").get("/me/uses").content.decode()


def test_the_ledger_hears_of_every_step_and_of_nobody(store: Any, visit: Visit, user: User) -> None:
    from ginnel.store.models import LedgerNote

    answered(store, user)
    visit("c-amina").get("/me/rights/r-amina-homes/copy/json")
    notes = list(LedgerNote.objects.filter(kind__startswith="rights"))
    assert {n.kind for n in notes} == {"rights", "rights-copy"}
    said = json.dumps([n.body for n in notes])
    for word in ("amina", "Amina", "Okonjo", "Weir", "Karl", "c-amina", "g-iona"):
        assert word not in said


def test_in_a_live_region_a_copy_needs_a_fresh_sign_in(store: Any, visit: Visit, user: User) -> None:
    """The demonstration's accounts are invented; once the region is live an old session gives nothing away."""
    from django.test import Client, override_settings

    from ginnel.store.models import User as Account

    row = answered(store, user)
    Account.objects.filter(username="c-amina").update(demo=False)
    client = Client()
    session = client.session
    session["user"] = Account.objects.get(username="c-amina").pk
    session["since"] = (store.now - timedelta(hours=1)).isoformat()
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    with override_settings(DEMO=False):
        response = client.get(f"/me/rights/{row.id}/copy/json")
    assert response.status_code == 403
    assert b"Sign in again first" in response.content


def test_the_board_of_all_bodies_hides_small_counts(visit: Visit) -> None:
    html = visit("g-ruth").get("/rights/board").content.decode()
    cells = html.split("<tbody")[1]
    assert "hidden" in cells
    assert not any(f">{n}<" in cells for n in (1, 2, 3, 4))


def test_a_breach_closes_when_it_is_reported_and_people_at_high_risk_are_told(store: Any, visit: Visit) -> None:
    from ginnel.store.models import Breach

    client = visit("g-iona")
    page = "/breaches/breach-homes"
    assert client.post(page, {"step": "close"}).status_code == 422
    assert client.post(page, {"step": "assess", "risk": "yes"}).status_code == 302
    assert client.post(page, {"step": "report"}).status_code == 302
    assert client.post(page, {"step": "close"}).status_code == 422, "people at high risk are told first"
    assert client.post(page, {"step": "tell"}).status_code == 302
    assert client.post(page, {"step": "close"}).status_code == 302
    assert Breach.objects.get(id="breach-homes").closed_at is not None
    assert visit("g-icb").get(page).status_code == 404


def test_an_exemption_comes_back_to_be_looked_at(store: Any, visit: Visit, user: User) -> None:
    from ginnel.app.services.rights import exempt
    from ginnel.store.models import RightsRequest

    row = RightsRequest.objects.get(id="r-amina-homes")
    day = store.now.date() + timedelta(days=30)
    found = exempt.propose(user("g-iona"), row, "crime", "r", day, "", store.now)
    exempt.approve(user("g-paul"), row, found.pk, store.now)
    assert exempt.to_review(user("g-iona"), store.now) == []
    later = store.now + timedelta(days=20)
    assert [x.pk for x in exempt.to_review(user("g-iona"), later)] == [found.pk]
    assert exempt.to_review(user("g-icb"), later) == []
    assert not exempt.still_holds(user("g-icb"), found.pk, later)
    assert exempt.still_holds(user("g-paul"), found.pk, later)
    assert exempt.to_review(user("g-iona"), later) == []


def test_a_request_to_keep_unused_is_a_no_that_she_can_take_back(store: Any, visit: Visit) -> None:
    from ginnel.store.models import ChoiceRow

    client = visit("c-karl")
    client.post("/me/rights/ask/0", {"kind": "restriction", "bodies": ["northshire-homes"]})
    (choice,) = ChoiceRow.objects.filter(person="karl", kind="restriction")
    assert "Take this no back" in client.get("/me/choices").content.decode()
    client.post(f"/me/choices/{choice.key}/end", {})
    choice.refresh_from_db()
    assert choice.until is not None
