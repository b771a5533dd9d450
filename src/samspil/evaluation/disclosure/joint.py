"""Measures that follow from one another, held as one value of a person: before, after, and the change.

What is published of one of them is said of the same people as what is published of the others. So whoever
looks for other values that people can have has to change all of them together. A `Joint` numbers the
combinations of values that a person can have, of all releases: a value that is known once is known still, and
one that is missing may come later.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import Measure, Unusable

MOST_SLOTS = 4_000
"""Combinations of values that are held together at most."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Some measures, those of a column of their own and those of two of them, through some `releases`.

    A slot is, for each column, a value and from which release on it is there, or no value.
    """

    measures: tuple[Measure, ...]
    releases: int = 1

    def through(self, releases: int) -> Joint:
        """The same measures in so many releases. Raises Unusable where that is too much to hold."""
        found = replace(self, releases=releases)
        if found.slots > MOST_SLOTS and releases > 1:
            raise Unusable(
                f"«{self.measures[0].column}» can be {found.slots} things in {releases} releases together, "
                f"more than {MOST_SLOTS}. Count in larger units, or begin a new ledger.",
                column=self.measures[0].column,
            )
        return found

    @property
    def columns(self) -> tuple[Measure, ...]:
        """The measures that are columns of their own."""
        return tuple(one for one in self.measures if not one.of)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many things each column can be."""
        return tuple((one.slots - 1) * self.releases + 1 for one in self.columns)

    @property
    def slots(self) -> int:
        """How many things a person can have."""
        return math.prod(self.shape)

    def slot(self, known: Sequence[tuple[int, int] | None]) -> int:
        """The slot of a person: for each column the place of its value and since which release, or None."""
        at = [
            size - 1 if one is None else one[0] * self.releases + one[1]
            for one, size in zip(known, self.shape, strict=True)
        ]
        return int(np.ravel_multi_index(at, self.shape))

    def own(self, measure: Measure, release: int = 0) -> NDArray[np.int64]:
        """Which slot of a measure each slot (slots,) is in a release."""
        at = dict(zip((one.column for one in self.columns), range(len(self.shape)), strict=True))
        if not measure.of:
            return self._column(at[measure.column], release)
        later, earlier = (self._column(at[name], release) for name in measure.of)
        first, second = (self.columns[at[name]] for name in measure.of)
        found = later + first.least - earlier - second.least - measure.least
        is_there = (later < first.slots - 1) & (earlier < second.slots - 1)
        return np.where(is_there, found, measure.slots - 1)

    def _column(self, at: int, release: int) -> NDArray[np.int64]:
        """Which slot of a column's measure each slot (slots,) is in a release."""
        none = self.columns[at].slots - 1
        values, since = np.divmod(np.arange(self.shape[at], dtype=np.int64), self.releases)
        own = np.where(since <= release, values, none)
        own[-1] = none
        broad = [1] * len(self.shape)
        broad[at] = -1
        return np.broadcast_to(own.reshape(broad), self.shape).reshape(-1)


def joints(measures: Sequence[Measure]) -> tuple[Joint, ...]:
    """Which measures are held together: those that are of one another. Raises Unusable."""
    columns = {one.column: one for one in measures if not one.of}
    groups: list[list[Measure]] = []
    for one in measures:
        for name in one.of:
            if name not in columns:
                raise Unusable(
                    f"«{one.column}» is of «{name}», and that is no measure with a scale of its own.",
                    column=one.column,
                )
        names = {one.column, *one.of}
        same = [each for each in groups if any({other.column, *other.of} & names for other in each)]
        groups = [each for each in groups if each not in same] + [[*(m for each in same for m in each), one]]
    order = {one: at for at, one in enumerate(measures)}
    found = [Joint(tuple(sorted(each, key=lambda one: order[one]))) for each in groups]
    for joint in found:
        if joint.slots > MOST_SLOTS:
            raise Unusable(
                f"«{joint.measures[0].column}» and what is of it can be {joint.slots} things together, more "
                f"than {MOST_SLOTS}. Count in larger units.",
                column=joint.measures[0].column,
            )
    return tuple(sorted(found, key=lambda one: order[one.measures[0]]))


def difference(column: str, later: Measure, earlier: Measure, show: tuple[str, ...]) -> Measure:
    """The measure of what one has more than another. Raises Unusable."""
    ends = later.least - earlier.most, later.most - earlier.least
    return Measure(column, *ends, show, (later.column, earlier.column))
