"""Contract registers of departments within several councils: read by a mapping, faults set aside with a reason.

Nothing is dropped in silence: each line becomes a contract, a duplicate, or a line in quarantine; the money of all three
adds up to the money delivered. People as payees are kept in totals and never named, matched or exported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from ginnel.procurement import rows as sheet
from ginnel.procurement.ocds import read_releases
from ginnel.procurement.rows import Row, Unreadable, column_of, read_rows
from ginnel.vocabulary import BadInput, Problem
from ginnel.vocabulary.toml_file import TomlFile, TomlTable

FIELDS: Mapping[str, str] = {
    "number": "the register's own number of the contract",
    "department": "the department that buys",
    "supplier": "the supplier's name",
    "supplier_number": "the company number",
    "title": "what is bought",
    "start": "first day",
    "end": "last day",
    "latest_end": "last day with every extension",
    "value": "pounds over the whole term, without VAT",
    "value_gross": "pounds with VAT; never mixed with the other",
    "cpv": "CPV code",
}
REQUIRED = ("supplier", "title")
_PERSON = re.compile(r"^(mr|mrs|ms|miss|mx|dr|prof|rev)\b\.?\s", re.IGNORECASE)
_HIDDEN = re.compile(r"\b(redacted|personal data|individual|name withheld|sole trader)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Contract:
    """One contract of one department. `value` is without VAT, None where the register does not say."""

    council: str
    department: str
    number: str
    supplier: str
    supplier_number: str
    title: str
    start: date | None
    end: date | None
    latest_end: date | None
    value: float | None
    value_gross: float | None
    cpv: str
    file: str
    line: int
    kind: Literal["supplier", "person", "council"] = "supplier"
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two lines the same contract, so that a register read twice counts once."""
        if self.number:
            return (self.council, self.number)
        what = (self.department, self.supplier, self.title, str(self.start), str(self.end), str(self.value))
        return (self.council, *what)


@dataclass(frozen=True)
class Fault:
    """A line that could not be used, or a cell of it: where, why, and what to do. Never the value."""

    file: str
    line: int | None
    column: str
    reason: str
    mend: str
    amount: float = 0.0
    whole_line: bool = True

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place} [{self.column}]: {self.reason}\n  mend: {self.mend}"


@dataclass(frozen=True)
class Registers:
    """Every register of a pool. `lines` and `money` are what was delivered: they equal the sum of the parts."""

    contracts: tuple[Contract, ...]
    duplicates: tuple[Contract, ...]
    faults: tuple[Fault, ...]
    lines: int
    money: float

    @property
    def adds_up(self) -> bool:
        """Whether the money delivered is the money kept, doubled and set aside."""
        parts = sum(c.value or 0 for c in (*self.contracts, *self.duplicates))
        aside = sum(f.amount for f in self.faults if f.whole_line)
        lines = len(self.contracts) + len(self.duplicates) + sum(f.whole_line for f in self.faults)
        return abs(parts + aside - self.money) < 0.005 * max(1, len(self.contracts)) and lines == self.lines

    @property
    def named(self) -> tuple[Contract, ...]:
        """Contracts with a supplier that may be named: no people, no councils paying each other."""
        return tuple(c for c in self.contracts if c.kind == "supplier")


@dataclass
class Reading:
    """What one file came to."""

    contracts: list[Contract] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    lines: int = 0
    money: float = 0.0


@dataclass(frozen=True)
class Mapped:
    """How one file of a register is read: which council it is of and which column holds what."""

    file: str
    council: str
    department: str
    columns: Mapping[str, str]


def load_mapping(path: Path) -> tuple[Mapped, ...]:
    """`mapping.toml`: one `[[register]]` a file, with `[register.columns]` naming the file's own columns."""
    file = TomlFile.read(path, shown_as=path.name)
    found = tuple(_mapped(t) for t in file.tables("register", optional=False))
    file.finish()
    file.check()
    return found


def _mapped(t: TomlTable) -> Mapped:
    columns = t.table("columns", optional=True)
    names = {key: columns.text(key) for key in FIELDS if key in columns}
    columns.finish()
    found = Mapped(t.text("file"), t.text("council"), t.text("department", default=""), names)
    if not found.file.endswith(".json"):
        for key in REQUIRED:
            if key not in names:
                t.problem(f"no column is named for {FIELDS[key]}", "columns", expected=f'{key} = "<column>"')
    t.finish()
    return found


def read_registers(folder: Path, mapping: Iterable[Mapped], councils: Mapping[str, str]) -> Registers:
    """Read every register of `folder`. `councils`: id -> name. A file that cannot be read at all is one fault."""
    everything: list[Contract] = []
    doubled: list[Contract] = []
    faults: list[Fault] = []
    lines, money = 0, 0.0
    seen: set[tuple[str, ...]] = set()
    for mapped in mapping:
        reading = _file(folder, mapped, councils)
        lines, money = lines + reading.lines, money + reading.money
        faults += reading.faults
        for contract in reading.contracts:
            (doubled if contract.key in seen else everything).append(contract)
            seen.add(contract.key)
    return Registers(tuple(everything), tuple(doubled), tuple(faults), lines, money)


def _file(folder: Path, mapped: Mapped, councils: Mapping[str, str]) -> Reading:
    path = folder / mapped.file
    if mapped.council not in councils:
        raise BadInput(
            Problem(f"{mapped.council!r} is no buyer of this pool", file="mapping.toml", key="register.council",
                    expected="one of " + ", ".join(sorted(councils)))
        )  # fmt: skip
    if not path.exists():
        raise BadInput(Problem("the register is not there", file=mapped.file, mend="deliver it, or take its lines out of mapping.toml"))  # fmt: skip
    try:
        return _releases(path, mapped) if path.suffix == ".json" else _sheet(path, mapped, councils)
    except BadInput as error:
        first = error.problems[0]
        return Reading(faults=[
            Fault(mapped.file, first.line, first.key or "file", first.message, first.mend or "deliver the file again", whole_line=False)
        ])  # fmt: skip


def _sheet(path: Path, mapped: Mapped, councils: Mapping[str, str]) -> Reading:
    names, found = read_rows(path, mapped.file)
    columns = {key: column_of(names, name, mapped.file, f"columns.{key}") for key, name in mapped.columns.items()}
    reading = Reading()
    for row in found:
        reading.lines += 1
        _row(row, mapped, columns, reading, councils)
    return reading


def _row(row: Row, mapped: Mapped, columns: Mapping[str, str], reading: Reading, councils: Mapping[str, str]) -> None:
    cell = {key: row.cells.get(name, "") for key, name in columns.items()}
    value = _amount(cell.get("value", ""))
    reading.money += value or 0.0
    missing = next((key for key in REQUIRED if not cell.get(key)), None)
    if missing:
        reading.faults.append(Fault(mapped.file, row.line, columns[missing], "nothing stands here",
                                    "write it in, or ask whoever keeps the register", value or 0.0))  # fmt: skip
        return
    parsed, faults = _parsed(cell, mapped, columns, row.line)
    reading.faults += faults
    if parsed["start"] and parsed["end"] and parsed["end"] < parsed["start"]:
        reading.faults.append(Fault(mapped.file, row.line, columns["end"], "the contract ends before it starts",
                                    "correct one of the two dates", value or 0.0))  # fmt: skip
        return
    notes = () if parsed["end"] or parsed["latest_end"] else ("end unknown: ask the owner",)
    contract = Contract(
        council=mapped.council, department=cell.get("department") or mapped.department, number=cell.get("number", ""),
        supplier=cell["supplier"], supplier_number=cell.get("supplier_number", ""), title=cell["title"],
        start=parsed["start"], end=parsed["end"], latest_end=parsed["latest_end"], value=value,
        value_gross=_amount(cell.get("value_gross", "")), cpv=re.sub(r"[^0-9]", "", cell.get("cpv", ""))[:8],
        file=mapped.file, line=row.line, notes=notes,
    )  # fmt: skip
    reading.contracts.append(replace(contract, kind=kind_of(contract.supplier, councils)))


def _parsed(
    cell: Mapping[str, str], mapped: Mapped, columns: Mapping[str, str], line: int
) -> tuple[dict[str, date | None], list[Fault]]:
    """The dates of a row; a date that cannot be read is left open and told, and the line is kept."""
    found: dict[str, date | None] = {}
    faults = []
    for key in ("start", "end", "latest_end"):
        try:
            found[key] = sheet.day(cell.get(key, ""))
        except Unreadable as error:
            found[key] = None
            faults.append(Fault(mapped.file, line, columns[key], str(error), "correct the date; the line is kept without it",
                                whole_line=False))  # fmt: skip
    for key in ("value", "value_gross"):
        try:
            sheet.money(cell.get(key, ""))
        except Unreadable as error:
            faults.append(Fault(mapped.file, line, columns[key], str(error), "correct the amount; the line is kept without it",
                                whole_line=False))  # fmt: skip
    return found, faults


def _amount(text: str) -> float | None:
    """An amount, None where there is none or none that can be used."""
    try:
        return sheet.money(text)
    except Unreadable:
        return None


def kind_of(supplier: str, councils: Mapping[str, str]) -> Literal["supplier", "person", "council"]:
    """Whether a payee is a person (never named), one of the pool's own councils, or a supplier."""
    if _PERSON.search(supplier.strip()) or _HIDDEN.search(supplier):
        return "person"
    plain = supplier.strip().casefold()
    if any(plain in (c.casefold(), f"{c.casefold()} council") for c in councils.values()):
        return "council"
    return "supplier"


def _releases(path: Path, mapped: Mapped) -> Reading:
    found, faults, lines = read_releases(path, mapped.file)
    reading = Reading(lines=lines)
    reading.faults = [Fault(mapped.file, None, place, why, mend, 0.0, whole) for place, why, mend, whole in faults]
    for number, item in enumerate(found, start=1):
        reading.money += item.get("value") or 0.0
        contract = Contract(
            council=mapped.council, department=item.get("department") or mapped.department, number=item["number"],
            supplier=item.get("supplier", ""), supplier_number=item.get("supplier_number", ""), title=item.get("title", ""),
            start=item.get("start"), end=item.get("end"), latest_end=item.get("latest_end"), value=item.get("value"),
            value_gross=item.get("value_gross"), cpv=item.get("cpv", ""), file=mapped.file, line=number,
            notes=tuple(item.get("notes", ())), kind=kind_of(item.get("supplier", ""), {}),
        )  # fmt: skip
        reading.contracts.append(contract)
    return reading
