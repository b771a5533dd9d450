"""How the programme stands to its targets: value to date, target and the way there by half-years."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from samspil.evaluation import queries
from samspil.evaluation.queries import Attained, Attainment
from samspil.evaluation.rules import FOLLOWERS
from samspil.evaluation.terms import TARGET_STATES, TargetState
from samspil.interfaces import clock
from samspil.interfaces.web.office import aims_words as said
from samspil.interfaces.web.office.obligations import half_words
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.programme.concept.model import Concept

TAGS = {TargetState.REACHED: "ok", TargetState.ON_THE_WAY: "soon", TargetState.MISSED: "late"}
WIDTH, HEIGHT, GAP = 100, 30, 2
"""The picture's own units: bars beside each other, and a line where the target is."""


@door("office", roles=FOLLOWERS, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Every indicator with its target, what it had come to at the last frozen month, and by half-years."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    page = {"programmes": [_programme(one, today) for one in queries.attainment(actor, on=today)]}
    return TemplateResponse(request, "office/targets.html", {"page": page})


def _programme(one: Attainment, today: date) -> dict[str, Any]:
    rows = {each.indicator.slug: _row(one.concept, each, today) for each in one.attained}
    return {
        "title": words.said(one.concept.vocabulary.programme_title),
        "version": _("Version %(number)d") % {"number": one.number} if one.number else "",
        "has_aims": one.aims is not None,
        "goals": [
            {
                "title": words.said(goal.title),
                "rows": [
                    rows[each.indicator.slug] for each in one.attained if each.indicator.goal == goal.slug
                ],
            }
            for goal in (one.aims.goals if one.aims else ())
        ],
    }


def _row(concept: Concept, one: Attained, today: date) -> dict[str, Any]:
    value = one.last.value if one.last else None
    halves = [
        {
            "half": half_words(each.half),
            "value": _("not shown") if each.value is None else said.amount(one.indicator, each.value),
        }
        for each in one.trend
    ]
    return {
        **said.indicator(one.indicator),
        "value": "" if value is None else said.amount(one.indicator, value),
        "as_of": words.month(one.last.month) if one.last else "",
        "state": TARGET_STATES[one.state],
        "code": one.state.value,
        "tag": TAGS.get(one.state, ""),
        "why": _why(concept, one, today),
        "halves": halves,
        "picture": _picture(one) if any(each.value is not None for each in one.trend) else None,
    }


def _why(concept: Concept, one: Attained, today: date) -> str:
    """Why a value is not here, and when it will be."""
    if one.state == TargetState.NOT_COUNTED:
        following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
        told = _("Counted for the first time after the end of the month, on %(day)s.")
        return told % {"day": words.day_and_year(following)}
    if one.state == TargetState.WITHHELD:
        return _("Fewer than 5, or so few of one kind that another figure would tell: shown from 5 on.")
    if one.state == TargetState.LATER:
        if one.indicator.measured_by == "follow_up":
            told = _("Asked six months after a course has ended. Told in the evaluation's release: %(when)s.")
        else:
            told = _("People tell it themselves. Told in the evaluation's release: %(when)s.")
        return told % {"when": concept.evaluation.final.words}
    return ""


def _picture(one: Attained) -> dict[str, Any]:
    """A bar a half-year, as high as its value against the highest there is, and where the target lies."""
    known = [each.value for each in one.trend if each.value is not None]
    most = 100 if one.indicator.unit == "percent" else max(*known, one.indicator.target or 0, 1)
    wide = round(WIDTH / max(4, len(one.trend)), 2)

    def high(value: int) -> float:
        return round(HEIGHT * min(value, most) / most, 2)

    return {
        "bars": [
            {
                "x": round(place * wide + GAP / 2, 2),
                "y": round(HEIGHT - high(each.value), 2),
                "width": round(wide - GAP, 2),
                "height": high(each.value),
            }
            for place, each in enumerate(one.trend)
            if each.value is not None
        ],
        "target": round(HEIGHT - high(one.indicator.target), 2) if one.indicator.target is not None else None,
    }
