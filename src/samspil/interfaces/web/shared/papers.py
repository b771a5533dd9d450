"""Typing in a stack of papers, in the office and the field: a code, the answers beside it, and the next.

The page of the answers is the answer to the code, so that no address ever holds one.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samspil.delivery.actions.papers import Paper, enter_paper
from samspil.delivery.instruments.shape import Choices, FreeText, Instrument, Kind, Scale, field_of
from samspil.delivery.instruments.shape import words as in_language
from samspil.delivery.queries.measurements import instrument_of
from samspil.delivery.queries.papers import measurement_by_code
from samspil.delivery.rules import papers as rules
from samspil.interfaces import clock
from samspil.interfaces.web.shared import faults, words
from samspil.interfaces.web.shared.answer_fields import answer_field, ends
from samspil.interfaces.web.shared.forms import day_of, put
from samspil.kernel.errors import Refused
from samspil.programme import queries as programme
from samspil.trust import throttle

THROTTLE = "paper_code"
ENTERED_KEY = "samspil_papers"
"""How many papers were typed in today, in the session of whoever types."""
DASHES = ("-", "–", "—")
SKIPPED = "~"
"""Stands for a question that was skipped among choices: no code of a choice has this sign."""


class CodeForm(forms.Form):
    """The ten characters printed on a paper."""

    code = forms.CharField(
        label=gettext_lazy("The code on the paper"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        help_text=gettext_lazy("Ten letters and numbers. Spaces and dashes do not matter."),
    )


class NumberOrDash(forms.CharField):
    """A number on the scale, or a dash where the statement was skipped."""

    def __init__(self, low: int, high: int, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": "3"})
        super().__init__(max_length=2, widget=widget, **options)
        self.low, self.high = low, high
        self.error_messages["required"] = rules.NUMBER_OR_DASH

    def clean(self, value: Any) -> Any:
        """None for a dash, else the number."""
        typed = super().clean(value)
        if typed in DASHES:
            return None
        if not (typed.isascii() and typed.isdigit() and self.low <= int(typed) <= self.high):
            raise forms.ValidationError(rules.NUMBER_OR_DASH)
        return int(typed)


class PaperForm(forms.Form):
    """Everything that stands on one paper."""

    code = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, tool: Instrument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, self.items = get_language() or "da", [item.code for item in tool.items]
        for place, item in enumerate(tool.items, start=1):
            label = f"{place}. {in_language(item.text, language)}"
            self.fields[field_of(item.code)] = _field(tool, tool.kind(item), language, label)
        self.fields["filled_on"] = day_of(
            gettext_lazy("The day it was filled in"),
            help_text=gettext_lazy("Where none stands on the paper, today counts."),
            required=False,
        )
        self.fields["by_themselves"] = forms.BooleanField(
            label=gettext_lazy("The person has filled this in by themselves"),
            error_messages={
                "required": gettext_lazy("Only what they have filled in by themselves can be typed in.")
            },
        )
        first = self.fields[field_of(self.items[0])].widget
        if not isinstance(first, forms.RadioSelect):
            first.attrs["autofocus"] = True

    def paper(self) -> Paper:
        """What was typed, as it is handed in."""
        told = self.cleaned_data
        values = {code: told[field_of(code)] for code in self.items}
        return Paper(values, told["by_themselves"], told["filled_on"])


def _field(tool: Instrument, kind: Kind, language: str, label: str) -> forms.Field:
    """The field of one question: a dash, or its own choice, says that it was skipped."""
    if isinstance(kind, Scale):
        told = {"help_text": ends(kind, language)} if len(tool.scales) > 1 else {}
        return NumberOrDash(kind.low, kind.high, label=label, **told)
    if isinstance(kind, Choices):
        wrong = _("Choose what is ticked on the paper, or that it was skipped.")
        none = (SKIPPED, _("Skipped on the paper"))
        return answer_field(kind, language, wrong, none=none, label=label)
    wrong = str(rules.WORDS_OR_DASH if isinstance(kind, FreeText) else rules.NUMBER_OR_DASH)
    return answer_field(kind, language, wrong, dashes=DASHES, label=label)


def papers_page(request: HttpRequest, *, door: str, here: str, back_url: str) -> HttpResponse:
    """Ask for a code; then for what stands on the paper; then, once it is in, for the next code."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    page: dict[str, Any] = {"name": f"{door}-papers", "back_url": back_url, "here": here}
    page["entered"] = _entered(request)
    context: dict[str, Any] = {"base": f"shared/{door}.html", "page": page}
    form: forms.Form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _shown(request, context, form, 422 if form.is_bound else 200)
    if not throttle.allowed(THROTTLE, str(actor.account_id)):
        return faults.too_many(request)
    code = form.cleaned_data["code"]
    try:
        found, _link = measurement_by_code(actor, code, on=today)
    except Refused as refused:
        put(form, refused)
        return _shown(request, context, form, 422)
    throttle.give_back(THROTTLE, str(actor.account_id))
    tool, saves = instrument_of(found), "save" in request.POST
    page |= _about(found, tool)
    form = PaperForm(tool, request.POST) if saves else PaperForm(tool, initial={"code": code})
    if saves and form.is_valid():
        try:
            enter_paper(by=actor, at=clock.now(), on=today, code=code, paper=form.paper())
        except Refused as refused:
            put(form, refused)
        else:
            request.session[ENTERED_KEY] = {"on": today.isoformat(), "count": page["entered"] + 1}
            return HttpResponseRedirect(here)
    return _shown(request, context, form, 422 if form.is_bound else 200)


def _shown(request: HttpRequest, context: dict[str, Any], form: forms.Form, status: int) -> HttpResponse:
    return TemplateResponse(request, "shared/papers.html", {**context, "form": form}, status=status)


def _about(found: Any, tool: Instrument) -> dict[str, Any]:
    """Which round of which course the paper belongs to, to be held against the stack."""
    language = get_language() or "da"
    (scale,) = tool.scales if len(tool.scales) == 1 else (None,)
    return {
        "found": True,
        "has_only_scales": tool.has_only_scales,
        "code": found.course.code,
        "round": words.said(programme.round_title(programme.concept(found.course.concept_id), found.key)),
        "low": f"{scale.low} {in_language(scale.low_words, language)}" if scale else "",
        "high": f"{scale.high} {in_language(scale.high_words, language)}" if scale else "",
    }


def _entered(request: HttpRequest) -> int:
    """How many this one has typed in today."""
    kept = request.session.get(ENTERED_KEY) or {}
    return int(kept["count"]) if kept.get("on") == clock.today().isoformat() else 0
