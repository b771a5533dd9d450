"""Visits of a series that are not made by its main pair: who stands in, on each day, at the least cost."""

from __future__ import annotations

import numpy as np

from samspil.delivery.planning.grid import NEVER, Grid, Ints, Row, Spot, Truths
from samspil.delivery.planning.weighing import PER_STRANGER


class StandIns:
    """For every main pair and each visit the cheapest team at each time: both, one of them, or neither."""

    def __init__(self, grid: Grid, row: Row, frees: list[Truths]) -> None:
        self.grid, self.row, self.frees = grid, row, frees
        self.ways = [np.where(free, row.way[:, None, None], NEVER).astype(np.int32) for free in frees]

    def nodes(self) -> list[Ints]:
        """For each visit what each day costs with each main pair, the way included."""
        found = []
        for number, fixed in enumerate(self.row.fixed):
            found.append(self._cheapest(number).min(axis=2) if fixed is None else self._fixed(fixed))
        return found

    def spot(self, main: int, number: int, day: int) -> Spot:
        """The visit that a node stands for."""
        costs = self._cheapest(number, np.array([main], dtype=np.int32))
        part = int(costs[0, day].argmin())
        return Spot(day, part, self._team(main, number, day, part, int(costs[0, day, part])))

    def _fixed(self, fixed: Spot) -> Ints:
        grid = self.grid
        node = np.full((len(grid.a), grid.length), NEVER, dtype=np.int32)
        strangers = sum((grid.a != one) & (grid.b != one) for one in set(fixed.team))
        way = int(sum(self.row.way[one] for one in fixed.team))
        node[:, fixed.day] = self.row.day_cost[fixed.day] + way + PER_STRANGER * np.asarray(strangers)
        return node

    def _cheapest(self, number: int, mains: Ints | None = None) -> Ints:
        """Main pair, day and part: what the cheapest team costs."""
        grid = self.grid
        a, b = (grid.a, grid.b) if mains is None else (grid.a[mains], grid.b[mains])
        free = self.frees[number]
        both = free[a] & free[b] & self._fit(number, a, b)[:, None, None]
        cost = np.where(both, (self.row.way[a] + self.row.way[b])[:, None, None], NEVER)
        for keep in (a, b):
            cost = np.minimum(cost, PER_STRANGER + self._with(number, keep))
        cost = np.minimum(cost, 2 * PER_STRANGER + self._neither(number)[None])
        total = np.minimum(cost + self.row.day_cost[None, :, None], NEVER)
        return total.astype(np.int32)

    def _fit(self, number: int, a: Ints, b: Ints) -> Truths:
        row = self.row
        fit = (row.has[a, number] | row.has[b, number]) & (row.speaks[a] | row.speaks[b])
        return np.asarray(fit & (a != b), dtype=bool)

    def _with(self, number: int, keep: Ints) -> Ints:
        """What it costs at each time to keep one of the pair and to find them the cheapest companion."""
        table = np.stack([self._companion(number, one) for one in range(len(self.grid.names))])
        return np.asarray(table[keep])

    def _companion(self, number: int, one: int) -> Ints:
        others = np.arange(len(self.grid.names), dtype=np.int32)
        fit = self._fit(number, np.full_like(others, one), others)
        least = np.where(fit[:, None, None], self.ways[number], NEVER).min(axis=0)
        return np.asarray(np.minimum(least + self.ways[number][one], NEVER))

    def _neither(self, number: int) -> Ints:
        table = [self._companion(number, one) for one in range(len(self.grid.names))]
        return np.asarray(np.minimum.reduce(table))

    def _team(self, main: int, number: int, day: int, part: int, cost: int) -> tuple[int, int]:
        """The team that costs this, of equals the one with most of the main pair, then by key."""
        grid = self.grid
        pair = {int(grid.a[main]), int(grid.b[main])}
        here = [one for one in range(len(grid.names)) if self.frees[number][one, day, part]]
        teams = [(one, other) for place, one in enumerate(here) for other in here[place + 1 :]]
        wanted = cost - int(self.row.day_cost[day])
        for strangers in (0, 1, 2):
            for one, other in teams:
                way = int(self.row.way[one] + self.row.way[other])
                if len({one, other} - pair) == strangers and way + PER_STRANGER * strangers == wanted:
                    a, b = np.array([one], dtype=np.int32), np.array([other], dtype=np.int32)
                    if self._fit(number, a, b)[0]:
                        return one, other
        raise AssertionError("a team that was counted is there")
