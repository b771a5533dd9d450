"""How whoever holds a course sees it: the same questions, written apart from the person's own answers."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspil.delivery.actions.impressions import give
from samspil.delivery.instruments.shape import Choices, FreeText, Given, Instrument, Kind, Scale, field_of
from samspil.delivery.instruments.shape import words as in_language
from samspil.delivery.queries import impressions, measurements
from samspil.delivery.rules.impressions import FITTING_OR_OUT, NUMBER_OR_OUT, may_give
from samspil.interfaces import clock
from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.answer_fields import answer_field, hint, shown
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.forms import key_of_this
from samspil.kernel.errors import refuse
from samspil.programme import queries as programme

UNKNOWN = "?"
"""Stands for what is not known among numbers and choices: no code of a choice has this sign."""


class ImpressionForm(forms.Form):
    """Each question of an instrument, answered as the person answers it; every one may be left out."""

    key = key_of_this()

    def __init__(self, tool: Instrument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "da"
        for item in tool.items:
            kind, text = tool.kind(item), in_language(item.text, language)
            wrong = str(NUMBER_OR_OUT if isinstance(kind, Scale) else FITTING_OR_OUT)
            own = in_language(item.hint, language) if item.hint and not isinstance(kind, Scale) else ""
            told: dict[str, Any] = {"label": text, "help_text": hint(kind, own), "required": False}
            none = (UNKNOWN, _("Do not know"))
            field = answer_field(kind, language, wrong, none=none, **told)
            if isinstance(kind, FreeText):
                field.widget.attrs |= {"data-guard": "note", "autocomplete": "off"}
            self.fields[field_of(item.code)] = field
        self.tool = tool

    def values(self) -> dict[str, Given | None]:
        """What was chosen or written, by question; None where it was left out."""
        told = self.cleaned_data
        return {item.code: told[field_of(item.code)] for item in self.tool.items}

    def rows(self) -> list[dict[str, Any]]:
        """Each field, with what the ends of its scale mean where the one before was on another or none."""
        language, before, found = get_language() or "da", None, []
        for item in self.tool.items:
            kind = self.tool.kind(item)
            row: dict[str, Any] = {"field": self[field_of(item.code)], "on_scale": isinstance(kind, Scale)}
            if isinstance(kind, Scale) and kind != before:
                row["low"] = f"{kind.low} {in_language(kind.low_words, language)}"
                row["high"] = f"{kind.high} {in_language(kind.high_words, language)}"
            before = kind
            found.append(row)
        return found


@door("field", roles=FIELD)
def impression(request: HttpRequest, measurement_id: uuid.UUID) -> HttpResponse:
    """Write the impression of one round, or write it anew while the answers have not come."""
    actor, at, today = request.actor, clock.now(), clock.today()  # type: ignore[attr-defined]
    found = measurements.measurement_for(actor, measurement_id)
    tool = measurements.instrument_of(found)
    asked = impressions.is_asked(found)
    if request.method != "POST":
        refuse(may_give(actor, found, today, asked=asked, given=impressions.is_given(found)))
        told = impressions.own_of(actor, found, at=at)
        kinds = {item.code: tool.kind(item) for item in tool.items}
        initial = {field_of(code): _shown(kinds[code], value) for code, value in told.items()}
        form = ImpressionForm(tool, initial=initial)
    else:
        form = ImpressionForm(tool, request.POST)

    def write() -> str:
        give(
            by=actor,
            at=at,
            on=today,
            measurement_id=measurement_id,
            values=form.values(),
            key=form.cleaned_data["key"],
        )
        return reverse("field:course", args=[found.course_id])

    concept = programme.concept(found.course.concept_id)
    return form_page(
        request,
        form,
        write,
        base="shared/field.html",
        cancel_url=reverse("field:course", args=[found.course_id]),
        template="field/impression.html",
        page={
            "name": "field-impression",
            "title": found.course.code,
            "round": words.said(programme.round_title(concept, found.key)),
            "rows": form.rows(),
            "has_words": any(isinstance(tool.kind(item), FreeText) for item in tool.items),
        },
    )


def _shown(kind: Kind, value: Given | None) -> str:
    if value is None:
        return UNKNOWN if isinstance(kind, Scale | Choices) else ""
    return shown(kind, value)
