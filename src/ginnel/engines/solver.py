"""A small builder over HiGHS: columns, rows, solve; the answer comes with its proven bound."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

INFINITY = float("inf")


class InfeasibleError(Exception):
    """No answer exists, or none was found in time."""


@dataclass(frozen=True)
class Answer:
    """`cost` of the best answer found, `bound` proven from below, `values` of all columns, `duals` of all rows (LP)."""

    cost: float
    bound: float
    values: np.ndarray
    duals: np.ndarray

    @property
    def gap(self) -> float:
        """How far from the best the answer can be at most, as a share of its cost."""
        return max(0.0, self.cost - self.bound) / max(abs(self.cost), 1e-9)


@dataclass
class Model:
    """A mixed-integer program in minimisation form, grown column by column and row by row."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, Sequence[int], Sequence[float], float]] = field(default_factory=list)

    def column(self, cost: float, *, lower: float = 0.0, upper: float = INFINITY, whole: bool = False) -> int:
        """Add a column; its number."""
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, terms: Mapping[int, float], *, least: float = -INFINITY, most: float = INFINITY) -> int:
        """Add `least <= sum(terms) <= most`; its number."""
        self.rows.append((least, list(terms), list(terms.values()), most))
        return len(self.rows) - 1

    def solve(self, *, gap: float = 1e-6, absolute: float = 1e-6, seconds: float = 60.0) -> Answer:
        """The best answer within `gap` (a share) or `absolute`; one thread, fixed seed: the same each time.

        Raises `InfeasibleError` when there is none.
        """
        highs = _quiet(gap, absolute, seconds)
        highs.passModel(self._lp())
        highs.run()
        info, status = highs.getInfo(), highs.getModelStatus()
        solution = highs.getSolution()
        if status == highspy.HighsModelStatus.kInfeasible or not solution.value_valid:
            raise InfeasibleError(highs.modelStatusToString(status))
        cost = float(info.objective_function_value)
        bound = float(info.mip_dual_bound) if any(self.whole) else cost
        return Answer(cost, min(bound, cost), np.array(solution.col_value), np.array(solution.row_dual))

    def _lp(self) -> Any:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), len(self.rows)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = (np.array(a, float) for a in (self.cost, self.lower, self.upper))
        lp.row_lower_ = np.array([r[0] for r in self.rows], float)
        lp.row_upper_ = np.array([r[3] for r in self.rows], float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(r[1]) for r in self.rows])]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([i for r in self.rows for i in r[1]], np.int32)
        lp.a_matrix_.value_ = np.array([v for r in self.rows for v in r[2]], float)
        if any(self.whole):
            kind = highspy.HighsVarType
            lp.integrality_ = [kind.kInteger if w else kind.kContinuous for w in self.whole]
        return lp


def new_highs() -> Any:
    """A HiGHS that says nothing. Its first construction in a process prints a banner, which no option turns off and
    which would stand in front of a command's JSON: standard output is turned away while it is made."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highs: Any = highspy.Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    highs.setOptionValue("output_flag", False)
    return highs


def _quiet(gap: float, absolute: float, seconds: float) -> Any:
    highs = new_highs()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_abs_gap", absolute)
    highs.setOptionValue("time_limit", seconds)
    return highs
