"""Reading what is about parents: the second one in a course with an own thread, and offers as counts."""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Q, Value, When

from samspil.delivery.models.courses import Course, Goal
from samspil.delivery.models.parents import CourseParent, ParentOffer
from samspil.delivery.models.sessions import Session, SessionGoal
from samspil.delivery.queries.courses import Contact, unsealed, visible
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.terms.courses import Intervention
from samspil.delivery.terms.families import OfferAnswer
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Thread:
    """What was written for one of two parents: the own goals and sessions, and those of both together."""

    goals: tuple[str, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer to parents, as a count knows it."""

    id: uuid.UUID
    month: date
    occasion: str
    answer: str


def second_of(course: Course) -> CourseParent | None:
    """The second parent of a course, if there is one now. No question is asked for a mentor course."""
    if course.intervention != Intervention.PARENT:
        return None
    return CourseParent.objects.filter(course_id=course.id, left_on__isnull=True).first()  # type: ignore[no-any-return]


def second_for(actor: Actor, course: Course) -> CourseParent:
    """The second parent of a course the actor may open. Raises Missing."""
    found = second_of(course) if visible(actor).filter(id=course.id).exists() else None
    if found is None:
        raise Missing
    return found


def second_there(session: Session) -> CourseParent | None:
    """The second parent a meeting was with, also one who has left; None where it was with the first."""
    of_whom = Q(person_id=session.person_id) | Q(person_id=session.joint_with_id)
    return CourseParent.objects.filter(of_whom, course_id=session.course_id).first()  # type: ignore[no-any-return]


def former_of(course: Course) -> CourseParent | None:
    """The second parent who left a course last, for whoever must answer for what was written."""
    rows = CourseParent.objects.filter(course_id=course.id, left_on__isnull=False)
    return rows.order_by("-left_on", "-id").first()  # type: ignore[no-any-return]


def thread_of(course: Course, person_id: uuid.UUID) -> Q:
    """The sessions of one parent in a course: the own ones, and those that parent was in with the first."""
    return Q(course_id=course.id) & (Q(person_id=person_id) | Q(joint_with_id=person_id))


def second_thread(actor: Actor, second: CourseParent, *, at: datetime) -> Thread:
    """The second parent's thread, unsealed. Each person whose words are opened is a look of its own."""
    goals = list(
        Goal.objects.filter(course_id=second.course_id, person_id=second.person_id).order_by("number")
    )
    touched = SessionGoal.objects.filter(session_id=OuterRef("id")).order_by("goal__number")
    sessions = list(
        Session.objects.filter(thread_of(second.course, second.person_id))
        .annotate(touched=ArraySubquery(touched.values("goal_id")))
        .order_by("-held_on", "-id")[:SHOWN]
    )
    with ExitStack() as looks:
        for person_id in {second.person_id, *(one.person_id for one in sessions)}:
            looks.enter_context(
                audit.reading(by=actor, purpose=actor.purpose, subject=person_id, at=at, thing=second)
            )
        words = {goal.id: fields.unseal(goal, "words") for goal in goals}
        contacts = tuple(unsealed(one, words) for one in sessions)
    return Thread(tuple(words.values()), contacts)


def second_goal_ids(second: CourseParent | None) -> tuple[uuid.UUID, ...]:
    """The keys of the second parent's goals in order, without opening what they say."""
    if second is None:
        return ()
    rows = Goal.objects.filter(course_id=second.course_id, person_id=second.person_id).order_by("number")
    return tuple(rows.values_list("id", flat=True))


def second_goals(
    actor: Actor, second: CourseParent | None, *, at: datetime
) -> tuple[tuple[uuid.UUID, str], ...]:
    """The second parent's goals in the parent's words; the look is logged. None without a second parent."""
    if second is None:
        return ()
    goals = list(
        Goal.objects.filter(course_id=second.course_id, person_id=second.person_id).order_by("number")
    )
    with audit.reading(by=actor, purpose=actor.purpose, subject=second.person_id, at=at, thing=second):
        return tuple((goal.id, fields.unseal(goal, "words")) for goal in goals)


def offers(actor: Actor, *, most: int = 50) -> tuple[Offered, ...]:
    """The offers to parents, those without an answer first, then the newest."""
    refuse(may_coordinate(actor))
    rows = ParentOffer.objects.annotate(
        is_answered=Case(When(answer=OfferAnswer.OFFERED, then=Value(0)), default=Value(1))
    ).order_by("is_answered", "-month", "id")
    return tuple(Offered(*one) for one in rows.values_list("id", "month", "occasion", "answer")[:most])


def offer_for(actor: Actor, offer_id: uuid.UUID) -> ParentOffer:
    """One offer to parents. Raises Missing."""
    refuse(may_coordinate(actor))
    found = ParentOffer.objects.filter(id=offer_id).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]
