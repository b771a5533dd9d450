"""The rules of a plan as sentences, and a checker written from them that shares no line with the planner.

A visit lies in the term, on no holiday, at a time of the week the place can, not on a day it is closed, not
before its earliest or after its latest day. Two different known people make it; each can at that time of the
week, is not away, visits that place and lives no farther than the term allows; one of the two speaks the
language, one has the theme. From one visit to the next there are at least and at most so many days. Nobody
is in two places on one day, nor in two visits in one part of a day. A group has one visit a day. Nobody has
more visits in a week (Monday to Sunday) than they say, nor in the term than they say or the term allows. A
series has all its visits, each once. A fixed visit is where it was fixed.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from samspil.delivery.planning.travel import minutes

# What the rules ask about one visit and one person, and nothing of the product's but its values.


def most_in_term(term: Any, who: Any) -> int:
    """The ceiling: the term's figure, else one and a half equal shares and never less than two series."""
    if term.most_a_term is None:
        seats = sum(2 * len(one.themes) for one in term.series)
        equal = -(-3 * seats // (2 * len(term.role_models)))
        limit = max(equal, 2 * max(len(one.themes) for one in term.series))
    else:
        limit = term.most_a_term
    return min(limit, who.most_a_term) if who.most_a_term is not None else limit


def person_rules(term: Any, series: Any, visit: Any, who: Any) -> set[str]:
    """What is wrong with this person making this visit."""
    wrong = set()
    weekly = {(day, part) for day, part in who.times}
    absent = {start + timedelta(n) for start, end in who.away for n in range((end - start).days + 1)}
    if (visit.on.weekday(), visit.part) not in weekly or visit.on in absent:
        wrong.add("away")
    if series.place in who.not_at:
        wrong.add("not_here")
    if minutes(who.postcode, series.postcode) > term.most_minutes:
        wrong.add("too_far")
    return wrong


def time_rules(term: Any, series: Any, on: date, part: Any) -> set[str]:
    """What is wrong with this time."""
    wrong = set()
    if on < term.starts_on or on > term.ends_on:
        wrong.add("outside_term")
    if on in term.holidays:
        wrong.add("holiday")
    shut = on in series.closed or (on.weekday(), part) not in series.times
    early = series.earliest is not None and on < series.earliest
    late = series.latest is not None and on > series.latest
    if shut or early or late:
        wrong.add("place_cannot")
    return wrong


def team_rules(series: Any, visit: Any, team: list[Any]) -> set[str]:
    """What is wrong with these people together."""
    wrong = set()
    if series.language and all(series.language not in one.languages for one in team):
        wrong.add("no_language")
    theme = series.themes[visit.position - 1] if 0 < visit.position <= len(series.themes) else ""
    if theme and all(theme not in one.themes for one in team):
        wrong.add("no_theme")
    return wrong


def wrong_with(term: Any, visits: Iterable[Any], *, loose_only: bool = False) -> set[str]:
    """Every rule broken, by name. With `loose_only`, not what fixed visits break by themselves."""
    every = list(visits)
    series = {one.key: one for one in term.series}
    people = {one.key: one for one in term.role_models}
    wrong: set[str] = set()
    for one in every:
        if one.series not in series:
            wrong.add("unknown_series")
        elif not (loose_only and one.is_fixed):
            wrong |= _alone(term, series[one.series], one, people)
    every = [one for one in every if one.series in series]
    for one in term.series:
        mine = sorted((v for v in every if v.series == one.key), key=lambda v: (v.position, v.on))
        if mine:
            wrong |= _series(term, one, mine, loose_only)
    wrong |= _same_day(series, every, loose_only)
    return wrong | _amounts(term, people, every, loose_only)


def _alone(term: Any, series: Any, one: Any, people: dict[str, Any]) -> set[str]:
    wrong = time_rules(term, series, one.on, one.part)
    if len(set(one.team)) != 2 or len(one.team) != 2:
        wrong.add("not_two")
    if any(key not in people for key in one.team):
        wrong.add("unknown_role_model")
    team = [people[key] for key in one.team if key in people]
    for who in team:
        wrong |= person_rules(term, series, one, who)
    return wrong | team_rules(series, one, team)


def _series(term: Any, series: Any, mine: list[Any], loose_only: bool) -> set[str]:
    wrong = set()
    counted = Counter(one.position for one in mine)
    asked = set(range(1, len(series.themes) + 1))
    if set(counted) - asked or max(counted.values()) > 1:
        wrong.add("twice")
    if asked - set(counted):
        wrong.add("missing")
    for fix in series.fixed:
        there = [(v.on, v.part, frozenset(v.team)) for v in mine if v.position == fix.position]
        if (
            there != [(fix.on, fix.part, frozenset(fix.team))]
            and there.count((fix.on, fix.part, frozenset(fix.team))) != 1
        ):
            wrong.add("fixed_moved")
    for one, other in itertools.pairwise(mine):
        if other.position - one.position != 1 or (loose_only and one.is_fixed and other.is_fixed):
            continue
        apart = other.on.toordinal() - one.on.toordinal()
        if apart < max(term.least_days, 1):
            wrong.add("too_close")
        elif apart > term.most_days:
            wrong.add("too_long")
    return wrong


def _same_day(series: dict[str, Any], every: list[Any], loose_only: bool) -> set[str]:
    wrong = set()
    for one, other in itertools.combinations(every, 2):
        if one.on != other.on or (loose_only and one.is_fixed and other.is_fixed):
            continue
        here, there = series[one.series], series[other.series]
        if set(one.team) & set(other.team):
            if here.place != there.place:
                wrong.add("two_places")
            elif one.part == other.part:
                wrong.add("at_once")
        if here is not there and here.group and (here.place, here.group) == (there.place, there.group):
            wrong.add("group_twice")
    return wrong


def _amounts(term: Any, people: dict[str, Any], every: list[Any], loose_only: bool) -> set[str]:
    wrong = set()
    for key, who in people.items():
        mine = [one for one in every if key in one.team]
        weeks = Counter(one.on.isocalendar()[:2] for one in mine)
        for week, count in weeks.items():
            loose = any(not v.is_fixed for v in mine if v.on.isocalendar()[:2] == week)
            if count > who.most_a_week and (loose or not loose_only):
                wrong.add("week_full")
        if len(mine) > most_in_term(term, who) and (not loose_only or any(not one.is_fixed for one in mine)):
            wrong.add("term_full")
    return wrong


# --- what a series costs, from the sentences of `weighing`


def cost_of(term: Any, series: Any, visits: list[Any]) -> int:
    """Points: 10 a week from the nearest preferred one, at most six; 3 in a preferred day's week on another
    day; 1 a day from the best spacing; 1 for each five minutes begun of each one's way; 60 for each who is
    not of the main pair; 15 where those two are new to each other. The main pair costs least."""
    people = {one.key: one for one in term.role_models}
    total = 0
    for one in visits:
        total += _off(series, one.on)
        total += sum(-(-minutes(series.postcode, people[key].postcode) // 5) for key in one.team)
    for one, other in itertools.pairwise(visits):
        total += abs((other.on - one.on).days - term.ideal_days)
    best = None
    for a, b in itertools.combinations(sorted(people), 2):
        new = 0 if a in people[b].partners or b in people[a].partners else 15
        strangers = sum(60 for one in visits for key in one.team if key not in (a, b))
        best = new + strangers if best is None else min(best, new + strangers)
    return total + (best or 0)


def _off(series: Any, on: date) -> int:
    def week(day: date) -> int:
        return (day.toordinal() - 1) // 7

    wishes = {week(one) for one in (*series.preferred_days, *series.preferred_weeks)}
    if not wishes or on in series.preferred_days or week(on) in {week(one) for one in series.preferred_weeks}:
        return 0
    weeks = min(abs(week(on) - one) for one in wishes)
    return min(weeks, 6) * 10 if weeks else 3


# --- everything there is, by trying it


def every_way(term: Any, series: Any, make: Any) -> list[tuple[int, tuple[Any, ...]]]:
    """Every way to make one series that breaks nothing by itself, with what it costs."""
    days = [term.starts_on + timedelta(n) for n in range((term.ends_on - term.starts_on).days + 1)]
    parts = sorted({part for _day, part in series.times})
    teams = list(itertools.combinations(sorted(one.key for one in term.role_models), 2))
    fixed = {one.position: one for one in series.fixed}
    choices = []
    for position, theme in enumerate(series.themes, start=1):
        if position in fixed:
            one = fixed[position]
            choices.append(
                [make(series.key, position, theme, one.on, one.part, tuple(sorted(one.team)), True)]
            )
            continue
        found = [
            make(series.key, position, theme, on, part, team, False)
            for on, part, team in itertools.product(days, parts, teams)
        ]
        people = {one.key: one for one in term.role_models}
        choices.append([one for one in found if not _alone(term, series, one, people)])
    ways = [
        way for way in itertools.product(*choices) if not _series(term, series, list(way), loose_only=True)
    ]
    return sorted(((cost_of(term, series, list(way)), way) for way in ways), key=lambda one: one[0])


def best_there_is(term: Any, make: Any) -> tuple[int, int]:
    """How many series can be served at most, and at what least cost then."""
    ways = [every_way(term, one, make) for one in term.series]
    standing = [
        make(one.key, fix.position, "", fix.on, fix.part, tuple(sorted(fix.team)), True)
        for one in term.series
        for fix in one.fixed
    ]
    series, people = {one.key: one for one in term.series}, {one.key: one for one in term.role_models}
    best = (0, 0)

    def search(number: int, taken: list[Any], served: int, cost: int) -> None:
        nonlocal best
        if number == len(ways):
            best = max(best, (served, -cost))
            return
        floors = [one[0][0] for one in ways[number:] if one]
        if (served + len(floors), -cost - sum(floors)) <= best:
            return
        here = {one.series for one in taken} | {term.series[number].key}
        others = [*taken, *(one for one in standing if one.series not in here)]
        for price, way in ways[number]:
            every = [*others, *way]
            if not _same_day(series, every, loose_only=True) and not _amounts(term, people, every, True):
                search(number + 1, [*taken, *way], served + 1, cost + price)
        search(number + 1, taken, served, cost)

    search(0, [], 0, 0)
    return best[0], -best[1]
