"""What a person sees when something was refused, missing or broken: one page per status."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form could not be read."""
    return _page(request, 400)


def forbidden(
    request: HttpRequest, exception: Exception | None = None, *, sentence: str = ""
) -> HttpResponse:
    """403: not for this role. The sentence says why, and is the same for every id."""
    return _page(request, 403, sentence=sentence)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for what is not yours and what never was."""
    return _page(request, 404)


def method_not_allowed(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    """405, with the methods that the address knows."""
    response = _page(request, 405)
    response.headers["Allow"] = ", ".join(allowed)
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """429: tried too often in a short time."""
    return _page(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our mistake. Uses no database and no context, for both may be what is broken."""
    try:
        return HttpResponse(render_to_string("500.html"), status=500)
    except (TemplateDoesNotExist, ValueError):
        words = _("Something went wrong here")
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form did not come from a page of ours, or the page was open for too long."""
    return forbidden(request)


def _page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The page as text, so that the same status always gives the same bytes."""
    return HttpResponse(render_to_string(f"{status}.html", context, request), status=status)
