"""How whoever holds a course sees it: the same statements, written apart from the person's own answers."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspil.delivery.actions.impressions import give
from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.instruments.shape import words as in_language
from samspil.delivery.queries import impressions, measurements
from samspil.delivery.rules.impressions import may_give
from samspil.interfaces import clock
from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.forms import key_of_this, one_of
from samspil.kernel.errors import refuse
from samspil.programme import queries as programme

UNKNOWN = "unknown"


class ImpressionForm(forms.Form):
    """Each statement of an instrument with its numbers; every one may be left out."""

    key = key_of_this()

    def __init__(self, tool: Instrument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(str(one), str(one)) for one in range(tool.low, tool.high + 1)]
        for item in tool.items:
            field = one_of(in_language(item.text, get_language() or "da"), required=False)
            field.choices = [*numbers, (UNKNOWN, _("Do not know"))]
            self.fields[item.code] = field
        self.codes = [item.code for item in tool.items]

    def values(self) -> dict[str, int | None]:
        """What was chosen, by statement; None where it was left out."""
        told = self.cleaned_data
        return {code: int(told[code]) if told[code] not in ("", UNKNOWN) else None for code in self.codes}


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
        form = ImpressionForm(tool, initial={code: _shown(value) for code, value in told.items()})
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
    language = get_language() or "da"
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
            "low_words": in_language(tool.low_words, language),
            "high_words": in_language(tool.high_words, language),
        },
    )


def _shown(value: int | None) -> str:
    return UNKNOWN if value is None else str(value)
