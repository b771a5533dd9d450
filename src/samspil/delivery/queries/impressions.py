"""Reading the mentor's impressions: but for their writer, only beside the person's own answers."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from samspil.delivery.models.courses import Course
from samspil.delivery.models.impressions import Impression
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.queries.measurements import Answered
from samspil.delivery.rules.impressions import ANSWERED
from samspil.kernel.actor import Actor
from samspil.programme import queries as programme
from samspil.trust import audit, fields


def is_asked(measurement: Measurement) -> bool:
    """Whether the concept file wants an impression beside this measurement's answers."""
    tools = programme.concept(measurement.course.concept_id).progression.instruments
    return any(one.impression for one in tools if one.slug == measurement.instrument)


def is_given(measurement: Measurement) -> bool:
    """Whether an impression was written beside a measurement, by anyone."""
    return bool(Impression.objects.filter(measurement_id=measurement.id).exists())


def own_of(actor: Actor, measurement: Measurement, *, at: datetime) -> dict[str, int | None]:
    """What the actor wrote beside one measurement, empty where nothing; the look is logged."""
    rows = Impression.objects.filter(measurement_id=measurement.id)
    row = rows.filter(mentor__account_id=actor.account_id).first()
    if row is None:
        return {}
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.person_id, at=at, thing=row):
        return _values(row)


def beside(
    actor: Actor, course: Course, answers: tuple[Answered, ...], *, at: datetime
) -> tuple[tuple[Answered, Answered], ...]:
    """The person's answers and the impression beside them, round by round, oldest first; the look is logged.

    `answers` are those the actor may see already: an impression is shown to nobody in their place, and to
    the person only once the round is answered. A mentor sees their own alone.
    """
    mine = {(one.key, one.instrument): one for one in answers}
    rows: Any = Impression.objects.filter(
        measurement__course_id=course.id,
        measurement__key__in=[key for key, _tool in mine],
        measurement__state__in=ANSWERED,
    )
    if actor.account_id is not None and course.mentor is not None and actor.role == course.mentor.role:
        rows = rows.filter(mentor__account_id=actor.account_id)
    found = [
        (mine[one.measurement.key, one.measurement.instrument], one)
        for one in rows.select_related("measurement").order_by("measurement__due_on", "id")
        if (one.measurement.key, one.measurement.instrument) in mine
    ]
    if not found:
        return ()
    assert course.person_id is not None
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return tuple(
            (own, Answered(own.key, _values(row), own.instrument, own.instrument_version))
            for own, row in found
        )


def _values(row: Impression) -> dict[str, int | None]:
    told: dict[str, int | None] = json.loads(fields.unseal(row, "values"))
    return told
