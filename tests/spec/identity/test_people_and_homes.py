"""Linked records become people with homes; somebody who fled is never led back to by an old address."""

from __future__ import annotations

from datetime import date

import pytest

from ginnel.identity import home_of_uprn
from ginnel.vocabulary import NotAllowed

SECRET = b"a secret of the test"
OLD = {"address": "12 High Street", "postcode": "NS1 2AB"}
NEW = {"address": "Flat 3, 40 Bank Row", "postcode": "NS4 1XY"}
SARAH = {"given_name": "Sarah", "family_name": "O'Neill", "born": date(1984, 3, 9)}


def by_record(identity):
    return {r["record"]: r for r in identity.links.to_pylist()}


def person_of(identity, record):
    wanted = by_record(identity)[record]["person"]
    return next(p for p in identity.people.to_pylist() if p["person"] == wanted)


def test_a_home_is_known_by_its_uprn_also_from_an_address_without_one(silos, crowd) -> None:
    identity = silos.resolve(
        crowd(
            gp=[{"key": "g1", **SARAH, **OLD}],
            homes=[{"key": "h1", **SARAH, **OLD, "address": "12 High St, Northshire", "uprn": "0100"}],
        )
    )
    assert by_record(identity)["g1"]["home"] == by_record(identity)["h1"]["home"] == home_of_uprn(SECRET, "100")
    home = next(h for h in identity.homes.to_pylist() if h["home"] == home_of_uprn(SECRET, "100"))
    assert home["uprn"] == "100"


def test_a_person_has_the_values_of_most_records_and_the_latest_home(silos, crowd) -> None:
    identity = silos.resolve(
        crowd(
            gp=[{"key": "g1", **SARAH, **OLD, "language": "cy"}],
            homes=[{"key": "h1", **SARAH, **OLD, "since": date(2010, 1, 1), "until": date(2020, 1, 1)}],
            care=[
                {
                    "key": "c1",
                    **SARAH,
                    **NEW,
                    "given_name": "Sara",
                    "since": date(2020, 1, 1),
                    "protected": False,
                }
            ],
        )
    )
    person = person_of(identity, "c1")
    assert (person["given_name"], person["language"], person["sources"]) == ("Sarah", "cy", 3)
    assert person["home"] == by_record(identity)["c1"]["home"]
    assert not person["protected"]


def test_her_old_addresses_do_not_lead_to_a_person_whose_address_is_secret(silos, crowd) -> None:
    identity = silos.resolve(
        crowd(
            gp=[{"key": "g1", **SARAH, **OLD}],
            homes=[{"key": "h1", **SARAH, **OLD, "uprn": "100"}],
            care=[{"key": "c1", **SARAH, **NEW, "protected": True}],
        )
    )
    links = by_record(identity)
    assert links["g1"]["person"] == links["h1"]["person"] == links["c1"]["person"]
    assert links["g1"]["home"] is None
    assert links["h1"]["home"] is None
    assert links["c1"]["home"] is not None
    person = person_of(identity, "c1")
    assert person["protected"]
    assert person["home"] == links["c1"]["home"]


def test_a_record_that_may_be_hers_is_hidden_too(silos, crowd) -> None:
    mine = SARAH | {"given_name": "Sarah Jane"}
    identity = silos.resolve(
        crowd(
            gp=[{"key": "g1", **SARAH, **OLD, "born": date(1962, 11, 30)}],
            care=[{"key": "c1", **mine, **OLD, "protected": True}],
        )
    )
    links = by_record(identity)
    assert links["g1"]["person"] != links["c1"]["person"], "another birthday: not surely the same"
    assert person_of(identity, "g1")["protected"]
    assert links["g1"]["home"] is None


def test_linking_refuses_to_run_without_the_column_that_marks_secret_addresses(silos, crowd) -> None:
    with pytest.raises(NotAllowed, match=r"care\.protected"):
        silos.resolve(crowd(), without="care.protected")


def test_a_child_has_the_adult_who_is_recorded_as_responsible(silos, crowd) -> None:
    child = {
        "given_name": "Tomos",
        "family_name": "O'Neill",
        "born": date(2019, 6, 1),
        **OLD,
        "responsible_adult": "g1",
    }
    identity = silos.resolve(crowd(gp=[{"key": "g1", **SARAH, **OLD}, {"key": "g2", **child}]))
    assert person_of(identity, "g2")["responsible_person"] == by_record(identity)["g1"]["person"]
    assert person_of(identity, "g1")["responsible_person"] is None


def test_ids_stay_when_records_come_and_go(silos, crowd, tmp_path) -> None:
    first = silos.resolve(crowd(gp=[{"key": "g1", **SARAH, **OLD}]))
    first.write(tmp_path / "run1")
    second = silos.resolve(
        crowd(gp=[{"key": "g1", **SARAH, **OLD}], care=[{"key": "c1", **SARAH, **OLD}]),
        previous=tmp_path / "run1",
    )
    assert by_record(second)["c1"]["person"] == by_record(first)["g1"]["person"]
    second.write(tmp_path / "run2")
    third = silos.resolve(crowd(care=[{"key": "c1", **SARAH, **OLD}]), previous=tmp_path / "run2")
    assert by_record(third)["c1"]["person"] == by_record(first)["g1"]["person"]
    assert {r["person"] for r in third.links.to_pylist() if r["record"].startswith("x")} <= {
        r["person"] for r in first.links.to_pylist()
    }


def test_the_same_run_again_makes_the_same_tables(silos, crowd) -> None:
    rows = crowd(gp=[{"key": "g1", **SARAH, **OLD}], care=[{"key": "c1", **SARAH, **NEW, "protected": True}])
    one, two = silos.resolve(rows), silos.resolve(rows)
    for name in ("links", "pairs", "people", "homes"):
        assert getattr(one, name).equals(getattr(two, name)), name


def test_the_tables_are_as_the_catalogue_describes_them(silos, crowd) -> None:
    from ginnel.identity import derived

    identity = silos.resolve(crowd())
    for dataset in derived(silos.catalogue()):
        described = list(dataset.column_names)
        assert getattr(identity, dataset.name).column_names == described
        assert all("linkage" in c.categories for c in dataset.columns)
        assert dataset.controllers == {"org-gp", "org-homes", "org-tax", "org-care"}
