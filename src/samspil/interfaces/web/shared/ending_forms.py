"""The forms on pauses and endings, the same in the office and in the field."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms.work import ENDINGS, GOAL_STATUS, PAUSE_REASONS
from samspil.interfaces.web.shared.forms import day_of, one_of, text
from samspil.interfaces.web.shared.words import choices
from samspil.people.terms import METHODS, TAKEN_DOWN, ConsentPurpose
from samspil.programme.concept.model import Concept

Goals = tuple[tuple[uuid.UUID, str], ...]


class PauseForm(forms.Form):
    """From when, until when it is planned, and why."""

    from_on = day_of(_("Pauses from"))
    planned_on = day_of(_("Goes on"), help_text=_("The day you have agreed. Nothing goes on by itself."))
    reason = one_of(_("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(one.value, title) for one, title in PAUSE_REASONS.items()]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The last day."""

    ended_on = day_of(_("The last day"), help_text=_("Today or an earlier day."))


class ClosingForm(forms.Form):
    """How it ended and why, how each goal stands, what helped, and two yeses asked for by themselves.

    As long as it is only kept for now, nothing is needed.
    """

    ending = one_of(_("How did it end"))
    reason = one_of(_("Why"))
    helped = text(
        _("What helped"),
        most=500,
        required=False,
        lines=3,
        help_text=_("In the person's own words. No names of others."),
    )
    quotation = one_of(
        _("May these words be quoted, without a name?"), help_text=_("Asked by itself. A no changes nothing.")
    )
    follow_up = one_of(
        _("May we get in touch once, in half a year?"),
        help_text=_("Asked by itself. Without a yes nobody is asked anything later."),
    )
    method = one_of(_("How the answers were given"), required=False)

    def __init__(self, concept: Concept, goals: Goals, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = goals
        for number, (_key, words) in enumerate(goals, start=1):
            status = one_of(
                gettext("Goal: %(goal)s") % {"goal": words}, help_text=gettext("What the person says.")
            )
            status.choices = [(one.value, title) for one, title in GOAL_STATUS.items()]
            self.fields[f"goal_{number}"] = status
        self.order_fields(["ending", "reason", *(f"goal_{at}" for at in range(1, len(goals) + 1))])
        self.fields["ending"].choices = [(one.value, title) for one, title in ENDINGS.items()]  # type: ignore[attr-defined]
        self.fields["reason"].choices = choices(concept.vocabulary.end_reasons)  # type: ignore[attr-defined]
        for name in ("quotation", "follow_up"):
            self.fields[name].choices = [("yes", _("Yes")), ("no", _("No, or not asked"))]  # type: ignore[attr-defined]
        self.fields["method"].choices = [(one.value, METHODS[one]) for one in TAKEN_DOWN]  # type: ignore[attr-defined]
        if self.is_bound and "keep" in self.data:
            for field in self.fields.values():
                field.required = False

    def statuses(self) -> dict[uuid.UUID, str]:
        """The status of each goal that was chosen."""
        said = ((key, self.cleaned_data[f"goal_{at}"]) for at, (key, _words) in enumerate(self.goals, 1))
        return {key: status for key, status in said if status}

    def yeses(self) -> frozenset[ConsentPurpose]:
        """What the person said yes to."""
        asked = {"quotation": ConsentPurpose.QUOTATION, "follow_up": ConsentPurpose.FOLLOW_UP}
        return frozenset(one for name, one in asked.items() if self.cleaned_data[name] == "yes")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said_yes = "yes" in (cleaned.get("quotation"), cleaned.get("follow_up"))
        if said_yes and not cleaned.get("method") and "keep" not in self.data:
            self.add_error("method", _("Choose how the yes was given."))
        return cleaned
