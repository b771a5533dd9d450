"""A linear program over the rows of a space, that holds those that it needs and those that were asked about.

Every answer is checked: any status but «optimal» is `None` and counts as *not protected* with whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable

import highspy
import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.needed import Needed, needed
from samspil.evaluation.disclosure.space import Space

INFINITE = highspy.kHighsInf
WHOLE = 1  # the code of HighsVarType.kInteger
DUAL, PRIMAL = 1, 4
ASKING, WHOLE_TIMES = 20, 4
"""As how many steps of the simplex a program counts beside those it takes, and how many times one counts of a
program in whole counts: about what they take (measured)."""


def simplex(strategy: int = DUAL) -> highspy.Highs:
    """A solver for one program after the other.

    Dual where bounds and prices of a few change between two questions; primal where all prices do.
    """
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("presolve", "off"),
        ("solver", "simplex"),
        ("simplex_strategy", strategy),
    ):
        solver.setOptionValue(option, value)
    return solver


class Program:
    """What all programs over a space have in common.

    `held`: what the program needs, where that was worked out before. `low`, `high` (width,): between what the
    counts lie. `solved`: how often it was asked. `effort`: how much that took, in steps of the solver, which
    are the same on every machine. `left`: the seconds that one in whole counts may take, where somebody
    counts them; one that takes longer has no answer. A row may be asked about though the program does not
    hold it: then it is put in.
    """

    def __init__(self, space: Space, held: Needed | None = None, strategy: int = DUAL) -> None:
        self.space, self.solved, self.effort, self.times = space, 0, 0, 1
        self.left: Callable[[], float] | None = None
        found = needed(space) if held is None else held
        self.low, self.high = found.low, found.high
        self.rows: list[int] = found.rows.tolist()
        self._place = {at: number for number, at in enumerate(self.rows)}
        self._solver = simplex(strategy)

    def _entries(self, at: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The columns of the program and their weights in a row of the space."""
        return self.space.row(at)

    def _begin(
        self,
        costs: NDArray[np.float64],
        columns: tuple[NDArray[np.float64], NDArray[np.float64]],
        rows: tuple[NDArray[np.float64], NDArray[np.float64]],
    ) -> None:
        """Set the program up. `costs` (columns,); `columns`: the least and the most of each; `rows`: of each
        row of the space (rows,), of which only those are taken that are needed."""
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = len(self.rows), len(costs)
        model.col_cost_ = costs
        model.col_lower_, model.col_upper_ = columns
        model.row_lower_, model.row_upper_ = rows[0][self.rows], rows[1][self.rows]
        entries = [self._entries(at) for at in self.rows]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(own) for own, _weights in entries)])
        none = np.zeros(0, np.int64)
        model.a_matrix_.index_ = np.concatenate([none, *(own for own, _weights in entries)])
        model.a_matrix_.value_ = np.concatenate([none, *(weights for _own, weights in entries)]).astype(float)
        self._solver.passModel(model)

    def _make_whole(self, *, gap: float) -> None:
        """Ask for whole counts, and be content with an answer that is this much worse than the best."""
        columns, self.times = self._solver.getNumCol(), WHOLE_TIMES
        every = np.arange(columns, dtype=np.int32)
        self._solver.changeColsIntegrality(columns, every, np.full(columns, WHOLE, np.uint8))
        for option, value in (("solver", "choose"), ("presolve", "on"), ("mip_rel_gap", gap)):
            self._solver.setOptionValue(option, value)

    def bound(self, at: int, low: float, high: float) -> None:
        """Between what a row may lie."""
        if at in self._place:
            self._solver.changeRowBounds(self._place[at], low, high)
            return
        columns, weights = self._entries(at)
        self._solver.addRow(low, high, len(columns), columns.astype(np.int32), weights.astype(float))
        self._place[at] = len(self.rows)
        self.rows.append(at)

    def _bound_all(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        """Between what all rows lie (rows,)."""
        many = np.arange(len(self.rows), dtype=np.int32)
        own = np.array(self.rows, np.int64)
        self._solver.changeRowsBounds(len(many), many, low[own], high[own])  # type: ignore[attr-defined]

    def _solve(self) -> NDArray[np.float64] | None:
        """The columns (columns,) of an answer that is known to be the best; None where there is none."""
        if self.left is not None and self.times > 1:
            self._solver.setOptionValue("time_limit", max(self.left(), 0.0))
        self._solver.run()
        self.solved += 1
        self.effort += ASKING + self.times * max(self._solver.getInfo().simplex_iteration_count, 0)
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)
