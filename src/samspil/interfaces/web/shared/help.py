"""The emergency card: whom to call and what the law says, from the concept file. Nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from samspil.interfaces.web.shared import words
from samspil.programme import queries as programme


def help_page(request: HttpRequest, *, base: str, back_url: str) -> HttpResponse:
    """The cards of the newest programme loaded."""
    loaded = programme.programmes()
    cards = [
        {"title": words.said(one.title), "text": words.said(one.text), "phone": one.phone}
        for one in (loaded[0].concept.emergency_card if loaded else ())
    ]
    return TemplateResponse(
        request, "shared/help.html", {"base": base, "page": {"cards": cards, "back_url": back_url}}
    )
