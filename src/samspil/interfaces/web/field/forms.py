"""The field's one form: a session in under a minute."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms import WITH_WHOM, WithWhom
from samspil.interfaces.web.shared.forms import day_of, key_of_this, one_of, some_of, text
from samspil.interfaces.web.shared.words import choices
from samspil.programme.concept.model import Concept

MOST_DAYS_AHEAD = 366


class SessionForm(forms.Form):
    """What was done, how long, which goals it touched, and what was agreed."""

    with_whom = one_of(_("With whom"))
    kind = one_of(_("How"))
    minutes = one_of(_("Minutes"))
    minutes_other = forms.IntegerField(
        label=_("How many minutes"), min_value=1, max_value=600, required=False
    )
    goals = some_of(_("Goals you touched"))
    methods = some_of(_("Method"))
    with_interpreter = forms.BooleanField(label=_("An interpreter was there"), required=False)
    line = text(
        _("Agreed until next time"),
        most=500,
        required=False,
        lines=2,
        help_text=_("Facts and agreements. No names of others."),
    )
    next_on = day_of(_("Next time"), required=False)
    held_on = day_of(_("When it was"))
    key = key_of_this()

    def __init__(
        self,
        concept: Concept,
        intervention: str,
        goals: list[tuple[str, str]],
        *args: Any,
        has_second: bool = False,
        has_interpreter: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        vocabulary = concept.vocabulary
        minutes = [(str(one), str(one)) for one in vocabulary.minutes_presets]
        self.fields["kind"].choices = choices(vocabulary.session_kinds)  # type: ignore[attr-defined]
        self.fields["minutes"].choices = [*minutes, ("other", _("Other"))]  # type: ignore[attr-defined]
        self.fields["goals"].choices = goals  # type: ignore[attr-defined]
        methods = concept.intervention(intervention).practice.methods
        self.fields["methods"].choices = choices(methods)  # type: ignore[attr-defined]
        self.fields["with_interpreter"].initial = has_interpreter
        self.fields["with_whom"].choices = list(WITH_WHOM.items())  # type: ignore[attr-defined]
        self.fields["with_whom"].initial = WithWhom.FIRST
        for name, is_asked in (("with_whom", has_second), ("with_interpreter", has_interpreter)):
            if not is_asked:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("minutes") == "other"
            and not cleaned.get("minutes_other")
            and ("minutes_other" not in self.errors)
        ):
            self.add_error("minutes_other", _("Write how many minutes."))
        held, following = cleaned.get("held_on"), cleaned.get("next_on")
        if held and following and following < held:
            self.add_error("next_on", _("Next time cannot be before this time."))
        if held and following and (following - held).days > MOST_DAYS_AHEAD:
            self.add_error("next_on", _("Choose a day within a year."))
        return cleaned

    def whole_minutes(self) -> int:
        """The minutes chosen or written."""
        chosen = self.cleaned_data["minutes"]
        return int(self.cleaned_data["minutes_other"] if chosen == "other" else chosen)

    @staticmethod
    def presets(last: Any, touched: frozenset[Any], concept: Concept, today: date) -> dict[str, Any]:
        """As last time, so that an ordinary meeting takes few taps."""
        if last is None:
            first = concept.vocabulary.session_kinds[0].slug
            return {"kind": first, "minutes": "60", "held_on": today}
        usual = last.minutes in concept.vocabulary.minutes_presets
        return {
            "kind": last.kind,
            "minutes": str(last.minutes) if usual else "other",
            "minutes_other": None if usual else last.minutes,
            "goals": [str(one) for one in touched],
            "held_on": today,
        }
