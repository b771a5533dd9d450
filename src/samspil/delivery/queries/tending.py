"""Reading for the worker: which courses have a window to open or to let pass."""

from __future__ import annotations

import uuid
from datetime import date

from samspil.delivery.models.measurements import Measurement
from samspil.delivery.queries.measurements import ASKED_UNDER, begun, owed_windows
from samspil.delivery.terms.courses import MeasurementState
from samspil.kernel.actor import Actor
from samspil.people.queries import people


def to_tend(actor: Actor, *, on: date) -> tuple[uuid.UUID, ...]:
    """The courses with something to open or to let pass."""
    yeses = people.own_yeses(actor, ASKED_UNDER)
    known: dict[uuid.UUID, set[str]] = {}
    for course_id, key in Measurement.objects.values_list("course_id", "key"):
        known.setdefault(course_id, set()).add(key)
    past = set(
        Measurement.objects.filter(state=MeasurementState.OPEN, late_until__lt=on).values_list(
            "course_id", flat=True
        )
    )
    found = []
    for course in begun():
        assert course.person_id is not None
        held = yeses.get(course.person_id, {})
        owed = {window.key for window in owed_windows(course, held=held, until=on)}
        if course.id in past or owed - known.get(course.id, set()):
            found.append(course.id)
    return tuple(found)
