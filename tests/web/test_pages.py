"""Every page, for whoever may read it, in both languages: it renders, holds its promises, and speaks plainly."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

PAGES: dict[str | None, tuple[str, ...]] = sys.modules["ginnel_tests_web_harness"].PAGES
EACH = [(who, path, language) for who, paths in PAGES.items() for path in paths for language in ("en", "cy")]
CITIZEN = [(who, path, language) for who, path, language in EACH if who is None or who.startswith("c-")]
NOT_FOR_CITIZENS = (
    "permit", "disclosure", "disclose", "receipt", "signal", "uprn", "dual", "f_rsi", "laeq", "lifestyle", "vulnerable",
    "lung", "asthma", "copd",
    # the same in Welsh
    "trwydded", "datgeliad", "derbynneb", "agored i niwed", "bregus",
)  # fmt: skip
"""Words that never stand on a citizen's page. Illnesses are here too: nobody should read one over her shoulder."""


class Read(HTMLParser):
    """What a test needs of a page: ids, scripts, links, the text that people see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._quiet = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        self._quiet += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.text.append(data)

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attrs for name, attrs in self.tags if name == tag)


@pytest.mark.parametrize(("who", "path", "language"), EACH)
def test_every_page_renders_and_keeps_its_promises(
    visit: Callable[..., Any], who: str | None, path: str, language: str
) -> None:
    """Language, one heading, no cache, no other origin, no script or style that the policy would refuse."""
    response = visit(who, language).get(path)
    html = response.content.decode()
    page = Read(html)

    assert response.status_code == 200
    assert next(page.all("html"))["lang"] == language
    assert [t for t, _ in page.tags].count("h1") == 1
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    assert response["Cache-Control"] == "no-store, private"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert not [a for _, a in page.tags if "style" in a or any(k.startswith("on") for k in a)]
    assert all(a.get("nonce") for a in page.all("script"))
    linked = [str(a.get(k)) for _, a in page.tags for k in ("src", "href", "action") if a.get(k)]
    assert not [link for link in linked if re.match(r"(https?:)?//", link)]
    assert html.count("csrfmiddlewaretoken") == sum(a.get("method") == "post" for a in page.all("form"))
    assert not re.search(r"\bNone\b(?! of)", " ".join(page.text)), "a value was missing"


@pytest.mark.parametrize(("who", "path", "language"), EACH)
def test_welsh_that_nobody_checked_says_so(
    visit: Callable[..., Any], who: str | None, path: str, language: str
) -> None:
    """On every Welsh page and on no English one."""
    html = visit(who, language).get(path).content.decode()
    assert ("ginnel-unreviewed" in html) == (language == "cy")


@pytest.mark.parametrize(("who", "path", "language"), CITIZEN)
def test_a_citizen_reads_plain_words(visit: Callable[..., Any], who: str | None, path: str, language: str) -> None:
    """No word of the trade, and no illness."""
    text = " ".join(Read(visit(who, language).get(path).content.decode()).text).lower()
    if path == "/me/uses":  # her own page, hers alone, says why in full
        text = text.replace("somebody with a lung condition lives in a damp home", "")
    assert [w for w in NOT_FOR_CITIZENS if re.search(rf"\b{re.escape(w)}", text)] == []


@pytest.mark.parametrize(("who", "path", "language"), CITIZEN)
def test_a_citizen_can_leave_at_once(visit: Callable[..., Any], who: str | None, path: str, language: str) -> None:
    """A button and a link that the Tab key reaches second, on every page; they end the session, clear what was kept, and open the weather."""
    client = visit(who, language)
    ways_out = [a for a in Read(client.get(path).content.decode()).all("a") if a.get("href") == "/leave"]
    assert [a["rel"] for a in ways_out] == ["nofollow noreferrer"] * 2
    response = client.get("/leave")
    assert response["Location"] == "https://www.metoffice.gov.uk/"
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/me")["Location"] == "/sign-in"


def test_the_language_goes_back_to_our_own_pages_only(visit: Callable[..., Any]) -> None:
    for back, to in (("/me", "/me"), ("https://evil.example/", "/"), ("//evil.example/", "/"), ("", "/")):
        response = visit().get("/language/cy", {"back": back})
        assert response["Location"] == to
    assert visit().get("/language/xx").status_code == 404


def test_health_says_nothing_but_ok(visit: Callable[..., Any]) -> None:
    assert visit().get("/health").content == b"ok\n"


def test_errors_hold_no_data(visit: Callable[..., Any]) -> None:
    """Not even the path that was asked for."""
    response = visit("c-amina").get("/me/cases/case-grace-secret")
    assert response.status_code == 404
    assert "case-grace-secret" not in response.content.decode().replace(
        "/language/cy?back=/me/cases/case-grace-secret", ""
    )


def test_a_form_from_elsewhere_is_refused_in_words(store: Any) -> None:
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "o-nadia"})
    assert response.status_code == 403
    assert "This form is too old to be sent" in response.content.decode()


def test_a_live_region_has_no_buttons_to_sign_in(visit: Callable[..., Any], settings_live: None) -> None:
    """The demonstration's sign-in answers 404, whether it is read or sent."""
    client = visit()
    for response in (client.get("/sign-in"), client.post("/sign-in", {"username": "o-nadia"})):
        assert response.status_code == 404
        assert "connects its own sign-in" in response.content.decode()


@pytest.fixture
def settings_live(store: Any) -> Iterator[None]:
    from django.test import override_settings

    with override_settings(DEMO=False):
        yield


def test_signing_in_changes_the_session_and_signing_out_ends_it(visit: Callable[..., Any]) -> None:
    client = visit()
    client.get("/")
    response = client.post("/sign-in", {"username": "c-amina"})
    assert response["Location"] == "/me"
    assert client.get("/me").status_code == 200
    client.get("/sign-out")
    assert client.get("/me").status_code == 200, "only a button signs out, not a link"
    client.post("/sign-out")
    assert client.get("/me")["Location"] == "/sign-in"
