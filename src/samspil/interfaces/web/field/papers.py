"""The page on which whoever holds a course types in its papers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.papers import papers_page


@door("field", roles=FIELD)
def papers(request: HttpRequest) -> HttpResponse:
    """A code, the numbers on the paper, and the next."""
    back_url, here = reverse("field:measurements"), reverse("field:papers")
    return papers_page(request, door="field", here=here, back_url=back_url)
