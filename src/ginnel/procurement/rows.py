"""Rows of a sheet as text, each with its line: CSV and Excel alike. Values are parsed by whoever asks."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import python_calamine as calamine

from ginnel.vocabulary import BadInput, Problem, nearest

DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
MOST_MONEY = 1e12
"""Pounds; a contract above this is a slip of the keyboard."""


@dataclass(frozen=True)
class Row:
    """One line of a sheet: column name -> text, empty where nothing stands."""

    line: int
    cells: dict[str, str]


class Unreadable(Exception):
    """A cell that cannot be used; its text is the reason, without the value."""


def read_rows(path: Path, shown_as: str) -> tuple[list[str], list[Row]]:
    """Column names and rows of a CSV or Excel (first sheet) file. Raises `BadInput` when it is neither."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        table = list(_csv(path, shown_as))
    elif suffix in (".xlsx", ".xls", ".xlsb", ".ods"):
        table = list(_excel(path, shown_as))
    else:
        raise BadInput(Problem("a file of unknown kind", file=shown_as, expected="csv, xlsx, xls, ods or json"))
    table = [(n, cells) for n, cells in table if any(cells)]
    if not table:
        raise BadInput(Problem("the sheet is empty", file=shown_as, mend="deliver it with a header and its rows"))
    names = [_name(c) for c in table[0][1]]
    doubled = sorted({n for n in names if n and names.count(n) > 1})
    if doubled:
        raise BadInput(Problem(f"two columns are called {doubled[0]!r}", file=shown_as, line=table[0][0]))
    return names, [Row(n, dict(zip(names, [*cells, *[""] * len(names)], strict=False))) for n, cells in table[1:]]


def _name(text: str) -> str:
    return " ".join(text.split()).casefold()


def _csv(path: Path, shown_as: str) -> Iterator[tuple[int, list[str]]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what spreadsheets in Britain save where they are not told
    if "\0" in text:
        raise BadInput(Problem("this is no text file", file=shown_as, mend="save it as CSV from the spreadsheet"))
    lines = csv.reader(text.splitlines(keepends=True), delimiter=";" if _semicolons(text) else ",")
    try:
        for cells in lines:
            yield lines.line_num, [c.strip() for c in cells]
    except csv.Error as error:
        raise BadInput(Problem(f"not readable as CSV: {error}", file=shown_as, line=lines.line_num)) from None


def _semicolons(text: str) -> bool:
    first = text.partition("\n")[0]
    return first.count(";") > first.count(",")


def _excel(path: Path, shown_as: str) -> Iterator[tuple[int, list[str]]]:
    try:
        sheet = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except Exception as error:  # the library has one class of its own for each fault of a workbook
        raise BadInput(
            Problem(f"not readable as a spreadsheet: {type(error).__name__}", file=shown_as,
                    mend="open it and save it again as .xlsx, or as CSV")
        ) from None  # fmt: skip
    for number, cells in enumerate(rows, start=1):
        yield number, [_cell(c) for c in cells]


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def column_of(names: Sequence[str], wanted: str, shown_as: str, key: str) -> str:
    """The column called `wanted`, however it is spelt in case. Raises `BadInput` naming the nearest."""
    found = _name(wanted)
    if found not in names:
        raise BadInput(
            Problem(f"there is no column {wanted!r}", file=shown_as, key=key, nearest=nearest(found, names),
                    expected="one of " + ", ".join(n for n in names if n))
        )  # fmt: skip
    return found


def money(text: str) -> float | None:
    """Pounds, None where the cell is empty. Raises `Unreadable`: not a number, not finite, negative, absurd."""
    bare = re.sub(r"[£,\s]", "", text)
    if not bare:
        return None
    try:
        value = float(bare)
    except ValueError:
        raise Unreadable("not a number") from None
    if not math.isfinite(value):
        raise Unreadable("not a finite number")
    if value < 0:
        raise Unreadable("negative")
    if value > MOST_MONEY:
        raise Unreadable("larger than any contract")
    return value


def day(text: str) -> date | None:
    """A day, None where the cell is empty. Raises `Unreadable` for text, an impossible day, or a year out of range."""
    if not text:
        return None
    for form in DATES:
        try:
            found = datetime.strptime(text[:10] if form == "%Y-%m-%d" else text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        if not EARLIEST <= found < LATEST:
            raise Unreadable("a year out of range")
        return found
    raise Unreadable("not a date such as 2027-03-31 or 31/03/2027")


def flag(text: str) -> bool | None:
    """Yes or no, None where the cell is empty. Raises `Unreadable` otherwise."""
    word = text.strip().casefold()
    if not word:
        return None
    if word in ("yes", "y", "true", "1"):
        return True
    if word in ("no", "n", "false", "0"):
        return False
    raise Unreadable("neither yes nor no")
