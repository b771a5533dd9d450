"""What stands on a course's page in somebody's own words: one look, logged once."""

from __future__ import annotations

from datetime import datetime

from samspil.delivery.models.courses import Course
from samspil.delivery.queries.courses import Contact, Plan, plan_of
from samspil.delivery.queries.measurements import Answered, shared_answers
from samspil.kernel.actor import Actor
from samspil.trust import audit


def told(
    actor: Actor, course: Course, *, at: datetime
) -> tuple[Plan, tuple[Contact, ...], tuple[Answered, ...]]:
    """The plan, the newest contacts, and the answers that the person shows this actor, oldest first."""
    assert course.person_id is not None
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        plan, contacts = plan_of(actor, course, at=at)
        return plan, contacts, shared_answers(actor, course, at=at)
