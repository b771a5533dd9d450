"""The demo's one-time sign-in links: there only in demo mode, and each lets one in once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse

from samspil.interfaces import clock
from samspil.interfaces.web.entrance import signing_in
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.actions import people as actions
from samspil.people.queries import people as queries
from samspil.people.terms import ROLES, Role
from samspil.trust import links, scope
from samspil.trust.terms import LinkKind


@door("entrance", roles=(Role.ANONYMOUS,), methods=("GET",))
def demo(request: Any, token: str) -> HttpResponseBase:
    """Sign in as the member of the cast the link was made for; a used or unknown link is closed."""
    if not settings.SAMSPIL_DEMO or request.method != "GET":
        raise Missing
    post = _used(token)
    if post is None:
        return TemplateResponse(request, "entrance/closed.html", status=410)
    signing_in.start_session(request, signing_in.account_of(post), link=True)
    purpose = ROLES[post.role].purposes[0]
    signing_in.sign_in_to(request, post, purpose, "link")
    return HttpResponseRedirect(signing_in.START[ROLES[post.role].door])


def _used(token: str) -> queries.Post | None:
    """The appointment a link opens, consumed by exactly one caller; None for every other."""
    try:
        with links.found(token, kind=LinkKind.SIGN_IN) as link:
            by = Actor(tenant_id=link.tenant_id, role=Role.ANONYMOUS, purpose="entrance", link_id=link.id)
            link_id, appointment_id = link.id, link.thing_id
        with scope.scope(by):
            post = queries.post_by_id(appointment_id, on=clock.today())
            return post if actions.use_sign_in_link(by=by, at=clock.now(), link_id=link_id) else None
    except Missing:
        return None
