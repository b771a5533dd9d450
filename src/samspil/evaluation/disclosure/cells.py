"""Tables as cells: every combination of labels that a plan publishes, and the finest counts that add up
to them.

A *dimension* is one column, or several from coarse to fine (region, municipality). A *table* crosses some
dimensions, each down to one of its levels; every coarser level and the total of each dimension are cells too.
Cells that two tables share are one cell. An *inner* cell is a finest combination of all the dimensions that
any table uses: it is published by no table perhaps, and every cell is a sum of inner cells. All that a reader
can work out follows from that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from samspil.evaluation.disclosure.joint import Joint

Key = tuple[tuple[str, str], ...]
"""What a cell is: (column, label) for each dimension that is not summed over, in the plan's order."""
TOTAL = "Total"
FIGURES = ("mean", "sd", "sum")
MOST_STEPS, MOST_VALUE = 100, 10_000
MOST_INNER = 500_000
"""Finest combinations that are looked at; a plan that needs more is refused before it fills the memory."""
MOST_PEOPLE = 2_000_000_000
"""All counts together: solvers count in broken numbers and cannot tell much larger ones from the next."""


class Unusable(ValueError):
    """A plan or data that cannot be used. `row` and `column` say where, when there is a place to say."""

    def __init__(self, sentence: str, *, row: int | None = None, column: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.row, self.column = sentence, row, column


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of dividing people: a name, and its columns from coarse to fine."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What one table crosses, each dimension by the finest column it is shown at.

    `percent`: one of those, whose total each cell is also told as a part of; empty for none.
    """

    name: str
    by: tuple[str, ...]
    percent: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The tables of one release, with their dimensions. Raises Unusable when they do not fit together."""

    dimensions: tuple[Dimension, ...]
    tables: tuple[Table, ...]

    def __post_init__(self) -> None:
        if not self.tables:
            raise Unusable("The plan names no table.")
        names = [one.name for one in self.tables]
        columns = [column for one in self.dimensions for column in one.columns]
        for what, given in (("table", names), ("column", columns)):
            for one in given:
                if given.count(one) > 1:
                    raise Unusable(f"The plan names the {what} «{one}» twice.")
        for table in self.tables:
            if not table.by:
                raise Unusable(f"The table «{table.name}» crosses nothing.")
            at = [self.place(name, table.name)[0] for name in table.by]
            if len(set(at)) != len(at):
                raise Unusable(f"The table «{table.name}» crosses one dimension with itself.")
            if table.percent and table.percent not in table.by:
                raise Unusable(f"The table «{table.name}» has percent of «{table.percent}», not crossed.")

    def place(self, name: str, table: str) -> tuple[int, int]:
        """The dimension that `name` means, and how many of its columns are shown: all for its own name."""
        for number, one in enumerate(self.dimensions):
            if name == one.name:
                return number, len(one.columns)
            if name in one.columns:
                return number, one.columns.index(name) + 1
        raise Unusable(
            f"The table «{table}» crosses «{name}», which is no column and no hierarchy of the plan."
        )

    def used(self) -> tuple[Dimension, ...]:
        """The dimensions that some table crosses, in the plan's order, down to the finest column any
        shows."""
        depth: dict[int, int] = {}
        for table in self.tables:
            for name in table.by:
                number, shown = self.place(name, table.name)
                depth[number] = max(depth.get(number, 0), shown)
        return tuple(
            Dimension(one.name, one.columns[: depth[number]])
            for number, one in enumerate(self.dimensions)
            if number in depth
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of whole numbers from `least` to `most`, such as a scale of 0 to 10. Raises Unusable.

    `show`: which figures of it are wanted, of `FIGURES`; a standard deviation only beside its mean. `of`:
    none for a column of its own; else two measures, and it is the first less the second of whoever has both.
    """

    column: str
    least: int
    most: int
    show: tuple[str, ...]
    of: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.most - self.least <= MOST_STEPS:
            raise Unusable(
                f"«{self.column}» goes from {self.least} to {self.most}; it needs 1 to {MOST_STEPS} steps. "
                "Count in larger units."
            )
        if max(abs(self.least), abs(self.most)) > MOST_VALUE:
            raise Unusable(f"«{self.column}» has values beyond {MOST_VALUE}.")
        if not self.show or set(self.show) - set(FIGURES) or len(set(self.show)) < len(self.show):
            raise Unusable(f"Of «{self.column}» can be shown, once each: {', '.join(FIGURES)}.")
        if "sd" in self.show and "mean" not in self.show:
            raise Unusable(f"«{self.column}» has a standard deviation shown only beside its mean.")
        if self.of and (len(set(self.of)) != 2 or len(self.of) != 2 or self.column in self.of):
            raise Unusable(f"«{self.column}» is of two other measures: the first less the second.")

    @property
    def slots(self) -> int:
        """How many values there are, with one for those who have none."""
        return self.most - self.least + 2

    @property
    def values(self) -> NDArray[np.int64]:
        """The values (slots - 1,), rising."""
        return np.arange(self.least, self.most + 1, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the data: its labels by column, how many people it stands for, and its place in a file.

    `values`: what they have in each measure, None where nothing.
    """

    labels: Mapping[str, str]
    count: int = 1
    row: int | None = None
    values: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """The cells of a plan without what they hold: all that follows from the labels, which everybody may read.

    `keys` in canonical order; `members[i]` the inner cells that cell i is the sum of, rising; `paths`
    the finest labels of each dimension that is used, with those above them; `tables[name]` the cells of
    each table in the order in which they are written out.
    """

    plan: Plan
    paths: tuple[tuple[tuple[str, ...], ...], ...]
    keys: tuple[Key, ...]
    members: tuple[NDArray[np.int64], ...]
    tables: Mapping[str, tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many finest labels each dimension has."""
        return tuple(len(one) for one in self.paths)

    @property
    def size(self) -> int:
        """How many inner cells there are."""
        return math.prod(self.shape)

    def inner_key(self, at: int) -> tuple[tuple[str, ...], ...]:
        """The path of an inner cell in each dimension that is used."""
        places = np.unravel_index(at, self.shape)
        return tuple(one[int(place)] for one, place in zip(self.paths, places, strict=True))


@dataclass(frozen=True, slots=True)
class Cells:
    """What the cells of a frame hold: `values` (cells,) and `inner` (inner cells,), whole and not below
    nothing.

    `measured`: for each measure how many people have each value (inner cells, slots), the last slot for
    those who have none. `joints`: the same for measures that follow from one another, as one (inner cells,
    slots of `Joint`).
    """

    frame: Frame
    values: NDArray[np.int64]
    inner: NDArray[np.int64]
    measured: Mapping[Measure, NDArray[np.int64]] = field(default_factory=dict)
    joints: Mapping[Joint, NDArray[np.int64]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)


def framed(plan: Plan, paths: Sequence[Iterable[tuple[str, ...]]]) -> Frame:
    """The cells of a plan over these finest labels, one group of paths a dimension used. Raises Unusable."""
    orders = tuple(tuple(sorted(one)) for one in paths)
    size = math.prod(len(one) for one in orders)
    if size > MOST_INNER:
        raise Unusable(
            f"The tables divide people into {size} finest combinations together, more than {MOST_INNER}. "
            "Cross fewer columns, or publish them in releases of their own."
        )
    return _Framing(plan, plan.used(), orders).frame()


def holding(frame: Frame, inner: NDArray[np.int64]) -> Cells:
    """The cells of a frame when its inner cells hold these counts (inner cells,)."""
    return Cells(frame, np.array([int(inner[one].sum()) for one in frame.members], np.int64), inner)


class _Framing:
    """Builds the cells of a plan out of its labels."""

    def __init__(
        self, plan: Plan, used: Sequence[Dimension], orders: tuple[tuple[tuple[str, ...], ...], ...]
    ) -> None:
        self.plan, self.used, self.orders = plan, used, orders
        shape = tuple(len(one) for one in orders)
        self.strides = [math.prod(shape[at + 1 :]) for at in range(len(shape))]

    def frame(self) -> Frame:
        found: dict[Key, NDArray[np.int64]] = {}
        listed: dict[str, list[Key]] = {}
        for table in self.plan.tables:
            for key, members in self._cells_of(table):
                found.setdefault(key, members)
                listed.setdefault(table.name, []).append(key)
        keys = tuple(sorted(found))
        place = {key: number for number, key in enumerate(keys)}
        return Frame(
            plan=self.plan,
            paths=self.orders,
            keys=keys,
            members=tuple(found[key] for key in keys),
            tables={name: tuple(place[key] for key in one) for name, one in listed.items()},
        )

    def _cells_of(self, table: Table) -> Iterator[tuple[Key, NDArray[np.int64]]]:
        """Each cell of a table with its inner cells: every level of each dimension, and its total."""
        shown = dict(self.plan.place(name, table.name) for name in table.by)
        numbers = {one.name: number for number, one in enumerate(self.plan.dimensions)}
        choices = [self._levels(at, shown.get(numbers[one.name], 0)) for at, one in enumerate(self.used)]
        for chosen in product(*choices):
            members = np.zeros(1, np.int64)
            key: list[tuple[str, str]] = []
            for (said, places), stride in zip(chosen, self.strides, strict=True):
                members = (members[:, None] + places[None, :] * stride).ravel()
                if said is not None:
                    key.append(said)
            yield tuple(key), np.sort(members)

    def _levels(self, at: int, shown: int) -> list[tuple[tuple[str, str] | None, NDArray[np.int64]]]:
        """The labels of one dimension down to a level, each with its places; first the total."""
        order = self.orders[at]
        levels: list[tuple[tuple[str, str] | None, NDArray[np.int64]]] = [
            (None, np.arange(len(order), dtype=np.int64))
        ]
        for depth in range(shown):
            under: dict[str, list[int]] = {}
            for place, path in enumerate(order):
                under.setdefault(path[depth], []).append(place)
            column = self.used[at].columns[depth]
            levels += [
                ((column, label), np.array(places, np.int64)) for label, places in sorted(under.items())
            ]
        return levels
