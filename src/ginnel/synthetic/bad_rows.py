"""Unusable rows, added beside the good ones so that reject files have something to say."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ginnel.synthetic import parameters as par
from ginnel.synthetic.columns import together
from ginnel.synthetic.layout import Layout

REASONS: tuple[str, ...] = ("not a date", "required and empty", "key twice")
_NO_DATES = ("31/02/1999", "not known", "2024-13-45")


def as_text(table: pa.Table, layout: Layout) -> pa.Table:
    """Every column as the text that a CSV file holds; dates in the form of the layout, flags as true and false."""
    out = {}
    for name in layout.columns:
        column = table.column(name)
        form = layout.dates.get(name)
        if form is not None:
            column = pc.strftime(column, form)
        out[name] = column if pa.types.is_string(column.type) else pc.cast(column, pa.string())
    return pa.table(out)


def with_bad_rows(table: pa.Table, layout: Layout, rng: np.random.Generator) -> tuple[pa.Table, pa.Table]:
    """The text table with a few spoilt copies of rows among the good ones, and what was spoilt (key, reason).

    No good row is lost: a spoilt copy has a key of its own (its digits begin with 9), except the repeated keys,
    which come after the row that they repeat.
    """
    count = 0 if layout.whole else min(par.BAD_ROWS_MOST, int(table.num_rows * par.BAD_ROWS_RATE))
    at = np.sort(rng.choice(table.num_rows, count, replace=False)) if count else np.zeros(0, int)
    spoilt = [_spoil(table.slice(int(row), 1), layout, i) for i, row in enumerate(at)]
    key = layout.columns[0]
    told = pa.table(
        {
            "record": pa.array([bad.column(key)[0].as_py() for bad in spoilt], pa.string()),
            "reason": pa.array([REASONS[i % len(REASONS)] for i in range(count)], pa.string()),
        }
    )
    if not count:
        return table, told
    position = np.concatenate([np.arange(table.num_rows), at + 0.5])
    return pa.concat_tables([table, *spoilt]).take(pa.array(np.argsort(position, kind="stable"))), told


def _spoil(row: pa.Table, layout: Layout, turn: int) -> pa.Table:
    reason = REASONS[turn % len(REASONS)]
    if reason == "key twice":
        return row
    key = layout.columns[0]
    text = row.column(key).combine_chunks()
    row = _with(
        row, key, together(pc.utf8_slice_codeunits(text, 0, 1), pa.scalar("9"), pc.utf8_slice_codeunits(text, 2))
    )
    if reason == "not a date":
        return _with(row, layout.late, pa.array([_NO_DATES[turn // len(REASONS) % len(_NO_DATES)]]))
    return _with(row, layout.blank, pa.array([None], pa.string()))


def _with(row: pa.Table, name: str, value: pa.Array) -> pa.Table:
    return row.set_column(row.schema.get_field_index(name), name, value)
