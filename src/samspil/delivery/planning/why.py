"""Why a series is not planned: the first of the questions, in their order, to which there is no answer."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from samspil.delivery.planning.grid import NEVER, Grid, Row
from samspil.delivery.planning.occupied import Occupied, Spots
from samspil.delivery.planning.placing import best, cheapest_days, floor
from samspil.delivery.planning.term import Reason, WhyNot

NAMED = 5
"""So many role models or series are named at most."""


def impossible(base: Occupied, row: Row) -> Reason | None:
    """Why it could not be planned even if it were the only one; None if it could."""
    if not row.length:
        return Reason(WhyNot.NO_VISITS)
    if best(base, row) is not None:
        return None
    if not row.days.any():
        return Reason(WhyNot.NO_DAY)
    if cheapest_days(base.grid, row) >= NEVER:
        return Reason(WhyNot.NO_SPACING)
    return _nobody(row) or _never_together(base, row)


def _nobody(row: Row) -> Reason | None:
    if int(row.comes.sum()) < 2:
        return Reason(WhyNot.NO_ROLE_MODELS)
    if not (row.comes & row.speaks).any():
        return Reason(WhyNot.NO_LANGUAGE, language=row.series.language)
    missing = [
        theme
        for number, theme in enumerate(row.series.themes)
        if row.fixed[number] is None and not (row.comes & row.has[:, number]).any()
    ]
    return Reason(WhyNot.NO_THEME, themes=tuple(dict.fromkeys(missing))) if missing else None


def _never_together(base: Occupied, row: Row) -> Reason:
    """Nobody's days are the place's, unless what is fixed elsewhere takes them all."""
    if floor(Occupied(base.grid, with_fixed=False), row) >= NEVER:
        return Reason(WhyNot.NO_COMMON_DAY, role_models=_some(base.grid, row.comes))
    return crowded(base, row)


def crowded(occupied: Occupied, row: Row, standing: Iterable[tuple[str, Spots]] = ()) -> Reason:
    """It would have gone alone: who is taken, and by which series. `standing` are series that have no row."""
    grid, free = occupied.grid, occupied.free(row)
    could = (grid.can & row.days[None]).sum(axis=(1, 2)) * row.comes
    can = free.sum(axis=(1, 2))
    lost = np.asarray(np.where(could > can, could - can, 0))
    if ((lost > 0) & (can == 0)).any():  # some have nothing left at all: they are the reason
        lost = np.asarray(np.where(can == 0, lost, 0))
    taken = [one for one in np.argsort(-lost, kind="stable").tolist() if lost[one] > 0][:NAMED]
    days = np.asarray(row.days.any(axis=1))
    put = [*standing, *((grid.rows[number].series.key, spots) for number, spots in occupied.put.items())]
    series = {key for key, spots in put if any(days[one.day] and set(one.team) & set(taken) for one in spots)}
    return Reason(
        WhyNot.FULL,
        role_models=tuple(sorted(grid.names[one] for one in taken)),
        series=tuple(sorted(series)[:NAMED]),
    )


def _some(grid: Grid, which: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[str, ...]:
    return tuple(sorted(grid.names[int(one)] for one in np.flatnonzero(which)))[:NAMED]
