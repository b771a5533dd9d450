"""The public pages: the front, the accessibility statement, and whether everything is well."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from samspil.interfaces.web.shared.doors import door
from samspil.people.terms import Role
from samspil.trust import catalogue

EVERYONE = (Role.ANONYMOUS,)


@door("public", roles=EVERYONE, methods=("GET",))
def front(request: HttpRequest) -> HttpResponse:
    """What this is, in neutral words, and the two ways in."""
    return TemplateResponse(
        request,
        "public/front.html",
        {"page": {"sign_in_url": reverse(settings.LOGIN_URL), "answer_url": reverse("answer:enter")}},
    )


@door("public", roles=EVERYONE, methods=("GET",))
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return TemplateResponse(request, "public/accessibility.html", {"page": {}})


@door("public", roles=EVERYONE, methods=("GET",))
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is as declared, 503 with the problems otherwise."""
    version = settings.SAMSPIL_VERSION
    try:
        problems = catalogue.problems()
    except DatabaseError:
        answer = {
            "status": "fail",
            "version": version,
            "database": "unreachable",
            "problems": ["The database does not answer."],
        }
        return JsonResponse(answer, status=503)
    if problems:
        return JsonResponse(
            {"status": "fail", "version": version, "database": "differs", "problems": problems}, status=503
        )
    return JsonResponse({"status": "ok", "version": version, "database": "ok"})
