"""A plan for a term: a valid one at once, and a better one while there is time.

1. Series after series, those with fewest ways first, each in its best place (`placing`): the first plan.
2. What everybody's time is worth (`prices`): many more ways, and what no plan can go below.
3. Series after series again, each paying those prices.
4. One of the ways for each series, for all at once (`choosing`).
5. Single series to better places, and a few lifted out to make room for one (`improving`).

Every stage begins from the best plan so far, and what a stage proposes is put visit by visit through the same
check as any other: a solver that stops early or errs can cost a better plan, never a valid one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from samspil.delivery.planning.choosing import chosen
from samspil.delivery.planning.grid import Grid, Row
from samspil.delivery.planning.improving import Draft
from samspil.delivery.planning.occupied import Occupied
from samspil.delivery.planning.placing import Placed, best, dearest, floor
from samspil.delivery.planning.prices import Bounds, Market
from samspil.delivery.planning.telling import told
from samspil.delivery.planning.term import Plan, Reason, Stopped, Term, WhyNot
from samspil.delivery.planning.why import crowded, impossible

Clock = Callable[[], float]
SHARE_OF_PRICES, SHARE_OF_CHOOSING = 0.5, 0.7
"""Of the time that is left, what each may take."""
WITHIN = 0.01
"""A plan within this share of the bound is good enough."""


@dataclass(slots=True)
class Run:
    """One run against the clock."""

    grid: Grid
    until: float
    clock: Clock
    within: float
    asked: list[Row] = field(default_factory=list)
    reasons: dict[int, Reason] = field(default_factory=dict)
    bounds: Bounds | None = None
    is_cut: bool = False
    """No time is left."""
    timed: bool = False
    """A solver was ended by its share of the time, so another run may find something else."""

    def left(self) -> float:
        return self.until - self.clock()

    def in_time(self) -> bool:
        if self.left() <= 0:
            self.is_cut = True
        return not self.is_cut

    def is_good(self, draft: Draft) -> bool:
        """Whether the plan is as near the bound as was asked for."""
        if self.bounds is None:
            return False
        out, cost = draft.worth
        return out == len(self.asked) - self.bounds.served and cost <= self.bounds.cost * (1 + self.within)


def plan(term: Term, *, seconds: float = 30.0, within: float = WITHIN, clock: Clock = time.monotonic) -> Plan:
    """The best plan for a term that is found in the time, with what no plan can go below.

    `within` ends it as soon as the cost is within that share of the bound. The same input, in whatever
    order, gives the same plan unless the time ended it (`Stopped.TIME`).
    """
    began = clock()
    grid = Grid(term)
    run = Run(grid, began + seconds, clock, within)
    draft = _begun(run)
    first = clock() - began
    if run.in_time():
        draft = _improved(run, draft)
    for row in run.asked:
        if row.number not in draft.put:
            run.reasons[row.number] = crowded(draft.occupied, row)
    return told(
        grid,
        draft,
        run.reasons,
        bounds=run.bounds,
        stopped=_stopped(run, draft),
        seconds=(first, clock() - began),
    )


def _begun(run: Run) -> Draft:
    """The first valid plan: those with fewest ways first."""
    base = Occupied(run.grid)
    draft = Draft(Occupied(run.grid), ())
    for row in sorted(run.grid.rows, key=_fewest_ways):
        if row.length and not row.free:
            continue
        if not run.in_time():
            run.reasons[row.number] = Reason(WhyNot.OUT_OF_TIME)
            continue
        draft.rows[row.number] = row
        if draft.place(row.number):
            run.asked.append(row)
            continue
        why = impossible(base, row)
        if why is None:
            run.asked.append(row)
        else:
            run.reasons[row.number] = why
            del draft.rows[row.number]
    run.asked.sort(key=lambda one: one.number)
    return draft


def _improved(run: Run, draft: Draft) -> Draft:
    """The best of what the steps make of it."""
    base = Occupied(run.grid)
    market = Market(base, run.asked, 1 + sum(dearest(run.grid, row) for row in run.asked))
    alone, floors = _alone(run, base)
    if not run.in_time():
        return draft
    for row in run.asked:
        market.bring(row, [one[row.number] for one in (alone, draft.put) if row.number in one])
    until = run.left() * (1 - SHARE_OF_PRICES)

    def goes_on(_bound: int) -> bool:
        run.bounds = market.proven(floors)
        run.timed |= run.left() <= until
        return not run.timed and not run.is_good(draft)

    market.run(goes_on, sum(floors.values()))
    run.bounds = market.proven(floors)
    for step in (_by_price, _chosen):
        if not run.is_good(draft) and run.in_time():
            draft = min(draft, step(run, market, draft), key=lambda one: one.worth)
    before = None
    while before != draft.worth and not run.is_good(draft) and run.in_time():
        before = draft.worth
        draft.settle(run.in_time)
        draft.make_room(alone, run.in_time)
    return draft


def _alone(run: Run, base: Occupied) -> tuple[dict[int, Placed], dict[int, int]]:
    """Each series' best place, were it the only one beside what is fixed; and what it costs at least."""
    alone, floors = {}, {}
    for row in run.asked if run.in_time() else ():
        floors[row.number] = floor(base, row)
        placed = best(base, row) if run.in_time() else None
        if placed is not None:
            alone[row.number] = placed
    return alone, floors


def _by_price(run: Run, market: Market, _now: Draft) -> Draft:
    """Series after series as in the first plan, but each pays for the time that others want."""
    draft = Draft(Occupied(run.grid), run.asked)
    for row in sorted(run.asked, key=_fewest_ways):
        if not run.in_time():
            return draft
        free, enough = draft.occupied.free(row), draft.occupied.left() >= row.free
        priced = market.choice(row, market.best, free & enough[:, None, None]).ways
        placed = next((one for one in priced if draft.occupied.holds(row, one.spots)), None)
        if placed is None:
            draft.place(row.number)
        else:
            draft.set(row.number, placed)
    draft.settle(run.in_time)
    return draft


def _fewest_ways(row: Row) -> tuple[int, int]:
    return len(row.pairs) * int(row.days.sum()), row.number


def _chosen(run: Run, market: Market, now: Draft) -> Draft:
    """A plan of the ways found; what is left out is placed by itself."""
    for number, placed in now.put.items():
        market.bring(run.grid.rows[number], [placed])
    ways = {row.number: market.near_best(row) for row in run.asked}
    for number, placed in now.put.items():
        if placed.spots not in {one.spots for one in ways[number]}:
            ways[number].append(placed)
    found, is_cut = chosen(
        market.base,
        run.asked,
        ways,
        now.put,
        out=market.out,
        seconds=run.left() * SHARE_OF_CHOOSING,
        within=run.within / 2,
    )
    run.timed |= is_cut
    draft = Draft(Occupied(run.grid), run.asked)
    for number, placed in sorted(found.items()):
        if draft.occupied.holds(draft.rows[number], placed.spots):
            draft.set(number, placed)
    draft.fill([row.number for row in run.asked], run.in_time)
    return draft


def _stopped(run: Run, draft: Draft) -> Stopped:
    if run.bounds and draft.worth == (len(run.asked) - run.bounds.served, run.bounds.cost):
        return Stopped.TIME if run.timed else Stopped.PROVEN
    if run.is_cut or run.timed:
        return Stopped.TIME
    return Stopped.WITHIN if run.is_good(draft) else Stopped.TRIED
