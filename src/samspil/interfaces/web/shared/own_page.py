"""Opening the door to somebody's own page: a link to send, and an own code to say, each shown once.

The same page in the office and in the field; each door says who may come.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from samspil.delivery.actions import own_page as actions
from samspil.delivery.rules.own_page import may_open_own_page
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.handing_out import spaced
from samspil.interfaces.web.shared.qr import qr
from samspil.kernel.errors import Refused, refuse
from samspil.people.queries.own_codes import has_code
from samspil.trust import links


def own_page(
    request: HttpRequest, *, found: Any, base: str, back_url: str, second: Any = None
) -> HttpResponse:
    """Show how it stands; a POST makes a new link, or with `code` a new own code.

    For the page of the second parent in the course, `second` is that parent's place in it.
    """
    actor = request.actor  # type: ignore[attr-defined]
    refuse(may_open_own_page(actor, found))
    form = forms.Form(request.POST if request.method == "POST" else None)
    page: dict[str, Any] = {"code": found.code, "back_url": back_url, "is_second": second is not None}
    if request.method == "POST":
        try:
            page |= _made(request, actor, found, second is not None)
        except Refused as refused:
            form.add_error(None, str(refused))
    newest = links.latest((second or found).id)
    page |= {
        "has_code": has_code(actor, (second or found).person_id),
        "is_open": newest is not None and links.is_live(newest),
        "was_opened": newest is not None and newest.opened_at is not None,
    }
    return TemplateResponse(
        request,
        "shared/own_page.html",
        {"base": base, "form": form, "page": page},
        status=422 if form.errors else 200,
    )


def _made(request: HttpRequest, actor: Any, found: Any, second: bool) -> dict[str, Any]:
    """What is shown once: the link and its picture, or the code, or both the first time."""
    common = {"by": actor, "at": clock.now(), "course_id": found.id, "second": second}
    if "code" in request.POST:
        code = actions.replace_own_code(**common)
        return {"own_code": spaced(code)}
    handed = actions.hand_out_own_page(**common)
    door_url = request.build_absolute_uri(reverse("answer:enter"))
    url = f"{door_url}#{handed.made.token}"
    return {
        "own_code": spaced(handed.code) if handed.code else "",
        "url": url,
        "code_url": door_url,
        "qr_svg": qr(url),
        "link_code": spaced(handed.made.code),
        "expires_words": words.moment(handed.made.link.expires_at),
    }
