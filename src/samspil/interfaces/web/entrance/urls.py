"""The addresses of the entrance. Of the library's views only those that are listed are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
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

from samspil.interfaces.web.entrance import demo, invitation, passkeys, role, signing_in
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


def _entry(where: str, view: Callable[..., Any], name: str, roles: Sequence[Role] = EVERYONE) -> URLPattern:
    """A way in: when it leads all the way and there is one role only, that is taken up with the same POST."""

    @wraps(view)
    def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_sent = request.method == "POST"
        answer: HttpResponseBase = view(request, *args, **kwargs)
        if is_sent:
            signing_in.take_up_only_role(request)
        return answer

    return _mounted(where, through, name, roles)


def _about(
    where: str, view: Callable[..., Any], name: str, methods: Sequence[str] = ("GET", "POST")
) -> URLPattern:
    """A page about factors, closed as long as there is one that this session has not given."""
    return _mounted(where, role.keeper(view), name, methods=methods)


def _remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a passkey away, unless it is the last way in; the library itself asks that only for the app."""
    key = get_object_or_404(Authenticator, pk=pk, user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)
    if not get_adapter().can_delete_authenticator(key):
        raise Refused(Refusal(str(get_adapter().error_messages["cannot_delete_authenticator"])))
    answer: HttpResponseBase = webauthn.remove_webauthn(request, pk=pk)
    return answer


library: list[URLPattern | URLResolver] = [
    _entry("sign-in/", account.login, "account_login"),
    path("sign-out/now/", role.sign_out, name="account_logout"),
    _entry("sign-in/passkey/", passkeys.sign_in, "mfa_login_webauthn"),
    _entry("sign-in/code/", passkeys.step, "mfa_authenticate"),
    _mounted("again/", account.reauthenticate, "account_reauthenticate"),
    _entry("again/code/", mfa.reauthenticate, "mfa_reauthenticate", role.STAFF),
    _entry("again/passkey/", passkeys.again, "mfa_reauthenticate_webauthn", role.STAFF),
    _about("factors/", mfa.index, "mfa_index", methods=READ),
    _about("factors/app/", totp.activate_totp, "mfa_activate_totp"),
    _about("factors/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _about("factors/codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes", methods=READ),
    _about("factors/codes/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _about(
        "factors/codes/file/", recovery.download_recovery_codes, "mfa_download_recovery_codes", methods=READ
    ),
    _about("factors/passkeys/", webauthn.list_webauthn, "mfa_list_webauthn", methods=READ),
    _about("factors/passkeys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    _about("factors/passkeys/<int:pk>/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    _about("factors/passkeys/<int:pk>/remove/", _remove_passkey, "mfa_remove_webauthn"),
]

ours = [
    path("role/", role.role, name="role"),
    path("sign-out/", role.sign_out, name="sign_out"),
    path("sign-out/everywhere/", role.sign_out_everywhere, name="sign_out_everywhere"),
    path("demo/<str:token>", demo.demo, name="demo"),
    path("invitation/", invitation.invitation, name="invitation"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((ours, "entrance"))), *library]
