"""Papers that people sign: from nothing to a permitted flow by pages alone, and what must not be possible."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

Visit = Callable[..., Any]
PAPERS = sys.modules["ginnel_tests_web_harness"].load("papers")
people, refused, walked, do, sign, signed = (
    PAPERS.people, PAPERS.refused, PAPERS.walked, PAPERS.do, PAPERS.sign, PAPERS.signed,
)  # fmt: skip
FLOW, COUNCIL, PEOPLE, ANSWERS, SIGNERS = PAPERS.FLOW, PAPERS.COUNCIL, PAPERS.PEOPLE, PAPERS.ANSWERS, PAPERS.SIGNERS


def test_from_nothing_to_a_permitted_flow_and_one_letter_undoes_it(people: Any, visit: Visit) -> None:
    from ginnel.app.services import place

    assert FLOW in refused(people.now)
    row = walked(visit)
    shown = visit("p-mair").get(f"/governance/papers/{row.key}").content.decode()
    assert FLOW in shown
    assert "permitted" in shown
    do(visit, "p-mair", row, "keep")
    do(visit, "p-mair", row, "publish")
    for who in SIGNERS:
        assert FLOW in refused(people.now), "it counts only when the last of them has signed"
        assert sign(visit, who, row).status_code == 302
    assert FLOW not in refused(people.now)
    path = place.folder() / "agreements" / "help-with-a-claim.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Once the person", "Once the Person"), encoding="utf-8")
    assert FLOW in refused(people.now)


def test_a_new_version_needs_every_signature_again_and_shows_what_changed(people: Any, visit: Visit) -> None:
    row = signed(visit)
    client = visit("p-mair")
    client.post(
        f"/governance/papers/{row.key}/ask/need", {**ANSWERS["need"], "less": "No age either.", "edition": row.edition}
    )
    do(visit, "p-mair", row, "keep")
    assert FLOW not in refused(people.now), "what was signed counts until another text is published"
    page = client.get(f"/governance/papers/{row.key}").content.decode()
    assert page.count("approved an earlier text only") == 3
    changes = client.get(f"/governance/papers/{row.key}/compare?from=1&to=2").content.decode()
    assert "No age either." in changes
    assert "No income and no amount." in changes
    assert do(visit, "p-mair", row, "publish").status_code == 422
    assert FLOW not in refused(people.now), "nobody stops a flow by publishing a text that is not signed"
    for who in SIGNERS:
        assert "Publish version 2" not in client.get(f"/governance/papers/{row.key}").content.decode()
        sign(visit, who, row)
        assert FLOW not in refused(people.now)
    assert do(visit, "p-mair", row, "publish").status_code == 302
    assert FLOW not in refused(people.now)
    row.refresh_from_db()
    assert row.published_hash == row.versions.get(number=2).hash


def test_an_approval_is_for_the_text_that_was_read(people: Any, visit: Visit) -> None:
    from ginnel.store.models import PaperApproval

    row = walked(visit)
    do(visit, "p-mair", row, "keep")
    assert do(visit, "p-dai", row, "approve", role="Data Protection Officer", hash="0" * 64).status_code == 422
    assert not PaperApproval.objects.exists()


def test_nobody_signs_for_an_office_or_a_body_that_is_not_hers(people: Any, visit: Visit) -> None:
    row = walked(visit)
    do(visit, "p-mair", row, "keep")
    hash = row.versions.get().hash
    for who, role in (("p-mair", "Data Protection Officer"), ("p-chief", "Data Protection Officer"),
                      ("p-dai", "Senior Information Risk Owner"), ("p-money", "Chief Executive")):  # fmt: skip
        assert do(visit, who, row, "approve", role=role, hash=hash).status_code == 422, who


def test_whoever_wrote_a_version_does_not_sign_it(people: Any, visit: Visit) -> None:
    row = walked(visit, "p-dai")
    do(visit, "p-dai", row, "keep")
    assert sign(visit, "p-dai", row).status_code == 422


def test_one_person_does_not_sign_twice_for_one_body(people: Any, visit: Visit) -> None:
    from ginnel.store.models import Office

    Office.objects.create(
        username="p-dai",
        organisation=COUNCIL,
        role="Senior Information Risk Owner",
        given_by="p-mair",
        given_at=people.now,
    )
    row = walked(visit)
    do(visit, "p-mair", row, "keep")
    hash = row.versions.get().hash
    assert sign(visit, "p-dai", row).status_code == 302
    assert do(visit, "p-dai", row, "approve", role="Senior Information Risk Owner", hash=hash).status_code == 422


def test_nobody_gives_herself_an_office(people: Any, visit: Visit) -> None:
    from ginnel.store.models import Office

    give = {"do": "office", "role": "Caldicott Guardian"}
    for stranger in ("p-mair", "p-chief", "o-ben", ""):
        assert visit("p-mair").post("/governance/papers", {**give, "username": stranger}).status_code == 422
    assert visit("p-mair").post("/governance/papers", {**give, "username": "p-dai"}).status_code == 302
    assert Office.objects.filter(username="p-dai", role="Caldicott Guardian").exists()


def test_a_body_sees_only_drafts_in_which_it_takes_part(people: Any, visit: Visit) -> None:
    row = walked(visit)
    for who, status in {"p-dai": 200, "p-money": 200, "p-icb": 404, "g-ruth": 404, "o-ben": 404, "c-tom": 404}.items():
        for more in ("", "/ask/who", "/print/dpia/html"):
            wanted = 404 if more.startswith("/print") else status  # no version is kept yet
            assert visit(who).get(f"/governance/papers/{row.key}{more}").status_code == wanted, (who, more)
    assert "Help with a claim" not in visit("p-icb").get("/governance/papers").content.decode()


def test_a_draft_without_a_needed_signatory_is_not_kept(people: Any, visit: Visit) -> None:
    row = walked(visit, sign={f"sign-{COUNCIL}": ["Data Protection Officer"]})
    page = visit("p-mair").get(f"/governance/papers/{row.key}").content.decode()
    assert "Has to sign and is not named:" in page
    assert do(visit, "p-mair", row, "keep").status_code == 422


def test_what_the_check_refuses_is_said_with_its_mend(people: Any, visit: Visit) -> None:
    row = walked(visit, law={f"confidentiality-{COUNCIL}": ""}, what={"categories": ["identifier", "address"]})
    page = visit("p-mair").get(f"/governance/papers/{row.key}").content.decode()
    assert "refused" in page
    assert "does not cover" in page


def test_only_law_that_fits_is_offered_and_only_that_is_taken(people: Any, visit: Visit) -> None:
    row = walked(visit)
    page = visit("p-mair").get(f"/governance/papers/{row.key}/ask/law").content.decode()
    assert 'value="la2011-s1"' in page
    for other in ("nhsa2006-s2-2", "lgea2021w-s24", "dea2017-s48", "gdpr-6-1-f", "own-rules"):
        assert f'value="{other}"' not in page, other
    posted = {**ANSWERS["law"], f"power-{COUNCIL}": "nhsa2006-s2-2", "edition": row.edition}
    visit("p-mair").post(f"/governance/papers/{row.key}/ask/law", posted)
    row.refresh_from_db()
    assert row.answers[f"power-{COUNCIL}"] == ""


def test_a_draft_says_which_kinds_of_body_may_join_later(people: Any, visit: Visit) -> None:
    row = walked(visit, who={"open_to": ["charity", "made-up"]})
    do(visit, "p-mair", row, "keep")
    assert 'open_to = ["charity"]' in row.versions.get().text
    assert "open_from" not in row.versions.get().text
    page = visit("p-mair").get(f"/governance/papers/{row.key}/print/agreement/html").content.decode()
    assert "may join by a form that only it signs, and be told: charity." in page


def test_two_who_write_at_once_do_not_overwrite_each_other(people: Any, visit: Visit) -> None:
    row = walked(visit)
    old = {**ANSWERS["need"], "less": "lost", "edition": row.edition - 1}
    assert visit("p-dai").post(f"/governance/papers/{row.key}/ask/need", old).status_code == 422
    row.refresh_from_db()
    assert row.answers["less"] == "No income and no amount."


def test_comments_stand_under_a_name(people: Any, visit: Visit) -> None:
    row = walked(visit)
    do(visit, "p-money", row, "comment", words="Who calls first?")
    page = visit("p-mair").get(f"/governance/papers/{row.key}").content.decode()
    assert "Who calls first?" in page
    assert "Tess Wood" in page


def words(text: str) -> str:
    """Without any space: lines are broken where the page ends."""
    return re.sub(r"\s+", "", text)


def body_of(kind: str, row: Any, now: Any) -> list[str]:
    """Every sentence and every cell of a paper, from the agreement and not from the print."""
    from ginnel.app.services.agreeing import drafts
    from ginnel.governance.papers import paper_of

    paper = paper_of(kind, drafts.register(now), drafts.parsed(row.versions.get()), "demonstration")
    cells = [cell for s in paper.sections for line in s.rows for cell in line]
    said = [*(s.heading for s in paper.sections), *(t for s in paper.sections for t in s.sentences), *cells]
    return [paper.title, paper.state, *said]


@pytest.mark.parametrize("kind", ["agreement", "dpia", "notice", "record"])
def test_papers_open_in_word_and_as_pdf_with_their_hash_and_state(people: Any, visit: Visit, kind: str) -> None:
    docx = pytest.importorskip("docx")
    row = walked(visit)
    do(visit, "p-mair", row, "keep")
    hash = row.versions.get().hash
    at = f"/governance/papers/{row.key}/print/{kind}"
    html = visit("p-mair").get(f"{at}/html").content.decode()
    document = docx.Document(io.BytesIO(visit("p-mair").get(f"{at}/docx").content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    text = "\n".join([*(p.text for p in document.paragraphs), *cells])
    for found in (html, text):
        assert hash in found
        assert "Demonstration. Nobody real has approved this text." in found
        assert "Help with a claim" in found
        assert "compliant" not in found.lower()
    pdf = visit("p-mair").get(f"{at}/pdf").content
    assert pdf.startswith(b"%PDF-")
    read = words(sys.modules["ginnel_tests_web_harness"].load("pdf").text_of(pdf))
    assert "\ufffd" not in read
    expected = body_of(kind, row, people.now)
    assert len(expected) > 20
    assert [said for said in (*expected, hash) if words(said) not in read] == []


def test_a_print_that_leaves_out_its_last_section_is_seen(
    people: Any, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ginnel.app.services.agreeing import prints

    whole = prints.as_html
    monkeypatch.setattr(prints, "as_html", lambda paper: whole(replace(paper, sections=paper.sections[:-1])))
    with pytest.raises(AssertionError):
        test_papers_open_in_word_and_as_pdf_with_their_hash_and_state(people, visit, "agreement")


def test_the_register_is_for_anybody_and_names_nobody(people: Any, visit: Visit) -> None:
    signed(visit)
    assert "Help with a claim" in visit().get("/register").content.decode()
    page = visit().get("/register/help-with-a-claim").content.decode()
    assert "Localism Act 2011" in page
    assert not [name for _, name in PEOPLE.values() if name in page]
    assert visit().get("/register/nothing").status_code == 404


def test_the_ledger_keeps_which_text_and_not_who(people: Any, visit: Visit) -> None:
    from ginnel.store.models import LedgerNote

    signed(visit)
    bodies = [str(n.body) for n in LedgerNote.objects.filter(kind__in=("approval", "publication"))]
    assert len(bodies) == 4
    assert not [name for _, name in PEOPLE.values() if name in str(bodies)]


def test_the_walk_is_in_welsh(people: Any, visit: Visit) -> None:
    row = walked(visit)
    client = visit("p-mair", "cy")
    assert (
        "Pwy allai peidio â rhannu ei niweidio" in client.get(f"/governance/papers/{row.key}/ask/need").content.decode()
    )
    assert "Llofnodion" not in client.get(f"/governance/papers/{row.key}").content.decode()
    do(visit, "p-mair", row, "keep")
    assert "Llofnodion" in client.get(f"/governance/papers/{row.key}").content.decode()
