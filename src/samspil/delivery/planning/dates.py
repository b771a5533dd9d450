"""Second stage: with a pair for each series, the days of all of them at once.

Every series has a list of the cheapest ways through the term, for the pair of the first stage and for the one
it has in the best plan so far; one way is chosen for each, so that nobody is in two places on a day and
no week is too full.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from samspil.delivery.planning.grid import NEVER, Grid, Row, Spot
from samspil.delivery.planning.milp import Model, solve
from samspil.delivery.planning.occupied import Occupied, Spots
from samspil.delivery.planning.placing import Placed, chain, days_of

LISTED = 80
"""So many ways through the term are listed for a series and a pair."""
STEPS = 4_000
"""So many steps are looked at in making a list."""


def ways(base: Occupied, row: Row, pair: int) -> list[Placed]:
    """The cheapest ways for one pair to make a series beside what is fixed, cheapest first."""
    grid, free = base.grid, base.free(row)
    nodes = days_of(grid, row, free, np.array([pair], dtype=np.int32))
    a, b = int(grid.a[pair]), int(grid.b[pair])
    both = free[a] & free[b]
    found = []
    for cost, days in _chains(grid, row, [one[0] for one in nodes], nodes):
        spots = tuple(
            fixed or Spot(day, int(both[day].argmax()), (a, b))
            for day, fixed in zip(days, row.fixed, strict=True)
        )
        if not base.too_many(row, spots):
            found.append(Placed(cost + int(row.pair_cost[pair]), spots))
        if len(found) == LISTED:
            break
    return found


def _chains(grid: Grid, row: Row, nodes: list[np.ndarray], whole: list[np.ndarray]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Chains of days with what they cost, the cheapest first: best first, from the last visit backwards."""
    sums = [one[0] for one in chain(grid, row, whole, False)]
    heap = [
        (int(cost), len(sums) - 1, (day,), 0) for day, cost in enumerate(sums[-1].tolist()) if cost < NEVER
    ]
    heapq.heapify(heap)
    for _step in range(STEPS):
        if not heap:
            return
        total, number, days, tail = heapq.heappop(heap)
        if number == 0:
            yield total, days
            continue
        tail += int(nodes[number][days[0]])
        for day, gap in _before(grid, row, number, days[0]):
            before = int(sums[number - 1][day])
            if before < NEVER:
                heapq.heappush(heap, (before + gap + tail, number - 1, (day, *days), tail + gap))


def _before(grid: Grid, row: Row, number: int, day: int) -> Iterator[tuple[int, int]]:
    """The days on which the visit before may lie, and what the gap costs."""
    one, other = row.fixed[number - 1], row.fixed[number]
    if one is not None and other is not None:
        yield one.day, grid.gap[abs(other.day - one.day)]
        return
    for days in range(max(1, grid.term.least_days), min(grid.term.most_days, day) + 1):
        yield day - days, grid.gap[days]


def dated(
    base: Occupied, asked: Iterable[Row], listed: dict[int, list[Placed]], now: dict[int, Placed], seconds: float
) -> tuple[dict[int, Spots], bool]:
    """The way of each series that makes all of them cheapest together; and whether the time ended it.

    A series may be left out at a price above all the rest: it is placed by itself afterwards.
    """
    model, means, start = Model(), {}, []
    uses: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    out = 1 + sum(max((one.cost for one in ways), default=0) for ways in listed.values())
    for row in asked:
        once = model.row(1, 1)
        skipped = model.column(out)
        model.cell(once, skipped)
        taken = None
        for one in listed.get(row.number, ()):
            column = model.column(one.cost)
            means[column] = (row.number, one.spots)
            model.cell(once, column)
            _use(base, row, one.spots, column, uses)
            if row.number in now and one.spots == now[row.number].spots:
                taken = column
        start.append(skipped if taken is None else taken)
    _limits(base, model, uses)
    solved = solve(model, seconds, start)
    return {means[one][0]: means[one][1] for one in solved.chosen or () if one in means}, solved.is_cut


def _use(base: Occupied, row: Row, spots: Spots, column: int, uses: dict[tuple[str, int, int], list[int]]) -> None:
    for spot, fixed in zip(spots, row.fixed, strict=True):
        if fixed is not None:
            continue
        for one in spot.team:
            uses["day", one, spot.day].append(column)
            uses["week", one, int(base.grid.week[spot.day])].append(column)
            uses["term", one, 0].append(column)
        if row.group >= 0:
            uses["group", row.group, spot.day].append(column)


def _limits(base: Occupied, model: Model, uses: dict[tuple[str, int, int], list[int]]) -> None:
    """Everybody in one place a day, at most so often a week and a term; a group once a day."""
    left = base.left()
    for (kind, one, when), columns in sorted(uses.items()):
        most = 1
        if kind == "week":
            most = int(base.grid.a_week[one] - base.weeks[one, when])
        elif kind == "term":
            most = int(left[one])
        if len(columns) > most:
            row = model.row(0, most)
            counts: dict[int, int] = defaultdict(int)
            for column in columns:
                counts[column] += 1
            for column, count in counts.items():
                model.cell(row, column, count)
