"""The forms of agreements: what is typed for one, what changes, and who signed it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.governance.actions.agreements import Details
from samspil.governance.terms.agreements import AGREEMENT_KINDS
from samspil.governance.terms.documents import LONGEST
from samspil.interfaces.web.office.descriptions_forms import NEUTRAL
from samspil.interfaces.web.shared.forms import day_of, one_of, text

Choices = list[tuple[str, str]]
NUMBERS = ("office_cvr", "office_ean", "municipality_cvr", "municipality_ean")


class DetailsForm(forms.Form):
    """The numbers of both parties, who answers for it, and what is added."""

    office_cvr = text(_("The programme office's CVR number"), most=11)
    office_ean = text(_("The programme office's EAN number"), most=20)
    office_title = text(
        _("Who answers for it in the programme office?"), most=80, help_text=_("A title, not a name.")
    )
    municipality_cvr = text(_("The municipality's CVR number"), most=11)
    municipality_ean = text(_("The municipality's EAN number"), most=20)
    municipality_title = text(
        _("Who answers for it in the municipality?"), most=80, help_text=_("A title, not a name.")
    )
    reference = text(_("The file's number in your own journal"), most=60)
    begins_on = day_of(_("From which day?"))
    terms = text(_("Special terms, if any"), most=LONGEST, lines=4, required=False, help_text=NEUTRAL)

    def clean(self) -> dict[str, Any]:
        """The numbers without the spaces that people write in them."""
        told: dict[str, Any] = super().clean() or {}
        for name in NUMBERS:
            if name in told:
                told[name] = "".join(told[name].split())
        return told

    def details(self) -> Details:
        """What was typed."""
        fields = (*NUMBERS, "office_title", "municipality_title", "reference", "begins_on", "terms")
        return Details(**{name: self.cleaned_data[name] for name in fields})


class MakeForm(DetailsForm):
    """With whom, and of which kind."""

    municipality = one_of(_("With which municipality?"))
    kind = one_of(_("What do you make?"))
    field_order = ("municipality", "kind")

    def __init__(self, municipalities: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = municipalities  # type: ignore[attr-defined]
        self.fields["kind"].choices = list(AGREEMENT_KINDS.items())  # type: ignore[attr-defined]

    def municipality_id(self) -> uuid.UUID:
        """With whom."""
        return uuid.UUID(self.cleaned_data["municipality"])


class ChangesForm(DetailsForm):
    """A version after the first: what it changes, in words."""

    changes = text(
        _("What changes?"),
        most=LONGEST,
        lines=4,
        help_text=_("In words that stand in the agreement. Without names."),
    )
    field_order = ("changes",)


class SignForm(forms.Form):
    """Who signed, as what, when, and the signed paper."""

    name = text(_("Who has signed?"), most=120, help_text=_("First name and surname."))
    title = text(_("With which title?"), most=80)
    signed_on = day_of(_("On which day?"))
    file = forms.FileField(
        label=_("The signed paper"),
        required=False,
        help_text=_("A PDF of at most five megabytes. You can leave it out."),
        allow_empty_file=True,
        error_messages={"invalid": _("Choose a PDF of at most five megabytes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".pdf"
        self.fields["name"].widget.attrs["autocomplete"] = "off"
