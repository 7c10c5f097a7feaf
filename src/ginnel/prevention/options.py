"""The choice in numbers: each option is one household and one kind of help; at most one of them is chosen for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ginnel.vocabulary import BadInput, Problem, nearest

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
NOWHERE = -1
"""In `place` and `group`: no limit holds for this option."""
SCENARIOS: tuple[str, ...] = ("low", "mid", "high")
COLUMNS: tuple[str, ...] = ("household", "help", "cost", "low", "mid", "high", "place", "group")


@dataclass(frozen=True)
class Options:
    """Columns of N options, sorted by household.

    `household` counts from 0 without gaps; `place` is an index into `Limits.capacity`, `group` into `Limits.floor`,
    -1 where none holds. Costs and benefits are pounds. `lot` in [0, 1) settles ties, drawn by the caller.
    """

    household: Ints
    help: Ints
    cost: Floats
    low: Floats
    mid: Floats
    high: Floats
    place: Ints
    group: Ints
    lot: Floats

    def __len__(self) -> int:
        return len(self.cost)

    @property
    def households(self) -> int:
        return int(self.household[-1]) + 1 if len(self) else 0

    @property
    def starts(self) -> Ints:
        """Where each household's options begin."""
        return np.flatnonzero(np.diff(self.household, prepend=-1)).astype(np.int64)

    def benefit(self, scenario: str) -> Floats:
        """Expected benefit under "low", "mid" or "high"."""
        found: Floats = {"low": self.low, "mid": self.mid, "high": self.high}[scenario]
        return found


@dataclass(frozen=True)
class Limits:
    """One budget in pounds, slots of each place, and the least that must be spent on each group."""

    budget: float
    capacity: Floats = field(default_factory=lambda: np.zeros(0))
    floor: Floats = field(default_factory=lambda: np.zeros(0))
    place_names: tuple[str, ...] = ()
    group_names: tuple[str, ...] = ()

    def with_budget(self, budget: float) -> Limits:
        """The same under another budget; floors shrink with it, so that a smaller budget can still meet them."""
        share = min(1.0, budget / self.budget) if self.budget > 0 else 0.0
        return Limits(budget, self.capacity, self.floor * share, self.place_names, self.group_names)


def options_of(rows: Iterable[Mapping[str, Any]], places: Sequence[str], groups: Sequence[str]) -> Options:
    """Options from rows with the keys of `COLUMNS` (and "lot", if ties matter), checked.

    `household` and `help` are any whole numbers, `place` and `group` a name or None. Raises `BadInput` naming row and
    column for everything that is wrong.
    """
    kept = list(rows)
    problems = [p for number, row in enumerate(kept, start=1) for p in _faults(number, row, places, groups)]
    if problems:
        raise BadInput(problems)
    kept.sort(key=lambda r: (r["household"], r["help"]))
    known = {h: i for i, h in enumerate(dict.fromkeys(r["household"] for r in kept))}
    return Options(
        household=_ints(known[r["household"]] for r in kept),
        help=_ints(r["help"] for r in kept),
        cost=_floats(kept, "cost"),
        low=_floats(kept, "low"),
        mid=_floats(kept, "mid"),
        high=_floats(kept, "high"),
        place=_ints(NOWHERE if r["place"] is None else places.index(r["place"]) for r in kept),
        group=_ints(NOWHERE if r["group"] is None else groups.index(r["group"]) for r in kept),
        lot=np.array([float(r.get("lot", 0.0)) for r in kept], dtype=np.float64),
    )


def budget_of(value: object) -> float:
    """A budget in pounds from what somebody typed. Raises `BadInput` for what is no amount of money."""
    try:
        found = float(str(value).replace(",", "").replace("£", "").strip())
    except ValueError:
        found = float("nan")
    if not np.isfinite(found) or found < 0:
        raise BadInput(
            Problem("not an amount of money", key="--budget", found=repr(value), expected="pounds, 0 or more",
                    mend="write the budget in pounds, such as --budget 250000")
        )  # fmt: skip
    return found


def check_limits(options: Options, limits: Limits) -> None:
    """Raise `BadInput` for a budget, capacity or floor that cannot be: negative, or more than could ever be spent."""
    problems = []
    if not np.isfinite(limits.budget) or limits.budget < 0:
        problems.append(Problem("the budget is no amount of money", key="budget", found=repr(limits.budget)))
    for name, slots in zip(limits.place_names, limits.capacity, strict=False):
        if not slots >= 0:
            problems.append(Problem(f"a capacity below nothing: {name}", key="capacity", found=str(slots)))
    if limits.floor.sum() > limits.budget * (1 + 1e-9):
        problems.append(
            Problem("the floors together are more than the budget", key="floor", found=f"£{limits.floor.sum():,.0f}",
                    expected=f"at most £{limits.budget:,.0f}", mend="lower the shares or raise the budget")
        )  # fmt: skip
    for name, floor, most in zip(limits.group_names, limits.floor, most_spend(options, limits), strict=False):
        if floor > most * (1 + 1e-9):
            problems.append(
                Problem(f"the floor for {name} cannot be met", key="floor", found=f"£{floor:,.0f}",
                        expected=f"at most £{most:,.0f}: all the help that was found for this group",
                        mend="lower this floor, or look for why so few were found")
            )  # fmt: skip
    if problems:
        raise BadInput(problems)


def most_spend(options: Options, limits: Limits) -> Floats:
    """The most that could be spent on each group if nobody else were helped: a bound, capacities counted singly."""
    found = np.zeros(len(limits.floor))
    for g in range(len(found)):
        inside = options.group == g
        dearest = np.zeros(options.households)
        np.maximum.at(dearest, options.household[inside], options.cost[inside])
        limited = np.zeros(0)
        if len(limits.capacity) and inside.any() and (options.place[inside] >= 0).all():
            limited = np.array([
                np.sort(options.cost[inside & (options.place == k)])[::-1][: int(c)].sum()
                for k, c in enumerate(limits.capacity)
            ])  # fmt: skip
        found[g] = min(dearest.sum(), limited.sum()) if len(limited) else dearest.sum()
    return found


def _faults(number: int, row: Mapping[str, Any], places: Sequence[str], groups: Sequence[str]) -> list[Problem]:
    """Everything wrong with one row; `number` counts from 1."""

    def wrong(message: str, key: str, **more: str | None) -> Problem:
        return Problem(message, file="options", line=number, key=key, **more)

    missing = [c for c in COLUMNS if c not in row]
    if missing:
        return [wrong("a column is missing", c, expected=", ".join(COLUMNS)) for c in missing]
    found = [
        wrong("not an amount of money", c, found=repr(row[c]), expected="0 or more")
        for c in ("cost", "low", "mid", "high")
        if not _money(row[c])
    ]
    if not found and not row["low"] <= row["mid"] <= row["high"]:
        found.append(wrong("the range of the benefit is upside down", "mid", expected="low <= mid <= high"))
    for column, names, what in (("place", places, "capacity"), ("group", groups, "group")):
        value = row[column]
        if value is not None and value not in names:
            found.append(
                wrong(f"no {what} has this name", column, found=repr(value), nearest=nearest(str(value), names))
            )
    return found


def _money(value: object) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and bool(np.isfinite(value)) and value >= 0  # type: ignore[call-overload,operator]


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _floats(rows: Sequence[Mapping[str, Any]], column: str) -> Floats:
    return np.array([float(r[column]) for r in rows], dtype=np.float64)
