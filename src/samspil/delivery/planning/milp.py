"""Zero-one programmes, solved by HiGHS, with statuses that are never taken on trust.

One thread and a fixed seed, so that the same model gives the same answer. An answer counts only if HiGHS
calls it feasible and every row holds when it is added up again here in whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, isfinite

import highspy
import numpy as np

SLACK = 0.5
"""A bound is lowered by this before it is rounded up to a whole number, against the solver's tolerances."""


@dataclass(slots=True)
class Model:
    """Choose columns, each 0 or 1, so that every row's sum lies within its limits, at the least cost."""

    costs: list[int] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    cells: list[tuple[int, int, int]] = field(default_factory=list)
    """Row, column, factor."""

    def column(self, cost: int) -> int:
        """One more column."""
        self.costs.append(cost)
        return len(self.costs) - 1

    def row(self, least: int, most: int) -> int:
        """One more row."""
        self.rows.append((least, most))
        return len(self.rows) - 1

    def cell(self, row: int, column: int, factor: int = 1) -> None:
        """The column counts in the row."""
        self.cells.append((row, column, factor))


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of it."""

    chosen: tuple[int, ...] | None
    """The columns taken; None where no answer was found that holds."""
    bound: int | None
    """No choice costs less; None where nothing was proven."""
    is_optimal: bool
    is_cut: bool
    """The time ended it."""


def solve(model: Model, seconds: float, start: Sequence[int] | None = None, within: float = 0.0) -> Solved:
    """The best choice of columns within the time, beginning from one that is known."""
    if not model.costs:
        return Solved((), 0, is_optimal=True, is_cut=False)
    solver = _solver(seconds, within)
    if solver.passModel(_loaded(model)) == highspy.HighsStatus.kError:
        return Solved(None, None, is_optimal=False, is_cut=False)
    if start is not None:
        begun = highspy.HighsSolution()
        values = np.zeros(len(model.costs))
        values[list(start)] = 1.0
        begun.col_value = values.tolist()
        solver.setSolution(begun)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    is_optimal = status == highspy.HighsModelStatus.kOptimal
    bound = info.mip_dual_bound if isfinite(info.mip_dual_bound) and abs(info.mip_dual_bound) < 1e15 else None
    return Solved(
        _taken(model, solver, info),
        None if bound is None or not model.costs else ceil(bound - SLACK),
        is_optimal=is_optimal,
        is_cut=status == highspy.HighsModelStatus.kTimeLimit,
    )


def _solver(seconds: float, within: float) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("time_limit", max(0.01, seconds)),
        ("mip_rel_gap", within),
        ("mip_abs_gap", 0.9),
    ):
        solver.setOptionValue(name, value)
    return solver


def _loaded(model: Model) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    count = len(model.costs)
    lp.num_col_, lp.num_row_ = count, len(model.rows)
    lp.col_cost_ = np.array(model.costs, dtype=np.float64)
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.ones(count)
    lp.row_lower_ = np.array([least for least, _most in model.rows], dtype=np.float64)
    lp.row_upper_ = np.array([most for _least, most in model.rows], dtype=np.float64)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    cells = sorted((column, row, factor) for row, column, factor in model.cells)
    starts = np.zeros(count + 1, dtype=np.int32)
    for column, _row, _factor in cells:
        starts[column + 1] += 1
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.cumsum(starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array([row for _column, row, _factor in cells], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([factor for _column, _row, factor in cells], dtype=np.float64)
    return lp


def _taken(model: Model, solver: highspy.Highs, info: highspy.HighsInfo) -> tuple[int, ...] | None:
    """The columns of the answer, if there is one and it holds when it is added up again."""
    if info.primal_solution_status != 2:  # 2 is feasible
        return None
    values = np.asarray(solver.getSolution().col_value)
    if len(values) != len(model.costs) or np.abs(values - values.round()).max() > 1e-4:
        return None
    taken = {int(one) for one in np.flatnonzero(values.round())}
    sums = [0] * len(model.rows)
    for row, column, factor in model.cells:
        if column in taken:
            sums[row] += factor
    holds = all(least <= one <= most for one, (least, most) in zip(sums, model.rows, strict=True))
    return tuple(sorted(taken)) if holds else None
