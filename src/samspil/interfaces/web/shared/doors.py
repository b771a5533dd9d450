"""Who may use a view, and how: said once, on the view, before anything is looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.shared import faults
from samspil.kernel.errors import Refusal, Refused
from samspil.people.terms import Role

View = Callable[..., HttpResponseBase]
DOORS = ("office", "field", "answer", "public", "entrance")
NOT_YET_IN = (Role.ANONYMOUS, Role.HALF_AUTHENTICATED)
NOT_YOURS = Refusal(_("Your role does not give access here."))


def door(
    name: str, *, roles: Sequence[Role], methods: Sequence[str] = ("GET", "POST"), passive: bool = False
) -> Callable[[View], View]:
    """Let only these roles in, by these methods; `Role.ANONYMOUS` among them means everyone.

    The answer is the same for every id, because nothing is looked up before. `passive` marks a view
    that a page asks by itself, which does not keep a session awake.
    """
    if name not in DOORS:
        raise ValueError(f"{name} is not a door.")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            stopped = _stopped(request, name, roles)
            if stopped is not None:
                return stopped
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return faults.method_not_allowed(request, methods)
            return view(request, *args, **kwargs)

        guarded.samspil_door = name  # type: ignore[attr-defined]
        guarded.samspil_roles = tuple(roles)  # type: ignore[attr-defined]
        guarded.samspil_methods = tuple(methods)  # type: ignore[attr-defined]
        guarded.samspil_passive = passive  # type: ignore[attr-defined]
        return guarded

    return decorate


def _stopped(request: HttpRequest, name: str, roles: Sequence[Role]) -> HttpResponseBase | None:
    """Where someone without the role goes instead; None when the role is right."""
    role = request.actor.role  # type: ignore[attr-defined]
    if role in roles or Role.ANONYMOUS in roles:
        return None
    if role not in NOT_YET_IN:
        raise Refused(NOT_YOURS)
    if name == "answer":
        return HttpResponseRedirect(reverse("answer:enter"))
    if role == Role.HALF_AUTHENTICATED:
        return HttpResponseRedirect(reverse("entrance:role"))
    after = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return HttpResponseRedirect(reverse(settings.LOGIN_URL) + after)


def every_url() -> Iterator[tuple[str, View]]:
    """Every address there is, as its pattern, with its view."""
    yield from _walk(get_resolver().url_patterns, "/")


def without_a_door() -> list[str]:
    """The addresses whose view says no door: a fault that the start and a test look for."""
    return [pattern for pattern, view in every_url() if not hasattr(view, "samspil_door")]


def _walk(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, View]]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, path)
        else:
            yield path, one.callback
