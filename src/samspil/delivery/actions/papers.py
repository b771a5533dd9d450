"""Typing in a measurement that was filled in on paper: the same end as a link's, by another hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.instruments.shape import Given
from samspil.delivery.models.measurements import AnswerSheet, Measurement
from samspil.delivery.queries.measurements import instrument_of
from samspil.delivery.queries.papers import measurement_by_code
from samspil.delivery.rules import papers as rules
from samspil.delivery.terms.courses import CameBy, MeasurementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit, fields, links


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a paper: each statement's number, None where it was skipped, and the day if said."""

    values: dict[str, Given | None]
    by_themselves: bool
    filled_on: date | None = None


def enter_paper(*, by: Actor, at: datetime, on: date, code: str, paper: Paper) -> Measurement:
    """Hand in the answers on a paper by its code, which is consumed by exactly one submission.

    The day on which it was filled in says whether the round is done or late; without one, today does. What
    was half filled in on a phone gives way. Nobody is shown the answers: that is the person's to say.
    """
    with audit.acting("delivery.enter_paper", by=by, at=at) as act:
        found, _link = measurement_by_code(by, code, on=on)
        Measurement.objects.select_for_update(of=("self",)).filter(id=found.id).first()
        measurement, link = measurement_by_code(by, code, on=on)  # once more, now that nobody else answers
        refuse(rules.must_be_their_own(paper.by_themselves))
        day = paper.filled_on or on
        refuse(rules.must_lie_in_the_round(day, measurement, on))
        refuse(rules.must_fit(instrument_of(measurement), paper.values))
        AnswerSheet.objects.filter(measurement_id=measurement.id, submitted_at__isnull=True).delete()
        sheet = AnswerSheet(
            tenant_id=by.tenant_id,
            measurement_id=measurement.id,
            person_id=measurement.person_id,
            came_by=CameBy.PAPER,
            submitted_at=at,
        )
        fields.seal(sheet, answers=json.dumps(paper.values))
        sheet.save(force_insert=True)
        if not links.use_up(link.id):
            refuse(rules.NOTHING_OPENS)
        state = MeasurementState.DONE if day <= measurement.done_until else MeasurementState.LATE
        Measurement.objects.filter(id=measurement.id).update(state=state, answered_on=day)
        act.about(measurement, subject_id=measurement.person_id, reason=CameBy.PAPER)
    measurement.state = state
    return measurement
