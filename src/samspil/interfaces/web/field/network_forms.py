"""The field's forms on networks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms.families import MEETING_STATES, NETWORK_PLACES, WITH_WHOM, MeetingState, WithWhom
from samspil.interfaces.web.shared.forms import day_of, one_of, some_of
from samspil.people.terms import METHODS, TAKEN_DOWN


class MeetingForm(forms.Form):
    """One meeting: the day, where in general, what about, and how it went."""

    held_on = day_of(_("Day"))
    place = one_of(_("Where"))
    themes = some_of(_("Themes"))
    state = one_of(_("How it stands"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, required=False)
    attended_count = forms.IntegerField(
        label=_("How many came"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("A number. No names and no list."),
    )

    def __init__(self, themes: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(NETWORK_PLACES.items())  # type: ignore[attr-defined]
        self.fields["themes"].choices = [(one, one) for one in themes]  # type: ignore[attr-defined]
        self.fields["state"].choices = [(one.value, MEETING_STATES[one]) for one in MeetingState]  # type: ignore[attr-defined]


class MembershipForm(forms.Form):
    """A parent's yes to being known in a network."""

    network = one_of(_("Which network"))
    who = one_of(_("Who"))
    method = one_of(_("How the yes was given"))

    def __init__(self, networks: list[tuple[str, str]], has_second: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].choices = networks  # type: ignore[attr-defined]
        if len(networks) == 1:
            self.fields["network"].initial = networks[0][0]
        self.fields["method"].choices = [(one.value, METHODS[one]) for one in TAKEN_DOWN]  # type: ignore[attr-defined]
        if has_second:
            one_each = (WithWhom.FIRST, WithWhom.SECOND)
            self.fields["who"].choices = [(one.value, WITH_WHOM[one]) for one in one_each]  # type: ignore[attr-defined]
            self.fields["who"].initial = WithWhom.FIRST
        else:
            del self.fields["who"]
