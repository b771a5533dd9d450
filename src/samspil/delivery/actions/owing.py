"""Opening the forms that a visit asks for, and letting those pass whose time is over."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import DateField, F, Value
from django.db.models.functions import Least

from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.series import Series, Visit, VisitPlace
from samspil.delivery.queries.owed_forms import OF_VISIT, owed_by
from samspil.delivery.queries.pupils import round_of
from samspil.delivery.terms.forms import FormAsked, FormState
from samspil.delivery.terms.visits import LIVE_PLACES


def open_forms(visit: Visit, series: Series, *, on: date) -> None:
    """Open what a visit asks for and is not there yet. Called by an action that is open.

    A group that answered before it was written how the visit went is done with it.
    """
    there = VisitPlace.objects.filter(visit_id=visit.id, state__in=LIVE_PLACES)
    wanted = owed_by(visit, series.concept_id, there.values_list("appointment_id", flat=True), on=on)
    rows = OwedForm.objects.filter(about=OF_VISIT, thing_id=visit.id)
    known = set(rows.values_list("asked", "appointment_id"))
    OwedForm.objects.bulk_create(
        OwedForm(
            tenant_id=visit.tenant_id,
            about=OF_VISIT,
            thing_id=visit.id,
            asked=one.window.asked,
            appointment_id=one.appointment_id,
            instrument=one.window.instrument,
            instrument_version=one.window.version,
            opens_on=one.window.opens_on,
            due_on=one.window.due_on,
            done_until=one.window.done_until,
            late_until=one.window.late_until,
            remind_on=one.window.remind_on,
        )
        for one in wanted
        if (one.window.asked, one.appointment_id) not in known
    )
    round_ = round_of(visit.id)
    if round_ is not None and round_.answered:
        group_answered(visit.id, on=on)


def group_answered(visit_id: uuid.UUID, *, on: date) -> None:
    """The group's form is done once somebody has answered it; nothing where it is done, or not owed yet.

    What came in before the form was owed came while it could be answered, whichever day that was.
    """
    rows = OwedForm.objects.filter(
        about=OF_VISIT, thing_id=visit_id, asked=FormAsked.PUPILS, state=FormState.OPEN
    )
    rows.update(state=FormState.DONE, answered_on=Least(Value(on, DateField()), F("done_until")))
