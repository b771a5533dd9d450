"""Letters from the office: with the person's name, the look at which is logged."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from samspil.delivery.queries import courses
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.letters import letter_view
from samspil.kernel.errors import Missing
from samspil.people.queries import people
from samspil.programme import queries as programme


@door("office", roles=COORDINATOR, methods=("GET",))
def letters(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """A text of consent or an invitation, in the person's language, for paper or to read aloud."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    if found.person_id is None:
        raise Missing
    card = people.identity_for(actor, found.person_id, at=clock.now())
    letter = letter_view(
        programme.concept(found.concept_id),
        request.GET.get("letter", ""),
        people.language_of(actor, found.person_id),
        name=card.name,
        mentor=words.short_name(found.mentor.account.name) if found.mentor else "",
    )
    page = {"code": found.code, "back_url": reverse("office:course", args=[course_id]), "letter": letter}
    return TemplateResponse(request, "office/letters.html", {"page": page})
