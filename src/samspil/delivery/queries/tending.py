"""Reading for the worker: which courses have a window to open or to let pass."""

from __future__ import annotations

import uuid
from datetime import date

from samspil.delivery.models.measurements import Measurement
from samspil.delivery.queries.measurements import begun, owed_windows
from samspil.delivery.terms.courses import MeasurementState
from samspil.kernel.actor import Actor
from samspil.people.queries import people


def to_tend(actor: Actor, *, on: date) -> tuple[tuple[uuid.UUID, bool], ...]:
    """The courses with something to open or to let pass, each with its consent to follow-up."""
    consenting = people.consenting(actor, "follow_up")
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
        follow_up = course.person_id in consenting
        owed = {window.key for window in owed_windows(course, follow_up=follow_up, until=on)}
        if course.id in past or owed - known.get(course.id, set()):
            found.append((course.id, follow_up))
    return tuple(found)
