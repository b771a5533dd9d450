"""Days on which nobody is visited, against the almanac."""

from __future__ import annotations

from datetime import date

import pytest

from samspil.delivery.planning.holidays import easter, public_holidays, school_breaks

EASTERS = {
    2013: (3, 31),
    2014: (4, 20),
    2015: (4, 5),
    2024: (3, 31),
    2025: (4, 20),
    2026: (4, 5),
    2038: (4, 25),
}


@pytest.mark.parametrize("year", EASTERS)
def test_easter_is_when_the_almanac_says(year):
    assert easter(year) == date(year, *EASTERS[year])


def test_the_holidays_of_2015_are_those_of_the_almanac():
    days = {(1, 1), (4, 2), (4, 3), (4, 5), (4, 6), (5, 1), (5, 14), (5, 24), (5, 25), (6, 5)}
    days |= {(12, 24), (12, 25), (12, 26), (12, 31)}
    assert public_holidays(2015) == {date(2015, *one) for one in days}


def test_great_prayer_day_is_a_holiday_until_2023():
    assert date(2023, 5, 5) in public_holidays(2023)
    assert date(2024, 4, 26) not in public_holidays(2024)


def test_schools_are_closed_in_weeks_7_and_42_the_summer_and_at_christmas():
    closed = school_breaks(2014)
    inside = [date(2014, 2, 10), date(2014, 2, 16), date(2014, 10, 13), date(2014, 6, 28), date(2014, 12, 23)]
    outside = [date(2014, 2, 9), date(2014, 2, 17), date(2014, 10, 12), date(2014, 6, 27), date(2014, 8, 10)]
    assert set(inside) <= closed
    assert not set(outside) & closed
