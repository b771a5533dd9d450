"""Whose yes a plan needs and who may write it down; and the talk about everyday life before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.test_plans import LATER, versions, words, write

from samspil.kernel.errors import Refused


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


# --- whose yes


def accept(
    world: Any,
    made: ground.Made,
    *,
    cast: str = "mentor",
    capacity: str = "self",
    method: str = "paper",
    said: date | None = None,
    actor: Any = None,
) -> None:
    from samspil.delivery.actions import plans
    from samspil.people.terms import Capacity, Method
    from samspil.trust.scope import scope

    by = actor or world.actor(cast, made.slug)
    with scope(by):
        plans.accept_plan(
            by=by,
            at=ground.at_day(LATER),
            on=LATER,
            course_id=made.course_id,
            capacity=Capacity(capacity),
            method=Method(method),
            accepted_on=said,
        )


def person(world: Any, made: ground.Made, role: str = "mentee", person_id: Any = None) -> Any:
    """Somebody on the own page."""
    from samspil.kernel.actor import Actor

    return Actor(
        tenant_id=world.tenant(made.slug),
        role=role,
        purpose="own_page",
        person_id=person_id or made.person_id,
    )


def test_a_yes_is_to_one_version_and_a_new_version_is_asked_about_anew(world, concept_id):
    made = ground.course(world, "aaby", concept_id)
    accept(world, made, said=ground.TODAY)
    with pytest.raises(Refused):
        accept(world, made)
    write(world, made, words())

    assert [[one.capacity for one in each.accepted] for each in versions(world, made)] == [[], ["self"]]
    accept(world, made, cast="coordinator", method="oral")
    assert [[one.accepted_on for one in each.accepted] for each in versions(world, made)] == [
        [LATER],
        [ground.TODAY],
    ]


def test_the_person_says_yes_on_the_own_page_for_themselves_and_for_nobody_else(world, concept_id):
    made, other = (ground.course(world, "aaby", concept_id) for _each in range(2))

    for actor, capacity, method in (
        (person(world, made, person_id=other.person_id), "self", "own_page"),
        (person(world, made), "custody_holder", "own_page"),
        (person(world, made), "self", "paper"),
    ):
        with pytest.raises(Refused):
            accept(world, made, actor=actor, capacity=capacity, method=method)
    accept(world, made, actor=person(world, made), method="own_page")

    assert [(one.capacity, one.method) for one in versions(world, made)[0].accepted] == [("self", "own_page")]


@pytest.mark.parametrize("cast", ["other_mentor", "parent_coach", "municipal_lead", "role_model"])
def test_nobody_else_writes_a_yes_down(world, concept_id, cast):
    made = ground.course(world, "aaby", concept_id)

    with pytest.raises(Refused):
        accept(world, made, cast=cast)

    assert versions(world, made)[0].accepted == ()


@pytest.mark.parametrize("said", [ground.TODAY - timedelta(days=1), LATER + timedelta(days=1)])
def test_a_yes_is_said_between_the_writing_and_today(world, concept_id, said):
    made = ground.course(world, "aaby", concept_id)

    with pytest.raises(Refused) as caught:
        accept(world, made, said=said)

    assert caught.value.refusal.field == "accepted_on"


def test_custody_holders_are_asked_where_the_basis_asks_them(world, concept_id):
    from samspil.delivery.queries.courses import course_for
    from samspil.delivery.rules.plans import missing_for_plan

    made = ground.course(world, "aaby", concept_id, custody="given", to="matched")
    free = ground.course(world, "aaby", concept_id)
    write(world, made, words(), on=ground.TODAY)
    with world.as_("coordinator", "aaby") as by:
        courses = [course_for(by, one.course_id) for one in (made, free)]

    assert [missing_for_plan(one, ()) for one in courses] == [("self", "custody_holder"), ("self",)]
    accept(world, made, capacity="custody_holder", said=ground.TODAY)
    with pytest.raises(Refused):
        accept(world, made, capacity="second_custody_holder")
    with pytest.raises(Refused):
        accept(world, free, capacity="custody_holder")
    assert missing_for_plan(courses[0], {"custody_holder"}) == ("self",)


def test_the_database_refuses_a_yes_to_a_plan_that_was_replaced(world, concept_id):
    from django.db import Error, transaction

    from samspil.delivery.models.plans import PlanAcceptance, PlanVersion
    from samspil.trust.audit import writing

    made = ground.course(world, "aaby", concept_id)
    write(world, made, words())
    with world.as_("coordinator", "aaby") as by, writing():
        old = PlanVersion.objects.get(course_id=made.course_id, number=1)
        with pytest.raises(Error, match="Only the current plan is accepted"), transaction.atomic():
            PlanAcceptance.objects.create(
                tenant_id=by.tenant_id,
                plan=old,
                person_id=made.person_id,
                capacity="self",
                method="paper",
                accepted_on=LATER,
                by_role="mentor",
            )


# --- the talk about everyday life


def test_an_area_may_be_empty_and_what_was_saved_last_stands(world, concept_id):
    from samspil.delivery.actions import plans
    from samspil.delivery.queries import plans as queries
    from samspil.delivery.queries.courses import course_for

    made = ground.course(world, "aaby", concept_id)
    for cast, said in (
        ("mentor", queries.Area(works="We eat together", wish="More of it")),
        ("coordinator", queries.Area(hard="Mornings")),
        ("coordinator", queries.Area()),
    ):
        with world.as_(cast, "aaby") as by:
            plans.clarify(by=by, at=world.at, on=LATER, course_id=made.course_id, area="family", said=said)
            found = queries.areas_of(by, course_for(by, made.course_id), at=world.at)
        assert found == {"family": replace(said, saved_on=LATER, by_role=world.member(cast, "aaby").role)}


@pytest.mark.parametrize(
    ("cast", "area", "works", "field"),
    [
        ("other_mentor", "family", "x", None),
        ("mentor", "belief", "x", "area"),
        ("mentor", "family", "x" * 501, "works"),
    ],
)
def test_an_area_outside_the_nine_a_stranger_and_a_long_text_are_refused(
    world, concept_id, cast, area, works, field
):
    from samspil.delivery.actions import plans
    from samspil.delivery.queries.plans import Area

    made = ground.course(world, "aaby", concept_id)
    with world.as_(cast, "aaby") as by, pytest.raises(Refused) as caught:
        plans.clarify(
            by=by, at=world.at, on=LATER, course_id=made.course_id, area=area, said=Area(works=works)
        )

    assert caught.value.refusal.field == field
