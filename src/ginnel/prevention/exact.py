"""The exact answer for small choices, by HiGHS (MIT licence): a plan of a region's size ends with no doubt left.

Also the linear relaxation, as a peer to measure the dual against.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from ginnel.engines.solver import new_highs
from ginnel.prevention.options import Floats, Ints, Limits, Options

NODES = 60
"""Branches that the exact search may open before it gives up; a count, not a clock, so that two runs agree."""
CLOSE = 1e-7
"""The search stops when its plan is proved to be within this share of the best."""


@dataclass(frozen=True)
class Exact:
    """`chosen` is None when there is no plan at all; `bound` is proved, `proved` whether `chosen` meets it."""

    chosen: Ints | None
    bound: float
    proved: bool


def solve(options: Options, limits: Limits, benefit: Floats, *, nodes: int = NODES) -> Exact:
    """The best plan, by branch and bound."""
    if not len(options):
        return Exact(np.zeros(0, dtype=np.int64), 0.0, True)
    highs = _model(options, limits, benefit, whole=True)
    highs.setOptionValue("mip_rel_gap", CLOSE)
    highs.setOptionValue("mip_abs_gap", 1e-7)
    highs.setOptionValue("mip_max_nodes", nodes)
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Exact(None, float("-inf"), True)
    info = highs.getInfo()
    found = np.array(highs.getSolution().col_value)
    proved = status == highspy.HighsModelStatus.kOptimal
    if len(found) != len(options) or not np.isfinite(info.objective_function_value):
        return Exact(None, float("inf"), False)
    bound = max(info.mip_dual_bound, info.objective_function_value)
    return Exact(np.flatnonzero(found > 0.5).astype(np.int64), float(bound), proved)


def relaxed(options: Options, limits: Limits, benefit: Floats, method: str, seconds: float) -> tuple[float, str]:
    """The linear relaxation by `method` ("simplex", "ipm" or "pdlp") within `seconds`: objective and status."""
    highs = _model(options, limits, benefit, whole=False)
    highs.setOptionValue("solver", method)
    highs.setOptionValue("time_limit", seconds)
    highs.run()
    return float(highs.getInfo().objective_function_value), highs.modelStatusToString(highs.getModelStatus())


def margins(options: Options, limits: Limits, benefit: Floats) -> tuple[float, Floats, Floats] | None:
    """Exact prices of a small choice: of a pound, of each slot, of each floor's pound, by the linear relaxation.

    A limit that is not used up has the price nothing. None where the relaxation has no solution.
    """
    highs = _model(options, limits, benefit, whole=False)
    highs.setOptionValue("solver", "simplex")
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    dual = np.array(highs.getSolution().row_dual)[options.households :]
    places = len(limits.capacity)
    return (
        float(max(dual[0], 0.0)), np.maximum(dual[1 : 1 + places], 0.0), np.maximum(-dual[1 + places :], 0.0)
    )  # fmt: skip


def _model(options: Options, limits: Limits, benefit: Floats, *, whole: bool) -> Any:
    """max benefit x, each household at most one, budget, capacities, floors, 0 <= x <= 1."""
    n, places, groups = len(options), len(limits.capacity), len(limits.floor)
    households = options.households
    rows = [options.household, np.full(n, households)]
    columns = [np.arange(n), np.arange(n)]
    values = [np.ones(n), options.cost]
    for member, weight, start in (
        (options.place, np.ones(n), households + 1),
        (options.group, options.cost, households + 1 + places),
    ):
        inside = np.flatnonzero(member >= 0)
        rows.append(member[inside] + start)
        columns.append(inside)
        values.append(weight[inside])
    total = households + 1 + places + groups
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = n, total
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = benefit, np.zeros(n), np.ones(n)
    endless = highspy.kHighsInf
    model.row_lower_ = np.concatenate([np.full(households + 1 + places, -endless), limits.floor])
    model.row_upper_ = np.concatenate(
        [np.ones(households), [limits.budget], np.floor(limits.capacity + 1e-9), np.full(groups, endless)]
    )
    by_column: Any = _by_column(np.concatenate(rows), np.concatenate(columns), np.concatenate(values), n)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = by_column
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * n
    highs = new_highs()
    highs.setOptionValue("threads", 1)
    highs.passModel(model)
    return highs


def _by_column(rows: Ints, columns: Ints, values: Floats, n: int) -> tuple[Ints, Ints, Floats]:
    order = np.lexsort((rows, columns))
    start = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=n))])
    return start.astype(np.int32), rows[order].astype(np.int32), values[order]
