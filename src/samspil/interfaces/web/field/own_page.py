"""The mentor or coach opens the door to the own page of the one a course is for."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from samspil.delivery.queries import courses, parents
from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.shared import own_page as shared
from samspil.interfaces.web.shared.doors import door
from samspil.people.terms import Role


@door("field", roles=FIELD)
def own_page(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """A link to send, and a code to say."""
    found = courses.course_for(request.actor, course_id)  # type: ignore[attr-defined]
    back_url = reverse("field:course", args=[course_id])
    return shared.own_page(request, found=found, base="shared/field.html", back_url=back_url)


@door("field", roles=(Role.PARENT_COACH,))
def second_page(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The same for the other parent in the course."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    back_url, second = reverse("field:second", args=[course_id]), parents.second_for(actor, found)
    return shared.own_page(request, found=found, base="shared/field.html", back_url=back_url, second=second)
