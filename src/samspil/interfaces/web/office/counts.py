"""The municipality's own figures on joining up, networks, and talks without a name. No person anywhere."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samspil.delivery.queries import joining, nameless, networks
from samspil.delivery.terms.courses import Intervention
from samspil.delivery.terms.families import ASKERS, JOINING_STEPS, JoiningStep
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.people.queries import people
from samspil.people.terms import Role
from samspil.programme import queries as programme

KINDS = {Intervention.MENTOR: "mentor", Intervention.PARENT: "parent"}


@door("office", roles=(Role.COORDINATOR, Role.MUNICIPAL_LEAD), methods=("GET",))
def figures(request: HttpRequest) -> HttpResponse:
    """Joining up, networks, advice without a name and sparring: every figure with what it is out of."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    concept = programme.programme_near(people.organisation(actor.tenant_id).municipality_code, on=today)
    steps = joining.figures(actor)
    talks = nameless.talks(actor, on=today)
    vocabulary = concept.vocabulary if concept else None
    professions = vocabulary.professions if vocabulary else ()
    topics = vocabulary.topic_groups if vocabulary else ()
    page = {
        "year": today.year,
        "joining": [_joined(concept, kind, steps) for kind in Intervention],
        "joining_heads": list(JOINING_STEPS.values()),
        "ended_count": joining.ended_count(actor),
        "networks": [
            {
                "name": one.name,
                "held": one.held,
                "cancelled": one.cancelled,
                "mean_words": "–" if one.mean is None else _one_decimal(one.mean),
            }
            for one in networks.figures(actor)
        ],
        "tables": [
            _table(
                _("Advice without a name, by who asked"),
                talks["asker"],
                [(one.value, title) for one, title in ASKERS.items()],
                "counselling-asker",
            ),
            _table(
                _("Advice without a name, by what it was about"),
                talks["topic"],
                words.choices(topics),
                "counselling-topic",
            ),
            _table(
                _("Consultation with colleagues, by profession"),
                talks["profession"],
                words.choices(professions),
                "consultation",
            ),
        ],
    }
    return TemplateResponse(request, "office/figures.html", {"page": page})


def _joined(concept: Any, kind: Intervention, steps: dict[tuple[str, str], int]) -> dict[str, Any]:
    cells = [steps.get((kind, step), 0) for step in JoiningStep]
    title = words.said(concept.intervention(kind).title) if concept else KINDS[kind]
    return {"title": title, "cells": cells, "total": sum(cells)}


def _table(
    title: str, found: tuple[nameless.Talks, ...], listed: list[tuple[str, Any]], name: str
) -> dict[str, Any]:
    """One table in the order of the list, with its sum, which every row is a part of."""
    labels = dict(listed)
    place = {code: number for number, code in enumerate(labels)}
    found = tuple(sorted(found, key=lambda one: place.get(one.code, len(place))))
    rows = [
        {
            "label": labels.get(one.code, one.code),
            "number": one.number,
            "hours": _hours(one.minutes),
            "number_this_year": one.number_this_year,
            "hours_this_year": _hours(one.minutes_this_year),
        }
        for one in found
    ]
    total = {
        "number": sum(one.number for one in found),
        "hours": _hours(sum(one.minutes for one in found)),
        "number_this_year": sum(one.number_this_year for one in found),
        "hours_this_year": _hours(sum(one.minutes_this_year for one in found)),
    }
    return {"title": title, "name": name, "rows": rows, "total": total}


def _hours(minutes: int) -> str:
    """Hours to one decimal; the sum is rounded by itself."""
    return _one_decimal(Decimal(minutes) / 60)


def _one_decimal(number: Decimal | float) -> str:
    """With half of a tenth upwards."""
    return str(number_format(Decimal(number).quantize(Decimal("0.1"), ROUND_HALF_UP), 1))
