"""What a reader can work out: the least and the most that every suppressed cell can be.

The attacker is given what was published and nothing else, and knows that people are whole. Each answer of the
solver is one possible table, and shows for every cell at once that it can be what it is there. So all
cells that are not settled are pulled at together, some up and some down by lot, until few are left;
those are asked one by one. A pull is made in parts of people, which is quick, and rounded a few counts at a
time while the others give way; where that leads nowhere all are rounded, the shortest way back to a possible
table is taken, and only the parts that are left and what lies around them are asked for in whole counts. A
cell is *wide* when two possible tables differ in it by at least the width that is asked for. Only tables of
whole counts that were checked in whole numbers are kept, and any status of the solver but «optimal» settles
nothing: what cannot be shown to be wide counts as open.

In the terms of the handbook on statistical disclosure control (chapter 4.3) a cell that is exact breaks
PS1, one that is narrower than the width breaks PS1*; singletons (PS2, PS2*) are covered, since a
suppressed cell is at least one wherever noughts are shown.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.lp import ANY, ROUND, Answer, Dives, Ends, Moves, towards
from samspil.evaluation.disclosure.space import Role, Space

SEED = 20130101
FEW, PULLS, LITTLE = 4, 6, 30
"""How few rows are asked one by one; how many pulls are looked back at; what settles too little in those."""
LIGHT = 0.3
"""How much lighter than the others those are pulled that are settled: without any pull on them a solver
stops where many counts are parts of people."""
GROWN, MOST_FREE = 2, 900
"""How fast the columns grow that are asked for in whole counts, and with how many a pull is given up; another
one is quicker then."""
BACK = 2
"""How often a table in parts is rounded and taken back to the nearest one that is possible."""
HALVES = 0.3, 0.7
"""Between what a part is rounded up by lot when it comes out again."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an attack found. `rows` (suppressed,) in the order of their labels; `low` and `high`
    (suppressed,).

    `tables`: possible tables of whole counts (width,) each; `at_low` and `at_high` (suppressed,): which
    of them holds the least and the most that was found. `exact` and `narrow`: the rows that can be one
    number only, and those that are not as wide as was asked. `told`: the rows of differences between two
    releases that can be one small number only, each with that number. `solved`: how many programs were
    asked.
    """

    rows: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    tables: tuple[NDArray[np.int64], ...]
    at_low: NDArray[np.int64]
    at_high: NDArray[np.int64]
    exact: tuple[int, ...]
    narrow: tuple[int, ...]
    told: tuple[tuple[int, int], ...]
    solved: int


def attacked(
    space: Space,
    small: int,
    told: Callable[[int, int], None] = lambda _done, _all: None,
    known: Iterable[NDArray[np.int64]] = (),
) -> Found:
    """Look at every suppressed row of a space until it is wide, or as narrow as it is.

    `small`: a difference of at least one and below this is looked at too, where both cells are suppressed;
    where one is published it is as wide as the other. The values of suppressed rows are not read: only
    the known ones are. `told` hears how many of how many are settled. `known`: tables of whole counts
    that somebody has who is searching for a pattern; those that agree are taken, so that little is left
    to ask. What is published is attacked without any.
    """
    return _Attack(space, small).found(told, known)


class Impossible(ValueError):
    """What was published cannot all be true: no table of counts agrees with it."""


class _Attack:
    def __init__(self, space: Space, small: int) -> None:
        is_cell = (space.roles != Role.KNOWN) & (space.roles != Role.BOUND)
        cells = sorted(np.flatnonzero(is_cell).tolist(), key=lambda at: space.labels[at])
        self.cells = len(cells)
        self.rows = np.array([*cells, *space.asked.tolist()], np.int64)
        # Whoever attacks is not given the truth, not even by mistake.
        self.space = replace(
            space,
            values=np.where(space.roles == Role.KNOWN, space.values, 0),
            roles=np.where(is_cell, Role.HIDDEN, space.roles).astype(np.int8),
        )
        self.small, self.widths = small, space.widths[self.rows]
        self.around, self.lots = _Around(self.space), random.Random(SEED)
        self.whole, self.parts = Ends(self.space), Ends(self.space, is_whole=False)
        self.dives = Dives(self.space)
        self.nearest = Moves(self.space, np.zeros(space.width, np.int64), is_whole=False)
        self.moves: dict[bool, Moves] = {}
        self.tables: list[NDArray[np.int64]] = []
        self.low = np.zeros(len(self.rows), np.int64)
        self.high = np.zeros(len(self.rows), np.int64)
        self.at_low = np.zeros(len(self.rows), np.int64)
        self.at_high = np.zeros(len(self.rows), np.int64)

    def found(self, told: Callable[[int, int], None], known: Iterable[NDArray[np.int64]]) -> Found:
        for table in known:
            self._take(table)
        self._begin()
        self._pull(told)
        exact, narrow, small = [], [], []
        for number in np.flatnonzero(self._narrow()):
            row = int(self.rows[number])
            if self._narrow()[number]:
                self._look(int(number), row)
            if not self._narrow()[number]:
                continue
            if number >= self.cells:
                small.append((row, int(self.low[number])))
                continue
            narrow.append(row)
            if self.low[number] == self.high[number]:
                exact.append(row)
        told(len(self.rows), len(self.rows))
        solved = sum(one.solved for one in (self.whole, self.parts, self.dives))
        solved += sum(one.solved for one in (self.nearest, *self.moves.values()))
        own = slice(self.cells)
        return Found(
            self.rows[own], self.low[own], self.high[own], tuple(self.tables), self.at_low[own],
            self.at_high[own], tuple(exact), tuple(narrow), tuple(small), solved,
        )  # fmt: skip

    def _begin(self) -> None:
        """One possible table at least. Raises Impossible."""
        for _try in range(PULLS):
            if self.tables or not len(self.rows):
                return
            self._reach(self._costs())
        if not self._taken(self.whole.pull(np.zeros(self.space.width), gap=ANY)):
            raise Impossible("What was published cannot all be true: no table of counts agrees with it.")

    def _pull(self, told: Callable[[int, int], None]) -> None:
        """Pull at all rows together, the narrow ones most, until few of those are left or pulls settle
        little."""
        gains, changes = [self.space.width], self.space.is_change
        # Where little was put right, a solver spends its time on where: pulls leave that as it was found.
        steady = np.flatnonzero(~changes) if changes.any() else None
        while (left := int(np.count_nonzero(self._narrow()))) > FEW and sum(gains[-PULLS:]) > LITTLE:
            told(len(self.rows) - left, len(self.rows))
            base = self.tables[self.lots.randrange(len(self.tables))] if steady is not None else None
            self._reach(self._costs(), steady, base)
            gains.append(left - int(np.count_nonzero(self._narrow())))

    def _costs(self) -> NDArray[np.float64]:
        """Which way to pull, by lot; a narrow row that is at its least already, up."""
        narrow, costs = self._narrow(), np.zeros(self.space.width)
        for number, row in enumerate(self.rows):
            way = self.lots.choice((-1.0, 1.0)) * self.lots.uniform(1.0, 2.0)
            if not narrow[number]:
                way *= LIGHT * self.lots.random()
            elif self.tables and self.low[number] <= self.space.floor[row]:
                way = -abs(way)
            columns, weights = self.space.row(int(row))
            costs[columns] += weights * way
        return costs

    def _reach(
        self,
        costs: NDArray[np.float64],
        free: NDArray[np.int64] | None = None,
        base: NDArray[np.int64] | None = None,
    ) -> bool:
        """Go as far as costs pull, in parts of people, and from there to a table of whole counts nearby."""
        answer = self.parts.pull(costs, free, base)
        if answer is None:
            return False
        if self._taken(answer) or self._taken(self.dives.down(answer, self.parts, costs, free)):
            return True
        near = self._back(answer, free)
        return self._taken(near) or self._mended(near, np.zeros(self.space.width), free)

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

    def _mended(
        self, answer: Answer, costs: NDArray[np.float64], free: NDArray[np.int64] | None = None
    ) -> bool:
        """Make a table whole that has parts of people: those columns are asked for anew, and ever more
        around them."""
        base = np.rint(answer.columns).astype(np.int64)
        part = np.flatnonzero(np.abs(answer.columns - base) > ROUND)
        while part.size <= MOST_FREE:
            wider = self.around.columns(part)
            wider = wider if free is None else np.intersect1d(wider, free)
            if self._taken(self.whole.pull(costs, wider, base, gap=ANY)):
                return True
            if wider.size == part.size:
                return False
            part = wider
        return False

    def _narrow(self) -> NDArray[np.bool_]:
        narrow: NDArray[np.bool_] = self.high - self.low < self.widths
        least = np.abs(self.low[self.cells :])
        narrow[self.cells :] &= (least > 0) & (least < self.small)
        return narrow

    def _look(self, number: int, row: int) -> None:
        """The shortest way up and down from a table that is known, in any counts and mended, then in whole
        ones; last the ends.

        A shortest way is often whole, and then it was cheap; the ends are dear and settle it for good.
        """
        for look in (self._short, self._moves(True).move, self.whole.end):
            for is_up in (True, False):
                self._taken(look(row, is_up=is_up))
                if not self._narrow()[number]:
                    return

    def _short(self, row: int, *, is_up: bool) -> Answer | None:
        answer = self._moves(False).move(row, is_up=is_up)
        if answer is not None and np.abs(answer.columns - np.rint(answer.columns)).max(initial=0.0) > ROUND:
            self._mended(answer, towards(self.space, row, is_up=is_up))
        return answer

    def _moves(self, is_whole: bool) -> Moves:
        if is_whole not in self.moves:
            self.moves[is_whole] = Moves(self.space, self.tables[0], is_whole=is_whole)
        return self.moves[is_whole]

    def _taken(self, answer: Answer | None) -> bool:
        """Keep a possible table, if it is one of whole counts and says something new; whether it is one."""
        if answer is None:
            return False
        columns = np.rint(answer.columns).astype(np.int64)
        if np.abs(answer.columns - columns).max(initial=0.0) > ROUND or (columns < 0).any():
            return False
        return self._take(columns)

    def _take(self, columns: NDArray[np.int64]) -> bool:
        sums = self.space.sums(columns)
        is_known = self.space.roles == Role.KNOWN
        if not np.array_equal(sums[is_known], self.space.values[is_known]):
            return False
        if (sums < self.space.floor)[~is_known].any() or (sums > self.space.ceiling)[~is_known].any():
            return False
        own = sums[self.rows]
        lower, higher = own < self.low, own > self.high
        if not self.tables:
            self.low, self.high = own.copy(), own.copy()
        elif lower.any() or higher.any():
            self.low, self.high = np.minimum(self.low, own), np.maximum(self.high, own)
            self.at_low[lower] = len(self.tables)
            self.at_high[higher] = len(self.tables)
        else:
            return True
        self.tables.append(columns)
        return True


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
        found, most = set(part.tolist()), GROWN * len(part) + PULLS
        for at in rows[np.argsort(self.lengths[rows], kind="stable")]:
            if len(found) > most:
                break
            found.update(self.space.row(int(at))[0].tolist())
        return np.array(sorted(found), np.int64)
