"""Contracts: what a silo promises to deliver, one TOML file for each dataset."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast
from zoneinfo import ZoneInfo

from ginnel.vocabulary import CATEGORIES, BadInput, Catalogue, Column, Dataset, digest, nearest
from ginnel.vocabulary.catalogue import COLUMN_TYPES, KINDS, ROLES, ColumnType, Kind
from ginnel.vocabulary.toml_file import TomlFile, TomlTable

ABOUT = ("person", "home", "device", "nobody")
ROLE_TYPES: dict[str, tuple[str, ...]] = {
    "born": ("date",),
    "responsible_since": ("date",),
    "responsible_until": ("date",),
    "order_since": ("date",),
    "order_until": ("date",),
    "since": ("date", "timestamp"),
    "until": ("date", "timestamp"),
    "protected": ("flag",),
    "tenant": ("flag",),
    "recorded_at": ("timestamp",),
    "temperature": ("number",),
    "humidity": ("number",),
    "uprn": ("text", "integer"),
}
"""Types that a role may have; every other role is text."""

_NOT_IN_RE2 = re.compile(r"\(\?(?:[=!]|<[=!])|(?<!\\)\\[1-9]")
_FORMAT_PART = re.compile(r"%(.)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Rule:
    """What one column's values must be. `least` and `most` are inclusive; `zone` is where times without offset are.

    `optional`: a file may leave the whole column out, as files did that are older than the column; then it is empty.
    """

    name: str
    type: ColumnType
    required: bool = False
    pattern: str | None = None
    choices: tuple[str, ...] = ()
    least: float | date | None = None
    most: float | date | None = None
    format: str | None = None
    zone: str = "UTC"
    optional: bool = False


@dataclass(frozen=True)
class Contract:
    """One dataset, how its files are written, and the rule of each column (in the order of `dataset.columns`).

    `reject_limit` is the share of rows (0 to 1) that may be refused before the whole delivery is.
    """

    dataset: Dataset
    rules: tuple[Rule, ...]
    reject_limit: float = 0.05
    encoding: str = "utf-8"
    files: str = "*"
    may_be_empty: bool = False
    file: str = ""

    @property
    def name(self) -> str:
        return self.dataset.name

    @property
    def hash(self) -> str:
        """SHA-256 of everything that changes what a load gives (the place of the file does not)."""
        return digest(
            {
                "dataset": self.dataset,
                "rules": self.rules,
                "limit": self.reject_limit,
                "encoding": self.encoding,
                "files": self.files,
                "empty": self.may_be_empty,
            }
        )

    def rule(self, column: str) -> Rule:
        self.dataset.column(column)
        return next(r for r in self.rules if r.name == column)


def load_contract(path: Path, shown_as: str | None = None) -> Contract:
    """The contract in `path`. Raises `BadInput` with every problem found, each with its line."""
    file, contract = _parse(path, shown_as or path.name)
    file.check()
    return contract


def load_contracts(folder: Path) -> tuple[Contract, ...]:
    """Every `*.toml` of `folder`, by name; also checks that each `links_to` names one of them."""
    parsed = [_parse(path, f"{folder.name}/{path.name}") for path in sorted(folder.glob("*.toml"))]
    names = [contract.name for _, contract in parsed]
    for file, contract in parsed:
        if names.count(contract.name) > 1 and contract.name:
            file.add("two contracts describe this dataset: rename one", ("dataset",), found=repr(contract.name))
        for i, column in enumerate(contract.dataset.columns):
            if column.links_to is not None and column.links_to not in names:
                file.add(
                    "no contract describes the dataset that this column links to",
                    ("column", i, "links_to"),
                    found=repr(column.links_to),
                    nearest=nearest(column.links_to, names),
                    mend="correct the word, or add that dataset's contract",
                )
    problems = [p for file, _ in parsed for p in file.problems]
    if problems:
        raise BadInput(problems)
    return tuple(contract for _, contract in parsed)


def catalogue(contracts: tuple[Contract, ...]) -> Catalogue:
    """The delivered datasets as a catalogue, in the order given."""
    return Catalogue(c.dataset for c in contracts)


def _parse(path: Path, shown_as: str) -> tuple[TomlFile, Contract]:
    file = TomlFile.read(path, shown_as=shown_as)
    name = file.text("dataset")
    if name and not _NAME.fullmatch(name):
        file.problem("not a name", "dataset", found=repr(name), expected="lower-case letters, digits and _")
    kind = cast(Kind, file.text("kind", choices=[k for k in KINDS if k != "derived"]))
    about = cast(Literal["person", "home", "device", "nobody"], file.text("about", choices=ABOUT, default="person"))
    row_categories = frozenset(file.texts("row_categories", choices=CATEGORIES))
    if "row_categories" in file and not row_categories:
        file.problem("no category: say what being a row tells", "row_categories", expected='such as ["identifier"]')
    controller, meaning = file.text("controller"), file.text("meaning", default="")
    key = file.texts("key")
    tables = file.tables("column")
    pairs = [_column(table, set(key)) for table in tables]
    _check_columns(file, tables, pairs, key)
    dataset = Dataset(
        name,
        frozenset({controller}),
        tuple(c for c, _ in pairs),
        row_categories,
        key=key,
        about=about,
        meaning=meaning,
        kind=kind,
        received_under=frozenset(file.texts("received_under", default=[])),
        law_enforcement=file.flag("law_enforcement", default=False),
    )
    contract = Contract(
        dataset,
        tuple(r for _, r in pairs),
        reject_limit=file.number("reject_limit", default=0.05, low=0, high=1),
        encoding=_encoding(file),
        files=file.text("files", default="*"),
        may_be_empty=file.flag("may_be_empty", default=kind == "choices"),
        file=shown_as,
    )
    file.finish()
    return file, contract


def _encoding(file: TomlFile) -> str:
    word = file.text("encoding", default="utf-8")
    try:
        "".encode(word)
    except LookupError:
        file.problem(
            "unknown encoding",
            "encoding",
            found=repr(word),
            expected="utf-8, utf-16, cp1252 or the like",
            nearest=nearest(word, ("utf-8", "utf-16", "cp1252", "latin-1")),
        )
        return "utf-8"
    return word


def _check_columns(
    file: TomlFile, tables: list[TomlTable], pairs: list[tuple[Column, Rule]], key: tuple[str, ...]
) -> None:
    names = [column.name for column, _ in pairs]
    if not tables:
        file.problem("no columns", None, expected="one [[column]] table for each column")
    if "key" in file and not key:
        file.problem("the key is empty", "key", expected="the columns that tell two rows apart")
    for word in key:
        if word not in names:
            file.problem(
                "the key names a column that is not described", "key", found=repr(word), nearest=nearest(word, names)
            )
    seen_names: set[str] = set()
    seen_roles: set[str] = set()
    for table, (column, _) in zip(tables, pairs, strict=True):
        if column.name in seen_names:
            table.problem("a column of this name is described already", "name", found=repr(column.name))
        if column.role is not None and column.role in seen_roles:
            table.problem("another column has this role already", "role", found=repr(column.role))
        seen_names.add(column.name)
        seen_roles |= {column.role} if column.role else set()


def _column(table: TomlTable, key: set[str]) -> tuple[Column, Rule]:
    name = table.text("name")
    if name == "record" or (name and not _NAME.fullmatch(name)):
        table.problem(
            "not a name that a column may have",
            "name",
            found=repr(name),
            expected="lower-case letters, digits and _, and not `record`, which Ginnel adds",
        )
    kind = cast(ColumnType, table.text("type", choices=COLUMN_TYPES))
    categories = frozenset(table.texts("categories", choices=CATEGORIES))
    if "categories" in table and not categories:
        table.problem("no category: say what a value tells", "categories", expected='such as ["address"]')
    role = table.text("role", choices=ROLES, default=None)
    if role in ROLES and kind in COLUMN_TYPES and kind not in ROLE_TYPES.get(role, ("text",)):
        table.problem(
            f"a column with role {role} has another type",
            "type",
            found=repr(kind),
            expected=" or ".join(ROLE_TYPES.get(role, ("text",))),
        )
    required = table.flag("required", default=False) or name in key
    optional = table.flag("optional", default=False)
    if optional and required:
        table.problem("a column that is required or in the key cannot be left out of a file", "optional")
    column = Column(
        name,
        kind,
        categories,
        meaning=table.text("meaning", default=""),
        nullable=not required,
        role=role,
        links_to=table.text("links_to", default=None),
        choices=tuple(table.texts("choices", default=())),
    )
    rule = Rule(
        name,
        kind,
        required=required,
        pattern=_pattern(table),
        choices=column.choices,
        least=_bound(table, "least", kind),
        most=_bound(table, "most", kind),
        format=_format(table, kind),
        zone=_zone(table, kind),
        optional=optional,
    )
    table.finish()
    return column, rule


def _pattern(table: TomlTable) -> str | None:
    pattern = table.text("pattern", default=None)
    if not pattern:
        return None
    try:
        re.compile(pattern)
    except re.error as error:
        table.problem(f"not a regular expression: {error}", "pattern", found=repr(pattern))
        return None
    if _NOT_IN_RE2.search(pattern):
        table.problem("look-around and back references cannot be used here", "pattern", found=repr(pattern))
        return None
    return pattern


def _bound(table: TomlTable, key: str, kind: str) -> float | date | None:
    if kind == "date":
        return cast("date | None", table.day(key, default=None))
    if kind in ("integer", "number"):
        return cast("float | None", table.number(key, default=None))
    if key in table:
        table.problem("only numbers and dates have a least and a most", key)
        table.text(key, default="")
    return None


def _format(table: TomlTable, kind: str) -> str | None:
    text = cast("str | None", table.text("format", default=None))
    if text is None:
        return None
    allowed, needed = {"date": ("dmY", "dmY"), "timestamp": ("dmYHMS", "dmYHM")}.get(kind, ("", ""))
    parts = _FORMAT_PART.findall(text)
    if not allowed:
        table.problem("only dates and timestamps have a format", "format", found=repr(text))
    elif any(p not in allowed for p in parts) or any(parts.count(p) != 1 for p in needed):
        table.problem(
            "not a format that can be read",
            "format",
            found=repr(text),
            expected=" ".join(f"%{p}" for p in allowed) + ", each once, with what stands between them",
        )
    else:
        return text
    return None


def _zone(table: TomlTable, kind: str) -> str:
    word = cast("str | None", table.text("zone", default=None))
    if word is None:
        return "UTC"
    try:
        ZoneInfo(word)
    except (KeyError, ValueError, OSError):
        table.problem("unknown time zone", "zone", found=repr(word), expected="a name such as Europe/London")
        return "UTC"
    if kind != "timestamp":
        table.problem("only timestamps have a zone", "zone", found=repr(word))
    return word
