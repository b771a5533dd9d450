"""The office's forms on parents, networks and joining up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms.courses import Intervention
from samspil.delivery.terms.families import (
    AGE_BANDS,
    INTERPRETERS,
    NETWORK_RULES,
    OCCASIONS,
    OFFER_ANSWERS,
    OfferAnswer,
)
from samspil.interfaces.web.office.forms import methods
from samspil.interfaces.web.shared.forms import key_of_this, one_of, some_of, text
from samspil.interfaces.web.shared.words import choices, said
from samspil.people.terms import LANGUAGES
from samspil.programme.concept.model import Concept

OWN_PAGES = ("support", "sharing")
"""Yeses that are not ticked here: the support has its own line, and sharing names a recipient."""


def further(concept: Concept) -> list[tuple[str, str]]:
    """The purposes a second parent may say yes to beside the support."""
    return [(str(one.slug), said(one.title)) for one in concept.consents if one.slug not in OWN_PAGES]


class ParentOfferForm(forms.Form):
    """Support was offered to parents. Nobody is named."""

    occasion = one_of(_("Who was offered it"))
    mentee_said_yes = forms.BooleanField(
        label=_("The young person has said yes to it"),
        required=False,
        help_text=_("Only for a friend's parents. It is asked for and not kept."),
    )
    key = key_of_this()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occasion"].choices = list(OCCASIONS.items())  # type: ignore[attr-defined]


class ParentAnswerForm(forms.Form):
    """What the parents answered."""

    answer = one_of(_("What they answered"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            (one.value, title) for one, title in OFFER_ANSWERS.items() if one != OfferAnswer.OFFERED
        ]


class JoiningForm(forms.Form):
    """What one person answered about joining up."""

    says_yes = one_of(_("What the person says"))
    method = one_of(_("How it was said"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["says_yes"].choices = [("yes", _("Yes")), ("no", _("No"))]  # type: ignore[attr-defined]
        self.fields["method"].choices = methods()  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    """Which course is of the same family."""

    other = one_of(_("The other course of the family"))

    def __init__(self, others: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = others  # type: ignore[attr-defined]


class PracticalForm(forms.Form):
    """What is good to know before a meeting."""

    interpreter = one_of(_("Interpreter"), required=False)
    age_band = one_of(
        _("How old the young one is"),
        required=False,
        help_text=_("As the parent says it. There is no name and no birthday."),
    )

    def __init__(self, intervention: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["interpreter"].choices = [("", _("Not needed")), *INTERPRETERS.items()]  # type: ignore[attr-defined]
        if intervention == Intervention.PARENT:
            self.fields["age_band"].choices = list(AGE_BANDS.items())  # type: ignore[attr-defined]
        else:
            del self.fields["age_band"]


class SecondForm(forms.Form):
    """The second parent's yes: a person of their own."""

    name = text(
        _("Name"), most=100, help_text=_("Kept apart and encrypted. Shown only on the page about who it is.")
    )
    language = one_of(_("Language"), help_text=_("What the person would like to be written to in."))
    channel = one_of(_("How may we reach the person"))
    contact = text(_("Number or address for that"), most=100, help_text=_("No home address."), required=False)
    method = one_of(_("How the yes was given"))
    consent_support = forms.BooleanField(
        label=_("The person says yes to the support"),
        error_messages={"required": _("Without a yes there is no course. It is voluntary.")},
    )
    purposes = some_of(
        _("The person also says yes to"), help_text=_("Each by itself. Nothing changes in the help by a no.")
    )
    goal_1 = text(
        _("First goal"),
        most=40,
        required=False,
        help_text=_("A few words that fit on a button, in the person's own words."),
    )
    goal_2 = text(_("Second goal"), most=40, required=False)
    goal_3 = text(_("Third goal"), most=40, required=False)

    def __init__(self, concept: Concept, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(LANGUAGES.items())  # type: ignore[attr-defined]
        self.fields["language"].initial = "da"
        self.fields["channel"].choices = choices(concept.vocabulary.contact_channels)  # type: ignore[attr-defined]
        self.fields["method"].choices = methods()  # type: ignore[attr-defined]
        self.fields["purposes"].choices = further(concept)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("channel") not in (None, "in_person") and not cleaned.get("contact"):
            self.add_error("contact", _("Write how to reach the person that way, or choose to meet."))
        return cleaned

    def goals(self) -> tuple[str, ...]:
        """The goals that were written, in order."""
        written = (self.cleaned_data[f"goal_{number}"].strip() for number in (1, 2, 3))
        return tuple(one for one in written if one)


class SecondYesesForm(forms.Form):
    """What the second parent says yes to, as it stands from now on."""

    purposes = some_of(_("The person says yes to"), help_text=_("What is not chosen is taken back at once."))
    method = one_of(_("How it was said"))

    def __init__(self, concept: Concept, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = further(concept)  # type: ignore[attr-defined]
        self.fields["method"].choices = methods()  # type: ignore[attr-defined]


class NetworkForm(forms.Form):
    """A network: a neutral name, who leads it, and what they have agreed."""

    name = text(
        _("Name"), most=40, help_text=_("A tree, a colour or a weekday. Nothing about why they meet.")
    )
    coaches = some_of(_("Who leads it"))
    rules = some_of(_("What they have agreed"))
    own_rule = text(
        _("One more rule"),
        most=200,
        required=False,
        help_text=_("About how they meet, never about anybody. No numbers and no addresses."),
    )

    has_ended = forms.BooleanField(
        label=_("The network has ended"),
        required=False,
        help_text=_("Whoever was known by name in it no longer is, at once. The counts stay."),
    )

    def __init__(
        self, coaches: list[tuple[str, str]], *args: Any, is_new: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["has_ended"]
        self.fields["coaches"].choices = coaches  # type: ignore[attr-defined]
        self.fields["rules"].choices = list(NETWORK_RULES.items())  # type: ignore[attr-defined]
