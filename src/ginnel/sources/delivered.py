"""Delivered files as they lie on the disk: which there are, whether they can be read, their rows with line numbers."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ginnel.sources.contract import Contract
from ginnel.vocabulary import nearest

KINDS = (".csv", ".parquet")
_BLOCK = 1 << 20
csv.field_size_limit(1 << 20)


class UnusableError(Exception):
    """A delivery that cannot be used; the text is the reason and the mend, and holds no value from a row."""


@dataclass(frozen=True)
class Delivered:
    """One file: `encoding` is the codec that reads it, `plain` that it is UTF-8 (with or without a mark)."""

    path: Path
    encoding: str
    digest: str
    size: int
    changed_ns: int

    @property
    def plain(self) -> bool:
        return self.encoding == "utf-8-sig"

    @property
    def parquet(self) -> bool:
        return self.path.suffix.lower() == ".parquet"

    def check_still(self) -> None:
        """Raise `UnusableError` when the file changed since it was found."""
        try:
            now = self.path.stat()
        except FileNotFoundError:
            raise UnusableError(f"{self.path.name} went away while it was read: deliver it again") from None
        if (now.st_size, now.st_mtime_ns) != (self.size, self.changed_ns):
            raise UnusableError(
                f"{self.path.name} changed while it was read: write it under another name and rename it when whole"
            )


def find(contract: Contract, folder: Path) -> tuple[list[Delivered], list[str]]:
    """The files of a delivery by name, and notes about files that are not read. Raises `UnusableError`."""
    if not folder.is_dir():
        raise UnusableError(f"the folder {folder.name} does not exist: make data/{contract.name} and put a file there")
    names = sorted(p for p in folder.glob(contract.files) if p.is_file() and not p.name.startswith((".", "~")))
    used = [p for p in names if p.suffix.lower() in KINDS]
    notes = [f"{p.name} is not read: deliver it as .csv or .parquet" for p in names if p not in used]
    if not used:
        more = "; " + "; ".join(notes) if notes else ""
        raise UnusableError(f"no .csv or .parquet file in {folder.name}: put one there{more}")
    return [_open(contract, path) for path in used], notes


def _open(contract: Contract, path: Path) -> Delivered:
    before = path.stat()
    if before.st_size == 0:
        raise UnusableError(f"{path.name} is empty (0 bytes): deliver it again")
    with path.open("rb") as handle:
        head = handle.read(4)
    encoding = "binary" if path.suffix.lower() == ".parquet" else _encoding(contract, head)
    found = Delivered(path, encoding, _digest(path, encoding), before.st_size, before.st_mtime_ns)
    found.check_still()
    return found


def _encoding(contract: Contract, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    name = codecs.lookup(contract.encoding).name
    return "utf-8-sig" if name in ("utf-8", "utf-8-sig") else name


def _digest(path: Path, encoding: str) -> str:
    """SHA-256 of the bytes; on the way, every byte is decoded once. Raises `UnusableError` with the line."""
    sha = hashlib.sha256()
    decoder = None if encoding == "binary" else codecs.getincrementaldecoder(encoding)()
    lines = 1
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            sha.update(block)
            if decoder is not None:
                lines += _decode(decoder, block, path, lines, encoding)
    if decoder is not None:
        _decode(decoder, b"", path, lines, encoding, final=True)
    return sha.hexdigest()


def _decode(
    decoder: codecs.IncrementalDecoder, block: bytes, path: Path, line: int, encoding: str, final: bool = False
) -> int:
    try:
        text = decoder.decode(block, final)
    except UnicodeDecodeError as error:
        at = line + error.object[: error.start].decode(encoding, "ignore").count("\n")
        shown = "utf-8" if encoding == "utf-8-sig" else encoding
        raise UnusableError(
            f"{path.name}:{at}: bytes that are not {shown}: save as UTF-8, or name the encoding in the contract"
        ) from None
    if "\0" in text:
        at = line + text[: text.index("\0")].count("\n")
        raise UnusableError(f"{path.name}:{at}: a NUL character: save the file as UTF-8 text, or name its encoding")
    return text.count("\n")


def walk(found: Delivered) -> Iterator[tuple[int, list[str]]]:
    """Each CSV row with the line (from 1) at which it starts, the header first. Raises `UnusableError`.

    A row may run over several lines inside quotes. Blank lines are no rows.
    """
    with found.path.open(encoding=found.encoding, newline="") as handle:
        reader = csv.reader(handle, strict=True)
        line = 1
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise UnusableError(
                    f"{found.path.name}:{line}: a row with broken quotes, or a quote that is never closed: "
                    'write a quote inside quotes as two quotes ("")'
                ) from None
            if row:
                yield line, row
            line = reader.line_num + 1


def header_of(found: Delivered) -> list[str]:
    """Names in the first row, without white space at their ends. Raises `UnusableError`."""
    first = next(walk(found), None)
    if first is None:
        raise UnusableError(f"{found.path.name} holds blank lines only: deliver it again")
    return [name.strip() for name in first[1]]


def check_header(contract: Contract, columns: tuple[str, ...], found: Delivered, header: list[str]) -> list[str]:
    """Names of columns that the contract does not describe. Raises `UnusableError` when a needed one is missing."""
    missing = [c for c in columns if c not in header and not contract.rule(c).optional]
    if missing:
        # Other words of the first row are not shown: in a file without a header they are somebody's data.
        asked = [f"{c} (is it the column called {near}?)" if (near := nearest(c, header)) else c for c in missing]
        hint = ""
        if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
            hint = ". It looks as if ; or tabs part the columns: save it with commas"
        raise UnusableError(f"{found.path.name}:1: missing {', '.join(asked)}: the first row names the columns{hint}")
    twice = sorted({c for c in columns if header.count(c) > 1})
    if twice:
        raise UnusableError(f"{found.path.name}:1: two columns are called {', '.join(twice)}: rename one")
    return [name for name in header if not contract.dataset.has(name)]
