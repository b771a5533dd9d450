"""The office's forms: they translate input, and decide nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms import CUSTODY
from samspil.interfaces.web.shared.forms import day_of, key_of_this, one_of, text
from samspil.interfaces.web.shared.words import choices, said
from samspil.people.terms import METHODS
from samspil.programme.concept.model import Concept


class OfferForm(forms.Form):
    """An offer: no name anywhere."""

    intervention = one_of(_("What was offered"))
    source = one_of(_("Where did it come from"))
    key = key_of_this()

    def __init__(self, concept: Concept, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tools = {one.intervention for one in concept.progression.instruments}
        self.fields["intervention"].choices = [  # type: ignore[attr-defined]
            (one.slug, said(one.title)) for one in concept.interventions if one.slug in tools
        ]
        self.fields["source"].choices = choices(concept.vocabulary.referral_sources)  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """The yes: who it is, how to reach them, and what they said yes to."""

    name = text(
        _("Name"), most=100, help_text=_("Kept apart and encrypted. Shown only on the page about who it is.")
    )
    channel = one_of(_("How may we reach the person"))
    contact = text(_("Number or address for that"), most=100, help_text=_("No home address."), required=False)
    born = forms.RegexField(
        r"^(19|20)[0-9]{2}$",
        label=_("Year of birth"),
        required=False,
        max_length=4,
        help_text=_("Only the year. Leave it empty if it does not matter."),
        error_messages={"invalid": _("Write the year with four digits, for example 1998.")},
    )
    custody = one_of(_("Yes from a custody holder"))
    method = one_of(_("How the yes was given"))
    consent_support = forms.BooleanField(
        label=_("The person says yes to the support"),
        error_messages={"required": _("Without a yes there is no course. It is voluntary.")},
    )
    consent_evaluation = forms.BooleanField(label=_("The person says yes to the evaluation"), required=False)

    def __init__(self, concept: Concept, this_year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.this_year = this_year
        self.fields["channel"].choices = choices(concept.vocabulary.contact_channels)  # type: ignore[attr-defined]
        self.fields["custody"].choices = list(CUSTODY.items())  # type: ignore[attr-defined]
        self.fields["method"].choices = list(METHODS.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("born") and int(cleaned["born"]) > self.this_year:
            self.add_error("born", _("That year has not come yet."))
        if cleaned.get("channel") not in (None, "in_person") and not cleaned.get("contact"):
            self.add_error("contact", _("Write how to reach the person that way, or choose to meet."))
        return cleaned


class ConsentForm(forms.Form):
    """The second yes arrived."""

    method = one_of(_("How the yes was given"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = list(METHODS.items())  # type: ignore[attr-defined]


class MentorForm(forms.Form):
    """Who it will be, and why."""

    mentor = one_of(_("Choose"))
    why = text(
        _("Why"),
        most=300,
        lines=3,
        help_text=_("A sentence about what fits. Nothing about belief or origin."),
    )

    def __init__(self, mentors: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].choices = mentors  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """What the course is for. It cannot start without purpose, tasks and expected duration."""

    basis = one_of(_("Legal basis"))
    purpose = text(_("Purpose"), most=500, lines=3, help_text=_("In the person's own words."))
    tasks = text(_("The mentor's tasks"), most=500, lines=3)
    expected_months = forms.IntegerField(label=_("Expected duration in months"), min_value=1, max_value=36)
    agreed_minutes = forms.IntegerField(label=_("Agreed minutes a week"), min_value=15, max_value=600)
    goal_1 = text(
        _("First goal"), most=40, help_text=_("A few words that fit on a button, in the person's own words.")
    )
    goal_2 = text(_("Second goal"), most=40, required=False)
    goal_3 = text(_("Third goal"), most=40, required=False)
    started_on = day_of(_("The course starts"))

    def __init__(self, concept: Concept, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = choices(concept.vocabulary.legal_bases)  # type: ignore[attr-defined]

    def goals(self) -> tuple[str, ...]:
        """The goals that were written, in order."""
        written = (self.cleaned_data[f"goal_{number}"].strip() for number in (1, 2, 3))
        return tuple(one for one in written if one)

    @staticmethod
    def presets(concept: Concept, intervention: str, today: date) -> dict[str, Any]:
        """What the concept file suggests."""
        practice = concept.intervention(intervention).practice
        return {
            "expected_months": practice.expected_months,
            "agreed_minutes": practice.agreed_minutes_per_week,
            "started_on": today,
        }


class ReasonForm(forms.Form):
    """Why a measurement was not made."""

    outcome = one_of(_("What happened"))
    reason = one_of(_("Why"))

    def __init__(self, concept: Concept, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schedule = concept.progression.schedule
        self.known = {
            "missed": [one.slug for one in schedule.missed_reasons],
            "excused": [one.slug for one in schedule.excuse_reasons],
        }
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            ("missed", _("It was not made")),
            ("excused", _("It is excused")),
        ]
        seen: dict[str, str] = {}
        for one in (*schedule.missed_reasons, *schedule.excuse_reasons):
            seen.setdefault(one.slug, said(one.title))
        self.fields["reason"].choices = list(seen.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        outcome, reason = cleaned.get("outcome"), cleaned.get("reason")
        if outcome and reason and reason not in self.known[outcome]:
            self.add_error("reason", _("That reason does not go with what happened. Choose another."))
        return cleaned
