"""Writing matches: wishes, who may not be matched, several at once, and somebody else instead."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samspil.delivery.actions.courses import choose_mentor, move
from samspil.delivery.actions.holding import give_to, locked, take_from
from samspil.delivery.models.courses import Course
from samspil.delivery.models.matching import Conflict, Wish
from samspil.delivery.queries import matching as queries
from samspil.delivery.queries.courses import course_for
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import matching as needs
from samspil.delivery.rules.matching import Wishes
from samspil.delivery.terms.courses import FIELD_ROLE, CourseState, Intervention
from samspil.delivery.terms.matching import LeftBecause
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal, Refused, refuse
from samspil.people.models.people import Appointment
from samspil.people.queries import people as staff
from samspil.people.terms import Role
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Pair:
    """One course with the member of staff proposed for it."""

    course_id: uuid.UUID
    mentor_id: uuid.UUID


def write_wishes(*, by: Actor, at: datetime, course_id: uuid.UUID, wishes: Wishes) -> None:
    """Write what the person wishes for, and why nobody has been found yet."""
    refuse(rules.may_coordinate(by))
    refuse(needs.must_be_wishes(wishes))
    with audit.acting("delivery.write_wishes", by=by, at=at) as act:
        course = locked(course_id)
        refuse(needs.may_wish(course))
        assert course.person_id is not None
        row = Wish.objects.filter(course_id=course.id).first()
        row = row or Wish(tenant_id=by.tenant_id, course=course, person_id=course.person_id)
        row.interests = list(dict.fromkeys(wishes.interests))
        row.times = list(dict.fromkeys(wishes.times))
        row.language, row.area, row.waits_for = wishes.language, wishes.area, wishes.waits_for
        fields.seal(row, line=wishes.line, about_them=wishes.about_them)
        row.save()
        act.about(course, subject_id=course.person_id, reason=wishes.waits_for)


def mark_conflict(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, mentor_id: uuid.UUID, because: str
) -> None:
    """Mark that somebody may not be matched with a course. It holds from the next choice on.

    Whoever holds the course says it of themselves alone; the coordinator then finds somebody else.
    """
    course = course_for(by, course_id)
    refuse(needs.may_mark_conflict(by, course))
    refuse(needs.may_wish(course))
    refuse(needs.must_be_a_conflict(because))
    themselves = by.role != Role.COORDINATOR
    if themselves:
        refuse(rules.must_be_one_of(mentor_id, [course.mentor_id], "mentor"))
    else:
        able = {one.id for one in staff.staff_for(by, FIELD_ROLE[Intervention(course.intervention)], on=on)}
        refuse(rules.must_be_one_of(mentor_id, able, "mentor"))
    with audit.acting("delivery.mark_conflict", by=by, at=at) as act:
        course = locked(course_id)
        assert course.person_id is not None
        row = Conflict.objects.filter(course_id=course.id, mentor_id=mentor_id).first()
        row = row or Conflict(
            tenant_id=by.tenant_id, course=course, person_id=course.person_id, mentor_id=mentor_id
        )
        row.because, row.marked_on, row.by_themselves = because, on, themselves
        row.save()
        act.about(course, subject_id=course.person_id, reason=because)


def lift_conflict(*, by: Actor, at: datetime, course_id: uuid.UUID, conflict_id: uuid.UUID) -> None:
    """The coordinator takes such a mark away: it was wrong, or holds no more."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.lift_conflict", by=by, at=at) as act:
        course = locked(course_id)
        row = queries.conflict_for(by, course, conflict_id)
        act.about(course, subject_id=course.person_id, reason=row.because)
        Conflict.objects.filter(id=row.id).delete()


def match_together(*, by: Actor, at: datetime, on: date, chosen: tuple[Pair, ...], why: str) -> int:
    """Match everyone the coordinator chose, in one transaction: all of them, or nobody.

    Each is checked anew, so a place taken meanwhile, a certificate that ended or a course that was
    stopped is said in a sentence and nothing is done. How many were matched.
    """
    refuse(rules.may_coordinate(by))
    refuse(needs.must_choose_some(len(chosen)))
    refuse(needs.must_say_why(why))
    with audit.acting("delivery.match_together", by=by, at=at) as act:
        courses = {one: locked(one) for one in sorted({pair.course_id for pair in chosen})}
        _hold_all({pair.mentor_id for pair in chosen})
        for pair in chosen:
            try:
                choose_mentor(
                    by=by, at=at, on=on, course_id=pair.course_id, mentor_id=pair.mentor_id, why=why
                )
            except Refused as refused:
                raise Refused(_changed(courses[pair.course_id], refused)) from refused
        act.about(courses[chosen[0].course_id], reason=f"together_{len(chosen)}")
    return len(chosen)


def _hold_all(mentor_ids: set[uuid.UUID]) -> None:
    """Keep the staff, always in one order, so that two who match at once wait for each other in turn."""
    list(Appointment.objects.select_for_update().filter(id__in=mentor_ids).order_by("id"))


def _changed(course: Course, refused: Refused) -> Refusal:
    return Refusal(
        _("Nobody was matched, because something has changed. %(code)s: %(sentence)s")
        % {"code": course.code, "sentence": str(refused)}
    )


def let_go(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID, because: str) -> None:
    """The two did not find together before the start: the course waits again, at nobody's expense."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.let_go", by=by, at=at) as act:
        course = locked(course_id)
        refuse(needs.may_let_go(course, because))
        take_from(by=by, course=course, on=on, because=LeftBecause(because))
        course.mentor, course.match_reason = None, b""
        move(course, CourseState.ACCEPTED, "mentor", "match_reason")
        act.about(course, subject_id=course.person_id, reason=because)


def take_over(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    because: str,
    mentor_id: uuid.UUID,
    override: str = "",
) -> None:
    """Somebody else holds a running course from today. The one before sees nothing from the next request."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.take_over", by=by, at=at) as act:
        course = locked(course_id)
        refuse(needs.may_take_over(course, because))
        refuse(needs.must_be_another(course, mentor_id))
        take_from(by=by, course=course, on=on, because=LeftBecause(because))
        give_to(by=by, course=course, mentor_id=mentor_id, on=on, override=override)
        course.match_reason = b""
        course.save(update_fields=["mentor", "match_reason"])
        act.about(
            course,
            subject_id=course.person_id,
            reason=f"{because}_without_{override}" if override else because,
        )
