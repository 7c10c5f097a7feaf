"""The questions of "May we share?" in a real browser, without scripts, on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_a_draft_is_begun_and_its_first_pages_answered_without_scripts(open_as: Callable[..., Any]) -> None:
    page = open_as("g-ruth", width=360, scripts=False)
    page.goto(f"{page.base}/governance/papers")
    page.get_by_label("What shall the new agreement be called?").fill("Keeping warm")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("What happens, in one or two plain sentences?").fill("Homes that are cold are found.")
    page.get_by_role("group", name="Whose records are used?").get_by_label("Northshire Council").check()
    page.get_by_role("group", name="Who receives or is told?").get_by_label("Northshire Partnership").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Save and go on").click()
    assert page.title().startswith("Error:")
    page.get_by_label("What is the one purpose?").select_option("fuel-poverty")
    page.get_by_role("group", name="What is done?").get_by_role("radio").first.check()
    page.get_by_label("What should be better for people afterwards?").fill("Nobody is cold.")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("heading", name="What is shared").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
