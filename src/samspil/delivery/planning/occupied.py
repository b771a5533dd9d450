"""What is taken already while a plan grows: who is where on which day, and how much each has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from samspil.delivery.planning.grid import Grid, Ints, Row, Spot, Truths
from samspil.delivery.planning.term import PARTS

Spots = tuple[Spot, ...]


class Occupied:
    """The visits put so far. A role model is in one place a day, and has one visit in each part of it."""

    def __init__(self, grid: Grid, *, with_fixed: bool = True) -> None:
        self.grid = grid
        count, weeks = len(grid.names), int(grid.week[-1]) + 1
        self.parts = np.zeros((count, grid.length, len(PARTS)), dtype=np.int32)
        self.places = np.zeros((len(grid.places), count, grid.length), dtype=np.int16)
        self.day = np.zeros((count, grid.length), dtype=np.int16)
        self.weeks = np.zeros((count, weeks), dtype=np.int32)
        self.used = np.zeros(count, dtype=np.int32)
        self.groups = np.zeros((len(grid.groups) + 1, grid.length), dtype=np.int32)
        self.put: dict[int, Spots] = {}
        for row in grid.rows if with_fixed else ():
            self.count(row.place, row.group, [one for one in row.fixed if one is not None], 1)

    def add(self, row: Row, spots: Spots) -> None:
        """Put a whole series; its fixed visits are there already."""
        self.put[row.number] = spots
        self.count(row.place, row.group, _loose(row, spots), 1)

    def take(self, row: Row) -> Spots:
        """Take a whole series away again, but for its fixed visits."""
        spots = self.put.pop(row.number)
        self.count(row.place, row.group, _loose(row, spots), -1)
        return spots

    def count(self, place: int, group: int, spots: Sequence[Spot], by: int) -> None:
        """Put visits (1) or take them away (-1)."""
        for spot in spots:
            for one in spot.team:
                self.parts[one, spot.day, spot.part] += by
                self.places[place, one, spot.day] += by
                self.day[one, spot.day] += by
                self.weeks[one, self.grid.week[spot.day]] += by
                self.used[one] += by
            if group >= 0:
                self.groups[group, spot.day] += by

    def free(self, row: Row) -> Truths:
        """Role model, day and part: who could make one visit of this series there and then."""
        elsewhere = self.day - self.places[row.place]
        day = (elsewhere == 0) & (self.weeks < self.grid.a_week[:, None])[:, self.grid.week]
        day &= (row.comes & (self.used < self.grid.ceiling))[:, None]
        if row.group >= 0:
            day &= (self.groups[row.group] == 0)[None, :]
        return np.asarray(self.grid.can & row.days[None] & (self.parts == 0) & day[:, :, None], dtype=bool)

    def left(self) -> Ints:
        """For each role model, how many visits more."""
        return np.asarray(self.grid.ceiling - self.used, dtype=np.int32)

    def too_many(self, row: Row, spots: Spots) -> tuple[set[tuple[int, int]], set[int]]:
        """Who would have more visits than they may, were the series put: with the week, and in the term."""
        weeks: dict[tuple[int, int], int] = {}
        used: dict[int, int] = {}
        for spot in _loose(row, spots):
            for one in spot.team:
                week = int(self.grid.week[spot.day])
                weeks[one, week] = weeks.get((one, week), 0) + 1
                used[one] = used.get(one, 0) + 1
        return (
            {
                (one, week)
                for (one, week), more in weeks.items()
                if self.weeks[one, week] + more > self.grid.a_week[one]
            },
            {one for one, more in used.items() if self.used[one] + more > self.grid.ceiling[one]},
        )

    def is_too_many(self, row: Row, spots: Spots) -> bool:
        """Whether anybody would have more visits than they may."""
        return any(self.too_many(row, spots))

    def holds(self, row: Row, spots: Spots) -> bool:
        """Whether every loose visit of the series could be put now, each by itself and all together."""
        free = self.free(row)
        loose = _loose(row, spots)
        fits = all(free[one, spot.day, spot.part] for spot in loose for one in spot.team)
        return fits and not self.is_too_many(row, spots)


def _loose(row: Row, spots: Spots) -> list[Spot]:
    return [spot for spot, fixed in zip(spots, row.fixed, strict=True) if fixed is None]
