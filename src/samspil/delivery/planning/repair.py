"""A plan after something has changed: only the series it touches are put anew, and those move little.

The change is told by the term as it is now: somebody is away or gone, a place is closed, a visit is fixed
where it was not, a visit is cancelled. What it breaks (`breaking`) says which series it touches. Everything
else stays where it is.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from samspil.delivery.planning.breaking import At, Break, broken
from samspil.delivery.planning.grid import Grid, Row, Spot
from samspil.delivery.planning.mending import Mending
from samspil.delivery.planning.occupied import Occupied, Spots
from samspil.delivery.planning.placing import best
from samspil.delivery.planning.telling import visits_of
from samspil.delivery.planning.term import PARTS, Reason, Term, Unserved, Visit, WantedSeries, WhyNot
from samspil.delivery.planning.why import crowded, impossible

SEARCHING = 0.9
"""Of the time, what may pass before nothing more is searched for."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A plan after a change."""

    visits: tuple[Visit, ...]
    """By series and position."""
    touched: tuple[str, ...]
    """Keys of the series the change breaks; no other has moved."""
    moved: tuple[tuple[Visit, Visit | None], ...]
    """Each visit that is not as it was, and what it is now; None where it has no place."""
    unserved: tuple[Unserved, ...] = ()
    """Series with visits that have no place now; their other visits stay as they were."""
    is_in_time: bool = field(default=True, compare=False)
    seconds: float = field(default=0.0, compare=False)


def repaired(
    term: Term,
    visits: Iterable[Visit],
    *,
    cancelled: frozenset[At] = frozenset(),
    also: frozenset[str] = frozenset(),
    seconds: float = 1.0,
    clock: Callable[[], float] = time.monotonic,
) -> Repaired:
    """The plan with as little moved as possible.

    `cancelled` names visits, by series and position, that must find another time; `also` names series that
    have no visit yet and are to be put beside the others.
    """
    began = clock()
    now = _with_fixed(term, visits)
    touched = _touched(term, now, cancelled) | (also & {one.key for one in term.series})
    gone = frozenset(one.key for one in term.series)
    grid = Grid(term, touched)
    work = _Work(grid, now, cancelled, lambda: clock() - began <= seconds * SEARCHING)
    order = sorted(grid.rows, key=lambda one: (work.begins(one), one.number))
    for row in order:
        work.keep_as_is(row)
    for row in order:
        work.put(row)
    late = any(one.code is WhyNot.OUT_OF_TIME for one in work.reasons.values())
    after = work.visits([one for one in now.values() if one.series not in touched and one.series in gone])
    return Repaired(
        after, tuple(sorted(touched)), _moved(now, after, gone), work.unserved(), not late, clock() - began
    )


def _with_fixed(term: Term, visits: Iterable[Visit]) -> dict[At, Visit]:
    """The visits by series and position, with those that are fixed where they are fixed."""
    now = {(one.series, one.position): one for one in visits}
    for series in term.series:
        for fix in series.fixed:
            if 1 <= fix.position <= len(series.themes):
                now[series.key, fix.position] = Visit(
                    *(series.key, fix.position, series.themes[fix.position - 1], fix.on, fix.part),
                    tuple(sorted(fix.team)),
                    is_fixed=True,
                )
    return now


def _touched(term: Term, now: dict[At, Visit], cancelled: frozenset[At]) -> frozenset[str]:
    """Series with a visit that can move and that breaks a rule, or is cancelled, or is missing."""
    known = {one.key: one for one in term.series}
    fixed = {(one.key, fix.position) for one in term.series for fix in one.fixed}
    found = {key for key, position in cancelled if key in known}
    for one in broken(term, now.values()):
        if one.code != Break.UNKNOWN_SERIES:
            found |= {key for key, position in one.visits if (key, position) not in fixed}
    return frozenset(found)


class _Work:
    """The series touched, taken out, and put back one by one."""

    def __init__(
        self, grid: Grid, now: dict[At, Visit], cancelled: frozenset[At], in_time: Callable[[], bool]
    ) -> None:
        self.grid, self.cancelled, self.in_time = grid, cancelled, in_time
        self.occupied = Occupied(grid)
        self.standing: list[tuple[str, Spots]] = []
        """The visits of series that are not touched."""
        self.now: dict[str, dict[int, Visit]] = defaultdict(dict)
        mine = {row.series.key for row in grid.rows}
        series = {one.key: one for one in grid.term.series}
        for (key, position), one in now.items():
            self.now[key][position] = one
            if key in series and key not in mine:
                self._stand(series[key], one)
        self.done: dict[str, tuple[Visit, ...]] = {}
        self.reasons: dict[str, Reason] = {}

    def _stand(self, series: WantedSeries, one: Visit) -> None:
        """A visit of a series that is not touched takes its place."""
        spot = self.grid.spot(one)
        self.occupied.count(*self.grid.where(series), [spot], 1)
        self.standing.append((series.key, (spot,)))

    def begins(self, row: Row) -> str:
        """Its first visit: those that are soonest are put first."""
        return min((one.on.isoformat() for one in self.now[row.series.key].values()), default="")

    def keep_as_is(self, row: Row) -> None:
        """Put it as it was, where that is possible: of two in each other's way only one has to move."""
        spots = self._spots(row)
        whole = tuple(one for one in spots if one is not None)
        if len(whole) == row.length and not self._shut(row) and self._is_whole(row, whole):
            self.occupied.add(row, whole)
            self.done[row.series.key] = visits_of(self.grid, row, whole)

    def put(self, row: Row) -> None:
        """Put it anew, with as little moved as possible; what cannot move is left as it was."""
        key = row.series.key
        if key in self.done:
            return
        late, now = not self.in_time(), self._spots(row)
        placed = None
        if not late:
            mending = Mending(self.occupied, row, now, self._shut(row))
            placed = mending.best(self.in_time) if any(now) else best(self.occupied, row)
        if placed is not None:
            self.occupied.add(row, placed.spots)
            self.done[key] = visits_of(self.grid, row, placed.spots)
            return
        self.reasons[key] = self._why(row, late=late)
        self._leave(row)

    def visits(self, others: list[Visit]) -> tuple[Visit, ...]:
        """All visits, by series and position."""
        every = [*others, *(one for mine in self.done.values() for one in mine)]
        return tuple(sorted(every, key=lambda one: (one.series, one.position)))

    def unserved(self) -> tuple[Unserved, ...]:
        """The series that lost visits, and why."""
        return tuple(Unserved(key, why) for key, why in sorted(self.reasons.items()))

    def _why(self, row: Row, *, late: bool) -> Reason:
        if late:
            return Reason(WhyNot.OUT_OF_TIME)
        return impossible(Occupied(self.grid), row) or crowded(self.occupied, row, self.standing)

    def _leave(self, row: Row) -> None:
        """Those visits that can stay by themselves stay: nothing else is moved for them."""
        stay: list[Visit] = []
        shut = self._shut(row)
        for position, one in sorted(self.now[row.series.key].items()):
            spot = self._spot(one)
            if position <= row.length and row.fixed[position - 1] is not None:
                stay.append(one)
            elif (
                spot is not None
                and (spot.day, spot.part) not in shut
                and self._may_stay(row, position, one, spot)
            ):
                self.occupied.count(row.place, row.group, [spot], 1)
                stay.append(one)
        self.done[row.series.key] = tuple(stay)

    def _may_stay(self, row: Row, position: int, one: Visit, spot: Spot) -> bool:
        if position > row.length or len(set(spot.team)) != 2:
            return False
        free = self.occupied.free(row)
        fit = row.has[list(spot.team), position - 1].any() and row.speaks[list(spot.team)].any()
        return bool(fit) and all(free[who, spot.day, spot.part] for who in spot.team)

    def _is_whole(self, row: Row, spots: tuple[Spot, ...]) -> bool:
        """Whether the series as it was breaks nothing now, with all that is put so far."""
        mine = visits_of(self.grid, row, spots)
        alone = [one for one in broken(self.grid.term, mine) if not self._is_fixed(row, one.visits)]
        return not alone and self.occupied.holds(row, spots)

    def _is_fixed(self, row: Row, visits: tuple[At, ...]) -> bool:
        return all(row.fixed[position - 1] is not None for _key, position in visits)

    def _spots(self, row: Row) -> tuple[Spot | None, ...]:
        mine = self.now[row.series.key]
        found = [self._spot(mine[number]) if number in mine else None for number in range(1, row.length + 1)]
        return tuple(fixed or one for fixed, one in zip(row.fixed, found, strict=True))

    def _spot(self, one: Visit) -> Spot | None:
        """A visit as numbers; None where it lies outside the term or has somebody unknown."""
        day = (one.on - self.grid.first).days
        if not 0 <= day < self.grid.length:
            return None
        team = tuple(self.grid.index[key] for key in one.team if key in self.grid.index)
        return Spot(day, PARTS.index(one.part), team)

    def _shut(self, row: Row) -> frozenset[tuple[int, int]]:
        """Times at which a visit of this series was cancelled."""
        mine = self.now[row.series.key]
        spots = [self._spot(mine[at]) for key, at in self.cancelled if key == row.series.key and at in mine]
        return frozenset((one.day, one.part) for one in spots if one is not None)


def _moved(
    now: dict[At, Visit], after: tuple[Visit, ...], known: frozenset[str]
) -> tuple[tuple[Visit, Visit | None], ...]:
    there = {(one.series, one.position): one for one in after}
    pairs = [(one, there.get(at)) for at, one in sorted(now.items()) if one.series in known]
    return tuple((one, new) for one, new in pairs if new is None or _facts(one) != _facts(new))


def _facts(one: Visit) -> tuple[object, ...]:
    return one.on, one.part, set(one.team)
