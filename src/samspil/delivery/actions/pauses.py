"""Writing pauses: a course rests for a while, and goes on when somebody says so."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.actions.courses import move
from samspil.delivery.actions.holding import end_pause, locked
from samspil.delivery.models.endings import CoursePause
from samspil.delivery.queries.courses import course_for
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import endings
from samspil.delivery.terms.courses import CourseState
from samspil.delivery.terms.work import PauseReason
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit


def pause(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    from_on: date,
    planned_on: date,
    reason: str,
) -> None:
    """Let a running course rest until a planned day. What is owed stays owed; meetings can be written."""
    refuse(endings.may_lead(by, course_for(by, course_id)))
    refuse(rules.must_be_one_of(reason, list(PauseReason), "reason"))
    with audit.acting("delivery.pause", by=by, at=at) as act:
        course = locked(course_id)
        refuse(endings.may_pause(course))
        assert course.person_id is not None
        assert course.started_on is not None
        refuse(endings.must_be_a_pause(from_on, planned_on, course.started_on, on))
        CoursePause.objects.create(
            tenant_id=by.tenant_id,
            course=course,
            person_id=course.person_id,
            from_on=from_on,
            planned_on=planned_on,
            reason=reason,
        )
        move(course, CourseState.PAUSED)
        act.about(course, subject_id=course.person_id, reason=reason)


def resume(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID) -> None:
    """A paused course goes on today. Nothing goes on by itself: somebody has asked the person first."""
    refuse(endings.may_lead(by, course_for(by, course_id)))
    with audit.acting("delivery.resume", by=by, at=at) as act:
        course = locked(course_id)
        refuse(endings.may_resume(course))
        end_pause(course=course, on=on)
        move(course, CourseState.ACTIVE)
        act.about(course, subject_id=course.person_id)
