"""The office's forms on yeses and the legal basis."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.office.forms import methods
from samspil.interfaces.web.shared.forms import day_of, one_of, text
from samspil.interfaces.web.shared.words import choices, said
from samspil.people.terms import CAPACITIES, LANGUAGES, Capacity
from samspil.programme.concept.model import Concept


class HolderForm(forms.Form):
    """A custody holder's yes arrived."""

    capacity = one_of(_("Who answered"))
    method = one_of(_("How the yes was given"))

    def __init__(self, missing: tuple[Capacity, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].choices = [(one.value, CAPACITIES[one]) for one in missing]  # type: ignore[attr-defined]
        if len(missing) == 1:
            self.fields["capacity"].initial = missing[0].value
        self.fields["method"].choices = methods()  # type: ignore[attr-defined]


class YesForm(forms.Form):
    """One more yes, to one purpose."""

    purpose = one_of(_("Yes to"))
    recipient = text(
        _("Shared with"),
        most=100,
        required=False,
        help_text=_("Only for sharing: one named recipient, for example the class teacher."),
    )
    language = one_of(_("The text was read in"))
    method = one_of(_("How the yes was given"))

    def __init__(self, concept: Concept, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (str(one.slug), said(one.title)) for one in concept.consents if one.slug != "support"
        ]
        self.fields["language"].choices = list(LANGUAGES.items())  # type: ignore[attr-defined]
        self.fields["language"].initial = language
        self.fields["method"].choices = methods()  # type: ignore[attr-defined]


class RenewForm(forms.Form):
    """The new yes of somebody who turned 15 or 18."""

    language = one_of(_("The text was read in"))
    method = one_of(_("How the yes was given"))

    def __init__(self, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(LANGUAGES.items())  # type: ignore[attr-defined]
        self.fields["language"].initial = language
        self.fields["method"].choices = methods()  # type: ignore[attr-defined]


class BasisForm(forms.Form):
    """The legal basis, with what it asks for."""

    basis = one_of(_("Legal basis"))
    custody_holders = one_of(
        _("Custody holders who are asked"),
        help_text=_("Where the basis asks for none, none is asked, whatever stands here."),
    )
    decision = text(
        _("Decision in the municipality's own system"),
        most=60,
        required=False,
        help_text=_("Section 32: the number of the decision. Never a CPR number."),
    )
    childs_view = text(
        _("The young person's own view"),
        most=500,
        required=False,
        lines=3,
        help_text=_("Section 32: what the young person says about the help, in their own words."),
    )
    childs_view_on = day_of(_("Said on"), required=False)

    def __init__(self, concept: Concept, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = choices(concept.vocabulary.legal_bases)  # type: ignore[attr-defined]
        self.fields["custody_holders"].choices = [  # type: ignore[attr-defined]
            ("0", _("None")),
            ("1", _("One")),
            ("2", _("Two")),
        ]


class OwnYesForm(forms.Form):
    """From which age an own yes starts a course under section 30."""

    own_yes_from = forms.IntegerField(
        label=_("An own yes starts a course under section 30 from the age of"), min_value=12, max_value=18
    )
