"""How reported results came about, for whoever audits: from which row, when, by which run. No citizen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from samspil.delivery.queries import coverage
from samspil.evaluation import queries as evaluation
from samspil.governance.queries import lineage
from samspil.governance.rules.obligations import words_of
from samspil.governance.terms.obligations import OBLIGATION_STATES
from samspil.interfaces import clock
from samspil.interfaces.web.office.grant import SEES
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.charts import tally_view
from samspil.interfaces.web.shared.doors import door
from samspil.people.queries import people
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept

RUNS = 14


@door("office", roles=(*SEES, Role.PROGRAMME_OFFICE), methods=("GET",))
def results(request: HttpRequest) -> HttpResponse:
    """The municipality's reported results with their lineage; at the programme office the frozen totals'."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.role == Role.PROGRAMME_OFFICE:
        page: dict[str, Any] = {"months": [_month(one) for one in evaluation.lineage(actor)]}
        return TemplateResponse(request, "office/results.html", {"page": page})
    concept = programme.programme_near(
        people.organisation(actor.tenant_id).municipality_code, on=clock.today()
    )
    least = concept.disclosure.minimum_municipality if concept else 0
    tally, recounts = coverage.audited(actor, least=least)
    rows, runs = lineage.told_by_runs(actor)
    page = {
        "is_municipality": True,
        "least": least,
        "tally": tally_view(tally) if tally else None,
        "recounts": [_recount(one, least) for one in recounts],
        "halves": [
            {
                "half": half,
                "rows": [_told(one, concept) for one in rows if one.half == half],
            }
            for half in dict.fromkeys(one.half for one in rows)
        ],
        "runs": [{"when": words.moment(one.at), "half": one.half, "id": str(one.id)} for one in runs[:RUNS]],
    }
    return TemplateResponse(request, "office/results.html", {"page": page})


def _told(one: lineage.ToldRow, concept: Concept | None) -> dict[str, Any]:
    return {
        "title": words_of(concept, one.obligation) if concept else one.obligation,
        "state": OBLIGATION_STATES[one.state].title,
        "id": str(one.id),
    }


def _recount(one: Any, least: int) -> dict[str, Any]:
    told = {"owed": one.owed, "found": one.found}
    said = _("%(owed)d owed by the courses' own dates, %(found)d found") % told
    return {
        "when": words.moment(one.counted_at),
        "words": said if one.owed >= least else _("Fewer than %(least)d, not told") % {"least": least},
        "equal": one.equal,
    }


def _month(one: evaluation.Frozen) -> dict[str, Any]:
    return {
        "month": words.month(one.month),
        "when": words.moment(one.frozen_at),
        "id": str(one.id),
        "told": one.told,
        "withheld": one.withheld,
    }
