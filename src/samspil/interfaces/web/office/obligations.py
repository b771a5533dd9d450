"""Where the obligations stand: a municipality's own with the rows behind, the matrix for office and group."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from samspil.governance.queries import obligations as queries
from samspil.governance.queries.obligations import Matrix, Own, Standing, Told
from samspil.governance.rules.obligations import OTHERS, OWN, followed, words_of
from samspil.governance.terms.obligations import CONDITION, OBLIGATION_STATES, ObligationState
from samspil.interfaces import clock
from samspil.interfaces.web.office.obligation_evidence import lines_of
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.errors import Missing

TAGS = {
    ObligationState.MET: "ok",
    ObligationState.ON_THE_WAY: "",
    ObligationState.LATE: "late",
    ObligationState.NOT_MET: "late",
    ObligationState.WITHHELD: "",
}


@door("office", roles=(*OWN, *OTHERS), methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """The own municipality's obligations with what they rest on; others see states by half-year."""
    actor = request.actor  # type: ignore[attr-defined]
    return _matrices(request) if actor.role in OTHERS else _own(request)


def _own(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    day = _day(request.GET.get("on", ""), today)
    try:
        found = queries.obligations(actor, on=day)
    except Missing:
        return TemplateResponse(request, "office/obligations.html", {"page": {"is_in_none": True}})
    page = {
        "day": words.day_and_year(day),
        "day_iso": day.isoformat(),
        "is_today": day == today,
        "most": today.isoformat(),
        "programme_title": words.said(found.loaded.concept.vocabulary.programme_title),
        "is_bound": found.agreed.is_bound,
        "left": words.day_and_year(found.party.left_on)
        if found.party.left_on and found.party.left_on < day
        else "",
        "cards": [_card(one, found, actor.role) for one in found.standings],
    }
    return TemplateResponse(request, "office/obligations.html", {"page": page})


def _card(one: Standing, own: Own, role: str) -> dict[str, Any]:
    due = own.agreed.due.get("delivery" if one.id == CONDITION else one.id)
    return {
        "id": one.id,
        "text": words_of(own.loaded.concept, one.id),
        "is_condition": one.id == CONDITION,
        **_said(one.state),
        "since": words.day_and_year(one.since) if one.since else "",
        "due": words.day_and_year(due) if due else "",
        "lines": lines_of(one.id, own, role),
        "changes": [{"day": words.day_and_year(day), **_said(state)} for day, state in reversed(one.changes)],
    }


def _matrices(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.matrices(actor, on=today, half=request.GET.get("half", ""))
    page = {"matrices": [_matrix(one) for one in found]}
    return TemplateResponse(request, "office/obligations_matrix.html", {"page": page})


def _matrix(found: Matrix) -> dict[str, Any]:
    ids = followed(found.concept)
    texts = [{"number": number, "text": words_of(found.concept, one)} for number, one in enumerate(ids, 1)]
    return {
        "title": words.said(found.concept.vocabulary.programme_title),
        "half": half_words(found.half),
        "halves": [
            {"words": half_words(one), "value": one, "is_shown": one == found.half}
            for one in reversed(found.halves)
        ],
        "obligations": texts,
        "rows": [
            {
                "name": row.municipality,
                "note": _note(row),
                "cells": [
                    {**_said(row.states.get(one)), "text": text["text"]}
                    for one, text in zip(ids, texts, strict=True)
                ],
            }
            for row in found.rows
        ],
    }


def half_words(half: str) -> str:
    """2. halvår 2014"""
    told = _("First half of %(year)s") if half[5] == "1" else _("Second half of %(year)s")
    return told % {"year": half[:4]}


def _note(row: Told) -> str:
    if row.party.left_on:
        return _("left %(day)s") % {"day": words.day_and_year(row.party.left_on)}
    if row.party.status == "wished":
        return _("wished for")
    if row.party.joined_on:
        return _("joined %(day)s") % {"day": words.day_and_year(row.party.joined_on)}
    return ""


def _said(state: ObligationState | None) -> dict[str, Any]:
    if state is None:
        return {"state": "", "state_words": _("Not told"), "tag": ""}
    return {"state": state.value, "state_words": OBLIGATION_STATES[state], "tag": TAGS[state]}


def _day(typed: str, today: date) -> date:
    try:
        return min(date.fromisoformat(typed), today)
    except ValueError:
        return today
