"""What the public pages on visits share: one look, the language, and one page for what opens nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language

from samspil.interfaces.web.shared import languages
from samspil.interfaces.web.shared.standing import VISIT_KEY
from samspil.people.terms import Role

EVERYONE = (Role.ANONYMOUS, Role.REQUESTER)
PLACE_KEY = "visit_place"
"""A place that said yes to an offer: its municipality and name, for the request it goes on to."""


def closed(request: HttpRequest) -> HttpResponse:
    """One page for every link that opens nothing: used, expired, replaced or never made."""
    request.session.pop(VISIT_KEY, None)
    return page(request, "closed", status=404)


def page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One of the pages, which can be read in every language there is."""
    context["spoken"] = languages.choices(request)
    return TemplateResponse(request, f"public/visit_{name}.html", context, status=status)


def go(request: HttpRequest, name: str) -> HttpResponse:
    """Go on in the language that was chosen here."""
    chosen = f"?lang={get_language()}" if languages.is_chosen(request) else ""
    return HttpResponseRedirect(reverse(name) + chosen)
