"""The groups: who sits in them, which days a rule gives, and that a seat opens and closes."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery import ground
from tests.governance import steering

from samspil.delivery.planning.holidays import public_holidays
from samspil.governance.rules.series import LAST, Series, days_of, half_yearly, must_be_a_series
from samspil.kernel.errors import Missing, Refused

SERIES = st.builds(
    Series,
    st.sampled_from([1, 2, 3, 4, LAST]),
    st.integers(0, 4),
    st.sets(st.integers(1, 12), min_size=1).map(lambda found: tuple(sorted(found))),
)
YEARS = st.integers(2013, 2060)


def test_the_third_wednesday_of_may_and_november():
    found = days_of(Series(3, 2, (5, 11)), date(2014, 1, 1), date(2015, 12, 31))

    assert found == (date(2014, 5, 21), date(2014, 11, 19), date(2015, 5, 20), date(2015, 11, 18))


def test_a_public_holiday_gives_way_by_a_week_and_by_two_where_the_next_is_one_too():
    ascension, constitution, whit_monday = date(2014, 5, 29), date(2014, 6, 5), date(2014, 6, 9)
    assert {ascension, constitution, whit_monday} <= public_holidays(2014)

    assert days_of(Series(LAST, 3, (5,)), date(2014, 5, 1), date(2014, 6, 30)) == (date(2014, 6, 12),)
    assert days_of(Series(2, 0, (6,)), date(2014, 6, 1), date(2014, 6, 30)) == (date(2014, 6, 16),)


@given(SERIES, YEARS)
def test_a_year_has_a_day_for_each_month_none_a_holiday_and_all_on_the_weekday(series, year):
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = days_of(series, first, last)

    assert all(one.weekday() == series.weekday for one in found)
    assert not any(one in public_holidays(one.year) for one in found)
    assert all(first <= one <= last for one in found)
    assert found == tuple(sorted(set(found)))
    for month in series.months:
        in_month = _weekdays(year, month, series.weekday)
        named = in_month[-1] if series.nth == LAST else in_month[series.nth - 1]
        held = next(one for one in _later(named) if one not in public_holidays(one.year))
        assert held.year != year or held in found


@given(SERIES, YEARS, st.integers(0, 400), st.integers(0, 400))
def test_the_days_of_two_stretches_are_those_of_both_together(series, year, before, after):
    middle = date(year, 2, 28)
    first, last = middle - timedelta(days=before), middle + timedelta(days=after)

    halves = days_of(series, first, middle) + days_of(series, middle + timedelta(days=1), last)

    assert halves == days_of(series, first, last)


def test_the_last_weekday_of_february_follows_the_leap_year():
    fridays = [days_of(Series(LAST, 4, (2,)), date(year, 2, 1), date(year, 3, 1)) for year in (2015, 2016)]

    assert fridays == [(date(2015, 2, 27),), (date(2016, 2, 26),)]
    assert days_of(Series(LAST, 0, (2,)), date(2016, 2, 1), date(2016, 3, 1)) == (date(2016, 2, 29),)


def _weekdays(year, month, weekday):
    days = (date(year, month, 1) + timedelta(days=one) for one in range(31))
    return [one for one in days if one.month == month and one.weekday() == weekday]


def _later(on):
    return (on + timedelta(days=7 * one) for one in range(6))


@pytest.mark.parametrize(
    ("told", "field"),
    [((5, 2, (5,)), "nth"), ((3, 6, (5,)), "weekday"), ((3, 2, ()), "months"), ((3, 2, (13,)), "months")],
)
def test_a_rule_that_no_day_follows_is_refused_beside_its_field(told, field):
    assert must_be_a_series(*told).field == field
    assert must_be_a_series(3, 2, (5, 11)) is None


def test_every_six_months_from_may_are_may_and_november():
    assert half_yearly(5, 6) == (5, 11)
    assert half_yearly(11, 6) == (5, 11)
    assert half_yearly(1, 4) == (1, 5, 9)
    assert half_yearly(3, 24) == (3,)


def test_the_groups_come_from_the_concept_file_and_are_founded_once(world):
    from samspil.governance.queries import groups

    first, again = steering.found(world), steering.found(world)
    assert first == again
    concept = ground.the_concept().organisation

    with world.as_("municipal_lead", "aaby") as by:
        office = groups.office_of(by)
        kinds = [one.kind for one in groups.groups(by, office)]
        sat = [
            (one.organisation, one.capacity, one.chairs)
            for one in groups.seats(by, office, first["steering"])
        ]
    assert (office, kinds) == (world.tenant("kontoret"), ["steering", "network"])
    leads, ministry = concept.steering_group.members[0], concept.steering_group.members[1]
    assert sat == [
        ("Programkontoret", ministry, True),
        ("Bækby", leads, False),
        ("Evaluering Nord", leads, False),
        ("Åby", leads, False),
    ]


def test_an_organisation_without_a_seat_reads_nothing_and_one_whose_seat_ends_no_more(world):
    from samspil.governance.actions import groups as actions
    from samspil.governance.models.meetings import Meeting
    from samspil.governance.queries import groups

    made = steering.found(world)
    steering.planned(world, made["steering"])

    def read(slug):
        with world.as_("coordinator", slug) as by:
            try:
                office = groups.office_of(by)
            except Missing:
                office = None
            return office, Meeting.objects.presented().count()

    office = world.tenant("kontoret")
    assert (read("aaby"), read("ceby")) == ((office, 4), (None, 0))
    with world.as_("programme_office") as by:
        for key in made.values():
            seat = next(one for one in groups.seats(by, office, key) if one.organisation == "Åby")
            actions.end_seat(by=by, at=world.at, on=ground.TODAY, seat_id=seat.id, to_on=ground.TODAY)
    assert (read("aaby"), read("baekby")) == ((None, 0), (office, 4))


def test_seats_are_refused_beside_their_field_and_the_chair_stays(world):
    from samspil.governance.actions import groups
    from samspil.governance.queries import groups as queries

    made = steering.found(world)
    capacity = ground.the_concept().organisation.steering_group.members[0]
    asked = {
        "organisations": ([], capacity, "Leder", steering.FOUNDED_ON),
        "title": ([world.tenant("ceby")], capacity, " ", steering.FOUNDED_ON),
        "capacity": ([world.tenant("ceby")], "noget andet", "Leder", steering.FOUNDED_ON),
        "from_on": ([world.tenant("ceby")], capacity, "Leder", date(2015, 1, 1)),
    }
    with world.as_("programme_office") as by:
        common = {"by": by, "at": world.at, "on": ground.TODAY, "group_id": made["steering"]}
        for field, told in asked.items():
            with pytest.raises(Refused) as caught:
                groups.give_seats(seats=groups.NewSeats(*told), **common)
            assert caught.value.refusal.field == field
        again = ([world.tenant("aaby")], capacity, "Leder", steering.FOUNDED_ON)
        person = ([world.tenant("ceby")], capacity, "Leder Amalie Holm", steering.FOUNDED_ON)
        with pytest.raises(Refused) as twice:
            groups.give_seats(seats=groups.NewSeats(*again), **common)
        assert twice.value.refusal.field == "organisations"
        with pytest.raises(Refused) as named:
            groups.give_seats(seats=groups.NewSeats(*person), **common)
        assert named.value.refusal.field == "title"
        chair = next(one for one in queries.seats(by, by.tenant_id, made["steering"]) if one.chairs)
        with pytest.raises(Refused):
            groups.end_seat(by=by, at=world.at, on=ground.TODAY, seat_id=chair.id, to_on=ground.TODAY)
    with world.as_("municipal_lead", "aaby") as by, pytest.raises(Refused):
        groups.give_seats(
            by=by,
            at=world.at,
            on=ground.TODAY,
            group_id=made["steering"],
            seats=groups.NewSeats([world.tenant("ceby")], capacity, "Leder", steering.FOUNDED_ON),
        )


def test_a_series_plans_its_meetings_once_and_within_the_programme(world):
    from samspil.governance.actions import groups
    from samspil.governance.queries import meetings

    made = steering.found(world)
    keys = steering.planned(world, made["steering"])
    assert steering.planned(world, made["steering"]) == keys

    with world.as_("coordinator", "aaby") as by:
        found = [(one.on, one.starts_at) for one in meetings.meetings(by, world.tenant("kontoret"))]
    days = (date(2014, 5, 21), date(2014, 11, 19), date(2015, 5, 20), date(2015, 11, 18))
    assert found == [(one, time(10)) for one in days]
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        groups.plan_series(
            by=by,
            at=world.at,
            on=ground.TODAY,
            group_id=made["steering"],
            series=Series(1, 0, (1,)),
            starts_at=time(9),
        )


def test_the_database_keeps_one_chair_and_one_seat(world):
    from samspil.governance.models.groups import Seat
    from samspil.trust.audit import writing

    made = steering.found(world)
    office = world.tenant("kontoret")
    told = {"group_id": made["steering"], "capacity": "x", "title": "x", "from_on": ground.TODAY}
    for organisation, chairs in ((world.tenant("ceby"), True), (world.tenant("aaby"), False)):
        with world.as_("programme_office"), writing(), pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.create(tenant_id=office, organisation_id=organisation, chairs=chairs, **told)
    with world.as_("programme_office"), writing():
        assert Seat.objects.create(tenant_id=office, organisation_id=world.tenant("ceby"), **told)
