"""What only a browser can tell: faults that axe finds, pages cut off, focus, the keyboard, life without scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., Any]
PAGES: dict[str | None, tuple[str, ...]] = sys.modules["ginnel_tests_web_harness"].PAGES
WHO = list(PAGES)
SHOTS = Path(__file__).parents[1] / "screenshots"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page: Any) -> list[str]:
    """What axe finds at WCAG 2.2 A and AA, as rule and place."""
    api = pytest.importorskip("axe_playwright_python.sync_playwright")
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found = json.loads(json.dumps(api.Axe().run(page, options=options).response))
    return [f"{v['id']}: {n['html'][:160]}" for v in found["violations"] for n in v["nodes"]]


def seen(page: Any, path: str, who: str | None, width: int) -> None:
    """The page is opened, is no wider than the screen, and leaves a picture in tests/web/screenshots for people."""
    page.goto(page.base + path)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
    SHOTS.mkdir(exist_ok=True)
    name = path.strip("/").replace("/", "_") or "start"
    page.screenshot(path=str(SHOTS / f"{name}-{who or 'anybody'}-{width}.png"), full_page=True)


def focus_reaches(page: Any, name: str) -> None:
    """Wait until what has the focus has this class. Asked again and again from outside: the pages' own policy forbids
    the browser to evaluate text inside them, which is what `wait_for_function` does on its second try."""
    page.wait_for_load_state()
    for _ in range(100):
        if page.evaluate("document.activeElement.className") == name:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the focus did not reach {name}")


@pytest.mark.parametrize("who", WHO)
def test_axe_finds_nothing_and_no_page_is_cut_off(open_as: Open, who: str | None) -> None:
    """Every page at 1280 pixels; nothing found is no proof that nothing is wrong."""
    page = open_as(who)
    for path in PAGES[who]:
        seen(page, path, who, 1280)
        assert faults(page) == [], path


@pytest.mark.parametrize("who", WHO)
def test_axe_finds_nothing_on_a_telephone_in_welsh(open_as: Open, who: str | None) -> None:
    """Every page is no wider than 360 pixels; the first page of each role is given to axe."""
    page = open_as(who, width=360, language="cy")
    for path in PAGES[who]:
        seen(page, path, who, 360)
        if path == PAGES[who][0]:
            assert faults(page) == [], path


@pytest.mark.parametrize("width", [360, 1280])
def test_a_form_with_a_mistake_leads_to_it(open_as: Open, width: int) -> None:
    """Focus goes to the summary; its link goes to the first radio; axe finds nothing on such a page either."""
    page = open_as("c-amina", width=width)
    page.goto(f"{page.base}/me/offers/offer-sami")
    page.get_by_role("button", name="Save my answer").click()
    focus_reaches(page, "govuk-error-summary")
    assert page.title().startswith("Error:")
    assert faults(page) == []
    page.get_by_role("link", name="Choose yes or no").click()
    assert page.evaluate("document.activeElement.id") == "id_answer"


def test_the_tab_key_reaches_everything_in_order(open_as: Open) -> None:
    """First the skip link, then the header, the menu, the language; what has the focus can be seen; no trap."""
    page = open_as("c-amina")
    page.goto(f"{page.base}/me/offers/offer-sami")
    walk = []
    for _ in range(40):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            return [e.tagName + ':' + (e.innerText || e.value || '').trim(),
                    s.outlineStyle !== 'none' || s.boxShadow !== 'none' ||
                    getComputedStyle(e.nextElementSibling || e, '::before').boxShadow !== 'none'] }"""
        )
        if here[0].startswith("BODY"):
            break
        walk.append(here)
    names = [name for name, _ in walk]
    assert names[:9] == [
        "A:Skip to main content",
        "A:Exit this page",
        "A:Ginnel",
        "A:Overview",
        "A:What was used",
        "A:Your choices",
        "A:Ask for help",
        "A:Your rights",
        "A:Cymraeg",
    ]
    assert any("Exit this page" in n for n in names)
    assert "INPUT:yes" in names
    assert names.index("INPUT:yes") < names.index("BUTTON:Save my answer")
    assert [name for name, visible in walk if not visible] == []


def test_the_skip_link_goes_to_the_content(open_as: Open) -> None:
    page = open_as("o-nadia")
    page.goto(f"{page.base}/cases")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


@pytest.mark.parametrize("who", [w for w in WHO if w is not None])
def test_every_page_works_without_scripts(open_as: Open, who: str) -> None:
    """Signing in and each page; the menu stands open and nothing waits for a script."""
    page = open_as(who, width=360, scripts=False)
    for path in PAGES[who]:
        assert page.goto(page.base + path).status == 200
        for link in page.locator(".govuk-service-navigation__link").all():
            assert link.is_visible()


def test_a_choice_is_made_and_taken_back_without_scripts(open_as: Open) -> None:
    page = open_as("c-karl", width=360, scripts=False)
    page.goto(f"{page.base}/me/choices")
    page.get_by_label("Offering free money advice").check()
    page.get_by_role("button", name="Say no").click()
    page.get_by_text("Your no is saved. It counts from now.").wait_for()
    page.get_by_role("button", name="Take this no back").click()
    page.get_by_text("You have not said no to anything.").wait_for()


def test_large_text_cuts_nothing_off(open_as: Open) -> None:
    """Text at twice its size on a screen of 640 pixels, which is 320 at normal size (WCAG 1.4.4 and 1.4.10)."""
    page = open_as("c-amina", width=320)
    for path in PAGES["c-amina"]:
        page.goto(page.base + path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
