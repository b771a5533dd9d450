"""Signing in and out: what a session holds, and the event each leaves in the organisation's log."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.base_user import AbstractBaseUser

from samspil.interfaces import clock
from samspil.interfaces.web.shared.standing import DEVICE_KEY, LINK_KEY, POST_KEY, is_fully_in
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.actions import devices
from samspil.people.actions import people as actions
from samspil.people.queries import people as queries
from samspil.people.rules import people as rules
from samspil.people.terms import ROLES
from samspil.trust import scope

BACKEND = "samspil.interfaces.web.entrance.backend.Backend"
START = {"office": "/o/", "field": "/f/"}


def account_of(post: queries.Post) -> AbstractBaseUser:
    """The account that holds an appointment."""
    return get_user_model()._default_manager.get(pk=post.account_id)


def start_session(request: Any, account: AbstractBaseUser, *, link: bool = False) -> None:
    """Sign an account in to a session with a new key; `link` marks a demo's sign-in link."""
    login(request, account, backend=BACKEND)  # type: ignore[arg-type]
    request.session.begin()
    request.session[LINK_KEY] = link


def sign_in_to(request: Any, post: queries.Post, purpose: str, method: str) -> None:
    """Take up one appointment with one purpose: the session's only role, under a new key.

    `method` is a code for the log: how one signed in, or that the role was changed.
    """
    refuse(rules.may_act_as(post.role, purpose))
    before = request.session.get(POST_KEY)
    request.session.cycle_key()
    request.session[POST_KEY] = {
        "id": str(post.id),
        "tenant": str(post.tenant_id),
        "role": post.role.value,
        "purpose": purpose,
        "more": len(choices_of(post.account_id)) > 1,
    }
    by = Actor(tenant_id=post.tenant_id, role=post.role.value, purpose=purpose, account_id=post.account_id)
    verb, reason = ("signed_in", method) if before is None else ("role_chosen", purpose)
    _note(by, verb, post.id, reason)


def take_up_only_role(request: Any) -> None:
    """At the end of signing in: take up the only role with its only purpose, if there is no choice."""
    if not request.user.is_authenticated or POST_KEY in request.session or not is_fully_in(request):
        return
    choices = choices_of(request.user.pk)
    if len(choices) == 1:
        sign_in_to(request, *choices[0], method_of(request))


def owes_factor(request: Any) -> bool:
    """Whether nothing but the second factor may be given now: there is one, and this session lacks it."""
    return not is_fully_in(request) and Authenticator.objects.filter(user_id=request.user.pk).exists()


def method_of(request: Any) -> str:
    """How one came in, as a code for the log."""
    if request.session.get(LINK_KEY):
        return "link"
    records = [one for one in get_authentication_records(request, request.user) if one.get("method") == "mfa"]
    return str(records[-1].get("type", "mfa")) if records else "mfa"


def sign_out(request: Any) -> None:
    """End the session on the server, whoever it belonged to; the drafts of this device with it."""
    if request.post is not None:
        kept = request.session.get(DEVICE_KEY)
        device = uuid.UUID(kept) if kept else None
        with scope.scope(request.actor):
            devices.sign_out(by=request.actor, at=clock.now(), appointment_id=request.post.id, device=device)
    logout(request)


def sign_out_everywhere(request: Any) -> None:
    """End every session of the account, and the drafts on every device."""
    with scope.scope(request.actor):
        devices.sign_out_everywhere(by=request.actor, at=clock.now(), appointment_id=request.post.id)
    request.session.end_all_of(request.user.pk)
    logout(request)


def choices_of(account_id: uuid.UUID) -> tuple[tuple[queries.Post, str], ...]:
    """Every appointment in force with every purpose that belongs to it."""
    return tuple((post, purpose) for post in posts_of(account_id) for purpose in ROLES[post.role].purposes)


def posts_of(account_id: uuid.UUID) -> tuple[queries.Post, ...]:
    """The account's appointments in force, in every organisation."""
    with scope.scope(scope.account_only(account_id)):
        return queries.posts_of(account_id, on=clock.today())


def tell_organisations(account_id: uuid.UUID, verb: str, reason: str = "", *, by_holder: bool = True) -> None:
    """Leave an event with every organisation the account serves.

    `by_holder` is False when someone only tried: the event then names no account as the doer.
    """
    for post in posts_of(account_id):
        actor = Actor(
            tenant_id=post.tenant_id,
            role=post.role.value if by_holder else "anonymous",
            purpose="entrance",
            account_id=post.account_id if by_holder else None,
        )
        _note(actor, verb, post.id, reason)


def _note(by: Actor, verb: str, appointment_id: uuid.UUID, reason: str = "") -> None:
    with scope.scope(by):
        actions.note_entrance(by=by, at=clock.now(), verb=verb, appointment_id=appointment_id, reason=reason)
