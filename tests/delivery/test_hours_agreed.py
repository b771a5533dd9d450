"""Hours agreed beside hours held: for whole weeks, without rests, until the end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.test_reviews import START, weeks


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


WEEKS = [(START, 0), (START + timedelta(days=6), 0), (START + timedelta(days=7), 1), (date(2014, 11, 3), 22)]


@pytest.mark.parametrize(("until", "count"), WEEKS)
def test_only_whole_weeks_have_passed(until, count):
    from samspil.delivery.rules.reviews import agreed_minutes, full_weeks

    assert full_weeks(START, until) == count
    assert agreed_minutes(90, START, until) == 90 * count
    assert agreed_minutes(None, START, until) == 0
    assert full_weeks(until, START) == 0


def test_hours_agreed_stand_beside_hours_held_and_an_attempt_is_not_held(world, concept_id):
    from samspil.delivery.queries import reviews
    from samspil.delivery.queries.beside import course_beside

    made = ground.course(world, "aaby", concept_id, on=START)
    other = ground.course(world, "aaby", concept_id, on=weeks(20))
    ground.course(world, "baekby", concept_id, on=START)
    for number, (kind, minutes) in enumerate(
        [("meeting", 90), ("attempt", 15), ("call", 15), ("meeting", 60)], start=1
    ):
        ground.log_session(world, made, on=weeks(number), kind=kind, minutes=minutes)

    with world.as_("coordinator", "aaby") as by:
        rows, together, total = reviews.hours(by, on=ground.TODAY)
        one = reviews.hours_of(course_beside(by, made.course_id, on=ground.TODAY)[0], on=ground.TODAY)

    found = {each.course_id: (each.per_week, each.agreed, each.held) for each in rows}
    assert found == {made.course_id: (60, 22 * 60, 165), other.course_id: (60, 2 * 60, 0)}
    assert one == (22 * 60, 165)
    assert total == 2
    assert together is not None
    assert (together.agreed, together.held) == (24 * 60, 165)
    assert [each.code for each in rows] == sorted(each.code for each in rows)


def test_hours_of_a_course_that_ended_stop_at_its_end(world, concept_id):
    from samspil.delivery.actions import consents
    from samspil.delivery.queries import reviews
    from samspil.delivery.queries.beside import course_beside

    made = ground.course(world, "aaby", concept_id, on=START)
    with world.as_("coordinator", "aaby") as by:
        consents.stop(by=by, at=world.at, on=weeks(4), course_id=made.course_id)
        found = reviews.hours_of(course_beside(by, made.course_id, on=ground.TODAY)[0], on=ground.TODAY)

    assert found == (4 * 60, 0)


def test_no_time_is_agreed_for_a_rest_whether_it_is_over_or_not(world, concept_id):
    from samspil.delivery.actions import pauses
    from samspil.delivery.queries import reviews
    from samspil.delivery.queries.beside import course_beside

    made = ground.course(world, "aaby", concept_id, on=START)
    found = {}
    with world.as_("coordinator", "aaby") as by:
        rest = {"by": by, "at": world.at, "course_id": made.course_id}
        for from_on, to_on in ((weeks(2), weeks(4)), (weeks(10), None)):
            planned = from_on + timedelta(days=60)
            pauses.pause(**rest, on=from_on, from_on=from_on, planned_on=planned, reason="busy")
            if to_on:
                pauses.resume(**rest, on=to_on)
        for on in (weeks(2), weeks(3), weeks(4), weeks(10), weeks(15)):
            one = reviews.hours_of(course_beside(by, made.course_id, on=on)[0], on=on)
            rows, _together, _total = reviews.hours(by, on=on)
            found[on] = (one[0], rows[0].agreed)

    agreed = {weeks(2): 2, weeks(3): 2, weeks(4): 2, weeks(10): 8, weeks(15): 8}
    assert found == {on: (60 * count, 60 * count) for on, count in agreed.items()}


def test_a_rest_that_goes_on_after_the_last_day_takes_nothing_more_away(world, concept_id):
    from samspil.delivery.actions import endings, pauses
    from samspil.delivery.queries import reviews
    from samspil.delivery.queries.beside import course_beside

    made = ground.course(world, "aaby", concept_id, on=START)
    with world.as_("coordinator", "aaby") as by:
        call = {"by": by, "at": world.at, "course_id": made.course_id}
        pauses.pause(**call, on=weeks(10), from_on=weeks(10), planned_on=weeks(30), reason="busy")
        endings.begin_closing(**call, on=weeks(20), ended_on=weeks(12))
        one = reviews.hours_of(course_beside(by, made.course_id, on=weeks(20))[0], on=weeks(20))
        rows, _together, _total = reviews.hours(by, on=weeks(20))

    assert (one[0], rows[0].agreed) == (600, 600)
