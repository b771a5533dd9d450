"""Plans: versions that stand, goals that are retired, steps, and whose yes a plan needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground

from samspil.kernel.errors import Refused

LATER = ground.TODAY + timedelta(days=20)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def write(world: Any, made: ground.Made, plan: Any, *, cast: str = "mentor", on: date = LATER) -> None:
    from samspil.delivery.actions import plans

    with world.as_(cast, made.slug) as by:
        plans.write_plan(by=by, at=ground.at_day(on), on=on, course_id=made.course_id, plan=plan)


def words(*goals: str, **changed: Any) -> Any:
    from samspil.delivery.rules.plans import OwnGoal, PlanWords, Step

    plan = PlanWords(
        purpose="A day that holds",
        tasks="Meet each week",
        expected_months=6,
        agreed_minutes=60,
        goals=tuple(OwnGoal(one) for one in goals or ("School",)),
        steps=(Step("Mentor", "Call the school", "on Monday"),),
    )
    return replace(plan, **changed)


def versions(world: Any, made: ground.Made) -> Any:
    from samspil.delivery.queries import plans
    from samspil.delivery.queries.courses import course_for

    with world.as_("coordinator", made.slug) as by:
        return plans.versions(by, course_for(by, made.course_id), at=world.at)


def goals(world: Any, made: ground.Made) -> list[tuple[int, bool]]:
    """Every goal the course ever had, as (number, is it live)."""
    from samspil.delivery.models.courses import Goal

    with world.as_("coordinator", made.slug):
        rows = Goal.objects.filter(course_id=made.course_id).order_by("id")
        return [(one.number, one.retired_on is None) for one in rows]


def standing(world: Any, made: ground.Made) -> Any:
    from samspil.delivery.queries import plans
    from samspil.delivery.queries.courses import course_for

    with world.as_("mentor", made.slug) as by:
        return plans.standing(by, course_for(by, made.course_id), at=world.at)


def test_every_plan_is_a_version_and_the_earlier_ones_stay_as_they_were(world, concept_id):
    made = ground.course(world, "aaby", concept_id)
    write(world, made, words("School", "Job"))
    write(world, made, words("School", "Job", purpose="Another purpose"), on=LATER + timedelta(days=1))

    found = versions(world, made)

    assert [(one.number, one.by_role) for one in found] == [(3, "mentor"), (2, "mentor"), (1, "coordinator")]
    assert [one.replaced_on for one in found] == [None, LATER + timedelta(days=1), LATER]
    assert found[2].words == ground.plan(made.words)
    assert [one.words.purpose for one in found[:2]] == ["Another purpose", "A day that holds"]
    assert standing(world, made).words == words("School", "Job", purpose="Another purpose")


def test_what_changed_is_told_part_by_part():
    from samspil.delivery.rules.plans import Change, OwnGoal, Step, changes

    before = words("School", "Job")
    after = words(
        "School",
        "Sleep",
        agreed_minutes=90,
        steps=(*before.steps, Step("The person", "Go to the club")),
        helpers=("Teacher",),
    )

    assert changes(before, before) == ()
    assert changes(before, after) == (
        Change("agreed_minutes", (60,), (90,)),
        Change("goals", (OwnGoal("Job"),), (OwnGoal("Sleep"),)),
        Change("steps", (), (Step("The person", "Go to the club"),)),
        Change("helpers", (), ("Teacher",)),
    )
    assert [one.part for one in changes(before, replace(before, goals=before.goals[::-1]))] == ["goals"]


def test_a_plan_that_says_nothing_new_is_no_version(world, concept_id):
    made = ground.course(world, "aaby", concept_id)

    with pytest.raises(Refused, match="Intet er ændret endnu"):
        write(world, made, ground.plan(made.words))

    assert len(versions(world, made)) == 1


def test_a_replaced_goal_is_retired_and_what_touched_it_keeps_it(world, concept_id):
    from samspil.delivery.queries import courses

    made = ground.course(world, "aaby", concept_id)
    ground.log_session(world, made)
    write(world, made, words("School", "Job", "Sleep"))

    with world.as_("mentor", "aaby") as by:
        course = courses.course_for(by, made.course_id)
        plan, contacts = courses.plan_of(by, course, at=world.at)
        ticked = [text for _key, text in courses.goals_of(by, course, at=world.at)]
    assert [text for _key, text in plan.goals] == ticked == ["School", "Job", "Sleep"]
    assert [one.goals for one in contacts] == [(made.words["goal"],)]
    assert goals(world, made) == [(1, False), (1, True), (2, True), (3, True)]


def test_a_goal_with_the_same_words_stays_the_same_goal(world, concept_id):
    from samspil.delivery.rules.plans import OwnGoal

    made = ground.course(world, "aaby", concept_id)
    write(world, made, words("School", "Job", "Sleep"))
    before = {goal.words: key for key, goal in standing(world, made).goals}

    write(world, made, words(goals=(OwnGoal("Club"), OwnGoal("Job", "I get up", 2, 8))))
    after = {goal.words: (key, goal) for key, goal in standing(world, made).goals}

    assert set(after) == {"Club", "Job"}
    assert after["Job"] == (before["Job"], OwnGoal("Job", "I get up", 2, 8))


def test_the_database_keeps_three_live_goals_a_touched_goal_and_every_version(world, concept_id):
    from django.db import Error, connection, transaction

    from samspil.delivery.models.courses import Goal
    from samspil.delivery.models.plans import PlanVersion
    from samspil.trust.audit import writing

    made = ground.course(world, "aaby", concept_id)
    ground.log_session(world, made)
    write(world, made, words("School", "Job", "Sleep"))

    def refused(work: Any) -> str:
        with world.as_("coordinator", "aaby"), writing():
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    work()
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except Error as problem:
                return str(problem).splitlines()[0]
        return "it went through"

    with world.as_("coordinator", "aaby") as by:
        touched = Goal.objects.get(course_id=made.course_id, retired_on__isnull=False)
        plan = PlanVersion.objects.get(course_id=made.course_id, number=1)
        fourth = Goal(tenant_id=by.tenant_id, course_id=made.course_id, person_id=made.person_id, number=2)
        rows = PlanVersion.objects.filter(id=plan.id)
    assert "delivery_goal_number" in refused(lambda: fourth.save(force_insert=True))
    assert "delivery_sessiongoal" in refused(
        lambda: Goal.objects.filter(id=touched.id)._raw_delete("default")
    )
    assert "never changed" in refused(lambda: rows.update(content=b"\x01"))
    assert "never changed" in refused(lambda: rows.update(written_on=LATER))
    assert "never changed" in refused(lambda: rows.update(replaced_on=LATER + timedelta(days=9)))
    assert "delivery_one_current_plan" in refused(lambda: rows.update(replaced_on=None))


def test_steps_that_stay_keep_the_day_they_were_done(world, concept_id):
    from samspil.delivery.actions import plans
    from samspil.delivery.rules.plans import Step

    made = ground.course(world, "aaby", concept_id)
    write(world, made, words())
    one = standing(world, made).steps[0]
    with world.as_("mentor", "aaby") as by:
        plans.tick_step(by=by, at=world.at, on=LATER, course_id=made.course_id, step_id=one.id, done=True)

    write(world, made, words(steps=(Step("The person", "Go to the club"), one.step)))

    told = standing(world, made).steps
    assert [(each.step, each.done_on) for each in told] == [
        (Step("The person", "Go to the club"), None),
        (one.step, LATER),
    ]
    assert told[1].id == one.id


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"purpose": "x" * 501}, "purpose"),
        ({"goals": ("a", "A")}, "goal_2"),
        ({"goals": ("x" * 41,)}, "goal_1"),
        ({"goals": ("a", "b", "c", "d")}, "goal_1"),
        ({"now": 11}, "goal_1_now"),
        ({"wanted": -1}, "goal_1_wanted"),
        ({"steps": 7}, "step_6_what"),
        ({"who": ""}, "step_1_what"),
        ({"helpers": ("x" * 201,)}, "helpers"),
        ({"review_on": LATER}, "review_on"),
        ({"review_on": LATER + timedelta(days=43)}, "review_on"),
    ],
)
def test_the_action_itself_refuses_what_does_not_fit(world, concept_id, changed, field):
    from samspil.delivery.rules.plans import OwnGoal, Step

    made = ground.course(world, "aaby", concept_id)
    name, value = next(iter(changed.items()))
    plan = {
        "goals": lambda: words(*value) if name == "goals" else None,
        "now": lambda: words(goals=(OwnGoal("a", now=value),)),
        "wanted": lambda: words(goals=(OwnGoal("a", wanted=value),)),
        "steps": lambda: words(steps=tuple(Step("Mentor", f"step {n}") for n in range(7))),
        "who": lambda: words(steps=(Step("", "Call"),)),
    }.get(name, lambda: words(**changed))()

    with pytest.raises(Refused) as caught:
        write(world, made, plan)

    assert caught.value.refusal.field == field
    assert len(versions(world, made)) == 1


WHO_WRITES = [
    ("coordinator", "active", True),
    ("deputy", "active", True),
    ("mentor", "active", True),
    ("mentor", "matched", True),
    ("other_mentor", "active", False),
    ("parent_coach", "active", False),
    ("municipal_lead", "active", False),
    ("mentor", "accepted", False),
    ("coordinator", "accepted", False),
]


@pytest.mark.parametrize(("cast", "stage", "may"), WHO_WRITES)
def test_the_own_mentor_and_the_coordinator_write_the_plan_and_nobody_else(
    world, concept_id, cast, stage, may
):
    made = ground.course(world, "aaby", concept_id, to=stage)

    if may:
        write(world, made, words(), cast=cast)
    else:
        with pytest.raises(Refused):
            write(world, made, words(), cast=cast)

    assert [one.by_role for one in versions(world, made)][:1] == (
        [world.member(cast, "aaby").role] if may else [] if stage != "active" else ["coordinator"]
    )


def test_a_plan_written_before_the_start_is_the_one_the_course_starts_with(world, concept_id):
    from samspil.delivery.actions import courses

    made = ground.course(world, "aaby", concept_id, to="matched")
    write(world, made, words("School"), on=ground.TODAY)
    with pytest.raises(Refused), world.as_("mentor", "aaby") as by:
        courses.start_course(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            started_on=ground.TODAY,
            plan=words("School"),
        )
    with world.as_("coordinator", "aaby") as by:
        courses.start_course(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            started_on=ground.TODAY,
            plan=words("School"),
        )

    assert [(one.number, one.by_role) for one in versions(world, made)] == [(1, "mentor")]
    assert goals(world, made) == [(1, True)]
