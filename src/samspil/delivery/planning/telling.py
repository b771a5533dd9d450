"""A draft in numbers as a plan in keys and dates, with what each series had to give up."""

from __future__ import annotations

from samspil.delivery.planning.grid import Grid, Row, Spot
from samspil.delivery.planning.improving import Draft
from samspil.delivery.planning.prices import Bounds
from samspil.delivery.planning.term import (
    PARTS,
    Noted,
    Plan,
    Reason,
    Remark,
    RoleModel,
    Stopped,
    Term,
    Unserved,
    Visit,
    WantedSeries,
)
from samspil.delivery.planning.weighing import for_day, for_teams, of_series

WEEK = 7


def told(
    grid: Grid,
    draft: Draft,
    reasons: dict[int, Reason],
    *,
    bounds: Bounds | None,
    stopped: Stopped,
    seconds: tuple[float, float],
) -> Plan:
    """The plan that a draft stands for."""
    whole = {number: visits_of(grid, grid.rows[number], one.spots) for number, one in draft.put.items()}
    standing = {row.number: visits_of(grid, row, row.fixed) for row in grid.rows if row.number not in whole}
    every = {**whole, **standing}
    noted = [
        one
        for row in grid.rows
        if row.number not in reasons
        for one in noted_on(grid.term, row.series, every[row.number])
    ]
    complete = [row for row in grid.rows if row.length and not row.free]
    return Plan(
        visits=tuple(visit for number in sorted(every) for visit in every[number]),
        unserved=tuple(
            Unserved(grid.rows[number].series.key, why) for number, why in sorted(reasons.items())
        ),
        noted=tuple(noted),
        cost=sum(of_series(grid.term, grid.rows[number].series, one) for number, one in whole.items()),
        bound=bounds.cost if bounds else 0,
        most_served=len(complete) + (bounds.served if bounds else len(grid.rows) - len(complete)),
        stopped=stopped,
        first_seconds=seconds[0],
        seconds=seconds[1],
    )


def visits_of(grid: Grid, row: Row, spots: tuple[Spot | None, ...]) -> tuple[Visit, ...]:
    """A series' visits, by key and date; those without a place yet are left out."""
    return tuple(
        Visit(
            row.series.key,
            number + 1,
            row.series.themes[number],
            grid.dates[spot.day],
            PARTS[spot.part],
            tuple(sorted(grid.names[one] for one in spot.team)),
            is_fixed=row.fixed[number] is not None,
        )
        for number, spot in enumerate(spots)
        if spot is not None
    )


def noted_on(term: Term, series: WantedSeries, visits: tuple[Visit, ...]) -> list[Noted]:
    """What a planned series had to give up."""
    staff: dict[str, RoleModel] = {one.key: one for one in term.role_models}
    _points, main = for_teams([one.team for one in visits], staff)
    off = tuple(one.position for one in visits if for_day(series, one.on))
    others = tuple(one.position for one in visits if set(one.team) - set(main))
    strangers = tuple(sorted({key for one in visits for key in one.team} - set(main)))
    apart = tuple(
        after.position
        for before, after in zip(visits, visits[1:], strict=False)
        if abs((after.on - before.on).days - term.ideal_days) >= WEEK
    )
    found = [
        Noted(series.key, Remark.NOT_PREFERRED, off),
        Noted(series.key, Remark.OTHER_TEAM, others, strangers),
        Noted(series.key, Remark.SPACING, apart),
    ]
    return [one for one in found if one.positions]
