"""The best place for one series among all that is taken: exact, by dynamic programming over the days.

For every main pair at once: the cheapest chain of days with the spacing between them. First the pairs that
make the whole series themselves, cheapest first, until no further one can be better; only where none can, or
somebody standing in could be cheaper, the chains in which single visits are made by others.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from samspil.delivery.planning.grid import NEVER, Grid, Ints, Row, Spot, Truths
from samspil.delivery.planning.occupied import Occupied, Spots
from samspil.delivery.planning.standing_in import StandIns
from samspil.delivery.planning.weighing import MOST_WEEKS_OFF, NEW_PAIR, PER_STRANGER, PER_WEEK_OFF

CHUNK = 48
BRANCHES = 60
"""So many searches are made for one series before it counts as having no place."""
Bar = tuple[int, int, int]
"""A visit, a role model who is not to make it, and the week in which not; -1 for never."""
Frees = list[Truths]
"""For each visit who could make it when."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a series can go, and what that costs."""

    cost: int
    spots: Spots


Search = Callable[[Frees], Placed | None]


def best(occupied: Occupied, row: Row, below: int = NEVER) -> Placed | None:
    """The cheapest way to put a series among what is there; None where there is none below that cost."""
    if not row.length:
        return None
    return kept(occupied, row, occupied.free(row), _cheapest(occupied, row, below))


def floor(occupied: Occupied, row: Row) -> int:
    """No way to put the series among what is there costs less; NEVER where there surely is none."""
    if not row.length:
        return NEVER
    found = _cheapest(occupied, row, NEVER)([occupied.free(row)] * row.length)
    return found.cost if found else NEVER


def _cheapest(occupied: Occupied, row: Row, below: int) -> Search:
    left = occupied.left()

    def search(frees: Frees) -> Placed | None:
        found = whole(occupied.grid, row, frees, left, below)
        most = min(below, found.cost if found else NEVER)
        if least_with_others(occupied.grid, row) >= most:
            return found
        return with_others(occupied.grid, row, frees, most) or found

    return search


def kept(
    occupied: Occupied,
    row: Row,
    free: Truths,
    search: Search,
    *,
    branches: int = BRANCHES,
    in_time: Callable[[], bool] = lambda: True,
) -> Placed | None:
    """The cheapest that a search finds and that also keeps everybody's week and term.

    A search does not look at these as a whole. Where somebody goes over, they must stay away from one of the
    visits that took them there: each of these is searched anew, the cheapest first (branch and bound). Where
    that takes too long: the cheapest without anybody who has fewer visits left than the series needs.
    """
    found = search([free] * row.length)
    heap = [(found.cost, 0, frozenset[Bar](), found)] if found else []
    tried: set[frozenset[Bar]] = set()
    for number in range(1, branches):
        if not heap:
            return None
        _cost, _number, bars, found = heapq.heappop(heap)
        over = _over(occupied, row, found.spots)
        if not over:
            return found
        if not in_time():
            break
        for place, bar in enumerate(over):
            more = bars | {bar}
            if more in tried:
                continue
            tried.add(more)
            tighter = search(_without(occupied.grid, free, more, row.length))
            if tighter is not None:
                heapq.heappush(heap, (tighter.cost, number * BRANCHES + place, more, tighter))
    plenty = search([free & (occupied.left() >= row.free)[:, None, None]] * row.length)
    return plenty if plenty and not _over(occupied, row, plenty.spots) else None


def _over(occupied: Occupied, row: Row, spots: Spots) -> list[Bar]:
    """Of the first who would have too much: the visits that took them there, one of which must go."""
    in_week, in_term = occupied.too_many(row, spots)
    loose = [(number, one) for number, one in enumerate(spots) if row.fixed[number] is None]
    if in_term:
        who = min(in_term)
        return [(number, who, -1) for number, one in loose if who in one.team]
    for who, week in sorted(in_week)[:1]:
        mine = [number for number, one in loose if who in one.team and occupied.grid.week[one.day] == week]
        return [(number, who, week) for number in mine]
    return []


def _without(grid: Grid, free: Truths, bars: frozenset[Bar], length: int) -> Frees:
    frees = [free] * length
    for number, who, week in sorted(bars):
        if frees[number] is free:
            frees[number] = free.copy()
        frees[number][who, slice(None) if week < 0 else grid.week == week] = False
    return frees


def whole(grid: Grid, row: Row, frees: Frees, left: Ints, below: int) -> Placed | None:
    """The cheapest place with one pair through the whole series."""
    enough = left >= row.free
    pairs = row.pairs if row.free == 0 else row.pairs[enough[grid.a[row.pairs]] & enough[grid.b[row.pairs]]]
    least = cheapest_days(grid, row)
    chosen: int | None = None
    for start in range(0, len(pairs), CHUNK):
        some = pairs[start : start + CHUNK]
        if int(row.pair_cost[some[0]]) + least >= below:
            break
        totals = chain(grid, row, _days(grid, row, frees, some))[-1].min(axis=1) + row.pair_cost[some]
        at = int(totals.argmin())
        if totals[at] < below:
            below, chosen = int(totals[at]), int(some[at])
    if chosen is None:
        return None
    days = back(grid, row, _days(grid, row, frees, np.array([chosen], dtype=np.int32)))
    a, b = int(grid.a[chosen]), int(grid.b[chosen])
    spots = tuple(
        fixed or Spot(day, int((free[a, day] & free[b, day]).argmax()), (a, b))
        for day, fixed, free in zip(days, row.fixed, frees, strict=True)
    )
    return Placed(below, spots)


def with_others(grid: Grid, row: Row, frees: Frees, below: int) -> Placed | None:
    """The cheapest place where visits may be made by others than the main pair."""
    others = StandIns(grid, row, frees)
    nodes = others.nodes()
    totals = chain(grid, row, nodes)[-1].min(axis=1) + grid.new
    if not len(totals):
        return None
    main = int(totals.argmin())
    if totals[main] >= below:
        return None
    days = back(grid, row, [one[main : main + 1] for one in nodes])
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
    return min(NEVER, int(chain(grid, row, nodes)[-1].min()))


def _days(grid: Grid, row: Row, frees: Frees, pairs: Ints) -> list[Ints]:
    """For each visit what each day costs each pair, but for the way."""
    made: dict[int, Ints] = {}
    nodes = []
    for fixed, free in zip(row.fixed, frees, strict=True):
        if fixed is not None:
            nodes.append(_only(grid, row, fixed, len(pairs)))
            continue
        if id(free) not in made:
            both = np.zeros((len(pairs), grid.length), dtype=bool)
            for part in np.flatnonzero(row.days.any(axis=0)):
                one = np.ascontiguousarray(free[:, :, part])
                both |= one[grid.a[pairs]] & one[grid.b[pairs]]
            made[id(free)] = np.where(both, row.day_cost[None], NEVER).astype(np.int32)
        nodes.append(made[id(free)])
    return nodes


def _only(grid: Grid, row: Row, fixed: Spot, count: int) -> Ints:
    node = np.full((count, grid.length), NEVER, dtype=np.int32)
    node[:, fixed.day] = row.day_cost[fixed.day]
    return node


def chain(grid: Grid, row: Row, nodes: list[Ints], scale: int = 1) -> list[Ints]:
    """For each visit, what it costs at least to have come so far when it lies on each of the days."""
    sums = [nodes[0]]
    for number, node in enumerate(nodes[1:], start=1):
        step = _step(grid, row, sums[-1], number, scale)
        sums.append(np.minimum(step + node, NEVER).astype(np.int32))
    return sums


def _step(grid: Grid, row: Row, before: Ints, number: int, scale: int) -> Ints:
    """The cheapest way to each day from the visit before it."""
    reached = np.full_like(before, NEVER)
    one, other = row.fixed[number - 1], row.fixed[number]
    if one is not None and other is not None:  # both stay as they are, whatever lies between them
        reached[:, other.day] = before[:, one.day] + scale * grid.gap[abs(other.day - one.day)]
        return reached
    for days in row.gaps:
        come = before[:, :-days] + scale * grid.gap[days]
        np.minimum(reached[:, days:], come, out=reached[:, days:])
    return reached


def back(grid: Grid, row: Row, nodes: list[Ints], scale: int = 1) -> list[int]:
    """The days of the cheapest chain of one pair; of equals the earliest, from the last visit backwards."""
    return traced(
        grid, row, [one[0] for one in nodes], [one[0] for one in chain(grid, row, nodes, scale)], scale
    )


def traced(grid: Grid, row: Row, nodes: list[Ints], sums: list[Ints], scale: int = 1) -> list[int]:
    """The days by which a chain has come to its cheapest end."""
    days = [int(sums[-1].argmin())]
    for number in range(len(nodes) - 1, 0, -1):
        wanted = int(sums[number][days[-1]]) - int(nodes[number][days[-1]])
        days.append(_from(grid, row, sums[number - 1] - wanted, number, days[-1], scale))
    return days[::-1]


def _from(grid: Grid, row: Row, owed: Ints, number: int, day: int, scale: int) -> int:
    """The day before a day: where what is owed to the sum is just what the gap costs."""
    one, other = row.fixed[number - 1], row.fixed[number]
    if one is not None and other is not None:
        return one.day
    for days in reversed(row.gaps):
        if days <= day and int(owed[day - days]) + scale * grid.gap[days] == 0:
            return day - days
    raise AssertionError("a chain that was reached has a way back")
