"""Taking in a municipality's running courses from its spreadsheet: all of them or none."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime

from samspil.delivery.actions import courses
from samspil.delivery.actions.consents import write_yes
from samspil.delivery.actions.courses import Yes, move
from samspil.delivery.actions.holding import locked
from samspil.delivery.actions.plans import set_due
from samspil.delivery.models.courses import Assignment, Course
from samspil.delivery.models.imports import ImportedCourse
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.queries import imports as queries
from samspil.delivery.rules.imports import RunningCourse, plan_of
from samspil.delivery.terms.courses import FIELD_ROLE, CourseState, Intervention
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused
from samspil.people.actions import imports as people
from samspil.people.models.people import Appointment
from samspil.people.queries.people import Post
from samspil.people.terms import Capacity, ImportKind
from samspil.trust import audit, fields


def import_courses(
    *,
    by: Actor,
    at: datetime,
    on: date,
    concept_id: uuid.UUID,
    draft_id: uuid.UUID,
    rows: tuple[RunningCourse, ...],
) -> int:
    """Take in every course of a file or none; how many. The same file again takes in none.

    Each goes the way it would have gone by hand, and leaves the same events: offered, said yes to,
    started. One more event says that they came together. Raises Refused with the row it is about.
    """
    return sum(
        1 for _each in taking_in(by=by, at=at, on=on, concept_id=concept_id, draft_id=draft_id, rows=rows)
    )


def taking_in(
    *,
    by: Actor,
    at: datetime,
    on: date,
    concept_id: uuid.UUID,
    draft_id: uuid.UUID,
    rows: tuple[RunningCourse, ...],
) -> Iterator[int]:
    """The same, telling after each course how many there are, for a page that shows how far it has come.

    Nothing holds before the last one is told: who stops listening takes everything back.
    """
    draft = people.held(by=by, draft_id=draft_id, kind=ImportKind.COURSES)
    if draft.used_at is not None:
        return
    with audit.acting("delivery.import_courses", by=by, at=at) as act:
        able = queries.holders(by, on=on)
        _count_places_alone({one.id for one in able.values()})
        people.refuse_faults(queries.foreseen(by, rows, on=on))
        for done, row in enumerate(rows, start=1):
            try:
                holder = able[FIELD_ROLE[Intervention(row.intervention)], row.mentor.lower()]
                _take_in(
                    by=by, at=at, on=on, concept_id=concept_id, draft_id=draft_id, row=row, holder=holder
                )
            except Refused as refused:
                raise people.in_row(row.number, refused.refusal.sentence) from None
            yield done
        people.use(draft)
        act.about(draft, reason=f"rows_{len(rows)}")


def _count_places_alone(ids: set[uuid.UUID]) -> None:
    """Take the locks that a match by hand takes as well, so that places are counted one after the other."""
    list(Appointment.objects.select_for_update().filter(id__in=ids).order_by("id"))


def _take_in(
    *,
    by: Actor,
    at: datetime,
    on: date,
    concept_id: uuid.UUID,
    draft_id: uuid.UUID,
    row: RunningCourse,
    holder: Post,
) -> None:
    """One course, from its offer to its start, each step on its own day."""
    offered = courses.record_offer(
        by=by,
        at=at,
        on=row.offered_month,
        concept_id=concept_id,
        intervention=row.intervention,
        source=row.source,
    )
    courses.accept_offer(by=by, at=at, on=row.accepted_on, course_id=offered.id, yes=_yes(row))
    course = locked(offered.id)
    assert course.person_id is not None
    for one in row.yeses:
        write_yes(
            by=by,
            course=course,
            person_id=course.person_id,
            purpose=one.purpose,
            capacity=Capacity.SELF,
            method=one.method,
            language=row.language,
            on=one.given_on,
        )
    course.childs_view_on = row.childs_view_on
    fields.seal(course, decision=row.decision, childs_view=row.childs_view)
    course.save(update_fields=["childs_view_on", "decision", "childs_view"])
    _held_since(by=by, course=course, holder=holder, since=row.started_on)
    plan = plan_of(row)
    started = courses.start_course(
        by=by, at=at, on=on, course_id=course.id, started_on=row.started_on, plan=plan
    )
    _owe_from(started, row.started_on, on)
    ImportedCourse.objects.create(
        tenant_id=by.tenant_id,
        course_id=course.id,
        person_id=course.person_id,
        reference_hash=queries.hash_of(by, row.reference),
        draft_id=draft_id,
        taken_in_on=on,
    )


def _yes(row: RunningCourse) -> Yes:
    return Yes(
        name=row.name,
        channel=row.channel,
        contact=row.contact,
        born=row.born,
        custody=row.custody,
        custody_2=row.custody_2,
        method=row.method,
        evaluation=False,
        basis=row.basis,
        decided_by=row.decided_by,
        need=row.need,
        language=row.language,
    )


def _held_since(*, by: Actor, course: Course, holder: Post, since: date) -> None:
    """Who holds the course has held it since its start.

    Matched long ago: what would speak against a new match cannot undo it. Places were counted before.
    """
    Assignment.objects.create(
        tenant_id=by.tenant_id,
        course=course,
        person_id=course.person_id,
        mentor_id=holder.id,
        from_on=since,
    )
    course.mentor_id = holder.id
    move(course, CourseState.MATCHED, "mentor")


def _owe_from(course: Course, started_on: date, on: date) -> None:
    """Rounds count from the real start; they and reviews are owed here from the day it was taken in.

    What had opened before is nobody's debt: there was no programme here to register in.
    """
    if started_on >= on:
        return
    Measurement.objects.filter(course_id=course.id, opens_on__lt=on).delete()
    course.series_from, course.series_on = started_on, on
    set_due(course)
    course.save(update_fields=["series_from", "series_on", "review_due_on"])
