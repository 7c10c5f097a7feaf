"""Which line of a TOML file holds a key. `tomllib` keeps no positions, so this small scanner finds them.

It understands what TOML 1.0 allows where keys stand: tables, arrays of tables, dotted and quoted keys, and values that
run over several lines (strings and arrays). It is used for error messages only; `tomllib` remains the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

KeyPath = tuple[str | int, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = re.compile(rf"^\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=\s*(.*)$", re.S)
_HEADER = re.compile(rf"^\s*(\[\[?)\s*({_PART}(?:\s*\.\s*{_PART})*)\s*(\]\]?)\s*(?:#.*)?$")


def _parts(dotted: str) -> list[str]:
    return [p[1:-1] if p[0] in "\"'" else p for p in re.findall(_PART, dotted)]


def _still_open(value: str) -> str | None:
    """What `value` leaves open at its end: a triple quote, a bracket, or None."""
    depth = 0
    i = 0
    while i < len(value):
        three = value[i : i + 3]
        if three in ('"""', "'''"):
            end = value.find(three, i + 3)
            if end < 0:
                return three
            i = end + 3
        elif value[i] in "\"'":
            quote = value[i]
            i += 1
            while i < len(value) and value[i] != quote:
                i += 2 if quote == '"' and value[i] == "\\" else 1
            i += 1
        elif value[i] == "#":
            end = value.find("\n", i)
            i = len(value) if end < 0 else end
        else:
            depth += (value[i] in "[{") - (value[i] in "]}")
            i += 1
    return "[" if depth > 0 else None


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, a value that runs over several lines joined to its first."""
    lines = text.splitlines()
    i = 0
    while i < len(lines):
        start, line = i, lines[i]
        match = _KEY.match(line)
        if match:
            while _still_open(match.group(2)) and i + 1 < len(lines):
                i += 1
                line += "\n" + lines[i]
                match = _KEY.match(line) or match
        yield start + 1, line
        i += 1


def key_lines(text: str) -> dict[KeyPath, int]:
    """Line number (from 1) of every key and table header; members of arrays of tables are numbered from 0."""
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    prefix: KeyPath = ()

    def resolve(parts: list[str]) -> KeyPath:
        path: KeyPath = ()
        for part in parts:
            path = (*path, part)
            if path in counts:
                path = (*path, counts[path])
        return path

    for number, line in _logical_lines(text):
        header = _HEADER.match(line)
        if header:
            parts = _parts(header.group(2))
            if header.group(1) == "[[":
                bare = (*resolve(parts[:-1]), parts[-1])
                counts[bare] = counts.get(bare, -1) + 1
                prefix = (*bare, counts[bare])
            else:
                prefix = resolve(parts)
            found.setdefault(prefix, number)
            continue
        match = _KEY.match(line)
        if match:
            path = prefix
            for part in _parts(match.group(1)):
                path = (*path, part)
                found.setdefault(path, number)
    return found


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int | None:
    """The line of `path`, or of the nearest enclosing table that has one."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None
