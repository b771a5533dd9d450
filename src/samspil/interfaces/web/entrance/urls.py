"""The addresses of the entrance. Of the library's views only those that are listed are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, include, path

from samspil.interfaces.web.entrance import demo, role
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.errors import Refusal, Refused
from samspil.people.terms import Role

EVERYONE: Sequence[Role] = (Role.ANONYMOUS,)
READ = ("GET",)


def _mounted(
    where: str,
    view: Callable[..., Any],
    name: str,
    roles: Sequence[Role] = role.STAFF,
    methods: Sequence[str] = ("GET", "POST"),
) -> URLPattern:
    """One of the library's views behind our door, under the library's own name."""
    return path(where, door("entrance", roles=roles, methods=methods)(view), name=name)


def _remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a passkey away, unless it is the last way in; the library itself asks that only for the app."""
    key = get_object_or_404(Authenticator, pk=pk, user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)
    if not get_adapter().can_delete_authenticator(key):
        raise Refused(Refusal(str(get_adapter().error_messages["cannot_delete_authenticator"])))
    answer: HttpResponseBase = webauthn.remove_webauthn(request, pk=pk)
    return answer


library: list[URLPattern | URLResolver] = [
    _mounted("sign-in/", account.login, "account_login", EVERYONE),
    path("sign-out/now/", role.sign_out, name="account_logout"),
    _mounted("sign-in/passkey/", webauthn.login_webauthn, "mfa_login_webauthn", EVERYONE),
    _mounted("sign-in/code/", mfa.authenticate, "mfa_authenticate", EVERYONE),
    _mounted("again/", account.reauthenticate, "account_reauthenticate"),
    _mounted("again/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    _mounted("again/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _mounted("factors/", mfa.index, "mfa_index", methods=READ),
    _mounted("factors/app/", totp.activate_totp, "mfa_activate_totp"),
    _mounted("factors/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _mounted("factors/codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes", methods=READ),
    _mounted("factors/codes/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _mounted(
        "factors/codes/file/", recovery.download_recovery_codes, "mfa_download_recovery_codes", methods=READ
    ),
    _mounted("factors/passkeys/", webauthn.list_webauthn, "mfa_list_webauthn", methods=READ),
    _mounted("factors/passkeys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    _mounted("factors/passkeys/<int:pk>/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    _mounted("factors/passkeys/<int:pk>/remove/", _remove_passkey, "mfa_remove_webauthn"),
]

ours = [
    path("role/", role.role, name="role"),
    path("sign-out/", role.sign_out, name="sign_out"),
    path("demo/<str:token>", demo.demo, name="demo"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((ours, "entrance"))), *library]
