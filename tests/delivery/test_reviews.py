"""Reviews that do not slide, and courses that go quiet."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground, planning

from samspil.kernel.errors import Refused

START = date(2014, 6, 2)
"""A Monday, 22 weeks before the programme's today."""


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def due(world: Any, made: ground.Made) -> date:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        found: date = Course.objects.get(id=made.course_id).review_due_on
        return found


def correct(world: Any, made: ground.Made, review_id: Any, held_on: date, next_on: date, **more: Any) -> None:
    from samspil.delivery.actions import reviews
    from samspil.delivery.rules.reviews import Held

    on = more.pop("on", ground.TODAY)
    held = Held(held_on, next_on, more.pop("present", ("mentor",)), **more)
    with world.as_("mentor", made.slug) as by:
        reviews.correct_review(
            by=by, at=world.at, on=on, course_id=made.course_id, review_id=review_id, held=held
        )


def weeks(number: int, after: date = START) -> date:
    return after + timedelta(weeks=number)


# --- by which day


CASES = [
    # started, reviews (held, next), plan's day, weeks: due
    (START, [], None, 6, date(2014, 7, 14)),
    (START, [], date(2014, 6, 16), 6, date(2014, 6, 16)),
    (START, [], date(2014, 9, 1), 6, date(2014, 7, 14)),
    (START, [(date(2014, 6, 30), date(2014, 7, 28))], None, 6, date(2014, 7, 28)),
    (START, [(date(2014, 6, 30), date(2014, 9, 30))], None, 6, date(2014, 8, 11)),
    (START, [(date(2014, 6, 30), date(2014, 7, 28))], date(2014, 7, 7), 6, date(2014, 7, 7)),
    (START, [(date(2014, 6, 30), date(2014, 7, 28))], date(2014, 6, 16), 6, date(2014, 7, 28)),
    (START, [(date(2014, 6, 30), date(2014, 7, 7)), (date(2014, 6, 9), START)], None, 6, date(2014, 7, 7)),
    (START, [], None, 3, date(2014, 6, 23)),
]  # fmt: skip


@pytest.mark.parametrize(("started", "held", "planned", "every", "expected"), CASES)
def test_the_next_review_is_due_by_hand_counted_days(started, held, planned, every, expected):
    from samspil.delivery.rules.reviews import due_day

    assert due_day(started, held, planned, every) == expected


def test_only_the_latest_review_moves_the_day_and_never_past_the_limit():
    """A property: whatever is changed about older reviews, and whatever day a plan names, the day stands."""
    for seed in range(500):
        the_day_stands(random.Random(seed))


def the_day_stands(pick: random.Random) -> None:
    from samspil.delivery.rules.reviews import due_day

    every = pick.randint(1, 8)
    held, day = [], START
    for _each in range(pick.randint(1, 6)):
        day += timedelta(days=pick.randint(1, 50))
        held.append((day, day + timedelta(days=pick.randint(1, every * 7))))
    planned = pick.choice([None, START + timedelta(days=pick.randint(-30, 400))])
    before = due_day(START, held, planned, every)
    last = held[-1][0]

    changed = [
        (one - timedelta(days=pick.randint(0, 3)), after + timedelta(days=pick.randint(0, 500)))
        for one, after in held[:-1]
    ]
    pick.shuffle(changed)

    assert due_day(START, [*changed, held[-1]], planned, every) == before
    assert due_day(START, held[-1:], planned, every) == before
    assert last < before <= last + timedelta(weeks=every)
    assert before <= due_day(START, held, None, every)


def test_holding_a_review_moves_the_day_and_correcting_an_older_one_does_not(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=START)
    assert due(world, made) == weeks(6)
    first = planning.review(world, made, on=weeks(3), next_on=weeks(5))
    assert due(world, made) == weeks(5)
    second = planning.review(world, made, on=weeks(8))
    assert due(world, made) == weeks(14)

    correct(world, made, first, weeks(4), weeks(10), agreed="What we said")
    assert due(world, made) == weeks(14)
    correct(world, made, second, weeks(7), weeks(9))
    assert due(world, made) == weeks(9)
    for wanted in (weeks(8), weeks(7)):
        with pytest.raises(Refused):
            correct(world, made, first, wanted, weeks(12))


def test_a_review_of_an_earlier_day_than_the_latest_moves_nothing(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=START)
    planning.review(world, made, on=weeks(8))

    planning.review(world, made, on=weeks(4))

    assert due(world, made) == weeks(14)


def test_a_new_plan_may_bring_the_day_forward_and_never_put_it_off(world, concept_id):
    from tests.delivery.test_plans import words, write

    made = ground.course(world, "aaby", concept_id, on=START)
    write(world, made, words("School"), on=weeks(5))
    assert due(world, made) == weeks(6)
    write(world, made, words("School", review_on=weeks(9)), on=weeks(5))
    assert due(world, made) == weeks(6)
    write(world, made, words("Job", review_on=weeks(5) + timedelta(days=3)), on=weeks(5))
    assert due(world, made) == weeks(5) + timedelta(days=3)


REFUSED = [
    ({"held_on": START - timedelta(days=1)}, "held_on"),
    ({"held_on": ground.TODAY + timedelta(days=1)}, "held_on"),
    ({"next_on": weeks(3)}, "next_on"),
    ({"next_on": weeks(9) + timedelta(days=1)}, "next_on"),
    ({"present": ()}, "present"),
    ({"present": ("police",)}, "present"),
    ({"agreed": "x" * 501}, "agreed"),
    ({"present": ("mentor",)}, "present"),
]


@pytest.mark.parametrize(("changed", "field"), REFUSED)
def test_the_action_refuses_what_is_no_review(world, concept_id, changed, field):
    made = ground.course(world, "aaby", concept_id, on=START)

    with pytest.raises(Refused) as caught:
        planning.review(world, made, **{"on": weeks(3), **changed})

    assert caught.value.refusal.field == field
    assert due(world, made) == weeks(6)


@pytest.mark.parametrize("value", [11, -1])
def test_a_number_off_the_scale_and_a_goal_of_another_are_refused(world, concept_id, value):
    from samspil.delivery.models.courses import Goal

    made, other = (ground.course(world, "aaby", concept_id, on=START) for _each in range(2))
    with world.as_("coordinator", "aaby"):
        own, foreign = (str(Goal.objects.get(course_id=one.course_id).id) for one in (made, other))

    with pytest.raises(Refused) as caught:
        planning.review(world, made, on=weeks(3), ratings={own: value})
    assert caught.value.refusal.field == f"rating_{own}"
    with pytest.raises(Refused):
        planning.review(world, made, on=weeks(3), ratings={foreign: 5})
    planning.review(world, made, on=weeks(3), ratings={own: 10})


def test_one_review_a_day_only_by_own_mentor_or_coordinator_and_only_while_the_course_runs(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=START)
    matched = ground.course(world, "aaby", concept_id, to="matched", on=START)

    for cast in ("other_mentor", "parent_coach", "municipal_lead"):
        with pytest.raises(Refused):
            planning.review(world, made, on=weeks(3), cast=cast)
    with pytest.raises(Refused):
        planning.review(world, matched, on=weeks(3))
    planning.review(world, made, on=weeks(3), cast="coordinator")
    with pytest.raises(Refused):
        planning.review(world, made, on=weeks(3))


def test_the_database_itself_refuses_a_review_before_the_start_and_of_nobody(world, concept_id):
    from django.db import Error, transaction

    from samspil.delivery.models.reviews import Review
    from samspil.trust.audit import writing

    made = ground.course(world, "aaby", concept_id, on=START)
    matched = ground.course(world, "aaby", concept_id, to="matched", on=START)

    def refused(one: ground.Made, **changed: Any) -> str:
        with world.as_("coordinator", "aaby") as by, writing():
            values = {
                "tenant_id": by.tenant_id,
                "course_id": one.course_id,
                "person_id": one.person_id,
                "held_on": weeks(3),
                "next_on": weeks(6),
                "present": ["person"],
                "by_role": "mentor",
                "written_at": world.at,
            }
            try:
                with transaction.atomic():
                    Review.objects.create(**{**values, **changed})
            except Error as problem:
                return str(problem).splitlines()[0]
        return "it went through"

    assert "A review belongs to a running course" in refused(matched)
    assert "delivery_review_present" in refused(made, present=[])
    assert "delivery_review_present" in refused(made, present=["person", "police"])
    assert "delivery_review_order" in refused(made, next_on=weeks(3))


# --- what waits


def waiting(world: Any, kind: str, on: date, slug: str = "aaby") -> dict[Any, date | None]:
    from samspil.delivery.queries.waiting import waiting_for

    with world.as_("coordinator", slug) as by:
        return {one.course_id: one.on for one in waiting_for(by, on=on) if one.kind == kind}


def test_a_review_waits_from_a_week_before_its_day_until_it_is_held(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=START)
    other = ground.course(world, "baekby", concept_id, on=START)

    assert waiting(world, "review", weeks(5) - timedelta(days=1)) == {}
    assert waiting(world, "review", weeks(5)) == {made.course_id: weeks(6)}
    assert waiting(world, "review", weeks(20)) == {made.course_id: weeks(6)}
    assert waiting(world, "review", weeks(5), "baekby") == {other.course_id: weeks(6)}
    planning.review(world, made, on=weeks(8))
    assert waiting(world, "review", weeks(12)) == {}


QUIET = [
    # contacts (days after the start, kind), days after the start: quiet since (days after the start) or not
    ([], 20, None),
    ([], 21, 0),
    ([(5, "meeting")], 25, None),
    ([(5, "meeting")], 26, 5),
    ([(5, "meeting"), (20, "attempt")], 26, 5),
    ([(5, "meeting"), (20, "message")], 26, None),
    ([(20, "call"), (5, "meeting")], 40, None),
    ([(20, "call"), (5, "meeting")], 41, 20),
]


@pytest.mark.parametrize(("contacts", "day", "since"), QUIET)
def test_a_course_is_quiet_after_21_days_without_contact_and_an_attempt_is_none(
    world, concept_id, contacts, day, since
):
    made = ground.course(world, "aaby", concept_id, on=START)
    for after, kind in contacts:
        held = START + timedelta(days=after)
        ground.log_session(world, made, on=held, kind=kind)

    found = waiting(world, "quiet", START + timedelta(days=day))

    assert found == ({} if since is None else {made.course_id: START + timedelta(days=since)})


def test_a_course_that_does_not_run_waits_for_no_contact_and_no_review(world, concept_id):
    from samspil.delivery.actions import consents

    made = ground.course(world, "aaby", concept_id, on=START)
    ground.course(world, "aaby", concept_id, to="matched", on=START)
    on = weeks(10)
    assert set(waiting(world, "quiet", on)) == set(waiting(world, "review", on)) == {made.course_id}
    with world.as_("coordinator", "aaby") as by:
        consents.stop(by=by, at=world.at, on=on, course_id=made.course_id)

    assert waiting(world, "quiet", on) == waiting(world, "review", on) == {}
    assert waiting(world, "plan", on) == {}


def test_a_plan_waits_after_14_days_until_everybody_asked_has_said_yes(world, concept_id):
    from tests.delivery.test_plan_yeses import accept
    from tests.delivery.test_plans import words, write

    made = ground.course(world, "aaby", concept_id)
    assert waiting(world, "plan", ground.TODAY + timedelta(days=13)) == {}
    assert waiting(world, "plan", ground.TODAY + timedelta(days=14)) == {made.course_id: ground.TODAY}
    accept(world, made)
    assert waiting(world, "plan", ground.TODAY + timedelta(days=14)) == {}
    later = ground.TODAY + timedelta(days=20)
    write(world, made, words())
    assert waiting(world, "plan", later + timedelta(days=14)) == {made.course_id: later}


def test_a_custody_holder_who_is_asked_is_waited_for_as_well(world, concept_id):
    from tests.delivery.test_plan_yeses import accept
    from tests.delivery.test_plans import words, write

    made = ground.course(world, "aaby", concept_id, custody="given", to="matched")
    write(world, made, words(), on=ground.TODAY)
    late = ground.TODAY + timedelta(days=14)

    accept(world, made)
    assert waiting(world, "plan", late) == {made.course_id: ground.TODAY}
    accept(world, made, capacity="custody_holder")
    assert waiting(world, "plan", late) == {}


# --- courses that ran before reviews were counted


def test_a_course_that_runs_already_gets_the_rhythm_that_was_meant_for_it(own_database, server):
    """The migration's statement, run again by the owner where the columns are empty."""
    from importlib import import_module

    from tests.world import built

    from samspil.interfaces.cli import launcher

    module = import_module("samspil.delivery.migrations.0005_plan_versions_and_reviews")
    world = built()
    concept_id = ground.load(world)
    running = ground.course(world, "aaby", concept_id, on=START)
    waiting_ = ground.course(world, "aaby", concept_id, to="matched", on=START)
    with launcher.connect(server.home, own_database) as link:
        link.execute("UPDATE delivery_course SET review_due_on = NULL, quiet_days = NULL")
        link.execute("SET ROLE samspil_owner")
        link.execute(module.RHYTHM)
        link.execute("RESET ROLE")
        found = {
            one: (day, days)
            for one, day, days in link.execute("SELECT id, review_due_on, quiet_days FROM delivery_course")
        }

    assert found == {running.course_id: (weeks(6), 21), waiting_.course_id: (None, None)}
