"""Where means, standard deviations and sums can be shown beside counts, audited together with them.

Figures are shown where the count is and nowhere else, if enough people have a value, and if not all of
them, or all but one, have the same: the one would know the others'. Whoever has counts and figures can work
out more than from counts alone. So from the truth ways are looked for (`scores`) to other tables of people
by value that agree with all that is published, until there is one for everything that is to be kept: that
every suppressed count is as wide as it was, that of no cell without figures the sum or the mean can be
worked out, and nowhere that one to k - 1 people have no value. What is in the way is withheld. Quantiles
and extremes are not offered.

These tables are made from the truth and are not published: they lie near it. The certificate is of counts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from samspil.evaluation.disclosure.cells import Cells, Measure, Unusable
from samspil.evaluation.disclosure.figures import ENDLESS, Said, Shown, figures_of, says
from samspil.evaluation.disclosure.lp import Moves
from samspil.evaluation.disclosure.protect import Protected, Told, quietly
from samspil.evaluation.disclosure.reach import agrees
from samspil.evaluation.disclosure.release import Release
from samspil.evaluation.disclosure.scores import Claim, Scores
from samspil.evaluation.disclosure.space import Role, Space, rows_of

SEED = 20130103
CHANGES = 2_000
"""Changes of a value, at most, on the way to one table."""
ENOUGH, FEW = 100_000, 200
"""After so many changes for one measure in all, ways are looked for with so few, and ever more is withheld
at once."""
TRIES = 3
"""How often a way is looked for before figures are withheld."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A release with figures. `withheld`: for each measure, from how many cells they were taken that would
    have them otherwise, so that nothing can be worked out."""

    release: Release
    withheld: tuple[int, ...]


def measured(
    made: Protected, cells: Cells, *, seconds: float | None = None, told: Told = quietly
) -> Measured:
    """A release with the figures of all measures that its cells were counted with.

    `seconds`: how long to look; what is not found safe by then is withheld. Raises Unusable after other
    releases: figures are not held against earlier ones.
    """
    if cells.measured and made.past:
        raise Unusable("Measures cannot be held against earlier releases: leave them or the ledger out.")
    lots, ends = random.Random(SEED), np.inf if seconds is None else time.monotonic() + seconds
    parts = [_Part(made, cells, one, lots) for one in cells.measured]
    if parts:
        _Counts(made, cells, parts, told).keep(lambda: time.monotonic() > ends)
    for one in parts:
        one.keep(told, lambda: time.monotonic() > ends)
    release = replace(made.release, measures=tuple(one.published() for one in parts))
    return Measured(release, tuple(int(np.count_nonzero(one.wanted & ~one.is_shown)) for one in parts))


class _Part:
    """One measure: which cells show it, and what other tables have shown of the rest.

    `sums` (cells, slots): the truth. `differs` (kinds, cells): whether some table has another distance from
    the least of the scale, from the most, another mean (or nobody with a value), another number without
    a value, or another sum.
    """

    def __init__(self, made: Protected, cells: Cells, measure: Measure, lots: random.Random) -> None:
        self.release, self.space, self.measure, self.lots = made.release, made.space, measure, lots
        self.rows = sparse.csr_array(rows_of(cells.frame, made.space.origin))
        self.truth = _by_column(made.space, cells.measured[measure])
        self.sums: NDArray[np.int64] = (
            rows_of(cells.frame, np.arange(cells.frame.size)) @ cells.measured[measure]
        )
        self.people = self.sums.sum(axis=1)
        self.figures = figures_of(measure, self.sums[:, :-1])
        steps = measure.slots - 1
        up = np.append(np.arange(steps, dtype=np.int64), 0)
        down, none = np.append(up[-2::-1], 0), np.append(np.zeros(steps, np.int64), 1)
        self.kinds = np.array([up, down, up, none, np.append(measure.values, 0)])
        self.is_shown = self._allowed()
        self.wanted = self.is_shown.copy()
        self.differs = np.zeros((len(self.kinds), len(cells)), bool)
        above, below = (self.sums @ one for one in self.kinds[:2])
        self.differs[2] = (above == 0) & (below == 0)
        self.tried, self.gone = 0, 1
        self.scores = self._started()

    def published(self) -> Shown:
        """What leaves."""
        kept = {name: np.where(self.is_shown, one, 0) for name, one in self.figures.items()}
        return Shown(self.measure, self.is_shown, kept, self.release.profile.fewest)

    def _allowed(self) -> NDArray[np.bool_]:
        """Which cells (cells,) may show figures as far as their own people go."""
        having = self.sums[:, :-1].sum(axis=1)
        is_allowed: NDArray[np.bool_] = self.release.is_published & (having >= self.release.profile.fewest)
        is_allowed &= self.sums[:, :-1].max(axis=1) < having - 1
        if "sum" in self.measure.show:
            # Beside a mean, a sum tells how many have a value.
            without = self.sums[:, -1]
            is_allowed &= (without == 0) | (without >= self.release.profile.k)
        for cell in np.flatnonzero(is_allowed):
            # At the very edge of a figure the truth is beyond what a reader is thought to know of it.
            is_allowed[cell] = all(one.holds(self.sums[cell]) for one in self._says(int(cell)))
        return is_allowed

    def _says(self, cell: int) -> Iterator[Said]:
        return says(self.measure, {name: int(one[cell]) for name, one in self.figures.items()})

    def columns(self, cell: int) -> NDArray[np.int64]:
        """The columns of a cell, rising."""
        own = slice(self.rows.indptr[cell], self.rows.indptr[cell + 1])
        return np.unique(self.rows.indices[own]).astype(np.int64)

    def _started(self) -> Scores:
        shown = np.flatnonzero(self.is_shown).tolist()
        claims = [Claim(cell, self.columns(cell), one) for cell in shown for one in self._says(cell)]
        return Scores(self.truth, claims, self.lots)

    def withhold(self, cell: int) -> bool:
        """Withhold figures for the sake of a cell: its own, or those that were most in the way; False where
        none are."""
        gone = [cell] if self.is_shown[cell] else self.scores.stuck[: self.gone]
        if self.tried + self.scores.tried > ENOUGH:
            self.gone += max(1, self.gone // 2)
        self.is_shown[gone] = False
        self._restart()
        return bool(gone)

    def patience(self) -> int:
        """How many changes may be tried on the way to one table."""
        return CHANGES if self.tried + self.scores.tried < ENOUGH else FEW

    def _restart(self) -> None:
        """Begin anew from the truth, with less that is said."""
        self.tried += self.scores.tried
        self.scores = self._started()

    def withhold_all(self) -> None:
        """Show nothing of it."""
        self.is_shown[:] = False
        self._restart()

    def seen(self) -> None:
        """Take note of what the table that was gone to shows."""
        moved: NDArray[np.int64] = self.rows @ (self.scores.people - self.truth)
        above, below = ((self.sums + moved) @ one for one in self.kinds[:2])
        true_above, true_below = (self.sums @ one for one in self.kinds[:2])
        is_moved = (moved @ self.kinds.T).T != 0
        # Another distance alone is no other mean: there may be more people with the same.
        is_moved[2] = ((above == 0) & (below == 0)) | (above * true_below != below * true_above)
        self.differs |= is_moved

    def left(self) -> list[tuple[int, int]]:
        """The kinds and cells that no table has shown to differ, and should."""
        small = (self.sums[:, -1] > 0) & (self.sums[:, -1] < self.release.profile.k)
        hidden = ~self.is_shown & (self.people > 0)
        wanted = np.array([hidden, hidden, hidden, self.release.is_published & small, hidden])
        return [(int(kind), int(cell)) for kind, cell in np.argwhere(wanted & ~self.differs)]

    def keep(self, told: Told, is_over: Callable[[], bool]) -> None:
        """Withhold until no sum, no mean and no small number without a value can be worked out."""
        tries: dict[tuple[int, int], int] = {}
        while left := self.left():
            told("measures", int(self.differs.sum()), self.differs.size)
            for kind, cell in left:
                if is_over():
                    self.withhold_all()
                    return
                if self.differs[kind, cell]:
                    continue
                tries[kind, cell] = tries.get((kind, cell), 0) + 1
                if not self._gone(kind, cell) and tries[kind, cell] >= TRIES:
                    if not self.withhold(cell):
                        self.withhold_all()
                    tries.pop((kind, cell))
                    break

    def _gone(self, kind: int, cell: int) -> bool:
        """Go on to a table in which a cell differs from the truth in this."""
        weights, columns = self.kinds[kind], self.columns(cell)
        true = int(self.sums[cell] @ weights)
        for said in (Said(weights, true + 1, ENDLESS), Said(weights, -ENDLESS, true - 1)):
            if self.scores.wish(columns, said, self.patience()):
                self.scores.kept()
                self.seen()
                return bool(self.differs[kind, cell])
        return False


class _Counts:
    """Whether every suppressed count is as wide as it was for whoever has the figures of all measures."""

    def __init__(self, made: Protected, cells: Cells, parts: list[_Part], told: Told) -> None:
        self.space, self.parts, self.told = made.space, parts, told
        self.truth = _by_column(made.space, cells.inner[:, None])[:, 0]
        self.values = self.space.sums(self.truth)
        self.low, self.high = self.values.copy(), self.values.copy()
        self.moves: dict[bool, Moves] = {}

    def keep(self, is_over: Callable[[], bool]) -> None:
        """Withhold figures until they are."""
        hidden = np.flatnonzero((self.space.roles != Role.KNOWN) & (self.space.roles != Role.BOUND))
        for done, row in enumerate(sorted(hidden.tolist(), key=lambda at: self.space.labels[at])):
            self.told("measures", done, len(hidden))
            if is_over():
                self._withhold_all()
                return
            while not self._reached(row):
                cell = int(self.space.cells[row])
                if is_over() or not self._withheld(cell):
                    self._withhold_all()

    def _withhold_all(self) -> None:
        for one in self.parts:
            one.withhold_all()

    def _withheld(self, cell: int) -> bool:
        """Withhold figures of every measure that was in the way; False where none was."""
        found = [one.withhold(cell) for one in self.parts]
        return any(found)

    def _reached(self, row: int) -> bool:
        """Find tables in which a suppressed count is far enough from another, or the truth. What is not shown
        cannot open anything: then it is as wide as the audit of the counts has found."""
        if not any(one.is_shown.any() for one in self.parts):
            return True
        width = int(self.space.widths[row])
        for is_whole in (False, True):
            if is_whole not in self.moves:
                self.moves[is_whole] = Moves(self.space, self.truth, is_whole=is_whole)
            for is_up in (True, False):
                answer = self.moves[is_whole].move(row, is_up=is_up)
                if answer is not None:
                    self._take(np.rint(answer.columns).astype(np.int64))
                if self.high[row] - self.low[row] >= width:
                    return True
        return bool(self.high[row] - self.low[row] >= width)

    def _take(self, columns: NDArray[np.int64]) -> None:
        """Take note of these counts, if they agree with what is published and so can all figures."""
        if agrees(self.space, columns) and self._moved(columns):
            sums = self.space.sums(columns)
            self.low, self.high = np.minimum(self.low, sums), np.maximum(self.high, sums)

    def _moved(self, columns: NDArray[np.int64]) -> bool:
        """Whether the figures of all measures can be as they are with these counts."""
        changes = {int(at): int(columns[at] - self.truth[at]) for at in np.flatnonzero(columns != self.truth)}
        found = [one.scores.moved(changes, one.patience()) for one in self.parts]
        is_found = all(found)
        if is_found:
            for one in self.parts:
                one.seen()
        for one in self.parts:
            one.scores.back()
        return is_found


def _by_column(space: Space, inner: NDArray[np.int64]) -> NDArray[np.int64]:
    """What inner cells hold (inner cells, slots), by the columns that stand for them (columns, slots)."""
    found = np.zeros((space.width, inner.shape[1]), np.int64)
    is_there = space.place >= 0
    np.add.at(found, space.place[is_there], inner[is_there])
    return found
