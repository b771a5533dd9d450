"""The office's forms on training: an event, who is named, who came, who takes a seat."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.queries.seats import Participant
from samspil.delivery.rules.training import EventDraft
from samspil.delivery.terms.training import (
    EVENT_KINDS,
    MOST_DAYS,
    MOST_SEATS,
    SEAT_GIVEN_UP,
    EventKind,
)
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.forms import day_of, one_of, some_of, text
from samspil.programme.concept.model import Concept

Choices = list[tuple[str, str]]


class EventForm(forms.Form):
    """An event with its days; a workshop has no track and no seats."""

    kind = one_of(_("What is it?"))
    track = one_of(
        _("For whom?"), help_text=_("A workshop is for the municipalities: leave this out."), required=False
    )
    title = text(
        _("What is it called?"), most=80, help_text=_("In neutral words: it stands in calendars and mails.")
    )
    place = text(_("Where is it?"), most=80)
    seats = forms.IntegerField(
        label=_("How many seats?"),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
        help_text=_("Not for a workshop."),
    )
    answer_by = day_of(_("Municipalities answer by"))

    def __init__(self, concept: Concept, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(str(one), title) for one, title in EVENT_KINDS.items()]  # type: ignore[attr-defined]
        self.fields["track"].choices = [  # type: ignore[attr-defined]
            (one.role, words.title_of(concept.vocabulary.roles, one.role)) for one in concept.training.tracks
        ]
        for number in range(1, MOST_DAYS + 1):
            self.fields[f"day_{number}"] = day_of(
                _("Day %(number)d") % {"number": number}, required=number == 1
            )

    def draft(self) -> EventDraft:
        """What was typed, as it is planned."""
        told = self.cleaned_data
        has_seats = told["kind"] != EventKind.WORKSHOP
        return EventDraft(
            kind=told["kind"],
            track=told["track"] if has_seats else "",
            title=told["title"],
            place=told["place"],
            seats=(told["seats"] or 0) if has_seats else 0,
            answer_by=told["answer_by"],
            days=self.days(),
        )

    def days(self) -> tuple[date, ...]:
        """The days that were typed, in their places."""
        days = [self.cleaned_data.get(f"day_{number}") for number in range(1, MOST_DAYS + 1)]
        return tuple(one for one in days if one is not None)


class WhoForm(forms.Form):
    """Some of those who can be chosen."""

    who = some_of(_("Who?"))

    def __init__(self, choices: Choices, *args: Any, label: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = choices  # type: ignore[attr-defined]
        if label is not None:
            self.fields["who"].label = label


class DecideForm(forms.Form):
    """The manager's answer."""

    answer = one_of(_("May they take the time for it?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [("yes", _("Yes")), ("no", _("No"))]  # type: ignore[attr-defined]


class InsteadForm(forms.Form):
    """Who of those who wait comes instead of somebody who cannot come."""

    def __init__(self, waiting: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if waiting:
            self.fields["instead"] = one_of(_("Who takes the seat instead?"), required=False)
            self.fields["instead"].choices = waiting  # type: ignore[attr-defined]


class WithdrawForm(InsteadForm):
    """Why somebody does not come, and who of those who wait comes instead."""

    because = one_of(_("Why?"))

    def __init__(self, waiting: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(waiting, *args, **kwargs)
        self.fields["because"].choices = [(str(one), title) for one, title in SEAT_GIVEN_UP.items()]  # type: ignore[attr-defined]


class AttendanceForm(forms.Form):
    """Who came, day by day: a tick for each. It says whom and which days it showed: no tick is no field."""

    shown_days = forms.CharField(widget=forms.HiddenInput, required=False)
    shown_people = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        days: list[tuple[str, date]],
        there: tuple[Participant, ...],
        modules: Choices,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if days and modules:
            self.fields["shown_taught"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial="yes"
            )
            self.fields["taught"] = some_of(_("What was taught so far?"))
            self.fields["taught"].choices = modules  # type: ignore[attr-defined]
        self.fields["shown_days"].initial = " ".join(key for key, _on in days)
        self.fields["shown_people"].initial = " ".join(str(one.id) for one in there)
        for key, on in days:
            self.fields[key] = some_of(words.weekday(on))
            self.fields[key].choices = named(there)  # type: ignore[attr-defined]

    @staticmethod
    def shown(posted: Any, what: str) -> frozenset[str]:
        """What the page said it had shown: the names of its days, or the keys of its people."""
        return frozenset(posted.get(f"shown_{what}", "").split())


class ClosingForm(forms.Form):
    """Who did the exercise."""

    exercised = some_of(_("Who did the exercise with the measurements?"))

    def __init__(self, there: tuple[Participant, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exercised"].choices = named(there)  # type: ignore[attr-defined]


def named(there: tuple[Participant, ...]) -> Choices:
    """Participants as choices: the name, and the municipality where two have one name."""
    names = [one.name for one in there]
    return [
        (str(one.id), one.name if names.count(one.name) == 1 else f"{one.name} ({one.municipality})")
        for one in there
    ]
