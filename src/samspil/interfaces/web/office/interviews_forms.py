"""The evaluator's forms: asking a municipality to take part, and writing what was held."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.governance.terms.obligations import EVALUATION_PHASES, INTERVIEW_KINDS, MOST_ASKED
from samspil.interfaces.web.shared.forms import day_of, key_of_this, one_of

Choices = list[tuple[str, str]]


class AskInterviewsForm(forms.Form):
    """Which municipality, for which evaluation, of what kind, how many and by when."""

    key = key_of_this()
    municipality = one_of(_("Which municipality?"))
    phase = one_of(_("For which evaluation?"))
    kind = one_of(_("What?"))
    number = forms.IntegerField(
        label=_("How many?"),
        min_value=1,
        max_value=MOST_ASKED,
        help_text=_("A number alone. Who is asked is not written here."),
    )
    due_on = day_of(_("By when?"))

    def __init__(self, municipalities: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = municipalities  # type: ignore[attr-defined]
        self.fields["phase"].choices = list(EVALUATION_PHASES.items())  # type: ignore[attr-defined]
        self.fields["kind"].choices = list(INTERVIEW_KINDS.items())  # type: ignore[attr-defined]


class HeldForm(forms.Form):
    """How many were held on which day."""

    held_on = day_of(_("Which day?"))
    number = forms.IntegerField(label=_("How many were held?"), min_value=1, max_value=MOST_ASKED)
