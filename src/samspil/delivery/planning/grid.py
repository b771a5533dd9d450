"""A term as arrays: who can when, which days a place has, what each choice costs.

Everything is sorted by key here, once, so that a plan does not depend on the order in which it was asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import numpy as np

from samspil.delivery.planning.term import PARTS, Fixed, Span, Term, Time, Visit, WantedSeries, ceiling
from samspil.delivery.planning.travel import minutes
from samspil.delivery.planning.weighing import for_day, for_gap, for_pair, for_way

Ints = np.ndarray[tuple[int, ...], np.dtype[np.int32]]
Truths = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
NEVER = 100_000_000
"""More than anything costs; what costs this is not possible."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One visit as numbers: the day counted from the grid's first, the part of it, and who comes."""

    day: int
    part: int
    team: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One series as numbers."""

    number: int
    series: WantedSeries
    place: int
    group: int
    days: Truths
    """Day and part: where the place can."""
    day_cost: Ints
    way: Ints
    """For each role model, the points of one visit."""
    comes: Truths
    """Which role models may come: within reach, and not told to stay away."""
    has: Truths
    """Role model and visit: whether they have its theme, or none is asked."""
    speaks: Truths
    fixed: tuple[Spot | None, ...]
    pairs: Ints
    """Those pairs that may make the whole series, cheapest first."""
    pair_cost: Ints
    """Of every pair through the whole series: the way and whether they are new to each other."""
    gaps: tuple[int, ...]
    """The days there can be between one visit and the next."""

    @property
    def length(self) -> int:
        return len(self.series.themes)

    @property
    def free(self) -> int:
        """Visits that are still to be planned."""
        return sum(one is None for one in self.fixed)


class Grid:
    """All of a term."""

    def __init__(self, term: Term, only: frozenset[str] | None = None) -> None:
        """All of a term, or with rows for some of its series only."""
        self.term = term
        self.staff = tuple(sorted(term.role_models, key=lambda one: one.key))
        self.index = {one.key: place for place, one in enumerate(self.staff)}
        self.extra = sorted(
            {key for one in term.series for fix in one.fixed for key in fix.team} - set(self.index)
        )
        self.names = (*(one.key for one in self.staff), *self.extra)
        self.index.update({key: len(self.staff) + place for place, key in enumerate(self.extra)})
        series = sorted(term.series, key=lambda one: one.key)
        fixed = [fix.on for one in series for fix in one.fixed]
        self.first = min([term.starts_on, *fixed])
        self.length = (max([term.ends_on, *fixed]) - self.first).days + 1
        self.dates = [self.first + timedelta(days=day) for day in range(self.length)]
        self.week = np.array(
            [(self.first.weekday() + day) // 7 for day in range(self.length)], dtype=np.int32
        )
        self.open = self._open()
        self.gap = [for_gap(term, days) for days in range(self.length + 1)]
        self.can = np.zeros((len(self.names), self.length, len(PARTS)), dtype=bool)
        for place, one in enumerate(self.staff):
            self.can[place] = self._times(one.times) & self._here(one.away)[:, None]
        self.a_week = np.array(
            [one.most_a_week for one in self.staff] + [0] * len(self.extra), dtype=np.int32
        )
        self.ceiling = np.array(
            [ceiling(term, one) for one in self.staff] + [0] * len(self.extra), dtype=np.int32
        )
        both = list(combinations(range(len(self.staff)), 2))
        self.a = np.array([one for one, _other in both], dtype=np.int32)
        self.b = np.array([other for _one, other in both], dtype=np.int32)
        self.new = np.array([for_pair(self.staff[a], self.staff[b]) for a, b in both], dtype=np.int32)
        self.pair_number = {pair: number for number, pair in enumerate(both)}
        self.places = {key: number for number, key in enumerate(sorted({one.place for one in series}))}
        named = sorted({(one.place, one.group) for one in series if one.group})
        self.groups = {group: number for number, group in enumerate(named)}
        asked = [one for one in series if only is None or one.key in only]
        self.rows = tuple(self._row(number, one) for number, one in enumerate(asked))

    def _open(self) -> Truths:
        return np.array(
            [
                self.term.starts_on <= one <= self.term.ends_on and one not in self.term.holidays
                for one in self.dates
            ],
            dtype=bool,
        )

    def _times(self, times: frozenset[Time]) -> Truths:
        """Day and part: whether it is one of these times on an open day."""
        week = np.array([[(day, part) in times for part in PARTS] for day in range(7)], dtype=bool)
        weekday = (np.arange(self.length) + self.first.weekday()) % 7
        return np.asarray(week[weekday] & self.open[:, None], dtype=bool)

    def _here(self, away: tuple[Span, ...]) -> Truths:
        here = np.ones(self.length, dtype=bool)
        for start, end in away:
            low, high = (start - self.first).days, (end - self.first).days
            here[max(0, low) : max(0, high + 1)] = False
        return here

    def where(self, series: WantedSeries) -> tuple[int, int]:
        """The numbers of a series' place and group; -1 for a group of its own."""
        return self.places[series.place], self.groups.get((series.place, series.group), -1)

    def _spots(self, series: WantedSeries) -> tuple[Spot | None, ...]:
        spots: list[Spot | None] = [None] * len(series.themes)
        for one in series.fixed:
            if 1 <= one.position <= len(spots):
                spots[one.position - 1] = self.spot(one)
        return tuple(spots)

    def spot(self, one: Fixed | Visit) -> Spot:
        """A visit as numbers."""
        team = tuple(self.index[key] for key in one.team)
        return Spot((one.on - self.first).days, PARTS.index(one.part), team)

    def _row(self, number: int, series: WantedSeries) -> Row:
        days = self._times(series.times)
        days[[day for day, on in enumerate(self.dates) if not _is_open(series, on)]] = False
        day_cost = np.array([for_day(series, on) for on in self.dates], dtype=np.int32)
        way = np.array(
            [for_way(series.postcode, one) for one in self.staff] + [0] * len(self.extra), dtype=np.int32
        )
        comes, has, speaks = self._abilities(series)
        fixed = self._spots(series)
        cost = len(series.themes) * (way[self.a] + way[self.b]) + self.new if len(self.a) else way[:0]
        fit = np.asarray(comes[self.a] & comes[self.b], dtype=bool)
        loose = [place for place, spot in enumerate(fixed) if spot is None]  # the fixed ones stay as they are
        fit &= (has[self.a] | has[self.b])[:, loose].all(axis=1) & (speaks[self.a] | speaks[self.b])
        for spot in fixed:
            if spot is not None:
                fit &= self._is_team(spot.team)
        order = np.argsort(cost, kind="stable")
        pairs = order[fit[order]].astype(np.int32)
        place, group = self.where(series)
        return Row(
            *(number, series, place, group, days, day_cost, way, comes, has, speaks, fixed, pairs),
            cost.astype(np.int32),
            self._gaps(days, fixed),
        )

    def _gaps(self, days: Truths, fixed: tuple[Spot | None, ...]) -> tuple[int, ...]:
        """Those numbers of days between two visits that two of the place's days can have."""
        some: Truths = np.asarray(days.any(axis=1), dtype=bool)
        some[[one.day for one in fixed if one is not None]] = True
        least, most = max(1, self.term.least_days), min(self.term.most_days, self.length - 1)
        return tuple(gap for gap in range(least, most + 1) if (some[gap:] & some[:-gap]).any())

    def _is_team(self, team: tuple[int, ...]) -> Truths:
        if len(team) != 2:
            return np.zeros(len(self.a), dtype=bool)
        low, high = min(team), max(team)
        return np.asarray((self.a == low) & (self.b == high), dtype=bool)

    def _abilities(self, series: WantedSeries) -> tuple[Truths, Truths, Truths]:
        """Who may come, who has each visit's theme, who speaks the language."""
        count = len(self.names)
        comes = np.zeros(count, dtype=bool)
        has = np.zeros((count, len(series.themes)), dtype=bool)
        speaks = np.zeros(count, dtype=bool)
        reach = self._reach(series.postcode)
        for place, one in enumerate(self.staff):
            comes[place] = reach[place] and series.place not in one.not_at
            has[place] = [not theme or theme in one.themes for theme in series.themes]
            speaks[place] = not series.language or series.language in one.languages
        return comes, has, speaks

    def _reach(self, postcode: str) -> list[bool]:
        return [minutes(postcode, one.postcode) <= self.term.most_minutes for one in self.staff]


def _is_open(series: WantedSeries, on: date) -> bool:
    """Whether the series' own dates leave the day open."""
    if on in series.closed:
        return False
    return (series.earliest or on) <= on <= (series.latest or on)
