"""What groups answered, question by question: a bar and a table. Never a mean, never a ranking."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.instruments.shape import Choices, Instrument, Item, words
from samspil.delivery.queries.pupils import Asked, Shown, choices_of
from samspil.delivery.queries.training_forms import Told

SHADES = 5


def question_view(asked: Asked, name: str, language: str) -> dict[str, Any]:
    """One question over a series: the answers as columns, all that is shown as a bar, the visits as rows."""
    titles = _answers(asked.tool, asked.item, asked.together.given, language)
    together = asked.together
    return {
        "name": name,
        "text": words(asked.item.text, language),
        "answers": list(titles.values()),
        "count_words": ngettext("%(count)d answer", "%(count)d answers", together.count)
        % {"count": together.count},
        "segments": _segments(together.given, titles) if asked.shown else [],
        "rows": [_row(one, titles) for one in asked.shown],
        "whole": _row(together, titles) if len(asked.shown) > 1 else None,
        "too_few": [_("Visit %(number)d") % {"number": number} for number in asked.too_few],
    }


def told_view(told: Told, name: str, language: str) -> dict[str, Any]:
    """One question about a course: a bar, and a row for each answer; neither where too few answered."""
    titles = _answers(told.tool, told.item, told.given, language)
    rows = _segments(told.given, titles) if told.count else []
    return {
        "name": name,
        "text": words(told.item.text, language),
        "segments": rows,
        "rows": rows,
        "count_words": ngettext("%(count)d answer", "%(count)d answers", told.count) % {"count": told.count},
    }


def _answers(tool: Instrument, item: Item, given: dict[str, int], language: str) -> dict[str, str]:
    """Every answer there can be, or that was given, by its code in its order."""
    kind = tool.kind(item)
    if isinstance(kind, Choices):
        return {one.code: words(one.text, language) for one in kind.options}
    known = choices_of(tool, item) or sorted(given, key=float)
    return {one: one for one in known}


def _row(one: Shown, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "title": _which(one.visits),
        "count": one.count,
        "cells": [one.given.get(code, 0) for code in titles],
    }


def _which(visits: tuple[int, ...]) -> str:
    if len(visits) == 1:
        return _("Visit %(number)d") % {"number": visits[0]}
    told = _("Visits %(first)s and %(last)d together")
    return told % {"first": ", ".join(str(one) for one in visits[:-1]), "last": visits[-1]}


def _segments(given: dict[str, int], titles: dict[str, str]) -> list[dict[str, Any]]:
    """Where each answer lies on a bar of 100, from the first to the last; shades that mean nothing good or
    bad.
    """
    found, at, whole = [], 0.0, sum(given.values())
    for place, (code, label) in enumerate(titles.items()):
        count = given.get(code, 0)
        width = round(100 * count / whole, 3)
        shade = 1 + round(place * (SHADES - 1) / max(1, len(titles) - 1))
        found.append(
            {"code": f"answer-{shade}", "label": label, "count": count, "x": round(at, 3), "width": width}
        )
        at += width
    return found
