"""The office's forms on the corps: passes, certificates that end, supervision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms.training import (
    CERTIFICATE_ENDS,
    GATE_USES,
    PASS_REASONS,
    SUPERVISION_KINDS,
    SUPERVISION_STRUCK,
    SUPERVISION_THEMES,
    WITHDRAWN_BY_HAND,
)
from samspil.interfaces.web.shared.forms import day_of, key_of_this, one_of, some_of

Choices = list[tuple[str, str]]


def _choices(terms: Any) -> list[tuple[str, Any]]:
    return [(str(one), title) for one, title in terms.items()]


class PassForm(forms.Form):
    """What somebody may do meanwhile, why, and until when."""

    use = one_of(_("What may be done without the certificate?"))
    because = one_of(_("Why?"))
    until_on = day_of(_("Until"), help_text=_("At most half a year."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["use"].choices = _choices(GATE_USES)  # type: ignore[attr-defined]
        self.fields["because"].choices = _choices(PASS_REASONS)  # type: ignore[attr-defined]


class CertificateEndForm(forms.Form):
    """Why a certificate holds no more."""

    because = one_of(_("Why?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ends = {one: CERTIFICATE_ENDS[one] for one in WITHDRAWN_BY_HAND}
        self.fields["because"].choices = _choices(ends)  # type: ignore[attr-defined]


class SupervisionForm(forms.Form):
    """Supervision or a network day that was held. There is no field for words: nobody is written about."""

    key = key_of_this()
    kind = one_of(_("What was it?"))
    held_on = day_of(_("Which day?"))
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=1, max_value=600)
    themes = some_of(_("What was it about?"))
    who = some_of(_("Who was there?"))

    def __init__(self, staff: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _choices(SUPERVISION_KINDS)  # type: ignore[attr-defined]
        self.fields["themes"].choices = _choices(SUPERVISION_THEMES)  # type: ignore[attr-defined]
        self.fields["who"].choices = staff  # type: ignore[attr-defined]


class SupervisionStrikeForm(forms.Form):
    """Why supervision that was written counts no more."""

    because = one_of(_("Why?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = _choices(SUPERVISION_STRUCK)  # type: ignore[attr-defined]
