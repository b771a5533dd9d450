"""The first way in of somebody who was invited: the invitation, a password, then the second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.interfaces import clock
from samspil.interfaces.web.shared import faults
from samspil.interfaces.web.shared.addresses import address_of
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refused
from samspil.people.actions import imports as actions
from samspil.people.queries.imports import INVITATION
from samspil.people.terms import Role
from samspil.trust import links, scope, throttle

CLOSED = _("This invitation opens nothing. Ask your coordinator for a new one.")


class InvitationForm(forms.Form):
    """The code, as it was read aloud."""

    code = forms.CharField(
        label=_("The code you were given"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Ten letters and numbers. Spaces and dashes do not matter."),
    )


class FirstPasswordForm(forms.Form):
    """The first password, twice. The invitation goes along unseen."""

    secret = forms.CharField(widget=forms.HiddenInput, max_length=60)
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 15 characters, for example five words."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return cleaned


@door("entrance", roles=(Role.ANONYMOUS,))
def invitation(request: HttpRequest) -> HttpResponse:
    """Show the invitation, then choose a password. Only the password uses the invitation up."""
    if request.method == "POST" and "secret" in request.POST:
        return _password(request)
    secret = request.POST.get("token") or request.POST.get("code", "")
    form = InvitationForm(request.POST if request.method == "POST" and "token" not in request.POST else None)
    if request.method != "POST":
        return _page(request, form)
    if not secret:
        form.is_valid()
        return _page(request, form)
    try:
        if not _may_try(request, secret):
            return faults.too_many(request)
        with links.found(secret, kind=INVITATION):
            _give_back(request, secret)
    except Missing:
        form = InvitationForm({"code": ""})
        form.errors.clear()
        form.add_error("code", CLOSED)
        return _page(request, form)
    return _page(request, FirstPasswordForm(initial={"secret": secret}))


def _password(request: HttpRequest) -> HttpResponse:
    form = FirstPasswordForm(request.POST)
    if form.is_valid():
        secret = form.cleaned_data["secret"]
        try:
            if not _may_try(request, secret):
                return faults.too_many(request)
            _accept(secret, form.cleaned_data["password"])
            _give_back(request, secret)
            return HttpResponseRedirect(reverse("account_login"))
        except Missing:
            form.add_error(None, CLOSED)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, form)


def _accept(secret: str, password: str) -> None:
    with links.found(secret, kind=INVITATION) as link:
        by = Actor(tenant_id=link.tenant_id, role=Role.ANONYMOUS, purpose="entrance", link_id=link.id)
        link_id = link.id
    with scope.scope(by):
        actions.accept_invitation(by=by, at=clock.now(), link_id=link_id, password=password)


def _may_try(request: HttpRequest, secret: str) -> bool:
    """Codes are counted by address; a token is too long to guess."""
    if len(links.normal(secret)) != links.CODE_LENGTH:
        return True
    return throttle.allowed("code_address", address_of(request))


def _give_back(request: HttpRequest, secret: str) -> None:
    if len(links.normal(secret)) == links.CODE_LENGTH:
        throttle.give_back("code_address", address_of(request))


def _page(request: HttpRequest, form: forms.Form) -> HttpResponse:
    page = {"is_second": isinstance(form, FirstPasswordForm)}
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "entrance/invitation.html", {"form": form, "page": page}, status=status)
