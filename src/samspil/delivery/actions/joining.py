"""Joining two courses of one family, and what ends it. A helper is never told by being written to."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db.models import F

from samspil.delivery.actions.holding import locked
from samspil.delivery.models.courses import Course
from samspil.delivery.models.joining import Joining, JoiningCount
from samspil.delivery.models.networks import NetworkMember
from samspil.delivery.models.parents import CourseParent
from samspil.delivery.queries.joining import has_own_yes, of_course, with_all_yeses
from samspil.delivery.rules import joining as rules
from samspil.delivery.terms.courses import Intervention
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.actions import people
from samspil.trust import audit, links


def join(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID, other_id: uuid.UUID) -> Joining:
    """The coordinator notes that a mentor course and a parent course are of one family, in either order.

    Nobody is told by it: the two helpers see each other only while both persons say yes.
    """
    refuse(rules.may_join_up(by))
    with audit.acting("delivery.join", by=by, at=at) as act:
        found = [locked(one) for one in sorted({course_id, other_id})]
        mentored = next((one for one in found if one.intervention == Intervention.MENTOR), found[0])
        coached = next((one for one in found if one.intervention == Intervention.PARENT), found[-1])
        refuse(rules.may_be_joined(mentored, coached))
        known = Joining.objects.filter(mentor_course_id=mentored.id, parent_course_id=coached.id).first()
        made = known or Joining.objects.create(
            tenant_id=by.tenant_id, mentor_course=mentored, parent_course=coached, joined_on=on
        )
        act.about(made)
    return made  # type: ignore[no-any-return]


def part(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID, joining_id: uuid.UUID) -> None:
    """The coordinator was wrong, or it is over: the joining is deleted."""
    refuse(rules.may_join_up(by))
    with audit.acting("delivery.part", by=by, at=at) as act:
        rows = Joining.objects.filter(of_course(course_id), id=joining_id)
        found = rows.first()
        if found is None:
            raise Missing
        act.about(found)
        _end(by, rows, on)


def dissolve(*, by: Actor, course_id: uuid.UUID, person_id: uuid.UUID, on: date) -> None:
    """A person's yes to joining up is being taken back: every joining of the course is deleted.

    Called by an action that is open, before the yes is ended; only a count by month stays. Where that
    person had not said yes there is nothing to take back, and nothing changes.
    """
    if has_own_yes(person_id):
        _end(by, Joining.objects.filter(of_course(course_id)), on)


def end_around(*, by: Actor, course: Course, on: date) -> None:
    """What stands around a course ends with it: joinings, networks, the second parent with every yes.

    Called by the action that stops the course, before its person's own yeses are ended.
    """
    _end(by, Joining.objects.filter(of_course(course.id)), on)
    leave_networks(course.id)
    second = CourseParent.objects.filter(course_id=course.id, left_on__isnull=True).first()
    if second is not None:
        leave(by=by, second=second, on=on)


def leave_networks(course_id: uuid.UUID) -> None:
    """Nobody of a course is known by name in a network any more. Called by an action that is open."""
    NetworkMember.objects.filter(course_id=course_id).delete()


def leave(*, by: Actor, second: CourseParent, on: date) -> None:
    """The second parent leaves with every yes; the course goes on. Called by an action that is open."""
    dissolve(by=by, course_id=second.course_id, person_id=second.person_id, on=on)
    people.withdraw_consents(by=by, person_id=second.person_id, on=on)
    NetworkMember.objects.filter(person_id=second.person_id).delete()
    links.revoke_of(by=by, person_id=second.person_id)
    second.left_on = max(on, second.added_on)
    second.save(update_fields=["left_on"])


def _end(by: Actor, rows, on: date) -> None:  # type: ignore[no-untyped-def]
    """Delete these joinings, and count those that both sides had said yes to."""
    held = with_all_yeses(rows).count()
    rows.delete()
    if held:
        audit.hold(by.tenant_id)
        month = on.replace(day=1)
        counted = JoiningCount.objects.filter(month=month)
        if not counted.update(ended_count=F("ended_count") + held):
            JoiningCount.objects.create(tenant_id=by.tenant_id, month=month, ended_count=held)
