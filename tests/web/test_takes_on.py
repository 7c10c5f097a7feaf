"""What a body takes on: from the region's files, each line of it, and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Visit = Callable[..., Any]


def test_the_landlords_page_names_its_duties_agreements_and_offices(visit: Visit) -> None:
    html = visit("g-icb").get("/governance/bodies/northshire-homes").content.decode()
    takes, does_not = html.split("What it does not take on")
    for said in (
        "tenancies",
        "damp-tell-vulnerable",
        "Damp in a home of the landlord",
        "Data Protection Officer",
        "10A",
    ):
        assert said in takes, said
    assert "no other body" in does_not
    assert "as its processor" in takes or "joint controller" in takes


def test_it_says_what_follows_from_the_files_for_every_body(store: Any) -> None:
    from ginnel.app.services import place
    from ginnel.app.services.agreeing import takes_on

    for body in takes_on.bodies():
        found = takes_on.of(body.id, store.now)
        assert found is not None
        assert all(body.id in a.sources for a in found.gives)
        assert all(body.id in a.recipients for a in found.told)
        assert {a.id for a in found.told} & set(found.apart) == set()
        heard = {c for a in found.told for c in a.categories}
        assert heard & set(found.not_told) == set()
    assert takes_on.of("nobody", store.now) is None
    assert {a.id for a in place.region().agreements} >= {a.id for a in found.gives}


def test_no_page_of_a_body_names_a_person(visit: Visit, store: Any) -> None:
    for id in ("northshire-homes", "northshire-icb", "northshire-partnership"):
        html = visit("g-ruth").get(f"/governance/bodies/{id}").content.decode()
        assert not [p["family_name"] for p in store.world.PEOPLE.values() if p["family_name"] in html]
