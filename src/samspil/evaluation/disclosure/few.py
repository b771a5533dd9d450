"""Those of whom figures tell by subtraction: who came, got a value or were put right between two releases,
and who is left of a cell when those of others are taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.same import Same

if TYPE_CHECKING:
    from samspil.evaluation.disclosure.withholding import Part


@dataclass(frozen=True, slots=True)
class Wish:
    """In which columns people are to have other values, by these weights (slots,), so that a row differs."""

    columns: NDArray[np.int64]
    weights: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Few:
    """Those who make the difference between people of one release and people of an earlier one.

    `come`, `stay` and `gone`: the columns of whoever is in the newer ones only, in both, in the older ones
    only. `new` and `old` (slots,): which slot of the measure each is then. `having`: how many of them make a
    difference to the figures; `is_group`: whether they could have figures of their own; `is_small`: whether
    one to k - 1 more or fewer have no value, among so many as everybody knows; `rows`: the cells.
    """

    come: NDArray[np.int64]
    stay: NDArray[np.int64]
    gone: NDArray[np.int64]
    new: NDArray[np.int64]
    old: NDArray[np.int64]
    having: int
    is_group: bool
    is_small: bool
    rows: NDArray[np.int64]

    @classmethod
    def between(cls, part: Part, number: int, same: Same) -> Few:
        """Those of one pair of cells, in one measure."""
        rows = np.array(
            [
                *(part.starts[same.at] + one for one in same.newer),
                *(part.starts[same.release] + one for one in same.older),
            ]
        )
        now, then = (
            np.unique(np.concatenate([part.columns(int(one)) for one in some]))
            for some in (rows[: len(same.newer)], rows[len(same.newer) :])
        )
        is_known = all(
            part.base.releases[at].is_published[list(cells)].all()
            for at, cells in ((same.at, same.newer), (same.release, same.older))
        )
        return cls.of(part, number, (same.at, same.release), (now, then), is_known, rows)

    @classmethod
    def of(
        cls,
        part: Part,
        number: int,
        when: tuple[int, int],
        columns: tuple[NDArray[np.int64], NDArray[np.int64]],
        is_known: bool,
        rows: NDArray[np.int64],
    ) -> Few:
        """Those who are in some columns in one release, and in others in an earlier one; in one measure.
        `is_known`: whether everybody knows how many more they are."""
        now, then = columns
        come, stay, gone = np.setdiff1d(now, then), np.intersect1d(now, then), np.setdiff1d(then, now)
        new, old = (part.lifts[number][at] for at in when)
        none = part.measures[number].slots - 1
        is_new, is_old = new != none, old != none
        left = int(part.truth[gone][:, is_old].sum())
        values = np.zeros(none + 1, np.int64)
        np.add.at(values, new, part.truth[come].sum(axis=0))
        np.add.at(values, new[is_new & ~is_old], part.truth[stay][:, is_new & ~is_old].sum(axis=0))
        having = int(values[:-1].sum())
        is_group = not left and having >= part.release.profile.fewest and values[:-1].max() < having - 1
        without = int(part.truth[now][:, ~is_new].sum()) - int(part.truth[then][:, ~is_old].sum())
        is_small = is_known and 0 < abs(without) < part.release.profile.k
        return cls(come, stay, gone, new, old, having + left, bool(is_group), bool(is_small), rows)

    def wanted(self, is_shown: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """What of them is not to be worked out (kinds,). `is_shown` (cells of all releases,)."""
        is_told = self.is_group and is_shown[self.rows].all()
        is_kept = bool(self.having) and not is_told
        return np.array([is_kept, is_kept, False, self.is_small, is_kept])

    def moved(
        self, kinds: NDArray[np.int64], columns: NDArray[np.int64], people: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """How much each kind (kinds,) differs with these more or fewer (columns, slots) in some columns."""
        is_gone = np.isin(columns, self.gone)
        is_stay = np.isin(columns, self.stay)
        is_now = is_stay | np.isin(columns, self.come)
        now, then = people[is_now].sum(axis=0), people[is_stay | is_gone].sum(axis=0)
        found: NDArray[np.int64] = kinds[:, self.new] @ now - kinds[:, self.old] @ then
        return found

    def wishes(self, weights: NDArray[np.int64], truth: NDArray[np.int64]) -> Iterator[Wish]:
        """Of whom other values make another difference. `truth` (width, slots)."""
        new, old = weights[self.new], weights[self.old]
        for columns, own in ((self.come, new), (self.stay, new - old), (self.gone, -old)):
            if own.any() and truth[columns].any():
                yield Wish(columns, own)
