"""What a reader can work out: the least and the most that every suppressed cell can be.

The attacker is given what was published and nothing else, and knows that people are whole. Each answer of the
solver is one possible table, and shows for every cell at once that it can be what it is there. So all
cells that are not settled are pulled at together, some up and some down by lot, until few are left;
those are asked one by one. A cell is *wide* when two possible tables differ in it by at least the width
that is asked for. Only tables of whole counts that were checked in whole numbers are kept, and any
status of the solver but «optimal» settles nothing: what cannot be shown to be wide counts as open.

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

from samspil.evaluation.disclosure.lp import Answer, Ends, Moves
from samspil.evaluation.disclosure.space import Role, Space, alike

SEED = 20130101
FEW, FAR, PULLS, LITTLE = 4, 4, 6, 12
"""How few rows are asked one by one; how many pulls are at all columns; how many pulls are looked back at;
and what settles too little in those."""
WIDE, NEAR = 900, 0.7
"""With more columns than this, pulls are at a part of them, since whole counts are hard to find far apart."""
ROUND = 1e-5
"""A count of the solver's that is nearer than this to a whole number is tried as that number, and then
checked."""


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
        self.near, self.lots = _Near(self.space, self.rows), random.Random(SEED)
        self.whole = Ends(self.space)
        self.moves: dict[bool, Moves] = {}
        self.tables: list[NDArray[np.int64]] = []
        self.low = np.zeros(len(self.rows), np.int64)
        self.high = np.zeros(len(self.rows), np.int64)
        self.at_low = np.zeros(len(self.rows), np.int64)
        self.at_high = np.zeros(len(self.rows), np.int64)

    def found(self, told: Callable[[int, int], None], known: Iterable[NDArray[np.int64]]) -> Found:
        for table in known:
            self._take(table)
        if len(self.rows) and not self.tables and not self._taken(self.whole.cheapest()):
            raise Impossible("What was published cannot all be true: no table of counts agrees with it.")
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
        solved, own = self.whole.solved + sum(one.solved for one in self.moves.values()), slice(self.cells)
        return Found(
            self.rows[own], self.low[own], self.high[own], tuple(self.tables), self.at_low[own],
            self.at_high[own], tuple(exact), tuple(narrow), tuple(small), solved,
        )  # fmt: skip

    def _pull(self, told: Callable[[int, int], None]) -> None:
        """Pull at all narrow rows together, then near each other, until few are left or pulls settle
        little."""
        lots, gains, changes = self.lots, [self.space.width], self.space.is_change
        # Where little was put right, a solver spends its time on where: pulls leave that as it was found.
        steady = np.flatnonzero(~changes) if changes.any() else None
        while (left := np.flatnonzero(self._narrow())).size > FEW and sum(gains[-PULLS:]) > LITTLE:
            told(len(self.rows) - left.size, len(self.rows))
            pulls = [(int(self.rows[number]), lots.choice((-1.0, 1.0))) for number in left]
            is_near = self.space.width > WIDE and len(gains) > FAR
            free = self.near.columns(int(self.rows[lots.choice(left.tolist())]), lots) if is_near else steady
            base = self.tables[lots.randrange(len(self.tables))] if free is not None else None
            self._taken(self.whole.pull(pulls, free, base))
            gains.append(int(left.size - np.count_nonzero(self._narrow())))

    def _narrow(self) -> NDArray[np.bool_]:
        narrow: NDArray[np.bool_] = self.high - self.low < self.widths
        least = np.abs(self.low[self.cells :])
        narrow[self.cells :] &= (least > 0) & (least < self.small)
        return narrow

    def _look(self, number: int, row: int) -> None:
        """The shortest way up and down from a table that is known, in any counts, then in whole ones;
        last the ends.

        A shortest way is nearly always whole, and then it was cheap; the ends are dear and settle it for
        good.
        """
        for look in (self._moves(False).move, self._moves(True).move, self.whole.end):
            for is_up in (True, False):
                self._taken(look(row, is_up=is_up))
                if not self._narrow()[number]:
                    return

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


class _Near:
    """Which columns lie near a row: those of the rows that have most labels in common with it."""

    def __init__(self, space: Space, rows: NDArray[np.int64]) -> None:
        self.space, self.rows = space, rows

    def columns(self, middle: int, lots: random.Random) -> NDArray[np.int64]:
        """A part of the columns, rising."""
        own = self.space.keys[middle]
        likeness = [alike(own, self.space.keys[at]) + lots.random() for at in self.rows]
        free: set[int] = set()
        for number in sorted(range(len(self.rows)), key=lambda number: -likeness[number]):
            free.update(self.space.row(int(self.rows[number]))[0].tolist())
            if len(free) > NEAR * self.space.width:
                break
        return np.array(sorted(free), np.int64)
