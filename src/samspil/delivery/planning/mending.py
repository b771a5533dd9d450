"""One series put anew so that as little of it as possible moves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from samspil.delivery.planning.grid import NEVER, Ints, Row, Spot, Truths
from samspil.delivery.planning.occupied import Occupied
from samspil.delivery.planning.placing import Frees, Placed, back, chain, kept
from samspil.delivery.planning.weighing import PER_STRANGER

OTHER_TIME = 30_000
"""A visit at another time than before, and a point for each day it moves: dearer than two new people, because
a class has set the hour aside."""
OTHER_PERSON = 10_000
"""A visit with somebody who was not to make it."""
BRANCHES = 3
"""So many searches are made where the first one gives somebody too much."""
MAINS = 12
"""So many main pairs are tried."""
Now = tuple[Spot | None, ...]


class Mending:
    """What a series costs beside how it is now. Weights are those of a plan, after those for moving."""

    def __init__(self, occupied: Occupied, row: Row, now: Now, shut: frozenset[tuple[int, int]]) -> None:
        self.occupied, self.grid, self.row, self.now, self.shut = occupied, occupied.grid, row, now, shut

    def best(self, in_time: Callable[[], bool]) -> Placed | None:
        """The way that moves least; None where there is none, or none was found in the time."""
        free = self.occupied.free(self.row)
        for day, part in self.shut:
            free[:, day, part] = False
        return kept(self.occupied, self.row, free, self._search, branches=BRANCHES, in_time=in_time)

    def _search(self, frees: Frees) -> Placed | None:
        free = frees[0]
        for one in frees[1:]:
            free = free | one
        some = self._teams(free)
        bases = [self._base(number, one, some) for number, one in enumerate(frees)]
        found: tuple[int, int] | None = None
        for main in self._mains(free):
            nodes = [
                self._node(number, bases[number], some, main).min(axis=2) for number in range(len(bases))
            ]
            total = int(chain(self.grid, self.row, nodes)[-1].min()) + int(self.grid.new[main])
            if total < min(NEVER, found[0] if found else NEVER):
                found = total, main
        if found is None:
            return None
        return Placed(found[0], self._spots(bases, some, found[1]))

    def _spots(self, bases: list[Ints], some: Ints, main: int) -> tuple[Spot, ...]:
        whole = [self._node(number, one, some, main) for number, one in enumerate(bases)]
        days = back(self.grid, self.row, [one.min(axis=2) for one in whole])
        spots = []
        for number, day in enumerate(days):
            fixed = self.row.fixed[number]
            part = int(whole[number][0, day].argmin())
            spots.append(fixed or Spot(day, part, self._team(number, bases[number], some, main, day, part)))
        return tuple(spots)

    def _team(self, number: int, base: Ints, some: Ints, main: int, day: int, part: int) -> tuple[int, int]:
        team = int(some[int((base[:, day, part] + self._strangers(some, main)).argmin())])
        return int(self.grid.a[team]), int(self.grid.b[team])

    def _teams(self, free: Truths) -> Ints:
        """Those pairs that could make any visit at all."""
        there = np.asarray(free.any(axis=(1, 2)))
        both = np.asarray(there[self.grid.a] & there[self.grid.b])
        return np.flatnonzero(both).astype(np.int32)

    def _mains(self, free: Truths) -> list[int]:
        """The main pairs worth trying: those first who can at the times of now, and are of now."""
        grid = self.grid
        now = {one for spot in self.now if spot for one in spot.team}
        times = [(spot.day, spot.part) for spot in self.now if spot]
        at_now = [sum(int(free[one, d, p]) for d, p in times) for one in range(len(grid.names))]
        rank = []
        for pair in range(len(grid.a)):
            a, b = int(grid.a[pair]), int(grid.b[pair])
            known = (a in now) + (b in now)
            way = int(self.row.way[a] + self.row.way[b])
            rank.append((-min(at_now[a], at_now[b]) - known, way, pair))
        return [pair for _n, _way, pair in sorted(rank)[:MAINS]]

    def _base(self, number: int, free: Truths, some: Ints) -> Ints:
        """Pair, day and part: what the visit costs but for the main pair."""
        row, grid, now, fixed = self.row, self.grid, self.now[number], self.row.fixed[number]
        a, b = grid.a[some], grid.b[some]
        time = np.repeat(row.day_cost[:, None], free.shape[2], axis=1).astype(np.int32)
        if now is not None:
            time += OTHER_TIME + np.abs(np.arange(grid.length, dtype=np.int32) - now.day)[:, None]
            time[now.day, now.part] = row.day_cost[now.day]
        if fixed is not None:
            only = np.full((len(some), *time.shape), NEVER, dtype=np.int32)
            only[:, fixed.day, fixed.part] = 0
            return only
        fit = (row.has[a, number] | row.has[b, number]) & (row.speaks[a] | row.speaks[b])
        cost = row.way[a] + row.way[b]
        if now is not None:
            for one in (a, b):
                cost = cost + OTHER_PERSON * ~np.isin(one, now.team)
        able = free[a] & free[b] & fit[:, None, None]
        return np.where(able, cost[:, None, None] + time[None], NEVER).astype(np.int32)

    def _node(self, number: int, base: Ints, some: Ints, main: int) -> Ints:
        if not len(some):
            return np.full((1, *base.shape[1:]), NEVER, dtype=np.int32)
        strangers = self._strangers(some, main) if self.row.fixed[number] is None else 0 * some
        return np.asarray(np.minimum((base + strangers[:, None, None]).min(axis=0), NEVER))[None]

    def _strangers(self, some: Ints, main: int) -> Ints:
        pair = [int(self.grid.a[main]), int(self.grid.b[main])]
        out = (~np.isin(self.grid.a[some], pair)).astype(np.int32) + ~np.isin(self.grid.b[some], pair)
        return np.asarray(PER_STRANGER * out, dtype=np.int32)
