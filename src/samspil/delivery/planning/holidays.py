"""Danish days on which nobody is visited: public holidays by law, and when schools are usually closed.

Public holidays follow from Easter and the calendar. Breaks of schools are set by each municipality; those
here are what most of them do, and the page lets a coordinator close further days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

GREAT_PRAYER_DAY_UNTIL = 2023
"""The last year in which the Friday before the fourth Sunday after Easter was a public holiday."""
WINTER_WEEK, AUTUMN_WEEK = 7, 42


def easter(year: int) -> date:
    """Easter Sunday (the Gregorian reckoning of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    left = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * left) // 451
    month, day = divmod(h + left - 7 * m + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year, with the days before Christmas and the new year that close likewise."""
    after_easter = [-3, -2, 0, 1, 39, 49, 50, *([26] if year <= GREAT_PRAYER_DAY_UNTIL else [])]
    fixed = ((1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31))
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in after_easter}
    return frozenset(moving | {date(year, month, day) for month, day in fixed})


def school_breaks(year: int) -> frozenset[date]:
    """The days of a year on which schools are usually closed beside the public holidays."""
    found = set(_days(date(year, 1, 1), date(year, 1, 2)))
    found |= set(_days(date(year, 12, 23), date(year, 12, 31)))
    for week in (WINTER_WEEK, AUTUMN_WEEK):
        monday = date.fromisocalendar(year, week, 1)
        found |= set(_days(monday, monday + timedelta(days=6)))
    sunday = easter(year)
    found |= set(_days(sunday - timedelta(days=6), sunday + timedelta(days=1)))
    last_saturday = max(one for one in _days(date(year, 6, 24), date(year, 6, 30)) if one.weekday() == 5)
    found |= set(_days(last_saturday, date(year, 8, 9)))
    return frozenset(found)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
