"""What a reader knows, as linear algebra: unknown inner counts, and rows that are sums of them.

A row is a cell of this release or of an earlier one, or says how the two hang together. It is *known*
when its value stands in something that was published, and else it lies between bounds that the reader
knows as well: where noughts are shown, whoever sees a suppressed cell knows that it is at least one
(attacker A2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import Cells, Frame, Key
from samspil.evaluation.disclosure.profile import Profile

MOST = 1_000
"""How much more than twice the largest known count a reader thinks possible: only so that nothing is
endless."""


class Role(IntEnum):
    """What may become of a row."""

    OPEN = 0  # a cell that may be published or suppressed
    PRIMARY = 1  # suppressed by a rule, and to be kept wide
    KNOWN = 2  # published: nothing can take it back
    HIDDEN = 3  # suppressed, or not shown by any table


@dataclass(frozen=True, slots=True)
class Layer:
    """One release as a reader meets it: `values` and `roles` (cells,), and what a reader knows of the rest.

    `floor`: the least of a cell that is not published. `named`: what sets its cells apart from those of
    another.
    """

    frame: Frame
    values: NDArray[np.int64]
    roles: NDArray[np.int8]
    floor: int
    named: str = ""


@dataclass(frozen=True, slots=True)
class Space:
    """Rows over inner counts, without those that are known to be nought.

    `starts`, `columns`, `weights`: the rows, compressed. `values` (rows,): the truth, or what is known of it.
    `roles` (rows,). `floor` and `ceiling` (rows,): between what a row lies that is not published.
    `labels` (rows,): a name that does not depend on any order, for ties; `keys` (rows,) its labels.
    `cells` (rows,): the cell of its layer that a row is. `inner[layer]` (inner cells,): the column of
    each, or -1 where it is known to be nought. `width` columns.
    """

    width: int
    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    weights: NDArray[np.int64]
    values: NDArray[np.int64]
    roles: NDArray[np.int8]
    floor: NDArray[np.float64]
    ceiling: NDArray[np.float64]
    labels: tuple[str, ...]
    keys: tuple[Key, ...]
    cells: NDArray[np.int64]
    inner: tuple[NDArray[np.int64], ...]

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


def roles_of(values: NDArray[np.int64], primary: NDArray[np.bool_], profile: Profile) -> NDArray[np.int8]:
    """What may become of each cell (cells,) of a release that is not out yet: noughts are known where
    shown."""
    roles = np.where(primary, Role.PRIMARY, Role.OPEN).astype(np.int8)
    if profile.are_zeros_shown:
        roles[values == 0] = Role.KNOWN
    return roles


def space_of(cells: Cells, primary: NDArray[np.bool_], profile: Profile) -> Space:
    """One release on its own, before anything of it is out."""
    return joined([Layer(cells.frame, cells.values, roles_of(cells.values, primary, profile), profile.floor)])


def joined(layers: Sequence[Layer]) -> Space:
    """The space of some releases. Noughts that are known take their inner cells away; equal columns are
    one."""
    parts: list[NDArray[np.int64]] = []
    inner: list[NDArray[np.int64]] = []
    kept_of: list[NDArray[np.int64]] = []
    width = 0
    for layer in layers:
        noughts = (layer.roles == Role.KNOWN) & (layer.values == 0)
        kept = np.flatnonzero(~noughts)
        column = _merged(layer.frame, kept, np.flatnonzero(noughts))
        column[column >= 0] += width
        width = max(width, int(column.max(initial=-1)) + 1)
        for at in kept:
            own = column[layer.frame.members[at]]
            parts.append(np.unique(own[own >= 0]))
        inner.append(column)
        kept_of.append(kept)
    values = np.concatenate([one.values[kept] for one, kept in zip(layers, kept_of, strict=True)])
    roles = np.concatenate([one.roles[kept] for one, kept in zip(layers, kept_of, strict=True)])
    columns = np.concatenate([np.zeros(0, np.int64), *parts])
    most = 2 * int(values[roles == Role.KNOWN].max(initial=0)) + int(values.max(initial=0)) + MOST
    floors = [np.full(len(kept), float(one.floor)) for one, kept in zip(layers, kept_of, strict=True)]
    return Space(
        width=width,
        starts=np.cumsum([0, *(len(one) for one in parts)], dtype=np.int64),
        columns=columns,
        weights=np.ones(len(columns), np.int64),
        values=values,
        roles=roles,
        floor=np.concatenate(floors),
        ceiling=np.full(len(values), float(most)),
        labels=tuple(
            one.named + named(one.frame.keys[at])
            for one, kept in zip(layers, kept_of, strict=True)
            for at in kept
        ),
        keys=tuple(one.frame.keys[at] for one, kept in zip(layers, kept_of, strict=True) for at in kept),
        cells=np.concatenate(kept_of),
        inner=tuple(inner),
    )


def _merged(frame: Frame, kept: NDArray[np.int64], noughts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each inner cell's column, -1 where it is known to be nought; those that no row divides share one."""
    gone = np.zeros(frame.size, bool)
    for at in noughts:
        gone[frame.members[at]] = True
    lengths = [len(frame.members[at]) for at in kept]
    inner = np.concatenate([np.zeros(0, np.int64), *(frame.members[at] for at in kept)])
    rows = np.repeat(np.arange(len(kept), dtype=np.int64), lengths)
    order = np.argsort(inner, kind="stable")
    inner, rows = inner[order], rows[order]
    ends = np.searchsorted(inner, np.arange(frame.size + 1))
    column = np.full(frame.size, -1, np.int64)
    numbers: dict[bytes, int] = {}
    for at in np.flatnonzero(~gone):
        said = rows[ends[at] : ends[at + 1]].tobytes()
        column[at] = numbers.setdefault(said, len(numbers))
    return column
