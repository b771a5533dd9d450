"""Where means, standard deviations and sums can be shown beside counts, audited together with them.

Figures are shown where the count is and nowhere else, if enough people have a value, and if not all of
them, or all but one, have the same: the one would know the others'. Whoever has counts and figures can work
out more than from counts alone. So from the truth ways are looked for (`scores`) to other tables of people
by value that agree with all that is published, until there is one for everything that is to be kept: that
every suppressed count is as wide as it was, that of no cell without figures the sum or the mean can be
worked out, nor of a few who are left of one with figures (`rests`), and nowhere that one to k - 1 people
have no value. What is in the way is withheld. Quantiles and extremes are not offered.

After other releases the tables are of the people of all of them (`valued`), and what is out already holds in
every one: nothing that was kept then can be worked out now, nor what a few who came or were put right have.

These tables are made from the truth and are not published: they lie near it. The certificate is of counts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import Cells, Unusable
from samspil.evaluation.disclosure.figures import Shown
from samspil.evaluation.disclosure.lp import Moves
from samspil.evaluation.disclosure.protect import Protected, Told, quietly
from samspil.evaluation.disclosure.reach import agrees
from samspil.evaluation.disclosure.release import Release
from samspil.evaluation.disclosure.space import Role
from samspil.evaluation.disclosure.valued import Valued, valued
from samspil.evaluation.disclosure.withholding import FiguresTell, Part
from samspil.evaluation.disclosure.words import many

SEED = 20130103


@dataclass(frozen=True, slots=True)
class Measured:
    """A release with figures. `withheld`: for each measure, from how many cells they were taken that would
    have them otherwise, so that nothing can be worked out. `is_cut`: for each measure, whether they were
    because the time was over before they were found safe; then they are from all."""

    release: Release
    withheld: tuple[int, ...]
    is_cut: tuple[bool, ...] = ()


def measured(
    made: Protected,
    cells: Cells,
    *,
    before: Sequence[Cells] = (),
    seconds: float | None = None,
    told: Told = quietly,
) -> Measured:
    """A release with the figures of all measures that its cells were counted with.

    `before`: the cells of the releases that it comes after, oldest first, counted by their own plans with the
    measures of this one; needed where this one has measures, or figures are out. `seconds`: how long to
    look; what is not found safe by then is withheld. Raises Unusable where `before` is not what
    those releases were made of, and FiguresTell where figures that are out would tell something now
    whatever is withheld of this release, or there is no time to see that they do not.
    """
    if not cells.measured and not any(shown.is_shown.any() for shown in _out(made)):
        return Measured(made.release, ())
    if len(before) != len(made.past):
        raise Unusable(
            f"Figures are held against {many(len(made.past), 'release that is', 'releases that are')} out, "
            f"and {many(len(before), 'file is', 'files are')} given: bring each with --before, oldest first."
        )
    lots, clock = random.Random(SEED), _Clock(seconds)
    base = valued(made, cells, before)
    parts = [Part(base, one, lots, clock.is_over) for one in base.people]
    if _begun(base, parts):
        _Counts(base, parts, clock, told).keep()
        for part in parts:
            part.keep(told)
    found = {one[0].measure: one for part in parts for one in part.published()}
    told_of = [found[one] for one in cells.measured]
    release = replace(made.release, measures=tuple(shown for shown, _withheld, _is_cut in told_of))
    return Measured(
        release,
        tuple(withheld for _shown, withheld, _is_cut in told_of),
        tuple(is_cut for _shown, _withheld, is_cut in told_of),
    )


def _out(made: Protected) -> list[Shown]:
    """The figures of the releases before this one."""
    return [shown for one in made.past for shown in one.release.measures]


def _begun(base: Valued, parts: Sequence[Part]) -> bool:
    """Whether there is a table to begin from, that a reader holds possible; without one all is withheld.

    The truth is none where more people were put right than a reader thinks, and nobody sees it: then the
    nearest table with so few. Raises FiguresTell where there is none and figures are out.
    """
    if agrees(base.space, base.counts):
        return True
    answer = Moves(base.space, np.zeros(base.space.width, np.int64), is_whole=True).back(base.counts)
    if answer is not None:
        counts = np.rint(answer.columns).astype(np.int64)
        changes = _changes(base.counts, counts)
        if agrees(base.space, counts) and all(one.begin(changes) for one in parts):
            base.counts[:] = counts
            return True
    for one in parts:
        one.withhold_all()
        one.must_not_be_out()
    return False


def _changes(old: NDArray[np.int64], new: NDArray[np.int64]) -> dict[int, int]:
    """How many more or fewer there are in which columns."""
    return {int(at): int(new[at] - old[at]) for at in np.flatnonzero(new != old)}


class _Clock:
    """How many seconds are left."""

    def __init__(self, seconds: float | None) -> None:
        self.ends = np.inf if seconds is None else time.monotonic() + seconds

    def left(self) -> float:
        return float(self.ends - time.monotonic())

    def is_over(self) -> bool:
        return self.left() <= 0


class _Counts:
    """Whether every suppressed count is as wide as it was for whoever has the figures of all measures."""

    def __init__(self, base: Valued, parts: list[Part], clock: _Clock, told: Told) -> None:
        self.space, self.parts, self.clock, self.told = base.space, parts, clock, told
        self.truth = base.counts
        self.values = self.space.sums(self.truth)
        self.low, self.high = self.values.copy(), self.values.copy()
        self.moves: dict[bool, Moves] = {}

    def keep(self) -> None:
        """Withhold figures until they are. Raises FiguresTell where those that are out are in the way."""
        hidden = np.flatnonzero((self.space.roles != Role.KNOWN) & (self.space.roles != Role.BOUND))
        rows = sorted(hidden.tolist(), key=lambda at: self.space.labels[at])
        for done, row in enumerate([*rows, *self._small()]):
            self.told("measures", done, len(rows))
            if self.clock.is_over():
                self._withhold_all(row)
                self._withhold_all(row)  # once more: none may be out that nobody has looked at
                return
            while not self._reached(row):
                if self.clock.is_over() or not self._withheld():
                    self._withhold_all(row)

    def _small(self) -> list[int]:
        """The differences between suppressed counts that are a small number."""
        k = max(one.release.profile.k for one in self.parts)
        return [int(at) for at in self.space.asked if 0 < abs(int(self.values[at])) < k]

    def _withhold_all(self, row: int) -> None:
        """Withhold all of this release. Raises FiguresTell where none of it are shown, and some are out."""
        if self._is_told() and not any(one.is_shown[:, one.own].any() for one in self.parts):
            raise FiguresTell(row, self._named(row))
        for one in self.parts:
            one.withhold_all()

    def _named(self, row: int) -> str:
        """A count, or a difference of two, in words."""
        labels = [f"«{label}» in «{column}»" for column, label in self.space.keys[row]]
        release = int(self.space.layers[row]) + 1
        where = f"in release {release}" if release else "how much it differs between two releases"
        return f"the count of {', '.join(labels) or 'all'}, {where}"

    def _is_told(self) -> bool:
        """Whether a figure stands anywhere."""
        return any(one.has_shown() for one in self.parts)

    def _withheld(self) -> bool:
        """Withhold figures of every measure that was in the way; False where none was."""
        found = [one.withhold() for one in self.parts]
        return any(found)

    def _reached(self, row: int) -> bool:
        """Find tables in which a suppressed count is far enough from another, or the truth. What is not shown
        cannot open anything: then it is as wide as the audit of the counts has found."""
        if not self._is_told():
            return True
        width = int(self.space.widths[row])
        for is_whole in (False, True):
            if is_whole not in self.moves:
                self.moves[is_whole] = Moves(self.space, self.truth, is_whole=is_whole)
            for is_up in (True, False):
                answer = self.moves[is_whole].move(row, is_up=is_up, seconds=self.clock.left())
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
        changes = _changes(self.truth, columns)
        found = [one.moved(changes) for one in self.parts]
        is_found = all(found)
        if is_found:
            for one in self.parts:
                one.seen()
        for one in self.parts:
            one.scores.back()
        return is_found
