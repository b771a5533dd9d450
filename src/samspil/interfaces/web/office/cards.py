"""How often the conversation cards were used in the municipality in a year; nothing below five."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from samspil.delivery.queries import cards as queries
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.people.terms import Role


@door("office", roles=(Role.COORDINATOR,), methods=("GET",))
def cards(request: HttpRequest) -> HttpResponse:
    """The sum of a year for each card, this year and the one before; withheld where it is below five."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    years = (today.year - 1, today.year)
    sums = {year: queries.sums_of(actor, year=year) for year in years}
    rows = [
        {"title": words.said(one.title).capitalize(), "sums": [sums[year].get(one.code) for year in years]}
        for one in queries.cards_of(actor, on=today)
    ]
    return TemplateResponse(request, "office/cards.html", {"page": {"years": years, "rows": rows}})
