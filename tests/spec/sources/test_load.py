"""Loading keeps good rows, lists refused ones with file, line, column and reason, and never half-writes."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from ginnel.sources import current_path, current_version
from ginnel.vocabulary import NotAllowed

HEAD = "tenant_id,name,born,rent,payer,method\n"


def test_good_rows_lie_typed_and_sorted_with_their_record_first(workshop) -> None:
    workshop.deliver(HEAD + "T2,Siân Hughes,01/02/1980,95.5,yes,card\nT1,Omar Ali,,,,\n")
    assert workshop.rows(workshop.load()) == [
        ("T1", "T1", "Omar Ali", None, None, None, None),
        ("T2", "T2", "Siân Hughes", date(1980, 2, 1), 95.5, True, "card"),
    ]


def test_a_refused_row_is_listed_with_its_line_even_after_line_breaks_inside_quotes(workshop) -> None:
    rows = [
        'T1,"Omar\nAli",01/02/1980,1,yes,card',
        "",
        "T2,Sue,31/02/1980,1,yes,card",
        "X3,Ann,01/02/1980,-4,perhaps,gold",
    ]
    rows += [f"T{i},Ann,,,," for i in range(10, 20)]
    workshop.deliver(HEAD + "\n".join(rows) + "\n")
    report = workshop.load()
    assert (report.rows, report.rejected, report.stopped) == (11, 2, None)
    assert workshop.refused(report) == [
        "a.csv,5,born,is not a date",
        "a.csv,6,tenant_id,does not have the form that the contract gives",
        "a.csv,6,rent,is below the least value of the contract",
        "a.csv,6,payer,is not true or false",
        "a.csv,6,method,is not one of the words that the contract gives",
    ]


def test_a_reject_file_never_holds_a_value(workshop) -> None:
    workshop.deliver(HEAD + "T1,Ann,,,,\nX2,Secretname,01/02/1980,99999,maybe,gold\n")
    text = "\n".join(workshop.refused(workshop.load()))
    assert not [v for v in ("X2", "Secretname", "99999", "maybe", "gold") if v in text]


def test_of_rows_with_one_key_the_first_is_kept(workshop) -> None:
    workshop.deliver(HEAD + "T1,Ann,,,,\nT1,Bob,,,,\n")
    report = workshop.load()
    assert [r[2] for r in workshop.rows(report)] == ["Ann"]
    assert workshop.refused(report) == ["a.csv,3,tenant_id,an earlier row has the same key"]


def test_a_row_of_the_wrong_width_is_refused_alone(workshop) -> None:
    workshop.deliver(HEAD + "T1,Ann,,,,\nT2,Bob,,\nT3,Cy,,,,\n")
    report = workshop.load()
    assert [r[0] for r in workshop.rows(report)] == ["T1", "T3"]
    assert workshop.refused(report) == ["a.csv,3,,the row has 4 values where the header has 6"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_may_be_utf_8_with_or_without_mark_or_utf_16(workshop, encoding: str) -> None:
    workshop.deliver((HEAD + "T1,Siân,,,,\n").encode(encoding))
    assert [r[2] for r in workshop.rows(workshop.load())] == ["Siân"]


def test_a_contract_may_declare_another_encoding(workshop, tenants_toml) -> None:
    workshop.deliver((HEAD + "T1,Siân,,,,\n").encode("cp1252"))
    contract = workshop.contract(tenants_toml.replace("reject_limit", 'encoding = "cp1252"\nreject_limit'))
    assert [r[2] for r in workshop.rows(workshop.load(contract))] == ["Siân"]


@pytest.mark.parametrize(
    ("delivered", "reason"),
    [
        (b"", "a.csv is empty (0 bytes)"),
        (b"\n\n", "blank lines only"),
        (HEAD.encode(), "there is a header and no row"),
        ((HEAD + "T1,Si\u00e2n,,,,\n").encode("latin-1"), "a.csv:2: bytes that are not utf-8"),
        (
            b"tenant_id,nmae,born,rent,payer,method\nT1,A,,,,\n",
            "missing name (is it the column called nmae?)",
        ),
        (b"tenant_id;name;born;rent;payer;method\nT1;A;;;;\n", "save it with commas"),
        (b"tenant_id,name,born,rent,payer,method,name\nT1,A,,,,,B\n", "two columns are called name"),
        ((HEAD + 'T1,"Ann,,,,\nT2,Bob,,,,\n').encode(), "a quote that is never closed"),
        (
            (HEAD + "X1,A,,,,\nX2,B,,,,\nT3,C,,,,\n").encode(),
            "2 of 3 rows were refused, more than the contract's limit",
        ),
    ],
)
def test_an_unusable_file_stops_the_dataset_with_a_plain_reason(workshop, delivered: bytes, reason: str) -> None:
    workshop.deliver(delivered)
    report = workshop.load()
    assert reason in (report.stopped or "")
    assert report.path is None
    assert not list((workshop.root / "lake").rglob("*.parquet"))


def test_a_missing_folder_is_said(workshop) -> None:
    assert "make data/tenants" in (workshop.load().stopped or "")


def test_earlier_versions_stay_when_a_later_delivery_stops(workshop) -> None:
    workshop.deliver(HEAD + "T1,Ann,,,,\n")
    first = workshop.load()
    workshop.deliver(b"")
    assert workshop.load().stopped
    assert current_version(workshop.root / "lake", "tenants") == first.version
    assert current_path(workshop.root / "lake", "tenants") == first.path


def test_the_same_delivery_again_changes_nothing_and_reports_the_same(workshop) -> None:
    workshop.deliver(HEAD + "T1,Ann,,,,\nX2,B,,,,\nT2,B,,,,\n")
    first = workshop.load()
    before = {p: (p.stat().st_mtime_ns) for p in (workshop.root / "lake").rglob("*") if p.is_file()}
    assert workshop.load() == first
    assert before == {p: (p.stat().st_mtime_ns) for p in before}


def test_columns_outside_the_contract_are_dropped_and_said(workshop) -> None:
    workshop.deliver(HEAD.replace("\n", ",mood\n") + "T1,Ann,,,,,glad\n")
    report = workshop.load()
    assert report.notes == ("a.csv: not in the contract and dropped: mood",)
    assert "glad" not in str(workshop.rows(report))


def test_only_permitted_columns_are_loaded(workshop) -> None:
    contract = workshop.contract()
    workshop.deliver(HEAD + "T1,Ann,,12,,\n")
    report = workshop.load(contract, workshop.permit(contract, columns=("tenant_id", "rent")))
    assert workshop.rows(report) == [("T1", "T1", 12.0)]


def test_another_kind_of_permit_does_not_load(workshop) -> None:
    contract = workshop.contract()
    with pytest.raises(NotAllowed):
        workshop.load(contract, workshop.permit(contract, kind="need"))


def test_parquet_is_read_by_the_same_rules(workshop) -> None:
    folder = workshop.deliver(b"x", "ignore.txt")
    workshop.connection.execute(
        "COPY (SELECT * FROM (VALUES ('T1','Ann',DATE '1980-02-01',95.5,true,'card'),"
        "('T2','',DATE '1980-02-01',1.0,true,'card')) t(tenant_id,name,born,rent,payer,method)) "
        f"TO '{folder / 'a.parquet'}' (FORMAT parquet)"
    )
    report = workshop.load()
    assert workshop.rows(report) == [("T1", "T1", "Ann", date(1980, 2, 1), 95.5, True, "card")]
    assert workshop.refused(report) == ["a.parquet,2,name,is empty but the contract requires it"]
    assert report.notes == ("ignore.txt is not read: deliver it as .csv or .parquet",)


def test_times_are_kept_in_utc_and_a_time_shown_twice_is_refused(workshop, readings_toml) -> None:
    workshop.deliver(
        "device_id,recorded_at,humidity\nd1,2025-07-01 12:00:00,60\nd1,2025-07-01T12:00:00Z,61\n"
        "d1,2025-07-01T13:00+02:00,62\nd1,2025-10-26 01:30,63\nd1,2025-03-30 01:30,64\n",
        dataset="readings",
    )
    report = workshop.load(workshop.contract(readings_toml.replace("0.5", "0.7")))
    assert [(r[0], r[2]) for r in workshop.rows(report)] == [
        ("d1|2025-07-01T11:00:00Z", datetime(2025, 7, 1, 11)),
        ("d1|2025-07-01T12:00:00Z", datetime(2025, 7, 1, 12)),
    ]
    assert [line.split(",")[1:3] for line in workshop.refused(report)] == [
        ["4", "device_id + recorded_at"],
        ["5", "recorded_at"],
        ["6", "recorded_at"],
    ]


def test_a_file_that_grows_while_it_is_read_stops_the_dataset(workshop, monkeypatch) -> None:
    folder = workshop.deliver(HEAD + "T1,Ann,,,,\n")
    from ginnel.sources.stage import Stage

    whole = Stage._add_csv

    def grows(self: Stage, found: object) -> None:
        whole(self, found)  # type: ignore[arg-type]
        with Path(folder / "a.csv").open("a") as handle:
            handle.write("T2,Bob,,,,\n")

    monkeypatch.setattr(Stage, "_add_csv", grows)
    assert "changed while it was read" in (workshop.load().stopped or "")


def test_a_file_older_than_an_optional_column_still_loads_and_the_column_is_empty(workshop, tenants_toml: str) -> None:
    """Read fast, row by row, and from Parquet alike; a column that is not optional is missing as before."""
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    contract = workshop.contract(tenants_toml + "optional = true\n")
    assert contract.rule("method").optional
    short = "tenant_id,name,born,rent,payer\n"
    wanted = [("T1", "T1", "Ann", None, None, None, None), ("T2", "T2", "Bob", None, None, True, None)]
    buffer = io.BytesIO()
    pq.write_table(pa.table({"tenant_id": ["T1", "T2"], "name": ["Ann", "Bob"], "born": [None, None], "rent": [None, None],
                             "payer": [None, "yes"]}), buffer)  # fmt: skip
    for name, file in (
        ("a.csv", (short + "T1,Ann,,,\nT2,Bob,,,yes\n").encode()),
        ("a.csv", (short + "T1,Ann,,,\nT2,Bob,,,yes\nT3,too,wide,,,,\n").encode()),
        ("a.parquet", buffer.getvalue()),
    ):
        folder = workshop.deliver(file, name)
        assert workshop.rows(workshop.load(contract)) == wanted
        (folder / name).unlink()
    workshop.deliver("tenant_id,born,rent,payer\nT1,,,\n")
    assert "missing name" in str(workshop.load(contract).stopped)


def test_a_required_column_is_never_optional(workshop, tenants_toml: str) -> None:
    from ginnel.vocabulary import BadInput

    with pytest.raises(BadInput, match="cannot be left out"):
        workshop.contract(tenants_toml + "required = true\noptional = true\n")
