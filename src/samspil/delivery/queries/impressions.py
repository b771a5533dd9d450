"""Reading the mentor's impressions: but for their writer, only beside the person's own answers."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db.models import F

from samspil.delivery.instruments.shape import Given
from samspil.delivery.models.impressions import Impression
from samspil.delivery.models.measurements import AnswerSheet, Measurement
from samspil.delivery.rules.courses import FIELD_ROLES
from samspil.delivery.terms.courses import CameBy
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


def was_on_paper(measurement: Measurement) -> bool:
    """Whether the answers stood on a paper or in a file, which whoever holds the course may have read."""
    seen = (CameBy.PAPER, CameBy.IMPORT)
    return bool(AnswerSheet.objects.filter(measurement_id=measurement.id, came_by__in=seen).exists())


def own_of(actor: Actor, measurement: Measurement, *, at: datetime) -> dict[str, Given | None]:
    """What the actor wrote beside one measurement, empty where nothing; the look is logged."""
    rows = Impression.objects.filter(measurement_id=measurement.id)
    row = rows.filter(mentor__account_id=actor.account_id).first()
    if row is None:
        return {}
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.person_id, at=at, thing=row):
        return _values(row)


def with_impressions(sheets: Any) -> Any:
    """Answer sheets along with the one impression that may stand beside each, sealed."""
    beside = "measurement__impression"
    return sheets.annotate(
        seen_id=F(f"{beside}__id"), seen=F(f"{beside}__values"), seen_by=F(f"{beside}__mentor__account_id")
    )


def beside(actor: Actor, sheet: AnswerSheet) -> dict[str, Given | None] | None:
    """The impression beside answers that the actor may see already; None where there is none to be seen.

    Called while a look at the person is logged, with a sheet of `with_impressions`. Whoever holds a course
    sees what they wrote themselves alone; the person and the coordinator whatever was written.
    """
    told: Any = sheet
    if told.seen_id is None or (actor.role in FIELD_ROLES and told.seen_by != actor.account_id):
        return None
    return _values(
        Impression(
            id=told.seen_id, tenant_id=sheet.tenant_id, person_id=sheet.person_id, values=bytes(told.seen)
        )
    )


def _values(row: Impression) -> dict[str, Given | None]:
    told: dict[str, Given | None] = json.loads(fields.unseal(row, "values"))
    return told
