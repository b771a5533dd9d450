"""What a mentor or coach sees of the measurements of the courses they hold: coverage, and each one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from samspil.delivery.queries import coverage
from samspil.delivery.queries.measurements import together
from samspil.interfaces import clock
from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.field.training_forms import own_forms
from samspil.interfaces.web.shared import coverage as views
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.charts import tally_view
from samspil.interfaces.web.shared.doors import door
from samspil.people.queries import people
from samspil.programme import queries as programme


@door("field", roles=FIELD, methods=("GET",))
def board(request: HttpRequest) -> HttpResponse:
    """Owed and made on the courses one holds now."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    concept = programme.programme_near(people.organisation(actor.tenant_id).municipality_code, on=today)
    found = coverage.of_own(actor)
    page = tally_view(together(found.rounds))
    page |= {"impressions_words": views.impressions(found.impressions), "cut_words": views.cut_words(concept)}
    page["own_forms"] = own_forms(actor)
    tables = views.tables(found, concept, reverse("field:owed"))
    return TemplateResponse(request, "field/coverage.html", {"page": page, "tables": tables})


@door("field", roles=FIELD, methods=("GET",))
def owed(request: HttpRequest) -> HttpResponse:
    """The owed measurements behind one figure."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    concept = programme.programme_near(people.organisation(actor.tenant_id).municipality_code, on=today)
    page = views.owed_page(
        request, views.wanted_in(request), concept, today, to_course=lambda one: to("field:course", one)
    )
    page |= {"name": "field-owed", "back_url": reverse("field:measurements")}
    return TemplateResponse(request, "shared/owed.html", {"base": "shared/field.html", "page": page})
