"""One of the ways found for each series, chosen for all of them at once.

Nobody is in two places on a day, no week and no term is too full, no group has two visits on a day. Two
visits of one person on one day are not chosen here where more than one place could have that day; a
place with two groups gets them when single series are settled afterwards.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from samspil.delivery.planning.grid import Row
from samspil.delivery.planning.milp import Model, solve
from samspil.delivery.planning.occupied import Occupied, Spots
from samspil.delivery.planning.placing import Placed
from samspil.delivery.planning.term import PARTS

Uses = dict[tuple[str, int, int], list[int]]


def chosen(
    base: Occupied,
    asked: Iterable[Row],
    ways: dict[int, list[Placed]],
    now: dict[int, Placed],
    *,
    out: int,
    seconds: float,
    within: float,
) -> tuple[dict[int, Placed], bool]:
    """The way of each series that makes all of them cheapest together, and whether the time ended it.

    A series may be left out for `out` points: it is placed by itself afterwards.
    """
    model, means, start = Model(), {}, []
    uses: Uses = defaultdict(list)
    places: dict[tuple[int, int], set[int]] = defaultdict(set)
    for row in asked:
        once = model.row(1, 1)
        skipped = model.column(out)
        model.cell(once, skipped)
        taken = skipped
        for one in ways[row.number]:
            column = model.column(one.cost)
            means[column] = (row.number, one)
            model.cell(once, column)
            _use(base, row, one.spots, column, uses, places)
            if row.number in now and one.spots == now[row.number].spots:
                taken = column
        start.append(taken)
    _limits(base, model, uses, places)
    solved = solve(model, seconds, start, within)
    return dict(means[one] for one in solved.chosen or () if one in means), solved.is_cut


def _use(
    base: Occupied, row: Row, spots: Spots, column: int, uses: Uses, places: dict[tuple[int, int], set[int]]
) -> None:
    for spot, fixed in zip(spots, row.fixed, strict=True):
        if fixed is not None:
            continue
        for one in spot.team:
            uses["day", one, spot.day].append(column)
            uses["part", one, spot.day * len(PARTS) + spot.part].append(column)
            uses["week", one, int(base.grid.week[spot.day])].append(column)
            uses["term", one, 0].append(column)
            places[one, spot.day].add(row.place)
        if row.group >= 0:
            uses["group", row.group, spot.day].append(column)


def _limits(base: Occupied, model: Model, uses: Uses, places: dict[tuple[int, int], set[int]]) -> None:
    """A row for each limit that could be broken."""
    left = base.left()
    for (kind, one, when), columns in sorted(uses.items()):
        most = 1
        if kind == "week":
            most = int(base.grid.a_week[one] - base.weeks[one, when])
        elif kind == "term":
            most = int(left[one])
        elif kind == "day" and len(places[one, when]) == 1:
            continue
        if len(columns) > most:
            row = model.row(0, most)
            for column, count in sorted(Counter(columns).items()):
                model.cell(row, column, count)
