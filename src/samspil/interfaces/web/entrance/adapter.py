"""How sign-in differs from the library's own: throttles in the database, events, sealed secrets."""

from __future__ import annotations

from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.entrance.signing_in import owes_factor, start_session, tell_organisations
from samspil.interfaces.web.shared.addresses import address_of
from samspil.people.queries import people as queries
from samspil.trust import fields, throttle

SECRETS = "second-factor"
FACTOR_EVENTS = {
    "mfa/email/totp_activated": ("factor_added", "totp"),
    "mfa/email/totp_deactivated": ("factor_removed", "totp"),
    "mfa/email/webauthn_added": ("factor_added", "webauthn"),
    "mfa/email/webauthn_removed": ("factor_removed", "webauthn"),
    "mfa/email/recovery_codes_generated": ("factor_added", "recovery_codes"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Passwords: counted before they are looked at, alike for accounts that are and are not there."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _("There were too many tries. Wait 15 minutes and try again."),
        "incorrect_password": _("The password is not right."),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The account, if it is open and the password is its own; every try counts until it is right."""
        self.pre_authenticate(request, **credentials)
        account = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if account is None:
            self.authentication_failed(request, **credentials)
            return None
        throttle.forget("sign_in_account", _typed(credentials))
        throttle.give_back("sign_in_address", address_of(request))
        return account

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this try for the name and for the address, before any password is hashed."""
        within = throttle.allowed("sign_in_account", _typed(credentials))
        within &= throttle.allowed("sign_in_address", address_of(request))
        if not within:
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell the organisations of the account that someone tried, if there is such an account."""
        account = queries.account_by_email(_typed(credentials))
        if account is None:
            return
        shut = throttle.blocked("sign_in_account", _typed(credentials))
        verb = "locked_out" if shut else "sign_in_failed"
        tell_organisations(account.pk, verb, "password", by_holder=False)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether this is the password of the one who is signed in."""
        found = self.authenticate(context.request, email=user.get_username(), password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The password is a way only where the second factor was given, or where there is none yet."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and owes_factor(context.request):
            return [way for way in ways if way["id"] != "reauthenticate"]
        return ways

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """A new session key and a new eight hours, after every step was taken."""
        start_session(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """A closed account is answered like a name nobody has."""
        return HttpResponseRedirect(reverse("account_login"))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for oneself."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any
    ) -> None:
        """Where the library would send a mail about a factor, the log gets an event."""
        if template_prefix in FACTOR_EVENTS:
            verb, reason = FACTOR_EVENTS[template_prefix]
            tell_organisations(user.pk, verb, reason)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: sealed at rest, a QR code without a `data:` address, never the last one away."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right, or it was already used."),
        "cannot_delete_authenticator": _("Add another way to sign in before you take the last one away."),
    }

    def encrypt(self, text: str) -> str:
        return fields.seal_secret(SECRETS, text)

    def decrypt(self, encrypted_text: str) -> str:
        return fields.open_secret(SECRETS, encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        return segno.make(url, error="m").svg_inline(scale=5, border=4, light="#fff")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another passkey or app is left besides this one."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Samspil"}


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or "").strip().lower()
