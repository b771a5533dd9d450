"""Pauses and closing: what rests, what stands in the way of an end, who sees what afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ending, ground

START = date(2014, 9, 1)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def row(world: Any, made: ground.Made) -> Any:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return Course.objects.get(id=made.course_id)


def equal(world: Any, on: date = ground.TODAY) -> bool:
    from samspil.delivery.queries.measurements import prove
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant("aaby"))
    with scope(by):
        return bool(prove(by, on=on).equal)


def paused(world: Any, made: ground.Made, *, cast: str = "mentor", **changed: Any) -> None:
    from samspil.delivery.actions import pauses

    given = {"from_on": ground.TODAY, "planned_on": ground.TODAY + timedelta(days=21), "reason": "away"}
    with world.as_(cast, made.slug) as by:
        pauses.pause(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, **given | changed)


def resumed(world: Any, made: ground.Made, *, cast: str = "mentor", on: date = ground.TODAY) -> None:
    from samspil.delivery.actions import pauses

    with world.as_(cast, made.slug) as by:
        pauses.resume(by=by, at=world.at, on=on, course_id=made.course_id)


def pauses_of(world: Any, made: ground.Made) -> list[tuple[Any, ...]]:
    from samspil.delivery.models.endings import CoursePause

    with world.as_("coordinator", made.slug):
        rows = CoursePause.objects.filter(course_id=made.course_id).order_by("id")
        return list(rows.values_list("from_on", "planned_on", "to_on", "reason"))


def refused(do: Any) -> str:
    """What the refusal says, and «404» where nothing is there for the one who tries."""
    from django.utils.translation import override

    from samspil.kernel.errors import Missing, Refused

    try:
        do()
    except Refused as refusal:
        with override("en"):
            return str(refusal.refusal.field or refusal.refusal)
    except Missing:
        return "404"
    return ""


# --- pauses


@pytest.mark.parametrize("cast", ["mentor", "coordinator"])
def test_a_course_rests_and_goes_on_and_what_is_owed_stays_owed(world, concept_id, cast):
    made = ground.course(world, "aaby", concept_id, on=START)

    paused(world, made, cast=cast)
    assert row(world, made).state == "paused"
    assert ground.states(world, made) == {"start": "open"}
    ground.log_session(world, made)
    assert equal(world, START)
    resumed(world, made, cast=cast)

    planned = ground.TODAY + timedelta(days=21)
    assert row(world, made).state == "active"
    assert pauses_of(world, made) == [(ground.TODAY, planned, ground.TODAY, "away")]


@pytest.mark.parametrize(
    ("cast", "changed", "why"),
    [
        ("other_mentor", {}, "404"),
        ("mentor", {"reason": "illness"}, "reason"),
        ("mentor", {"from_on": START - timedelta(days=1)}, "from_on"),
        ("mentor", {"from_on": ground.TODAY + timedelta(days=1)}, "from_on"),
        ("mentor", {"planned_on": ground.TODAY}, "planned_on"),
        ("mentor", {"planned_on": ground.TODAY + timedelta(days=367)}, "planned_on"),
        ("mentor", {}, ""),
    ],
)
def test_a_pause_has_a_reason_and_an_end_within_a_year(world, concept_id, cast, changed, why):
    made = ground.course(world, "aaby", concept_id, on=START)

    assert refused(lambda: paused(world, made, cast=cast, **changed)) == why
    assert row(world, made).state == ("active" if why else "paused")


def test_a_course_that_does_not_run_does_not_pause_and_one_that_runs_does_not_go_on(world, concept_id):
    matched = ground.course(world, "aaby", concept_id, to="matched")
    active = ground.course(world, "aaby", concept_id, on=START)

    assert "«Matchet»" in refused(lambda: paused(world, matched))
    assert refused(lambda: resumed(world, active)) == "The course is not paused."
    paused(world, active)
    assert refused(lambda: paused(world, active)) == "This has been done already."


def test_a_pause_past_its_day_waits_for_the_coordinator(world, concept_id):
    from samspil.delivery.queries.waiting import waiting_for

    made = ground.course(world, "aaby", concept_id, on=START)
    paused(world, made)
    planned = ground.TODAY + timedelta(days=21)

    def waits(on: date) -> list[tuple[Any, Any]]:
        with world.as_("coordinator", "aaby") as by:
            return [(one.course_id, one.on) for one in waiting_for(by, on=on) if one.kind == "pause"]

    assert waits(planned - timedelta(days=1)) == []
    assert waits(planned) == [(made.course_id, planned)]
    resumed(world, made, on=planned)
    assert waits(planned) == []


def test_a_stop_ends_the_pause_and_the_database_knows_no_pause_of_a_course_that_runs(world, concept_id):
    from django.db import Error

    from samspil.delivery.actions import consents
    from samspil.delivery.models.courses import Course
    from samspil.trust import audit

    made = ground.course(world, "aaby", concept_id, on=START)
    paused(world, made)

    def move() -> None:
        with world.as_("coordinator", "aaby") as by, audit.acting("test.move", by=by, at=world.at) as act:
            Course.objects.filter(id=made.course_id).update(state="active")
            act.about(Course(id=made.course_id))

    with pytest.raises(Error, match="rests exactly while a pause is open"):
        move()
    with world.as_("coordinator", "aaby") as by:
        consents.stop(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id)

    assert row(world, made).state == "ended_early"
    assert [one[2] for one in pauses_of(world, made)] == [ground.TODAY]


# --- closing


@pytest.mark.parametrize("cast", ["mentor", "coordinator"])
def test_closing_opens_the_last_measurement_and_ends_only_once_it_is_taken(world, concept_id, cast):
    from samspil.delivery.actions import endings

    made = ground.course(world, "aaby", concept_id, on=START)
    ground.answer(world, made, on=START)
    ending.begin_closing(world, made, cast=cast)

    def finish() -> None:
        said = ending.closing_words(world, made)
        with world.as_(cast, "aaby") as by:
            endings.finish_closing(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, said=said)

    assert (row(world, made).state, row(world, made).ended_on) == ("closing", ground.TODAY)
    assert ground.states(world, made) == {"start": "done", "closing": "open"}
    assert refused(finish) == "The final measurement is open: take it, or give a reason."
    assert row(world, made).state == "closing"

    ground.answer(world, made, key="closing")
    finish()

    assert row(world, made).state == "completed"
    assert equal(world)
    assert refused(finish) in ("404", "The course is not being closed.")


def test_a_reason_lets_a_course_end_without_its_last_measurement(world, concept_id):
    from samspil.delivery.actions import endings, measurements

    made = ground.course(world, "aaby", concept_id, on=START)
    ending.begin_closing(world, made)
    said = ending.closing_words(world, made, ending="ended_early", reason="lost_contact")
    with world.as_("coordinator", "aaby") as by:
        given = {"by": by, "at": world.at, "on": ground.TODAY}
        wanted = ground.measurement(world, made, "closing").id
        measurements.explain(**given, measurement_id=wanted, outcome="missed", reason="not_met")
        endings.finish_closing(**given, course_id=made.course_id, said=said)

    assert row(world, made).state == "ended_early"
    assert equal(world)


def test_the_last_day_closes_the_round_before_and_never_unmakes_one(world, concept_id):
    from samspil.delivery.actions import endings

    made = ground.course(world, "aaby", concept_id, on=date(2014, 8, 1))
    ground.tend(world, made, ground.TODAY)  # three months on 1 November, opened on 18 October
    link = ground.hand_out(world, made, key="month-3").link
    assert ground.states(world, made) == {"start": "missed", "month-3": "open"}

    def begin(day: date) -> None:
        with world.as_("mentor", "aaby") as by:
            endings.begin_closing(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, ended_on=day)

    for day in (date(2014, 7, 31), date(2014, 10, 17), date(2014, 10, 18), ground.TODAY + timedelta(days=1)):
        assert refused(lambda day=day: begin(day)) == "ended_on"
    assert equal(world)
    begin(date(2014, 10, 19))

    assert ground.states(world, made) == {"start": "missed", "month-3": "missed", "closing": "open"}
    assert ground.measurement(world, made, "month-3").late_until == date(2014, 10, 18)
    assert equal(world)
    from samspil.trust import links

    with world.as_("coordinator", "aaby"):
        assert links.is_live(link) is False


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"ending": ""}, "ending"),
        ({"ending": "transferred"}, "ending"),
        ({"reason": ""}, "reason"),
        ({"reason": "a reason nobody knows"}, "reason"),
        ({"goals": {}}, "goal_1"),
        ({"helped": "x" * 501}, "helped"),
        ({"helped": ""}, ""),
    ],
)
def test_an_end_says_how_why_and_how_each_goal_stands(world, concept_id, changed, why):
    made = ending.closing(world, "aaby", concept_id)

    assert refused(lambda: ending.finish(world, made, **changed)) == why
    assert row(world, made).state == ("closing" if why else "completed")


def test_a_course_whose_plan_was_revised_ends_by_the_goals_that_hold(world, concept_id):
    from samspil.delivery.actions import endings, plans
    from samspil.delivery.models.courses import Goal
    from samspil.delivery.rules.plans import OwnGoal
    from samspil.kernel.errors import Refused

    made = ground.course(world, "aaby", concept_id, on=START)
    revised = replace(ground.plan(made.words), goals=(OwnGoal("Sleep", "", None, None),))
    with world.as_("coordinator", "aaby") as by:
        plans.write_plan(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, plan=revised)
        live = Goal.objects.get(course_id=made.course_id, retired_on__isnull=True).id
    ending.begin_closing(world, made)

    with pytest.raises(Refused) as refused:
        ending.finish(world, made, goals={})
    with world.as_("mentor", "aaby") as by:
        said = ending.closing_words(world, made, goals={live: "reached"})
        endings.finish_closing(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, said=said)

    assert refused.value.refusal.field == "goal_1"
    assert row(world, made).state == "completed"


def test_what_was_said_so_far_is_kept_and_read_again(world, concept_id):
    from samspil.delivery.queries import endings

    made = ending.closing(world, "aaby", concept_id)
    with world.as_("mentor", "aaby") as by:
        told = endings.closing_of(by, row(world, made), at=world.at)

    assert (told.ending, told.reason, told.finished_on) == ("completed", "goals_reached", None)
    assert told.helped == made.words["helped"]
    assert [one.value for one in told.goals.values()] == ["reached"]


def test_a_goal_of_another_course_and_a_word_that_is_no_status_are_refused(world, concept_id):
    from samspil.delivery.actions import endings

    made, other = (ending.closing(world, "aaby", concept_id) for _each in range(2))
    foreign = ending.closing_words(world, other)
    unknown = ending.closing_words(world, made)
    for said in (foreign, endings.Said(goals=dict.fromkeys(unknown.goals, "improved"))):

        def write(said: Any = said) -> None:
            with world.as_("coordinator", "aaby") as by:
                endings.write_closing(by=by, at=world.at, course_id=made.course_id, said=said)

        assert refused(write) == "goals"


@pytest.mark.proves("G09")
def test_whoever_held_a_course_no_longer_sees_it_once_it_has_ended(world, concept_id):
    from samspil.delivery.models.courses import Assignment

    made = ending.closing(world, "aaby", concept_id)
    field = world.client("mentor", "aaby")
    pages = [f"/f/courses/{made.course_id}{rest}" for rest in ("", "/meeting", "/closing", "/pause", "/end")]
    assert [field.get(page).status_code for page in pages] == [200, 200, 200, 403, 403]

    ending.finish(world, made)

    assert [field.get(page).status_code for page in pages] == [404] * 5
    with world.as_("coordinator", "aaby"):
        held = Assignment.objects.filter(course_id=made.course_id).values_list("to_on", "left_because")
        assert list(held) == [(ground.TODAY, "course_ended")]
    assert world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}").status_code == 200


def test_the_database_itself_ends_no_course_with_an_open_measurement_or_without_its_ending(world, concept_id):
    from django.db import Error

    from samspil.delivery.models.courses import Course
    from samspil.delivery.models.measurements import Measurement
    from samspil.trust import audit

    made = ending.closing(world, "aaby", concept_id)

    def end() -> None:
        with world.as_("coordinator", "aaby") as by, audit.acting("test.end", by=by, at=world.at) as act:
            Course.objects.filter(id=made.course_id).update(state="completed")
            act.about(Course(id=made.course_id))

    with pytest.raises(Error, match="does not end with an open measurement"):
        end()
    with world.as_("coordinator", "aaby") as by, audit.acting("test.miss", by=by, at=world.at) as act:
        Measurement.objects.filter(course_id=made.course_id).update(state="missed")
        act.about(Course(id=made.course_id))
    with pytest.raises(Error, match="ends with its ending written"):
        end()
