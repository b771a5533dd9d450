"""When a group meets: a rule such as the third Wednesday of May and November, and the days it gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.delivery.planning.holidays import public_holidays
from samspil.kernel.errors import Refusal

LAST = -1
NTHS = (1, 2, 3, 4, LAST)
WEEK = timedelta(days=7)
MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Series:
    """The `nth` `weekday` (0 is Monday) of each of `months`; `LAST` is the last of the month."""

    nth: int
    weekday: int
    months: tuple[int, ...]


def must_be_a_series(nth: int, weekday: int, months: Collection[int]) -> Refusal | None:
    """A rule that some day follows."""
    if nth not in NTHS:
        return Refusal(_("Choose one of these."), "nth")
    if weekday not in range(5):
        return Refusal(_("Choose a weekday."), "weekday")
    if not months or any(one not in range(1, 13) for one in months):
        return Refusal(_("Choose at least one month."), "months")
    return None


def half_yearly(first_month: int, every_months: int) -> tuple[int, ...]:
    """The months of a year in which a group meets that meets every so many months, from one month on."""
    if every_months >= 12:
        return (first_month,)
    found = {(first_month - 1 + step) % 12 + 1 for step in range(0, 12, every_months)}
    return tuple(sorted(found))


def days_of(series: Series, first: date, last: date) -> tuple[date, ...]:
    """The days of a series from a day to a day. A public holiday gives way to the same weekday a week later,
    or the next week that is free.
    """
    found = {
        _moved(_day_in(series, year, month))
        for year in range(first.year - 1, last.year + 1)
        for month in series.months
    }
    return tuple(sorted(one for one in found if first <= one <= last))


def _day_in(series: Series, year: int, month: int) -> date:
    """The day the rule names in a month, holiday or not."""
    days = [one for one in _month(year, month) if one.weekday() == series.weekday]
    return days[-1] if series.nth == LAST else days[series.nth - 1]


def _moved(on: date) -> date:
    while on in public_holidays(on.year):
        on += WEEK
    return on


def _month(year: int, month: int) -> Iterator[date]:
    on = date(year, month, 1)
    while on.month == month:
        yield on
        on += timedelta(days=1)
