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

import math
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.lp import ANY, Answer, Moves, towards
from samspil.evaluation.disclosure.needed import needed
from samspil.evaluation.disclosure.reach import Reach, agreeing, agrees
from samspil.evaluation.disclosure.space import Role, Space

SEED = 20130101
FEW, PULLS, ROUNDS, LITTLE = 4, 6, 3, 30
"""How few rows are asked one by one; how many pulls there are for one table; how many rounds of pulls are
looked back at; what settles too little in those."""
BASES = 5
"""From how many tables the shortest ways are tried before one is asked for in whole counts."""
LIGHT = 0.3
"""How much lighter than the others those are pulled that are settled: without any pull on them a solver
stops where many counts are parts of people."""
LANES = 2
"""Pulls at once, each with solvers of its own; what comes of them does not hang on how many can run at a
time."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an attack found. `rows` (suppressed,) in the order of their labels; `low` and `high`
    (suppressed,).

    `tables`: possible tables of whole counts (width,) each; `at_low` and `at_high` (suppressed,): which
    of them holds the least and the most that was found. `exact` and `narrow`: the rows that can be one
    number only, and those that are not as wide as was asked. `told`: the rows of differences between two
    releases that can be one small number only, each with that number. `solved`: how many programs were
    asked; `effort`: how much they took, in steps of the solver.
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
    effort: int

    def open(self) -> list[int]:
        """The rows that are not as wide as they should be, and those of differences that are told."""
        return [*self.narrow, *(row for row, _value in self.told)]


def attacked(
    space: Space,
    small: int,
    told: Callable[[int, int], None] = lambda _done, _all: None,
    known: Iterable[NDArray[np.int64]] = (),
    left: Callable[[], float] = lambda: math.inf,
    *,
    is_one_enough: bool = False,
) -> Found:
    """Look at every suppressed row of a space until it is wide, or as narrow as it is.

    `small`: a difference of at least one and below this is looked at too, where both cells are suppressed;
    where one is published it is as wide as the other. The values of suppressed rows are not read: only
    the known ones are. `told` hears how many of how many are settled. `known`: tables of whole counts
    that somebody has who is searching for a pattern; those that agree are taken, so that little is left
    to ask. What is published is attacked without any. `left`: the seconds that are left.
    `is_one_enough`: end at the first row that is open. Raises Unfinished where there was no time to look
    at every row.
    """
    return _Attack(space, small, left, is_one_enough=is_one_enough).found(told, known)


class Unfinished(Exception):
    """There was no time to look at every suppressed row."""


class Impossible(ValueError):
    """What was published cannot all be true: no table of counts agrees with it."""


class _Attack:
    def __init__(
        self, space: Space, small: int, left: Callable[[], float], *, is_one_enough: bool = False
    ) -> None:
        self.is_one_enough = is_one_enough
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
        self.small, self.widths, self.left = small, space.widths[self.rows], left
        self.lots = random.Random(SEED)
        self.held = needed(self.space)
        self.made: list[Reach] = []
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
                self._still()
                self._look(int(number), row)
            if not self._narrow()[number]:
                continue
            if number >= self.cells:
                small.append((row, int(self.low[number])))
            else:
                narrow.append(row)
                if self.low[number] == self.high[number]:
                    exact.append(row)
            if self.is_one_enough:
                break
        # Of what time cut short nothing is said: a row that it left narrow may be wide.
        self._still()
        told(len(self.rows), len(self.rows))
        asked: list[Reach | Moves] = [*self.made, *self.moves.values()]
        solved, effort = sum(one.solved for one in asked), sum(one.effort for one in asked)
        own = slice(self.cells)
        return Found(
            self.rows[own], self.low[own], self.high[own], tuple(self.tables), self.at_low[own],
            self.at_high[own], tuple(exact), tuple(narrow), tuple(small), solved, effort,
        )  # fmt: skip

    @property
    def lanes(self) -> list[Reach]:
        """What pulls; made when something is left to pull at."""
        if not self.made:
            self.made = [Reach(self.space, self.held, SEED + 1 + at) for at in range(LANES)]
            for one in self.made:
                one.whole.left = self.left
        return self.made

    def _begin(self) -> None:
        """One possible table at least. Raises Impossible, and Unfinished."""
        for _try in range(PULLS):
            if self.tables or not len(self.rows):
                return
            self._still()
            found = self.lanes[0].table(self._costs())
            if found is not None:
                self._take(found)
        if not self._taken(self.lanes[0].whole.pull(np.zeros(self.space.width), gap=ANY)):
            self._still()
            raise Impossible("What was published cannot all be true: no table of counts agrees with it.")

    def _pull(self, told: Callable[[int, int], None]) -> None:
        """Pull at all rows together, the narrow ones most, until few of those are left or pulls settle
        little."""
        gains, changes = [self.space.width], self.space.is_change
        # Where little was put right, a solver spends its time on where: pulls leave that as it was found.
        steady = np.flatnonzero(~changes) if changes.any() else None
        with ThreadPoolExecutor(LANES) as threads:
            while (left := int(np.count_nonzero(self._narrow()))) > FEW and sum(gains[-ROUNDS:]) > LITTLE:
                told(len(self.rows) - left, len(self.rows))
                self._still()
                pulls = [(one, self._costs(), steady, self._base(steady)) for one in self.lanes]
                for found in threads.map(lambda one: one[0].table(*one[1:]), pulls):
                    if found is not None:
                        self._take(found)
                gains.append(left - int(np.count_nonzero(self._narrow())))

    def _still(self) -> None:
        if self.left() < 0:
            raise Unfinished

    def _base(self, steady: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
        """The table that the columns which stay are taken from; none where none does."""
        return None if steady is None else self.tables[self.lots.randrange(len(self.tables))]

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

    def _narrow(self) -> NDArray[np.bool_]:
        narrow: NDArray[np.bool_] = self.high - self.low < self.widths
        least = np.abs(self.low[self.cells :])
        narrow[self.cells :] &= (least > 0) & (least < self.small)
        return narrow

    def _look(self, number: int, row: int) -> None:
        """The shortest way up and down from a table that is known, made whole where it is not, and from a few
        others; then the shortest in whole counts; last the ends.

        A shortest way is often whole, and then it was cheap; the ends are dear and settle it for good.
        """
        for again in range(BASES):
            if again:
                self._moves(False).begin_at(self.tables[self.lots.randrange(len(self.tables))])
            for is_up in (True, False):
                self._short(row, is_up=is_up)
                if not self._narrow()[number]:
                    return
        for look in (self._moves(True).move, self.lanes[0].whole.end):
            for is_up in (True, False):
                self._taken(look(row, is_up=is_up))
                if not self._narrow()[number]:
                    return

    def _short(self, row: int, *, is_up: bool) -> None:
        answer = self._moves(False).move(row, is_up=is_up)
        if answer is not None and not self._taken(answer):
            found = self.lanes[0].mended(answer, towards(self.space, row, is_up=is_up))
            if found is not None:
                self._take(found)

    def _moves(self, is_whole: bool) -> Moves:
        if is_whole not in self.moves:
            self.moves[is_whole] = Moves(self.space, self.tables[0], self.held, is_whole=is_whole)
            self.moves[is_whole].left = self.left
        return self.moves[is_whole]

    def _taken(self, answer: Answer | None) -> bool:
        """Keep a possible table, if it is one of whole counts and says something new; whether it is one."""
        found = agreeing(self.space, answer)
        return found is not None and self._take(found)

    def _take(self, columns: NDArray[np.int64]) -> bool:
        if not agrees(self.space, columns):
            return False
        own = self.space.sums(columns)[self.rows]
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
