"""The form after a visit, for a group and for a teacher: one page, and nothing is kept of who sent it.

There is no session and no half-filled answer: the page carries the link's own token, or the code that was
typed, from the opening to the sending. Opening it writes nothing at all.
"""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspil.delivery.actions.forms import send_form
from samspil.delivery.actions.pupils import send_as_group
from samspil.delivery.instruments.shape import Instrument, words
from samspil.delivery.queries.instruments import instrument
from samspil.delivery.queries.owed_forms import asked_by_link
from samspil.interfaces import clock
from samspil.interfaces.web.answer.views import CodeForm
from samspil.interfaces.web.shared import faults, languages
from samspil.interfaces.web.shared.addresses import address_of
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_fields import AnswersForm
from samspil.interfaces.web.shared.forms import put
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refused
from samspil.people.terms import Role
from samspil.trust import links, scope, throttle
from samspil.trust.terms import LinkKind

OPENS = (LinkKind.PUPILS, LinkKind.FORM)
DOOR = "form_address"
ANYONE = (Role.ANONYMOUS,)


@door("answer", roles=ANYONE)
def form(request: HttpRequest) -> HttpResponse:
    """The way in, the form itself, and the sending, by the same secret each time."""
    typed = CodeForm(request.POST if "code" in request.POST else None)
    if request.method != "POST":
        return _enter(request, typed)
    secret = request.POST.get("token", "")
    if not secret:
        if typed.is_valid() and len(links.normal(typed.cleaned_data["code"])) != links.CODE_LENGTH:
            typed.add_error("code", _("The code has ten characters. Look at it once more."))
        if not typed.is_valid():
            return _enter(request, typed)
        secret = typed.cleaned_data["code"]
    # Only codes that open nothing are counted: a whole class types the same one at one address.
    is_code = len(links.normal(secret)) == links.CODE_LENGTH
    if is_code and throttle.blocked(DOOR, address_of(request)):
        return faults.too_many(request)
    try:
        with links.found(secret, kind=OPENS) as link:
            holder, of_group = links.holder(link), link.kind == LinkKind.PUPILS
        with scope.scope(holder):
            tool = instrument(*asked_by_link(holder))
            return _answered(request, holder, tool, secret, of_group=of_group)
    except Missing:
        # A teacher's link is used up by the first tap on the button: the second is thanked just the same.
        if "send" in request.POST and links.was_just_used(secret, kind=LinkKind.FORM):
            return HttpResponseRedirect(reverse("answer:form-thanks"))
        if is_code:
            throttle.allowed(DOOR, address_of(request))
        return TemplateResponse(request, "answer/form_closed.html", status=404)


def _enter(request: HttpRequest, typed: forms.Form) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "answer/form_enter.html", {"form": typed}, status=status)


def _answered(
    request: HttpRequest, holder: Actor, tool: Instrument, secret: str, *, of_group: bool
) -> HttpResponse:
    """The page with the questions; or, when it was sent, on to the thanks. Raises Missing."""
    is_sent = "send" in request.POST
    found = AnswersForm(tool, request.POST if is_sent else None)
    sheet = _sheet(request.POST.get("sheet", ""))
    if is_sent and found.is_valid():
        common: dict[str, Any] = {"by": holder, "at": clock.now(), "on": clock.today()}
        try:
            if of_group:
                send_as_group(**common, sheet_id=sheet, answers=found.answers())
            else:
                send_form(**common, answers=found.answers())
            return HttpResponseRedirect(reverse("answer:form-thanks"))
        except Refused as refused:
            put(found, refused)
    page = {
        "title": words(tool.title, get_language() or "da"),
        "of_group": of_group,
        "token": secret,
        "sheet": sheet,
        "languages": languages.choices(request),
    }
    context = {"form": found, "page": page, "languages": None}
    return TemplateResponse(request, "answer/form.html", context, status=422 if found.errors else 200)


def _sheet(given: str) -> uuid.UUID:
    """The random key of this page, as it was handed out with it; a new one where it is none."""
    try:
        found = uuid.UUID(given)
    except ValueError:
        return uuid.uuid4()
    return found if found.version == 4 else uuid.uuid4()


@door("answer", roles=ANYONE, methods=("GET",))
def thanks(request: HttpRequest) -> HttpResponse:
    """The answers have been sent; the same page for everybody."""
    return TemplateResponse(request, "answer/form_thanks.html")
