"""The programme office's forms: moving a milestone's plan, and writing that one is reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.governance.terms.milestones import PLAN_MOVED
from samspil.interfaces.web.shared.forms import day_of, one_of, text


class MoveForm(forms.Form):
    """Other days, and why."""

    from_on = day_of(_("First day"))
    to_on = day_of(_("Last day"))
    because = one_of(_("Why?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = list(PLAN_MOVED.items())  # type: ignore[attr-defined]


class ReachedForm(forms.Form):
    """When it was reached, and what shows it."""

    reached_on = day_of(
        _("Which day?"), required=False, help_text=_("Leave it empty if it was not reached after all.")
    )
    evidence = text(
        _("What shows it?"),
        most=200,
        lines=3,
        help_text=_("Where it can be seen. For example: the report is with the office. No names or numbers."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}
