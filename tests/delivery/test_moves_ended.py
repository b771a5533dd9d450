"""A move that comes to nothing, one that may not be proposed, and the two halves of a series of rounds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery import away, ground, opening
from tests.delivery.test_moves import BEGAN, DAY, TODAY, count, move_row, packet, row, runs_out


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def course(world: Any, concept_id: Any) -> ground.Made:
    """A course of Åby since July."""
    return ground.course(world, "aaby", concept_id, on=BEGAN)


def prove(world: Any, slug: str, on: date) -> Any:
    from samspil.delivery.queries import measurements

    with world.as_("coordinator", slug) as by:
        return measurements.prove(by, on=on)


# --- no, run out, taken back


def test_a_course_that_rests_moves_and_its_pause_ends_with_it(world, course):
    from samspil.delivery.actions import pauses
    from samspil.delivery.models.endings import CoursePause

    with world.as_("coordinator", "aaby") as by:
        pauses.pause(
            by=by,
            at=world.at,
            on=TODAY,
            course_id=course.course_id,
            from_on=TODAY,
            planned_on=TODAY + timedelta(days=30),
            reason="busy",
        )
    move_id = away.propose(world, course, "ceby")
    away.accept(world, move_id, "ceby")

    assert away.settle(world, move_id, "aaby", on=DAY) == "finished"

    assert row(world, course).state == "transferred"
    with world.as_("coordinator", "aaby"):
        assert CoursePause.objects.get(course_id=course.course_id).to_on == DAY


@pytest.mark.parametrize("how", ["declined", "expired", "taken_back"])
def test_a_move_that_comes_to_nothing_leaves_the_course_and_erases_the_packet(world, course, how):
    move_id = away.propose(world, course, "ceby")
    if how == "declined":
        away.decline(world, move_id, "ceby")
    elif how == "expired":
        runs_out(world, "aaby", move_id)

    ended = away.settle(world, move_id, "aaby", on=TODAY, take_back=how == "taken_back")

    gone = move_row(world, "aaby", move_id)
    assert ended == gone.state == how
    assert (bytes(gone.packet), bytes(gone.who)) == (b"", b"")
    assert (row(world, course).state, row(world, course).series_until) == ("active", None)
    assert count(world, "ceby") == 0
    ground.tend(world, course, date(2014, 12, 20))
    assert prove(world, "aaby", date(2014, 12, 20)).equal is True
    away.propose(world, course, "ceby")


@pytest.mark.proves("G09")
@pytest.mark.parametrize("how", ["withdraws", "stops"])
def test_without_the_persons_yes_the_move_ends_in_the_same_breath(world, course, how):
    from samspil.delivery.actions import consents

    move_id = away.propose(world, course, "ceby")
    with world.as_("coordinator", "aaby") as by:
        common = {"by": by, "at": world.at, "on": TODAY, "course_id": course.course_id}
        if how == "stops":
            consents.stop(**common)
        else:
            consents.withdraw_consent(**common, purpose="sharing", recipient_number=1)

    from samspil.kernel.errors import Missing

    with pytest.raises(Missing):
        packet(world, move_id, "ceby")
    with pytest.raises(Missing):
        away.accept(world, move_id, "ceby")
    gone = move_row(world, "aaby", move_id)
    assert (gone.state, bytes(gone.packet), bytes(gone.who)) == ("taken_back", b"", b"")
    assert row(world, course).series_until is None


def test_a_yes_taken_back_to_somebody_else_leaves_the_move(world, course):
    from samspil.delivery.actions import consents

    opening.share(world, course)
    move_id = away.propose(world, course, "ceby")
    with world.as_("coordinator", "aaby") as by:
        consents.withdraw_consent(
            by=by,
            at=world.at,
            on=TODAY,
            course_id=course.course_id,
            purpose="sharing",
            recipient_number=1,
        )

    assert packet(world, move_id, "ceby").series_from == BEGAN


@pytest.mark.proves("G09")
def test_an_answer_of_a_third_municipality_counts_for_nothing(world, course):
    from samspil.delivery.models.moves import MoveAnswer
    from samspil.kernel.errors import Refused
    from samspil.trust.audit import writing

    move_id = away.propose(world, course, "ceby")
    with world.as_("coordinator", "baekby") as by, writing():
        MoveAnswer.objects.create(
            tenant_id=by.tenant_id,
            move_id=move_id,
            from_tenant_id=world.tenant("aaby"),
            accepted=True,
            answered_on=TODAY,
        )

    with pytest.raises(Refused):
        away.settle(world, move_id, "aaby")
    assert row(world, course).state == "active"


# --- who may propose, to whom, when

REFUSED = {
    "today": ({"moves_on": TODAY}, "moves_on"),
    "far away": ({"moves_on": TODAY + timedelta(days=15)}, "moves_on"),
    "to oneself": ({"to": "aaby"}, "to"),
    "to the office": ({"to": "kontoret"}, "to"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_move_is_proposed_to_another_municipality_within_two_weeks(world, course, case):
    from samspil.kernel.errors import Refused

    changed, field = REFUSED[case]
    with pytest.raises(Refused) as refused:
        away.propose(world, course, **{"to": "ceby", **changed})

    assert refused.value.refusal.field == field


@pytest.mark.parametrize("stage", ["accepted", "matched"])
def test_only_a_running_course_moves(world, concept_id, stage):
    from samspil.kernel.errors import Refused

    made = ground.course(world, "aaby", concept_id, to=stage)
    with pytest.raises(Refused):
        away.propose(world, made, "ceby")


def test_one_move_at_a_time_and_the_course_does_not_close_meanwhile(world, course):
    from django.db import IntegrityError, transaction

    from samspil.delivery.models.courses import Course
    from samspil.delivery.rules.courses import may_move
    from samspil.delivery.terms.courses import CourseState
    from samspil.kernel.errors import Refused
    from samspil.trust.audit import writing

    away.propose(world, course, "ceby")
    with pytest.raises(Refused):
        away.propose(world, course, "ceby")
    found = row(world, course)
    assert may_move(found, CourseState.CLOSING) is not None
    assert may_move(found, CourseState.PAUSED) is None
    with (
        world.as_("coordinator", "aaby"),
        pytest.raises(IntegrityError),
        transaction.atomic(),
        writing(),
    ):
        Course.objects.filter(id=course.course_id).update(state="closing")


def test_it_starts_there_on_the_day_of_the_move_at_the_earliest(world, course):
    from samspil.kernel.errors import Refused

    there = away.accept(world, away.propose(world, course, "ceby"), "ceby")
    with pytest.raises(Refused) as refused:
        away.go_on(world, there, on=DAY - timedelta(days=1))
    assert refused.value.refusal.field is None

    with pytest.raises(Refused) as refused:
        away.start(world, there, on=DAY, started_on=DAY - timedelta(days=1))
    assert refused.value.refusal.field == "started_on"
    away.start(world, there, on=DAY)


# --- the series


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    began=st.dates(date(2013, 1, 1), date(2015, 12, 31)),
    after=st.integers(1, 700),
    lasts=st.one_of(st.none(), st.integers(0, 500)),
    pause=st.integers(0, 60),
    seen=st.integers(0, 1500),
    follow_up=st.booleans(),
)
def test_two_halves_of_a_series_owe_together_what_the_whole_one_owes(
    world, concept_id, began, after, lasts, pause, seen, follow_up
):
    from samspil.delivery.models.courses import Course
    from samspil.delivery.queries.measurements import owed_windows

    day = began + timedelta(days=after)
    ended = None if lasts is None else day + timedelta(days=lasts)
    starts = day if ended is None else min(day + timedelta(days=pause), ended)
    until = began + timedelta(days=seen)

    held = {"follow_up": [(began, date.max)]} if follow_up else {}

    def keys(**changed: Any) -> list[str]:
        one = Course(concept_id=concept_id, intervention="mentor", state="active", started_on=began)
        for name, value in changed.items():
            setattr(one, name, value)
        return [window.key for window in owed_windows(one, held=held, until=until)]

    whole = keys(ended_on=ended)
    here = keys(state="transferred", ended_on=day, series_until=day)
    there = keys(series_from=began, series_on=day, started_on=starts, ended_on=ended)

    assert sorted(here + there) == sorted(whole)
    assert not set(here) & set(there)
    assert sorted(keys(series_until=day)) == sorted(here)  # the same while it only is about to move


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gap=st.integers(1, 14), later=st.integers(0, 400), late_worker=st.integers(0, 40))
def test_both_sides_prove_and_together_hold_the_rounds_of_a_course_that_stayed(
    world, concept_id, gap, later, late_worker
):
    from django.db import transaction

    with transaction.atomic():
        stayed = ground.course(world, "aaby", concept_id, on=BEGAN)
        moved = ground.course(world, "aaby", concept_id, on=BEGAN)
        ground.tend(world, moved, TODAY)
        day = TODAY + timedelta(days=gap)
        move_id = away.propose(world, moved, "ceby", moves_on=day)
        there = away.accept(world, move_id, "ceby")
        slow = day + timedelta(days=late_worker)
        ground.tend(world, stayed, slow)
        ground.tend(world, moved, slow)  # the worker tends before it comes to finish the move
        assert prove(world, "aaby", slow).equal is True
        away.settle(world, move_id, "aaby", on=slow)
        away.go_on(world, there, on=slow)
        end = slow + timedelta(days=later)
        for made in (stayed, moved, there):
            ground.tend(world, made, end)

        rounds = [ground.states(world, made) for made in (stayed, moved, there)]
        assert sorted([*rounds[1], *rounds[2]]) == sorted(rounds[0])
        assert not set(rounds[1]) & set(rounds[2])
        assert (prove(world, "aaby", end).equal, prove(world, "ceby", end).equal) == (True, True)
        transaction.set_rollback(True)
