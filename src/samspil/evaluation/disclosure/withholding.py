"""The figures of measures that are held together: where they stand, and which are withheld.

Everything is of a row: a cell of this release, or of one before it, or the difference between cells of two
releases that are about the same people. What is published of a row holds in every table of people by value
that is gone to (`scores`); what is to be kept of it has to differ in one of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from samspil.evaluation.disclosure.cells import Measure
from samspil.evaluation.disclosure.few import Few, Wish
from samspil.evaluation.disclosure.figures import (
    ENDLESS,
    Said,
    Shown,
    figures_of,
    may_stand,
    says,
    standing,
)
from samspil.evaluation.disclosure.joint import Joint
from samspil.evaluation.disclosure.pattern import Unprotectable
from samspil.evaluation.disclosure.protect import Told
from samspil.evaluation.disclosure.release import Release
from samspil.evaluation.disclosure.rests import Rests
from samspil.evaluation.disclosure.same import Same
from samspil.evaluation.disclosure.scores import Claim, Scores, endless
from samspil.evaluation.disclosure.valued import Valued

ABOVE, BELOW, MEAN, NONE, SUM = range(5)
"""What can be another: the distance from the least of the scale, from the most, the mean (or nobody has a
value), the number without a value, the sum."""
CHANGES, EACH = 2_000, 20
"""Changes of a value, at most, on the way to one table: so many, or where few people are so many for each."""
ENOUGH, FEW = 100_000, 200
"""After so many changes for one measure in all, ways are looked for with so few, and ever more is withheld
at once."""
TRIES = 3
"""How often a way is looked for before figures are withheld."""
OUT = -1
"""The cell of what is said by a release before this one, and cannot be withheld."""


class FiguresTell(Unprotectable):
    """Figures that are out tell something now whatever is withheld of this release, or there is no time to
    see that they do not. `label`: what they tell, in words."""


class Part:
    """One joint: which cells show its measures, and what other tables have shown of the rest.

    Rows: the cells of the releases, oldest first, then the differences (`base.same`). `is_shown`
    (measures, cells of all releases). `sums[measure]` (rows, slots of the measure): the truth. `differs`
    (measures, kinds, rows): whether some table has another. `is_over`: whether the time is.
    """

    def __init__(
        self, base: Valued, joint: Joint, lots: random.Random, is_over: Callable[[], bool] = endless
    ) -> None:
        self.base, self.joint, self.lots, self.is_over = base, joint, lots, is_over
        self.measures = joint.measures
        self.newest = len(base.releases) - 1
        self.release = base.releases[-1]
        self.starts = np.cumsum([0, *(len(one.frame) for one in base.releases)]).tolist()
        self.own = slice(self.starts[-2], self.starts[-1])
        self.truth = base.people[joint]
        self.between = _between(base.same, self.starts)
        self.lifts = [[joint.own(one, at) for at in range(self.newest + 1)] for one in self.measures]
        self.folds = [
            [_fold(one, measure) for one in each]
            for each, measure in zip(self.lifts, self.measures, strict=True)
        ]
        self.kinds = [_kinds(one) for one in self.measures]
        self._count()
        self.figures = [
            figures_of(one, sums[self.own, :-1]) for one, sums in zip(self.measures, self.sums, strict=True)
        ]
        self.before = [[_shown(one, measure) for one in base.releases[:-1]] for measure in self.measures]
        self.is_shown = np.array([self._standing(at) for at in range(len(self.measures))])
        self.wanted = self.is_shown.copy()
        self.differs = np.zeros((len(self.measures), 5, len(self.people)), bool)
        for number, sums in enumerate(self.sums):
            above, below = (sums @ one for one in self.kinds[number][:2])
            self.differs[number, MEAN] = (above == 0) & (below == 0)
        self.tried, self.gone = 0, 1
        self.is_cut = False
        """Whether figures are withheld because the time was over, and for nothing that was found."""
        self.most = min(CHANGES, FEW + EACH * int(self.truth.sum()))
        self.scores = self._started()

    def published(self) -> Iterator[tuple[Shown, int, bool]]:
        """What leaves, measure by measure, in how many cells figures are withheld, and whether for want of
        time."""
        for number, measure in enumerate(self.measures):
            is_shown = self.is_shown[number, self.own]
            kept = {name: np.where(is_shown, one, 0) for name, one in self.figures[number].items()}
            withheld = int(np.count_nonzero(self.wanted[number, self.own] & ~is_shown))
            shown = Shown(measure, is_shown, kept, self.release.profile.fewest)
            yield shown, withheld, self.is_cut and withheld > 0

    def _count(self) -> None:
        """Count the table that is begun from."""
        self.sums = [self._by_value(self.truth, at) for at in range(len(self.measures))]
        self.people = self.sums[0].sum(axis=1)
        self.few = [
            [Few.between(self, at, one) for one in self.base.same] for at in range(len(self.measures))
        ]
        self.rests = Rests(self)

    def has_shown(self) -> bool:
        """Whether a figure of it stands anywhere, in this release or before."""
        return bool(self.is_shown.any())

    def is_out(self) -> bool:
        """Whether a figure of it stands in a release before this one, and nowhere in this one."""
        return self.has_shown() and not self.is_shown[:, self.own].any()

    def _by_value(
        self, people: NDArray[np.int64], number: int, columns: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """How many have each value of a measure (rows, slots of the measure) with these (width, slots), or
        with these in some columns (columns, slots) and nobody elsewhere."""
        rows = self.base.rows if columns is None else [one[:, columns] for one in self.base.rows]
        folds = self.folds[number]
        cells = np.concatenate([one @ (people @ fold) for one, fold in zip(rows, folds, strict=True)])
        found: NDArray[np.int64] = np.concatenate([cells, self.between @ cells])
        return found

    def _standing(self, number: int) -> NDArray[np.bool_]:
        """Where figures of a measure stood before, and where they may stand now."""
        before = [
            np.zeros(len(release.frame), bool) if one is None else one.is_shown
            for one, release in zip(self.before[number], self.base.releases[:-1], strict=True)
        ]
        return np.concatenate([*before, self._allowed(number)])

    def _allowed(self, number: int) -> NDArray[np.bool_]:
        """Which cells of this release may show figures as far as their own people go."""
        measure, sums, profile = self.measures[number], self.sums[number][self.own], self.release.profile
        is_allowed = self.release.is_published.copy()
        for cell in np.flatnonzero(is_allowed):
            figures = {name: int(one[cell]) for name, one in self.figures[number].items()}
            is_allowed[cell] = may_stand(measure, figures, sums[cell], profile.fewest, profile.k)
        return is_allowed

    def _place(self, row: int) -> tuple[int, int]:
        """The release of a cell, and which cell it is there."""
        release = int(np.searchsorted(self.starts, row, side="right")) - 1
        return release, row - self.starts[release]

    def _says(self, number: int, row: int) -> Iterator[Said]:
        """What the figures of a measure say of people by slot, and that they stand."""
        release, cell = self._place(row)
        told = self.before[number][release] if release < self.newest else None
        profile = self.base.releases[release].profile
        measure, fewest = self.measures[number], profile.fewest
        figures: Mapping[str, NDArray[np.int64]] = self.figures[number]
        if told is not None:
            measure, figures, fewest = told.measure, told.figures, told.fewest
        lift = self.lifts[number][release]
        for one in (
            *says(measure, {name: int(each[cell]) for name, each in figures.items()}),
            *standing(measure, self.sums[number][row], fewest, profile.k),
        ):
            yield Said(one.weights[lift], one.low, one.high)

    def columns(self, row: int) -> NDArray[np.int64]:
        """The columns of a cell, rising."""
        release, cell = self._place(row)
        rows = self.base.rows[release]
        return np.unique(rows.indices[rows.indptr[cell] : rows.indptr[cell + 1]]).astype(np.int64)

    def _started(self) -> Scores:
        claims = [
            Claim(
                int(number) * self.starts[-1] + int(row) if row >= self.own.start else OUT,
                self.columns(int(row)),
                one,
            )
            for number, row in np.argwhere(self.is_shown)
            for one in self._says(int(number), int(row))
        ]
        return Scores(self.truth, claims, self.lots, self.is_over)

    def withhold(self, number: int = 0, row: int = OUT) -> bool:
        """Withhold figures for the sake of a row: its own, or those that were most in the way; False where
        none of this release are."""
        if self.own.start <= row < self.own.stop and self.is_shown[number, row]:
            gone = [number * self.starts[-1] + row]
        else:
            gone = [one for one in self.scores.stuck if one != OUT][: self.gone]
        if self.tried + self.scores.tried > ENOUGH:
            self.gone += max(1, self.gone // 2)
        self.is_shown.reshape(-1)[gone] = False
        self._restart()
        return bool(gone)

    def patience(self) -> int:
        """How many changes may be tried on the way to one table."""
        return self.most if self.tried + self.scores.tried < ENOUGH else FEW

    def _restart(self) -> None:
        """Begin anew from the truth, with less that is said."""
        self.tried += self.scores.tried
        self.scores = self._started()

    def withhold_all(self) -> None:
        """Show nothing of it in this release; where the time is over, for want of it."""
        if self.is_over() and self.is_shown[:, self.own].any():
            self.is_cut = True
        self.is_shown[:, self.own] = False
        self._restart()

    def moved(self, changes: Mapping[int, int]) -> bool:
        """Whether the figures can be as they are with so many more or fewer people in some columns."""
        return self.scores.moved(changes, self.patience())

    def begin(self, changes: Mapping[int, int]) -> bool:
        """Begin from another table than the truth from now on: with so many more or fewer in some columns."""
        if not self.moved(changes):
            return False
        self.truth = self.scores.people.copy()
        self._count()
        self.scores = self._started()
        return True

    def seen(self) -> None:
        """Take note of what the table that was gone to shows."""
        other = self.scores.people
        columns = np.flatnonzero((other != self.truth).any(axis=1))
        people = other[columns] - self.truth[columns]
        for number, sums in enumerate(self.sums):
            kinds, differs = self.kinds[number], self.differs[number]
            moved = self._by_value(people, number, columns)
            above, below = ((sums + moved) @ one for one in kinds[:2])
            true_above, true_below = (sums @ one for one in kinds[:2])
            is_moved = (moved @ kinds.T).T != 0
            # Another distance alone is no other mean: there may be more people with the same.
            is_moved[MEAN] = ((above == 0) & (below == 0)) | (above * true_below != below * true_above)
            differs |= is_moved
        self.rests.seen(columns, people)

    def left(self) -> list[tuple[int, int, int]]:
        """The measures, kinds and rows that no table has shown to differ, and should."""
        is_published = np.concatenate([one.is_published for one in self.base.releases])
        wanted = np.zeros(self.differs.shape, bool)
        for number, sums in enumerate(self.sums):
            cells = sums[: self.starts[-1], -1]
            k = np.concatenate([np.full(len(one.frame), one.profile.k) for one in self.base.releases])
            hidden = ~self.is_shown[number] & (self.people[: self.starts[-1]] > 0)
            small = is_published & (cells > 0) & (cells < k)
            wanted[number, :, : self.starts[-1]] = [hidden, hidden, hidden, small, hidden]
            for at, few in enumerate(self.few[number]):
                wanted[number, :, self.starts[-1] + at] = few.wanted(self.is_shown[number])
        found = [(int(n), int(kind), int(row)) for n, kind, row in np.argwhere(wanted & ~self.differs)]
        first = len(self.people)
        return [*found, *((n, kind, first + at) for n, kind, at in self.rests.left(self.is_shown))]

    def keep(self, told: Told) -> None:
        """Withhold until no sum, no mean and no small number without a value can be worked out.

        Raises FiguresTell where figures that are out would tell it with the counts of this release alone.
        """
        tries: dict[tuple[int, int, int], int] = {}
        while left := self.left():
            told("measures", int(self.differs.sum()), self.differs.size)
            for one in left:
                if self.is_over():
                    self.withhold_all()
                    self.must_not_be_out()
                    return
                if self._has_differed(*one):
                    continue
                tries[one] = tries.get(one, 0) + 1
                # What the time cut short is no try: nobody knows what was in its way.
                if not self._gone(*one) and tries[one] >= TRIES and not self.is_over():
                    self._give_way(one)
                    tries.pop(one)
                    break

    def _give_way(self, one: tuple[int, int, int]) -> None:
        """Withhold what is in the way of one. Raises FiguresTell where all of it is out."""
        if not self.has_shown():
            # Of whom nothing is said nothing can be worked out.
            self.differs[one] = True
        elif not self.withhold(one[0], one[2]):
            self.must_not_be_out()
            self.withhold_all()

    def must_not_be_out(self) -> None:
        """Raises FiguresTell where no figure of this release can be withheld any more, and some are out."""
        if self.is_out():
            names = "», «".join(one.column for one in self.measures)
            raise FiguresTell(OUT, f"something of «{names}»")

    def _gone(self, number: int, kind: int, row: int) -> bool:
        """Go on to a table in which a row differs from the truth in this."""
        said = []
        for wish in self._wishes(number, kind, row):
            true = int((self.truth[wish.columns] @ wish.weights).sum())
            said.append((wish.columns, Said(wish.weights, true + 1, ENDLESS)))
            said.append((wish.columns, Said(wish.weights, -ENDLESS, true - 1)))
        # One way there may be nothing, and the other way at once.
        for most, (columns, one) in product(sorted({min(FEW, self.patience()), self.patience()}), said):
            if self.scores.wish(columns, one, most):
                self.scores.kept()
                self.seen()
                if self._has_differed(number, kind, row):
                    return True
        return False

    def _has_differed(self, number: int, kind: int, row: int) -> bool:
        """Whether some table has another of a row, or of a rest beyond the rows."""
        rest = row - len(self.people)
        return bool(self.differs[number, kind, row] if rest < 0 else not self.rests.found[rest].left[kind])

    def _wishes(self, number: int, kind: int, row: int) -> Iterator[Wish]:
        weights = self.kinds[number][kind]
        if row < self.starts[-1]:
            yield Wish(self.columns(row), weights[self.lifts[number][self._place(row)[0]]])
            return
        if row < len(self.people):
            yield from self.few[number][row - self.starts[-1]].wishes(weights, self.truth)
        else:
            yield from self.rests.found[row - len(self.people)].few.wishes(weights, self.truth)


def _fold(lift: NDArray[np.int64], measure: Measure) -> sparse.csr_array:
    """Which slot of a measure each slot is added to (slots, slots of the measure)."""
    every = np.arange(len(lift))
    return sparse.csr_array((np.ones(len(lift), np.int64), (every, lift)), shape=(len(lift), measure.slots))


def _kinds(measure: Measure) -> NDArray[np.int64]:
    """What each kind is the sum of (kinds, slots)."""
    steps = measure.slots - 1
    up = np.append(np.arange(steps, dtype=np.int64), 0)
    down, none = np.append(up[-2::-1], 0), np.append(np.zeros(steps, np.int64), 1)
    return np.array([up, down, up, none, np.append(measure.values, 0)])


def _between(same: tuple[Same, ...], starts: list[int]) -> sparse.csr_array:
    """What cells have more than those they were before (pairs, cells of all releases)."""
    found = [
        (row, starts[at] + cell, sign)
        for row, one in enumerate(same)
        for at, cells, sign in ((one.at, one.newer, 1), (one.release, one.older, -1))
        for cell in cells
    ]
    row, cell, sign = np.array(found, np.int64).reshape(-1, 3).T
    return sparse.csr_array((sign, (row, cell)), shape=(len(same), starts[-1]))


def _shown(release: Release, measure: Measure) -> Shown | None:
    """The figures of a measure in a release, by its column."""
    return next((one for one in release.measures if one.measure.column == measure.column), None)
