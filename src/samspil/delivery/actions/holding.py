"""Who holds a course: given, taken over, left. Every change closes the doors the one before had opened."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import Value
from django.db.models.functions import Greatest

from samspil.delivery.models.courses import Assignment, Course
from samspil.delivery.models.endings import CoursePause
from samspil.delivery.models.matching import Conflict, Wish
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.queries import gates
from samspil.delivery.queries.courses import load_of_mentors
from samspil.delivery.queries.parents import second_of
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules.gates import must_be_certified
from samspil.delivery.rules.matching import may_hold
from samspil.delivery.terms.courses import FIELD_ROLE, Intervention, MeasurementState
from samspil.delivery.terms.matching import LeftBecause
from samspil.delivery.terms.training import GateUse
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Appointment
from samspil.people.queries import people as staff
from samspil.people.queries.staff import languages_of, missing_certificates
from samspil.trust import links

__all__ = ["FIELD_ROLE", "give_to", "locked", "take_from"]


def locked(course_id: uuid.UUID) -> Course:
    """The course, held until the transaction ends, so that two people cannot move it at once.

    Raises Missing where it is not there for the open scope.
    """
    course = Course.objects.select_for_update(of=("self",)).filter(id=course_id).first()
    if course is None:
        raise Missing
    return course  # type: ignore[no-any-return]


def give_to(*, by: Actor, course: Course, mentor_id: uuid.UUID, on: date, override: str = "") -> None:
    """Let somebody who may hold the course, and has a place left, hold it from today.

    Called by an action that is open. `override` is a code for why a missing certificate is set aside; the
    caller logs it. The caller saves `course.mentor` together with its own changes. Raises Refused.
    """
    role = FIELD_ROLE[Intervention(course.intervention)]
    Appointment.objects.select_for_update().filter(id=mentor_id).first()  # places are counted one by one
    able = {one.id: one for one in staff.staff_for(by, role, on=on)}
    refuse(rules.must_be_one_of(mentor_id, able, "mentor"))
    _must_be_allowed(by, course, mentor_id, on, override)
    load = load_of_mentors(by).get(mentor_id, 0)
    refuse(rules.may_take_on(load < able[mentor_id].capacity))
    let_hold(by=by, course=course, mentor_id=mentor_id, on=on)


def let_hold(*, by: Actor, course: Course, mentor_id: uuid.UUID, on: date) -> None:
    """Write that somebody holds the course from today; whether they may was asked before."""
    assert course.person_id is not None
    Assignment.objects.create(
        tenant_id=by.tenant_id,
        course=course,
        person_id=course.person_id,
        mentor_id=mentor_id,
        from_on=on,
    )
    Wish.objects.filter(course_id=course.id).update(waits_for="")
    course.mentor_id = mentor_id


def _must_be_allowed(by: Actor, course: Course, mentor_id: uuid.UUID, on: date, override: str) -> None:
    """Nothing rules this match out today. Raises Refused."""
    wished = Wish.objects.filter(course_id=course.id).values_list("language", flat=True).first()
    earlier = Assignment.objects.filter(course_id=course.id, mentor_id=mentor_id)
    refuse(
        may_hold(
            apart=Conflict.objects.filter(course_id=course.id, mentor_id=mentor_id).exists(),
            left_because=set(earlier.values_list("left_because", flat=True)),
            speaks=not wished or wished in languages_of(by, mentor_id),
            missing=missing_certificates(by, mentor_id, on=on),
            override=override,
        )
    )
    missing = gates.is_missing(by, mentor_id, GateUse.MATCH, concept_id=course.concept_id, on=on)
    refuse(must_be_certified(missing, GateUse.MATCH, "mentor"))


def take_from(*, by: Actor, course: Course, on: date, because: LeftBecause) -> None:
    """End who holds the course, and close every link they had made for it: they know its address.

    Called by an action that is open. `course.mentor` stays as it is, for the caller to set or keep.
    """
    links.revoke(by=by, thing_id=course.id)
    if second := second_of(course):
        links.revoke(by=by, thing_id=second.id)
    Assignment.objects.filter(course_id=course.id, to_on__isnull=True).update(
        to_on=Greatest("from_on", Value(on)), left_because=because
    )
    open_ = Measurement.objects.filter(course_id=course.id, state=MeasurementState.OPEN)
    for measurement_id in open_.values_list("id", flat=True):
        links.revoke(by=by, thing_id=measurement_id)


def end_pause(*, course: Course, on: date) -> None:
    """End the course's open pause, if it has one. Called by whatever lets a paused course go on or end."""
    CoursePause.objects.filter(course_id=course.id, to_on__isnull=True).update(
        to_on=Greatest("from_on", Value(on))
    )
