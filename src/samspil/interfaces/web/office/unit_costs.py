"""What a course, an hour and a visit cost in the municipality, by year: a table and a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from samspil.economy.queries import unit_costs as queries
from samspil.economy.queries.unit_costs import UnitCost
from samspil.interfaces import clock
from samspil.interfaces.web.office.grant import SEES
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.documents.tables import Cell, table_out
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.money import Money
from samspil.people.queries import taking
from samspil.programme.concept.model import Concept

VISITS = "role_model"


@door("office", roles=SEES, methods=("GET",))
def unit_costs(request: HttpRequest) -> HttpResponse:
    """Approved costs over what was done, the latest year first; `as` csv for a file with ISO numbers."""
    actor = request.actor  # type: ignore[attr-defined]
    concept, rows = queries.unit_costs(actor)
    if request.GET.get("as") == "csv":
        taking.taken(actor, "unit costs csv", at=clock.now())
        return _csv(request, concept, rows)
    page = {
        "years": [
            {"year": str(year), "rows": [_row(concept, one) for one in rows if one.year == year]}
            for year in dict.fromkeys(one.year for one in rows)
        ],
        "is_withheld": any(one.is_withheld for one in rows),
        "least": concept.disclosure.minimum_municipality,
    }
    return TemplateResponse(request, "office/unit_costs.html", {"page": page})


def _unit(one: UnitCost) -> str:
    return _("Visits") if one.line == VISITS else _("Courses")


def _row(concept: Concept, one: UnitCost) -> dict[str, Any]:
    return {
        "title": words.title_of(concept.grant.lines, one.line),
        "unit": _unit(one),
        "spent": one.spent.plain,
        "is_withheld": one.is_withheld,
        "count": str(one.count),
        "hours": words.hours(one.minutes),
        "each": _plain(one.each),
        "hour": _plain(one.hour),
    }


def _plain(amount: Money | None) -> str:
    return "–" if amount is None else amount.plain


def _csv(request: HttpRequest, concept: Concept, rows: tuple[UnitCost, ...]) -> HttpResponse:
    heads = [_("Year"), _("Line"), _("Spent, DKK"), _("Unit"), _("How many"), _("Minutes")]
    told: list[list[Cell]] = []
    for one in rows:
        counts: list[Cell] = [None, None] if one.is_withheld else [one.count, one.minutes]
        title = words.title_of(concept.grant.lines, one.line)
        told.append([one.year, title, one.spent, _unit(one), *counts, one.each, one.hour])
    heads += [_("DKK each"), _("DKK an hour")]
    return table_out(request, heads, told, "enhedspriser.csv", is_iso=True)
