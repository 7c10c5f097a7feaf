"""Typed reading of a region's TOML files. Every complaint names file, line, key, found, expected and nearest word."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from ginnel.vocabulary.errors import BadInput, Problem, nearest
from ginnel.vocabulary.toml_lines import KeyPath, key_lines, line_of

T = TypeVar("T")
_MISSING: Any = object()


class TomlTable:
    """One table of a file: ask for each key by type, then call `finish()` to refuse keys nobody asked for.

    Problems are collected in the file's list, so that one run tells all of them; a wrong value reads as a harmless
    default until `TomlFile.check()` raises.
    """

    def __init__(self, owner: TomlFile, data: dict[str, Any], path: KeyPath) -> None:
        self._owner, self._data, self._path = owner, data, path
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def keys(self) -> list[str]:
        return list(self._data)

    def problem(self, message: str, key: str | None = None, **more: Any) -> None:
        """Add a problem at `key` of this table (or at the table itself)."""
        path = self._path if key is None else (*self._path, key)
        self._owner.add(message, path, **more)

    def _take(self, key: str, kinds: type | tuple[type, ...], word: str, default: Any, empty: Any) -> Any:
        self._asked.add(key)
        if key not in self._data:
            if default is _MISSING:
                self.problem("a key is missing", key, expected=word)
                return empty
            return default
        value = self._data[key]
        # A flag is a whole number to Python; to a reader of the file it is not.
        a_flag_elsewhere = isinstance(value, bool) and kinds is not bool
        if a_flag_elsewhere or not isinstance(value, kinds):
            self.problem("wrong kind of value", key, found=repr(value), expected=word)
            return empty
        return value

    def text(self, key: str, *, choices: Collection[str] | None = None, default: Any = _MISSING) -> str:
        """A text; with `choices`, one of these words."""
        value = self._take(key, str, "a text in quotes", default, "")
        if choices is not None and value and value not in choices and key in self._data:
            self.problem(
                "unknown word",
                key,
                found=repr(value),
                expected="one of " + ", ".join(sorted(choices)),
                nearest=nearest(value, choices),
            )
        return value  # type: ignore[no-any-return]

    def texts(self, key: str, *, choices: Collection[str] | None = None, default: Any = _MISSING) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key, list, "a list of texts", default, [])
        out = []
        for item in value:
            if not isinstance(item, str):
                self.problem("wrong kind of value in the list", key, found=repr(item), expected="a text in quotes")
            elif choices is not None and item not in choices:
                self.problem(
                    "unknown word",
                    key,
                    found=repr(item),
                    expected="one of " + ", ".join(sorted(choices)),
                    nearest=nearest(item, choices),
                )
            else:
                out.append(item)
        return tuple(out)

    def integer(self, key: str, *, default: Any = _MISSING, low: int | None = None, high: int | None = None) -> int:
        value = self._take(key, int, "a whole number", default, 0)
        self._bounds(key, value, low, high)
        return value  # type: ignore[no-any-return]

    def number(
        self, key: str, *, default: Any = _MISSING, low: float | None = None, high: float | None = None
    ) -> float:
        value = self._take(key, (int, float), "a number", default, 0.0)
        self._bounds(key, value, low, high)
        return value  # type: ignore[no-any-return]

    def _bounds(self, key: str, value: float | None, low: float | None, high: float | None) -> None:
        if value is None or key not in self._data:
            return
        if value != value or (low is not None and value < low) or (high is not None and value > high):
            top = "" if high is None else f" and at most {high}"
            self.problem("number out of range", key, found=str(value), expected=f"at least {low}{top}")

    def flag(self, key: str, *, default: Any = _MISSING) -> bool:
        return self._take(key, bool, "true or false", default, False)  # type: ignore[no-any-return]

    def day(self, key: str, *, default: Any = _MISSING) -> date:
        value = self._take(key, date, "a date such as 2026-04-01, without quotes", default, date.min)
        if isinstance(value, datetime):
            self.problem("a time stands where a date is wanted", key, found=str(value), expected="2026-04-01")
            return value.date()
        return value  # type: ignore[no-any-return]

    def table(self, key: str, *, optional: bool = False) -> TomlTable:
        """A sub-table; an empty one when it is optional and absent."""
        value = self._take(key, dict, f"a table [{key}]", {} if optional else _MISSING, {})
        return TomlTable(self._owner, value, (*self._path, key))

    def tables(self, key: str, *, optional: bool = True) -> list[TomlTable]:
        """An array of tables, [[key]]."""
        value = self._take(key, list, f"tables [[{key}]]", [] if optional else _MISSING, [])
        out = []
        for i, item in enumerate(value):
            if isinstance(item, dict):
                out.append(TomlTable(self._owner, item, (*self._path, key, i)))
            else:
                self.problem("wrong kind of value", key, found=repr(item), expected=f"tables [[{key}]]")
        return out

    def items(self) -> Iterator[tuple[str, Any]]:
        """Every key and raw value, all counted as asked for (for free-form tables)."""
        self._asked.update(self._data)
        yield from self._data.items()

    def finish(self) -> None:
        """Report keys that nothing asked for, with the nearest one that was."""
        for key in self._data:
            if key not in self._asked:
                self.problem(
                    "unknown key",
                    key,
                    found=repr(key),
                    expected="one of " + ", ".join(sorted(self._asked)),
                    nearest=nearest(key, self._asked),
                    mend="correct the word or remove the line",
                )


class TomlFile(TomlTable):
    """A file and its top table. Use: `f = TomlFile.read(path)`, ask for keys, `f.finish()`, `f.check()`."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._lines = key_lines(text)
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadInput(
                Problem(f"not valid TOML: {error}", file=name, mend="correct the line that the message names")
            ) from None
        super().__init__(self, data, ())

    @classmethod
    def read(cls, path: Path, *, shown_as: str | None = None) -> TomlFile:
        """Read a UTF-8 file; `shown_as` is the name in messages (default: the path)."""
        name = shown_as or str(path)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise BadInput(Problem("the file does not exist", file=name, mend=f"write {name}")) from None
        except IsADirectoryError:
            raise BadInput(Problem("a folder stands where a file is wanted", file=name)) from None
        except UnicodeDecodeError:
            raise BadInput(
                Problem("the file is not UTF-8 text", file=name, mend="save it again as UTF-8 in your editor")
            ) from None
        return cls(name, text)

    def add(self, message: str, path: KeyPath, **more: Any) -> None:
        dotted = ".".join(str(p) for p in path)
        self.problems.append(
            Problem(message, file=self.name, line=line_of(self._lines, path), key=dotted or None, **more)
        )

    def line(self, *path: str | int) -> int | None:
        return line_of(self._lines, path)

    def check(self) -> None:
        """Raise `BadInput` with every problem found so far, if any."""
        if self.problems:
            raise BadInput(self.problems)
