"""The office's forms on places: one place, and a file of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.institutions import Place
from samspil.delivery.terms.place_sets import SIZE_BANDS
from samspil.delivery.terms.visits import INSTITUTION_KINDS
from samspil.interfaces.web.shared.forms import one_of, text


class PlaceForm(forms.Form):
    """A school, a youth education or a club."""

    name = text(_("Name"), most=100)
    kind = one_of(_("What kind of place"))
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=4)
    number = forms.CharField(
        label=_("Number in the public register"),
        required=False,
        max_length=6,
        help_text=_("Six digits. A club often has none."),
    )
    size_band = one_of(
        _("About how many go there"),
        required=False,
        help_text=_("Places of one kind and size are offered visits together."),
    )
    mail = forms.EmailField(
        label=_("Mail address of the office"),
        required=False,
        max_length=250,
        help_text=_(
            "Offers of visits go there. The office's own, not a teacher's. Bring in the addresses of all"
            " places alike before you offer anything: who has none is not written to."
        ),
    )
    put_away = forms.BooleanField(
        label=_("Put away"),
        required=False,
        help_text=_("No new series is made there. What was is kept."),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, title) for one, title in INSTITUTION_KINDS.items()]  # type: ignore[attr-defined]
        self.fields["size_band"].choices = [(one.value, title) for one, title in SIZE_BANDS.items()]  # type: ignore[attr-defined]
        if is_new:
            del self.fields["put_away"]

    def place(self) -> Place:
        """What was written."""
        data = self.cleaned_data
        number, postcode = data["number"].strip().upper(), data["postcode"].strip()
        return Place(
            number, data["name"], data["kind"], postcode, size_band=data["size_band"], mail=data["mail"]
        )


class PlacesFileForm(forms.Form):
    """A file of places."""

    file = forms.FileField(
        label=_("The file"),
        allow_empty_file=True,
        help_text=_("XLSX or CSV, at most 10,000 rows and one megabyte."),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
