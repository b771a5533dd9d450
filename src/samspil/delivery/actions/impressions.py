"""Writing how whoever holds a course sees it, beside one round of the person's own answers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from samspil.delivery.instruments.shape import Given
from samspil.delivery.models.impressions import Impression
from samspil.delivery.models.measurements import Measurement, Sharing
from samspil.delivery.queries import impressions as queries
from samspil.delivery.queries.measurements import instrument_of, measurement_for
from samspil.delivery.rules import impressions as rules
from samspil.delivery.terms.courses import Recipient
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.kernel.ids import uuid7
from samspil.trust import audit, fields


def give(
    *,
    by: Actor,
    at: datetime,
    on: date,
    measurement_id: uuid.UUID,
    values: Mapping[str, Given | None],
    key: uuid.UUID | None = None,
) -> None:
    """Write or rewrite the impression of one round; whether the answers were known by then is kept too.

    A new one gets the `key` its page was made with.
    """
    with audit.acting("delivery.give_impression", by=by, at=at) as act:
        measurement_for(by, measurement_id)
        rows = Measurement.objects.select_for_update(of=("self",)).select_related("course__mentor")
        measurement = rows.get(id=measurement_id)  # held: answers that come meanwhile wait, or are seen here
        row = Impression.objects.filter(measurement_id=measurement_id).first()
        asked = queries.is_asked(measurement)
        refuse(rules.may_give(by, measurement, on, asked=asked, given=row is not None))
        refuse(rules.must_fit(instrument_of(measurement), values))
        if row is None:
            free = key is not None and not Impression.objects.filter(id=key).exists()
            row = Impression(
                id=key if free else uuid7(),
                tenant_id=by.tenant_id,
                measurement=measurement,
                person_id=measurement.person_id,
            )
        shown = Sharing.objects.filter(
            measurement_id=measurement_id, recipient=Recipient.MENTOR, withdrawn_on__isnull=True
        )
        read = shown.exists() or queries.was_on_paper(measurement)
        row.mentor, row.given_on, row.knew_answers = measurement.course.mentor, on, read
        fields.seal(row, values=json.dumps(dict(values)))
        row.save(force_insert=row._state.adding)
        act.about(row, subject_id=row.person_id)
