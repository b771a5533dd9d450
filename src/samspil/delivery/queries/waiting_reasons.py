"""Measurements that wait for the coordinator's reason, because the concept file's last step has come."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.sending import Reminder
from samspil.delivery.queries.courses import visible
from samspil.delivery.queries.waiting_shape import Rows, shaped
from samspil.delivery.terms.courses import AFTER_THE_END, CourseState, MeasurementState
from samspil.kernel.actor import Actor


def asked_for_a_reason() -> Exists:
    """Whether a measurement has come to the step at which a reason is asked for, told or not."""
    return Exists(Reminder.objects.filter(measurement_id=OuterRef("id"), needs_reason=True))


def reasons_missing(actor: Actor, on: date) -> Rows:
    """Those that are still open, or missed and without a reason. A course that rests is left in peace, and
    one that is open after the end belongs to the contact that waits by itself.
    """
    rows = Measurement.objects.filter(
        Q(state=MeasurementState.OPEN) | Q(state=MeasurementState.MISSED, reason=""),
        asked_for_a_reason(),
        course_id__in=visible(actor).exclude(state=CourseState.PAUSED).values("id"),
    ).exclude(state=MeasurementState.OPEN, course__state__in=AFTER_THE_END)
    return shaped(
        rows,
        "reason",
        on="due_on",
        course="course_id",
        code="course__code",
        concept="course__concept_id",
        name="course__mentor__account__name",
        more=("key", "state"),
    )
