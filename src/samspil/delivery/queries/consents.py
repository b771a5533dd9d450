"""Reading yeses: which hold for a course, and whose new yes is due."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from samspil.delivery.models.courses import Course, Reconsent
from samspil.delivery.queries.courses import visible
from samspil.delivery.terms.courses import UNDER_WAY
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.models.people import Consent
from samspil.people.terms import Role


@dataclass(frozen=True, slots=True)
class NewYes:
    """A new yes that is due because somebody reaches an age."""

    course_id: uuid.UUID
    code: str
    age: int
    due_month: date


def given_for(course: Course) -> frozenset[tuple[str, str]]:
    """The yeses that hold for the person of a course, as (purpose, capacity)."""
    rows = Consent.objects.filter(person_id=course.person_id, withdrawn_on__isnull=True)
    return frozenset(rows.values_list("purpose", "capacity"))


def due_new_yes(actor: Actor, course_id: uuid.UUID, *, on: date) -> NewYes:
    """The new yes that is due in a course on a day. Raises Missing."""
    one = (
        Reconsent.objects.filter(
            answered_on__isnull=True,
            due_month__lte=on,
            course_id__in=visible(actor).filter(state__in=UNDER_WAY, id=course_id).values("id"),
        )
        .select_related("course")
        .order_by("age")
        .last()
    )
    if one is None:
        raise Missing
    return NewYes(one.course_id, one.course.code, one.age, one.due_month)


def own_person(actor: Actor) -> uuid.UUID | None:
    """The person behind somebody who came in by the own page, if that is who acts."""
    if actor.role not in (Role.MENTEE, Role.PARENT):
        return None
    return actor.person_id
