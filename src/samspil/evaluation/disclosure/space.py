"""What a reader knows, as linear algebra: unknown inner counts, and rows that are sums of them.

A row is a cell of this release or of an earlier one, or says how the two hang together. It is *known*
when its value stands in something that was published, and else it lies between bounds that the reader
knows as well: where noughts are shown, whoever sees a suppressed cell knows that it is at least one
(attacker A2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from samspil.evaluation.disclosure.cells import Frame, Key
from samspil.evaluation.disclosure.history import Columns, Linkage, columns_across
from samspil.evaluation.disclosure.same import Same

MOST = 1_000
"""How much more than twice the largest known count a reader thinks possible: only so that nothing is
endless."""


class Role(IntEnum):
    """What may become of a row."""

    OPEN = 0  # a cell that may be published or suppressed
    PRIMARY = 1  # suppressed by a rule, and to be kept wide
    KNOWN = 2  # published: nothing can take it back
    HIDDEN = 3  # suppressed, or not shown by any table
    BOUND = 4  # no cell: says between what something lies


@dataclass(frozen=True, slots=True)
class Layer:
    """One release as a reader meets it: `values` and `roles` (cells,), and what a reader knows of the rest.

    `floor`: the least of a cell that is not published. `width`: how wide its suppressed cells are kept.
    `may_be_nought` (cells,): those that may be suppressed though nobody is in them.
    """

    frame: Frame
    values: NDArray[np.int64]
    roles: NDArray[np.int8]
    floor: int
    width: int = 1
    may_be_nought: NDArray[np.bool_] | None = None

    def noughts(self) -> NDArray[np.bool_]:
        """The cells that are known to be nought, and are shown as such whatever else is suppressed."""
        known: NDArray[np.bool_] = (self.roles == Role.KNOWN) & (self.values == 0)
        return known if self.may_be_nought is None else known & ~self.may_be_nought

    def floors(self) -> NDArray[np.float64]:
        """The least of each cell (cells,) if it is suppressed."""
        floors = np.full(len(self.values), float(self.floor))
        if self.may_be_nought is not None:
            floors[self.may_be_nought] = 0.0
        return floors


@dataclass(frozen=True, slots=True)
class Space:
    """Rows over inner counts, without those that are known to be nought.

    `starts`, `columns`, `weights`: the rows, compressed. `values` (rows,): the truth, or what is known of it.
    `roles` (rows,). `floor` and `ceiling` (rows,): between what a row lies that is not published.
    `widths` (rows,): how wide it is to be kept. `labels` (rows,): a name that does not depend on any
    order, for ties; `keys` (rows,) its labels. `layers` (rows,): which release a row is of, -1 for one
    that is of none; `cells` (rows,): the cell that it is there. `origin` (width,): one of the columns
    given that each stands for; `place` (columns given,): which stands for it, -1 where it is known to be
    nought. `is_change` (width,): whether something was put right there. `asked`: the rows that are
    differences between two releases, and are to be attacked because they are not simply published.
    """

    width: int
    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    weights: NDArray[np.int64]
    values: NDArray[np.int64]
    roles: NDArray[np.int8]
    floor: NDArray[np.float64]
    ceiling: NDArray[np.float64]
    widths: NDArray[np.int64]
    labels: tuple[str, ...]
    keys: tuple[Key, ...]
    layers: NDArray[np.int64]
    cells: NDArray[np.int64]
    origin: NDArray[np.int64]
    place: NDArray[np.int64]
    is_change: NDArray[np.bool_]
    asked: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.values)

    def row(self, at: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The columns and weights of one row."""
        part = slice(int(self.starts[at]), int(self.starts[at + 1]))
        return self.columns[part], self.weights[part]

    def of(self, *roles: Role) -> NDArray[np.int64]:
        """The rows of these roles, by their values and labels: smallest first."""
        found = np.flatnonzero(np.isin(self.roles, roles))
        return np.array(sorted(found, key=lambda at: (self.values[at], self.labels[at])), np.int64)

    def sums(self, columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """What every row comes to (rows,) when the columns hold these whole counts (width,)."""
        filled = np.append(columns[self.columns] * self.weights, 0)
        sums: NDArray[np.int64] = np.add.reduceat(filled, self.starts[:-1])
        sums[self.starts[:-1] == self.starts[1:]] = 0
        return sums


def named(key: Key) -> str:
    """A cell's name, the same however the data came: no label can be taken for another."""
    return repr(key)


def alike(one: Key, other: Key) -> int:
    """How near two cells lie: nearer by each label in common, farther by each column that divides either."""
    first, second = frozenset(one), frozenset(other)
    return len(first & second) - len({column for column, _label in first | second})


def joined(layers: Sequence[Layer], columns: Columns | None = None, most_changes: int = 0) -> Space:
    """The space of some releases about the same people, the newest last.

    `columns`: who can be where; with one release it follows from its frame. `most_changes`: how many
    changes a reader thinks possible; with none, whoever was counted once is counted still.
    Noughts that are known take their columns away; columns that no row divides are one. Between the
    newest and the one before it stand the differences of the cells that both have, and between any two those
    of cells that are suppressed in both, or were split or put together.
    """
    if columns is None:
        columns = columns_across([one.frame for one in layers], [Linkage()] * len(layers))
    if not most_changes:
        columns = columns.unchanged()
    parts = [rows_of(one.frame, columns.inner[at]) for at, one in enumerate(layers)]
    is_gone = np.zeros(len(columns), bool)
    for one, part in zip(layers, parts, strict=True):
        is_gone |= part[one.noughts()].sum(axis=0) > 0
    kept = [np.flatnonzero(~one.noughts()) for one in layers]
    blocks = [part[at] for part, at in zip(parts, kept, strict=True)]
    newest = len(layers) - 1
    pairs = [one for one in columns.same if _is_newest(one, newest) or _is_asked(layers, one)]
    blocks.append(_between(pairs, parts))
    if most_changes:
        blocks.append(sparse.csr_array(columns.is_change[None, :].astype(np.int64)))
    matrix, origin, place = _merged(sparse.csc_array(sparse.vstack(blocks, format="csc")), ~is_gone)
    found = _filled(layers, kept, pairs, matrix, most_changes)
    first = sum(len(one) for one in kept)
    asked = [first + at for at, one in enumerate(pairs) if _is_asked(layers, one)]
    return replace(
        found, origin=origin, place=place, is_change=columns.is_change[origin],
        asked=np.array(asked, np.int64),
    )  # fmt: skip


def _filled(
    layers: Sequence[Layer],
    kept: Sequence[NDArray[np.int64]],
    pairs: Sequence[Same],
    matrix: sparse.csr_array,
    most_changes: int,
) -> Space:
    """The rows with what is known of each: cells first, then differences, then how much was changed."""
    others = len(pairs) + bool(most_changes)
    values = np.concatenate([one.values[at] for one, at in zip(layers, kept, strict=True)])
    roles = np.concatenate([one.roles[at] for one, at in zip(layers, kept, strict=True)])
    most = float(2 * int(values[roles == Role.KNOWN].max(initial=0)) + int(values.max(initial=0)) + MOST)
    floors = [one.floors()[at] for one, at in zip(layers, kept, strict=True)]
    changes = [float(most_changes)] if most_changes else []
    named_apart = [f"{at + 1} " if len(layers) > 1 else "" for at in range(len(layers))]
    return Space(
        width=matrix.shape[1],
        starts=matrix.indptr.astype(np.int64),
        columns=matrix.indices.astype(np.int64),
        weights=matrix.data.astype(np.int64),
        values=np.concatenate([values, np.zeros(others, np.int64)]),
        roles=np.concatenate([roles, np.full(others, Role.BOUND, np.int8)]),
        floor=np.concatenate([*floors, np.full(len(pairs), -most), np.zeros(len(changes))]),
        ceiling=np.concatenate([np.full(len(values) + len(pairs), most), changes]),
        widths=np.concatenate(
            [
                *(np.full(len(at), one.width) for one, at in zip(layers, kept, strict=True)),
                np.ones(others, int),
            ]
        ).astype(np.int64),
        labels=(
            *(
                said + named(one.frame.keys[at])
                for said, one, own in zip(named_apart, layers, kept, strict=True)
                for at in own
            ),
            *(_difference(layers, one) for one in pairs),
            *("changes" for _one in changes),
        ),
        keys=(
            *(one.frame.keys[at] for one, own in zip(layers, kept, strict=True) for at in own),
            *(layers[one.at].frame.keys[one.newer[0]] for one in pairs),
            *(() for _one in changes),
        ),
        layers=np.concatenate(
            [*(np.full(len(own), at) for at, own in enumerate(kept)), np.full(others, -1)]
        ).astype(np.int64),
        cells=np.concatenate([*kept, np.full(others, -1)]).astype(np.int64),
        origin=np.zeros(0, np.int64),
        place=np.zeros(0, np.int64),
        is_change=np.zeros(matrix.shape[1], bool),
        asked=np.zeros(0, np.int64),
    )


def rows_of(frame: Frame, inner: NDArray[np.int64]) -> sparse.csr_array:
    """Which columns each cell of a frame is the sum of (cells, columns)."""
    there = np.flatnonzero(inner >= 0)
    which = sparse.csr_array(
        (np.ones(len(there), np.int64), (inner[there], there)), shape=(frame.size, len(inner))
    )
    starts = np.cumsum([0, *(len(one) for one in frame.members)], dtype=np.int64)
    members = np.concatenate(frame.members)
    cells = sparse.csr_array(
        (np.ones(len(members), np.int64), members, starts), shape=(len(frame), frame.size)
    )
    return sparse.csr_array(cells @ which)


def _between(pairs: Sequence[Same], parts: Sequence[sparse.csr_array]) -> sparse.csr_array:
    """What some cells of a release have more than those they were before (pairs, columns)."""
    rows = sparse.csr_array((len(pairs), parts[-1].shape[1]), dtype=np.int64)
    for number, part in enumerate(parts):
        own = [
            (row, cell, sign)
            for row, one in enumerate(pairs)
            for at, cells, sign in ((one.at, one.newer, 1), (one.release, one.older, -1))
            if at == number
            for cell in cells
        ]
        if own:
            row, cell, sign = (np.array(one, np.int64) for one in zip(*own, strict=True))
            chosen = sparse.csr_array((sign, (row, cell)), shape=(len(pairs), part.shape[0]))
            rows = rows + chosen @ part
    return sparse.csr_array(rows)


def _difference(layers: Sequence[Layer], one: Same) -> str:
    """The name of a difference."""
    keys = [layers[one.at].frame.keys[at] for at in one.newer]
    if _is_newest(one, len(layers) - 1) and one.is_one:
        return "difference " + named(keys[0])
    before = [layers[one.release].frame.keys[at] for at in one.older]
    return f"difference of {one.at + 1} from {one.release + 1} {keys!r} {before!r}"


def _is_newest(one: Same, newest: int) -> bool:
    """Whether it is between the newest release and the one before it."""
    return one.at == newest and one.release == newest - 1


def _is_asked(layers: Sequence[Layer], one: Same) -> bool:
    """Whether a difference is to be attacked. Of a cell that is one cell then and now the rules settle it
    where either is published."""
    if not one.is_one:
        return True
    new, old = layers[one.at].roles[one.newer[0]], layers[one.release].roles[one.older[0]]
    return bool(new != Role.KNOWN and old != Role.KNOWN)


def _merged(
    matrix: sparse.csc_array, is_kept: NDArray[np.bool_]
) -> tuple[sparse.csr_array, NDArray[np.int64], NDArray[np.int64]]:
    """The columns that are kept, equal ones once, in the order of the first of each.

    Also which the first was (width,), and for each column given which stands for it, -1 for none.
    """
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    first: dict[tuple[bytes, bytes], int] = {}
    place, origin = np.full(matrix.shape[1], -1, np.int64), []
    for at in np.flatnonzero(is_kept):
        part = slice(matrix.indptr[at], matrix.indptr[at + 1])
        own = (matrix.indices[part].tobytes(), matrix.data[part].tobytes())
        if own not in first:
            first[own] = len(first)
            origin.append(int(at))
        place[at] = first[own]
    found = sparse.csr_array(matrix[:, np.array(origin, np.int64)])
    found.sort_indices()
    return found, np.array(origin, np.int64), place
