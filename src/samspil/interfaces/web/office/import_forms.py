"""The office's forms on getting in: a file, and somebody to invite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.shared.forms import day_of, one_of, text
from samspil.people.terms import INVITABLE, ROLES, ImportKind

KINDS = {ImportKind.STAFF: _("Staff"), ImportKind.COURSES: _("Running courses")}
AT_MOST = {
    ImportKind.COURSES: _("XLSX or CSV, at most 2,000 rows and one megabyte."),
    ImportKind.ANSWERS: _("XLSX or CSV, at most 10,000 rows and one megabyte."),
}


class ImportForm(forms.Form):
    """What is in the file, of the choices given, and the file."""

    what = one_of(_("What is in the file"))
    file = forms.FileField(
        label=_("The file"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
    )

    def __init__(self, choices: Mapping[Any, Any], *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = list(choices.items())  # type: ignore[attr-defined]
        self.fields["file"].help_text = AT_MOST[kind]
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv"


class InviteForm(forms.Form):
    """Who gets which role, from when."""

    name = text(_("Name"), most=100)
    email = text(_("E-mail address"), most=254, help_text=_("What they sign in with."))
    role = one_of(_("Role"))
    capacity = forms.IntegerField(label=_("Most courses at a time"), min_value=1, max_value=20, initial=4)
    from_on = day_of(_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(one.value, ROLES[one].title) for one in INVITABLE]  # type: ignore[attr-defined]
