"""Opening a log

CSV, Excel or Parquet, with the columns that somebody names. Rows that cannot be used are left out with number and
reason; a file that cannot be used is refused with place and mend. No message holds a value of a row.
"""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ginnel.journeys import Columns, Log, open_log
from ginnel.journeys.events import moment
from ginnel.vocabulary import BadInput, Problem

NAMES = Columns("case", "step", "when")


def opened(folder: Path, text: str, columns: Columns = NAMES, encoding: str = "utf-8") -> Log:
    path = folder / "log.csv"
    path.write_bytes(text.encode(encoding))
    return open_log(path, columns)


def refused(folder: Path, text: str, columns: Columns = NAMES, encoding: str = "utf-8") -> Problem:
    with pytest.raises(BadInput) as caught:
        opened(folder, text, columns, encoding)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    "when",
    ["2026-03-02", "2026-03-02 00:00:00", "2026-03-02T00:00:00", "2026-03-02T00:00:00Z", "2026-03-02T01:00:00+01:00"],
)
def test_times_are_read_as_iso_8601(tmp_path: Path, when: str) -> None:
    """With a zone they are brought to UTC; without one they stand as they are."""
    log = opened(tmp_path, f"case,step,when\np,a,{when}\n")
    assert moment(int(log.start[0])).isoformat() == "2026-03-02T00:00:00+00:00"
    assert log.zoned == ("Z" in when or "+" in when)


def test_other_times_need_their_format(tmp_path: Path) -> None:
    columns = Columns("case", "step", "when", time_format="%d/%m/%Y %H:%M")
    log = opened(tmp_path, "case,step,when\np,a,02/03/2026 14:05\n", columns)
    assert moment(int(log.start[0])).isoformat() == "2026-03-02T14:05:00+00:00"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",a,2026-03-02,", "no case"),
        ("p,  ,2026-03-02,", "no activity"),
        ("p,a,,", "no time"),
        ("p,a,31 June,", "the time cannot be read"),
        ("p,a,2026-02-30,", "the time cannot be read"),
        ("p,a,9999-12-31,", "the time is impossible (before 1900 or after 2199)"),
        ("p,a,2026-03-02,2026-03-01", "the end is before the start"),
        ("p,a,2026-03-02,soon", "the end cannot be read"),
        ("p,a", "it does not have the heading's 4 values"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_with_number_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    columns = Columns("case", "step", "when", end="until")
    log = opened(tmp_path, f"case,step,when,until\np,a,2026-03-01,2026-03-01\n{row}\n", columns)
    assert log.events == 1
    assert log.left.counts == {reason: 1}
    assert [(r.row, r.reason) for r in log.left.first] == [(3, reason)]


def test_rows_are_numbered_as_in_the_file_also_after_a_broken_one(tmp_path: Path) -> None:
    log = opened(tmp_path, "case,step,when\np,a\np,a,2026-03-02\np,a\np,a,never\n")
    assert [r.row for r in log.left.first] == [2, 4, 5]


def test_an_unknown_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    problem = refused(tmp_path, "case,step,when\np,a,2026-03-02\n", Columns("case", "stpe", "when"))
    assert (problem.key, problem.nearest, problem.file) == ("--activity", "step", "log.csv")
    assert problem.mend


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("case,step,when\n", "the log holds no event"),
        ("case,step,when\np,a,never\n", "no row can be used"),
        ("case,case,step,when\np,q,a,2026-03-02\n", "two columns have this name"),
    ],
)
def test_a_log_that_cannot_be_used_is_refused_with_a_mend(tmp_path: Path, text: str, said: str) -> None:
    problem = refused(tmp_path, text)
    assert said in problem.message
    assert problem.mend
    assert "never" not in str(problem)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    text = "case,step,when\n" + "p,caf\u00e9,2026-03-02\n" * 3
    problem = refused(tmp_path, text, encoding="latin-1")
    assert "UTF-8" in problem.message + str(problem.mend)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such file"):
        open_log(tmp_path / "none.csv", NAMES)


@pytest.mark.parametrize("name", ["log.xlsx", "log.parquet"])
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("this is no workbook")
    with pytest.raises(BadInput) as caught:
        open_log(tmp_path / name, NAMES)
    assert "cannot be read as" in caught.value.problems[0].message
    assert caught.value.problems[0].mend


def test_a_column_of_free_text_is_no_activity(tmp_path: Path) -> None:
    rows = "".join(f"p,text {n},2026-03-02\n" for n in range(5_001))
    assert refused(tmp_path, "case,step,when\n" + rows).key == "--activity"


def test_parquet_gives_the_same_log_as_csv(tmp_path: Path) -> None:
    times = [datetime(2026, 3, d) for d in (3, 2, 2)]
    pq.write_table(pa.table({"case": [7, 7, 8], "step": ["b", "a", "a"], "when": times}), tmp_path / "log.parquet")
    one = open_log(tmp_path / "log.parquet", NAMES)
    two = opened(tmp_path, "case,step,when\n7,b,2026-03-03\n7,a,2026-03-02\n8,a,2026-03-02\n")
    assert (one.start.tolist(), one.activity.tolist(), one.case.tolist()) == (
        two.start.tolist(), two.activity.tolist(), two.case.tolist(),
    )  # fmt: skip


def workbook(path: Path, rows: list[list[str]]) -> None:
    """The smallest workbook that there is: one sheet, texts in the cells."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{v}</t></is></c>' for v in row) + "</row>" for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="s" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="log" sheetId="1" r:id="s"/></sheets></workbook>',
        )
        file.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
        )


def test_the_first_sheet_of_a_workbook_is_a_log(tmp_path: Path) -> None:
    workbook(tmp_path / "log.xlsx", [["case", "step", "when"], ["p", "a", "2026-03-02"], ["p", "b", "never"]])
    log = open_log(tmp_path / "log.xlsx", NAMES)
    assert (log.events, log.left.counts) == (1, {"the time cannot be read": 1})
    assert log.left.first[0].row == 3


def test_semicolons_and_quoted_line_breaks_are_read(tmp_path: Path) -> None:
    log = opened(tmp_path, 'case;step;when;note\np;a;2026-03-02;"one\ntwo"\np;b;2026-03-03;\n')
    assert (log.events, log.cases) == (2, 1)


def test_a_case_in_two_groups_counts_in_the_earliest_and_is_counted(tmp_path: Path) -> None:
    columns = Columns("case", "step", "when", group="area")
    log = opened(
        tmp_path, "case,step,when,area\np,b,2026-03-03,south\np,a,2026-03-02,north\nq,a,2026-03-02,\n", columns
    )
    assert [log.groups[g] if g >= 0 else "" for g in log.group] == ["north", ""]
    assert log.mixed_groups == 1
