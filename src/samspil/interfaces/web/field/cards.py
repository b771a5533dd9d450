"""Guide cards for the conversation: themes with questions, and a yearly count that is the mentor's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from samspil.delivery.actions.cards import count_card
from samspil.delivery.queries import cards as queries
from samspil.interfaces import clock
from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.kernel.errors import Refused


@door("field", roles=FIELD)
def cards(request: Any) -> HttpResponse:
    """The cards of the programme. A tap counts one use in the year: no course, no person, no day."""
    actor, today = request.actor, clock.today()
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        back = "back" in request.POST
        try:
            count_card(
                by=actor,
                at=clock.now(),
                on=today,
                appointment_id=request.post.id,
                theme=request.POST.get("back" if back else "used", ""),
                taken_back=back,
            )
            return HttpResponseRedirect(reverse("field:cards"))
        except Refused as refused:
            put(form, refused)
    counts = queries.counts_of(actor, year=today.year)
    page = {
        "year": today.year,
        "cards": [
            {
                "code": one.code,
                "title": words.said(one.title).capitalize(),
                "questions": [words.said(each) for each in one.questions],
                "count": counts.get(one.code, 0),
            }
            for one in queries.cards_of(actor, on=today)
        ],
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "field/cards.html", {"page": page, "form": form}, status=status)
