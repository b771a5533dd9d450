"""Handing out a measurement: a QR code, a link, a code to read aloud, and whether it has been answered."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from samspil.delivery.actions.measurements import hand_out
from samspil.delivery.actions.sending import send_link
from samspil.delivery.queries import measurements
from samspil.delivery.terms.courses import MeasurementState
from samspil.interfaces import clock
from samspil.interfaces.sending.choosing import ways
from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.answer_paper import paper
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.handing_out import ready
from samspil.interfaces.web.shared.sending import sending
from samspil.kernel.errors import Refused
from samspil.programme import queries as programme
from samspil.trust import links


@door("field", roles=FIELD)
def measure(request: HttpRequest, measurement_id: uuid.UUID) -> HttpResponse:
    """Show how to answer. A POST makes a new link, shown once and never stored; on paper, or sent."""
    actor = request.actor  # type: ignore[attr-defined]
    found = measurements.measurement_for(actor, measurement_id)
    page = _page(found)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "send" in request.POST:
        try:
            common = {"by": actor, "at": clock.now(), "on": clock.today()}
            send_link(**common, measurement_id=measurement_id, ways=ways())
            return HttpResponseRedirect(reverse("field:measure", args=[measurement_id]))
        except Refused as refused:
            form.add_error(None, str(refused))
    elif request.method == "POST":
        try:
            made = hand_out(by=actor, at=clock.now(), on=clock.today(), measurement_id=measurement_id)
            if "paper" in request.POST:
                return paper(request, found=found, made=made)
            page |= ready(request, made)
        except Refused as refused:
            form.add_error(None, str(refused))
    page |= sending(actor, found)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "field/measure.html", {"page": page, "form": form}, status=status)


@door("field", roles=FIELD, methods=("GET",), passive=True)
def status(request: HttpRequest, measurement_id: uuid.UUID) -> HttpResponse:
    """The part of the page that says whether the answers have come; the page asks for it itself."""
    found = measurements.measurement_for(request.actor, measurement_id)  # type: ignore[attr-defined]
    page = _page(found)
    page["link_ready"] = page["state"] != "done"  # the page goes on asking until the answers are there
    answer = TemplateResponse(request, "field/measure.html#status", {"page": page})
    if page["state"] == "done":
        # The link has no use any more; the page came from a POST, which a reload would send again.
        answer.headers["HX-Redirect"] = reverse("field:measure", args=[found.id])
    return answer


def _page(found: Any) -> dict[str, Any]:
    concept = programme.concept(found.course.concept_id)
    answered = found.state in (MeasurementState.DONE, MeasurementState.LATE)
    opened = links.latest(found.id)
    state = "done" if answered else "waiting" if opened and opened.opened_at else "open"
    return {
        "code": found.course.code,
        "title": words.said(programme.round_title(concept, found.key)),
        "due_words": words.until(found.due_on, clock.today()),
        "state": state,
        "link_ready": False,
        "status_url": reverse("field:measure-status", args=[found.id]),
        "replace_url": reverse("field:measure", args=[found.id]),
        "back_url": reverse("field:course", args=[found.course_id]),
    }
