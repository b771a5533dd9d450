"""Cells out of records: who is counted where with which values; what cannot be used, by row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import (
    MOST_PEOPLE,
    TOTAL,
    Cells,
    Dimension,
    Measure,
    Plan,
    Record,
    Unusable,
    framed,
    holding,
)
from samspil.evaluation.disclosure.joint import Joint, joints
from samspil.evaluation.disclosure.relations import Values, following

MOST_HELD = 50_000_000
"""Finest combinations times what people can have in them; more would fill the memory."""


def counted(
    plan: Plan, records: Iterable[Record], weight: str | None = None, measures: Sequence[Measure] = ()
) -> Cells:
    """The cells of a plan over the data. Raises Unusable for a column that is missing, a label in two
    parents, a value that a measure does not have, more than `MOST_PEOPLE`, or measures of which one follows
    from others though nobody says so. `weight`: the column of the counts, to be named when they cannot be
    used.

    Every combination of labels that occur is a cell, also where nobody is: a reader who sees a nought
    knows it.
    """
    known = [Labels(one) for one in plan.used()]
    groups = joints(measures)
    columns = [one for joint in groups for one in joint.columns]
    sums: dict[tuple[int, ...], int] = {}
    scored: dict[tuple[tuple[int, ...], Values], int] = {}
    people = 0
    for place, record in enumerate(records, start=1):
        number = place if record.row is None else record.row
        if record.count < 0:
            raise Unusable(
                f"A count is {record.count}; it cannot be below nothing.", row=number, column=weight
            )
        people += record.count
        if people > MOST_PEOPLE:
            raise Unusable(
                f"With row {number} there are {people} people, more than {MOST_PEOPLE}, the most that can be "
                "protected. Does the column of counts hold counts?",
                row=number,
                column=weight,
            )
        finest = tuple(one.take(record.labels, number) for one in known)
        sums[finest] = sums.get(finest, 0) + record.count
        if columns:
            said = (finest, tuple(_value(one, record, number) for one in columns))
            scored[said] = scored.get(said, 0) + record.count
    if not sums:
        raise Unusable("There is no row to count.")
    _must_not_follow(columns, scored)
    frame = framed(plan, [one.paths for one in known])
    where = [{path: at for at, path in enumerate(order)} for order in frame.paths]
    moved = [[there[path] for path in one.paths] for there, one in zip(where, known, strict=True)]

    def place_of(finest: tuple[int, ...]) -> int:
        at = tuple(numbers[one] for numbers, one in zip(moved, finest, strict=True))
        return int(np.ravel_multi_index(at, frame.shape))

    inner = np.zeros(frame.size, np.int64)
    for finest, count in sums.items():
        inner[place_of(finest)] += count
    held, first = {}, 0
    for joint in groups:
        part = slice(first, first + len(joint.columns))
        first = part.stop
        held[joint] = _held(joint, frame.size)
        for (finest, values), count in scored.items():
            held[joint][place_of(finest), _slot(joint, values[part])] += count
    measured = {one: folded(held[joint], joint, one) for joint in groups for one in joint.measures}
    return replace(holding(frame, inner), measured={one: measured[one] for one in measures}, joints=held)


def folded(people: NDArray[np.int64], joint: Joint, measure: Measure, release: int = 0) -> NDArray[np.int64]:
    """How many have each value of a measure in a release (rows, slots of the measure), out of how many have
    each slot of a joint (rows, slots)."""
    found = np.zeros((measure.slots, len(people)), np.int64)
    np.add.at(found, joint.own(measure, release), people.T)
    return np.ascontiguousarray(found.T)


def _held(joint: Joint, size: int) -> NDArray[np.int64]:
    if size * joint.slots > MOST_HELD:
        raise Unusable(
            f"«{joint.measures[0].column}» can be {joint.slots} things in {size} finest combinations, more "
            "than there is room for. Count in larger units, or cross fewer columns.",
            column=joint.measures[0].column,
        )
    return np.zeros((size, joint.slots), np.int64)


def _must_not_follow(
    columns: Sequence[Measure], scored: Mapping[tuple[tuple[int, ...], Values], int]
) -> None:
    """No measure follows from others in every row without the plan saying it. Raises Unusable."""
    people: Counter[Values] = Counter()
    for (_finest, values), count in scored.items():
        people[values] += count
    names = following([one.column for one in columns], people)
    if names:
        raise Unusable(
            f"«{'», «'.join(names)}» follow from one another in every row that has them: of a figure that is "
            "withheld the others would tell. Leave one out; or, where one is another less a third, "
            "leave its column out and say so: {column: change, of: [after, before], show: [mean]}.",
            column=names[-1],
        )


def _value(measure: Measure, record: Record, row: int) -> int | None:
    """What a record has in a measure. Raises Unusable for a value that it does not have."""
    value = record.values.get(measure.column)
    if value is not None and not measure.least <= value <= measure.most:
        raise Unusable(
            f"Row {row}: {value} in «{measure.column}» is not from {measure.least} to {measure.most}.",
            row=row,
            column=measure.column,
        )
    return value


def _slot(joint: Joint, values: Values) -> int:
    """The slot of somebody with these values, one for each column of a joint."""
    known = [
        None if value is None else (value - one.least, 0)
        for one, value in zip(joint.columns, values, strict=True)
    ]
    return joint.slot(known)


class Labels:
    """The labels of one dimension: each finest label with the coarser ones it belongs to."""

    def __init__(self, dimension: Dimension) -> None:
        self.columns = dimension.columns
        self.paths: dict[tuple[str, ...], int] = {}
        self.parents: tuple[dict[str, tuple[str, ...]], ...] = tuple({} for _one in self.columns)
        self.level_of: dict[str, str] = {}

    def take(self, labels: Mapping[str, str], row: int) -> int:
        """The number of the path a row is on. Raises Unusable."""
        path = []
        for column in self.columns:
            if column not in labels:
                raise Unusable(f"There is no column «{column}».", column=column)
            label = labels[column]
            if label == "":
                raise Unusable(f"Row {row} has nothing in «{column}».", row=row, column=column)
            if label == TOTAL:
                raise Unusable(f"«{TOTAL}» in row {row} is the name of the sums.", row=row, column=column)
            path.append(label)
        found = self.paths.get(tuple(path))
        return self._added(tuple(path), row) if found is None else found

    def _added(self, path: tuple[str, ...], row: int) -> int:
        for depth, (column, label) in enumerate(zip(self.columns, path, strict=True)):
            at = self.level_of.setdefault(label, column)
            if at != column:
                raise Unusable(
                    f"Row {row}: «{label}» stands in «{at}» and in «{column}».", row=row, column=column
                )
            above = self.parents[depth].setdefault(label, path[:depth])
            if above != path[:depth]:
                raise Unusable(
                    f"Row {row}: «{label}» belongs to «{above[-1]}» and to «{path[depth - 1]}».",
                    row=row,
                    column=column,
                )
        return self.paths.setdefault(path, len(self.paths))
