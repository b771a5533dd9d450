"""Inviting those who meet people: who has come in, who is invited, and one step to a new invitation."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from samspil.interfaces import clock
from samspil.interfaces.web.office.import_forms import InviteForm
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.kernel.errors import Refused
from samspil.people.actions import imports as actions
from samspil.people.queries import imports as queries
from samspil.people.rules.imports import NewStaff
from samspil.people.terms import ROLES
from samspil.trust import links


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Everyone a coordinator may invite, those who have not come in first."""
    found = queries.invited(request.actor, on=clock.today())  # type: ignore[attr-defined]
    rows = [_row(one) for one in sorted(found, key=lambda one: (one.has_come, one.name))]
    page = {"rows": rows, "add_url": reverse("office:invite"), "import_url": reverse("office:import")}
    return TemplateResponse(request, "office/invitations.html", {"page": page})


@door("office", roles=COORDINATOR)
def invite(request: HttpRequest) -> HttpResponse:
    """Give somebody a role and make the invitation, shown once."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"from_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            _post, made = actions.invite_staff(
                by=actor, at=clock.now(), on=today, staff=NewStaff(**form.cleaned_data)
            )
            return _handed(request, made, form.cleaned_data["name"])
        except Refused as refused:
            put(form, refused)
    return TemplateResponse(
        request,
        "office/invite.html",
        {"form": form, "cancel_url": reverse("office:invitations")},
        status=422 if form.is_bound and form.errors else 200,
    )


@door("office", roles=COORDINATOR)
def again(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """One invitation: a POST makes a new one, after which the earlier opens nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.invited_one(actor, appointment_id, on=clock.today())
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            made = actions.invite_again(by=actor, at=clock.now(), appointment_id=appointment_id)
            return _handed(request, made, found.name)
        except Refused as refused:
            form.add_error(None, str(refused))
    return TemplateResponse(
        request,
        "office/invitation.html",
        {"form": form, "page": _row(found), "cancel_url": reverse("office:invitations")},
        status=422 if form.errors else 200,
    )


@door("office", roles=COORDINATOR, methods=("POST",))
def take_back(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Close an invitation nobody has used."""
    actor = request.actor  # type: ignore[attr-defined]
    actions.take_invitation_back(by=actor, at=clock.now(), appointment_id=appointment_id)
    return HttpResponseRedirect(reverse("office:invitations"))


def _handed(request: HttpRequest, made: links.Made, name: str) -> HttpResponse:
    """The address and the code, shown once and kept nowhere."""
    door_url = request.build_absolute_uri(reverse("entrance:invitation"))
    page = {
        "name": name,
        "url": f"{door_url}#{made.token}",
        "code_url": door_url,
        "code_words": f"{made.code[:5]}-{made.code[5:]}",
        "expires_words": words.moment(made.link.expires_at),
        "back_url": reverse("office:invitations"),
    }
    return TemplateResponse(request, "office/invited.html", {"page": page})


def _row(one: queries.Invited) -> dict[str, Any]:
    return {
        "name": one.name,
        "email": one.email,
        "role": ROLES[one.role].title,
        "capacity": one.capacity,
        "has_come": one.has_come,
        "open_words": words.moment(one.open_until) if one.open_until else "",
        "again_url": reverse("office:invitation", args=[one.appointment_id]),
        "back_url": reverse("office:invitation-back", args=[one.appointment_id]),
    }
