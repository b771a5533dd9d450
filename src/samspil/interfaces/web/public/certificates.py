"""Whether a certificate holds, for anybody who has its code: valid, expired or withdrawn, and nothing else.

The answer has no form and no key of the page in it, so that it is the same, byte for byte, for every code
that no certificate has. Nothing of what was typed comes back, and none of it stands in an address.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from samspil.delivery.queries.training_certificates import standing_of
from samspil.delivery.terms.training import CertificateStanding
from samspil.interfaces import clock
from samspil.interfaces.web.shared import faults
from samspil.interfaces.web.shared.addresses import address_of
from samspil.interfaces.web.shared.doors import door
from samspil.people.terms import Role
from samspil.trust import throttle

THROTTLE = "certificate_address"
ANSWERS = {
    CertificateStanding.VALID: (_("The certificate is valid"), "good"),
    CertificateStanding.EXPIRED: (_("The certificate has expired"), "late"),
    CertificateStanding.WITHDRAWN: (_("The certificate was withdrawn"), "late"),
    None: (_("There is no certificate with this code"), "late"),
}


class CodeForm(forms.Form):
    """The code on a certificate."""

    code = forms.CharField(
        label=_("The code on the certificate"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Sixteen letters and numbers. Spaces and dashes do not matter."),
    )


@door("public", roles=(Role.ANONYMOUS,))
def certificate(request: HttpRequest) -> HttpResponse:
    """Ask for a code; say how its certificate stands."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "public/certificate.html", {"form": form}, status=status)
    if not throttle.allowed(THROTTLE, address_of(request)):
        return faults.too_many(request)
    answer, tone = ANSWERS[standing_of(form.cleaned_data["code"], on=clock.today())]
    return TemplateResponse(
        request, "public/certificate_answer.html", {"page": {"answer": answer, "tone": tone}}
    )
