"""The forms for a second factor: tries counted in the database, and a code that works once."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.entrance.signing_in import tell_organisations
from samspil.trust import throttle


class _Once(forms.Form):
    """Counts each try for the account before the code is looked at, and takes each TOTP code once."""

    user: Any
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.pop("placeholder", None)

    def clean_code(self) -> str:
        account = str(self.user.pk)
        if not throttle.allowed("second_factor", account):
            raise account_adapter().validation_error("too_many_login_attempts")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            verb = "locked_out" if throttle.blocked("second_factor", account) else "sign_in_failed"
            tell_organisations(self.user.pk, verb, "code", by_holder=False)
            raise
        is_first_use = self.authenticator.type != Authenticator.Type.TOTP or throttle.allowed(
            "totp_used", f"{account}|{normalize_user_code(code)}"
        )
        if not is_first_use:
            raise get_adapter().validation_error("incorrect_code")
        throttle.forget("second_factor", account)
        return code


class CodeForm(_Once, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_Once, ReauthenticateForm):
    """The code once more, before something important is changed."""
