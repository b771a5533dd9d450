"""First stage: which pair makes which series, and what no plan can go below.

Every series is given the days it would have if it were alone, so whatever the second stage does can only cost
more: the least that this stage can cost is a bound for the whole problem. So that it stays one, each series
may also choose «another way», which costs as little as any pair not listed or any stand-in could.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samspil.delivery.planning.grid import NEVER, Grid, Row
from samspil.delivery.planning.milp import Model, solve
from samspil.delivery.planning.occupied import Occupied
from samspil.delivery.planning.placing import CHUNK, chain, cheapest_days, days_of, least_with_others

LISTED = 3 * CHUNK
"""So many pairs are listed by name for each series."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What one series can choose among, were it alone."""

    row: Row
    options: tuple[tuple[int, int], ...]
    """Pair and what the series costs with it at least, cheapest first."""
    other: int
    """What it costs at least in any other way."""

    @property
    def least(self) -> int:
        return min([self.other, *(cost for _pair, cost in self.options[:1])])


@dataclass(frozen=True, slots=True)
class Paired:
    """The first stage's answer."""

    pairs: dict[int, int]
    """The pair of each series by its number, where one is chosen."""
    bound: int
    most_served: int
    is_cut: bool


def choices(occupied: Occupied, row: Row) -> Choices:
    """The pairs that could make a whole series beside what is fixed."""
    grid, free, left = occupied.grid, occupied.free(row), occupied.left()
    able = (left >= row.free)[grid.a[row.pairs]] & (left >= row.free)[grid.b[row.pairs]]
    pairs = row.pairs[able]
    found: list[tuple[int, int]] = []
    for start in range(0, min(len(pairs), LISTED), CHUNK):
        some = pairs[start : start + CHUNK]
        totals = chain(grid, row, days_of(grid, row, free, some), False)[-1].min(axis=1) + row.pair_cost[some]
        found += [(int(pair), int(cost)) for pair, cost in zip(some, totals, strict=True) if cost < NEVER]
    other = least_with_others(grid, row)
    if len(pairs) > LISTED:
        other = min(other, int(row.pair_cost[pairs[LISTED]]) + cheapest_days(grid, row))
    return Choices(row, tuple(sorted(found, key=lambda one: (one[1], one[0]))), min(other, NEVER))


def paired(grid: Grid, base: Occupied, asked: list[Choices], seconds: float) -> Paired:
    """A pair for each series at the least cost in all, as if the days of one were in nobody's way."""
    unserved = 1 + sum(max([one.other if one.other < NEVER else 0, *(c for _p, c in one.options)]) for one in asked)
    model, means = Model(), {}
    left, weeks = base.left(), _weeks(base)
    room = [model.row(0, max(0, min(int(left[one]), int(weeks[one])))) for one in range(len(grid.staff))]
    everyone = model.row(0, sum(model.rows[one][1] for one in room))
    for one in asked:
        row = model.row(1, 1)
        model.cell(row, model.column(unserved))
        if one.other < NEVER:
            column = model.column(one.other)
            model.cell(row, column)
            model.cell(everyone, column, 2 * one.row.free)
        for pair, cost in one.options:
            column = model.column(cost)
            means[column] = (one.row.number, pair)
            model.cell(row, column)
            model.cell(everyone, column, 2 * one.row.free)
            for member in (grid.a[pair], grid.b[pair]):
                model.cell(room[int(member)], column, one.row.free)
    solved = solve(model, seconds)
    trivial = sum(one.least for one in asked)
    bound = max(trivial, solved.bound if solved.bound is not None else 0)
    lost = bound // unserved
    return Paired(
        {means[column][0]: means[column][1] for column in solved.chosen or () if column in means},
        bound - lost * unserved,
        len(asked) - lost,
        solved.is_cut,
    )


def _weeks(base: Occupied) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """For each role model, how many visits the weeks of the term still hold, were each filled."""
    grid = base.grid
    open_days = grid.can.any(axis=2)
    total = np.zeros(len(grid.names), dtype=np.int64)
    for week in range(base.weeks.shape[1]):
        days = open_days[:, grid.week == week].any(axis=1)
        total += np.where(days, np.maximum(0, grid.a_week - base.weeks[:, week]), 0)
    return total
