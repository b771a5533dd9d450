"""How few cells can be hidden beside the small ones at all: a proven bound, and often the pattern too.

A pattern is safe in whole counts only if it is in parts, so what every pattern needs that is safe in parts
(`cuts`) bounds both. The least number of rows that satisfies all cuts found is a bound from below:

1. Parts of cells: a linear program over the cuts; its answer is asked for more cuts until it misses none.
2. Whole cells: the same in whole numbers. An answer that misses a cut is asked for more of them; one that
   misses none is looked at in whole counts like any other pattern. If it holds, nothing hides fewer.
3. If it does not, the row that is narrow is as narrow under every part of that pattern, so one of the
   rows that it publishes has to go: a cut again, over as few rows as can be.

The bound of the first step is worked out of the solver's prices and holds whatever they are; in the second it
is the solver's, when it says optimal, or its own bound when time is out.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from samspil.evaluation.disclosure.cuts import Cut, Cutter
from samspil.evaluation.disclosure.lp import Ends, towards
from samspil.evaluation.disclosure.program import WHOLE
from samspil.evaluation.disclosure.space import Role, Space

MOST_OPEN = 20_000
"""With more cells that may be hidden than this it would never end."""
NEARLY_WHOLE = 1e-6
SOME = 0.01
"""A row of which less than this part is suppressed is not asked how wide it is."""
HALF = 0.5
STARTS = (HALF, 0.3, 0.7, SOME)
"""A search that begins anew begins from the rows of which so much is hidden, and takes the best of these."""
FLAT, LITTLE = 12, 0.02
"""So many rounds in parts that together bring no more than this are enough of them."""
ENOUGH = 50
"""After so many cuts the program is asked again, while it is in parts and that is quick."""
MENDED = 5
"""After how many rounds in whole cells the search goes on from what was found there."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`lower`: at least so many cells are hidden beside the small ones by every pattern that is safe.

    `cuts`: the inequalities it follows from. `rounds`: how often they were asked for. `seconds` it took.
    """

    lower: int
    cuts: int
    rounds: int
    seconds: float


class Tries(Protocol):
    """Whoever looks at patterns in whole counts and keeps the best. A pattern is the open rows it hides."""

    def fewest(self) -> int:
        """How many open rows the best pattern hides that is known to hold."""

    def tried(self, rows: Sequence[int]) -> list[int]:
        """Look at a pattern; the rows that are not as wide under it as they should be."""

    def mended(self, rows: Sequence[int]) -> None:
        """Search on from a pattern that need not hold."""


def beginnings(
    space: Space,
    tries: Tries,
    left: Callable[[], float],
    told: Callable[[str, int, int], None],
    most: int,
) -> tuple[list[list[int]], int]:
    """Sets of open rows that good patterns seem to need, and how many one hides at the least.

    They come from the first step alone, ended after `most` steps of the solver, and are better to begin from
    than nothing. None where time is out, or nothing hides fewer than the best pattern known.
    """
    work = _Proving(space, tries, left, told)
    y = work.pattern_in_parts(most)
    if y is None:
        return [], work.lower
    found = {tuple(np.flatnonzero(y >= part - NEARLY_WHOLE).tolist()): None for part in STARTS}
    return [list(one) for one in found if one], work.lower


def proved(
    space: Space, tries: Tries, left: Callable[[], float], told: Callable[[str, int, int], None]
) -> Proof:
    """How few open rows of a space can be suppressed; the patterns met on the way are handed to `tries`.

    `left`: the seconds that are left, infinite where nobody counts them: then it goes on until the best
    pattern known is proven to be that.
    """
    began = time.monotonic()
    work = _Proving(space, tries, left, told)
    work.in_parts()
    work.in_whole()
    return Proof(work.lower, len(work.master), work.rounds, time.monotonic() - began)


class _Proving:
    def __init__(
        self, space: Space, tries: Tries, left: Callable[[], float], told: Callable[[str, int, int], None]
    ) -> None:
        self.space, self.tries, self.left, self.told = space, tries, left, told
        self.cutter, self.master = Cutter(space), Master(space)
        self.primaries = space.of(Role.PRIMARY)
        self.width = int(space.widths.max(initial=1))
        self.lower = self.rounds = self.turn = 0
        self.most = math.inf

    def is_over(self) -> bool:
        return self.left() <= 0

    def is_spent(self) -> bool:
        return self.cutter.effort >= self.most

    def is_done(self) -> bool:
        return self.lower >= self.tries.fewest() or self.is_over()

    def in_parts(self) -> None:
        """Cuts for parts of cells; then a pattern is made of what they say."""
        y = self.pattern_in_parts()
        if y is not None:
            self.tries.mended(np.flatnonzero(y >= HALF).tolist())

    def pattern_in_parts(self, most: float = math.inf) -> NDArray[np.float64] | None:
        """The pattern in parts (rows,) when cuts for parts of cells bring nothing more, or took `most` steps
        of the solver; None when it is done."""
        bounds = [0.0]
        y = np.zeros(len(self.space))
        self.most = most
        while not self.is_done() and not self.is_spent():
            if not self.master.add(self._missed(y, self.width, ENOUGH)):
                break
            found = self.master.in_parts()
            if found is None:
                return None
            y, bound = found
            self._raised(bound)
            bounds.append(max(bound, bounds[-1]))
            if len(bounds) > FLAT and bounds[-1] - bounds[-1 - FLAT] < LITTLE:
                break
        self.most = math.inf
        return None if self.is_done() else y

    def in_whole(self) -> None:
        """Whole cells, until a pattern holds that no other can be better than, or time is out."""
        met = 0
        while not self.is_done():
            rows, bound = self.master.in_whole(self.left())
            self._raised(bound)
            if rows is None or self.is_done():
                return
            met += 1
            y = np.zeros(len(self.space))
            y[rows] = 1.0
            if self.master.add(self._missed(y, self.width) or self._missed(y, None)):
                if met % MENDED == 0 and not self.is_over():
                    self.tries.mended(rows)
                continue
            if self.is_over():
                return
            narrow = self.tries.tried(rows)
            if not narrow or not self.master.add(self._blocked(rows, narrow)):
                return

    def _missed(self, y: NDArray[np.float64], most: int | None, enough: float = math.inf) -> list[Cut]:
        """Cuts that a pattern in parts misses; with `enough` of them the next begins with other rows."""
        self.rounds += 1
        some = np.flatnonzero((self.space.roles == Role.OPEN) & (y > SOME))
        rows = np.concatenate([self.primaries, some])
        before = self.cutter.looked
        found = self.cutter.look(
            np.roll(rows, -self.turn).tolist(), y, lambda: self.is_over() or self.is_spent(), most, enough
        )
        if enough < math.inf:
            self.turn = (self.turn + self.cutter.looked - before) % max(len(rows), 1)
        return found

    def _raised(self, bound: float) -> None:
        self.lower = max(self.lower, math.ceil(bound - NEARLY_WHOLE))
        if self.lower > self.tries.fewest():
            raise AssertionError("a pattern that holds hides no fewer than every pattern has to")
        self.told("proof", self.lower, self.tries.fewest())

    def _blocked(self, rows: Sequence[int], narrow: Sequence[int]) -> list[Cut]:
        """What a pattern lacks under which a row is narrow in whole counts.

        Suppressing more never makes a row narrower. So the pattern is added to for as long as the row stays
        narrow, and of what is left out one row at least has to be suppressed.
        """
        at = int(narrow[0])
        hidden = frozenset(int(one) for one in rows)
        if not self._is_narrow(at, hidden):
            return []
        rest = [int(one) for one in np.flatnonzero(self.space.roles == Role.OPEN) if one not in hidden]
        parts = [rest]
        lacking: list[int] = []
        while parts:
            part = parts.pop()
            if part and not self.is_over() and self._is_narrow(at, hidden | frozenset(part)):
                hidden |= frozenset(part)
            elif len(part) > 1 and not self.is_over():
                middle = len(part) // 2
                parts += [part[:middle], part[middle:]]
            else:
                lacking += part
        given = at if self.space.roles[at] == Role.OPEN else -1
        return [Cut(tuple(sorted(lacking)), (1,) * len(lacking), 1, given)]

    def _is_narrow(self, at: int, hidden: frozenset[int]) -> bool:
        """Whether a row is shown to be too narrow, in whole counts, when these open rows are suppressed."""
        roles = np.where(self.space.roles == Role.KNOWN, Role.KNOWN, Role.HIDDEN)
        roles[self.space.roles == Role.OPEN] = Role.KNOWN
        roles[list(hidden)] = Role.HIDDEN
        asked = Ends(replace(self.space, roles=roles.astype(np.int8)))
        asked.left = self.left
        ends = [asked.least(towards(self.space, at, is_up=is_up)) for is_up in (False, True)]
        if ends[0] is None or ends[1] is None:
            return False
        return round(-ends[1].price) - round(ends[0].price) < int(self.space.widths[at])


class Master:
    """The cuts, and how few open rows satisfy them all."""

    def __init__(self, space: Space) -> None:
        self.size = len(space)
        self.open = np.flatnonzero(space.roles == Role.OPEN)
        self.slot = np.full(len(space), -1, np.int64)
        self.slot[self.open] = np.arange(len(self.open))
        self.cuts: dict[Cut, None] = {}
        self.starts, self.columns, self.weights = [0], np.zeros(0, np.int32), np.zeros(0)
        self.least: list[float] = []
        self.parts = self._solver("off")
        self.parts.passModel(self._model())

    def __len__(self) -> int:
        return len(self.cuts)

    def add(self, cuts: Sequence[Cut]) -> int:
        """Ask these too; how many of them are new."""
        new = [one for one in dict.fromkeys(cuts) if one not in self.cuts]
        for one in new:
            self.cuts[one] = None
            columns = self.slot[list(one.rows)].astype(np.int32)
            weights = np.array(one.weights, float) / one.most
            if one.given >= 0:
                columns = np.append(columns, np.int32(self.slot[one.given]))
                weights = np.append(weights, -1.0)
            least = 1.0 if one.given < 0 else 0.0
            self.parts.addRow(least, highspy.kHighsInf, len(columns), columns, weights)
            self.columns = np.concatenate([self.columns, columns])
            self.weights = np.concatenate([self.weights, weights])
            self.starts.append(len(self.columns))
            self.least.append(least)
        return len(new)

    def in_parts(self) -> tuple[NDArray[np.float64], float] | None:
        """The pattern in parts (rows,) that hides least, and a bound that holds for any prices."""
        self.parts.run()
        if self.parts.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self.parts.getSolution()
        y = np.zeros(self.size)
        y[self.open] = np.clip(np.array(found.col_value), 0.0, 1.0)
        prices = np.maximum(np.array(found.row_dual), 0.0)
        matrix = sparse.csr_array(
            (self.weights, self.columns, np.array(self.starts)), shape=(len(self), len(self.open))
        )
        over = 1.0 - np.asarray(prices @ matrix)
        return y, float(prices @ np.array(self.least) + np.minimum(over, 0.0).sum())

    def in_whole(self, seconds: float) -> tuple[list[int] | None, float]:
        """The rows of a pattern that hides fewest, and the bound; no rows unless nothing hides fewer."""
        solver = self._solver("on")
        solver.setOptionValue("mip_rel_gap", 0.0)
        if seconds < math.inf:
            solver.setOptionValue("time_limit", max(seconds, 0.0))
        solver.passModel(self._model())
        every = np.arange(len(self.open), dtype=np.int32)
        solver.changeColsIntegrality(len(every), every, np.full(len(every), WHOLE, np.uint8))
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        if status == highspy.HighsModelStatus.kTimeLimit and math.isfinite(info.mip_dual_bound):
            return None, float(info.mip_dual_bound)
        if status != highspy.HighsModelStatus.kOptimal:
            return None, 0.0
        chosen = np.array(solver.getSolution().col_value) > HALF
        return [int(at) for at in self.open[chosen]], float(info.objective_function_value)

    def _model(self) -> highspy.HighsLp:
        width, rows = len(self.open), len(self.least)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = rows, width
        model.col_cost_, model.col_lower_, model.col_upper_ = np.ones(width), np.zeros(width), np.ones(width)
        model.row_lower_, model.row_upper_ = np.array(self.least), np.full(rows, highspy.kHighsInf)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self.starts)
        model.a_matrix_.index_ = self.columns
        model.a_matrix_.value_ = self.weights
        return model

    def _solver(self, presolve: str) -> highspy.Highs:
        solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", presolve)):
            solver.setOptionValue(option, value)
        return solver
