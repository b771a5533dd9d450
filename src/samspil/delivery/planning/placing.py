"""The best place for one series among all that is taken: exact, by dynamic programming over the days.

For every main pair at once: the cheapest chain of days with the spacing between them. First the pairs that
make the whole series themselves, cheapest first, until no further one can be better; only where none can, or
somebody standing in could be cheaper, the chains in which single visits are made by others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from samspil.delivery.planning.grid import NEVER, Grid, Ints, Row, Spot, Truths
from samspil.delivery.planning.occupied import Occupied, Spots
from samspil.delivery.planning.standing_in import StandIns
from samspil.delivery.planning.weighing import MOST_WEEKS_OFF, NEW_PAIR, PER_STRANGER, PER_WEEK_OFF

CHUNK = 48
TRIES = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a series can go, and what that costs."""

    cost: int
    spots: Spots


Search = Callable[[bool, frozenset[int]], Placed | None]


def best(occupied: Occupied, row: Row, below: int = NEVER) -> Placed | None:
    """The cheapest way to put a series among what is there; None where there is none below that cost."""
    if not row.length:
        return None
    free, left = occupied.free(row), occupied.left()
    found = kept(occupied, row, lambda apart, barred: whole(occupied.grid, row, free, left, below, apart, barred))
    most = min(below, found.cost if found else NEVER)
    if least_with_others(occupied.grid, row) >= most:
        return found
    mixed = kept(occupied, row, lambda apart, barred: with_others(occupied.grid, row, free, most, apart, barred))
    return mixed or found


def kept(occupied: Occupied, row: Row, search: Search) -> Placed | None:
    """What a search finds that also keeps everybody's week and term: asked again, more strictly, if not."""
    barred: set[int] = set()
    for number in range(TRIES):
        found = search(number > 0, frozenset(barred))
        if found is None:
            return None
        over = occupied.too_many(row, found.spots)
        if not over:
            return found
        if number > 0:
            barred |= over
    return None


def whole(
    grid: Grid, row: Row, free: Truths, left: Ints, below: int, apart: bool, barred: frozenset[int]
) -> Placed | None:
    """The cheapest place with one pair through the whole series."""
    enough = left >= row.free
    for one in barred:
        enough[one] = False
    pairs = row.pairs if row.free == 0 else row.pairs[enough[grid.a[row.pairs]] & enough[grid.b[row.pairs]]]
    floor = cheapest_days(grid, row)
    chosen: int | None = None
    for start in range(0, len(pairs), CHUNK):
        some = pairs[start : start + CHUNK]
        if int(row.pair_cost[some[0]]) + floor >= below:
            break
        totals = chain(grid, row, days_of(grid, row, free, some), apart)[-1].min(axis=1) + row.pair_cost[some]
        at = int(totals.argmin())
        if totals[at] < below:
            below, chosen = int(totals[at]), int(some[at])
    if chosen is None:
        return None
    pair = np.array([chosen], dtype=np.int32)
    nodes = days_of(grid, row, free, pair)
    days = back(grid, row, nodes, apart)
    a, b = int(grid.a[chosen]), int(grid.b[chosen])
    both = free[a] & free[b]
    spots = tuple(
        fixed or Spot(day, int(both[day].argmax()), (a, b)) for day, fixed in zip(days, row.fixed, strict=True)
    )
    return Placed(below, spots)


def with_others(
    grid: Grid, row: Row, free: Truths, below: int, apart: bool, barred: frozenset[int]
) -> Placed | None:
    """The cheapest place where visits may be made by others than the main pair."""
    if barred:
        free = free.copy()
        free[list(barred)] = False
    others = StandIns(grid, row, free)
    nodes = others.nodes()
    totals = chain(grid, row, nodes, apart)[-1].min(axis=1) + grid.new
    if not len(totals):
        return None
    main = int(totals.argmin())
    if totals[main] >= below:
        return None
    days = back(grid, row, [one[main : main + 1] for one in nodes], apart)
    spots = tuple(
        fixed or others.spot(main, number, day)
        for number, (day, fixed) in enumerate(zip(days, row.fixed, strict=True))
    )
    return Placed(int(totals[main]), spots)


def least_with_others(grid: Grid, row: Row) -> int:
    """No place with somebody standing in costs less than this."""
    ways = np.sort(row.way[: len(grid.staff)][row.comes[: len(grid.staff)]])
    if len(ways) < 2 and row.free:
        return NEVER
    stranger = PER_STRANGER if _may_be_whole(row) else 0
    return stranger + row.free * int(ways[:2].sum()) + cheapest_days(grid, row)


def _may_be_whole(row: Row) -> bool:
    """Whether any other team than one pair through it all costs at least one stranger: not so where the
    fixed visits are not a pair's to begin with."""
    return all(one is None or len(set(one.team)) == 2 for one in row.fixed)


def dearest(grid: Grid, row: Row) -> int:
    """No way to put a series costs more than this."""
    way = int(row.way.max(initial=0))
    a_visit = 2 * way + PER_WEEK_OFF * MOST_WEEKS_OFF + 2 * PER_STRANGER
    return row.length * (a_visit + max(grid.gap)) + NEW_PAIR


def cheapest_days(grid: Grid, row: Row) -> int:
    """The least that the days alone cost, with everybody free; NEVER where the days do not do."""
    nodes = []
    for fixed in row.fixed:
        node = np.where(row.days.any(axis=1), row.day_cost, NEVER).astype(np.int32)[None]
        nodes.append(node if fixed is None else _only(grid, row, fixed, 1))
    return min(NEVER, int(chain(grid, row, nodes, False)[-1].min()))


def days_of(grid: Grid, row: Row, free: Truths, pairs: Ints) -> list[Ints]:
    """For each visit what each day costs each pair, but for the way."""
    both = (free[grid.a[pairs]] & free[grid.b[pairs]]).any(axis=2)
    node = np.where(both, row.day_cost[None], NEVER).astype(np.int32)
    return [node if fixed is None else _only(grid, row, fixed, len(pairs)) for fixed in row.fixed]


def _only(grid: Grid, row: Row, fixed: Spot, count: int) -> Ints:
    node = np.full((count, grid.length), NEVER, dtype=np.int32)
    node[:, fixed.day] = row.day_cost[fixed.day]
    return node


def chain(grid: Grid, row: Row, nodes: list[Ints], apart: bool, scale: int = 1) -> list[Ints]:
    """For each visit, what it costs at least to have come so far when it lies on each of the days."""
    sums = [nodes[0]]
    for number, node in enumerate(nodes[1:], start=1):
        step = _step(grid, row, sums[-1], number, apart, scale)
        sums.append(np.minimum(step + node, NEVER).astype(np.int32))
    return sums


def _step(grid: Grid, row: Row, before: Ints, number: int, apart: bool, scale: int) -> Ints:
    """The cheapest way to each day from the visit before it."""
    reached = np.full_like(before, NEVER)
    one, other = row.fixed[number - 1], row.fixed[number]
    if one is not None and other is not None:  # both stay as they are, whatever lies between them
        reached[:, other.day] = before[:, one.day] + scale * grid.gap[abs(other.day - one.day)]
        return reached
    for days in range(max(1, grid.term.least_days), min(grid.term.most_days, grid.length - 1) + 1):
        come = before[:, :-days] + scale * grid.gap[days]
        if apart and days < 7:
            come[:, grid.week[days:] == grid.week[:-days]] = NEVER
        np.minimum(reached[:, days:], come, out=reached[:, days:])
    return reached


def back(grid: Grid, row: Row, nodes: list[Ints], apart: bool, scale: int = 1) -> list[int]:
    """The days of the cheapest chain of one pair; of equals the earliest, from the last visit backwards."""
    sums = chain(grid, row, nodes, apart, scale)
    days = [int(sums[-1][0].argmin())]
    for number in range(len(nodes) - 1, 0, -1):
        wanted = int(sums[number][0, days[-1]]) - int(nodes[number][0, days[-1]])
        days.append(_from(grid, row, sums[number - 1][0] - wanted, number, days[-1], apart, scale))
    return days[::-1]


def _from(grid: Grid, row: Row, owed: Ints, number: int, day: int, apart: bool, scale: int) -> int:
    """The day before a day: where what is owed to the sum is just what the gap costs."""
    one, other = row.fixed[number - 1], row.fixed[number]
    if one is not None and other is not None:
        return one.day
    for days in range(min(grid.term.most_days, day), max(1, grid.term.least_days) - 1, -1):
        if apart and days < 7 and grid.week[day] == grid.week[day - days]:
            continue
        if int(owed[day - days]) + scale * grid.gap[days] == 0:
            return day - days
    raise AssertionError("a chain that was reached has a way back")
