"""Reading how a course rests, ends and is followed up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from samspil.delivery.models.courses import Course
from samspil.delivery.models.endings import Closing, CoursePause, FollowUp, GoalAtEnd
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.queries.consents import given_for
from samspil.delivery.queries.courses import visible
from samspil.delivery.queries.measurements import consented_keys
from samspil.delivery.terms.courses import MeasurementState
from samspil.delivery.terms.work import ContactOutcome, GoalStatus
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.queries import people
from samspil.people.terms import Capacity, ConsentPurpose
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class ToldClosing:
    """What was said at the end, unsealed after the look was logged; empty where nothing was said yet."""

    ending: str
    reason: str
    goals: dict[uuid.UUID, GoalStatus]
    helped: str
    finished_on: date | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """What helped, in the words of somebody who said yes to being quoted. Without name and code."""

    intervention: str
    helped: str


def newest_opening(course: Course) -> date:
    """The day on which the newest of a course's measurements opened; the start where there is none."""
    rows = Measurement.objects.filter(course_id=course.id)
    newest: date | None = rows.aggregate(newest=Max("opens_on"))["newest"]
    assert course.started_on is not None
    return newest or course.started_on


def open_pause(course: Course) -> CoursePause | None:
    """The pause in which a course rests."""
    found: CoursePause | None = CoursePause.objects.filter(course_id=course.id, to_on__isnull=True).first()
    return found


def closing_of(actor: Actor, course: Course, *, at: datetime) -> ToldClosing:
    """What was said at the end of a course so far; the look is logged. Raises Missing."""
    row = Closing.objects.filter(course_id=course.id).first()
    if row is None:
        raise Missing
    goals = dict(GoalAtEnd.objects.filter(closing_id=row.id).values_list("goal_id", "status"))
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.person_id, at=at, thing=row):
        return ToldClosing(
            row.ending,
            row.reason,
            {key: GoalStatus(status) for key, status in goals.items()},
            fields.unseal(row, "helped"),
            row.finished_on,
        )


def open_measurement(course: Course) -> Measurement | None:
    """The measurement that still stands in the way of the end."""
    rows = Measurement.objects.filter(course_id=course.id, state=MeasurementState.OPEN)
    found: Measurement | None = rows.order_by("due_on", "id").first()
    return found


def follow_up_measurement(course: Course) -> Measurement | None:
    """The measurement some months after the end, once it has opened, which it does only with a yes."""
    keys = consented_keys(course, ConsentPurpose.FOLLOW_UP)
    rows = Measurement.objects.filter(course_id=course.id, key__in=keys)
    found: Measurement | None = rows.first()
    return found


def is_follow_up_due(actor: Actor, course: Course) -> bool:
    """Whether the person is to be contacted: the time has come, and the yes to it holds."""
    if course.person_id is None or follow_up_measurement(course) is None:
        return False
    return (ConsentPurpose.FOLLOW_UP, Capacity.SELF) in given_for(course)


def follow_up_of(course: Course) -> tuple[date, ContactOutcome] | None:
    """The contact after the end, if there was one."""
    row = FollowUp.objects.filter(course_id=course.id).first()
    return (row.contact_on, ContactOutcome(row.outcome)) if row else None


def quotations(actor: Actor, *, at: datetime) -> tuple[Quotation, ...]:
    """What helped, from finished courses of the actor's whose person's yes to being quoted holds.

    The only way such words leave the course they were said in. Every look is logged, person by person.
    """
    allowed = people.consenting(actor, ConsentPurpose.QUOTATION)
    rows = (
        Closing.objects.filter(
            course_id__in=visible(actor).values("id"), person_id__in=allowed, finished_on__isnull=False
        )
        .exclude(helped=b"")
        .select_related("course")
        .order_by("id")
    )
    told = []
    for row in rows:
        with audit.reading(by=actor, purpose=actor.purpose, subject=row.person_id, at=at, thing=row):
            told.append(Quotation(row.course.intervention, fields.unseal(row, "helped")))
    return tuple(told)
