"""What breaks in a plan: asked after every change by hand, and answered at once.

Each answer names the rule, the visits it is about and who or what is involved. It is worked out from the term
and the visits alone, by no part of the planner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from samspil.delivery.planning.term import RoleModel, Term, Visit, WantedSeries, ceiling, monday
from samspil.delivery.planning.travel import minutes

At = tuple[str, int]
"""A visit by its series and position."""


class Break(StrEnum):
    """A rule that a plan can break."""

    UNKNOWN_SERIES = "unknown_series"
    UNKNOWN_ROLE_MODEL = "unknown_role_model"
    TWICE = "twice"
    """Two visits with one position, or a position the series does not have."""
    MISSING = "missing"
    """Some of the series' visits are planned, but not these positions."""
    FIXED_MOVED = "fixed_moved"
    NOT_TWO = "not_two"
    OUTSIDE_TERM = "outside_term"
    HOLIDAY = "holiday"
    PLACE_CANNOT = "place_cannot"
    AWAY = "away"
    """The role model cannot come at that time."""
    NOT_HERE = "not_here"
    """The role model does not visit that place."""
    TOO_FAR = "too_far"
    NO_LANGUAGE = "no_language"
    NO_THEME = "no_theme"
    TOO_CLOSE = "too_close"
    """Too few days after the visit before, or not after it at all."""
    TOO_LONG = "too_long"
    """Too many days after the visit before."""
    TWO_PLACES = "two_places"
    """Somebody in two places on one day."""
    AT_ONCE = "at_once"
    """Somebody in two visits in one part of a day."""
    GROUP_TWICE = "group_twice"
    WEEK_FULL = "week_full"
    TERM_FULL = "term_full"


@dataclass(frozen=True, slots=True, order=True)
class Broken:
    """One rule broken."""

    code: Break
    visits: tuple[At, ...]
    role_models: tuple[str, ...] = ()
    theme: str = ""
    days: int = 0
    """For the spacing: the days there are. For weeks and terms: the visits there are."""
    most: int = 0
    """For weeks and terms: the visits there may be; for the spacing the days there should be."""


def broken(term: Term, visits: Iterable[Visit]) -> tuple[Broken, ...]:
    """Every rule that these visits break, in a fixed order. Series without any visit are not looked at."""
    series = {one.key: one for one in term.series}
    staff = {one.key: one for one in term.role_models}
    given = sorted(visits, key=lambda one: (one.series, one.position, one.on, one.part, one.team))
    known = [one for one in given if one.series in series]
    found = [Broken(Break.UNKNOWN_SERIES, (_at(one),)) for one in given if one.series not in series]
    by_series: dict[str, list[Visit]] = defaultdict(list)
    for one in known:
        by_series[one.series].append(one)
        found += _of_one(term, series[one.series], one, staff)
    for key, mine in by_series.items():
        found += _of_series(term, series[key], mine)
    found += _of_days(series, known)
    found += _of_people(term, known, staff)
    return tuple(sorted(set(found)))


def _of_one(term: Term, series: WantedSeries, one: Visit, staff: dict[str, RoleModel]) -> Iterator[Broken]:
    """What a visit breaks by itself."""
    at = (_at(one),)
    if not term.starts_on <= one.on <= term.ends_on:
        yield Broken(Break.OUTSIDE_TERM, at)
    if one.on in term.holidays:
        yield Broken(Break.HOLIDAY, at)
    if not _place_can(series, one):
        yield Broken(Break.PLACE_CANNOT, at)
    if len(one.team) != 2 or len(set(one.team)) != 2:
        yield Broken(Break.NOT_TWO, at, tuple(sorted(set(one.team))))
    team = [staff[key] for key in sorted(set(one.team)) if key in staff]
    tests: tuple[tuple[Break, Callable[[RoleModel], bool]], ...] = (
        (Break.AWAY, lambda who: not _is_there(who, one)),
        (Break.NOT_HERE, lambda who: series.place in who.not_at),
        (Break.TOO_FAR, lambda who: minutes(series.postcode, who.postcode) > term.most_minutes),
    )
    strangers = tuple(sorted(set(one.team) - set(staff)))
    if strangers:
        yield Broken(Break.UNKNOWN_ROLE_MODEL, at, strangers)
    for code, is_broken in tests:
        who = tuple(one.key for one in team if is_broken(one))
        if who:
            yield Broken(code, at, who)
    if series.language and not any(series.language in who.languages for who in team):
        yield Broken(Break.NO_LANGUAGE, at, theme=series.language)
    theme = series.themes[one.position - 1] if 1 <= one.position <= len(series.themes) else ""
    if theme and not any(theme in who.themes for who in team):
        yield Broken(Break.NO_THEME, at, theme=theme)


def _place_can(series: WantedSeries, one: Visit) -> bool:
    if (one.on.weekday(), one.part) not in series.times or one.on in series.closed:
        return False
    return (series.earliest or one.on) <= one.on <= (series.latest or one.on)


def _is_there(who: RoleModel, one: Visit) -> bool:
    can = (one.on.weekday(), one.part) in who.times
    return can and not any(start <= one.on <= end for start, end in who.away)


def _of_series(term: Term, series: WantedSeries, mine: list[Visit]) -> Iterator[Broken]:
    """What the visits of a series break together."""
    positions = range(1, len(series.themes) + 1)
    have = [one.position for one in mine]
    twice = sorted({one for one in have if have.count(one) > 1 or one not in positions})
    if twice:
        yield Broken(Break.TWICE, tuple((series.key, one) for one in twice))
    missing = [one for one in positions if one not in have]
    if missing:
        yield Broken(Break.MISSING, tuple((series.key, one) for one in missing))
    for fix in series.fixed:
        there = [one for one in mine if one.position == fix.position]
        same = [
            one for one in there if (one.on, one.part, set(one.team)) == (fix.on, fix.part, set(fix.team))
        ]
        if len(same) != 1:
            yield Broken(Break.FIXED_MOVED, ((series.key, fix.position),))
    for before, after in zip(mine, mine[1:], strict=False):
        days = (after.on - before.on).days
        both = (_at(before), _at(after))
        if after.position != before.position + 1:
            continue  # what is missing between them is said above
        if days < max(1, term.least_days):
            yield Broken(Break.TOO_CLOSE, both, days=days, most=max(1, term.least_days))
        elif days > term.most_days:
            yield Broken(Break.TOO_LONG, both, days=days, most=term.most_days)


def _of_days(series: dict[str, WantedSeries], visits: Sequence[Visit]) -> Iterator[Broken]:
    """Who would be in two places, and which group would have two visits on a day."""
    by_day: dict[object, list[Visit]] = defaultdict(list)
    for one in visits:
        by_day[one.on].append(one)
    for same_day in by_day.values():
        for one, other in combinations(same_day, 2):
            here, there = series[one.series], series[other.series]
            both = (_at(one), _at(other))
            shared = tuple(sorted(set(one.team) & set(other.team)))
            if shared and here.place != there.place:
                yield Broken(Break.TWO_PLACES, both, shared)
            elif shared and one.part == other.part:
                yield Broken(Break.AT_ONCE, both, shared)
            if (
                here.key != there.key
                and here.group
                and (here.place, here.group) == (there.place, there.group)
            ):
                yield Broken(Break.GROUP_TWICE, both)


def _of_people(term: Term, visits: Sequence[Visit], staff: dict[str, RoleModel]) -> Iterator[Broken]:
    """Whose week or term is too full."""
    weeks: dict[tuple[str, object], list[At]] = defaultdict(list)
    terms: dict[str, list[At]] = defaultdict(list)
    for one in visits:
        for key in set(one.team) & set(staff):
            weeks[key, monday(one.on)].append(_at(one))
            terms[key].append(_at(one))
    for (key, _monday), mine in weeks.items():
        most = staff[key].most_a_week
        if len(mine) > most:
            yield Broken(Break.WEEK_FULL, tuple(mine), (key,), days=len(mine), most=most)
    for key, mine in terms.items():
        most = ceiling(term, staff[key])
        if len(mine) > most:
            yield Broken(Break.TERM_FULL, tuple(mine), (key,), days=len(mine), most=most)


def _at(one: Visit) -> At:
    return one.series, one.position
