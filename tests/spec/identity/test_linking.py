"""Records of several silos are linked where they are about one person, and families are not run together."""

from __future__ import annotations

import importlib
from datetime import date

import pytest

from ginnel.vocabulary import NotAllowed

NHS_A, NHS_B = "9434765919", "4010232137"
HOME = {"address": "12 High Street", "postcode": "NS1 2AB"}
SARAH = {"given_name": "Sarah", "family_name": "O'Neill", "born": date(1984, 3, 9), **HOME}


def test_a_patient_a_tenant_and_a_tax_payer_are_one_person(silos, crowd) -> None:
    rows = crowd(
        gp=[{"key": "g1", "nhs_number": NHS_A, **SARAH}],
        homes=[{"key": "h1", **SARAH, "given_name": "Sara", "address": "12, High St.", "uprn": "100"}],
        tax=[{"key": "t1", "given_name": "SARAH", "family_name": "ONeill", **HOME, "uprn": "100"}],
    )
    result = silos.link(rows)
    assert silos.groups(result) == {frozenset({"gp:g1", "homes:h1", "tax:t1"})}


def test_what_agreed_is_kept_as_evidence_and_holds_no_value(silos, crowd) -> None:
    rows = crowd(gp=[{"key": "g1", **SARAH}], homes=[{"key": "h1", **SARAH}])
    pair = next(p for p in silos.link(rows).pairs.to_pylist() if p["record_l"] == "g1")
    assert pair["evidence"] == '["given_name","family_name","born","home"]'
    assert pair["probability"] > 0.99


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"given_name": "Aisha"}, {"given_name": "Bilal"}, "twins: all but the given name"),
        ({"born": date(1960, 5, 2)}, {"born": date(1991, 8, 14)}, "mother and daughter of one name"),
        (
            {"given_name": "Tom", "born": date(2014, 1, 1)},
            {"given_name": "Ben", "born": date(2016, 7, 3)},
            "brothers",
        ),
        (
            {"given_name": "John", "born": date(1980, 1, 9)},
            {"given_name": "Mary", "born": date(1981, 4, 2)},
            "a couple",
        ),
    ],
)
def test_people_of_one_household_stay_apart(silos, crowd, one, other, why: str) -> None:
    shared = SARAH | {"phone": "07700 900123"}
    rows = crowd(
        gp=[{"key": "g1", **shared, **one}, {"key": "g2", **shared, **other}],
        homes=[{"key": "h1", **shared, **one}, {"key": "h2", **shared, **other}],
    )
    assert silos.groups(silos.link(rows)) == {
        frozenset({"gp:g1", "homes:h1"}),
        frozenset({"gp:g2", "homes:h2"}),
    }, why


def test_a_record_that_fits_father_and_son_alike_goes_to_neither_and_joins_them_not(silos, crowd) -> None:
    father, son = (
        SARAH | {"given_name": "Adam", "born": date(1958, 2, 3)},
        SARAH | {"given_name": "Adam", "born": date(1990, 9, 27)},
    )
    rows = crowd(
        gp=[{"key": "g1", **father}, {"key": "g2", **son}],
        homes=[{"key": "h1", **father}, {"key": "h2", **son}],
        tax=[{"key": "t1", "given_name": "Adam", "family_name": "O'Neill", **HOME}],
    )
    assert silos.groups(silos.link(rows)) == {
        frozenset({"gp:g1", "homes:h1"}),
        frozenset({"gp:g2", "homes:h2"}),
    }


def test_two_valid_nhs_numbers_never_end_in_one_person(silos, crowd) -> None:
    rows = crowd(
        gp=[{"key": "g1", "nhs_number": NHS_A, **SARAH}],
        care=[{"key": "c1", "nhs_number": NHS_B, **SARAH}],
        homes=[{"key": "h1", **SARAH}],
    )
    result = silos.link(rows)
    clusters = {r["record"]: r["cluster"] for r in result.clusters.to_pylist()}
    assert clusters["g1"] != clusters["c1"]


def test_a_number_that_fails_its_check_digit_says_nothing(silos, crowd) -> None:
    rows = crowd(
        gp=[{"key": "g1", "nhs_number": NHS_A, **SARAH}],
        care=[{"key": "c1", "nhs_number": NHS_A[:-1] + "8", **SARAH}],
    )
    assert silos.groups(silos.link(rows)) == {frozenset({"gp:g1", "care:c1"})}


def test_the_same_records_give_the_same_pairs_and_probabilities(silos, crowd) -> None:
    rows = crowd(gp=[{"key": "g1", **SARAH}], homes=[{"key": "h1", **SARAH}])
    first = silos.link(rows)
    again = silos.link({name: list(reversed(records)) for name, records in rows.items()})
    assert first.pairs.drop(["probability"]).equals(again.pairs.drop(["probability"]))
    assert first.pairs["probability"].to_pylist() == pytest.approx(again.pairs["probability"].to_pylist(), abs=1e-9)
    assert first.clusters.equals(again.clusters)


def test_a_single_record_is_a_person(silos) -> None:
    result = silos.link({"gp": [{"key": "g1", **SARAH}]})
    assert result.clusters.to_pylist() == [
        {"dataset": "gp", "record": "g1", "cluster": 1, "probability": 1.0, "evidence": "[]"}
    ]


def test_linking_reads_identifiers_only(silos, crowd, monkeypatch) -> None:
    module = importlib.import_module("ginnel.identity.link")
    seen: list[list[str]] = []
    make = module.make_frame

    def spy(*given: object) -> None:
        make(*given)
        seen.append([d[0] for d in silos.connection.execute(f"SELECT * FROM {module.FRAME} LIMIT 0").description])

    monkeypatch.setattr(module, "make_frame", spy)
    silos.link(crowd())
    assert "secret" not in seen[0]
    assert "protected" not in seen[0]


def test_a_column_that_the_permit_leaves_out_is_not_compared(silos, crowd) -> None:
    from ginnel.identity import link

    rows = crowd(gp=[{"key": "g1", **SARAH}], homes=[{"key": "h1", **SARAH}])
    result = link(silos.permit(without="gp.born"), silos.frames(rows), silos.catalogue(), silos.connection, low=0.01)
    pair = next(p for p in result.pairs.to_pylist() if p["record_l"] == "g1" and p["record_r"] == "h1")
    assert "born" not in pair["evidence"]


def test_only_a_link_permit_links(silos) -> None:
    from ginnel.identity import link

    with pytest.raises(NotAllowed):
        link(silos.permit(kind="need"), silos.frames({}), silos.catalogue(), silos.connection)
