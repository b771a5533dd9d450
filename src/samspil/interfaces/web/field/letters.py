"""Letters from the field: never with a name, which nobody in the field sees."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from samspil.delivery.queries import courses
from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.letters import letter_view
from samspil.kernel.errors import Missing
from samspil.people.queries import people
from samspil.programme import queries as programme


@door("field", roles=FIELD, methods=("GET",))
def letters(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """A text of consent or an invitation, in the person's language, to show or read aloud."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    if found.person_id is None or found.mentor is None:
        raise Missing
    letter = letter_view(
        programme.concept(found.concept_id),
        request.GET.get("letter", ""),
        people.language_of(actor, found.person_id),
        name="",
        mentor=words.short_name(found.mentor.account.name),
    )
    page = {"code": found.code, "back_url": reverse("field:course", args=[course_id]), "letter": letter}
    return TemplateResponse(request, "field/letters.html", {"page": page})
