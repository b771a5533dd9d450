"""Inequalities that every safe pattern satisfies, out of what keeps one cell narrow.

`y` says of each open row whether it is suppressed. What a reader can take for the most of a cell is a linear
program, and any prices (duals) of its rows bound it for every pattern:

    most(cell) <= sum over rows of price * (the value, or the floor or ceiling where it is suppressed)

and likewise the least. The two must be the width apart, which makes `sum weight * y >= most` out of them. The
solver's prices are rounded to whole parts and mended in whole numbers until no column has a price of its
own; the inequality is worked out of those in whole numbers. So it holds whatever the solver said: bad
prices make it weak and never wrong. That is why the solver may be asked with tighter bounds than a reader
has: rows move by the width and no more, and what it says of parts of cells is far more to the point.

Such inequalities are those of Fischetti and Salazar-González 2000 (doi 10.1287/mnsc.47.7.1008.9805), here
with the bounds of a reader who knows where noughts are shown. With a width of one the cell must go up by
one, or down by one, and not half a one each way: then the larger weight of both is enough.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from samspil.evaluation.disclosure.program import PRIMAL, simplex
from samspil.evaluation.disclosure.space import Role, Space

PARTS = 27_720
"""Prices are rounded to such parts: nearly all are halves, thirds and so on up to twelfths, and stay as they
are."""
LARGEST = 2.0**60
"""Sums in whole numbers stay below this, or the prices are not used."""
MISSING = 1e-4
"""A cut that is missed by a smaller part than this is not worth a row."""
LEAST = 0.01
"""What is published moves by this part while the solver is asked with tighter bounds. Else it has no reason
to leave rows out that cost nothing here, and the cuts with the fewest rows say most."""
NEAR = 1e-7


@dataclass(frozen=True, slots=True)
class Cut:
    """`sum(weights * y[rows]) >= most`, in whole numbers.

    `given`: a row that has to be suppressed for that to be asked (the right side is `most * y[given]`), -1
    where it is asked always.
    """

    rows: tuple[int, ...]
    weights: tuple[int, ...]
    most: int
    given: int = -1

    def missing(self, y: NDArray[np.float64]) -> float:
        """By which part of it a pattern in parts (rows,) misses it; nothing or less where it does not."""
        asked = 1.0 if self.given < 0 else float(y[self.given])
        # Summed exactly: a dot product is another one on another machine, and what is cut hangs on this.
        return asked - math.fsum(y[list(self.rows)] * np.array(self.weights)) / self.most


@dataclass(frozen=True, slots=True)
class Bound:
    """What a row, or less that row, comes to at most: `fixed`, and `adds` (rows,) for what is suppressed."""

    fixed: int
    adds: NDArray[np.int64]


class Cutter:
    """Asks how narrow rows are under a pattern in parts, and makes cuts of the answers.

    `looked`: how many rows were asked about. `effort`: how much that took, in steps of the solver.
    """

    def __init__(self, space: Space) -> None:
        self.space, self.looked, self.effort = space, 0, 0
        self.is_open, self.is_known = space.roles == Role.OPEN, space.roles == Role.KNOWN
        self.matrix = sparse.csr_array(
            (space.weights, space.columns, space.starts), shape=(len(space), space.width)
        )
        self.down = np.maximum(space.values - space.floor.astype(np.int64), 0)
        self.up = np.maximum(space.ceiling.astype(np.int64) - space.values, 0)
        self.low, self.high = space.values.astype(float), space.values.astype(float)
        self.shortest = self._shortest()
        self.solver = self._made()

    def look(
        self,
        rows: Sequence[int],
        y: NDArray[np.float64],
        is_over: Callable[[], bool],
        most: int | None = None,
        enough: float = math.inf,
    ) -> list[Cut]:
        """The cuts that a pattern in parts (rows,) misses because of some rows.

        `most`: by how much open rows may move at the most while the solver is asked; None for as far
        as a reader thinks. Rows that are wide in an answer for another are not asked. `enough`: with so many
        cuts the rows that are left are not asked.
        """
        self._under(y if most is None else np.maximum(y, LEAST), most)
        seen = [self.space.values.astype(float), self.space.values.astype(float)]
        found: dict[Cut, None] = {}
        for at in rows:
            if is_over() or len(found) >= enough:
                break
            self.looked += 1
            best = self._asked(int(at), y, seen)
            if best is not None and best.missing(y) > MISSING:
                found[best] = None
        return list(found)

    # --- the program

    def _made(self) -> highspy.Highs:
        space = self.space
        solver = simplex(PRIMAL)  # only what is asked for changes between two questions
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = len(space), space.width
        model.col_cost_, model.col_lower_ = np.zeros(space.width), np.zeros(space.width)
        model.col_upper_ = np.full(space.width, highspy.kHighsInf)
        model.row_lower_, model.row_upper_ = self.low, self.high
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = space.starts
        model.a_matrix_.index_ = space.columns
        model.a_matrix_.value_ = space.weights.astype(float)
        solver.passModel(model)
        return solver

    def _under(self, y: NDArray[np.float64], most: int | None) -> None:
        part = np.where(self.is_known, 0.0, np.where(self.is_open, y, 1.0))
        up, down = self.up, self.down
        if most is not None:
            up = np.where(self.is_open, np.minimum(up, most), up)
            down = np.where(self.is_open, np.minimum(down, most), down)
        self.low, self.high = self.space.values - down * part, self.space.values + up * part
        every = np.arange(len(self.space), dtype=np.int32)
        self.solver.changeRowsBounds(len(every), every, self.low, self.high)  # type: ignore[attr-defined]

    def _asked(self, at: int, y: NDArray[np.float64], seen: list[NDArray[np.float64]]) -> Cut | None:
        """The cut that a row misses most, if it is not seen to be wide. `seen`: least and most (rows,)."""
        if not self.is_open[at]:
            return self._narrowest(at, float(self.space.widths[at]), y, seen)
        # Its own price is what is asked for: as a suppressed cell it moves by what the others let it.
        value = float(self.space.values[at])
        self.solver.changeRowBounds(at, value - float(self.down[at]), value + float(self.up[at]))
        alone = [self.space.values.astype(float), self.space.values.astype(float)]
        best = self._narrowest(at, float(self.space.widths[at]) * float(y[at]), y, alone)
        self.solver.changeRowBounds(at, self.low[at], self.high[at])
        return best

    def _narrowest(
        self, at: int, width: float, y: NDArray[np.float64], seen: list[NDArray[np.float64]]
    ) -> Cut | None:
        bounds = []
        for sign in (1, -1):
            if self._is_wide(at, width, seen):
                return None
            found = self._end(at, sign)
            if found is None:
                return None
            sums, prices = found
            seen[:] = np.minimum(seen[0], sums), np.maximum(seen[1], sums)
            bounds.append(self.bound(at, sign, prices))
        upper, lower = bounds
        if upper is None or lower is None or self._is_wide(at, width, seen):
            return None
        made = [one for one in (self._both(at, upper, lower), self._either(at, upper, lower)) if one]
        return max(made, key=lambda one: one.missing(y), default=None)

    def _is_wide(self, at: int, width: float, seen: list[NDArray[np.float64]]) -> bool:
        low, high, value = float(seen[0][at]), float(seen[1][at]), float(self.space.values[at])
        if self.space.widths[at] == 1:
            return max(high - value, value - low) >= width - NEAR
        return high - low >= width - NEAR

    def _end(self, at: int, sign: int) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """The sums (rows,) where a row is most (sign 1) or least (-1), and the prices (rows,)."""
        costs = np.zeros(self.space.width)
        columns, weights = self.space.row(at)
        costs[columns] = -sign * weights
        every = np.arange(self.space.width, dtype=np.int32)
        self.solver.changeColsCost(len(every), every, costs)
        self.solver.run()
        self.effort += max(self.solver.getInfo().simplex_iteration_count, 0)
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self.solver.getSolution()
        return np.array(found.row_value), -np.array(found.row_dual)

    # --- in whole numbers

    def _shortest(self) -> NDArray[np.int64]:
        """For each column (width,) the shortest row that it is in and from which nothing is taken away."""
        found = np.full(self.space.width, -1, np.int64)
        for at in np.argsort(-np.diff(self.space.starts), kind="stable"):
            columns, weights = self.space.row(int(at))
            if (weights > 0).all():
                found[columns] = at
        return found

    def bound(self, at: int, sign: int, prices: NDArray[np.float64]) -> Bound | None:
        """What prices say of a row, or less that row, times PARTS; for any prices at all.

        Counts are not below nothing, so a column may be worth less than its rows charge for it, never more.
        """
        reach = np.maximum(np.maximum(self.up, self.down), np.abs(self.space.values)).astype(float)
        if not np.isfinite(prices).all() or PARTS * float(np.abs(prices) @ (reach + 1)) > LARGEST:
            return None
        whole = np.rint(prices * PARTS).astype(np.int64)
        left = -np.asarray(whole @ self.matrix)
        columns, weights = self.space.row(at)
        left[columns] += sign * PARTS * weights
        for column in np.flatnonzero(left > 0):
            if left[column] > 0:
                row = int(self.shortest[column])
                if row < 0:
                    return None
                own, weight = self.space.row(row)
                more = -(-int(left[column]) // int(weight[own == column][0]))
                whole[row] += more
                left[own] -= more * weight
        adds = np.where(whole > 0, whole * self.up, -whole * self.down)
        hidden = adds[~self.is_open & ~self.is_known].sum()
        fixed = int(np.dot(whole, self.space.values)) + int(hidden)
        return Bound(fixed, np.where(self.is_open, adds, 0))

    def _both(self, at: int, upper: Bound, lower: Bound) -> Cut | None:
        """The most less the least reaches the width."""
        asked = int(self.space.widths[at]) * PARTS - upper.fixed - lower.fixed
        return self._cut(at, upper.adds + lower.adds, asked)

    def _either(self, at: int, upper: Bound, lower: Bound) -> Cut | None:
        """A row that has to be one wide goes up by one, or down by one, as the truth is whole."""
        if self.space.widths[at] != 1:
            return None
        value = PARTS * int(self.space.values[at])
        ways = [(upper.adds, PARTS + value - upper.fixed), (lower.adds, PARTS - value - lower.fixed)]
        if self.is_open[at]:
            ways = [(adds, asked - int(adds[at])) for adds, asked in ways]
        (up, high), (down, low) = ways
        if high <= 0 or low <= 0:
            return None
        either = np.maximum(np.minimum(up, high) * low, np.minimum(down, low) * high)
        either[at] = 0
        return self._cut(at, either, high * low)

    def _cut(self, at: int, adds: NDArray[np.int64], asked: int) -> Cut | None:
        given = at if self.is_open[at] else -1
        if given >= 0:
            asked -= int(adds[at])
        if asked <= 0:
            return None
        rows = np.flatnonzero(adds)
        rows = rows[rows != at]
        # A row that gives all that is asked gives no more: y is nought or one.
        weights = np.minimum(adds[rows], asked)
        step = int(np.gcd.reduce(np.append(weights, asked)))
        return Cut(tuple(rows.tolist()), tuple((weights // step).tolist()), asked // step, given)
