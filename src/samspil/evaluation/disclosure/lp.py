"""One linear program that is asked again and again: the inner counts, the rows, and a price for moving a row.

Every answer is checked: any status but «optimal» is `None` and counts as *not protected* with whoever asks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import highspy
import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.space import Role, Space

INFINITE = highspy.kHighsInf
WHOLE = 1  # the code of HighsVarType.kInteger
GAP = 0.3
"""A table of whole counts is as good a witness when it is not the very farthest one."""
ANY = 1e9
"""Any table of whole counts will do: it is near enough to one that was far already."""
NEARLY = 0.05
"""How much dearer than the cheapest a way in whole counts may be; to prove the last part takes longest."""
MOVED = 1e-6
"""A row that moved by less than this did not move: counts are whole, and the solver's own tolerance is
1e-7."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`rows` (rows,): what every row comes to. `columns` (width,): the inner counts. `price` what it cost."""

    rows: NDArray[np.float64]
    columns: NDArray[np.float64]
    price: float


DUAL, PRIMAL = 1, 4
DEVEX = 1
"""How a dual program that begins at another's corner chooses: what is usual has to be worked out anew there,
which takes longer than the few steps that are left."""
DIVED, TENTH, FOURTH = 12, 0.1, 4
"""With how many programs a dive is given up; the part of the columns that are fixed at once; how many times
fewer where those cannot be."""
ROUND = 1e-5
"""A count of the solver's that is nearer than this to a whole number is tried as that number, and then
checked."""


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


def _make_whole(solver: highspy.Highs, *, gap: float) -> None:
    """Ask for whole counts, and be content with an answer that is this much worse than the best."""
    columns = solver.getNumCol()
    every = np.arange(columns, dtype=np.int32)
    solver.changeColsIntegrality(columns, every, np.full(columns, WHOLE, np.uint8))
    for option, value in (("solver", "choose"), ("presolve", "on"), ("mip_rel_gap", gap)):
        solver.setOptionValue(option, value)


class _Asked:
    """A program over the inner counts: the rows of a space, and what every answer of it says."""

    def __init__(
        self, space: Space, model: highspy.HighsLp, movable: NDArray[np.int64], strategy: int = DUAL
    ) -> None:
        self.space, self.solved, self.movable = space, 0, movable
        self._solver = simplex(strategy)
        self._solver.passModel(model)

    def cheapest(self) -> Answer | None:
        """Solve as it stands; None where there is no answer that is known to be the best."""
        self._solver.run()
        self.solved += 1
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self._solver.getSolution()
        columns, rows, width = np.array(found.col_value), np.array(found.row_value), self.space.width
        if len(self.movable):
            rows[self.movable] += columns[width::2] - columns[width + 1 :: 2]
        return Answer(rows, columns[:width], float(self._solver.getInfo().objective_function_value))

    def bound(self, at: int, low: float, high: float) -> None:
        """Between what a row that is not published may lie."""
        self._solver.changeRowBounds(int(at), low, high)


class Prices(_Asked):
    """All tables of counts that agree with what is published; open rows may be moved at a price.

    A row that is moved gets two columns of its own, what is added and what is taken away. With a price of
    nothing the row is suppressed; with a price it is published, and whoever solves learns what suppressing it
    would be worth. `still`: columns that keep a count.
    """

    def __init__(
        self, space: Space, *, is_whole: bool = False, still: Mapping[int, int] = MappingProxyType({})
    ) -> None:
        movable = np.flatnonzero(space.roles == Role.OPEN)
        self.slot = {int(at): number for number, at in enumerate(movable)}
        super().__init__(space, self._model(space, movable), movable)
        if is_whole:
            _make_whole(self._solver, gap=NEARLY)
        for column, count in still.items():
            self._solver.changeColBounds(column, float(count), float(count))

    def _model(self, space: Space, movable: NDArray[np.int64]) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = len(space), space.width + 2 * len(movable)
        model.col_cost_ = np.zeros(model.num_col_)
        model.col_lower_ = np.zeros(model.num_col_)
        upper = np.full(model.num_col_, INFINITE)
        upper[space.width + 1 :: 2] = np.maximum(space.values[movable] - space.floor[movable], 0.0)
        model.col_upper_ = upper
        is_known = np.isin(space.roles, (Role.KNOWN, Role.OPEN))
        model.row_lower_ = np.where(is_known, space.values, space.floor).astype(float)
        model.row_upper_ = np.where(is_known, space.values, space.ceiling).astype(float)
        starts, columns, weights = [0], [], []
        for at in range(len(space)):
            own, weight = space.row(at)
            columns += own.tolist()
            weights += weight.tolist()
            if at in self.slot:
                place = space.width + 2 * self.slot[at]
                columns += [place, place + 1]
                weights += [-1.0, 1.0]
            starts.append(len(columns))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(starts)
        model.a_matrix_.index_ = np.array(columns)
        model.a_matrix_.value_ = np.array(weights, float)
        return model

    def close(self, at: int) -> None:
        """A row that is suppressed whatever comes: it moves by its counts alone, between its own bounds."""
        place = self.space.width + 2 * self.slot[at]
        self._solver.changeColBounds(place, 0.0, 0.0)
        self._solver.changeColBounds(place + 1, 0.0, 0.0)
        self.bound(at, float(self.space.floor[at]), float(self.space.ceiling[at]))

    def price(self, at: int, price: float) -> None:
        """What moving a row by one costs; nothing where it is suppressed."""
        place = self.space.width + 2 * self.slot[at]
        self._solver.changeColCost(place, price)
        self._solver.changeColCost(place + 1, price)


def towards(space: Space, at: int, *, is_up: bool) -> NDArray[np.float64]:
    """What to charge for each column (width,) so that a row goes up, or down."""
    costs = np.zeros(space.width)
    columns, weights = space.row(at)
    costs[columns] = -weights if is_up else weights
    return costs


class Ends(_Asked):
    """All tables of counts that a reader holds possible, who knows the known rows and the bounds of the
    others; in whole counts, or in parts of people."""

    def __init__(self, space: Space, *, is_whole: bool = True) -> None:
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = len(space), space.width
        model.col_cost_, model.col_lower_ = np.zeros(space.width), np.zeros(space.width)
        model.col_upper_ = np.full(space.width, INFINITE)
        is_known = space.roles == Role.KNOWN
        model.row_lower_ = np.where(is_known, space.values, space.floor).astype(float)
        model.row_upper_ = np.where(is_known, space.values, space.ceiling).astype(float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = space.starts
        model.a_matrix_.index_ = space.columns
        model.a_matrix_.value_ = space.weights.astype(float)
        super().__init__(space, model, np.zeros(0, np.int64), DUAL if is_whole else PRIMAL)
        if is_whole:
            _make_whole(self._solver, gap=GAP)

    def least(self, costs: NDArray[np.float64]) -> Answer | None:
        """A table that costs least (width,), to the last."""
        return self.pull(costs, gap=0.0)

    def end(self, at: int, *, is_up: bool) -> Answer | None:
        """About the most or the least that a row can come to, in whole counts."""
        return self.pull(towards(self.space, at, is_up=is_up))

    def pull(
        self,
        costs: NDArray[np.float64],
        free: NDArray[np.int64] | None = None,
        base: NDArray[np.int64] | None = None,
        gap: float = GAP,
    ) -> Answer | None:
        """A table that costs about the least (width,): no more than the least by this part of it.

        With `free` (columns) the others stay as they are in `base` (width,).
        """
        self._solver.setOptionValue("mip_rel_gap", gap)
        self._put(costs, free, base)
        return self.cheapest()

    def _put(
        self, costs: NDArray[np.float64], free: NDArray[np.int64] | None, base: NDArray[np.int64] | None
    ) -> None:
        width = self.space.width
        low, high = np.zeros(width), np.full(width, INFINITE)
        if free is not None and base is not None:
            low, high = base.astype(float), base.astype(float)
            low[free], high[free] = 0.0, INFINITE
        every = np.arange(width, dtype=np.int32)
        self._solver.changeColsBounds(width, every, low, high)
        self._solver.changeColsCost(width, every, costs)


class Ways(Ends):
    """Whether there is a table that agrees with what is known and has a row elsewhere.

    Nothing is priced, and a few bounds change between two questions. `still`: columns that keep a count.
    """

    def __init__(self, space: Space, still: Mapping[int, int]) -> None:
        super().__init__(space, is_whole=False)
        self._solver.setOptionValue("simplex_strategy", DUAL)
        for column, count in still.items():
            self._solver.changeColBounds(column, float(count), float(count))


class Dives(Ends):
    """Tables of whole counts near a corner that has parts of people: a few counts are rounded and kept, the
    others give way, and so on until all are whole.

    Each program begins where the one before ended, so that few steps are left to it.
    """

    def __init__(self, space: Space) -> None:
        super().__init__(space, is_whole=False)
        self._solver.setOptionValue("simplex_strategy", DUAL)
        self._solver.setOptionValue("simplex_dual_edge_weight_strategy", DEVEX)

    def down(
        self, answer: Answer, pulled: Ends, costs: NDArray[np.float64], free: NDArray[np.int64] | None
    ) -> Answer | None:
        """From the answer of a pull that was the last of `pulled`; None where it is not quick.

        `costs` and `free` are those of the pull.
        """
        self._put(costs, free, np.rint(answer.columns).astype(np.int64))
        self._solver.setBasis(pulled._solver.getBasis())
        most, last = self.solved + DIVED, answer
        while self.solved < most:
            parts = np.abs(last.columns - np.rint(last.columns))
            broken = np.flatnonzero(parts > ROUND)
            if not broken.size:
                return last
            order = np.lexsort((broken, np.round(parts[broken], 6)))
            found = self._rounded(last.columns, broken[order[: max(1, int(TENTH * len(broken)))]], most)
            if found is None:
                return None
            last = found
        return None

    def _rounded(self, columns: NDArray[np.float64], some: NDArray[np.int64], most: int) -> Answer | None:
        """Keep some counts at the nearest whole ones, or fewer of them; one alone, at the other one too."""
        while self.solved < most:
            nearest = np.rint(columns[some])
            found = self._kept(some, nearest)
            if found is not None:
                return found
            if len(some) == 1:
                other = 2 * np.floor(columns[some]) + 1 - nearest
                return self._kept(some, other)
            self._solver.changeColsBounds(
                len(some), some.astype(np.int32), np.zeros(len(some)), np.full(len(some), INFINITE)
            )
            some = some[: max(1, len(some) // FOURTH)]
        return None

    def _kept(self, some: NDArray[np.int64], counts: NDArray[np.float64]) -> Answer | None:
        self._solver.changeColsBounds(len(some), some.astype(np.int32), counts, counts)
        return self.cheapest()


class Moves:
    """The shortest ways from one possible table to others: as few people as can be are put elsewhere.

    Short ways are nearly always whole, which the corners of all possible tables are often not.
    """

    def __init__(self, space: Space, base: NDArray[np.int64], *, is_whole: bool) -> None:
        self.space, self.base, self.solved, self.is_whole = space, base, 0, is_whole
        sums, is_known = space.sums(base), space.roles == Role.KNOWN
        self.low = np.where(is_known, 0.0, space.floor - sums)
        self.high = np.where(is_known, 0.0, space.ceiling - sums)
        self._solver = simplex()
        self._solver.passModel(self._model())
        if is_whole:
            _make_whole(self._solver, gap=1.0)

    def _model(self) -> highspy.HighsLp:
        space, width = self.space, self.space.width
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = len(space), 2 * width
        model.col_cost_ = np.ones(2 * width)
        model.col_lower_ = np.zeros(2 * width)
        model.col_upper_ = np.concatenate([np.full(width, INFINITE), self.base.astype(float)])
        model.row_lower_, model.row_upper_ = self.low, self.high
        rows = [space.row(at) for at in range(len(space))]
        none = np.zeros(0, np.int64)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = 2 * space.starts
        model.a_matrix_.index_ = np.concatenate(
            [none, *(part for columns, _weights in rows for part in (columns, columns + width))]
        )
        model.a_matrix_.value_ = np.concatenate(
            [none, *(part for _columns, weights in rows for part in (weights, -weights))]
        ).astype(float)
        return model

    def move(self, at: int, *, is_up: bool, seconds: float = math.inf) -> Answer | None:
        """The table nearest to the base in which a row is one more, or one less.

        None too where that is not settled in so many seconds.
        """
        low, high = (1.0, float(self.high[at])) if is_up else (float(self.low[at]), -1.0)
        if low > high:
            return None
        self._solver.changeRowBounds(at, low, high)
        # Of programs in parts of people the solver counts the seconds together, of whole ones each anew.
        began = 0.0 if self.is_whole else self._solver.getRunTime()
        self._solver.setOptionValue("time_limit", began + max(seconds, 0.0))
        self._solver.run()
        self.solved += 1
        is_found = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        moved = np.array(self._solver.getSolution().col_value) if is_found else None
        self._solver.changeRowBounds(at, float(self.low[at]), float(self.high[at]))
        if moved is None:
            return None
        return self._moved(self.base, moved)

    def back(self, counts: NDArray[np.int64], free: NDArray[np.int64] | None = None) -> Answer | None:
        """The table nearest to some counts (width,) that are none; only columns of `free` are moved."""
        rows, width = len(self.space), self.space.width
        sums, is_known = self.space.sums(counts), self.space.roles == Role.KNOWN
        low = np.where(is_known, self.space.values, self.space.floor) - sums
        high = np.where(is_known, self.space.values, self.space.ceiling) - sums
        more, fewer = np.full(width, INFINITE), counts.astype(float)
        if free is not None:
            is_kept = np.ones(width, bool)
            is_kept[free] = False
            more[is_kept], fewer[is_kept] = 0.0, 0.0
        every = np.arange(2 * width, dtype=np.int32)
        all_rows = np.arange(rows, dtype=np.int32)
        self._solver.changeRowsBounds(rows, all_rows, low, high)  # type: ignore[attr-defined]
        self._solver.changeColsBounds(2 * width, every, np.zeros(2 * width), np.concatenate([more, fewer]))
        self._solver.run()
        self.solved += 1
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return self._moved(counts, np.array(self._solver.getSolution().col_value))

    def _moved(self, base: NDArray[np.int64], moved: NDArray[np.float64]) -> Answer:
        columns = base + moved[: self.space.width] - moved[self.space.width :]
        return Answer(np.zeros(0), columns, 0.0)
