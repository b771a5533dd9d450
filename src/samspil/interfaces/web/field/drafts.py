"""Drafts on the phone: the key that opens them, and answers that a page's script can read."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from samspil.interfaces import clock
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.standing import DEVICE_KEY
from samspil.kernel.errors import Missing, Refused
from samspil.people.actions import devices
from samspil.people.terms import Role

View = Callable[..., HttpResponse]


class DeviceForm(forms.Form):
    """Which device asks: a random number that it made itself and keeps beside its drafts."""

    device = forms.UUIDField()


@door("field", roles=(Role.MENTOR, Role.PARENT_COACH), methods=("POST",), passive=True)
def key(request: Any) -> HttpResponse:
    """Hand the keys of this device's drafts to the session that is signed in, for the page's memory only."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"state": "failed"}, status=422)
    device: uuid.UUID = form.cleaned_data["device"]
    handed = devices.hand_draft_keys(
        by=request.actor, at=clock.now(), appointment_id=request.post.id, device=device
    )
    if request.session.get(DEVICE_KEY) != str(device):
        request.session[DEVICE_KEY] = str(device)
    return JsonResponse(
        {
            "owner": handed.owner,
            "keys": [
                {
                    "id": one.id,
                    "key": base64.b64encode(one.key).decode(),
                    "left_s": handed.left_s(one),
                }
                for one in handed.keys
            ],
        }
    )


def is_draft(request: HttpRequest) -> bool:
    """Whether a script sends a draft and wants to know in a word how it went."""
    return request.headers.get("X-Draft") == "send"


def taken() -> HttpResponse:
    """The draft is written, now or by an earlier try."""
    return JsonResponse({"state": "sent"})


def not_taken(form: forms.Form, *, state: str = "failed", sentence: str = "") -> HttpResponse:
    """Why the draft was not written, in the sentences the page would show."""
    told = [
        f"{form.fields[name].label}: {one}" if name in form.fields and form.fields[name].label else str(one)
        for name, errors in form.errors.items()
        for one in errors
    ]
    sentences = [sentence] if sentence else told
    return JsonResponse({"state": state, "sentences": sentences}, status=409 if state == "changed" else 422)


def answers_drafts(view: View) -> View:
    """Tell a script that sends a draft why it was refused, where a person would get a page."""

    @wraps(view)
    def answering(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_draft(request):
            return view(request, *args, **kwargs)
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            request.failed_with, sentence, status = refused, str(refused), 403
        except Missing as missing:
            request.failed_with, status = missing, 404
            sentence = _("The course is no longer with you.")
        return JsonResponse({"state": "failed", "sentences": [sentence]}, status=status)

    return answering
