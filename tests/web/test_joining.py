"""A body joins an agreement by pages alone: who may, what it sees, who signs, and what is told once it has joined.

The charity Northshire Money Advice joins an agreement about Pension Credit that lets charities in.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Visit = Callable[..., Any]
COUNCIL, MONEY, AGREED = "northshire-council", "northshire-money", "pension-tell"
FLOW, USE = f"tell:pension_credit.perhaps_missing:{MONEY}", "pension_credit.perhaps_missing"
PAGE, FILE = f"/governance/join/{AGREED}/to", f"{MONEY}-to-{AGREED}"
CHIEF = "Chief Executive"
PEOPLE = {
    "p-money": (MONEY, "governance", "Tess Wood"), "p-chief": (MONEY, "governance", "Ola Grant"),
    "p-dpo": (MONEY, "governance", "Nell Hay"), "p-mair": (COUNCIL, "governance", "Mair Bowen"),
    "s-cerys": (COUNCIL, "sender", "Cerys Pugh"),
}  # fmt: skip


@pytest.fixture
def people(store: Any, tmp_path: Path) -> Iterator[Any]:
    """A copy of the region in which nobody outside the operator is told of Pension Credit, but charities may join."""
    from django.test import override_settings

    from ginnel.app.services import place
    from ginnel.store.models import Office, User

    folder = tmp_path / "region"
    shutil.copytree(store.folder, folder)
    path = folder / "agreements" / f"{AGREED}.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace(f'to = ["{MONEY}"]', 'to = ["northshire-partnership"]\nopen_to = ["charity"]')
    text = text.replace(f'[[signatory]]\norganisation = "{MONEY}"\nrole = "{CHIEF}"\n', "")
    path.write_text(
        f'{text}\n[[signatory]]\norganisation = "northshire-partnership"\nrole = "Senior Information Risk Owner"\n',
        encoding="utf-8",
    )
    approve_all(folder, store)
    for name, (body, role, called) in PEOPLE.items():
        User.objects.create(username=name, display_name=called, role=role, organisation=body, demo=True, password="!")
    for name, role in {"p-chief": CHIEF, "p-dpo": "Data Protection Officer"}.items():
        Office.objects.create(username=name, organisation=MONEY, role=role, given_by="p-money", given_at=store.now)
    with override_settings(REGION=folder):
        place.refresh()
        yield store
    place.refresh()


def approve_all(folder: Path, store: Any) -> None:
    """Demonstration approvals for every agreement as it stands, beside those of forms."""
    from ginnel.region import load_region
    from ginnel.region.new import demo_approvals

    path = folder / "agreements" / "approvals.toml"
    path.write_text(path.read_text() + demo_approvals(load_region(folder).agreements, store.now.date()))


def refused(now: Any) -> set[str]:
    from ginnel.app.services import place

    place.refresh()
    return {r.flow for r in place.plan(now).refusals}


def row() -> Any:
    from ginnel.store.models import DraftRow

    return DraftRow.objects.get(joins=AGREED)


def save(visit: Visit, who: str = "p-money", **changes: Any) -> Any:
    from ginnel.store.models import DraftRow

    found = DraftRow.objects.filter(joins=AGREED).first()
    said = {"plain": "We help with claims.", "starts": "2026-01-01", f"sign-{MONEY}": [CHIEF], **changes}
    return visit(who).post(PAGE, {"do": "save", "edition": found.edition if found else 0, **said})


def do(visit: Visit, who: str, what: str, **more: str) -> Any:
    return visit(who).post(PAGE, {"do": what, **more})


def kept(visit: Visit) -> Any:
    assert save(visit).status_code == 302
    assert do(visit, "p-money", "keep").status_code == 302
    return row()


def sign(visit: Visit, who: str = "p-chief", role: str = CHIEF, hash: str = "") -> Any:
    return do(visit, who, "approve", role=role, hash=hash or row().versions.order_by("-number")[0].hash)


def joined(visit: Visit) -> Any:
    """Northshire Money Advice has joined by pages alone."""
    kept(visit)
    assert sign(visit).status_code == 302
    assert do(visit, "p-money", "publish").status_code == 302
    return row()


def test_from_the_agreements_page_to_a_flow_that_is_permitted(people: Any, visit: Visit) -> None:
    from ginnel.app.services import place

    assert FLOW in refused(people.now)
    assert PAGE in visit("p-money").get(f"/governance/agreements/{AGREED}").content.decode()
    page = visit("p-money").get(PAGE).content.decode()
    for said in ("Once the person has said yes: her name and address.", "Northshire Council", "in full", "Chief Executive",
                 "benefits"):  # fmt: skip
        assert said in page, said
    kept(visit)
    assert FLOW in visit("p-money").get(PAGE).content.decode()
    assert "permitted" in visit("p-money").get(PAGE).content.decode()
    assert do(visit, "p-money", "publish").status_code == 302
    assert FLOW in refused(people.now), "the form counts only when the last of them has signed"
    assert sign(visit).status_code == 302
    assert FLOW not in refused(people.now)
    assert "has joined" in visit("p-money").get(PAGE).content.decode()
    path = place.folder() / "agreements" / "accessions" / f"{FILE}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("We help", "We  help"), encoding="utf-8")
    assert FLOW in refused(people.now), "one letter more is another text"


def test_everybody_sees_who_joined_and_only_her_body_sees_a_form_before_that(people: Any, visit: Visit) -> None:
    kept(visit)
    at = (f"/governance/agreements/{AGREED}", f"/register/{AGREED}")
    for who, shown in (("p-money", True), ("p-mair", False), ("g-ruth", False)):
        assert (PAGE in visit(who).get(at[0]).content.decode()) == shown, who
        assert visit(who).get(PAGE).status_code == (200 if shown else 404), who
        for page in at:
            assert "is told, since" not in visit(who).get(page).content.decode()
    assert "is told, since" not in visit().get(at[1]).content.decode()
    joined_now = (do(visit, "p-money", "publish"), sign(visit))
    assert [r.status_code for r in joined_now] == [302, 302]
    for who in ("p-mair", "g-ruth", "p-money"):
        html = " ".join(visit(who).get(at[0]).content.decode().split())
        assert "Northshire Money Advice: is told, since" in html, who
    public = visit().get(at[1]).content.decode()
    assert "Northshire Money Advice: is told, since" in " ".join(public.split())
    assert "Ola Grant" not in public


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("p-mair", PAGE),
        ("g-iona", PAGE),
        ("g-ruth", PAGE),
        ("p-money", f"/governance/join/{AGREED}/from"),
        ("p-money", f"/governance/join/{AGREED}/other"),
        ("p-money", "/governance/join/damp-tell-vulnerable/to"),
        ("s-cerys", PAGE),
        ("c-tom", PAGE),
    ],
)
def test_a_body_of_a_kind_that_nobody_let_in_finds_no_door(people: Any, visit: Visit, who: str, path: str) -> None:
    assert visit(who).get(path).status_code == 404
    assert visit(who).post(path, {"do": "save", "edition": "0"}).status_code == 404


def test_an_agreement_that_is_not_in_force_has_no_door(people: Any, visit: Visit) -> None:
    from ginnel.app.services import place

    assert visit("p-money").get(PAGE).status_code == 200
    path = place.folder() / "agreements" / f"{AGREED}.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert visit("p-money").get(PAGE).status_code == 200, "an empty line is no other text"
    path.write_text(path.read_text(encoding="utf-8").replace("retention_days = 400", "retention_days = 401"))
    assert visit("p-money").get(PAGE).status_code == 404, "nobody has approved this text"


def test_a_form_is_whole_before_it_is_kept_and_names_whoever_must_sign(people: Any, visit: Visit) -> None:
    assert save(visit, plain="", starts="soon").status_code == 422
    assert do(visit, "p-money", "keep").status_code == 422
    assert save(visit, **{f"sign-{MONEY}": ["Caldicott Guardian"]}).status_code == 302
    assert "Has to sign and is not named:" in visit("p-money").get(PAGE).content.decode()
    assert do(visit, "p-money", "keep").status_code == 422
    assert not row().versions.exists()


def test_two_who_write_at_once_do_not_overwrite_each_other(people: Any, visit: Visit) -> None:
    save(visit)
    late = {"do": "save", "edition": "0", "plain": "lost", "starts": "2026-01-01"}
    assert visit("p-chief").post(PAGE, late).status_code == 422
    assert row().answers["plain"] == "We help with claims."


# --- Signing, by the rules of agreements


def test_whoever_kept_the_form_does_not_sign_it(people: Any, visit: Visit) -> None:
    save(visit, "p-chief")
    assert do(visit, "p-chief", "keep").status_code == 302
    assert sign(visit, "p-chief").status_code == 422


def test_nobody_signs_a_form_in_an_office_that_is_not_hers(people: Any, visit: Visit) -> None:
    kept(visit)
    assert sign(visit, "p-dpo").status_code == 422
    assert sign(visit, "p-money").status_code == 422
    assert sign(visit, "p-mair").status_code == 404
    assert sign(visit, hash="0" * 64).status_code == 422


def test_nobody_signs_a_form_twice(people: Any, visit: Visit) -> None:
    from ginnel.store.models import Office

    Office.objects.create(
        username="p-chief", organisation=MONEY, role="Data Protection Officer", given_by="p-money", given_at=people.now
    )
    save(visit, **{f"sign-{MONEY}": [CHIEF, "Data Protection Officer"]})
    do(visit, "p-money", "keep")
    assert sign(visit).status_code == 302
    assert sign(visit, role="Data Protection Officer").status_code == 422
    assert sign(visit, "p-dpo", "Data Protection Officer").status_code == 302


def test_another_form_waits_while_the_signed_one_counts(people: Any, visit: Visit) -> None:
    joined(visit)
    save(visit, plain="We help with claims and debts.")
    do(visit, "p-money", "keep")
    assert do(visit, "p-money", "publish").status_code == 422
    assert "To be signed" in visit("p-money").get(PAGE).content.decode()
    assert FLOW not in refused(people.now)
    sign(visit)
    assert do(visit, "p-money", "publish").status_code == 302
    assert FLOW not in refused(people.now)


# --- Another text of the agreement closes every form


def another_text(people: Any) -> None:
    """The agreement's parties agree to keep for a year less, and sign that."""
    from ginnel.app.services import place

    path = place.folder() / "agreements" / f"{AGREED}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("retention_days = 400", "retention_days = 35"))
    approve_all(place.folder(), people)


def test_another_text_of_the_agreement_closes_the_form_and_offers_to_sign_again(people: Any, visit: Visit) -> None:
    joined(visit)
    another_text(people)
    assert FLOW in refused(people.now)
    page = visit("p-money").get(PAGE).content.decode()
    assert "The agreement has another text now." in page
    assert "the form joins another text of the agreement" in page
    assert sign(visit).status_code == 422
    assert "since" not in visit().get(f"/register/{AGREED}").content.decode().split("<main")[1]
    assert do(visit, "p-money", "keep").status_code == 302
    assert "The agreement has another text now." not in visit("p-money").get(PAGE).content.decode()
    assert do(visit, "p-money", "publish").status_code == 302
    assert sign(visit).status_code == 302
    assert FLOW not in refused(people.now)


def test_a_form_kept_for_an_earlier_text_is_neither_signed_nor_published(people: Any, visit: Visit) -> None:
    kept(visit)
    another_text(people)
    assert sign(visit).status_code == 422
    assert do(visit, "p-money", "publish").status_code == 422


# --- What is told


def proposal(people: Any) -> str:
    """Karl has said yes; what the council knows waits for its worker."""
    from ginnel.store.models import OfferRow, ProposalRow, UseRow

    words = {"given_name": "Karl", "family_name": "Brandt", "home": "home-amina"}
    OfferRow.objects.create(
        id="offer-claim", key="key-claim", use=USE, asked="karl", about="karl", home="home-amina", tenure="social",
        recipient=MONEY, state="yes", answer="yes", words=words, agreement=AGREED, sender=COUNCIL, sources=[COUNCIL],
        asked_at=people.now, answer_by=people.now, answered_at=people.now,
    )  # fmt: skip
    ProposalRow.objects.create(
        key="key-claim", use=USE, senders=[COUNCIL], sender=COUNCIL, recipient=MONEY, person="karl", home="home-amina",
        tenure="social", words=words, agreement=AGREED, proposed_at=people.now,
    )  # fmt: skip
    UseRow.objects.create(
        key="key-claim", person="karl", use=USE, outcome="to-release", recipient=MONEY, agreement=AGREED,
        words=list(words), first_at=people.now, last_at=people.now,
    )  # fmt: skip
    return "key-claim"


def test_a_body_that_joined_is_told_and_the_person_sees_which(people: Any, visit: Visit, user: Any) -> None:
    from ginnel.app.services import release

    joined(visit)
    answer = release.release(proposal(people), user("s-cerys"), "he asked for it", people.now)
    assert answer.told
    page = visit("c-karl").get("/me/uses").content.decode()
    card = next(c for c in page.split('class="ginnel-card') if "Passing an older household" in c)
    assert "Northshire Money Advice" in card
    assert "Localism Act 2011" in card


@pytest.mark.parametrize("why", ["not signed", "another text", "taken away"])
def test_a_body_whose_form_does_not_count_is_told_nothing(people: Any, visit: Visit, user: Any, why: str) -> None:
    from ginnel.app.services import place, release
    from ginnel.store.models import CaseRow, ProposalRow

    if why == "not signed":
        kept(visit)
        do(visit, "p-money", "publish")
    else:
        joined(visit)
    if why == "another text":
        another_text(people)
    if why == "taken away":
        (place.folder() / "agreements" / "accessions" / f"{FILE}.toml").unlink()
    cases = CaseRow.objects.count()
    answer = release.release(proposal(people), user("s-cerys"), "he asked for it", people.now)
    assert not answer.told
    assert {r.code for r in answer.reasons} & {"not-party", "no-agreement"}
    assert ProposalRow.objects.get(key="key-claim").state == "waiting"
    assert CaseRow.objects.count() == cases


def test_every_reader_of_agreements_sees_who_joined(people: Any, visit: Visit) -> None:
    from ginnel.app.services import evidence, overrides, place
    from ginnel.app.services.agreeing import takes_on

    pair = ("benefit-take-up", MONEY)
    assert pair not in overrides.tellings(people.now)
    joined(visit)
    found = place.agreement(AGREED, people.now)
    assert found is not None
    assert MONEY in found.recipients
    text = place.agreement_text(AGREED)
    assert text is not None
    assert MONEY not in text.recipients, "what people signed is what they signed"
    assert pair in overrides.tellings(people.now)
    assert next(f for f in evidence.flows(people.now) if f.agreement.id == AGREED).agreement == found
    mine = takes_on.of(MONEY, people.now)
    assert mine is not None
    assert AGREED in {a.id for a in mine.told}
    assert (AGREED, CHIEF) in {(a.id, role) for a, role in mine.signs}


def test_a_reader_of_the_bare_files_is_seen(
    people: Any, visit: Visit, user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests above fail where pages or the plan read the files without those who joined."""
    from ginnel.app.services import place
    from ginnel.region import load

    def never(register: Any, _forms: Any) -> Any:
        return register

    monkeypatch.setattr(load, "acceded", never)
    for cached in (place._region, place._register, place._plan):
        cached.cache_clear()
    with pytest.raises(AssertionError):
        test_a_body_that_joined_is_told_and_the_person_sees_which(people, visit, user)
    for cached in (place._region, place._register, place._plan):
        cached.cache_clear()


# --- Giving data


def test_a_body_that_gives_data_names_its_law_and_only_what_fits_is_offered(people: Any, visit: Visit) -> None:
    """The council joins the landlord's agreement with the money advisers."""
    from ginnel.store.models import DraftVersion

    at = "/governance/join/money-tell/from"
    client = visit("p-mair")
    page = client.get(at).content.decode()
    assert 'value="la2011-s1"' in page
    assert 'value="nhsa2006-s2-2"' not in page
    said = {"plain": "Our tenants too.", "starts": "2026-01-01",
            f"sign-{COUNCIL}": ["Data Protection Officer", "Senior Information Risk Owner"]}  # fmt: skip
    law = {
        f"power-{COUNCIL}": "la2011-s1",
        f"art6-{COUNCIL}": "gdpr-6-1-e",
        f"confidentiality-{COUNCIL}": "clc-consent",
    }
    assert client.post(at, {"do": "save", "edition": "0", **said}).status_code == 422
    assert client.post(at, {"do": "save", "edition": "1", **said, **law, f"power-{COUNCIL}": ""}).status_code == 302
    assert "a public authority does nothing without a power" in client.get(at).content.decode()
    assert client.post(at, {"do": "save", "edition": "2", **said, **law}).status_code == 302
    page = client.get(at).content.decode()
    assert "permitted" in page
    assert "a public authority does nothing without a power" not in page
    assert client.post(at, {"do": "keep"}).status_code == 302
    text = DraftVersion.objects.get(draft__joins="money-tell").text
    assert 'power = "la2011-s1"' in text
    assert 'side = "from"' in text


def test_the_page_is_in_welsh(people: Any, visit: Visit) -> None:
    page = visit("p-money", "cy").get(PAGE).content.decode()
    assert "Beth fyddai eich corff yn ymgymryd ag ef" in page
    assert "yn cael gwybod" in page
