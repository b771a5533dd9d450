"""Which further cells to suppress: a pattern under which every primary cell stays wide, with few cells
hidden.

The truth itself is one table that a reader holds possible. A primary cell is wide if there is another that
agrees with everything published and differs in it by at least the width: its *witness*. So a pattern is kept
with its witnesses, and a cell may be published as soon as no primary cell loses its last one.

1. Slope scaling: what others need as well becomes cheaper, so that primaries share their cells.
2. One primary cell after the other, the cheapest way to a witness (a linear program with a price a cell).
3. Reverse deletion: each suppressed cell is published again where that costs less than it saves, those first
   without which the fewest primaries lose their witnesses.
4. Neighbourhoods: a few cells that lie near each other are published, and what is lost is mended anew at
   slightly shaken prices; what is not worse is kept.

A step that fails is taken back, so more work is never worse. Work is counted in steps and not in seconds: the
same data give the same patterns in the same order on any machine. Time that is out ends the search there.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.attack import Unfinished
from samspil.evaluation.disclosure.lp import MOVED, Answer, Prices
from samspil.evaluation.disclosure.space import Role, Space, alike

MOST_WITNESSES = 400
SEED = 20130101
MOST_PASSES = 3
FEWEST_NEAR, MOST_NEAR = 3, 14
SHORT = 0.003
"""Which part of its price moving a row costs that is suppressed already: a way that moves few of those stays
one when others are published again, and is whole more often."""
SHAKEN = 0.3
"""By how much a price is shaken, at most, so that another way of the same price is found."""


class Unprotectable(Exception):
    """No pattern keeps every primary cell wide, not even the one that shows nothing.

    `row` is one that is not; `label` names it where it is known.
    """

    def __init__(self, row: int, label: str = "") -> None:
        super().__init__(row, label)
        self.row, self.label = row, label


@dataclass(frozen=True, slots=True)
class Witness:
    """A table, which primaries it keeps wide (primaries,), and which open rows it needs suppressed."""

    found: Answer
    wide: NDArray[np.bool_]
    needs: frozenset[int]


class Search:
    """A pattern being made: what is hidden, the witnesses, and the program that finds them.

    `still`: columns that keep a count wherever parts of people are counted, those of what was put right, of
    which there are too few. `left`: the seconds to find fewer. `may_end`: whether there is an answer already:
    then nothing need be found when those are out. Its methods raise Unprotectable, and Unfinished then.
    """

    def __init__(
        self,
        space: Space,
        still: Mapping[int, int],
        left: Callable[[], float],
        told: Callable[[str, int], None],
        *,
        may_end: bool = False,
    ) -> None:
        self.space, self.still, self.left, self.told = space, still, left, told
        self.may_end = may_end
        self.program = Prices(space, still=still)
        self.primaries = space.of(Role.PRIMARY)
        self.whole = np.zeros(len(space), bool)
        self.widths, self.is_whole = space.widths[self.primaries], self.whole[self.primaries]
        self.open = self.program.movable
        self.whole_program: Prices | None = None
        self.prices = {
            int(at): 1.0 + 0.01 * float(np.log2(1 + space.values[at])) for at in self.program.movable
        }
        """A cell is a cell; of two, the one that hides fewer people."""
        self.asked = dict(self.prices)
        """The prices that the program has just now; only those of what is published count."""
        self.hidden: set[int] = set()
        self.witnesses: list[Witness] = []
        self.near, self.lots = _Near(space), random.Random(SEED)
        for at in self.prices:
            self._price(at, self.prices[at])

    def start(self, first: Iterable[int] = ()) -> None:
        """The first pattern. `first`: open rows to begin with; without any, what many primaries need is
        cheaper."""
        begun = sorted(first)
        for at in begun:
            self.hide(at)
        if not begun:
            self.scale()
        self.mend(self.covered())
        self.told("mended", len(self.hidden))
        self.ask(self.prices)

    def widen(self, rows: Sequence[int]) -> None:
        """Keep more rows wide that are hidden now; those that had to be wide already, in whole counts.

        Of those that are hidden for others, the ones are published that can be spared.
        """
        rows = [at for at in rows if at not in self.hidden or not self._saved([at])]
        self.whole[[at for at in rows if self.space.roles[at] == Role.PRIMARY]] = True
        self.ask(self.prices)
        for at in sorted(frozenset(rows) & self.prices.keys()):
            self.hide(at)
            self.hidden.discard(at)
            del self.prices[at]
            for program in (self.program, self.whole_program):
                if program is not None:
                    program.close(at)
        roles = self.space.roles.copy()
        roles[list(rows)] = Role.PRIMARY
        self.space = replace(self.space, roles=roles)
        self.open = np.flatnonzero(roles == Role.OPEN)
        self.primaries = self.space.of(Role.PRIMARY)
        self.widths, self.is_whole = self.space.widths[self.primaries], self.whole[self.primaries]
        self.witnesses = [self._witness(one.found) for one in self.witnesses]
        self.mend(self.covered())
        self.told("widened", len(self.hidden))

    def go_on(self, steps: int) -> None:
        """Try so many neighbourhoods; what is hidden is no more than before."""
        for _step in range(steps):
            if not self.hidden or self.is_over():
                return
            self.try_near(self.near.some(self.hidden, self.lots), self.lots)
            self.told("neighbourhoods", len(self.hidden))

    def is_over(self) -> bool:
        """Whether the time for fewer is out."""
        return self.left() < 0

    @property
    def effort(self) -> int:
        """How much the search took so far, in steps of the solver."""
        return self.program.effort + (self.whole_program.effort if self.whole_program else 0)

    # --- prices

    def _price(self, at: int, price: float) -> None:
        self.program.price(at, price)
        if self.whole_program is not None:
            self.whole_program.price(at, price)

    def _program(self, number: int) -> Prices:
        """The program that a primary is asked of: in whole counts where parts of people will not do."""
        if not self.is_whole[number]:
            return self.program
        if self.whole_program is None:
            self.whole_program = Prices(self.space, is_whole=True)
            self.whole_program.left = lambda: self.left() if self.may_end else math.inf
            for at in self.prices:
                self._price(at, SHORT * self.prices[at] if at in self.hidden else self.asked[at])
        return self.whole_program

    def hide(self, at: int) -> None:
        self.hidden.add(at)
        self._price(at, SHORT * self.prices[at])

    def show(self, at: int) -> None:
        self.hidden.discard(at)
        self._price(at, self.asked[at])

    def ask(self, prices: dict[int, float]) -> None:
        """Other prices for what is published."""
        self.asked = prices
        for at, price in prices.items():
            if at not in self.hidden:
                self._price(at, price)

    def scale(self) -> None:
        """Make cheaper what many primaries would use."""
        used = dict.fromkeys(self.prices, 0)
        done = np.zeros(len(self.primaries), bool)
        for number in range(len(self.primaries)):
            if done[number]:
                continue
            found = self._ways(number)
            best = min(found, key=lambda one: round(one.price, 6), default=None)
            if best is not None:
                done |= self._wide(best)
                for at in self._needs(best):
                    used[at] += 1
        self.ask({at: price * (0.5 + 0.5 / (1 + used[at]) ** 0.5) for at, price in self.prices.items()})

    # --- witnesses

    def tables(self) -> list[NDArray[np.int64]]:
        """The witnesses that are tables of whole counts (width,)."""
        columns = [one.found.columns for one in self.witnesses]
        whole = [(one, np.rint(one)) for one in columns]
        return [near.astype(np.int64) for one, near in whole if np.abs(one - near).max(initial=0.0) <= MOVED]

    def covered(self, witnesses: Sequence[Witness] | None = None) -> NDArray[np.bool_]:
        wide = np.zeros(len(self.primaries), bool)
        for one in self.witnesses if witnesses is None else witnesses:
            wide |= one.wide
        return wide

    def _wide(self, found: Answer) -> NDArray[np.bool_]:
        moved = np.abs(found.rows[self.primaries] - self.space.values[self.primaries])
        wide: NDArray[np.bool_] = moved >= self.widths - MOVED
        if self.is_whole.any() and np.abs(found.columns - np.rint(found.columns)).max(initial=0.0) > MOVED:
            wide &= ~self.is_whole
        return wide

    def _needs(self, found: Answer) -> list[int]:
        moved = np.abs(found.rows[self.open] - self.space.values[self.open]) > MOVED
        return [int(at) for at in self.open[moved]]

    def _witness(self, found: Answer) -> Witness:
        return Witness(found, self._wide(found), frozenset(self._needs(found)))

    def _ways(self, number: int, *, is_trial: bool = False) -> list[Answer]:
        """The cheapest way to more, and if that costs something to less, for a primary. Raises Unfinished."""
        if self.may_end and self.is_over():  # never before there is an answer: that hangs on the data alone
            if is_trial:
                return []
            raise Unfinished
        found = self._ways_in(self._program(number), number)
        if not found and not self.is_whole[number] and not is_trial:
            self.is_whole[number] = self.whole[self.primaries[number]] = True
            found = self._ways_in(self._program(number), number)
        return found

    def _ways_in(self, program: Prices, number: int) -> list[Answer]:
        at = int(self.primaries[number])
        value, floor = float(self.space.values[at]), float(self.space.floor[at])
        ceiling, width = float(self.space.ceiling[at]), float(self.widths[number])
        found: list[Answer] = []
        for low, high in ((value + width, ceiling), (floor, value - width)):
            if high < floor:
                continue
            answer = _between(program, at, low, high)
            if answer is not None:
                found.append(answer)
                if self.hidden.issuperset(self._needs(answer)):
                    break
        return found

    def mend(
        self, covered: NDArray[np.bool_], most: float = np.inf, near: int = -1, *, is_trial: bool = False
    ) -> bool:
        """Hide what every primary that is not covered needs; False where that is `most` or more.

        Those most like a row `near` come first: they are the likeliest to need it.

        With `is_trial` it is only worth while if it is quick: a primary that has to be asked in whole
        counts ends it, and so does a time that is out. Raises Unprotectable and Unfinished.
        """
        spent = 0.0
        if is_trial and (self.is_whole & ~covered).any():
            return False
        numbers, keys = np.flatnonzero(~covered).tolist(), self.space.keys
        if near >= 0:
            numbers.sort(key=lambda one: (-alike(keys[self.primaries[one]], keys[near]), one))
        for number in numbers:
            if covered[number]:
                continue
            found = self._ways(number, is_trial=is_trial)
            if not found and is_trial:
                return False
            if not found:
                raise Unprotectable(int(self.primaries[number]))
            needed = [[at for at in self._needs(one) if at not in self.hidden] for one in found]
            prices = [round(sum(self.prices[at] for at in one), 6) for one in needed]
            best = prices.index(min(prices))
            spent += prices[best]
            if spent >= most - MOVED:
                return False
            for at in needed[best]:
                self.hide(at)
            self._keep(found[best])
            covered |= self.witnesses[-1].wide
        return True

    def _keep(self, found: Answer) -> None:
        self.witnesses.append(self._witness(found))
        self._thin()

    def _thin(self) -> None:
        if len(self.witnesses) > MOST_WITNESSES:
            times, kept = np.zeros(len(self.primaries), int), []
            for one in reversed(self.witnesses):
                if (one.wide & (times < 3)).any():
                    kept.append(one)
                    times += one.wide
            self.witnesses = kept[::-1]

    # --- better patterns

    def publish_each(self, pause: Callable[[], bool] = lambda: True) -> None:
        """Publish one suppressed cell after the other where that saves something, those first without which
        the fewest primaries lose their ways; once more where others were hidden instead of some. `pause` is
        called between two, may widen, and says whether to go on."""
        for _pass in range(MOST_PASSES):
            before = frozenset(self.hidden)
            for at in self._idle():
                if self.is_over():
                    return
                if at in self.hidden:
                    self._saved([at])
                    if not pause():
                        return
            self.told("published again", len(self.hidden))
            if self.hidden <= before:
                return

    def _idle(self) -> list[int]:
        """What is hidden, by how many primaries have no way without it; of two the larger."""
        hidden, many = sorted(self.hidden), len(self.witnesses)
        wide = np.array([one.wide for one in self.witnesses], np.float32).reshape(many, len(self.primaries))
        needs = np.zeros((len(hidden), many), np.float32)
        place = {at: number for number, at in enumerate(hidden)}
        for number, one in enumerate(self.witnesses):
            needs[[place[at] for at in one.needs & self.hidden], number] = 1.0
        lost = np.count_nonzero(needs @ wide >= wide.sum(axis=0), axis=1)
        return sorted(
            hidden, key=lambda at: (int(lost[place[at]]), -self.space.values[at], self.space.labels[at])
        )

    def _saved(self, rows: Sequence[int]) -> bool:
        """Publish some rows and mend; taken back unless that costs less than they did."""
        before, witnesses = set(self.hidden), list(self.witnesses)
        worth = sum(self.prices[at] for at in rows)
        self._drop(rows)
        if self.mend(self.covered(), worth, rows[0], is_trial=True):
            return True
        self._back(before, witnesses)
        return False

    def try_near(self, rows: Sequence[int], shaking: random.Random) -> None:
        """Publish some rows, mend at shaken prices, publish what is left over; kept unless more is hidden."""
        before, witnesses = set(self.hidden), list(self.witnesses)
        self._drop(rows)
        self.ask({at: price * (1 + SHAKEN * shaking.random()) for at, price in self.prices.items()})
        is_mended = self.mend(self.covered(), is_trial=True)
        if is_mended:
            new = [at for at in self.hidden if at not in before or at in rows]
            for at in sorted(new, key=lambda at: (-self.space.values[at], self.space.labels[at])):
                if at in self.hidden:
                    self._saved([at])
        if not is_mended or len(self.hidden) > len(before):
            self._back(before, witnesses)

    def _drop(self, rows: Sequence[int]) -> None:
        gone = frozenset(rows)
        for at in rows:
            self.show(at)
        self.witnesses = [one for one in self.witnesses if not one.needs & gone]

    def _back(self, before: set[int], witnesses: list[Witness]) -> None:
        for at in self.hidden - before:
            self.show(at)
        for at in before - self.hidden:
            self.hide(at)
        self.witnesses = witnesses


def _between(program: Prices, at: int, low: float, high: float) -> Answer | None:
    program.bound(at, low, high)
    answer = program.cheapest()
    program.bound(at, float(program.space.floor[at]), float(program.space.ceiling[at]))
    return answer


class _Near:
    """Which suppressed cells lie near each other: they have labels in common, or leave the same columns
    out."""

    def __init__(self, space: Space) -> None:
        self.space = space

    def some(self, hidden: set[int], shaking: random.Random) -> list[int]:
        """One suppressed cell, and a few of those that are most like it."""
        rows = sorted(hidden, key=lambda at: self.space.labels[at])
        middle = shaking.choice(rows)
        wanted = shaking.randint(FEWEST_NEAR, MOST_NEAR)
        keys = self.space.keys
        drawn = [(alike(keys[middle], keys[at]) + 1.5 * shaking.random(), at) for at in rows]
        return [at for _score, at in sorted(drawn, reverse=True)[:wanted]]
