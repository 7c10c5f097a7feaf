"""Columns of a log, taken in block by block and kept as whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ginnel.journeys.events import BLANK, Coded, Ints, micros
from ginnel.vocabulary import BadInput, Problem

UNREADABLE = np.iinfo(np.int64).min
MISSING = UNREADABLE + 1
"""In place of a time that cannot be read, or is not there."""
MOST_NAMES = 5_000


@dataclass(frozen=True)
class Columns:
    """The names of the columns. `time_format` as Python's strptime, such as "%d/%m/%Y %H:%M"; default ISO 8601."""

    case: str
    activity: str
    time: str
    organisation: str | None = None
    group: str | None = None
    end: str | None = None
    enhanced: str | None = None
    time_format: str | None = None

    @property
    def wanted(self) -> dict[str, str]:
        """Option of the command -> column."""
        every = {
            "--case": self.case, "--activity": self.activity, "--time": self.time, "--organisation": self.organisation,
            "--group": self.group, "--end": self.end, "--enhanced": self.enhanced,
        }  # fmt: skip
        return {k: v for k, v in every.items() if v is not None}


class Builder:
    """Takes blocks of rows; afterwards gives each column whole."""

    def __init__(self, name: str, columns: Columns) -> None:
        self.name, self.columns, self.rows = name, columns, 0
        self.zoned = False
        """Whether any time came with a zone."""
        self._heads: list[pa.Array] = []
        self._runs: list[Ints] = []
        self._parts: dict[str, list[Ints]] = {o: [] for o in columns.wanted}
        self._names: dict[str, dict[str, int]] = {o: {} for o in columns.wanted}

    def has(self, option: str) -> bool:
        return option in self.columns.wanted

    def add(self, block: Mapping[str, pa.Array]) -> None:
        """One block: column name -> values, all of one length."""
        for option, column in self.columns.wanted.items():
            values = block[column]
            if option == "--case":
                self._case(values)
            elif option in ("--time", "--end"):
                found, zoned = moments(values, self.columns.time_format)
                self._parts[option].append(found)
                self.zoned |= zoned
            else:
                self._parts[option].append(self._coded(option, values))
        self.rows += len(block[self.columns.case])

    def _case(self, values: pa.Array) -> None:
        """Rows of one case mostly stand together: only the first of each run is kept as text."""
        texts = pc.fill_null(pc.utf8_trim_whitespace(_texts(values)), "")
        if not len(texts):
            return
        differs = pc.not_equal(texts[1:], texts[:-1]).to_numpy(zero_copy_only=False)
        new = np.flatnonzero(np.r_[True, differs])
        self._heads.append(texts.take(pa.array(new)))
        self._runs.append(np.diff(np.r_[new, len(texts)]).astype(np.int32))

    def cases(self) -> Ints:
        """Codes in the order in which cases first appear; `BLANK` for none."""
        heads = pa.chunked_array(self._heads, pa.string()).combine_chunks().dictionary_encode()
        self._heads = []
        codes = heads.indices.to_numpy()
        empty = pc.index(heads.dictionary, "").as_py()
        if empty >= 0:
            codes = np.where(codes == empty, np.int32(BLANK), codes)
        return np.repeat(codes, np.concatenate(self._runs))

    def _coded(self, option: str, values: pa.Array) -> Ints:
        """Codes in order of appearance; the words are kept once."""
        encoded = _texts(values).dictionary_encode()
        names = self._names[option]
        new = [
            BLANK if not (w or "").strip() else names.setdefault(w.strip(), len(names))
            for w in encoded.dictionary.to_pylist()
        ]  # fmt: skip
        if len(names) > MOST_NAMES:
            raise BadInput(
                Problem(f"more than {MOST_NAMES:,} different values", file=self.name, key=option,
                        expected="a column of names such as steps or bodies",
                        mend="name another column; ids and free text do not fit")
            )  # fmt: skip
        codes = encoded.indices.fill_null(BLANK).to_numpy(zero_copy_only=False)
        return np.asarray(np.array([*new, BLANK], dtype=np.int32)[codes])

    def codes(self, option: str) -> Coded:
        """Codes in order of the alphabet, and the words; all `BLANK` where the column was not named."""
        if not self.has(option):
            return np.broadcast_to(np.int32(BLANK), self.rows), ()
        names = self._names[option]
        ordered = tuple(sorted(names))
        place = {w: i for i, w in enumerate(ordered)}
        new = np.array([*(place[w] for w in names), BLANK], dtype=np.int32)
        return new[self._whole(option)], ordered

    def moments(self, option: str) -> Ints:
        """Microseconds since 1970, `UNREADABLE` or `MISSING`."""
        return self._whole(option)

    def _whole(self, option: str) -> Ints:
        whole = np.concatenate(self._parts[option])
        self._parts[option] = []
        return whole


def _texts(values: pa.Array) -> pa.Array:
    if pa.types.is_floating(values.type):
        # A column of whole numbers with gaps is kept as decimals by many tools.
        whole = pc.all(pc.equal(values, pc.floor(values))).as_py()
        values = values.cast(pa.int64()) if whole else values
    return values.cast(pa.string())


def moments(values: pa.Array, form: str | None) -> tuple[Ints, bool]:
    """Microseconds since 1970 of times, dates or texts, and whether any has a zone.

    `UNREADABLE` stands for what is no time, `MISSING` for blanks.
    """
    kind = values.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        zone = getattr(kind, "tz", None)
        return _ints(values.cast(pa.timestamp("us", zone), safe=False)), zone is not None
    texts = values.cast(pa.string())
    if form is None:
        try:
            return _ints(pc.cast(texts, pa.timestamp("us"))), False
        except pa.ArrowInvalid:
            pass
    encoded = texts.dictionary_encode()
    read = [_moment(w, form) for w in encoded.dictionary.to_pylist()]
    parsed = np.array([*(m for m, _ in read), MISSING], dtype=np.int64)
    return parsed[encoded.indices.fill_null(BLANK).to_numpy(zero_copy_only=False)], any(z for _, z in read)


def _ints(stamps: pa.Array) -> Ints:
    return pc.fill_null(stamps.cast(pa.int64()), MISSING).to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]


def _moment(text: str, form: str | None) -> tuple[int, bool]:
    text = text.strip()
    if not text:
        return MISSING, False
    try:
        found = datetime.fromisoformat(text) if form is None else datetime.strptime(text, form)  # noqa: DTZ007
        return micros(found if found.tzinfo else found.replace(tzinfo=UTC)), found.tzinfo is not None
    except (ValueError, OverflowError):
        return UNREADABLE, False
