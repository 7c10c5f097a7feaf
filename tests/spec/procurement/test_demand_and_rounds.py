"""What buyers want and what is still to be asked; ends of contracts brought together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ginnel.procurement.demand import Want, as_toml, load_demand, questions
from ginnel.procurement.registers import Contract
from ginnel.procurement.rounds import align
from ginnel.vocabulary import BadInput

FULL = Want("ashby", "sensors", 120.0, date(2027, 3, 31), True, 'Head of "housing"', 92.5, 10.0, "demand/ashby.toml")


def write(folder: Path, text: str, name: str = "ashby.toml") -> Path:
    (folder / "demand").mkdir(exist_ok=True)
    (folder / "demand" / name).write_text(text, encoding="utf-8")
    return folder / "demand"


def test_a_form_is_kept_and_read_again(tmp_path: Path) -> None:
    assert load_demand(write(tmp_path, as_toml([FULL])), ["ashby"], ["sensors"]) == (FULL,)


def test_what_is_not_said_is_asked(tmp_path: Path) -> None:
    """One line for each gap, in words, and one for a lot about which nothing was said."""
    wants = load_demand(write(tmp_path, '[[want]]\nlot = "sensors"\nquantity = 12\n'), ["ashby"], ["sensors", "hubs"])
    found = [
        q.text({"ashby": "Ashby Council"}, {"sensors": "Sensors", "hubs": "Hubs"})
        for q in questions(wants, ["ashby"], ["sensors", "hubs"])
    ]
    assert found == [
        "ask Ashby Council how many: Hubs",
        "ask Ashby Council by which day: Sensors",
        "ask Ashby Council whether it must be had, or may wait: Sensors",
        "ask Ashby Council who decides: Sensors",
        "ask Ashby Council what one costs today, alone: Sensors",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[want]]\nlot = "sensor"\n', "Did you mean 'sensors'"),
        ('[[want]]\nlot = "sensors"\nquantity = -1\n', "ashby.toml:3"),
        ('[[want]]\nlot = "sensors"\nlocal_price = -0.5\n', "number out of range"),
        ('[[want]]\nlot = "sensors"\n[[want]]\nlot = "sensors"\n', "has a line already"),
        ('[[want]]\nlot = "sensors"\nneeded_by = 2027-02-31\n', "not valid TOML"),
    ],
)
def test_bad_demand_names_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_demand(write(tmp_path, text), ["ashby"], ["sensors"])
    assert message in str(caught.value)


def test_a_file_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="'nobody' is no buyer"):
        load_demand(write(tmp_path, "", "nobody.toml"), ["ashby"], ["sensors"])


def contract(number: str, end: date | None, latest: date | None = None) -> Contract:
    return Contract("ashby", "Housing", number, "S", "", "Sensors", None, end, latest, 10.0, None, "", "a.csv", 2)


def test_ends_meet_in_few_rounds() -> None:
    """Ends in May and July, the first extendable: both are bought in the quarter from July."""
    rounds, unknown = align(
        [contract("1", date(2027, 5, 10), date(2027, 12, 1)), contract("2", date(2027, 7, 1)), contract("3", None)],
        date(2026, 11, 25),
    )
    assert [(r.start, len(r.places)) for r in rounds] == [(date(2027, 7, 1), 2)]
    assert [c.number for c in unknown] == ["3"]


def test_a_contract_that_cannot_wait_has_a_round_of_its_own() -> None:
    rounds, _ = align([contract("1", date(2027, 2, 1)), contract("2", date(2029, 2, 1))], date(2026, 11, 25))
    assert [r.start for r in rounds] == [date(2027, 1, 1), date(2029, 1, 1)]


def test_no_round_lies_in_the_past() -> None:
    rounds, _ = align([contract("1", date(2024, 2, 1))], date(2026, 11, 25))
    assert [r.start for r in rounds] == [date(2027, 1, 1)]
