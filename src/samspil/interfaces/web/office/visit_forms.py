"""The office's forms on visits: a series, the day and pair of a visit, cancelling, ending."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.actions.series import Group, Plan
from samspil.delivery.rules.series import Slot
from samspil.delivery.terms.visits import (
    CANCEL_REASONS,
    GROUP_LEVELS,
    INCOMPLETE_REASONS,
    LEAST_MINUTES,
    MOST_MINUTES,
    MOST_PEOPLE,
    PUT_BACK_REASONS,
    CancelReason,
)
from samspil.interfaces.web.shared.forms import day_of, one_of, text
from samspil.interfaces.web.shared.visit_forms import adaptation_fields

Choices = Iterable[tuple[str, Any]]


class TimeOfDay(forms.TimeInput):
    """A native time picker, which needs 09:30."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def picked(label: Any, *, help_text: Any = "", required: bool = True) -> forms.ChoiceField:
    """One of many, as a list that unfolds; the choices are set when the form is made."""
    return forms.ChoiceField(label=label, help_text=help_text, required=required)


class SeriesForm(forms.Form):
    """Where, which group, and the theme of each visit."""

    institution = picked(_("Place"))
    group = text(
        _("The group"), most=40, help_text=_("What it is called there, for example 8.B. Nobody's name.")
    )
    level = one_of(_("Level"))
    about_how_many = forms.IntegerField(label=_("About how many"), min_value=1, max_value=MOST_PEOPLE)

    def __init__(
        self, number: int, themes: Sequence[str], places: Choices | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if places is None:
            del self.fields["institution"]
        else:
            self.fields["institution"].choices = [("", "–"), *places]  # type: ignore[attr-defined]
        self.fields["level"].choices = [(one.value, title) for one, title in GROUP_LEVELS.items()]  # type: ignore[attr-defined]
        self.theme_names = [f"theme_{place}" for place in range(1, number + 1)]
        for place, name in enumerate(self.theme_names, start=1):
            field = picked(_("Theme of visit %(number)d") % {"number": place})
            field.choices = [(one, one) for one in themes]
            field.initial = themes[(place - 1) % len(themes)]
            self.fields[name] = field

    def leave_out(self, places: Iterable[int]) -> None:
        """Do not ask for the themes of these visits."""
        for place in places:
            del self.fields[f"theme_{place}"]

    def group_said(self) -> Group:
        """The group as it was written; "" for a theme that was not asked for."""
        data = self.cleaned_data
        themes = tuple(data.get(name, "") for name in self.theme_names)
        return Group(data["group"], data["level"], data["about_how_many"], themes)


class PlanForm(forms.Form):
    """Day, time and pair of a visit."""

    on = day_of(_("Day"), required=False)
    at = forms.TimeField(label=_("Time"), required=False, widget=TimeOfDay())
    minutes = forms.IntegerField(label=_("Minutes"), min_value=LEAST_MINUTES, max_value=MOST_MINUTES)
    fixed = forms.BooleanField(
        label=_("The day is fixed"),
        required=False,
        help_text=_("Agreed with the place. It stays when others are planned anew."),
    )
    first = picked(_("First of the pair"), required=False)
    second = picked(_("Second of the pair"), required=False)
    adapted_because, adaptation = adaptation_fields()

    def __init__(self, able: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [("", "–"), *able]
        for name in ("first", "second"):
            self.fields[name].choices = known  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """What was chosen."""
        data = self.cleaned_data
        return Plan(
            Slot(data["on"], data["at"], data["minutes"], data["fixed"]),
            tuple(uuid.UUID(data[name]) for name in ("first", "second") if data[name]),
            data["adapted_because"],
            data["adaptation"],
        )


class CancelForm(forms.Form):
    """Why a visit does not take place."""

    because = one_of(_("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [  # type: ignore[attr-defined]
            (one.value, title) for one, title in CANCEL_REASONS.items() if one != CancelReason.SERIES_ENDED
        ]


class PutBackForm(forms.Form):
    """Why a visit that was written as held is planned again."""

    because = one_of(_("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [(one.value, title) for one, title in PUT_BACK_REASONS.items()]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Why a series ends before its last visit."""

    why = one_of(_("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [(one.value, title) for one, title in INCOMPLETE_REASONS.items()]  # type: ignore[attr-defined]
