"""The office's page to type in papers of the municipality's own courses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.papers import papers_page


@door("office", roles=COORDINATOR)
def papers(request: HttpRequest) -> HttpResponse:
    """A code, the numbers on the paper, and the next."""
    back_url, here = reverse("office:measurements"), reverse("office:papers")
    return papers_page(request, door="office", here=here, back_url=back_url)
