"""What those who came to courses answered, as provider, programme office and evaluator are told it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspil.delivery.queries import training_forms as queries
from samspil.delivery.queries.training_forms import Result
from samspil.delivery.rules.forms import TOLD
from samspil.delivery.terms.forms import ENOUGH
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.results import told_view


@door("office", roles=TOLD, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """The courses whose forms were counted, the latest first."""
    actor = request.actor  # type: ignore[attr-defined]
    page = {
        "rows": [
            {
                "when": words.day_and_year(one.day or one.last_on),
                "title": _title(one),
                "why": _said(one),
                "url": to("office:training-answer", one.round.id) if _is_told(one) else "",
            }
            for one in queries.results(actor)
        ]
    }
    return TemplateResponse(request, "office/training_answers.html", {"page": page})


@door("office", roles=TOLD, methods=("GET",))
def one(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """One course, question by question."""
    actor, language = request.actor, get_language() or "da"  # type: ignore[attr-defined]
    found, told = queries.result(actor, round_id)
    page = {
        "title": _title(found),
        "when": words.day_and_year(found.day or found.last_on),
        "said": _said(found),
        "back_url": reverse("office:training-answers"),
        "questions": [told_view(each, f"q{place}", language) for place, each in enumerate(told, start=1)],
    }
    return TemplateResponse(request, "office/training_answer.html", {"page": page})


def _is_told(one: Result) -> bool:
    return one.round.answered >= ENOUGH


def _title(one: Result) -> str:
    if one.day is None:
        return one.title
    return _("%(title)s, the day %(day)s") % {"title": one.title, "day": words.day(one.day)}


def _said(one: Result) -> str:
    """How many answered of those who owed it; of fewer than five not even that."""
    if not _is_told(one):
        return _("Fewer than five answered. Nothing of it is shown to anybody.")
    told: dict[str, Any] = {"answered": one.round.answered, "owed": one.round.owed}
    return _("%(answered)d of %(owed)d who came have answered") % told
