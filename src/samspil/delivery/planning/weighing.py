"""What a plan costs: the weights, in points, and the sum over a series. Less is better.

First of all as many series as possible are served; nothing below is ever traded for a series less. Then, by
weight: the days the place preferred, the same two people through a series, the spacing, the way. How much
anybody visits is no part of it: that is a ceiling (`term.fair_share`), so nobody is compared with anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations

from samspil.delivery.planning.term import RoleModel, Term, Visit, WantedSeries, monday
from samspil.delivery.planning.travel import minutes

PER_WEEK_OFF, MOST_WEEKS_OFF = 10, 6
"""A visit outside the preferred weeks, for each week to the nearest one, and no more than for so many."""
SAME_WEEK = 3
"""A visit in the week of a preferred day, but on another day or part of it."""
PER_STRANGER = 60
"""A visit, for each of its two who is not of the series' main pair."""
PER_DAY_OFF = 1
"""Between two visits, for each day more or less than is best."""
MINUTES_A_POINT = 5
"""A role model's way to a visit, for each so many minutes begun."""
NEW_PAIR = 15
"""A series whose main pair has not visited together before."""


def for_day(series: WantedSeries, on: date) -> int:
    """Points for a visit on a day the place may or may not have preferred."""
    if not series.preferred_days and not series.preferred_weeks:
        return 0
    if on in series.preferred_days or monday(on) in series.preferred_weeks:
        return 0
    here = monday(on).toordinal()
    off = min(abs(here - one) for one in _weeks(series.preferred_days, series.preferred_weeks)) // 7
    return PER_WEEK_OFF * min(off, MOST_WEEKS_OFF) if off else SAME_WEEK


@lru_cache(maxsize=4096)
def _weeks(days: frozenset[date], weeks: frozenset[date]) -> tuple[int, ...]:
    return tuple({one.toordinal() for one in (*weeks, *map(monday, days))})


def for_gap(term: Term, days: int) -> int:
    """Points for so many days between two visits."""
    return PER_DAY_OFF * abs(days - term.ideal_days)


def for_way(postcode: str, one: RoleModel) -> int:
    """Points for a role model's way to a place."""
    return -(-minutes(postcode, one.postcode) // MINUTES_A_POINT)


def for_pair(one: RoleModel, other: RoleModel) -> int:
    """Points for a main pair, once for the series."""
    return 0 if other.key in one.partners or one.key in other.partners else NEW_PAIR


def for_teams(teams: Sequence[Iterable[str]], staff: dict[str, RoleModel]) -> tuple[int, tuple[str, ...]]:
    """Points for continuity and the main pair they are counted from: the pair that makes them fewest."""
    sets = [frozenset(one) for one in teams]
    known = sorted({key for one in sets for key in one if key in staff})
    pairs = [(a, b) for a, b in combinations(known, 2)]
    if not pairs:
        return 0, ()
    return min(
        (
            PER_STRANGER * sum(len(one - {a, b}) for one in sets) + for_pair(staff[a], staff[b]),
            (a, b),
        )
        for a, b in pairs
    )


def of_series(term: Term, series: WantedSeries, visits: Sequence[Visit]) -> int:
    """Points for one series with all its visits, in their order."""
    staff = {one.key: one for one in term.role_models}
    return (
        sum(for_day(series, one.on) for one in visits)
        + sum(
            for_gap(term, (after.on - before.on).days)
            for before, after in zip(visits, visits[1:], strict=False)
        )
        + sum(for_way(series.postcode, staff[key]) for one in visits for key in one.team if key in staff)
        + for_teams([one.team for one in visits], staff)[0]
    )
