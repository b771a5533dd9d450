"""The programs that are asked again and again: ways at a price, ends, moves, and whole counts nearby.

They go over the inner counts of a space and are all a `Program`: any status but «optimal» is `None`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.needed import Needed, matrix_of, needed
from samspil.evaluation.disclosure.program import DUAL, INFINITE, PRIMAL, Program
from samspil.evaluation.disclosure.space import Role, Space

GAP = 0.3
"""A table of whole counts is as good a witness when it is not the very farthest one."""
ANY = 1e9
"""Any table of whole counts will do: it is near enough to one that was far already."""
NODES, EVERY_NODE = 100, 2_147_483_647
"""With how many nodes any table is given up: where none is found soon, another pull finds one sooner."""
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


DEVEX = 1
"""How a dual program that begins at another's corner chooses: what is usual has to be worked out anew there,
which takes longer than the few steps that are left."""
DIVED, TENTH, FOURTH = 12, 0.1, 4
"""With how many programs a dive is given up; the part of the columns that are fixed at once; how many times
fewer where those cannot be."""
ROUND = 1e-5
"""A count of the solver's that is nearer than this to a whole number is tried as that number, and then
checked."""


class _Asked(Program):
    """A program whose every answer says what all rows come to."""

    def __init__(self, space: Space, held: Needed | None = None, strategy: int = DUAL) -> None:
        super().__init__(space, held, strategy)
        self.matrix = matrix_of(space)

    def cheapest(self) -> Answer | None:
        """Solve as it stands; None where there is no answer that is known to be the best."""
        found = self._solve()
        if found is None:
            return None
        columns = found[: self.space.width]
        price = float(self._solver.getInfo().objective_function_value)
        return Answer(np.asarray(self.matrix @ columns), columns, price)


class Prices(_Asked):
    """All tables of counts that agree with what is published; open rows may be moved at a price.

    A row that is moved gets two columns of its own, what is added and what is taken away. With a price of
    nothing the row is suppressed; with a price it is published, and whoever solves learns what suppressing it
    would be worth. `still`: columns that keep a count.
    """

    def __init__(
        self, space: Space, *, is_whole: bool = False, still: Mapping[int, int] = MappingProxyType({})
    ) -> None:
        is_open = space.roles == Role.OPEN
        self.movable = np.flatnonzero(is_open)
        self.slot = {int(at): number for number, at in enumerate(self.movable)}
        super().__init__(space, needed(space, is_open))
        self._solver.setOptionValue("dual_simplex_cost_perturbation_multiplier", 0.0)  # prices differ already
        width, most = space.width, np.full(2 * len(self.movable), INFINITE)
        most[1::2] = np.maximum(space.values[self.movable] - space.floor[self.movable], 0.0)
        columns = np.append(self.low, np.zeros(len(most))), np.append(self.high, most)
        rows = _said(space, is_open | (space.roles == Role.KNOWN))
        self._begin(np.zeros(width + len(most)), columns, rows)
        if is_whole:
            self._make_whole(gap=NEARLY)
        for column, count in still.items():
            self._solver.changeColBounds(column, float(count), float(count))

    def _entries(self, at: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        columns, weights = self.space.row(at)
        if at not in self.slot:
            return columns, weights
        place = self.space.width + 2 * self.slot[at]
        return np.append(columns, [place, place + 1]), np.append(weights, [-1, 1])

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


def _said(space: Space, is_held: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Between what every row (rows,) lies: its value where it is held, and else its bounds."""
    low: NDArray[np.float64] = np.where(is_held, space.values, space.floor).astype(float)
    return low, np.where(is_held, space.values, space.ceiling).astype(float)


def towards(space: Space, at: int, *, is_up: bool) -> NDArray[np.float64]:
    """What to charge for each column (width,) so that a row goes up, or down."""
    costs = np.zeros(space.width)
    columns, weights = space.row(at)
    costs[columns] = -weights if is_up else weights
    return costs


class Ends(_Asked):
    """All tables of counts that a reader holds possible, who knows the known rows and the bounds of the
    others; in whole counts, or in parts of people."""

    def __init__(self, space: Space, held: Needed | None = None, *, is_whole: bool = True) -> None:
        super().__init__(space, held, DUAL if is_whole else PRIMAL)
        low, high = _said(space, space.roles == Role.KNOWN)
        self._begin(np.zeros(space.width), (self.low, self.high), (low, high))
        if is_whole:
            self._make_whole(gap=GAP)

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
        self._solver.setOptionValue("mip_max_nodes", NODES if gap == ANY else EVERY_NODE)
        self._put(costs, free, base)
        return self.cheapest()

    def _put(
        self, costs: NDArray[np.float64], free: NDArray[np.int64] | None, base: NDArray[np.int64] | None
    ) -> None:
        width, low, high = self.space.width, self.low, self.high
        if free is not None and base is not None:
            low, high = base.astype(float), base.astype(float)
            low[free], high[free] = self.low[free], self.high[free]
        every = np.arange(width, dtype=np.int32)
        self._solver.changeColsBounds(width, every, low, high)
        self._solver.changeColsCost(width, every, costs)


class Dives(Ends):
    """Tables of whole counts near a corner that has parts of people: a few counts are rounded and kept, the
    others give way, and so on until all are whole.

    Each program begins where the one before ended, so that few steps are left to it.
    """

    def __init__(self, space: Space, held: Needed | None = None) -> None:
        super().__init__(space, held, is_whole=False)
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
            self._solver.changeColsBounds(len(some), some.astype(np.int32), self.low[some], self.high[some])
            some = some[: max(1, len(some) // FOURTH)]
        return None

    def _kept(self, some: NDArray[np.int64], counts: NDArray[np.float64]) -> Answer | None:
        self._solver.changeColsBounds(len(some), some.astype(np.int32), counts, counts)
        return self.cheapest()


class Moves(Program):
    """The shortest ways from one possible table to others: as few people as can be are put elsewhere.

    Short ways are nearly always whole, which the corners of all possible tables are often not.
    """

    def __init__(
        self, space: Space, base: NDArray[np.int64], held: Needed | None = None, *, is_whole: bool
    ) -> None:
        super().__init__(space, held)
        self.base, self.is_whole = base, is_whole
        self.least, self.most = self._left(base)
        self._begin(np.ones(2 * space.width), self._ways(base), (self.least, self.most))
        if is_whole:
            self._make_whole(gap=1.0)

    def begin_at(self, base: NDArray[np.int64]) -> None:
        """Go from another possible table from now on."""
        self.base = base
        self.least, self.most = self._left(base)
        self._put(*self._ways(base), self.least, self.most)

    def _entries(self, at: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        columns, weights = self.space.row(at)
        return np.append(columns, columns + self.space.width), np.append(weights, -weights)

    def _left(self, base: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """By how much every row (rows,) has to move from some counts, and may."""
        sums, is_known = self.space.sums(base), self.space.roles == Role.KNOWN
        low: NDArray[np.float64] = np.where(is_known, self.space.values, self.space.floor) - sums
        return low, np.where(is_known, self.space.values, self.space.ceiling) - sums

    def _ways(self, base: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The least and the most that every count is given more (width,), and after them, fewer (width,)."""
        up, down = self.high - base, base - self.low
        least = np.concatenate([np.maximum(-down, 0.0), np.maximum(-up, 0.0)])
        return least, np.concatenate([np.maximum(up, 0.0), np.maximum(down, 0.0)])

    def move(self, at: int, *, is_up: bool, seconds: float = math.inf) -> Answer | None:
        """The table nearest to the base in which a row is one more, or one less.

        None too where that is not settled in so many seconds.
        """
        low, high = float(self.least[at]), float(self.most[at])
        if (high < 1.0) if is_up else (low > -1.0):
            return None
        self.bound(at, *((1.0, high) if is_up else (low, -1.0)))
        # Of programs in parts of people the solver counts the seconds together, of whole ones each anew.
        began = 0.0 if self.is_whole else self._solver.getRunTime()
        self._solver.setOptionValue("time_limit", began + max(seconds, 0.0))
        moved = self._solve()
        self.bound(at, low, high)
        return None if moved is None else self._moved(self.base, moved)

    def back(self, counts: NDArray[np.int64], free: NDArray[np.int64] | None = None) -> Answer | None:
        """The table nearest to some counts (width,) that are none; only columns of `free` are moved."""
        width, (least, most) = self.space.width, self._ways(counts)
        if free is not None:
            is_kept = np.ones(width, bool)
            is_kept[free] = False
            least[np.tile(is_kept, 2)] = most[np.tile(is_kept, 2)] = 0.0
        self._put(least, most, *self._left(counts))
        moved = self._solve()
        return None if moved is None else self._moved(counts, moved)

    def _put(self, least: NDArray[np.float64], most: NDArray[np.float64], *rows: NDArray[np.float64]) -> None:
        self._bound_all(*rows)
        every = np.arange(len(least), dtype=np.int32)
        self._solver.changeColsBounds(len(least), every, least, most)

    def _moved(self, base: NDArray[np.int64], moved: NDArray[np.float64]) -> Answer:
        columns = base + moved[: self.space.width] - moved[self.space.width :]
        return Answer(np.zeros(0), columns, 0.0)
