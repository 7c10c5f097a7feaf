"""The journeys' pages: the region's own cases, and drawing an intended journey with no scripts and no data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ginnel.journeys import load_journey

Visit = Callable[..., Any]
FIELDS = ("id", "title", "title_cy", "owner", "activity", "after", "within", "unit", "enhanced")


@pytest.fixture
def folder(store: Any) -> Iterator[Path]:
    """Where journeys are kept; emptied afterwards."""
    place = store.folder / "journeys"
    yield place
    for path in place.glob("*.toml") if place.exists() else ():
        path.unlink()
    from ginnel.app.services import place as served

    served.refresh()


def form(do: str, title: str, steps: list[dict[str, str]], version: str = "") -> dict[str, str]:
    sent = {"do": do, "title": title, "title_cy": "", "nation": "England", "version": version, "count": str(len(steps))}
    for n, step in enumerate(steps):
        sent |= {f"{f}-{n}": step.get(f, "") for f in FIELDS}
    return sent


STEPS = [
    {"id": "step-1", "title": "Somebody asks", "owner": "council"},
    {"id": "step-2", "title": "The landlord looks", "owner": "landlord", "after": "step-1", "within": "5",
     "unit": "working-days", "enhanced": "1"},
]  # fmt: skip


def test_a_workshop_draws_a_journey_and_it_is_a_file(visit: Visit, folder: Path) -> None:
    response = visit("g-ruth").post("/journeys/draw", form("save", "Damp, as we want it", STEPS))
    assert (response.status_code, response["Location"]) == (302, "/journeys/damp-as-we-want-it")
    kept = load_journey(folder / "damp-as-we-want-it.journey.toml")
    assert [s.owner for s in kept.steps] == ["council", "landlord"]
    assert (kept.steps[1].clocks[0].within, kept.steps[1].clocks[0].enhanced_within) == (5, 1)
    assert kept.need == ""
    assert "within 5 working days, 1 with enhanced rights" in visit("g-ruth").get(response["Location"]).content.decode()


def test_a_journey_says_which_need_it_should_meet_and_the_need_leads_to_it(visit: Visit, folder: Path) -> None:
    visit("g-ruth").post("/journeys/draw", {**form("save", "Damp, as we want it", STEPS), "need": "dry-home"})
    assert load_journey(folder / "damp-as-we-want-it.journey.toml").need == "dry-home"
    need = visit("g-ruth").get("/needs").content.decode().split('id="need-dry-home"')[1].split("</section>")[0]
    assert "/journeys/damp-as-we-want-it" in need


def test_a_need_that_nobody_stated_is_not_kept(visit: Visit, folder: Path) -> None:
    visit("g-ruth").post("/journeys/draw", {**form("save", "Damp, as we want it", STEPS), "need": "made-up"})
    assert load_journey(folder / "damp-as-we-want-it.journey.toml").need == ""


@pytest.mark.parametrize(
    ("do", "titles"),
    [
        ("add", ["Somebody asks", "The landlord looks", ""]),
        ("down-0", ["The landlord looks", "Somebody asks"]),
        ("up-1", ["The landlord looks", "Somebody asks"]),
        ("remove-0", ["The landlord looks"]),
        ("up-0", ["Somebody asks", "The landlord looks"]),
    ],
)
def test_buttons_change_the_form_and_keep_nothing(visit: Visit, folder: Path, do: str, titles: list[str]) -> None:
    page = visit("g-ruth").post("/journeys/draw", form(do, "Damp", STEPS)).content.decode()
    places = [page.split(f'name="title-{n}"')[1].split(">")[0] for n in range(len(titles))]
    assert [p.split('value="')[1].split('"')[0] if 'value="' in p else "" for p in places] == titles
    assert f'name="title-{len(titles)}"' not in page
    assert not list(folder.glob("*.toml"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"owner": ""}, "Write who must do it"),
        ({"title": ""}, "Write what happens"),
        ({"within": "soon"}, "Enter a whole number from 1 to 3650"),
        ({"within": "99999999999999999999"}, "Enter a whole number from 1 to 3650"),
        ({"after": ""}, "Choose the step from which the clock runs"),
        ({"after": "step-9"}, "Choose the step from which the clock runs"),
        ({"after": "step-2"}, "A clock cannot run from its own step"),
    ],
)
def test_a_mistake_is_told_at_its_place_and_nothing_is_kept(
    visit: Visit, folder: Path, change: dict[str, str], said: str
) -> None:
    response = visit("g-ruth").post("/journeys/draw", form("save", "Damp", [STEPS[0], {**STEPS[1], **change}]))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not list(folder.glob("*.toml"))


def test_the_map_is_seen_before_anything_is_kept(visit: Visit, folder: Path) -> None:
    page = visit("g-ruth", "cy").post("/journeys/draw", form("map", "Damp", STEPS)).content.decode()
    assert "<svg" in page
    assert "o fewn 5 diwrnod gwaith" in page
    assert not list(folder.glob("*.toml"))


def test_a_name_with_markup_is_text(visit: Visit, folder: Path) -> None:
    steps = [{**STEPS[0], "title": "<script>alert(1)</script>", "owner": '"><b>x'}, STEPS[1]]
    page = visit("g-ruth").post("/journeys/draw", form("map", "Damp", steps)).content.decode()
    assert "<script>alert" not in page
    assert '"><b>x' not in page


def test_whoever_was_slower_is_told_and_overwrites_nothing(visit: Visit, folder: Path) -> None:
    """Two open the same journey; the second to save started from a text that is there no more."""
    visit("g-ruth").post("/journeys/draw", form("save", "Ours", STEPS))
    version = visit("g-ruth").get("/journeys/ours/edit").content.decode().split('name="version" value="')[1][:16]
    first = form("save", "Ours, better", STEPS, version)
    assert visit("g-ruth").post("/journeys/ours/edit", first).status_code == 302
    second = visit("g-ruth").post("/journeys/ours/edit", form("save", "Ours, worse", STEPS, version))
    assert second.status_code == 422
    assert load_journey(folder / "ours.journey.toml").title.en == "Ours, better"
    assert visit("g-ruth").post("/journeys/draw", form("save", "Ours", STEPS)).status_code == 422


def test_changing_a_shipped_journey_keeps_what_the_form_does_not_show(visit: Visit, folder: Path) -> None:
    """The damp journey's stops, sources and first days stay; the region has a copy of its own."""
    from ginnel.app.services import drafts, journeys

    kept = journeys.journey("damp")
    assert kept is not None
    steps = [{f: getattr(s, f) for f in FIELDS} for s in drafts.of_journey(kept[0], "").steps]
    steps[1]["within"] = "7"
    assert visit("g-ruth").post("/journeys/damp/edit", form("save", "Damp, sooner", steps)).status_code == 302
    new = load_journey(folder / "damp.journey.toml")
    assert new.steps[1].clocks[0].within == 7
    assert new.steps[1].clocks[0].stops == kept[0].steps[1].clocks[0].stops
    assert new.steps[2:] == kept[0].steps[2:]


def test_few_cases_are_not_shown(visit: Visit) -> None:
    assert "too few cases to show" in visit("g-ruth").get("/journeys").content.decode()


def fill(now: Any, count: int = 12) -> None:
    """Cases of one body, each looked into 3 to 14 days after it began."""
    from ginnel.store.models import CaseEventRow, CaseRow

    for n in range(count):
        began = now - timedelta(days=60 - n)
        CaseRow.objects.create(
            id=f"j-{n}", opening_key=f"j-{n}", opening_kind="own-case", use="damp.damp_home", organisation="northshire-homes",
            home=f"j-home-{n}", tenure="social", nation="England", opened_at=began, aware_at=began, version=1, words={},
        )  # fmt: skip
        for number, (kind, days) in enumerate((("acknowledged", 1), ("investigated", 3 + n))):
            data = {"found": "significant"} if kind == "investigated" else {}
            CaseEventRow.objects.create(
                case_id=f"j-{n}", number=number, kind=kind, at=began + timedelta(days=days), by="o-nadia", data=data
            )


def test_the_regions_cases_are_a_map_and_tables_and_name_nobody(visit: Visit, store: Any) -> None:
    fill(store.now)
    page = visit("g-ruth").get("/journeys").content.decode()
    assert "<svg" in page
    assert "Moves from step to step" in page
    assert "Looked into" in page
    assert "j-home-" not in page
    assert "o-nadia" not in page


def test_protected_people_are_left_out_of_the_log_and_a_protection_that_comes_later_counts(store: Any) -> None:
    from ginnel.app.services.journeys import own_log
    from ginnel.store.models import CaseRow, Home, Person

    fill(store.now)
    before = own_log(store.now)
    Home.objects.create(id="j-home-3", address="x")
    Person.objects.create(id="j-person", home_id="j-home-3", protected=True)
    CaseRow.objects.filter(id="j-5").update(restricted=True)
    after = own_log(store.now)
    assert before is not None
    assert after is not None
    assert before.cases - after.cases == 2
