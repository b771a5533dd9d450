"""Choosing the one role and purpose of a session, and leaving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.entrance import signing_in
from samspil.interfaces.web.entrance.forms import RoleForm
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.standing import CLEAR_SITE_DATA, LINK_KEY, POST_KEY, is_fully_in
from samspil.kernel.errors import Refusal, Refused
from samspil.people.queries import Post
from samspil.people.terms import APPOINTABLE, ROLES, Role

STAFF = (*APPOINTABLE, Role.HALF_AUTHENTICATED)
NO_ROLE = Refusal(_("Your account has no role today. Ask your coordinator."))


@door("entrance", roles=STAFF)
def role(request: Any) -> HttpResponseBase:
    """Go on to the only role there is, or ask which; first of all to the second factor."""
    account_id = request.user.pk
    if not is_fully_in(request):
        return HttpResponseRedirect(_second_factor(request))
    posts = signing_in.posts_of(account_id)
    if not posts:
        raise Refused(NO_ROLE)
    if len(posts) == 1 and len(ROLES[posts[0].role].purposes) == 1:
        if request.post is None:
            signing_in.sign_in_to(request, posts[0], ROLES[posts[0].role].purposes[0], _method(request))
        return _start(posts[0])
    form = RoleForm(posts, request.POST if request.method == "POST" else None, initial=_now(request, posts))
    if form.is_valid():
        post = form.cleaned_data["post"]
        signing_in.sign_in_to(request, post, form.cleaned_data["purpose"], _method(request))
        return _start(post)
    return TemplateResponse(request, "entrance/role.html", {"form": form})


@door("entrance", roles=(Role.ANONYMOUS,), methods=("POST",))
def sign_out(request: Any) -> HttpResponseBase:
    """End the session here and clear what the browser kept of it."""
    signing_in.sign_out(request)
    response = HttpResponseRedirect("/")
    response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    return response


def _start(post: Post) -> HttpResponseBase:
    return HttpResponseRedirect(signing_in.START[ROLES[post.role].door])


def _second_factor(request: Any) -> str:
    """Where to give the second factor, or to set one up when there is none."""
    there = Authenticator.objects.filter(user_id=request.user.pk)
    if there.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        kinds = set(there.values_list("type", flat=True))
        page = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
        return f"{reverse(page)}?{urlencode({'next': reverse('entrance:role')})}"
    return reverse("mfa_index")


def _method(request: Any) -> str:
    """How one came in, as a code for the log."""
    if request.session.get(LINK_KEY):
        return "link"
    records = [one for one in get_authentication_records(request, request.user) if one.get("method") == "mfa"]
    return str(records[-1].get("type", "mfa")) if records else "mfa"


def _now(request: Any, posts: Sequence[Post]) -> dict[str, Any]:
    """The role and purpose one has now, ticked beforehand; else the only role there is."""
    claim = request.session.get(POST_KEY)
    if claim:
        return {"appointment": claim["id"], "purpose": claim["purpose"]}
    return {"appointment": str(posts[0].id)} if len(posts) == 1 else {}
