"""Contract registers: what is read, what is set aside and why, and that nothing is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ginnel.procurement.overlap import across, inside
from ginnel.procurement.registers import Mapped, Registers, load_mapping, read_registers
from ginnel.procurement.suppliers import Same, identities, key_of, proposals
from ginnel.vocabulary import BadInput

COLUMNS = {
    "number": "ref",
    "department": "team",
    "supplier": "supplier",
    "title": "what",
    "start": "from",
    "end": "to",
    "value": "£",
}
COUNCILS = {"ashby": "Ashby Council", "birk": "Birk Council"}
HEAD = "Ref,Team,Supplier,What,From,To,£"
Read = Callable[..., Registers]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(
        *lines: str, council: str = "ashby", files: dict[str, str] | None = None, name: str = "a.csv"
    ) -> Registers:
        mapped = []
        for file, text in (files or {name: "\n".join([HEAD, *lines])}).items():
            (tmp_path / file).write_text(text, encoding="utf-8")
            mapped.append(Mapped(file, council, "Corporate", COLUMNS if not file.endswith(".json") else {}))
        return read_registers(tmp_path, mapped, COUNCILS)

    return reading


GOOD = '1,Housing,Brightwell Ltd,Case system,01/04/2025,31/03/2027,"£84,000.00"'


def test_a_line_becomes_a_contract(read: Read) -> None:
    found = read(GOOD).contracts[0]
    assert (found.department, found.supplier, found.value) == ("Housing", "Brightwell Ltd", 84000.0)
    assert (found.start, found.end) == (date(2025, 4, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("line", "column", "reason", "kept"),
    [
        ("2,Housing,,Case system,,,10", "supplier", "nothing stands here", 0),
        ("2,Housing,Harrow,Advice,01/04/2027,31/03/2026,10", "to", "the contract ends before it starts", 0),
        ("2,Housing,Harrow,Advice,31/02/2026,,10", "from", "not a date such as 2027-03-31 or 31/03/2027", 1),
        ("2,Housing,Harrow,Advice,2026-01-01,2985-01-01,10", "to", "a year out of range", 1),
        ("2,Housing,Harrow,Advice,,,ten", "£", "not a number", 1),
        ("2,Housing,Harrow,Advice,,,-5", "£", "negative", 1),
        ("2,Housing,Harrow,Advice,,,1e999", "£", "not a finite number", 1),
    ],
)
def test_a_fault_names_its_place_and_what_to_do(read: Read, line: str, column: str, reason: str, kept: int) -> None:
    """The good line stays; the value itself is never repeated."""
    found = read(GOOD, line)
    fault = found.faults[0]
    assert (fault.file, fault.line, fault.column, fault.reason) == ("a.csv", 3, column, reason)
    assert fault.mend
    assert len(found.contracts) == 1 + kept
    assert found.adds_up


def test_an_end_that_nobody_wrote_is_asked_for(read: Read) -> None:
    assert read("1,Housing,Harrow,Advice,2026-01-01,,10").contracts[0].notes == ("end unknown: ask the owner",)


def test_reading_twice_counts_once(read: Read) -> None:
    """The same register under two names: every line is a contract or a duplicate, and the money adds up."""
    text = "\n".join([HEAD, GOOD])
    found = read(files={"a.csv": text, "b.csv": text})
    assert (len(found.contracts), len(found.duplicates), found.lines) == (1, 1, 2)
    assert found.adds_up


@pytest.mark.parametrize("payee", ["Mr A. N. Other", "Ms B Person", "REDACTED PERSONAL DATA", "Dr. C Someone"])
def test_a_person_is_in_totals_and_never_named(read: Read, payee: str) -> None:
    found = read(GOOD, f"2,Care,{payee},Direct payment,,,100")
    assert [c.supplier for c in found.named] == ["Brightwell Ltd"]
    assert found.money == 84100.0
    assert payee not in str(identities(found.named, ()))


def test_councils_that_pay_each_other_are_no_overlap(read: Read) -> None:
    assert read("1,Housing,Birk Council,Shared service,,,100").named == ()


def test_a_missing_column_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Ref,Suplier,What\n1,x,y\n", encoding="utf-8")
    mapped = Mapped("a.csv", "ashby", "", {"supplier": "Supplier", "title": "What"})
    found = read_registers(tmp_path, [mapped], COUNCILS)
    assert "no column 'Supplier'" in found.faults[0].reason
    assert found.contracts == ()


def test_a_file_that_is_no_spreadsheet_stops_itself_and_no_other(read: Read, tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"not a workbook")
    mapped = [Mapped("b.xlsx", "ashby", "", COLUMNS), Mapped("a.csv", "ashby", "", COLUMNS)]
    (tmp_path / "a.csv").write_text("\n".join([HEAD, GOOD]), encoding="utf-8")
    found = read_registers(tmp_path, mapped, COUNCILS)
    assert len(found.contracts) == 1
    assert "not readable as a spreadsheet" in found.faults[0].reason


def test_a_mapping_without_a_supplier_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text(
        '[[register]]\nfile = "a.csv"\ncouncil = "ashby"\n[register.columns]\ntitle = "What"\n', encoding="utf-8"
    )
    with pytest.raises(BadInput, match="the supplier's name"):
        load_mapping(tmp_path / "mapping.toml")


def release(**contract: object) -> dict[str, object]:
    base: dict[str, object] = {
        "id": "c1", "awardID": "a1", "title": "Case system", "value": {"amount": 100.0, "amountGross": 120.0},
        "period": {"startDate": "2025-04-01T00:00:00Z", "endDate": "2027-03-31T00:00:00Z"},
    }  # fmt: skip
    return {
        "ocid": "ocds-x-1", "id": "r1", "date": "2025-04-01T00:00:00Z", "buyer": {"id": "b", "name": "Housing"},
        "awards": [{"id": "a1", "suppliers": [{"id": "s", "name": "Brightwell Ltd"}]}], "contracts": [{**base, **contract}],
    }  # fmt: skip


def test_a_release_becomes_a_contract_with_both_amounts_apart(read: Read) -> None:
    found = read(files={"r.json": json.dumps({"releases": [release()]})}).contracts[0]
    assert (found.supplier, found.value, found.value_gross, found.end) == (
        "Brightwell Ltd",
        100.0,
        120.0,
        date(2027, 3, 31),
    )


def test_a_later_release_wins_and_leaves_what_it_does_not_say(read: Read) -> None:
    later = {**release(title="", value={"amount": 150.0}), "id": "r2", "date": "2026-01-01T00:00:00Z"}
    found = read(files={"r.json": json.dumps({"releases": [later, release()]})}).contracts
    assert [(c.title, c.value) for c in found] == [("Case system", 150.0)]


def test_one_ocid_of_two_buyers_is_two_contracts(read: Read) -> None:
    other = {**release(), "buyer": {"id": "other", "name": "Care"}}
    assert len(read(files={"r.json": json.dumps({"releases": [release(), other]})}).contracts) == 2


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ({"period": {"startDate": "soon", "maxExtentDate": "2027-03-31"}}, "releases/0/contracts/0/period/startDate"),
        ({"value": {"amount": 1e300}}, "releases/0/contracts/0/value/amount"),
        ({"value": {"amount": -1}}, "releases/0/contracts/0/value/amount"),
        ({"id": ""}, "releases/0/contracts/0"),
    ],
)
def test_a_faulty_release_is_told_by_its_path(read: Read, broken: dict[str, object], place: str) -> None:
    found = read(files={"r.json": json.dumps({"releases": [release(**broken)]})})
    assert found.faults[0].column == place
    assert found.adds_up


def test_json_that_breaks_off_names_its_line(read: Read) -> None:
    found = read(files={"r.json": '{"releases": [\n{"ocid": '})
    assert (found.faults[0].line, found.faults[0].reason) == (2, "not readable as JSON")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Harrow & Tait LLP", "HARROW AND TAIT"), ("Dalesway Energy Ltd", "Dalesway Energy Limited t/a Dales Power")],
)
def test_legal_form_case_and_trading_names_do_not_part_a_supplier(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_plain_words_are_no_name() -> None:
    """ "The Group Ltd" and "Group Services Ltd" share a word, not a supplier."""
    assert key_of("The Group Ltd") != key_of("Group Services Ltd")


def test_likeness_proposes_and_a_person_accepts(read: Read) -> None:
    found = read(GOOD, "2,Care,Brightwel Ltd,Licences,,,10").named
    alone = identities(found, ())
    assert alone["Brightwel Ltd"] != alone["Brightwell Ltd"]
    assert [(p.one, p.other) for p in proposals(alone)] == [("Brightwel Ltd", "Brightwell Ltd")]
    accepted = identities(found, [Same(("Brightwell Ltd", "Brightwel Ltd"), "A. Manager", date(2026, 1, 1))])
    assert len(set(accepted.values())) == 1


def test_overlap_inside_a_council_comes_before_overlap_across(read: Read) -> None:
    found = read(
        GOOD, "2,Care,Brightwell Limited,Case system,2025-04-01,2027-03-31,16000", "3,Care,Harrow,Advice,,,5"
    ).named
    identity = identities(found, ())
    twice = inside(found, identity)
    assert [(o.where, o.buyers, o.value) for o in twice] == [("ashby", ("Care", "Housing"), 100000.0)]
    assert across(found, identity) == ()
