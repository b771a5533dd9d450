"""The office's forms: they translate input, and decide nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms.courses import CUSTODY, DECIDERS, Custody, Intervention
from samspil.delivery.terms.families import AGE_BANDS
from samspil.interfaces.web.shared.forms import key_of_this, one_of, some_of, text
from samspil.interfaces.web.shared.words import choices, said
from samspil.people.terms import LANGUAGES, METHODS, TAKEN_DOWN
from samspil.programme.concept.model import Concept

ASKED_BY_THEMSELVES = ("support", "evaluation", "sharing")
"""Yeses with a line of their own; sharing names its recipient and is asked on its own page."""

NOT_OF_PARENTS = ("born", "custody", "custody_2")
"""What is not asked of a parent, whose support is their own."""


def methods() -> list[tuple[str, Any]]:
    """How a yes may have been received here."""
    return [(one.value, METHODS[one]) for one in TAKEN_DOWN]


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
    language = one_of(_("Language"), help_text=_("What the person would like to be written to in."))
    channel = one_of(_("How may we reach the person"))
    contact = text(_("Number or address for that"), most=100, help_text=_("No home address."), required=False)
    born = forms.RegexField(
        r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?$",
        label=_("Year of birth"),
        required=False,
        max_length=7,
        help_text=_(
            "The year, or year and month like 1998-04. Never the day. Leave it empty if it does not matter."
        ),
        error_messages={
            "invalid": _("Write the year with four digits, for example 1998, or with the month: 1998-04.")
        },
    )
    age_band = one_of(
        _("How old the young one is"),
        required=False,
        help_text=_("As the parent says it. There is no name and no birthday."),
    )
    need = text(
        _("What the person would like help with"),
        most=500,
        required=False,
        lines=3,
        help_text=_("In the person's own words. No signs, no worries of others, no belief."),
    )
    decided_by = one_of(_("Who decided to offer it"))
    basis = one_of(_("Legal basis"))
    custody = one_of(
        _("Yes from a custody holder"),
        help_text=_("Section 32 asks for it below 18, section 30 below the age your municipality has set."),
    )
    custody_2 = one_of(_("Yes from the other custody holder"), required=False)
    method = one_of(_("How the yes was given"))
    consent_support = forms.BooleanField(
        label=_("The person says yes to the support"),
        error_messages={"required": _("Without a yes there is no course. It is voluntary.")},
    )
    consent_evaluation = forms.BooleanField(label=_("The person says yes to the evaluation"), required=False)
    purposes = some_of(
        _("The person also says yes to"), help_text=_("Each by itself. Nothing changes in the help by a no.")
    )

    def __init__(
        self, concept: Concept, this_year: int, *args: Any, intervention: str = "mentor", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.this_year = this_year
        self.fields["channel"].choices = choices(concept.vocabulary.contact_channels)  # type: ignore[attr-defined]
        vocabulary = concept.vocabulary
        self.fields["language"].choices = list(LANGUAGES.items())  # type: ignore[attr-defined]
        self.fields["language"].initial = "da"
        self.fields["decided_by"].choices = list(DECIDERS.items())  # type: ignore[attr-defined]
        self.fields["decided_by"].initial = "coordinator"
        self.fields["basis"].choices = choices(vocabulary.legal_bases)  # type: ignore[attr-defined]
        self.fields["custody"].choices = list(CUSTODY.items())  # type: ignore[attr-defined]
        self.fields["custody_2"].choices = list(CUSTODY.items())  # type: ignore[attr-defined]
        self.fields["custody_2"].initial = Custody.NONE
        self.fields["method"].choices = methods()  # type: ignore[attr-defined]
        self.fields["purposes"].choices = [  # type: ignore[attr-defined]
            (str(one.slug), said(one.title))
            for one in concept.consents
            if one.slug not in ASKED_BY_THEMSELVES
        ]
        self.fields["age_band"].choices = list(AGE_BANDS.items())  # type: ignore[attr-defined]
        for name in NOT_OF_PARENTS if intervention == Intervention.PARENT else ("age_band",):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("born") and int(cleaned["born"]) > self.this_year:
            self.add_error("born", _("That year has not come yet."))
        if cleaned.get("channel") not in (None, "in_person") and not cleaned.get("contact"):
            self.add_error("contact", _("Write how to reach the person that way, or choose to meet."))
        return cleaned


class ReasonForm(forms.Form):
    """Why a measurement was not made. The reason says what happened: each stands under one of the two.

    Only where a concept file has a reason under both is one asked what happened.
    """

    outcome = one_of(_("What happened"))
    reason = one_of(_("Why was it not done?"))

    def __init__(self, concept: Concept, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schedule = concept.progression.schedule
        self.known = {
            "missed": {one.slug: said(one.title) for one in schedule.missed_reasons},
            "excused": {one.slug: said(one.title) for one in schedule.excuse_reasons},
        }
        self.titles = {"missed": _("It was not made"), "excused": _("It is excused")}
        both = self.known["missed"].keys() & self.known["excused"].keys()
        self.fields["outcome"].choices = list(self.titles.items())  # type: ignore[attr-defined]
        self.fields["outcome"].required = bool(both)
        self.fields["reason"].choices = list(  # type: ignore[attr-defined]
            {**self.known["missed"], **self.known["excused"]}.items()
        )
        self.fields["reason"].error_messages["required"] = _("Choose a reason.")
        self.asks_what_happened = bool(both)

    def groups(self) -> list[dict[str, Any]]:
        """The reasons under what each of them says happened."""
        chips = {str(one.data["value"]): one for one in self["reason"].subwidgets}
        placed: set[str] = set()
        groups = []
        for outcome, title in self.titles.items():
            own = [slug for slug in self.known[outcome] if slug not in placed]
            placed.update(own)
            groups.append({"title": title, "chips": [chips[slug] for slug in own]})
        return groups

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reason = cleaned.get("reason")
        if reason and not cleaned.get("outcome") and not self.asks_what_happened:
            cleaned["outcome"] = next(one for one, slugs in self.known.items() if reason in slugs)
        outcome = cleaned.get("outcome")
        if outcome and reason and reason not in self.known[outcome]:
            self.add_error("reason", _("That reason does not go with what happened. Choose another."))
        return cleaned
