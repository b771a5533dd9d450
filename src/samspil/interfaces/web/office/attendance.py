"""The provider's pages on one event: who came on which day, and closing it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import training as actions
from samspil.delivery.queries import attendance as queries
from samspil.delivery.queries import seats, training
from samspil.delivery.terms.training import EventKind
from samspil.interfaces import clock
from samspil.interfaces.web.office.training import BASE, PROVIDER
from samspil.interfaces.web.office.training_forms import AttendanceForm, ClosingForm, WhoForm
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.programme import queries as programme
from samspil.programme.concept.certifying import certifying
from samspil.programme.concept.teaching import taught_on


@door("office", roles=PROVIDER)
def attendance(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """Who came, for every day that has been."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = training.event_for(actor, event_id)
    days = {f"day_{one.on:%Y%m%d}": one for one in training.days_of(actor, event_id) if one.on <= today}
    there, came = seats.participants(actor, event_id), queries.attendance_of(actor, event_id)
    if request.method == "POST":
        # what the page did not show is not written: another day, or somebody who came to have a seat since
        days = {key: one for key, one in days.items() if key in AttendanceForm.shown(request.POST, "days")}
        shown = AttendanceForm.shown(request.POST, "people")
        there = tuple(one for one in there if str(one.id) in shown)
    initial = {
        key: [str(one.id) for one in there if not came.is_written(day.id) or came.came(day.id, one.id)]
        for key, day in days.items()
    }
    form = AttendanceForm(
        [(key, day.on) for key, day in days.items()],
        there,
        words.choices(taught_on(programme.concept(found.concept_id), found.track).modules),
        _posted(request),
        initial=initial | {"taught": list(found.taught)},
    )
    back = reverse("office:training-event", args=[event_id])

    def write() -> str:
        told = {
            day.id: {one.id: str(one.id) in form.cleaned_data[key] for one in there}
            for key, day in days.items()
        }
        taught = form.cleaned_data.get("taught") if form.cleaned_data.get("shown_taught") else None
        actions.write_attendance(
            by=actor, at=clock.now(), on=today, event_id=event_id, came=told, taught=taught
        )
        return back

    page = {
        "name": "office-attendance",
        "title": found.title,
        "heading": _("Write who came"),
        "lead": _(
            "Everyone is ticked on a day that is not written yet. Take the tick away for who did not come."
        )
        if days
        else _("The first day has not been yet."),
        "button": _("Save"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=PROVIDER)
def close(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """Close an event after its last day: what is said of everyone is said once."""
    actor = request.actor  # type: ignore[attr-defined]
    found = training.event_for(actor, event_id)
    is_workshop = found.kind == EventKind.WORKSHOP
    there = seats.participants(actor, event_id)
    form: forms.Form
    if is_workshop:
        known = [(str(one.id), one.name) for one in training.municipalities_in(found.concept_id)]
        form = WhoForm(known, _posted(request), label=_("Which municipalities took part?"))
    else:
        form = ClosingForm(there, _posted(request))
    back = reverse("office:training-event", args=[event_id])

    def write() -> str:
        day: dict[str, Any] = {"by": actor, "at": clock.now(), "on": clock.today(), "event_id": event_id}
        if is_workshop:
            actions.close_workshop(**day, municipalities={uuid.UUID(one) for one in form.cleaned_data["who"]})
        else:
            actions.close_event(**day, exercised={uuid.UUID(one) for one in form.cleaned_data["exercised"]})
        return back

    asks = certifying(programme.concept(found.concept_id))
    rule = _("Whoever came on at least %(percent)d per cent of the days completes the course.")
    with_exercise = _(
        "Whoever came on at least %(percent)d per cent of the days and did the exercise completes the course."
    )
    page = {
        "name": "office-training-close",
        "title": found.title,
        "heading": _("Close the event"),
        "lead": _("What is said here stays.")
        if is_workshop
        else f"{(with_exercise if asks.exercise else rule) % {'percent': asks.attended_percent}} "
        + _("What is said here stays, and their municipality issues the certificates."),
        "button": _("Close the event"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
