"""The emergency card: whom to call and what the law says, from the concept file. Nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.people.queries import people
from samspil.programme import queries as programme


def help_page(request: HttpRequest, *, base: str, back_url: str) -> HttpResponse:
    """The cards of the programme the organisation is in, else of the one loaded last."""
    code = people.organisation(request.actor.tenant_id).municipality_code  # type: ignore[attr-defined]
    concept = programme.programme_near(code, on=clock.today())
    cards = [
        {"title": words.said(one.title), "text": words.said(one.text), "phone": one.phone}
        for one in (concept.emergency_card if concept else ())
    ]
    return TemplateResponse(
        request, "shared/help.html", {"base": base, "page": {"cards": cards, "back_url": back_url}}
    )
