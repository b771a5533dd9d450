"""Other values that people can have while all that is published of them stays as it is.

A reader is told how many people are in some cells, and figures of what they scored. `Scores` holds one table
of people by column and value that agrees with all that (to begin with the truth) and goes from one to
another: somebody is given another value, over and over, where that brings the figures that do not come out
nearer; a figure that stays wrong for long weighs more and more. What is found is checked in whole numbers and
is possible, whatever the way to it. What is not found is taken for impossible, so that too much is
withheld perhaps, and never too little.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.figures import ENDLESS, Said

TRIED = 4
"""From how many columns somebody is tried before a figure is left as wrong as it is."""
LITTLE = 1e-9
MOST_PAIRED, SOME = 128, 32
"""With more slots than this only so many are tried for each of two people at once."""


def endless() -> bool:
    """No limit of time: it is never over."""
    return False


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said of the people in some columns (rising) together, and of which cell it is said."""

    cell: int
    columns: NDArray[np.int64]
    said: Said


class Scores:
    """People by column and value (columns, slots) that agree with some claims, and ways to others that do.

    `is_over`: whether the time is; then no way is found. Raises ValueError where they do not agree to begin
    with.
    """

    def __init__(
        self,
        people: NDArray[np.int64],
        claims: Sequence[Claim],
        lots: random.Random,
        is_over: Callable[[], bool] = endless,
    ) -> None:
        self.people, self.lots, self.is_over = people.copy(), lots, is_over
        self.slots = people.shape[1]
        self.columns = [one.columns for one in claims] + [np.zeros(0, np.int64)]
        of: list[list[int]] = [[] for _column in range(len(people))]
        for number, one in enumerate(claims):
            for column in one.columns.tolist():
                of[column].append(number)
        self.of = [np.array(one, np.int64) for one in of]
        # The last row is for a wish: what is to differ.
        said = [*(one.said for one in claims), Said(np.zeros(self.slots, np.int64), -ENDLESS, ENDLESS)]
        self.weights = np.array([one.weights for one in said], np.int64)
        self.low = np.array([one.low for one in said], np.int64)
        self.high = np.array([one.high for one in said], np.int64)
        self.scale = np.maximum(self.weights.std(axis=1), 1.0)
        self.blame = np.ones(len(said))
        self.sums = np.zeros(len(said), np.int64)
        for number, own in enumerate(self.columns[:-1]):
            self.sums[number] = int((people[own] @ self.weights[number]).sum())
        self.cells = [one.cell for one in claims]
        self.tried = 0
        """How many changes were tried in all."""
        self.stuck: list[int] = []
        """Cells when no way was found last, those first whose figures were wrong longest."""
        self.wished: frozenset[int] = frozenset()
        self.done: list[tuple[int, int, int]] = []
        if self._wrong():
            raise ValueError("These people do not agree with what is said of them.")

    def wish(self, columns: NDArray[np.int64], said: Said, most: int) -> bool:
        """Go to a table in which this is so as well, in `most` changes; if none is found, stay."""
        self.columns[-1], self.wished = columns, frozenset(columns.tolist())
        self.weights[-1], self.low[-1], self.high[-1] = said.weights, said.low, said.high
        self.scale[-1] = max(float(said.weights.std()), 1.0)
        self.sums[-1] = int((self.people[columns] @ said.weights).sum())
        is_found = self._mended(most)
        self.wished = frozenset()
        self.sums[-1], self.low[-1], self.high[-1] = 0, -ENDLESS, ENDLESS
        return is_found

    def moved(self, changes: Mapping[int, int], most: int) -> bool:
        """Go to a table with so many more or fewer people in some columns; if none is found, stay.

        Where all who are put elsewhere have one value, no figure notices: as many leave a published count as
        come. So those are moved who have the value that most of these columns have somebody with, or nearly.
        """
        gone = [(column, -count) for column, count in sorted(changes.items()) if count < 0]
        if any(int(self.people[column].sum()) < count for column, count in gone):
            return False
        value = min(range(self.slots), key=lambda slot: sum(self._off(slot, *one) for one in gone))
        for column, count in gone:
            for slot, number in self._nearest(value, column, count):
                self._put(column, slot, -number)
        for column, count in sorted(changes.items()):
            if count > 0:
                self._put(column, value, count)
        return self._mended(most)

    def _off(self, slot: int, column: int, count: int) -> int:
        """How far from a slot those are who are nearest to it in a column, together."""
        return sum(abs(at - slot) * number for at, number in self._nearest(slot, column, count))

    def _nearest(self, slot: int, column: int, count: int) -> list[tuple[int, int]]:
        """Those of a column who are nearest to a slot: other slots, and how many of each."""
        found, here = [], self.people[column].tolist()
        for at in sorted(range(self.slots), key=lambda one: (abs(one - slot), one)):
            number = min(here[at], count)
            count -= number
            if number:
                found.append((at, number))
        return found

    def back(self) -> None:
        """Undo all that was done since the last `kept`."""
        for column, slot, count in reversed(self.done):
            self._put(column, slot, -count)
        self.done = []

    def kept(self) -> None:
        """Stay with the table as it is."""
        self.done = []

    def _mended(self, most: int) -> bool:
        """Change values until all that is said holds, at most so often and until the time is over; else undo.

        One change takes milliseconds where people can be many things, and there may be thousands: so each
        looks at the clock.
        """
        self.blame[:], self.stuck = 1.0, []
        wrong = self._wrong()
        for _change in range(most):
            if not wrong:
                return True
            if self.is_over():
                break
            self.tried += 1
            if not self._better(wrong[self.lots.randrange(len(wrong))]):
                self.blame[wrong] += 1.0
            wrong = self._wrong()
        if wrong:
            worst = np.argsort(-self.blame[:-1], kind="stable")
            self.stuck = list(dict.fromkeys(self.cells[at] for at in worst))
            self.back()
        return not wrong

    def _wrong(self) -> list[int]:
        found: list[int] = np.flatnonzero((self.sums < self.low) | (self.sums > self.high)).tolist()
        return found

    def _own(self, column: int) -> NDArray[np.int64]:
        """What is said of a column."""
        return np.append(self.of[column], len(self.sums) - 1) if column in self.wished else self.of[column]

    def _better(self, number: int) -> bool:
        """Give somebody of a claim that is wrong, or two, the values that help most; False if none helps."""
        columns = self.columns[number]
        filled = columns[self.people[columns].any(axis=1)]
        if not len(filled):
            return False
        return any(self._one(filled) for _try in range(TRIED)) or any(
            self._two(filled) for _try in range(TRIED)
        )

    def _one(self, filled: NDArray[np.int64]) -> bool:
        column = int(filled[self.lots.randrange(len(filled))])
        own = self._own(column)
        here = np.flatnonzero(self.people[column])
        weights = self.weights[own]
        way = self._best(own, weights[:, None, :] - weights[:, here, None])
        if way is None:
            return False
        self._put(column, int(here[way[0]]), -1)
        self._put(column, way[1], 1)
        return True

    def _two(self, filled: NDArray[np.int64]) -> bool:
        first = int(filled[self.lots.randrange(len(filled))])
        said = self._own(first)
        beside = self.columns[int(said[self.lots.randrange(len(said))])]
        beside = beside[self.people[beside].any(axis=1)]
        second = int(beside[self.lots.randrange(len(beside))])
        one, other = self._somebody(first), self._somebody(second)
        if first == second and one == other and self.people[first, one] < 2:
            return False
        own = np.union1d(said, self._own(second))
        ways = self._some(), self._some()
        moved = np.zeros((len(own), len(ways[0]), len(ways[1])), np.int64)
        for column, slot, to, shape in (
            (first, one, ways[0], (-1, len(ways[0]), 1)),
            (second, other, ways[1], (-1, 1, len(ways[1]))),
        ):
            there = np.searchsorted(own, self._own(column))
            weights = self.weights[own[there]]
            moved[there] += (weights[:, to] - weights[:, [slot]]).reshape(shape)
        way = self._best(own, moved)
        if way is None:
            return False
        for column, old, new in ((first, one, ways[0][way[0]]), (second, other, ways[1][way[1]])):
            self._put(column, old, -1)
            self._put(column, int(new), 1)
        return True

    def _some(self) -> NDArray[np.int64]:
        """Slots that somebody is tried in beside another: all, or as many as there is time for."""
        if self.slots <= MOST_PAIRED:
            return np.arange(self.slots)
        return np.array(self.lots.sample(range(self.slots), SOME), np.int64)

    def _somebody(self, column: int) -> int:
        """A slot of a column in which somebody is."""
        here = np.flatnonzero(self.people[column])
        return int(here[self.lots.randrange(len(here))])

    def _put(self, column: int, slot: int, count: int) -> None:
        self.people[column, slot] += count
        own = self._own(column)
        self.sums[own] += count * self.weights[own, slot]
        self.done.append((column, slot, count))

    def _best(self, own: NDArray[np.int64], moved: NDArray[np.int64]) -> tuple[int, int] | None:
        """Which of these changes (claims, one way, other way) makes least wrong; None where none helps."""
        before = self._cost(own, self.sums[own][:, None, None])
        gain = self._cost(own, self.sums[own][:, None, None] + moved) - before
        best = gain.min()
        if best > -LITTLE:
            return None
        ways = np.argwhere(gain <= best + LITTLE)
        way = ways[self.lots.randrange(len(ways))]
        return int(way[0]), int(way[1])

    def _cost(self, own: NDArray[np.int64], sums: NDArray[np.int64]) -> NDArray[np.float64]:
        low, high = self.low[own][:, None, None], self.high[own][:, None, None]
        off = np.maximum(np.maximum(low - sums, sums - high), 0)
        each = (self.blame[own] / self.scale[own])[:, None, None]
        found: NDArray[np.float64] = (off * each).sum(axis=0)
        return found
