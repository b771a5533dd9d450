"""The mentor or coach opens the door to the own page of the one a course is for."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from samspil.delivery.queries import courses
from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.shared import own_page as shared
from samspil.interfaces.web.shared.doors import door


@door("field", roles=FIELD)
def own_page(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """A link to send, and a code to say."""
    found = courses.course_for(request.actor, course_id)  # type: ignore[attr-defined]
    back_url = reverse("field:course", args=[course_id])
    return shared.own_page(request, found=found, base="shared/field.html", back_url=back_url)
