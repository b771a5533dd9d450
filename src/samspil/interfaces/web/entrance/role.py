"""Choosing the one role and purpose of a session, and leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.http import HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.entrance import signing_in
from samspil.interfaces.web.entrance.forms import RoleForm
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.standing import CLEAR_SITE_DATA, POST_KEY, is_fully_in
from samspil.kernel.errors import Refusal, Refused
from samspil.people.queries.people import Post
from samspil.people.terms import APPOINTABLE, ROLES, Role

STAFF = (*APPOINTABLE, Role.HALF_AUTHENTICATED)
NO_ROLE = Refusal(_("Your account has no role today. Ask your coordinator."))


@door("entrance", roles=STAFF)
def role(request: Any) -> HttpResponseBase:
    """Go on to the only role when it is taken up, or ask which; first of all to the second factor.

    A role is taken up by POST only: here, or at the end of signing in.
    """
    account_id = request.user.pk
    if not is_fully_in(request):
        return HttpResponseRedirect(_second_factor(request, reverse("entrance:role")))
    posts = signing_in.posts_of(account_id)
    if not posts:
        raise Refused(NO_ROLE)
    if request.post is not None and _is_only(posts):
        return _start(posts[0])
    form = RoleForm(posts, request.POST if request.method == "POST" else None, initial=_now(request, posts))
    if form.is_valid():
        post = form.cleaned_data["post"]
        signing_in.sign_in_to(request, post, form.cleaned_data["purpose"], signing_in.method_of(request))
        return _start(post)
    return TemplateResponse(request, "entrance/role.html", {"form": form})


@door("entrance", roles=(Role.ANONYMOUS,), methods=("POST",))
def sign_out(request: Any) -> HttpResponseBase:
    """End the session here and clear what the browser kept of it."""
    signing_in.sign_out(request)
    response = HttpResponseRedirect("/")
    response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    return response


@door("entrance", roles=APPOINTABLE, methods=("POST",))
def sign_out_everywhere(request: Any) -> HttpResponseBase:
    """End the account's sessions on every device, this one too, and clear what the browsers kept."""
    signing_in.sign_out_everywhere(request)
    response = HttpResponseRedirect("/")
    response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    return response


def _start(post: Post) -> HttpResponseBase:
    return HttpResponseRedirect(signing_in.START[ROLES[post.role].door])


def keeper(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Lead away from a page about factors until the one that is there was given in this session.

    Only the very first factor of an account is set up with the password alone.
    """

    @wraps(view)
    def kept(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if signing_in.owes_factor(request):
            after = request.get_full_path() if request.method == "GET" else reverse("entrance:role")
            return HttpResponseRedirect(_second_factor(request, after))
        return view(request, *args, **kwargs)

    return kept


def _second_factor(request: Any, after: str) -> str:
    """Where to give the second factor, or to set one up when there is none."""
    kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    if not kinds:
        return reverse("mfa_index")
    has_key_only = Authenticator.Type.WEBAUTHN in kinds and Authenticator.Type.TOTP not in kinds
    page = "mfa_reauthenticate_webauthn" if has_key_only else "mfa_reauthenticate"
    return f"{reverse(page)}?{urlencode({'next': after})}"


def _is_only(posts: Sequence[Post]) -> bool:
    return len(posts) == 1 and len(ROLES[posts[0].role].purposes) == 1


def _now(request: Any, posts: Sequence[Post]) -> dict[str, Any]:
    """The role and purpose one has now, ticked beforehand; else the only role there is."""
    claim = request.session.get(POST_KEY)
    if claim:
        return {"appointment": claim["id"], "purpose": claim["purpose"]}
    only = {"appointment": str(posts[0].id)} if len(posts) == 1 else {}
    return only | {"purpose": ROLES[posts[0].role].purposes[0]} if _is_only(posts) else only
