"""One's own training: the courses one has a seat on, with what is told of them, and one's certificates."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from samspil.delivery.queries import training
from samspil.delivery.queries import training_certificates as certificates
from samspil.delivery.queries.training import Event
from samspil.delivery.terms.training import EVENT_STATES, EventState
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.training_certificates import certificate_rows, paper
from samspil.interfaces.web.shared.training_events import changed_note, told
from samspil.people.terms import INVITABLE


@door("field", roles=INVITABLE, methods=("GET",))
def own(request: HttpRequest) -> HttpResponse:
    """The courses one comes to, the next first, and every certificate one was given here, newest first."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    held = certificates.certificates_of(actor, actor.account_id, on=today)
    courses = training.seated(actor, on=today)
    of_them = told(actor, [one.id for one in courses])
    page = {
        "courses": [_course(one) | of_them[one.id] for one in courses],
        "certificates": certificate_rows(held, "field:certificate-paper", today),
    }
    return TemplateResponse(request, "field/training.html", {"page": page})


@door("field", roles=INVITABLE, methods=("GET",))
def certificate_paper(request: HttpRequest, training_id: uuid.UUID) -> HttpResponse:
    """One of them on paper."""
    return paper(request, training_id)


def _course(one: Event) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "state": EVENT_STATES[one.state] if one.state != EventState.PLANNED else "",
        "place": one.place,
        "days": [words.weekday(day) for day in one.days],
        "changed": changed_note(one),
    }
