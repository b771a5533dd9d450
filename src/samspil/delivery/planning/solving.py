"""A plan for a term in two stages, pairs first and then days, and better from there while there is time.

1. Series after series, those with fewest ways first: the first valid plan.
2. Pairs for all series at once (`pairs`), which also proves what no plan can go below.
3. Days for all series at once with those pairs (`dates`).
4. Single series to better places, and a few lifted out to make room for one (`improving`).

Every stage begins from the best plan so far, and what a stage proposes is put visit by visit through the same
check as any other: a solver that stops early or errs can cost a better plan, never a valid one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from samspil.delivery.planning.dates import dated, ways
from samspil.delivery.planning.grid import Grid, Row
from samspil.delivery.planning.improving import Draft
from samspil.delivery.planning.occupied import Occupied
from samspil.delivery.planning.pairs import Choices, Paired, choices, paired
from samspil.delivery.planning.placing import Placed, best
from samspil.delivery.planning.telling import told
from samspil.delivery.planning.term import Plan, Reason, Stopped, Term, WhyNot
from samspil.delivery.planning.why import alone, crowded

Clock = Callable[[], float]
SHARE_OF_PAIRS, SHARE_OF_DATES = 0.25, 0.5
"""Of the time that is left, what each stage may take."""


@dataclass(slots=True)
class Run:
    """One run against the clock."""

    grid: Grid
    until: float
    clock: Clock
    within: float
    asked: list[Row] = field(default_factory=list)
    reasons: dict[int, Reason] = field(default_factory=dict)
    bounds: Paired | None = None
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
        return out == len(self.asked) - self.bounds.most_served and cost <= self.bounds.bound * (1 + self.within)


def plan(term: Term, *, seconds: float = 30.0, within: float = 0.0, clock: Clock = time.monotonic) -> Plan:
    """The best plan for a term that is found in the time, with what no plan can go below.

    `within` ends it as soon as the cost is within that share of the bound. The same input, in whatever
    order, gives the same plan unless the time ended it (`Stopped.TIME`).
    """
    began = clock()
    grid = Grid(term)
    run = Run(grid, began + seconds, clock, within)
    draft = _begun(run)
    first = clock() - began
    asked = {row.number: choices(Occupied(grid), row) for row in run.asked} if run.in_time() else {}
    if run.in_time():
        run.bounds = paired(grid, Occupied(grid), list(asked.values()), run.left() * SHARE_OF_PAIRS)
        run.timed |= run.bounds.is_cut
        draft = _improved(run, draft, asked)
    _explain(run, draft)
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
    for row in sorted(run.grid.rows, key=lambda one: (len(one.pairs) * int(one.days.sum()), one.number)):
        if row.length and not row.free:
            continue
        if not run.in_time():
            run.reasons[row.number] = Reason(WhyNot.OUT_OF_TIME)
            continue
        draft.rows[row.number] = row
        if draft.place(row.number):
            run.asked.append(row)
            continue
        why = alone(base, row)
        if why is None:
            run.asked.append(row)
        else:
            run.reasons[row.number] = why
            del draft.rows[row.number]
    run.asked.sort(key=lambda one: one.number)
    return draft


def _improved(run: Run, draft: Draft, asked: dict[int, Choices]) -> Draft:
    """The best of what the stages make of it."""
    if run.is_good(draft):
        return draft
    draft.settle(run.in_time)
    if run.is_good(draft) or not run.in_time():
        return draft
    draft = min(draft, _two_stages(run, draft), key=lambda one: one.worth)
    base = Occupied(run.grid)
    known: dict[int, Placed | None] = {}

    def wished(row: Row) -> Placed | None:
        if row.number not in known:
            known[row.number] = best(base, row)
        return known[row.number]

    before = None
    while before != draft.worth and run.in_time() and not run.is_good(draft):
        before = draft.worth
        draft.make_room(asked, wished, run.in_time)
        draft.settle(run.in_time)
    return draft


def _two_stages(run: Run, now: Draft) -> Draft:
    """A plan with the first stage's pairs and the second's days; what that leaves out is placed by itself."""
    base, listed = Occupied(run.grid), {}
    pairs = run.bounds.pairs if run.bounds else {}
    for row in run.asked:
        if not run.in_time():
            return now
        found = ways(base, row, pairs[row.number]) if row.number in pairs else []
        if row.number in now.put:
            found = _with(run, base, row, found, now.put[row.number])
        listed[row.number] = found
    chosen, is_cut = dated(base, run.asked, listed, now.put, run.left() * SHARE_OF_DATES)
    run.timed |= is_cut
    draft = Draft(Occupied(run.grid), run.asked)
    costs = {(number, one.spots): one.cost for number, found in listed.items() for one in found}
    for number, spots in sorted(chosen.items()):
        if draft.occupied.holds(draft.rows[number], spots):
            draft.set(number, Placed(costs[number, spots], spots))
    draft.fill([row.number for row in run.asked], run.in_time)
    draft.settle(run.in_time)
    return draft


def _with(run: Run, base: Occupied, row: Row, found: list[Placed], now: Placed) -> list[Placed]:
    """The list with the way the series has now, and the ways of the pair it has now."""
    teams = {spot.team for spot in now.spots}
    pair = run.grid.pair_number.get(next(iter(teams))) if len(teams) == 1 else None
    known = {one.spots for one in found}
    more = ways(base, row, pair) if pair is not None else []
    for one in (*more, now):
        if one.spots not in known:
            known.add(one.spots)
            found.append(one)
    return found


def _explain(run: Run, draft: Draft) -> None:
    for row in run.asked:
        if row.number not in draft.put:
            run.reasons[row.number] = crowded(draft.occupied, row)


def _stopped(run: Run, draft: Draft) -> Stopped:
    if run.bounds is not None and draft.worth == (
        len(run.asked) - run.bounds.most_served,
        run.bounds.bound,
    ):
        return Stopped.TIME if run.timed else Stopped.PROVEN
    if run.is_cut or run.timed:
        return Stopped.TIME
    return Stopped.WITHIN if run.is_good(draft) else Stopped.TRIED
