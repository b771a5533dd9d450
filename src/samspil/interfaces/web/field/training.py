"""One's own training: the certificates one holds, each on paper."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from samspil.delivery.queries import training_certificates as certificates
from samspil.interfaces import clock
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.training_certificates import certificate_rows, paper
from samspil.people.terms import INVITABLE


@door("field", roles=INVITABLE, methods=("GET",))
def own(request: HttpRequest) -> HttpResponse:
    """Every certificate one was given here, the newest first: until when, and whether it still holds."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    held = certificates.certificates_of(actor, actor.account_id, on=today)
    page = {"certificates": certificate_rows(held, "field:certificate-paper")}
    return TemplateResponse(request, "field/training.html", {"page": page})


@door("field", roles=INVITABLE, methods=("GET",))
def certificate_paper(request: HttpRequest, training_id: uuid.UUID) -> HttpResponse:
    """One of them on paper."""
    return paper(request, training_id)
