"""Who stands at the door: one transaction and one signed context around each request.

What the session claims is verified anew every time, so a role that ended, an account that was
closed or a second factor that was taken away opens nothing from the next request on.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase

from samspil.delivery.queries import own_page
from samspil.interfaces import clock
from samspil.interfaces.web.shared import faults, languages
from samspil.kernel.actor import NOBODY, Actor
from samspil.kernel.errors import Missing, Refused
from samspil.people.queries import people as queries
from samspil.people.rules import people as rules
from samspil.people.terms import ROLES, Role
from samspil.trust import audit, scope

POST_KEY, LINK_KEY, ANSWER_KEY = "samspil_post", "samspil_link", "answer_link"
DEVICE_KEY, ENDED_KEY = "samspil_device", "samspil_ended"
"""The device whose drafts this session opened; and that the session was ended from another one."""
ANSWER_PATH = "/a/"
VISIT_KEY, VISIT_PATH = "visit_link", "/visits/"
"""A request for visits that a mail's link opened, and the addresses at which it counts."""
OUTSIDE = ("/health",)
"""Addresses that answer without a database."""

CLEAR_SITE_DATA = '"cache", "storage"'
"""What a browser forgets when a session is ended, here or from afar."""

MISSING = (Missing, ObjectDoesNotExist, ValidationError, Http404)
REFUSED = (Refused, PermissionDenied)


class _NoLonger(Exception):
    """What the session claims holds no longer."""


class Standing:
    """Innermost of the middlewares: sets `request.actor` and `request.post`, then calls the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.actor, request.post, request.failed_with = scope.nobody(), None, None
        request.own = None
        if request.path_info in OUTSIDE:
            return self.get_response(request)
        try:
            response = self._begun(request)
        except _NoLonger:
            request.session.flush()
            request.user = AnonymousUser()
            with scope.scope(scope.nobody()):
                response = self._inside(request, scope.nobody())
            response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        _log_denial(request)
        return response

    def _begun(self, request: Any) -> HttpResponseBase:
        """Read the session in the transaction of the request, so that one message begins both."""
        was_read = hasattr(request.session, "_session_cache")
        with transaction.atomic():
            actor = _claimed(request)
            clock = None if was_read else request.session.clock
            with scope.scope(actor, begun=True, clock=clock):
                return self._inside(request, actor)

    def _inside(self, request: Any, actor: Actor) -> HttpResponseBase:
        request.actor, request.post = actor, _confirmed(request, actor)
        request.own = _own(request, actor)
        response = self.get_response(request)
        if request.failed_with is not None or response.status_code >= 500:
            transaction.set_rollback(True)
        elif not getattr(getattr(request.resolver_match, "func", None), "samspil_passive", False):
            request.session.keep_awake()
        return response

    def process_exception(self, request: Any, exception: Exception) -> HttpResponseBase | None:
        """Give what is missing or refused its page; leave everything else to Django."""
        if isinstance(exception, MISSING):
            request.failed_with = exception
            return faults.not_found(request)
        if isinstance(exception, REFUSED):
            request.failed_with = exception
            return faults.forbidden(request, sentence=str(exception))
        return None


def _claimed(request: Any) -> Actor:
    """Whom the session says this is; nothing of it is believed before `_confirmed`.

    Raises _NoLonger when the account it names may not come in any more.
    """
    if request.session.get(ENDED_KEY):
        raise _NoLonger
    answer = request.session.get(ANSWER_KEY)
    if answer and request.path_info.startswith(ANSWER_PATH):
        return _by_link(answer)
    asked = request.session.get(VISIT_KEY)
    if asked and request.path_info.startswith(VISIT_PATH):
        return _by_link(asked)
    if not request.user.is_authenticated:
        if SESSION_KEY in request.session:
            raise _NoLonger
        return scope.nobody()
    post = request.session.get(POST_KEY)
    if post is None or not is_fully_in(request):
        return scope.account_only(request.user.pk)
    return Actor(
        tenant_id=uuid.UUID(post["tenant"]),
        role=post["role"],
        purpose=post["purpose"],
        account_id=request.user.pk,
    )


def _by_link(held: dict[str, str]) -> Actor:
    """Whoever came by a link: its holder, or with the own code the person whose page it opens."""
    role = held.get("role", Role.LINK_HOLDER)
    return Actor(
        tenant_id=uuid.UUID(held["tenant"]),
        role=role,
        purpose=ROLES[Role(role)].purposes[0],
        link_id=uuid.UUID(held["id"]),
        opening=held.get("opening", ""),
        person_id=uuid.UUID(held["person"]) if "person" in held else None,
    )


def _own(request: Any, actor: Actor) -> own_page.Own | None:
    """The own page the actor stands on, in the person's language unless another was chosen here.

    Raises _NoLonger when it holds no more.
    """
    if actor.person_id is None:
        return None
    try:
        found = own_page.own(actor, code_id=uuid.UUID(request.session[ANSWER_KEY]["code"]))
    except Missing:
        raise _NoLonger from None
    if not languages.is_chosen(request):
        languages.speak(request, found.language)
    return found


def _confirmed(request: Any, actor: Actor) -> queries.Post | None:
    """The appointment the actor stands on. Raises _NoLonger when it holds no more."""
    if actor.account_id is None or actor.tenant_id == NOBODY:
        return None
    claim = request.session[POST_KEY]
    try:
        post = queries.post(uuid.UUID(claim["id"]), account_id=actor.account_id, on=clock.today())
    except Missing:
        raise _NoLonger from None
    if post.role != actor.role or rules.may_act_as(post.role, actor.purpose) is not None:
        raise _NoLonger
    return post


def is_fully_in(request: Any) -> bool:
    """Whether a second factor that still exists was given in this session, or a demo's link was used."""
    if request.session.get(LINK_KEY):
        return bool(settings.SAMSPIL_DEMO)
    records = get_authentication_records(request, request.user)
    used = [one.get("id") for one in records if one.get("method") == "mfa"]
    return bool(used) and Authenticator.objects.filter(user_id=request.user.pk, pk=used[-1]).exists()


def _log_denial(request: Any) -> None:
    """A refusal or a miss by someone who is in, logged after what it rolled back."""
    problem, actor = request.failed_with, request.actor
    if problem is None or actor.tenant_id == NOBODY:
        return
    match = request.resolver_match
    verb = match.view_name if match else "nowhere"
    reason = "refused" if isinstance(problem, REFUSED) else "missing"
    audit.denied(verb, by=actor, at=clock.now(), reason=reason)
