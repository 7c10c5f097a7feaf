"""Opening an event log: CSV, Excel or Parquet, with the columns that the caller names.

A row that cannot be used is left out and counted with its number and reason; a file that cannot be used is refused.
Times without a zone are taken as they stand; times with one are brought to UTC.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ginnel.journeys.columns import MISSING, UNREADABLE, Builder, Columns
from ginnel.journeys.events import BLANK, Ints, Left, Log, Reject, assemble, micros
from ginnel.vocabulary import BadInput, Problem, nearest

FIRST, LAST = micros(datetime(1900, 1, 1, tzinfo=UTC)), micros(datetime(2200, 1, 1, tzinfo=UTC))
"""A time outside is taken for a placeholder such as 9999-12-31."""
SHOWN = 20
BLOCK = 2 << 20
YES = frozenset({"yes", "y", "true", "t", "1", "enhanced"})
REASONS = (
    "", "no case", "no activity", "no time", "the time cannot be read", "the time is impossible (before 1900 or after 2199)",
    "the end cannot be read", "the end is before the start",
)  # fmt: skip


def open_log(path: Path, columns: Columns, shown_as: str | None = None) -> Log:
    """The log in `path`. Raises `BadInput`: no such file, an unknown column with the nearest, no event that can be used."""
    name = shown_as or path.name
    if not path.is_file():
        raise BadInput(Problem("there is no such file", file=name, mend="name a CSV, Excel or Parquet file"))
    kind = path.suffix.lower()
    if kind in (".xlsx", ".xls", ".xlsb", ".xlsm", ".ods"):
        built, broken = _excel(path, name, columns), Left()
    elif kind in (".parquet", ".pq"):
        built, broken = _parquet(path, name, columns), Left()
    else:
        built, broken = _csv(path, name, columns)
    return _log(name, built, broken)


def _check(found: list[str], columns: Columns, name: str) -> None:
    problems = [
        Problem("no such column", file=name, key=option, found=repr(wanted), expected="one of " + ", ".join(found),
                nearest=nearest(wanted, found), mend=f"give {option} as it stands in the file's first row")
        for option, wanted in columns.wanted.items() if wanted not in found
    ]  # fmt: skip
    problems += [
        Problem("two columns have this name", file=name, line=1, key=option, found=repr(wanted), mend="rename one of them")
        for option, wanted in columns.wanted.items() if found.count(wanted) > 1
    ]  # fmt: skip
    if problems:
        raise BadInput(problems)


def _csv(path: Path, name: str, columns: Columns) -> tuple[Builder, Left]:
    """Block by block, so that a large log needs little memory. Rows with too many or too few values are left out."""
    heading, delimiter = _heading(path, name)
    _check(heading, columns, name)
    try:
        builder, skipped = _blocks(path, name, columns, delimiter, threads=True)
        if skipped:
            # Only on one core does the reader say which rows it left out.
            builder, skipped = _blocks(path, name, columns, delimiter, threads=False)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        # The reader's own words may quote a row.
        utf = "utf" in str(error).lower()
        raise BadInput(
            Problem("the file is not UTF-8 text" if utf else "the file cannot be read as CSV", file=name,
                    mend="save it again as CSV in UTF-8; a spreadsheet offers that as 'CSV UTF-8'")
        ) from None  # fmt: skip
    reason = f"it does not have the heading's {len(heading)} values"
    return builder, Left({reason: len(skipped)} if skipped else {}, tuple(Reject(r, reason) for r in skipped))


def _blocks(path: Path, name: str, columns: Columns, delimiter: str, *, threads: bool) -> tuple[Builder, list[int]]:
    """The columns, and the rows that the reader left out (their numbers are right on one core only)."""
    wanted = list(dict.fromkeys(columns.wanted.values()))
    skipped: list[int] = []

    def skip(row: Any) -> str:
        skipped.append(row.number or 0)
        return "skip"

    reader = pacsv.open_csv(
        path, read_options=pacsv.ReadOptions(block_size=BLOCK, use_threads=threads),
        parse_options=pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=skip),
        convert_options=pacsv.ConvertOptions(
            include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string()), strings_can_be_null=True,
            null_values=[""],
        ),
    )  # fmt: skip
    builder = Builder(name, columns)
    for batch in reader:
        builder.add({w: batch.column(w) for w in wanted})
    return builder, skipped


def _heading(path: Path, name: str) -> tuple[list[str], str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline()
            delimiter = max(",;\t", key=line.count)
            file.seek(0)
            found = next(csv.reader(file, delimiter=delimiter), [])
    except UnicodeDecodeError:
        raise BadInput(
            Problem("the file is not UTF-8 text", file=name, line=1, mend="save it again as CSV in UTF-8")
        ) from None
    if not found:
        raise BadInput(
            Problem("the file is empty", file=name, line=1, expected="a heading row and events", mend="export it again")
        )
    return found, delimiter


def _parquet(path: Path, name: str, columns: Columns) -> Builder:
    wanted = list(dict.fromkeys(columns.wanted.values()))
    builder = Builder(name, columns)
    try:
        with pq.ParquetFile(path) as file:
            _check(file.schema_arrow.names, columns, name)
            for batch in file.iter_batches(batch_size=1 << 18, columns=wanted):
                builder.add({w: batch.column(w) for w in wanted})
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise BadInput(
            Problem("the file cannot be read as Parquet", file=name, mend="export it again, or give the log as CSV")
        ) from None
    return builder


def _excel(path: Path, name: str, columns: Columns) -> Builder:
    """The first sheet; its first row is the heading."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError, IndexError):
        raise BadInput(
            Problem("the file cannot be read as a workbook", file=name,
                    mend="open it, take any password off and save it as .xlsx, or save the sheet as CSV UTF-8")
        ) from None  # fmt: skip
    if not rows:
        raise BadInput(Problem("the first sheet is empty", file=name, mend="put the log on the first sheet"))
    heading = [str(v).strip() for v in rows[0]]
    _check(heading, columns, name)
    wanted = dict.fromkeys(columns.wanted.values())
    builder = Builder(name, columns)
    builder.add({w: pa.array([_cell(r[heading.index(w)]) for r in rows[1:]], type=pa.string()) for w in wanted})
    return builder


def _cell(value: Any) -> str | None:
    """A cell as text: dates as ISO 8601, whole numbers without a point."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if value not in (None, "") else None


def _log(name: str, built: Builder, broken: Left) -> Log:
    """The log of the rows that can be used."""
    if not built.rows:
        raise BadInput(
            Problem(
                "the log holds no event", file=name, line=2, found=_said(broken), mend="export it again with its rows"
            )
        )
    case, start = built.cases(), built.moments("--time")
    finish = built.moments("--end") if built.has("--end") else start
    activity = built.codes("--activity")
    reason = _reasons(case, activity[0], start, finish)
    left = _left(reason, broken)
    good = np.flatnonzero(reason == 0)
    if not len(good):
        raise BadInput(
            Problem("no row can be used", file=name, line=left.first[0].row if left.first else 2, found=_said(left),
                    mend="check which columns you named; for times not in ISO 8601 give --time-format")
        )  # fmt: skip
    keep = slice(None) if len(good) == built.rows else good
    owner, group, flags = (built.codes(o) for o in ("--organisation", "--group", "--enhanced"))
    yes = np.array([f.lower() in YES for f in flags[1]] + [False])
    return assemble(
        name, case[keep], (activity[0][keep], activity[1]), start[keep], finish[keep], (owner[0][keep], owner[1]),
        (group[0][keep], group[1]), yes[flags[0][keep]], left=left, zoned=built.zoned,
    )  # fmt: skip


def _said(left: Left) -> str | None:
    return "; ".join(f"{w} ({n} rows)" for w, n in left.counts.items()) or None


def _reasons(case: Ints, activity: Ints, start: Ints, finish: Ints) -> Any:
    """For each row, which of `REASONS` leaves it out; 0 for none."""
    reason = np.zeros(len(case), dtype=np.int8)
    if finish is not start:
        reason[finish < start] = 7
        reason[(finish == UNREADABLE) | (finish == MISSING)] = 6
    reason[(start < FIRST) | (start >= LAST)] = 5
    reason[start == UNREADABLE] = 4
    reason[start == MISSING] = 3
    reason[activity == BLANK] = 2
    reason[case == BLANK] = 1
    return reason


def _left(reason: Any, broken: Left) -> Left:
    """What was left out by the reader and by us, by row of the file."""
    bad = np.flatnonzero(reason)
    counts = dict(broken.counts)
    counts.update({REASONS[k]: n for k, n in sorted(Counter(reason[bad].tolist()).items())})
    skipped = sorted(r.row for r in broken.first)
    ours = [Reject(_file_row(int(r), skipped), REASONS[reason[r]]) for r in bad[:SHOWN]]
    return Left(counts, tuple(sorted((*broken.first, *ours), key=lambda r: r.row)[:SHOWN]))


def _file_row(kept: int, skipped: list[int]) -> int:
    """The row of the file of a row that was kept: the heading is row 1, and skipped rows count."""
    row = kept + 2
    for other in skipped:
        row += other <= row
    return row
