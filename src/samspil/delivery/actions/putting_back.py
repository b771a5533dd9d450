"""Putting back to planned what was written as held by mistake."""

from __future__ import annotations

import uuid
from datetime import datetime

from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.series import Series, Visit
from samspil.delivery.queries import putting_back as queries
from samspil.delivery.queries.owed_forms import OF_VISIT
from samspil.delivery.queries.series import visit_for
from samspil.delivery.rules.courses import may_coordinate, must_be_one_of
from samspil.delivery.rules.putting_back import may_be_put_back
from samspil.delivery.terms.visits import PUT_BACK_REASONS, SeriesState, VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit, links


def put_visit_back(*, by: Actor, at: datetime, visit_id: uuid.UUID, because: str) -> None:
    """A visit that was written as held is planned again, on the day it had. What was written of it goes, and
    so do the forms that were owed after it, with their links. A complete series is under way again.
    """
    refuse(may_coordinate(by))
    refuse(must_be_one_of(because, PUT_BACK_REASONS, "because"))
    with audit.acting("delivery.put_visit_back", by=by, at=at) as act:
        found = visit_for(by, visit_id)
        series = Series.objects.select_for_update(of=("self",)).get(id=found.series_id)
        visit = Visit.objects.get(id=visit_id)
        owed = OwedForm.objects.select_for_update(of=("self",)).filter(about=OF_VISIT, thing_id=visit.id)
        forms = list(owed.order_by("id").values_list("id", flat=True))
        refuse(
            may_be_put_back(
                visit, series, visit.id in queries.answered([visit.id]), queries.has_hours(visit.id)
            )
        )
        links.revoke_all(by=by, thing_ids=forms)
        OwedForm.objects.filter(id__in=forms).delete()
        if series.state == SeriesState.COMPLETE:
            series.state, series.ended_on = SeriesState.OPEN, None
            series.save(update_fields=["state", "ended_on"])
        visit.state, visit.teacher_present, visit.steps_done = VisitState.PLANNED, None, []
        visit.covered = visit.remains = visit.handover_note = b""
        visit.save()
        act.about(visit, reason=because)
