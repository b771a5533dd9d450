"""Passkeys that do not let in say so on the page they were tried on, alike whatever was wrong."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as library
from allauth.mfa.webauthn import views as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.entrance.forms import SignInForm

NOT_LET_IN = _("The passkey did not let you in. Try again, or choose another way.")


class _Key(forms.Form):
    """One sentence for every passkey that does not fit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for wrong in ("required", "invalid"):
            self.fields["credential"].error_messages[wrong] = NOT_LET_IN

    def clean_credential(self) -> Authenticator:
        try:
            key: Authenticator = super().clean_credential()  # type: ignore[misc]
        except (ValidationError, AttributeError):  # the latter when a list stands where an object should
            raise ValidationError(NOT_LET_IN) from None
        if not key.user.is_active:
            raise ValidationError(NOT_LET_IN)
        return key


class SignInKeyForm(_Key, library.LoginWebAuthnForm):
    """A passkey instead of name and password."""


class StepKeyForm(_Key, library.AuthenticateWebAuthnForm):
    """A passkey as the second step of signing in."""


class KeyAgainForm(_Key, library.ReauthenticateWebAuthnForm):
    """The passkey once more."""


class SignInKey(webauthn.LoginWebAuthnView):
    """Signing in with a passkey; the sign-in page comes back with a sentence when it does not fit."""

    form_class = SignInKeyForm

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        page = account.LoginView()
        page.setup(self.request)
        shown = SignInForm(request=self.request)
        shown.refuse([str(one) for one in form.errors["credential"]])
        answer: HttpResponse = page.render_to_response(page.get_context_data(form=shown), status=422)
        return answer


class KeyAgain(webauthn.ReauthenticateWebAuthnView):
    """The passkey once more; the same page comes back with a sentence when it does not fit."""

    form_class = KeyAgainForm

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        context = self.get_context_data() | {"form": form}
        answer: HttpResponse = self.render_to_response(context, status=422)
        return answer


sign_in = SignInKey.as_view()
again = KeyAgain.as_view()
step = mfa.AuthenticateView.as_view(webauthn_form_class=StepKeyForm)
