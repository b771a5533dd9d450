"""How courses of the attack tests end."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground


def begin_closing(
    world: Any, made: ground.Made, *, on: date = ground.TODAY, cast: str = "coordinator"
) -> None:
    """The last day is today: the closing measurement opens."""
    from samspil.delivery.actions import endings

    with world.as_(cast, made.slug) as by:
        endings.begin_closing(by=by, at=ground.at_day(on), on=on, course_id=made.course_id, ended_on=on)


def closing_words(world: Any, made: ground.Made, **changed: Any) -> Any:
    """What is said at the end of a course: its goal reached, and what helped in a canary."""
    from django.db.models import F

    from samspil.delivery.actions.endings import Said
    from samspil.delivery.models.courses import Goal

    with world.as_("coordinator", made.slug):
        goals = dict.fromkeys(
            Goal.objects.filter(course_id=made.course_id, person_id=F("course__person_id")).values_list(
                "id", flat=True
            ),
            "reached",
        )
    said = {"ending": "completed", "reason": "goals_reached", "goals": goals, "helped": made.words["helped"]}
    return Said(**said | changed)


def closing(world: Any, slug: str, concept_id: uuid.UUID, **given: Any) -> ground.Made:
    """A course that is being closed, with what was said so far."""
    from samspil.delivery.actions import endings

    made = ground.course(world, slug, concept_id, on=ground.TODAY - timedelta(days=40), **given)
    begin_closing(world, made)
    with world.as_("coordinator", slug) as by:
        endings.write_closing(
            by=by, at=ground.at_day(ground.TODAY), course_id=made.course_id, said=closing_words(world, made)
        )
    return made


def finish(
    world: Any,
    made: ground.Made,
    *,
    on: date = ground.TODAY,
    yeses: tuple[str, ...] = (),
    cast: str = "mentor",
    **changed: Any,
) -> None:
    """Answer the closing measurement, and end the course."""
    ground.answer(world, made, key="closing", on=on, cast=cast)
    talk(world, made, on=on, yeses=yeses, **changed)


def talk(
    world: Any, made: ground.Made, *, on: date = ground.TODAY, yeses: tuple[str, ...] = (), **changed: Any
) -> None:
    """The closing talk, whose two yeses and noes are written, once the closing measurement is answered."""
    from samspil.delivery.actions import endings
    from samspil.people.terms import ConsentPurpose

    said = closing_words(world, made, **changed)
    with world.as_("coordinator", made.slug) as by:
        endings.finish_closing(
            by=by,
            at=ground.at_day(on),
            on=on,
            course_id=made.course_id,
            said=said,
            yeses=frozenset(ConsentPurpose(one) for one in yeses),
        )


ENDED_ON = date(2014, 4, 25)


def ended(
    world: Any, slug: str, concept_id: uuid.UUID, *, follow_up: bool = True, mentor: str = "mentor"
) -> ground.Made:
    """A course that was completed more than half a year ago; with a yes, its follow-up has opened."""
    made = ground.course(world, slug, concept_id, on=date(2014, 2, 10), mentor=mentor)
    begin_closing(world, made, on=ENDED_ON)
    finish(world, made, on=ENDED_ON, yeses=("follow_up", "quotation") if follow_up else (), cast=mentor)
    ground.tend(world, made, ground.TODAY)
    return made
