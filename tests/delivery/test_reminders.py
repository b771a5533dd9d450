"""Who is reminded of what: each step once, to the right one, and silence once it is no longer wanted."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery import ground
from tests.delivery.reminding import DUE, day, owing, told, write

OFFICE = ("coordinator", "deputy")


@pytest.fixture
def concept_id(world: Any) -> uuid.UUID:
    return ground.load(world)


def queued(*found: tuple[str, str]) -> list[tuple[str, str, str]]:
    return sorted((step, cast, "queued") for step, cast in found)


# --- writing


def test_each_step_is_written_on_its_day_to_its_recipient_and_once(world: Any, concept_id: uuid.UUID) -> None:
    made = owing(world, "aaby", concept_id)
    wrote = {}
    for days in (-8, -7, -6, 0, 7, 14, 15, 60):
        wrote[days] = [write(world, day(days)) for _twice in range(2)]

    assert wrote == {
        -8: [0, 0],
        -7: [1, 0],
        -6: [0, 0],
        0: [1, 0],
        7: [1, 0],
        14: [2, 0],
        15: [0, 0],
        60: [0, 0],
    }
    assert told(world, made) == queued(
        ("soon", "mentor"),
        ("today", "mentor"),
        ("after", "mentor"),
        *(("reason", cast) for cast in OFFICE),
    )


def test_a_worker_that_slept_for_a_month_tells_of_the_newest_step_alone(
    world: Any, concept_id: uuid.UUID
) -> None:
    made, other = (owing(world, "aaby", concept_id, due=day(back)) for back in (0, 20))

    assert write(world, day(25)) == 3

    assert told(world, made) == queued(*(("reason", cast) for cast in OFFICE))
    assert told(world, other) == queued(("today", "mentor"))


def test_a_step_s_day_is_a_day_of_the_installation_whatever_the_clocks_do(
    world: Any, concept_id: uuid.UUID
) -> None:
    """The last Sunday of October has 25 hours: the step comes on its day, not an hour or a day off."""
    made = owing(world, "aaby", concept_id, due=date(2014, 11, 2))

    wrote = [write(world, date(2014, 10, 26) + timedelta(days=off)) for off in (-1, 0, 0, 1)]

    assert (wrote, told(world, made)) == ([0, 1, 0, 0], queued(("soon", "mentor")))


def test_a_clock_that_goes_back_writes_nothing_twice(world: Any, concept_id: uuid.UUID) -> None:
    made = owing(world, "aaby", concept_id)

    wrote = [write(world, day(days)) for days in (0, -1, 0, -7, 0)]

    assert wrote == [1, 1, 0, 0, 0], "the day before is at the step before, once"
    assert told(world, made) == queued(("soon", "mentor"), ("today", "mentor"))


def test_a_copy_of_the_concept_file_with_other_days_changes_what_happens(world: Any) -> None:
    concept = ground.the_concept()
    first, *others = concept.progression.schedule.reminders
    steps = (replace(first, slug="early", days=-3), replace(others[-1], days=2))
    schedule = replace(concept.progression.schedule, reminders=steps)
    changed = replace(concept, slug="other", progression=replace(concept.progression, schedule=schedule))
    made = owing(world, "aaby", ground.load(world, changed))

    wrote = [write(world, day(days)) for days in (-7, -3, 0, 1, 2, 14)]

    assert wrote == [0, 1, 0, 0, 2, 0]
    assert told(world, made) == queued(("early", "mentor"), *(("reason", cast) for cast in OFFICE))


def test_a_concept_without_reminders_reminds_nobody(world: Any) -> None:
    concept = ground.the_concept()
    schedule = replace(concept.progression.schedule, reminders=())
    silent = replace(concept, slug="other", progression=replace(concept.progression, schedule=schedule))
    made = owing(world, "aaby", ground.load(world, silent))

    assert [write(world, day(days)) for days in (-7, 0, 7, 14)] == [0, 0, 0, 0]
    assert told(world, made) == []


# --- silence


def explain(
    world: Any, made: ground.Made, on: date, outcome: str = "missed", reason: str = "not_met"
) -> None:
    from samspil.delivery.actions.measurements import explain as action

    with world.as_("coordinator", made.slug) as by:
        action(
            by=by,
            at=ground.at_day(on),
            on=on,
            measurement_id=made.measurement_id,
            outcome=outcome,
            reason=reason,
        )


def stop(world: Any, made: ground.Made, on: date) -> None:
    from samspil.delivery.actions import consents

    with world.as_("coordinator", made.slug) as by:
        consents.stop(by=by, at=ground.at_day(on), on=on, course_id=made.course_id)


def withdraw(world: Any, made: ground.Made, on: date, purpose: str = "support") -> None:
    from samspil.delivery.actions import consents

    with world.as_("coordinator", made.slug) as by:
        consents.withdraw_consent(
            by=by, at=ground.at_day(on), on=on, course_id=made.course_id, purpose=purpose
        )


def pause(world: Any, made: ground.Made, on: date) -> None:
    from samspil.delivery.actions import pauses

    with world.as_("mentor", made.slug) as by:
        pauses.pause(
            by=by,
            at=ground.at_day(on),
            on=on,
            course_id=made.course_id,
            from_on=on,
            planned_on=on + timedelta(days=21),
            reason="away",
        )


def resume(world: Any, made: ground.Made, on: date) -> None:
    from samspil.delivery.actions import pauses

    with world.as_("mentor", made.slug) as by:
        pauses.resume(by=by, at=ground.at_day(on), on=on, course_id=made.course_id)


def hand_over(world: Any, made: ground.Made, on: date) -> None:
    from samspil.delivery.actions.handover import hand_over as action

    with world.as_("coordinator", made.slug) as by:
        action(
            by=by,
            at=ground.at_day(on),
            on=on,
            appointment_id=world.member("mentor", made.slug).appointment_id,
            takers={made.course_id: world.member("other_mentor", made.slug).appointment_id},
            because="leaves",
        )


QUIET = {
    "answered": lambda world, made, on: ground.answer(world, made, on=on),
    "missed with a reason": explain,
    "excused": lambda world, made, on: explain(world, made, on, "excused", "illness"),
    "stopped": stop,
    "consent withdrawn": withdraw,
    "paused": pause,
}


@pytest.mark.parametrize("how", QUIET)
def test_nothing_is_written_of_what_is_no_longer_wanted(world: Any, concept_id: uuid.UUID, how: str) -> None:
    made, control = owing(world, "aaby", concept_id), owing(world, "aaby", concept_id)
    QUIET[how](world, made, day(-10))

    wrote = [write(world, day(days)) for days in (-7, 0, 7, 14)]

    assert told(world, made) == []
    assert (wrote, len(told(world, control))) == ([1, 1, 1, 2], 5), "the other course is reminded of all"


@pytest.mark.parametrize("how", QUIET)
def test_what_is_queued_is_dropped_the_moment_it_is_no_longer_wanted(
    world: Any, concept_id: uuid.UUID, how: str
) -> None:
    made, control = owing(world, "aaby", concept_id), owing(world, "aaby", concept_id)
    assert write(world, day(0)) == 2

    QUIET[how](world, made, day(0))

    assert told(world, made) == [("today", "mentor", "dropped")]
    assert told(world, control) == queued(("today", "mentor"))
    assert write(world, day(0)) == 0, "and stays so"


@pytest.mark.proves("G09")
def test_after_a_hand_over_the_new_one_is_told_and_the_former_is_not(
    world: Any, concept_id: uuid.UUID
) -> None:
    made = owing(world, "aaby", concept_id)
    write(world, day(0))

    hand_over(world, made, day(1))
    assert told(world, made) == [("today", "mentor", "dropped")]
    assert write(world, day(1)) == 1

    assert told(world, made) == [("today", "mentor", "dropped"), ("today", "other_mentor", "queued")]


def test_a_course_that_goes_on_after_a_pause_is_reminded_again_where_it_stands(
    world: Any, concept_id: uuid.UUID
) -> None:
    made = owing(world, "aaby", concept_id)
    write(world, day(0))
    pause(world, made, day(0))
    assert write(world, day(3)) == 0

    resume(world, made, day(4))

    assert write(world, day(4)) == 1
    assert told(world, made) == queued(("today", "mentor"))


def test_one_missed_without_a_reason_is_the_coordinator_s_alone(world: Any, concept_id: uuid.UUID) -> None:
    """Its window closed early, where the next one opened: nobody can make it any more."""
    from samspil.delivery.models.measurements import Measurement
    from samspil.trust.audit import writing

    made = owing(world, "aaby", concept_id)
    with world.as_("coordinator", "aaby"), writing():
        Measurement.objects.filter(id=made.measurement_id).update(state="missed")

    assert [write(world, day(days)) for days in (0, 7, 14)] == [0, 0, 2]
    assert told(world, made) == queued(*(("reason", cast) for cast in OFFICE))


def test_after_the_end_every_step_is_the_coordinator_s(world: Any, concept_id: uuid.UUID) -> None:
    from tests.delivery import ending

    from samspil.delivery.models.measurements import Measurement

    made = ending.ended(world, "aaby", concept_id)
    with world.as_("coordinator", "aaby"):
        last = Measurement.objects.get(course_id=made.course_id, state="open")
    for days in (-7, 0, 14):
        write(world, last.due_on + timedelta(days=days))

    assert told(world, made, last.id) == queued(
        *((step, cast) for step in ("soon", "today", "reason") for cast in OFFICE)
    )


def test_whoever_has_left_or_was_on_loan_is_not_reminded(world: Any, concept_id: uuid.UUID) -> None:
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    made = owing(world, "aaby", concept_id)
    post = world.member("mentor", "aaby").appointment_id
    with world.as_("coordinator", "aaby"), writing():
        Appointment.objects.filter(id=post).update(to_on=day(-1))

    assert [write(world, day(days)) for days in (-1, 0, 14)] == [1, 0, 2]
    assert [one for one in told(world, made) if one[1] == "mentor"] == [("soon", "mentor", "queued")]


def test_a_municipality_s_reminders_are_its_own(world: Any, concept_id: uuid.UUID) -> None:
    from samspil.delivery.models.sending import Reminder

    owing(world, "aaby", concept_id)
    owing(world, "baekby", concept_id)
    assert write(world, day(0)) == 2

    for slug in ("aaby", "baekby"):
        with world.as_("coordinator", slug):
            assert {one.tenant_id for one in Reminder.objects.all()} == {world.tenant(slug)}


# --- the database itself


def test_the_database_keeps_one_row_a_step_and_the_order_of_the_states(
    world: Any, concept_id: uuid.UUID
) -> None:
    from django.db import IntegrityError, transaction

    from samspil.delivery.models.sending import Reminder
    from samspil.kernel.ids import uuid7
    from samspil.trust.audit import writing

    owing(world, "aaby", concept_id)
    write(world, day(0))
    with world.as_("coordinator", "aaby"), writing():
        one = Reminder.objects.get()
        same = {
            name: getattr(one, name)
            for name in ("tenant_id", "measurement_id", "person_id", "recipient_id", "step", "written_on")
        }
        with pytest.raises(IntegrityError, match="delivery_reminded_once"), transaction.atomic():
            Reminder.objects.create(**same)
        with pytest.raises(IntegrityError, match="begins in the queue"), transaction.atomic():
            Reminder.objects.create(**same | {"step": "x"}, state="sending", letter=uuid7())
        rows = Reminder.objects.filter(id=one.id)
        for state, words in (("sent", "from queued to sent"), ("handing", "from queued to handing")):
            with pytest.raises(IntegrityError, match=words), transaction.atomic():
                rows.update(state=state, letter=uuid7())
        with pytest.raises(IntegrityError, match="delivery_reminder_claimed"), transaction.atomic():
            rows.update(state="sending")
        rows.update(state="sending", letter=uuid7())
        rows.update(state="handing")
        rows.update(state="sent", sent_on=day(0))
        for state in ("queued", "sending", "dropped"):
            with pytest.raises(IntegrityError, match=f"from sent to {state}"), transaction.atomic():
                rows.update(state=state, letter=None, sent_on=None)


# --- by arithmetic alone

STEPS = ground.the_concept().progression.schedule.reminders
STATES = ("open", "done", "late", "missed", "excused", "stopped")
COURSES = ("active", "paused", "closing", "completed", "ended_early", "transferred", "followed_up")


@given(
    st.sampled_from(STATES),
    st.sampled_from(("", "not_met")),
    st.sampled_from(COURSES),
    st.integers(-30, 60),
)
def test_who_is_called_follows_from_how_it_stands(state: str, reason: str, course: str, days: int) -> None:
    """A second telling of the rule, from its words."""
    from samspil.delivery.rules.sending import Standing, call_of

    call = call_of(STEPS, Standing(state, reason, DUE, course), day(days))
    reached = [one for one in STEPS if days >= one.days]
    silent = course in ("paused", "transferred", "followed_up") or not reached
    over = course in ("completed", "ended_early")
    if silent or state in ("done", "late", "excused", "stopped") or (state == "missed" and reason):
        assert call is None
    elif state == "missed":
        assert (call is not None) == (days >= 14)
    else:
        assert call is not None
        assert (call.step.slug, call.to_office) == (reached[-1].slug, over or days >= 14)


@pytest.mark.parametrize("rows", [1, 12])
def test_writing_asks_as_many_questions_however_many_rows(
    world: Any, concept_id: uuid.UUID, rows: int, django_assert_num_queries: Any
) -> None:
    from samspil.delivery.actions.sending import write_reminders
    from samspil.delivery.queries import sending
    from samspil.kernel.actor import Actor
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing
    from samspil.trust.scope import scope

    with world.as_("coordinator", "aaby"), writing():
        Appointment.objects.filter(id=world.member("mentor", "aaby").appointment_id).update(capacity=40)
    for _each in range(rows):
        owing(world, "aaby", concept_id)
    by = Actor.job(world.tenant("aaby"))
    with scope(by):
        sending.due(by, on=day(-30))  # the concept is read once and remembered
        with django_assert_num_queries(WRITING):
            found = sending.due(by, on=day(0))
            wrote = write_reminders(by=by, at=world.at, on=day(0), due=found)

    assert (len(found), wrote) == (rows, rows)


WRITING = 14
