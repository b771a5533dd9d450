"""The office's pages on a course's plan, everyday life and reviews."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse

from samspil.interfaces.web.office.courses import COORDINATOR
from samspil.interfaces.web.shared import plan_pages as pages
from samspil.interfaces.web.shared.doors import door

HERE = pages.Place("office", "shared/office.html")


@door("office", roles=COORDINATOR)
def plan(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Write the plan or revise it."""
    return pages.plan(request, course_id, HERE)


@door("office", roles=COORDINATOR, methods=("GET",))
def versions(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The plan as it stands and every version of it."""
    return pages.versions(request, course_id, HERE)


@door("office", roles=COORDINATOR)
def accept(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Somebody said yes to the plan."""
    return pages.accept(request, course_id, HERE)


@door("office", roles=COORDINATOR, methods=("POST",))
def step(request: HttpRequest, course_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """A step is done, or open after all."""
    return pages.step(request, course_id, step_id, HERE)


@door("office", roles=COORDINATOR, methods=("GET",))
def areas(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """What was said about everyday life."""
    return pages.areas(request, course_id, HERE)


@door("office", roles=COORDINATOR)
def area(request: HttpRequest, course_id: uuid.UUID, area: str) -> HttpResponse:
    """One area of everyday life."""
    return pages.area(request, course_id, area, HERE)


@door("office", roles=COORDINATOR)
def reviews(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The reviews of a course, and one more."""
    return pages.review_list(request, course_id, HERE)


@door("office", roles=COORDINATOR)
def review_correct(request: HttpRequest, course_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """Put a review right."""
    return pages.review_correct(request, course_id, review_id, HERE)
