"""The field's pages on pausing and ending a course, and on the own calendar."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.shared import ending_pages
from samspil.interfaces.web.shared.calendar_page import calendar_page
from samspil.interfaces.web.shared.doors import door
from samspil.people.terms import Role

HERE = ending_pages.Place("field", measurement="field:measure", after_the_end="field:caseload")


@door("field", roles=FIELD)
def pause(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The course rests for a while, or goes on."""
    return ending_pages.pause_page(request, course_id, HERE)


@door("field", roles=FIELD)
def end(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The last day is agreed."""
    return ending_pages.end_page(request, course_id, HERE)


@door("field", roles=FIELD)
def closing(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """What is said at the end; finishing it ends the course."""
    return ending_pages.closing_page(request, course_id, HERE)


@door("field", roles=(*FIELD, Role.ROLE_MODEL))
def calendar(request: HttpRequest) -> HttpResponse:
    """The own days in the own calendar."""
    return calendar_page(request, base="shared/field.html", back_url=reverse("field:caseload"))
