"""The office's forms on signing an instrument off: a file, what was read of it, the checklist, a change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms.instruments import CHECKLIST, MOST_WORDS
from samspil.interfaces.web.shared.forms import text


class FileForm(forms.Form):
    """The file of a form."""

    file = forms.FileField(
        label=_("The form"),
        help_text=_("An XLSForm saved as XLSX, at most one megabyte."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"


class ReadForm(forms.Form):
    """What was read of a file, signed, so that what is proposed is what was looked at."""

    read = forms.CharField(widget=forms.HiddenInput)


class ApprovalForm(forms.Form):
    """Every line of the checklist, each to be ticked by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, words in CHECKLIST.items():
            self.fields[code] = forms.BooleanField(label=words, required=False)

    def ticked(self) -> tuple[str, ...]:
        """The lines that were ticked."""
        return tuple(one for one in CHECKLIST if self.cleaned_data[one])


class ChangeForm(forms.Form):
    """What should be changed, in words."""

    words = text(
        _("What should be changed"),
        most=MOST_WORDS,
        lines=4,
        required=False,
        help_text=_("About the questions. Everyone who may approve reads it. Never write about a person."),
    )
