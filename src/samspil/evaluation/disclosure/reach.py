"""Far tables of whole counts that agree with what was published: pulled at in parts of people, and then made
whole."""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.lp import ANY, ROUND, Answer, Dives, Ends, Moves
from samspil.evaluation.disclosure.needed import Needed
from samspil.evaluation.disclosure.space import Role, Space

GROWN, MORE, MOST_FREE = 2, 6, 300
"""How many times as many and how many more columns are asked for in whole counts each time, and with how many
a pull is given up; another one is quicker then."""
BACK = 2
"""How often a table in parts is rounded and taken back to the nearest one that is possible."""
HALVES = 0.3, 0.7
"""Between what a part is rounded up by lot when it comes out again."""


def agreeing(space: Space, answer: Answer | None) -> NDArray[np.int64] | None:
    """A table of whole counts (width,) that agrees with what is known, checked in whole numbers, out of an
    answer; None where it is none."""
    if answer is None:
        return None
    columns = np.rint(answer.columns).astype(np.int64)
    if np.abs(answer.columns - columns).max(initial=0.0) > ROUND or not agrees(space, columns):
        return None
    return columns


def agrees(space: Space, columns: NDArray[np.int64]) -> bool:
    """Whether whole counts (width,) agree with what is known."""
    if (columns < 0).any():
        return False
    sums, is_known = space.sums(columns), space.roles == Role.KNOWN
    if not np.array_equal(sums[is_known], space.values[is_known]):
        return False
    return bool((sums >= space.floor)[~is_known].all() and (sums <= space.ceiling)[~is_known].all())


class Reach:
    """Goes as far as some costs pull, with solvers of its own: several can go at once.

    `held`: what a program over the space needs. `lots`: a number to draw by.
    """

    def __init__(self, space: Space, held: Needed, lots: int) -> None:
        self.space, self.lots = space, random.Random(lots)
        self.around = _Around(space)
        self.whole, self.parts = Ends(space, held), Ends(space, held, is_whole=False)
        self.dives = Dives(space, held)
        self.nearest = Moves(space, np.zeros(space.width, np.int64), held, is_whole=False)
        self._programs = (self.whole, self.parts, self.dives, self.nearest)

    @property
    def solved(self) -> int:
        """How many programs were asked."""
        return sum(one.solved for one in self._programs)

    @property
    def effort(self) -> int:
        """How much they took, in steps of the solver."""
        return sum(one.effort for one in self._programs)

    def table(
        self,
        costs: NDArray[np.float64],
        free: NDArray[np.int64] | None = None,
        base: NDArray[np.int64] | None = None,
    ) -> NDArray[np.int64] | None:
        """Go as far as costs (width,) pull, in parts of people, and from there to whole counts nearby.

        With `free` (columns) the others stay as they are in `base` (width,).
        """
        answer = self.parts.pull(costs, free, base)
        if answer is None:
            return None
        found = agreeing(self.space, answer)
        if found is None:
            found = agreeing(self.space, self.dives.down(answer, self.parts, costs, free))
        if found is None:
            near = self._back(answer, free)
            found = agreeing(self.space, near)
            if found is None:
                found = self.mended(near, np.zeros(self.space.width), free)
        return found

    def _back(self, answer: Answer, free: NDArray[np.int64] | None) -> Answer:
        """Round and go the shortest way back to a possible table: most of it is whole then."""
        last = answer
        for again in range(BACK):
            at = np.full(self.space.width, 0.5)
            broken = np.flatnonzero(np.abs(last.columns - np.rint(last.columns)) > ROUND)
            if not broken.size:
                break
            if again:
                at[broken] = [self.lots.uniform(*HALVES) for _one in broken]
            found = self.nearest.back(np.floor(last.columns + at).astype(np.int64), free)
            if found is None:
                break
            last = found
        return last

    def mended(
        self, answer: Answer, costs: NDArray[np.float64], free: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64] | None:
        """Make a table whole that has parts of people: those columns are asked for anew, and ever more
        around them."""
        base = np.rint(answer.columns).astype(np.int64)
        part = np.flatnonzero(np.abs(answer.columns - base) > ROUND)
        most = min(MOST_FREE, self.space.width // 3)
        while part.size <= most:
            wider = self.around.columns(part)
            wider = wider if free is None else np.intersect1d(wider, free)
            found = agreeing(self.space, self.whole.pull(costs, wider, base, gap=ANY))
            if found is not None or wider.size == part.size:
                return found
            part = wider
        return None


class _Around:
    """Which columns lie around others: those that are in the shortest rows with them."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.lengths = np.diff(space.starts)
        rows = np.repeat(np.arange(len(space)), self.lengths)
        order = np.argsort(space.columns, kind="stable")
        self.rows = rows[order]
        self.starts = np.searchsorted(space.columns[order], np.arange(space.width + 1))

    def columns(self, part: NDArray[np.int64]) -> NDArray[np.int64]:
        """These and about as many more, rising; all when there are no more."""
        rows = np.unique(np.concatenate([self.rows[self.starts[at] : self.starts[at + 1]] for at in part]))
        found, most = set(part.tolist()), GROWN * len(part) + MORE
        for at in rows[np.argsort(self.lengths[rows], kind="stable")]:
            if len(found) > most:
                break
            found.update(self.space.row(int(at))[0].tolist())
        return np.array(sorted(found), np.int64)
