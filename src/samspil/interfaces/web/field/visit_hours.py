"""The role model's page on what an own visit cost."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from samspil.delivery.queries import visit_hours as queries
from samspil.delivery.rules import visit_hours as rules
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.visit_hours import hours_page
from samspil.kernel.errors import refuse
from samspil.people.terms import Role


@door("field", roles=(Role.ROLE_MODEL,))
def own_hours(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Write the own hours and kilometres of a held visit, once; anew until they are approved."""
    found = queries.to_write(request.actor, visit_id)  # type: ignore[attr-defined]
    refuse(rules.must_be_held(found.visit) or rules.may_change(found.row))
    here = reverse("field:visit", args=[visit_id])
    return hours_page(request, found, name="field-visit-hours", base="shared/field.html", here=here)
