"""Publishing: nobody stops a flow in force by it, and a file and its row say the same, whatever was cut short."""

from __future__ import annotations

import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

Visit = Callable[..., Any]
PAPERS = sys.modules["ginnel_tests_web_harness"].load("papers")
people, refused, walked, do, sign, signed = (
    PAPERS.people, PAPERS.refused, PAPERS.walked, PAPERS.do, PAPERS.sign, PAPERS.signed,
)  # fmt: skip
FLOW, COUNCIL, MONEY, ANSWERS, SIGNERS = PAPERS.FLOW, PAPERS.COUNCIL, PAPERS.MONEY, PAPERS.ANSWERS, PAPERS.SIGNERS
ID = "help-with-a-claim"


class Killed(BaseException):
    """The process dies here: nothing after this line runs."""


def path() -> Path:
    from ginnel.app.services import place

    return place.folder() / "agreements" / f"{ID}.toml"


def change(visit: Visit, row: Any, step: str, who: str = "p-mair", **answers: Any) -> None:
    """A new version that differs in one answer."""
    row.refresh_from_db()
    said = {**ANSWERS[step], **answers, "edition": row.edition}
    assert visit(who).post(f"/governance/papers/{row.key}/ask/{step}", said).status_code == 302
    assert do(visit, who, row, "keep").status_code == 302


def test_any_party_tries_and_no_flow_stops(people: Any, visit: Visit) -> None:
    row = signed(visit)
    change(visit, row, "need", less="No age.")
    for who in ("p-mair", "p-money", "p-chief"):
        assert do(visit, who, row, "publish").status_code == 422
        page = visit(who).get(f"/governance/papers/{row.key}").content.decode()
        assert "A signed text is in force and stays in force." in page
        assert page.count("has not signed") == 3
    assert FLOW not in refused(people.now)
    assert "No age." not in path().read_text(encoding="utf-8")


def test_publishing_without_signatures_over_a_signed_text_is_seen(
    people: Any, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ginnel.app.services.agreeing import publish

    monkeypatch.setattr(publish, "waits", lambda *_: publish.Waits())
    with pytest.raises(AssertionError):
        test_any_party_tries_and_no_flow_stops(people, visit)


def test_the_reason_names_whose_signatures_are_missing(people: Any, visit: Visit) -> None:
    row = signed(visit)
    change(visit, row, "need", less="No age.")
    sign(visit, "p-dai", row)
    html = do(visit, "p-mair", row, "publish").content.decode()
    said = unescape(html.split('id="id_do"')[0])
    assert "Northshire Council's Senior Information Risk Owner has not signed" in said
    assert "Northshire Money Advice's Chief Executive has not signed" in said
    assert "Data Protection Officer" not in said


def test_nobody_leaves_out_a_body_that_signed(people: Any, visit: Visit) -> None:
    """Taking a body out of the text would end what it agreed to without it: it still sees the draft, and it waits."""
    row = signed(visit)
    change(visit, row, "who", recipients=["northshire-partnership"])
    assert visit("p-money").get(f"/governance/papers/{row.key}").status_code == 200
    assert do(visit, "p-mair", row, "publish").status_code == 422
    assert "and is not named to sign this one" in visit("p-mair").get(f"/governance/papers/{row.key}").content.decode()
    assert FLOW not in refused(people.now)


def test_a_text_that_starts_later_does_not_take_the_place_of_one_in_force(people: Any, visit: Visit) -> None:
    row = signed(visit)
    change(visit, row, "keep", starts="2090-01-01")
    for who in SIGNERS:
        assert sign(visit, who, row).status_code == 302
    assert do(visit, "p-mair", row, "publish").status_code == 422
    assert "It counts only from 1 January 2090" in visit("p-mair").get(f"/governance/papers/{row.key}").content.decode()
    assert FLOW not in refused(people.now)


def test_a_text_that_nobody_may_rest_on_is_replaced_freely(people: Any, visit: Visit) -> None:
    row = walked(visit)
    do(visit, "p-mair", row, "keep")
    assert do(visit, "p-mair", row, "publish").status_code == 302
    change(visit, row, "need", less="No age.")
    assert do(visit, "p-mair", row, "publish").status_code == 302
    assert "No age." in path().read_text(encoding="utf-8")


@pytest.mark.parametrize("what", ["changed", "taken away"])
def test_what_somebody_did_to_the_file_by_hand_is_not_undone(people: Any, visit: Visit, what: str) -> None:
    row = signed(visit)
    change(visit, row, "need", less="No age.")
    for who in SIGNERS:
        sign(visit, who, row)
    if what == "changed":
        path().write_text(path().read_text(encoding="utf-8").replace("= 400", "= 399"), encoding="utf-8")
    else:
        path().unlink()
    assert do(visit, "p-mair", row, "publish").status_code == 422
    assert FLOW in refused(people.now)


def test_an_approval_taken_out_of_the_file_by_hand_stays_out(people: Any, visit: Visit) -> None:
    from ginnel.app.services import place

    row = signed(visit)
    approvals = place.folder() / "agreements" / "approvals.toml"
    parts = approvals.read_text(encoding="utf-8").split("\n[[approval]]\n")
    approvals.write_text(
        "\n[[approval]]\n".join(p for p in parts if ID not in p or "Dai Rees" not in p), encoding="utf-8"
    )
    assert FLOW in refused(people.now)
    visit("p-mair").get(f"/governance/papers/{row.key}")
    visit("p-mair").get("/governance/papers")
    assert FLOW in refused(people.now)


# --- Cut short


def cut(monkeypatch: pytest.MonkeyPatch, at: str, *, after: bool) -> None:
    """The process dies at `publish.<at>`, before it does anything or right after."""
    from ginnel.app.services.agreeing import publish

    real = getattr(publish, at)

    def dies(*args: Any, **more: Any) -> None:
        if after:
            real(*args, **more)
        raise Killed

    monkeypatch.setattr(publish, at, dies)


def published(row: Any) -> bool:
    """Whether the row says that its latest version is published."""
    row.refresh_from_db()
    return bool(row.published_hash == row.versions.order_by("-number")[0].hash)


@pytest.mark.parametrize(
    ("at", "after", "there"),
    [
        ("complete", False, False),
        ("_append", False, False),
        ("_append", True, False),
        ("write_text", False, False),
        ("write_text", True, True),
        ("note", False, True),
        ("note", True, True),
    ],
)
def test_a_publication_cut_short_is_completed_at_the_next_look(
    people: Any, visit: Visit, monkeypatch: pytest.MonkeyPatch, at: str, after: bool, there: bool
) -> None:
    from django.test import Client

    from ginnel.app.services import place
    from ginnel.store.models import LedgerNote

    row = walked(visit)
    do(visit, "p-mair", row, "keep")
    client: Client = visit("p-mair")
    with monkeypatch.context() as patch:
        if at == "complete":
            # The first call looks for what was cut short before; the second one writes.
            from ginnel.app.services.agreeing import publish

            patch.setattr(publish, "complete", _second(publish.complete))
        elif at == "write_text":
            patch.setattr(f"ginnel.app.services.agreeing.publish.{at}", _only(path(), after=after))
        else:
            cut(patch, at, after=after)
        with pytest.raises(Killed):
            client.post(f"/governance/papers/{row.key}", {"do": "publish"})
    place.refresh()
    assert path().exists() == there
    assert not published(row), "the row says published only once the file is there"
    page = client.get(f"/governance/papers/{row.key}").content.decode()
    assert "Published on" in page
    assert published(row)
    assert path().read_text(encoding="utf-8") == row.versions.get().text
    assert LedgerNote.objects.filter(kind="publication", key__contains=ID).count() == 1
    assert FLOW in refused(people.now)
    for who in SIGNERS:
        assert sign(visit, who, row).status_code == 302
    assert FLOW not in refused(people.now)


def _second(real: Callable[..., None]) -> Callable[..., None]:
    calls = []

    def once(row: Any) -> None:
        calls.append(row)
        if len(calls) > 2:
            raise Killed
        real(row)

    return once


def _only(target: Path, *, after: bool) -> Callable[..., Any]:
    """Dies at writing this one file."""
    from ginnel.engines import write_text

    def dies(path: Path, text: str) -> Any:
        if path != target:
            return write_text(path, text)
        if after:
            write_text(path, text)
        raise Killed

    return dies


@pytest.mark.parametrize("after", [False, True])
def test_an_approval_cut_short_reaches_the_file_at_the_next_look(
    people: Any, visit: Visit, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    from ginnel.app.services import place

    row = walked(visit)
    do(visit, "p-mair", row, "keep")
    do(visit, "p-mair", row, "publish")
    sign(visit, "p-dai", row)
    sign(visit, "p-siro", row)
    approvals = place.folder() / "agreements" / "approvals.toml"
    with monkeypatch.context() as patch:
        patch.setattr("ginnel.app.services.agreeing.publish.write_text", _only(approvals, after=after))
        with pytest.raises(Killed):
            sign(visit, "p-chief", row)
    assert (FLOW in refused(people.now)) == (not after)
    visit("p-mair").get("/governance/papers")
    assert FLOW not in refused(people.now)
    assert approvals.read_text(encoding="utf-8").count('name = "Ola Grant"') == 1


def test_a_row_that_says_published_too_early_is_seen(
    people: Any, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that is marked before the file is there, as it was when both were written in one transaction."""
    from django.db.models import F

    from ginnel.app.services.agreeing import publish

    real = publish.complete

    def early(row: Any) -> None:
        try:
            real(row)
        except Killed:
            type(row).objects.filter(pk=row.pk).update(published_hash=F("pending_hash"))
            raise

    monkeypatch.setattr(publish, "complete", early)
    with pytest.raises(AssertionError):
        test_a_publication_cut_short_is_completed_at_the_next_look(
            people, visit, monkeypatch, "write_text", False, False
        )
