"""Ids, small cases by hand."""

from __future__ import annotations

import pytest

from ginnel.identity import stable_ids
from ginnel.identity.evaluate import b_cubed, cluster_pairs, exact_entities, pairwise
from ginnel.identity.model import Measured, adjusted, compared
from ginnel.vocabulary import BadInput

A, B, C, D = (("gp", x) for x in "abcd")


def test_an_old_id_goes_to_the_fragment_with_most_records() -> None:
    ids = stable_ids([[A], [B, C]], {A: "p-1", B: "p-1", C: "p-1"}, b"k")
    assert ids.person[B] == ids.person[C] == "p-1"
    assert ids.person[A] not in ("p-1",)


def test_a_tie_goes_to_the_smallest_record() -> None:
    assert stable_ids([[B], [A]], {A: "p-1", B: "p-1"}, b"k").person[A] == "p-1"


def test_merged_ids_are_superseded_and_resolve() -> None:
    ids = stable_ids([[A, B, C]], {A: "p-1", B: "p-2", C: "p-2"}, b"k", {"p-0": "p-1"})
    assert set(ids.person.values()) == {"p-2"}
    assert ids.current("p-0") == ids.current("p-1") == "p-2"


def test_an_id_without_records_ends() -> None:
    ids = stable_ids([[B]], {A: "p-1"}, b"k")
    assert ids.current("p-1") is None


def test_a_split_off_record_never_gets_the_id_that_it_gave_its_group() -> None:
    first = stable_ids([[A, B, C]], {}, b"k").person
    second = stable_ids([[A], [B, C]], first, b"k").person
    assert second[B] == first[B]
    assert second[A] != first[A]


def test_new_ids_depend_on_the_secret_and_show_no_key() -> None:
    one, two = stable_ids([[A]], {}, b"k").person[A], stable_ids([[A]], {}, b"other").person[A]
    assert one != two
    assert len(one) == 18


def test_scores_by_hand() -> None:
    truth = {"a": 1, "b": 1, "c": 2, "d": 2}
    found = {"a": 1, "b": 1, "c": 1, "d": 2}
    assert (cluster_pairs(found, truth).precision, cluster_pairs(found, truth).recall) == (1 / 3, 1 / 2)
    assert b_cubed(found, truth).precision == pytest.approx((4 / 3 + 1 / 3 + 1) / 4)
    assert b_cubed(found, truth).recall == pytest.approx((2 + 0.5 + 0.5) / 4)
    assert exact_entities(found, truth) == 0
    assert exact_entities({"a": 1, "b": 1, "c": 3, "d": 4}, truth) == 0.5
    assert pairwise([("b", "a"), ("a", "c")], truth).f1 == 0.5


def test_a_model_file_with_unknown_words_is_refused(tmp_path) -> None:
    model = compared(Measured(1000, 1e-3, 1e-3, 1e-3))
    path = tmp_path / "model.json"
    path.write_text('{"borne": {}, "phone": {"sme": {"m": 0.5}, "same": {"m": 2}}}')
    with pytest.raises(BadInput) as error:
        adjusted(model, path)
    assert len(error.value.problems) == 3
    path.write_text('{"phone": {"same": {"m": 0.9}}}')
    assert next(v.m for c in adjusted(model, path) for v in c.levels if c.name == "phone" and v.id == "same") == 0.9


def test_every_level_of_the_model_has_its_own_figures_and_a_reason() -> None:
    for part in compared(Measured(1000, 1e-3, 1e-3, 1e-3)):
        assert part.levels[-1].sql == "ELSE"
        assert all(0 < v.m <= 1 and 0 < v.u <= 1 and v.reason for v in part.levels)
