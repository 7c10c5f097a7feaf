"""Buying together on pages: three ways side by side, fair shares, and the form in which a buyer says what she wants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Visit = Callable[..., Any]
FULL = {
    "damp-sensors:quantity": "150", "damp-sensors:needed_by": "31/03/2027", "damp-sensors:must_have": "yes",
    "damp-sensors:who_decides": "Head of housing", "damp-sensors:local_price": "95.50", "damp-sensors:exit_cost": "0",
}  # fmt: skip


def test_the_page_shows_three_ways_and_who_would_leave(visit: Visit) -> None:
    html = visit("g-ruth").get("/pool").content.decode()
    for expected in (
        "Each council alone, as today",
        "Everything together",
        "would gain most by leaving",
        "On data we made",
    ):
        assert expected in html, expected


def test_no_supplier_is_named_beside_a_lot_before_bids(visit: Visit) -> None:
    html = visit("g-ruth").get("/pool").content.decode()
    assert "indicative offer" in html
    assert not any(name in html for name in ("Aeris", "Moorland Devices", "Northlight"))


def test_what_a_buyer_says_is_kept_and_what_she_leaves_open_is_asked(visit: Visit, site: Any) -> None:
    path = "/pool/demand/birkdale"
    assert visit("g-ruth").post(path, FULL)["Location"] == path
    kept = (Path(site.folder) / "pool" / "demand" / "birkdale.toml").read_text(encoding="utf-8")
    assert "quantity = 150" in kept
    assert 'lot = "hubs"' not in kept
    html = visit("g-ruth").get(path).content.decode()
    assert html.count("Nobody has said yet.") >= 2  # the hubs' quantity, and the open choice


def test_a_bad_cell_is_told_at_its_place_and_nothing_is_kept(visit: Visit, site: Any) -> None:
    file = Path(site.folder) / "pool" / "demand" / "calder.toml"
    before = file.read_text(encoding="utf-8")
    bad = {**FULL, "damp-sensors:quantity": "-3", "damp-sensors:needed_by": "31/02/2027"}
    response = visit("g-ruth").post("/pool/demand/calder", bad)
    html = response.content.decode()
    assert response.status_code == 422
    for id in ("id_damp-sensors:quantity", "id_damp-sensors:needed_by"):
        assert f'href="#{id}"' in html
        assert f'id="{id}"' in html
    assert file.read_text(encoding="utf-8") == before


def test_a_form_writes_what_it_means_however_odd_the_words(visit: Visit, site: Any) -> None:
    """Quotes, line ends and brackets in "who decides" cannot make another line of the file."""
    odd = {**FULL, "damp-sensors:who_decides": 'x"\n[[want]]\nlot = "hubs"'}
    assert visit("g-ruth").post("/pool/demand/denholme", odd).status_code == 302
    assert visit("g-ruth").get("/pool/demand/denholme").status_code == 200
    assert (Path(site.folder) / "pool" / "demand" / "denholme.toml").read_text(encoding="utf-8").count(
        "\n[[want]]"
    ) == 1
