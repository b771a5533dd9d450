"""People by who can be where and by value, in this release and all before it: what figures are held against.

Of one release it is in its file. Of those before it nothing is kept that was not published, so whoever
publishes brings their files once more; they must give exactly what is out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from samspil.evaluation.disclosure.cells import Cells, Measure, Unusable
from samspil.evaluation.disclosure.figures import Shown, figures_of, may_stand
from samspil.evaluation.disclosure.joint import Joint
from samspil.evaluation.disclosure.protect import Protected
from samspil.evaluation.disclosure.release import Release
from samspil.evaluation.disclosure.same import Same
from samspil.evaluation.disclosure.space import Space, joined, rows_of
from samspil.evaluation.disclosure.stays import Paths
from samspil.evaluation.disclosure.view import columns_of


@dataclass(frozen=True, slots=True)
class Valued:
    """What all releases are sums of. `releases`, oldest first; `space`: what a reader has of their counts.

    `rows[release]` (cells, width): which columns each cell is the sum of. `counts` (width,): the truth, as
    far as people go. `people[joint]` (width, slots): the truth by value. `same`: cells of two releases that
    are about the same people.
    """

    releases: tuple[Release, ...]
    space: Space
    rows: tuple[sparse.csr_array, ...]
    counts: NDArray[np.int64]
    people: Mapping[Joint, NDArray[np.int64]]
    same: tuple[Same, ...]


def valued(made: Protected, cells: Cells, before: Sequence[Cells]) -> Valued:
    """The people of a release and of those before it. `before`: the cells of those, oldest first.

    Raises Unusable where they are not what the earlier releases were made of.
    """
    if not made.past:
        space = made.space
        counts = _by_column(space, cells.inner[:, None])[:, 0]
        people = {one: _by_column(space, held) for one, held in cells.joints.items()}
        rows = (sparse.csr_array(rows_of(cells.frame, space.origin)),)
        return Valued((made.release,), space, rows, counts, people, ())
    releases = (*(one.release for one in made.past), made.release)
    every = (*before, cells)
    for number, one in enumerate(made.past):
        _must_be_of(number, one.release, before[number], cells)
    columns = columns_of(made.release.frame, made.past, made.linkage)
    space = joined([one.layer() for one in releases], columns, max(made.put_right, 1))
    space = replace(space, ceiling=np.append(space.ceiling[:-1], float(made.put_right)))
    paths = Paths(columns, [one.inner for one in every])
    counts = np.zeros(space.width, np.int64)
    for stay, count in paths.stays([one.inner[:, None] for one in every]).items():
        counts[space.place[paths.column[stay.first, stay.where]]] += count
    people = {}
    for joint in cells.joints:
        through = joint.through(len(every))
        stays = paths.stays([one.joints[joint] for one in every], joint)
        people[through] = paths.people(stays, through, space.place, space.width)
    rows = tuple(
        sparse.csr_array(rows_of(one.frame, columns.inner[at][space.origin])) for at, one in enumerate(every)
    )
    return Valued(releases, space, rows, counts, people, columns.same)


def _by_column(space: Space, inner: NDArray[np.int64]) -> NDArray[np.int64]:
    """What inner cells hold (inner cells, slots), by the columns that stand for them (columns, slots)."""
    found = np.zeros((space.width, inner.shape[1]), np.int64)
    is_there = space.place >= 0
    np.add.at(found, space.place[is_there], inner[is_there])
    return found


def _must_be_of(number: int, release: Release, brought: Cells, cells: Cells) -> None:
    """These cells gave this release, and its measures are those of now. Raises Unusable."""
    name = f"The file of release {number + 1}"
    is_same = brought.frame.keys == release.frame.keys
    shown = release.is_published
    if not is_same or not np.array_equal(brought.values[shown], release.values[shown]):
        raise Unusable(f"{name} does not give the counts that were published: it is not what it was made of.")
    now = {one.column: one for one in cells.measured}
    for one in release.measures:
        measure = now.get(one.measure.column)
        if measure is None:
            if one.is_shown.any():
                raise Unusable(
                    f"Figures of «{one.measure.column}» are out since release {number + 1}, and the plan "
                    "names no such measure: name it, so that they are held against this release.",
                    column=one.measure.column,
                )
            continue
        if (measure.least, measure.most, measure.of) != (one.measure.least, one.measure.most, one.measure.of):
            raise Unusable(
                f"«{measure.column}» was another scale in release {number + 1}: give it another name.",
                column=measure.column,
            )
        _must_give(name, one, release.profile.k, brought, measure)


def _must_give(name: str, told: Shown, k: int, brought: Cells, now: Measure) -> None:
    """The cells that were brought have these figures, and they may stand there. Raises Unusable."""
    measure, figures, is_shown = told.measure, told.figures, told.is_shown
    people = rows_of(brought.frame, np.arange(brought.frame.size)) @ brought.measured[now]
    found = figures_of(measure, people[:, :-1])
    if any((found[one][is_shown] != figures[one][is_shown]).any() for one in measure.show) or not all(
        may_stand(measure, {name: int(one[at]) for name, one in figures.items()}, people[at], told.fewest, k)
        for at in np.flatnonzero(is_shown)
    ):
        raise Unusable(
            f"{name} does not give the figures of «{measure.column}» that were published: it is not what it "
            "was made of.",
            column=measure.column,
        )
