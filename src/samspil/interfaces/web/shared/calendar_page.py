"""The page on one's own calendar feed, the same in the office and in the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.people.actions import feeds as actions
from samspil.people.queries import feeds

MAKE, REVOKE = "make", "revoke"


class StepForm(forms.Form):
    """Make the address, or take it back."""

    step = forms.ChoiceField(
        choices=[(MAKE, MAKE), (REVOKE, REVOKE)],
        error_messages={"required": _("Choose what to do."), "invalid_choice": _("Choose what to do.")},
    )


def calendar_page(request: HttpRequest, *, base: str, back_url: str) -> HttpResponse:
    """Whether there is a feed and until when; a new address is shown once and kept nowhere."""
    actor, post = request.actor, request.post  # type: ignore[attr-defined]
    form = StepForm(request.POST if request.method == "POST" else None)
    page: dict[str, Any] = {"back_url": back_url}
    if form.is_bound and form.is_valid():
        given = {"by": actor, "at": clock.now(), "on": clock.today(), "appointment_id": post.id}
        if form.cleaned_data["step"] == REVOKE:
            actions.revoke_feed(**given)
            return HttpResponseRedirect(request.path)
        made = actions.make_feed(**given)
        page["url"] = request.build_absolute_uri(reverse("public:feed", args=[made.token]))
    live = feeds.live_feed(actor, post.id)
    page["until_words"] = words.moment(live.expires_at) if live else ""
    return TemplateResponse(
        request,
        "shared/calendar.html",
        {"base": base, "page": page, "form": form},
        status=422 if form.errors else 200,
    )
